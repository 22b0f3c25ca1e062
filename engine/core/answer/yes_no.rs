//! Yes and no by the word lists of the languages.

use super::Reading;
use crate::condition::text::{exact, folded};

/// Whether the whole message means yes or no; none if it is neither.
///
/// Accents are tried only when no word fits exactly. The contact's own language wins over the
/// others.
pub(super) fn read(text: &str, reading: &Reading<'_>) -> Option<bool> {
    match text.trim_end_matches(|c| matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{fe0f}')) {
        "\u{1f44d}" | "\u{2705}" => return Some(true),
        "\u{1f44e}" | "\u{274c}" => return Some(false),
        _ => (),
    }
    // "No, thanks" is "no thanks".
    let heard = exact(&text.replace([',', '.', '!'], " "));
    let by = |fold: fn(&str) -> String, heard: &str| {
        reading.locales().find_map(|locale| {
            let means = |words: &[&str]| words.iter().any(|word| fold(word) == heard);
            if means(locale.yes) {
                return Some(true);
            }
            means(locale.no).then_some(false)
        })
    };
    by(str::to_owned, &heard).or_else(|| by(folded, &folded(&heard)))
}
