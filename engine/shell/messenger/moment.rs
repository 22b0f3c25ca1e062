//! Reads a moment in any of the forms the platform has been seen to write (messenger-platform 1.2).
//!
//! Invariant: the result lies between 1970 and 9999, or there is none.

use baton_core::id::Timestamp;

use super::lenient::{Raw, text};

/// Smaller numbers are seconds: as milliseconds they would lie before September 2001.
const MILLISECONDS_FROM: i64 = 1_000_000_000_000;
/// The end of the year 9999 in milliseconds; what lies beyond is no time at all.
const LATEST: i64 = 253_402_300_799_999;

/// Milliseconds or seconds, as a number or a text, or an ISO 8601 text; `None` when unusable.
pub(super) fn moment(raw: Raw<'_>) -> Option<Timestamp> {
    let text = text(raw)?;
    let text = text.trim();
    let number = match text.parse::<i64>() {
        Ok(whole) => whole,
        Err(_) => match text.parse::<f64>() {
            // `as` saturates, and both ends are outside what is usable.
            Ok(number) => number as i64,
            Err(_) => return within(iso(text)?),
        },
    };
    let ms = if number < MILLISECONDS_FROM { number.checked_mul(1000)? } else { number };
    within(ms)
}

fn within(ms: i64) -> Option<Timestamp> {
    (1..=LATEST).contains(&ms).then_some(Timestamp(ms))
}

/// `2018-05-28T12:00:00[.123](Z|+02:00|+0000)`; without a zone it is taken as UTC.
pub(super) fn iso(text: &str) -> Option<i64> {
    if !text.is_ascii() || text.len() < 19 {
        return None;
    }
    let bytes = text.as_bytes();
    let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    let at = bytes[10];
    if marks.iter().any(|(at, mark)| bytes[*at] != *mark) || (at != b'T' && at != b' ') {
        return None;
    }
    let number = |from: usize, to: usize| digits(&text[from..to]);
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let days = days_from_1970(year, month, day)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (ms, zone) = fraction(&text[19..])?;
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset(zone)?;
    Some(seconds * 1000 + ms)
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Milliseconds of a fraction, and what follows it.
fn fraction(rest: &str) -> Option<(i64, &str)> {
    let Some(after) = rest.strip_prefix('.') else {
        return Some((0, rest));
    };
    let count = after.bytes().take_while(u8::is_ascii_digit).count();
    let thousandths: String = after[..count].chars().chain("000".chars()).take(3).collect();
    Some((digits(&thousandths)?, &after[count..]))
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.as_bytes().first() {
        None | Some(b'Z' | b'z') if zone.len() <= 1 => return Some(0),
        Some(b'+') => (1, &zone[1..]),
        Some(b'-') => (-1, &zone[1..]),
        _ => return None,
    };
    let plain: String = rest.chars().filter(|char| *char != ':').collect();
    if plain.len() != 4 {
        return None;
    }
    let (hours, minutes) = (digits(&plain[..2])?, digits(&plain[2..])?);
    (hours <= 18 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Days of the Gregorian calendar, counted in years that begin in March so that leap days come
/// last.
fn days_from_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let (march_year, march_month) =
        if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = march_year.div_euclid(4) - march_year.div_euclid(100) + march_year.div_euclid(400);
    Some(march_year * 365 + leaps + (153 * march_month + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<i64> {
        moment(Some(serde_json::from_str(json).unwrap())).map(|at| at.0)
    }

    #[test]
    fn seconds_milliseconds_texts_and_iso_are_the_same_moment() {
        let forms = [
            "1527459824000",
            "1527459824",
            "\"1527459824\"",
            "\" 1527459824000 \"",
            "1527459824.0",
            "1.527459824e12",
            "\"2018-05-27T22:23:44Z\"",
            "\"2018-05-28T00:23:44.000+02:00\"",
            "\"2018-05-27T22:23:44+0000\"",
            "\"2018-05-27 20:23:44-0200\"",
        ];
        for form in forms {
            assert_eq!(read(form), Some(1_527_459_824_000), "{form}");
        }
        assert_eq!(read("\"2018-05-27T22:23:44.5Z\""), Some(1_527_459_824_500));
        assert_eq!(read("\"2024-02-29T00:00:00Z\""), Some(1_709_164_800_000));
        assert_eq!(read("\"1970-01-01T00:00:01Z\""), Some(1000));
    }

    #[test]
    fn what_is_no_time_is_none_and_overflows_nothing() {
        let forms = [
            "-5",
            "0",
            "9223372036854775808",
            "9223372036854775807",
            "1e300",
            "null",
            "true",
            "\"\"",
            "\"yesterday\"",
            "\"2018-13-01T00:00:00Z\"",
            "\"2023-02-29T00:00:00Z\"",
            "\"2018-05-27T25:00:00Z\"",
            "\"2018-05-27T22:23:44Zz\"",
            "\"2018-05-27T22:23:44+2\"",
            "\"äää8-05-27T22:23:44Z\"",
            "\"NaN\"",
            "\"-9223372036854775808\"",
            "\"inf\"",
            "[]",
        ];
        for form in forms {
            assert_eq!(read(form), None, "{form}");
        }
    }
}
