//! What a test expects of a text or a value: the text itself with `*` for any part, an expression, anything.
//!
//! Invariant: what a test leaves out is not compared.

use serde_json::Value as Json;

use crate::entry::RefForm;

/// What is expected of a text.
#[derive(Debug, Clone)]
pub(crate) enum Pattern {
    /// Whatever it is.
    Anything,
    /// This text; `*` stands for any part of it, `\*` for a star.
    Text(Stars),
    /// A regular expression that fits somewhere in it.
    Matches(regex::Regex),
}

impl Pattern {
    /// Whether a text is as expected; spaces around it do not count.
    pub(crate) fn fits(&self, text: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Text(stars) => stars.fits(text),
            Self::Matches(regex) => regex.is_match(text),
        }
    }
}

/// A text in which `*` stands for any part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stars {
    /// As written.
    pub(crate) source: String,
    /// Without stars: the text itself.
    plain: String,
    /// With stars: what stands around them.
    form: Option<RefForm>,
}

impl Stars {
    /// Reads a text.
    pub(crate) fn new(source: &str) -> Self {
        let mut pieces = vec![String::new()];
        let mut letters = source.trim().chars().peekable();
        while let Some(letter) = letters.next() {
            let kept = letter == '\\' && letters.next_if_eq(&'*').is_some();
            match (letter, kept, pieces.last_mut()) {
                ('*', _, _) => pieces.push(String::new()),
                (_, true, Some(piece)) => piece.push('*'),
                (letter, false, Some(piece)) => piece.push(letter),
                (_, _, None) => {}
            }
        }
        let plain = pieces.concat();
        Self { source: source.trim().to_owned(), plain, form: RefForm::around(pieces) }
    }

    /// Whether the whole text is so.
    pub(crate) fn fits(&self, text: &str) -> bool {
        let text = text.trim();
        self.form.as_ref().map_or(self.plain == text, |form| form.fits(text))
    }
}

/// Writes a text so that it is read as itself: its stars stand for no other text.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('*', "\\*")
}

/// Whether a value is as expected: of named values those named, of lists every item, of texts with `*`.
/// A `yes` or `no` is equal to `true` or `false`, as everywhere in the language.
pub(crate) fn json_fits(expected: &Json, got: &Json) -> bool {
    match (expected, got) {
        (Json::Object(expected), Json::Object(got)) => expected
            .iter()
            .all(|(name, value)| json_fits(value, got.get(name).unwrap_or(&Json::Null))),
        (Json::Array(expected), Json::Array(got)) => {
            expected.len() == got.len()
                && expected.iter().zip(got).all(|(expected, got)| json_fits(expected, got))
        }
        (Json::String(expected), Json::String(got)) => Stars::new(expected).fits(got),
        (Json::String(expected), Json::Bool(got)) => {
            matches!((expected.as_str(), got), ("yes", true) | ("no", false))
        }
        (Json::String(expected), Json::Number(got)) => Stars::new(expected).fits(&got.to_string()),
        (Json::String(expected), Json::Array(_) | Json::Object(_)) => expected == "*",
        (Json::Number(expected), Json::Number(got)) => expected.as_f64() == got.as_f64(),
        (Json::Number(expected), Json::String(got)) => expected.to_string() == *got,
        (Json::Null, Json::Null) => true,
        (Json::Bool(expected), Json::Bool(got)) => expected == got,
        (
            Json::Null
            | Json::Bool(_)
            | Json::Number(_)
            | Json::String(_)
            | Json::Array(_)
            | Json::Object(_),
            _,
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Stars, escaped, json_fits};

    #[test]
    fn a_star_stands_for_any_part() {
        assert!(Stars::new("Hi Anna!*").fits("Hi Anna! What can I do?"));
        assert!(Stars::new("*order_*_x").fits("my order_12_x "));
        assert!(!Stars::new("Hi*").fits("Oh, Hi"));
        assert!(!Stars::new("ab*ba").fits("aba"), "no letter counts twice");
        assert!(Stars::new("").fits(""));
        assert!(Stars::new("2 \\* 3").fits("2 * 3"));
        assert!(!Stars::new("2 \\* 3").fits("2 x 3"));
        assert!(Stars::new(&escaped("5 * 5")).fits("5 * 5"));
    }

    #[test]
    fn of_named_values_those_named_are_compared() {
        let got = json!({ "a": 1, "b": [true, "x-9"], "c": { "d": null } });
        assert!(json_fits(&json!({ "a": 1.0, "c": { "d": null, "e": null } }), &got));
        assert!(json_fits(&json!({ "b": ["yes", "x-*"] }), &got));
        assert!(!json_fits(&json!({ "b": ["yes"] }), &got));
        assert!(!json_fits(&json!({ "a": "2" }), &got));
    }
}
