//! What is said of a place where YAML cannot be read on: the author's slip where one is recognised,
//! else the parser's trouble in plain words.

use granit_parser::ErrorKind;

use super::diagnostic::Diagnostic;
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
        .or_else(|| scan::unmarked(file, source, byte))
        .or_else(|| scan::indentation(file, source, byte))
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
