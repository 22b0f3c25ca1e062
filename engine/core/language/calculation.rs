//! Slips that are no mistakes of YAML: a calculation where `set` takes it for text, one that is
//! written as elsewhere, and a list whose texts were split at their commas.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::lines::{in_braces, quoted};
use super::loading::Site;
use super::reading::is_name;
use super::source::Spot;
use super::splice::Edit;
use super::tree::{Key, Kind, Node};
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

/// `compute: price = pieces * 2`: the name and what it becomes, in one text; it is told.
pub(crate) fn assignment(node: &Node, site: &Site<'_>) -> bool {
    let Kind::Text { text, quoted: false } = &node.kind else { return false };
    let Some((name, value)) = text.split_once('=') else { return false };
    let (name, value) = (name.trim(), value.trim());
    if !is_name(name) || value.is_empty() || value.starts_with('=') {
        return false;
    }
    let written = format!("{{ {name}: {} }}", in_braces(value));
    let found = Diagnostic::error("wrong-shape", node.spot, "`compute` cannot be a text")
        .help(format!("write the name, a colon and what it becomes: `compute: {written}`"));
    // The name would be known, were it written right.
    site.loading.incomplete.set(true);
    site.report(found.try_mend(node.spot, written));
    true
}

/// `{ price: pieces * 4,5 }`: the comma of a number ends the entry, and `5` became a key; it is told.
pub(crate) fn decimal_comma(key: &Key, value: &Node, before: &Node, site: &Site<'_>) -> bool {
    let digits = !key.text.is_empty() && key.text.chars().all(|sign| sign.is_ascii_digit());
    let number = before.as_text().is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit()));
    if !digits || !number || value.kind != Kind::Nothing {
        return false;
    }
    let comma = Spot { start: before.spot.end, end: key.spot.start, ..key.spot };
    let fixed = site.loading.rewritten(comma, ".");
    let found =
        Diagnostic::error("split-at-comma", comma, "a comma in a number ends the calculation")
            .help(format!("numbers have a point: {fixed}"));
    // The whole text: what is a key now becomes a part of the number.
    let whole = Spot { start: before.spot.start, end: key.spot.end, ..key.spot };
    let text = site.loading.source(before.spot);
    site.report(found.try_mend(whole, format!("{text}.{}", key.text)));
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
