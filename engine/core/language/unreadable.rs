//! What is said of a place where YAML cannot be read on: the author's slip where one is recognised,
//! else the parser's trouble in plain words.

use granit_parser::ErrorKind;

use super::diagnostic::Diagnostic;
use super::lines::{quoted, rewritten};
use super::scan;
use super::slips;
use super::source::{SourceFile, Spot};

/// The slip an author made where the parser gave up, if it is a known one.
pub(super) fn recognised(
    file: usize,
    source: &SourceFile,
    byte: usize,
    kind: &ErrorKind,
) -> Option<Diagnostic> {
    let in_quotes = matches!(
        kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::DocumentIndicatorInQuotedScalar
    );
    if let ErrorKind::InvalidQuotedScalarIndent = kind
        && let Some(found) = slips::quote_not_deeper(file, source, byte)
    {
        return Some(found);
    }
    if in_quotes && let Some(found) = scan::unclosed(file, source, byte) {
        return Some(found);
    }
    match kind {
        ErrorKind::UnknownQuotedScalarEscape => return slips::backslash(file, source, byte),
        ErrorKind::ExpectedBlockSequenceEntry => {
            if let Some(found) = slips::beside_its_dash(file, source, byte) {
                return Some(found);
            }
        }
        _ => {}
    }
    slips::block_not_deeper(file, source, byte)
        .or_else(|| slips::comma_at_the_end(file, source, byte))
        .or_else(|| scan::unclosed_bracket(file, source, byte))
        .or_else(|| braces_in_brackets(file, source, byte))
        .or_else(|| quotes_in_quotes(file, source, byte))
        .or_else(|| scan::unmarked(file, source, byte))
        .or_else(|| scan::indentation(file, source, byte))
        .or_else(|| slips::no_key(file, source, byte))
}

/// `{ say: Hi {{name}}!, to: end }`: between brackets a brace inside a text opens a map.
fn braces_in_brackets(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    if !source.text.get(byte..)?.starts_with("{{") {
        return None;
    }
    let line = source.line_at(byte);
    let before = &source.text[line.start..byte];
    let behind = |sign: &str| before.rfind(sign).map(|at| at + sign.len());
    let start = [": ", ", ", "[", "{"].into_iter().filter_map(behind).max()?;
    let start = byte - before[start..].trim_start().len();
    let end = byte + text_end(&source.text[byte..line.end]);
    let whole = Spot { file, start, end };
    let text = quoted(&source.text[start..end]);
    let sign = Spot { file, start: byte, end: byte + 2 };
    let message = "between brackets a text with `{{` in it stands in quotes";
    let help = format!("put the whole text into quotes: {}", rewritten(source, whole, &text));
    Some(Diagnostic::error("unquoted-braces", sign, message).help(help).try_mend(whole, text))
}

/// `{ say: "On {{date visit "EEE"}}", to: end }`: the quotes of a helper end those of the text.
fn quotes_in_quotes(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let line = source.line_at(byte);
    let before = source.text.get(line.start..byte)?.strip_suffix('"')?;
    let open = before.rfind('"')?;
    before[open..].rsplit("}}").next().filter(|last| last.contains("{{"))?;
    let rest = &source.text[byte..line.end];
    let inside = rest.find("}}")?;
    let closes = |(at, _): &(usize, &str)| {
        let behind = rest[at + 1..].trim_start();
        *at > inside && (behind.is_empty() || behind.starts_with([',', '}', ']']))
    };
    let (at, _) = rest.match_indices('"').find(closes)?;
    let whole = Spot { file, start: line.start + open, end: byte + at + 1 };
    let text = source.text[whole.start + 1..whole.end - 1].replace('\'', "''");
    let text = format!("'{text}'");
    let sign = Spot { file, start: byte - 1, end: byte };
    let message = "the text goes on behind its closing quote";
    let help = format!("put the whole text into other quotes: {}", rewritten(source, whole, &text));
    Some(Diagnostic::error("behind-quotes", sign, message).help(help).try_mend(whole, text))
}

/// Where a text without quotes ends that began between brackets: before a bracket that closes them, or the comma
/// before the next key.
fn text_end(text: &str) -> usize {
    let (mut depth, mut end) = (0_usize, text.len());
    for (at, sign) in text.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ']' => {
                end = at;
                break;
            }
            ',' if depth == 0 && is_key(text[at + 1..].trim_start()) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    text[..end].trim_end().len()
}

/// Whether a text begins with a key and its colon.
fn is_key(text: &str) -> bool {
    let name = text.trim_start_matches(|sign: char| sign.is_ascii_lowercase() || sign == '_');
    name.len() < text.len() && name.starts_with(": ")
}

/// Nothing known: the place, and what kind of thing is missing or too much there.
pub(super) fn unknown(
    file: usize,
    source: &SourceFile,
    byte: usize,
    kind: &ErrorKind,
) -> Diagnostic {
    let start = byte.min(source.text.len());
    let length =
        source.text[start..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let spot = Spot { file, start, end: start + length };
    let (message, help) = plain(kind);
    Diagnostic::error("unreadable", spot, message).help(help)
}

/// The parser's trouble and what to look for, as people say it.
fn plain(kind: &ErrorKind) -> (String, &'static str) {
    let said = |message: &str, help: &'static str| (message.to_owned(), help);
    match kind {
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => said(
            "a comma or a closing bracket is missing before this",
            "between two things in brackets stands a comma: `{ label: Yes, to: confirm }`",
        ),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => (
            format!("what was opened with `{open}` is closed with `{close}` here"),
            "a list stands in `[` and `]`, keys with values in `{` and `}`",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => said(
            "this bracket closes something that was never opened",
            "remove it, or put the text with it into \"quotes\"",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => said(
            "what is opened here is never closed",
            "a `[` is closed with `]`, and a `{` with `}`",
        ),
        ErrorKind::UnclosedQuotedScalar => said(
            "a text in quotes does not end",
            "a text that begins with a quote ends with the same quote",
        ),
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => said(
            "a list cannot begin here",
            "put each thing of it on a line of its own below the key: a dash, a space, the thing",
        ),
        ErrorKind::ExpectedBlockSequenceEntry => said(
            "the lines of this list begin with a dash, and this one does not",
            "put a dash and a space before it, or indent it like what it belongs to",
        ),
        _ => said(
            "the file cannot be read from here on",
            "look at this line and the one above: a missing colon, quote or bracket, or another \
                indentation than the lines they belong to",
        ),
    }
}
