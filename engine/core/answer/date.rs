//! Days.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Reading;
use crate::condition::text::folded;
use crate::locale::Locale;

/// The day a message is: `2026-03-24`, `24.3.2026`, `24/3` (in the United States `3/24`), `24
/// March`, `March 24th, 2026`, today and tomorrow. Without a year it is the next such day, today
/// included.
pub(super) fn read(text: &str, reading: &Reading<'_>) -> Option<Date> {
    let heard = folded(&super::plain_digits(text));
    let today = reading.today();
    let names = |words: &[&str]| words.iter().any(|word| folded(word) == heard);
    for locale in reading.locales() {
        if names(locale.today) {
            return Some(today);
        }
        if names(locale.tomorrow) {
            return today.tomorrow().ok();
        }
    }
    if let Some(sign) = heard.chars().find(|c| !c.is_ascii_digit()) {
        let parts: Option<Vec<&str>> =
            matches!(sign, '.' | '/' | '-').then(|| heard.split(sign).collect());
        if let Some(date) =
            parts.and_then(|parts| in_figures(&parts, sign, today, reading.language))
        {
            return Some(date);
        }
    }
    reading.locales().find_map(|locale| with_month_name(&heard, today, locale))
}

/// Day, month and perhaps year in figures between equal signs.
fn in_figures(parts: &[&str], sign: char, today: Date, language: &str) -> Option<Date> {
    let parts: Vec<&str> =
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    if !parts.iter().all(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            day_of(Some(year), figure(month)?, figure(day)?, today)
        }
        [a, b] | [a, b, _] if a.len() <= 2 && b.len() <= 2 => {
            let year = parts.get(2).copied();
            let (a, b) = (figure(a)?, figure(b)?);
            let month_first = sign != '.' && Locale::month_first(language);
            let (usual, other) = if month_first { ((a, b), (b, a)) } else { ((b, a), (a, b)) };
            // A "month" beyond 12 can only be the day.
            let (month, day) = if usual.0 > 12 && sign != '.' { other } else { usual };
            day_of(year, month, day, today)
        }
        _ => None,
    }
}

/// Day, month by its name and perhaps year, with the small words around them.
fn with_month_name(heard: &str, today: Date, locale: &Locale) -> Option<Date> {
    let mut day = None;
    let mut month = None;
    let mut year = None;
    for word in heard.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(char::is_alphabetic);
        if !digits.is_empty() {
            let ending = &word[digits.len()..];
            if !digits.bytes().all(|b| b.is_ascii_digit())
                || !["", "st", "nd", "rd", "th", "er", "e", "o", "a"].contains(&ending)
            {
                return None;
            }
            let slot = if digits.len() == 4 || (day.is_some() && month.is_some()) {
                &mut year
            } else {
                &mut day
            };
            if slot.replace(digits).is_some() {
                return None;
            }
        } else if let Some(named) = locale.month_named(word) {
            if month.replace(named).is_some() {
                return None;
            }
        } else if !is_filler(word, locale) {
            return None;
        }
    }
    day_of(year, month?, figure(day?)?, today)
}

/// Words that stand in dates and mean nothing by themselves, and the days of the week.
fn is_filler(word: &str, locale: &Locale) -> bool {
    const FILLERS: [&str; 17] = [
        "the", "of", "on", "den", "d", "de", "der", "dem", "am", "del", "le", "el", "il", "op",
        "dia", "em", "do",
    ];
    let day = |name: &str| folded(name.trim_end_matches('.')) == word;
    FILLERS.contains(&word) || locale.days.split(' ').chain(locale.days_short.split(' ')).any(day)
}

/// The day itself, or the next such day from today on where no year was said.
fn day_of(year: Option<&str>, month: i8, day: i8, today: Date) -> Option<Date> {
    if let Some(year) = year {
        return Date::new(full_year(year, today)?, month, day).ok();
    }
    // A 29 February is at most eight years away.
    (0..=8).find_map(|years| {
        let date = Date::new(today.year().checked_add(years)?, month, day).ok()?;
        (date >= today).then_some(date)
    })
}

/// `26` is 2026; two figures that would lie more than twenty years ahead are of the last century
/// (birthdays).
fn full_year(year: &str, today: Date) -> Option<i16> {
    let figures = year.parse::<i16>().ok()?;
    match year.len() {
        4 => Some(figures),
        2 => {
            let this_century = today.year() / 100 * 100 + figures;
            let ahead = today.checked_add(20.years()).ok()?.year();
            Some(if this_century > ahead { this_century - 100 } else { this_century })
        }
        _ => None,
    }
}

fn figure(digits: &str) -> Option<i8> {
    digits.parse().ok()
}
