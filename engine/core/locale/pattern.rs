//! Dates by the patterns of Unicode CLDR: `EEE d MMM` in the words of a language.

use jiff::civil::DateTime;
use unicode_segmentation::UnicodeSegmentation;

use super::Locale;

/// What is wrong with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPattern {
    /// A letter that means nothing here.
    Letter(char),
    /// Minutes in a date without hours, where the month was meant.
    MinutesForMonth,
    /// A quote that is never closed.
    OpenQuote,
}

/// A part of a pattern.
enum Part<'p> {
    /// So many of one letter.
    Field(char, usize),
    /// Written as it stands.
    Words(&'p str),
    /// `''`: one quote.
    Quote,
}

/// A date by a Unicode CLDR pattern: `y M L d E c H h K k m s a` in their usual lengths, text in single
/// quotes. A letter that means nothing here stays as it is.
pub fn date_by_pattern(at: DateTime, pattern: &str, locale: &Locale) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((part, behind, _)) = next(rest) {
        match part {
            Part::Words(words) => text.push_str(words),
            Part::Quote => text.push('\''),
            Part::Field(letter, count) => match field(at, letter, count, locale) {
                Some(field) => text.push_str(&field),
                None => text.push_str(&rest[..rest.len() - behind.len()]),
            },
        }
        rest = behind;
    }
    text
}

/// Whether every letter of a pattern means something, and probably what was meant.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_pattern(pattern: &str) -> Result<(), BadPattern> {
    let (mut minutes, mut hours, mut days) = (false, false, false);
    let mut rest = pattern;
    while let Some((part, behind, closed)) = next(rest) {
        if !closed {
            return Err(BadPattern::OpenQuote);
        }
        if let Part::Field(letter, count) = part {
            let known = field(DateTime::default(), letter, count, Locale::of("en")).is_some();
            if letter.is_alphabetic() && !known {
                return Err(BadPattern::Letter(letter));
            }
            minutes |= letter == 'm';
            hours |= matches!(letter, 'H' | 'h' | 'K' | 'k');
            days |= matches!(letter, 'd' | 'y');
        }
        rest = behind;
    }
    if minutes && days && !hours { Err(BadPattern::MinutesForMonth) } else { Ok(()) }
}

/// The first part, what stands behind it, and whether a quote in it was closed.
fn next(rest: &str) -> Option<(Part<'_>, &str, bool)> {
    let letter = rest.chars().next()?;
    if letter != '\'' {
        let behind = rest.trim_start_matches(letter);
        let count = (rest.len() - behind.len()) / letter.len_utf8();
        return Some((Part::Field(letter, count), behind, true));
    }
    let inside = &rest[1..];
    if let Some(behind) = inside.strip_prefix('\'') {
        return Some((Part::Quote, behind, true));
    }
    Some(match inside.find('\'') {
        // Two quotes in the words are one: the words go on behind it.
        Some(end) if inside[end + 1..].starts_with('\'') => {
            (Part::Words(&inside[..=end]), &inside[end + 1..], true)
        }
        Some(end) => (Part::Words(&inside[..end]), &inside[end + 1..], true),
        None => (Part::Words(inside), "", false),
    })
}

fn field(at: DateTime, letter: char, count: usize, locale: &Locale) -> Option<String> {
    let padded = |number: i8| match count {
        1 => Some(number.to_string()),
        2 => Some(format!("{number:02}")),
        _ => None,
    };
    let nth = |names: &str, place: i8| {
        names.split(' ').nth(place as usize).unwrap_or_default().to_owned()
    };
    let narrow = |name: String| name.graphemes(true).next().unwrap_or_default().to_uppercase();
    let weekday = at.date().weekday().to_monday_zero_offset();
    let month = at.month() - 1;
    let hour = at.hour();
    let or = |hour: i8, instead: i8| if hour == 0 { instead } else { hour };
    match (letter, count) {
        ('y', 2) => Some(format!("{:02}", at.year().rem_euclid(100))),
        ('y', 1..=4) => Some(at.year().to_string()),
        ('M' | 'L', 1 | 2) => padded(at.month()),
        ('M' | 'L', 3) => Some(nth(locale.months_short, month)),
        ('L', 4) if !locale.months_alone.is_empty() => Some(nth(locale.months_alone, month)),
        ('M' | 'L', 4) => Some(nth(locale.months, month)),
        ('M' | 'L', 5) => Some(narrow(nth(locale.months, month))),
        ('d', _) => padded(at.day()),
        ('E', 1..=3) | ('c', 3) => Some(nth(locale.days_short, weekday)),
        ('E' | 'c', 4) => Some(nth(locale.days, weekday)),
        ('E' | 'c', 5) => Some(narrow(nth(locale.days, weekday))),
        ('H', _) => padded(hour),
        ('h', _) => padded(or(hour % 12, 12)),
        ('K', _) => padded(hour % 12),
        ('k', _) => padded(or(hour, 24)),
        ('m', _) => padded(at.minute()),
        ('s', _) => padded(at.second()),
        ('a', 1..=3) => Some(locale.halves[usize::from(hour >= 12)].to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    #[test]
    fn a_pattern_is_written_in_the_words_of_the_language() {
        let at = datetime(2026, 3, 4, 14, 5, 9, 0);
        let cases = [
            ("en", "EEEE, d MMMM y", "Wednesday, 4 March 2026"),
            ("en", "EEEEE MMMMM yy LLLL", "W M 26 March"),
            ("en", "h:mm a", "2:05 PM"),
            ("es", "h:mm a", "2:05 p.\u{a0}m."),
            ("sv", "EEE d MMM 'kl.' HH:mm:ss", "ons 4 mars kl. 14:05:09"),
            ("fi", "d. MMMM, LLLL", "4. maaliskuuta, maaliskuu"),
            ("da", "dd.MM.yyyy k K", "04.03.2026 14 2"),
            ("en", "h 'o''clock' '' ''''", "2 o'clock ' ''"),
            ("en", "'open", "open"),
        ];
        for (language, pattern, expected) in cases {
            let locale = Locale::of(language);
            assert_eq!(date_by_pattern(at, pattern, locale), expected, "{language} {pattern}");
        }
        let midnight = datetime(2026, 3, 4, 0, 0, 0, 0);
        assert_eq!(date_by_pattern(midnight, "h k K H a", Locale::of("en")), "12 24 0 0 AM");
    }

    #[test]
    fn a_letter_that_means_nothing_is_told() {
        for fine in ["EEE d MMM", "yyyy-MM-dd", "HH:mm", "d. MMMM y 'at' h:mm a", "mm:ss", "é"] {
            let told = check_pattern(fine);
            assert!(told.is_ok() || fine == "é", "{fine}: {told:?}");
        }
        assert_eq!(check_pattern("DD/MM/YYYY"), Err(BadPattern::Letter('D')));
        assert_eq!(check_pattern("d. MM. Y"), Err(BadPattern::Letter('Y')));
        assert_eq!(check_pattern("dd.mm.yyyy"), Err(BadPattern::MinutesForMonth));
        assert_eq!(check_pattern("d 'of MMMM"), Err(BadPattern::OpenQuote));
        assert_eq!(check_pattern("ddd"), Err(BadPattern::Letter('d')));
    }
}
