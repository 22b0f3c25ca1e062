//! Numbers in figures.

use crate::locale::Locale;
use crate::value::LARGEST_WHOLE;

/// The number a message is, by the signs of the language: `1.200,50` in Danish, `1,200.50` in
/// English.
///
/// Where both signs stand, the last is the decimal one. Where one stands that the language uses for
/// thousands, it is that only before exactly three digits.
pub(super) fn read(text: &str, locale: &Locale) -> Option<f64> {
    let text = super::plain_digits(text);
    let text = text.trim().trim_end_matches(['!', '?']);
    let (negative, figures) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    // A full stop behind a number ends the sentence.
    let figures = figures.strip_suffix('.').unwrap_or(figures);
    if !figures.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, fraction) = split(figures, locale)?;
    let mut digits = ungrouped(whole)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if !fraction.is_empty() {
        digits = format!("{digits}.{fraction}");
    }
    let number = digits.parse::<f64>().ok().filter(|number| number.abs() <= LARGEST_WHOLE)?;
    Some(if negative { -number } else { number })
}

/// Whole part and fraction.
fn split<'t>(figures: &'t str, locale: &Locale) -> Option<(&'t str, &'t str)> {
    let last = figures.rfind(['.', ',']);
    let Some(last) = last else {
        return Some((figures, ""));
    };
    let sign = figures[last..].chars().next()?;
    let (before, behind) = (&figures[..last], &figures[last + 1..]);
    if behind.is_empty() {
        return None;
    }
    let other = if sign == '.' { ',' } else { '.' };
    if before.contains(other) {
        return (!before.contains(sign)).then_some((before, behind));
    }
    let thousands = behind.len() == 3 && !before.is_empty() && before != "0";
    let grouping = before.contains(sign) || (thousands && sign != locale.decimal);
    Some(if grouping { (figures, "") } else { (before, behind) })
}

/// Digits without their thousands signs; groups must be of three and the sign always the same.
fn ungrouped(whole: &str) -> Option<String> {
    const SIGNS: [char; 6] = ['.', ',', '\'', '\u{2019}', ' ', '\u{202f}'];
    let Some(sign) = whole.chars().find(|c| SIGNS.contains(c)) else {
        let digits = whole.bytes().all(|b| b.is_ascii_digit());
        return (digits && whole.len() <= 40)
            .then(|| if whole.is_empty() { "0".to_owned() } else { whole.to_owned() });
    };
    let groups: Vec<&str> = whole.split(sign).collect();
    let fits = |(place, group): (usize, &&str)| {
        let length = if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        length && group.bytes().all(|b| b.is_ascii_digit())
    };
    (groups.len() <= 8 && groups.iter().enumerate().all(fits)).then(|| groups.concat())
}
