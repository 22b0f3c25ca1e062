//! Names that can be one of a few words only: a comparison with any other word never holds, and is told at load.

use std::ops::Range;

use super::tree::{Node, NodeKind};
use crate::channel;
use crate::problem::{Problem, ProblemKind};
use crate::value::Value;

const EVENTS: [&str; 9] = [
    "get_started",
    "referral",
    "optin",
    "reaction",
    "feedback",
    "linked",
    "pass_thread_control",
    "take_thread_control",
    "request_thread_control",
];
const KINDS: [&str; 9] =
    ["text", "image", "video", "audio", "file", "sticker", "location", "contact", "other"];
const WAYS_BACK: [&str; 8] =
    ["agent", "keyword", "button", "timeout", "idle", "nobody_answered", "operator", "platform"];
const CHANNELS: [&str; 2] = ["messenger", channel::INSTAGRAM];

/// The words that a name can be; `None` where it can be anything.
fn words_of(path: &[String]) -> Option<&'static [&'static str]> {
    let [root, member] = path else { return None };
    match (root.as_str(), member.as_str()) {
        ("event", "type") => Some(&EVENTS),
        ("input", "kind") => Some(&KINDS),
        ("handover", "returned_by") => Some(&WAYS_BACK),
        ("conversation", "channel") => Some(&CHANNELS),
        _ => None,
    }
}

/// What is wrong with comparing a name with a value, or with each of a list; an empty text asks whether there is one.
pub(super) fn never(name: &Node, with: &Node) -> Vec<Problem> {
    let Some(path) = name.path() else { return Vec::new() };
    let Some(words) = words_of(&path) else { return Vec::new() };
    let mut problems = Vec::new();
    for (word, span) in written(with) {
        if word.is_empty() || words.contains(&word) {
            continue;
        }
        let message = format!("`{}` is never `{word}`", path.join("."));
        let problem = Problem::new(ProblemKind::TypeMismatch, span, message);
        let near = problem.clone().with_suggestion(word, words.iter().copied());
        let known = near.help.is_some();
        let all = || format!("it can be {}", words.join(", "));
        problems.push(if known { near } else { problem.with_help(all()) });
    }
    problems
}

/// The texts that are written out, each with its place.
fn written(node: &Node) -> Vec<(&str, Range<usize>)> {
    match &node.kind {
        NodeKind::Literal(Value::Text(text)) => vec![(text, node.span.clone())],
        NodeKind::Literal(Value::List(items)) => {
            let texts = items.iter().filter_map(Value::as_text);
            texts.map(|text| (text, node.span.clone())).collect()
        }
        NodeKind::List(items) => items.iter().flat_map(written).collect(),
        NodeKind::Literal(_) | NodeKind::Name(_) | NodeKind::Member(..) => Vec::new(),
        NodeKind::Index(..) | NodeKind::Not(_) | NodeKind::Negate(_) => Vec::new(),
        NodeKind::Binary(..) | NodeKind::Choice(..) | NodeKind::Call(..) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::ReturnedBy;

    #[test]
    fn the_words_are_those_that_come() {
        use ReturnedBy::*;
        let ways = [Agent, Keyword, Button, Timeout, Idle, NobodyAnswered, Operator, Platform];
        assert_eq!(ways.map(ReturnedBy::word), WAYS_BACK);
    }
}
