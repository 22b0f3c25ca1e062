//! Lengths of time as authors write them: `30s`, `1h30m`, `30 minutes`.
//!
//! Invariant: a `Duration` that was read is at most [`Duration::LONGEST`].

use std::fmt;

use serde::{Deserialize, Serialize};

/// A length of time in whole milliseconds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Duration(pub u64);

/// Why a text is no length of time: one plain sentence without a full stop, with what to write
/// instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadDuration(pub String);

/// Units by length in milliseconds, the largest first; the letter, then the words.
const UNITS: [(u64, &str, &[&str]); 4] = [
    (86_400_000, "d", &["day", "days"]),
    (3_600_000, "h", &["hour", "hours", "hr", "hrs"]),
    (60_000, "m", &["minute", "minutes", "min", "mins"]),
    (1_000, "s", &["second", "seconds", "sec", "secs"]),
];

/// Words of other languages for the units.
const OTHER_UNITS: [(&str, &[&str]); 4] = [
    ("d", &["tag", "tage", "dag", "dage", "dagar", "jour", "jours", "día", "días", "dias"]),
    ("h", &["stunde", "stunden", "std", "timer", "timmar", "heure", "heures", "hora", "horas"]),
    ("m", &["minuten", "minutter", "minuter", "minuto", "minutos"]),
    ("s", &["sekunde", "sekunden", "sekunder", "seconde", "secondes", "segundos"]),
];

impl Duration {
    /// The longest that can be written: two years. What lies further ahead is a mistake in the
    /// unit.
    pub const LONGEST: Duration = Duration(2 * 366 * 86_400_000);

    /// No time at all.
    pub const ZERO: Duration = Duration(0);

    /// Reads `30s`, `10m`, `2h`, `1d`, `1h30m` or the same in words: `30 minutes`, `1 hour 30
    /// minutes`.
    ///
    /// # Errors
    /// [`BadDuration`] says what is wrong and what to write instead.
    pub fn parse(text: &str) -> Result<Duration, BadDuration> {
        let text = text.trim().to_lowercase();
        let mut rest = text.as_str();
        let mut total = 0_u64;
        let mut smaller_than = u64::MAX;
        if rest.is_empty() {
            return Err(bad("a length of time is missing here; write it like 30s, 10m, 2h or 1d"));
        }
        while !rest.is_empty() {
            let (number, unit, left) = next_part(rest, &text)?;
            if unit >= smaller_than {
                return Err(bad(&format!(
                    "`{text}`: write the larger unit first and each once, like 1h30m"
                )));
            }
            smaller_than = unit;
            total = total.saturating_add(number.saturating_mul(unit));
            rest = left;
        }
        if total > Duration::LONGEST.0 {
            return Err(bad(&format!("`{text}` is longer than two years, the most that is kept")));
        }
        Ok(Duration(total))
    }

    /// How a text that cannot be read was probably meant: `30 minits` is `30m`.
    pub fn meant(text: &str) -> Option<String> {
        let text = text.trim().to_lowercase();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, word) = text.split_at(digits);
        let word = word.trim();
        if number.is_empty() || word.chars().count() < 2 {
            return None;
        }
        let words = UNITS.iter().flat_map(|(_, _, words)| words.iter().copied());
        let near = OTHER_UNITS
            .iter()
            .find(|(_, others)| others.contains(&word))
            .map(|(letter, _)| *letter)
            .or_else(|| {
                let near = crate::suggest::nearest(word, words)?;
                UNITS.iter().find(|(_, _, words)| words.contains(&near)).map(|(_, unit, _)| *unit)
            })?;
        Some(format!("{number}{near}"))
    }

    /// Its milliseconds.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// That many seconds.
    pub const fn seconds(seconds: u64) -> Duration {
        Duration(seconds * 1_000)
    }

    /// That many minutes.
    pub const fn minutes(minutes: u64) -> Duration {
        Duration(minutes * 60_000)
    }

    /// That many hours.
    pub const fn hours(hours: u64) -> Duration {
        Duration(hours * 3_600_000)
    }

    /// That many days of 24 hours.
    pub const fn days(days: u64) -> Duration {
        Duration(days * 86_400_000)
    }

    /// For calculating with moments.
    pub fn signed(self) -> jiff::SignedDuration {
        jiff::SignedDuration::from_millis(i64::try_from(self.0).unwrap_or(i64::MAX))
    }
}

