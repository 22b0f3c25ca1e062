//! The short way to read most texts: those that insert nothing, and those that only insert names and call helpers
//! with names, texts and numbers.
//!
//! Invariant: what it reads Handlebars would read the same; whatever it is not sure of is left to it.

use std::ops::Range;

use serde_json::Value as Json;

use super::call::{Call, Given};
use super::helper::{Word, takes};
use super::want::{self, Want};
use super::{Piece, SOURCE_BYTES};
use crate::expression::NameUse;

/// Words that mean something to Handlebars where a name may stand.
const WORDS: [&str; 8] = ["this", "else", "true", "false", "null", "undefined", "as", "if"];
/// Figures of the longest number that is read here.
const FIGURES: usize = 9;

/// A text that was read.
#[derive(Default)]
pub(super) struct Plain {
    /// Texts and insertions in turn.
    pub(super) pieces: Vec<Piece>,
    /// The names it uses.
    pub(super) names: Vec<NameUse>,
    /// What is needed of some of them.
    pub(super) wants: Vec<(usize, &'static str, Want)>,
}

/// The pieces of a text and the names it uses; `None` where it has anything else in it.
pub(super) fn read(source: &str) -> Option<Plain> {
    if source.len() > SOURCE_BYTES {
        return None;
    }
    let mut plain = Plain::default();
    let mut at = 0;
    while let Some(found) = source[at..].find("{{") {
        let open = at + found;
        let close = open + 2 + source[open + 2..].find("}}")?;
        // A backslash before it, or a third brace at either end, is for Handlebars to read.
        let before = source[..open].ends_with('\\');
        if before || source[close + 2..].starts_with('}') {
            return None;
        }
        if open > at {
            plain.pieces.push(Piece::Text(source[at..open].to_owned()));
        }
        plain.insertion(source, open + 2, close)?;
        at = close + 2;
    }
    if at < source.len() {
        plain.pieces.push(Piece::Text(source[at..].to_owned()));
    }
    Some(plain)
}

impl Plain {
    /// What stands between two braces: a name, or a helper and its values.
    fn insertion(&mut self, source: &str, start: usize, end: usize) -> Option<()> {
        let first = word(source, start, end)?;
        if source[first.end..end].trim_matches(' ').is_empty() {
            let path = path(&source[first.clone()])?;
            self.names.push(NameUse { path: path.clone(), span: first, certain: true });
            self.pieces.push(Piece::Insert(path));
            return Some(());
        }
        let helper = &source[first.clone()];
        let counts = takes(helper)?;
        let mut values = Vec::new();
        let mut at = first.end;
        while let Some(span) = word(source, at, end) {
            at = span.end;
            values.push(self.value(helper, values.len(), &source[span.clone()], span)?);
        }
        if !counts.contains(&values.len()) {
            return None;
        }
        self.pieces.push(Piece::Call(Call { word: Word::named(helper)?, values }));
        Some(())
    }

    /// A value of a helper.
    fn value(
        &mut self,
        helper: &str,
        place: usize,
        text: &str,
        span: Range<usize>,
    ) -> Option<Given> {
        if let Some(written) = written(text) {
            let right = want::literal(helper, place, &written).is_none();
            return right.then_some(Given::Written(written));
        }
        let path = path(text)?;
        if let Some((helper, want)) = want::wanted(helper, place) {
            self.wants.push((self.names.len(), helper, want));
        }
        self.names.push(NameUse { path: path.clone(), span, certain: true });
        Some(Given::Name(path))
    }
}

/// Where the next word stands: up to a space, or a text up to its closing quote.
fn word(source: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let inside = &source[start..end];
    let from = start + (inside.len() - inside.trim_start_matches(' ').len());
    let rest = &source[from..end];
    if rest.is_empty() {
        return None;
    }
    let length = match rest.strip_prefix('"') {
        Some(text) => 2 + text.find('"').unwrap_or(text.len()),
        None => rest.find(' ').unwrap_or(rest.len()),
    };
    Some(from..(from + length).min(end))
}

/// A text in quotes without signs that mean something there, or a whole number.
fn written(text: &str) -> Option<Json> {
    if let Some(inside) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let special = |c: char| c.is_control() || matches!(c, '"' | '\'' | '\\' | '{' | '}');
        return (!inside.contains(special)).then(|| Json::from(inside));
    }
    let figures = text.len() <= FIGURES && text.bytes().all(|byte| byte.is_ascii_digit());
    let led = text.len() > 1 && text.starts_with('0');
    (figures && !led).then(|| text.parse::<u64>().ok().map(Json::from))?
}

/// The path a word is, if it is one and nothing else.
fn path(word: &str) -> Option<Vec<String>> {
    let path: Vec<String> = word.split('.').map(str::to_owned).collect();
    let mut parts = path.iter();
    let first = parts.next()?;
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let named = first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let fits = named && letters(first) && parts.all(|part| !part.is_empty() && letters(part));
    let special =
        WORDS.contains(&first.as_str()) || takes(word).is_some() || takes(first).is_some();
    (fits && !special).then_some(path)
}
