//! Numbers, money, dates and lengths of time as people of a language write them.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::{Locale, Plural, date_by_pattern};
use crate::value::print_number;

/// Most digits behind the decimal sign that are shown.
const MOST_DIGITS: usize = 10;

/// A number with the language's signs, thousands grouped; `digits` behind the decimal sign, or as
/// many as it has.
pub fn grouped(number: f64, digits: Option<usize>, locale: &Locale) -> String {
    let plain = match digits {
        Some(digits) => format!("{:.*}", digits.min(MOST_DIGITS), nudged(number, digits)),
        None => print_number(number),
    };
    if plain.contains('e') {
        return plain;
    }
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(rest) if rest.bytes().any(|b| b.is_ascii_digit() && b != b'0') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let mut text = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        let left = whole.len() - place;
        if place > 0 && left % 3 == 0 && whole.len() >= locale.group_from {
            text.push(locale.group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(locale.decimal);
        text.push_str(fraction);
    }
    text
}

/// The number rounded half away from zero by what people read, not by its binary fraction: 1.005 to
/// 1.01.
pub(crate) fn nudged(number: f64, digits: usize) -> f64 {
    let scale = 10f64.powi(digits.min(MOST_DIGITS) as i32);
    let scaled = number * scale;
    if !scaled.is_finite() || scaled.abs() > 9e15 {
        return number;
    }
    let readable = format!("{scaled:.14e}").parse::<f64>().unwrap_or(scaled);
    readable.round() / scale
}

/// An amount in a currency (ISO 4217), as the language writes it: `€12.50`, `12,50 €`, `12,50 kr.`.
pub fn money(amount: f64, currency: &str, locale: &Locale) -> String {
    let currency = currency.to_ascii_uppercase();
    let digits = match currency.as_str() {
        "JPY" | "KRW" | "ISK" | "VND" | "CLP" | "XOF" | "XAF" | "HUF" | "PYG" | "UGX" => 0,
        "KWD" | "BHD" | "OMR" | "JOD" | "TND" => 3,
        _ => 2,
    };
    let figure = grouped(amount.abs(), Some(digits), locale);
    let minus = if nudged(amount, digits) < 0.0 { "-" } else { "" };
    let symbol = match (currency.as_str(), locale.code) {
        ("EUR", _) => "€",
        ("USD", "en" | "es" | "pt") => "$",
        ("GBP", _) => "£",
        ("DKK", "da") => "kr.",
        ("SEK", "sv") | ("NOK", "no") => "kr",
        ("PLN", "pl") => "zł",
        ("BRL", "pt") => "R$",
        ("JPY", "en") => "¥",
        (code, _) => code,
    };
    match locale.code {
        "en" if symbol.len() == 3 && symbol == currency => format!("{minus}{symbol}\u{a0}{figure}"),
        "en" => format!("{minus}{symbol}{figure}"),
        "nl" => format!("{symbol}\u{a0}{minus}{figure}"),
        "pt" if symbol == "R$" => format!("{minus}{symbol}\u{a0}{figure}"),
        _ => format!("{minus}{figure}\u{a0}{symbol}"),
    }
}

/// The long date of the language: `24. marts 2026`, `March 24, 2026`, in other English countries
/// `24 March 2026`.
pub fn long_date(at: DateTime, language: &str) -> String {
    let locale = Locale::of(language);
    let american = matches!(language, "en" | "en_US" | "en-US" | "en_CA" | "en_PH");
    let pattern = if locale.code == "en" && !american { "d MMMM y" } else { locale.long_date };
    date_by_pattern(at, pattern, locale)
}

/// How long ago or ahead a moment is, in the largest whole unit: `5 minutes ago`, `om 2 dage`.
/// A month counts as 30 days and a year as 365.
pub fn time_ago(at: Timestamp, now: Timestamp, locale: &Locale) -> String {
    let seconds = now.as_second() - at.as_second();
    let minutes = seconds.unsigned_abs() / 60;
    let (count, unit) = match minutes {
        0 => return locale.just_now.to_owned(),
        1..60 => (minutes, 0),
        60..1_440 => (minutes / 60, 1),
        1_440..43_200 => (minutes / 1_440, 2),
        43_200..525_600 => (minutes / 43_200, 3),
        _ => (minutes / 525_600, 4),
    };
    let (pattern, units) = match seconds > 0 {
        true => (locale.ago, locale.units),
        false => (locale.ahead, locale.units_ahead.unwrap_or(locale.units)),
    };
    let word = match locale.plural(count as f64) {
        Plural::One => units[unit][0],
        Plural::Few => units[unit][1],
        Plural::Many => units[unit][2],
    };
    pattern.replace("{}", &format!("{count} {word}"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(grouped(1234.5, Some(2), Locale::of("en")), "1,234.50");
        assert_eq!(grouped(1234.5, Some(2), Locale::of("da")), "1.234,50");
        assert_eq!(grouped(1234.0, None, Locale::of("es")), "1234");
        assert_eq!(grouped(-1_234_567.0, None, Locale::of("fr")), "-1\u{202f}234\u{202f}567");
        assert_eq!(grouped(1.005, Some(2), Locale::of("en")), "1.01");
        assert_eq!(grouped(-0.001, Some(2), Locale::of("en")), "0.00");
        assert_eq!(grouped(1e300, Some(400), Locale::of("en")).len(), 301 + 100 + 11);
    }

    #[test]
    fn money_follows_the_language() {
        assert_eq!(money(1234.5, "DKK", Locale::of("da")), "1.234,50\u{a0}kr.");
        assert_eq!(money(1234.5, "dkk", Locale::of("en")), "DKK\u{a0}1,234.50");
        assert_eq!(money(12.0, "EUR", Locale::of("de")), "12,00\u{a0}€");
        assert_eq!(money(-12.0, "USD", Locale::of("en")), "-$12.00");
        assert_eq!(money(1200.0, "JPY", Locale::of("en")), "¥1,200");
    }

    #[test]
    fn dates_follow_the_language() {
        let at = datetime(2026, 3, 24, 14, 5, 0, 0);
        assert_eq!(long_date(at, "en_US"), "March 24, 2026");
        assert_eq!(long_date(at, "en_GB"), "24 March 2026");
        assert_eq!(long_date(at, "da_DK"), "24. marts 2026");
        assert_eq!(long_date(at, "es"), "24 de marzo de 2026");
        assert_eq!(long_date(at, "fi"), "24. maaliskuuta 2026");
        assert_eq!(date_by_pattern(at, "EEE d MMM", Locale::of("en")), "Tue 24 Mar");
        assert_eq!(
            date_by_pattern(at, "EEEE 'at' h:mm a, dd/MM/yy", Locale::of("en")),
            "Tuesday at 2:05 PM, 24/03/26"
        );
        assert_eq!(date_by_pattern(at, "'it''s' é", Locale::of("en")), "it's é");
    }

    #[test]
    fn lengths_of_time_follow_the_language() {
        let now: Timestamp = "2026-03-24T12:00:00Z".parse().unwrap();
        let before = |minutes: i64| now - SignedDuration::from_mins(minutes);
        assert_eq!(time_ago(before(5), now, Locale::of("en")), "5 minutes ago");
        assert_eq!(time_ago(before(60), now, Locale::of("de")), "vor 1 Stunde");
        assert_eq!(time_ago(before(-2 * 1440), now, Locale::of("da")), "om 2 dage");
        assert_eq!(time_ago(before(-3), now, Locale::of("fi")), "3 minuutin kuluttua");
        assert_eq!(time_ago(before(22), now, Locale::of("pl")), "22 minuty temu");
        assert_eq!(time_ago(now, now, Locale::of("sv")), "just nu");
    }
}
