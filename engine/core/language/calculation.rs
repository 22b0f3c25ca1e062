//! Two slips that are no mistakes of YAML: a calculation where `set` takes it for text, and a list
//! whose texts were split at their commas.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::lines::quoted;
use super::loading::Site;
use super::source::Spot;
use super::splice::Edit;
use super::tree::{Kind, Node};
use crate::expression::Expression;

/// Reports a calculation written as the value of `set`; `key`: its `set`, where nothing else is set.
pub(crate) fn calculation(node: &Node, key: Option<Range<usize>>, site: &Site<'_>) -> bool {
    let Kind::Text { text, quoted: false } = &node.kind else { return false };
    let calculates = [" + ", " - ", " * ", " / ", " % "].iter().any(|sign| text.contains(sign));
    // A sentence with a dash in it is no calculation: one of its sides is several words.
    let operands = text.split([' ', '(', ')']).filter(|part| !part.is_empty());
    let alternating = operands
        .enumerate()
        .all(|(place, part)| (place % 2 == 1) == matches!(part, "+" | "-" | "*" | "/" | "%"));
    let named = text.contains(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !calculates || !alternating || !named || text.contains("{{") {
        return false;
    }
    let Ok(expression) = Expression::parse(text) else { return false };
    if expression.names().is_empty() && !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    site.report(
        Diagnostic::error(
            "calculation-in-set",
            node.spot,
            "`set` keeps this as a text; it \
            calculates nothing",
        )
        .help(format!(
            "calculate with `compute: {{ …: {text} }}`, or put it into quotes if the text is \
                    meant: {}",
            quoted(text)
        ))
        .fixed(Trust::Tried, key.map(|key| Edit::replace(key, "compute")).into_iter().collect()),
    );
    true
}

/// Warns of a text in `[ ]` that looks like the second half of the one before it.
pub(crate) fn split_list(items: &[Node], site: &Site<'_>) {
    for pair in items.windows(2) {
        let [first, second] = pair else { continue };
        let (Kind::Text { text: one, quoted: false }, Kind::Text { text: two, quoted: false }) =
            (&first.kind, &second.kind)
        else {
            continue;
        };
        let ended = |text: &str| text.ends_with(['.', '!', '?', '…', ':']);
        // One word is the beginning of a sentence where the rest looks like its end: `Hi, how are you?`.
        let sentence = one.contains(' ') || (two.contains(' ') && ended(two));
        let begins = one.starts_with(char::is_uppercase) && !ended(one);
        if !sentence || !begins || !two.starts_with(char::is_lowercase) {
            continue;
        }
        let spot = Spot { end: second.spot.end, ..first.spot };
        let whole = quoted(&format!("{one}, {two}"));
        let fixed = site.loading.rewritten(spot, &whole);
        let comma = Spot { start: first.spot.end, end: first.spot.end + 1, ..spot };
        site.report(
            Diagnostic::warning(
                "split-at-comma",
                comma,
                "the comma makes two texts of this sentence",
            )
            .help(format!(
                "put the sentence into quotes: {fixed}; if two are meant, put each into quotes"
            ))
            .propose(spot, whole),
        );
    }
}
