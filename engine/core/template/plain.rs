//! The short way to read most texts: those that insert nothing, and those that only insert names.
//!
//! Invariant: what it reads Handlebars would read the same; whatever it is not sure of is left to it.

use super::helper::takes;
use super::{Piece, SOURCE_BYTES};
use crate::expression::NameUse;

/// Words that mean something to Handlebars where a name may stand.
const WORDS: [&str; 8] = ["this", "else", "true", "false", "null", "undefined", "as", "if"];

/// The pieces of a text and the names it inserts; `None` where it has anything else in it.
pub(super) fn read(source: &str) -> Option<(Vec<Piece>, Vec<NameUse>)> {
    if source.len() > SOURCE_BYTES {
        return None;
    }
    let (mut pieces, mut names) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(found) = source[at..].find("{{") {
        let open = at + found;
        let close = open + 2 + source[open + 2..].find("}}")?;
        let (path, span) = name(source, open + 2, close)?;
        // A backslash before it, or a third brace at either end, is for Handlebars to read.
        let before = source[..open].ends_with('\\');
        if before || source[close + 2..].starts_with('}') {
            return None;
        }
        if open > at {
            pieces.push(Piece::Text(source[at..open].to_owned()));
        }
        names.push(NameUse { path: path.clone(), span, certain: true });
        pieces.push(Piece::Insert(path));
        at = close + 2;
    }
    if at < source.len() {
        pieces.push(Piece::Text(source[at..].to_owned()));
    }
    Some((pieces, names))
}

/// The path between two braces, and where it stands.
fn name(source: &str, start: usize, end: usize) -> Option<(Vec<String>, std::ops::Range<usize>)> {
    let inside = &source[start..end];
    let word = inside.trim_matches(' ');
    let from = start + (inside.len() - inside.trim_start_matches(' ').len());
    let path: Vec<String> = word.split('.').map(str::to_owned).collect();
    let mut parts = path.iter();
    let first = parts.next()?;
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let named = first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let fits = named && letters(first) && parts.all(|part| !part.is_empty() && letters(part));
    let special =
        WORDS.contains(&first.as_str()) || takes(word).is_some() || takes(first).is_some();
    (fits && !special).then(|| (path, from..from + word.len()))
}