/// One number with its unit, and what follows behind spaces.
fn next_part<'t>(rest: &'t str, whole: &str) -> Result<(u64, u64, &'t str), BadDuration> {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let example = "write it like 30s, 10m, 2h, 1d or 1h30m";
    if digits == 0 {
        return Err(bad(&format!("`{whole}` is no length of time; {example}")));
    }
    let number = rest[..digits].parse::<u64>().unwrap_or(u64::MAX);
    let behind = rest[digits..].trim_start();
    if behind.starts_with(['.', ',']) {
        return Err(bad(&format!(
            "`{whole}`: write whole numbers, for example 1h30m in place of 1.5h"
        )));
    }
    if let Some(other) = behind.strip_prefix(':').and_then(|other| other.parse::<u64>().ok()) {
        let which = match (number, other) {
            (0, other) => format!("{other}s, {other}m or {other}h"),
            (number, 0) => format!("{number}s, {number}m or {number}h"),
            (number, other) => format!("{number}h{other}m or {number}m{other}s"),
        };
        return Err(bad(&format!("`{whole}` does not say what it counts; write {which}")));
    }
    let letters = behind.len() - behind.trim_start_matches(char::is_alphabetic).len();
    let word = &behind[..letters];
    if word.is_empty() {
        let which = format!("{number}s, {number}m or {number}h");
        return Err(bad(&format!(
            "`{whole}` has no unit; write {which} for seconds, minutes or hours"
        )));
    }
    let unit = UNITS.iter().find(|(_, letter, words)| word == *letter || words.contains(&word));
    let Some((unit, _, _)) = unit else {
        return Err(bad(&format!("`{word}` is no unit of time here; {example}")));
    };
    let left = behind[letters..].trim_start();
    Ok((number, *unit, left.strip_prefix("and ").unwrap_or(left)))
}

fn bad(message: &str) -> BadDuration {
    BadDuration(message.to_owned())
}

impl fmt::Display for Duration {
    /// As an author would write it: `1h30m`, `0s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.0;
        let mut empty = true;
        for (unit, letter, _) in UNITS {
            if left >= unit {
                write!(f, "{}{letter}", left / unit)?;
                left %= unit;
                empty = false;
            }
        }
        match left {
            0 if empty => f.write_str("0s"),
            0 => Ok(()),
            millis => write!(f, "{millis}ms"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;

    fn millis(text: &str) -> u64 {
        Duration::parse(text).unwrap().as_millis()
    }

    fn complaint(text: &str) -> String {
        Duration::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn letters_and_words_are_read() {
        assert_eq!(millis("30s"), 30_000);
        assert_eq!(millis("1h30m"), 5_400_000);
        assert_eq!(millis("1d 2h"), 93_600_000);
        assert_eq!(millis("30 minutes"), 1_800_000);
        assert_eq!(millis("1 hour and 30 minutes"), 5_400_000);
        assert_eq!(millis(" 2 Days "), 172_800_000);
        assert_eq!(millis("0s"), 0);
    }

    #[test]
    fn a_number_without_unit_is_asked_back() {
        assert_eq!(
            complaint("30"),
            "`30` has no unit; write 30s, 30m or 30h for seconds, minutes or hours"
        );
        assert!(complaint("").starts_with("a length of time is missing"));
        assert!(complaint("1.5h").contains("1h30m in place of 1.5h"));
        assert!(complaint("soon").contains("is no length of time"));
        assert!(complaint("1:30").ends_with("write 1h30m or 1m30s"), "{}", complaint("1:30"));
        assert!(complaint("00:30").ends_with("write 30s, 30m or 30h"), "{}", complaint("00:30"));
        assert!(complaint("5 weeks").contains("`weeks` is no unit"));
        assert!(complaint("30m1h").contains("larger unit first"));
        assert!(complaint("99999999999999999999d").contains("longer than two years"));
    }

    #[test]
    fn it_prints_as_it_is_written() {
        for text in ["30s", "1h30m", "1d", "2h5s", "0s"] {
            assert_eq!(Duration::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(serde_json::to_string(&Duration::seconds(2)).unwrap(), "2000");
    }
}
