//! What YAML hides from people who do not know it: each finding says the line rewritten.
//!
//! `lines` looks at the lines of a file that cannot be read; this file at what the reader meets.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::lines::{self, Line};
use super::reader::DEPTH;
use super::scan;
use super::source::{SourceFile, Spot};
use super::tabs;
use super::unreadable;

/// A line that is indented with tabs.
pub(super) struct Tabs {
    /// Its indentation.
    pub(super) indent: Range<usize>,
    /// All of it.
    pub(super) whole: Range<usize>,
    /// No line of the file is indented with spaces.
    pub(super) alone: bool,
}

/// Tabs in the indentations of a file, which are one slip: told at the first.
pub(super) fn tabs(file: usize, source: &SourceFile, found: &mut Vec<Diagnostic>) -> Vec<Tabs> {
    if !source.text.contains('\t') {
        return Vec::new();
    }
    let (mut start, mut spaces, mut lines) = (0, false, Vec::new());
    for line in source.text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        let indent = start..start + blank;
        let whole = source.line_at(start);
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match source.text[indent.clone()].contains('\t') {
            true => lines.push(Tabs { indent, whole, alone: false }),
            false => spaces |= blank > 0 && !line.trim_start().starts_with('#'),
        }
    }
    if let Some(first) = lines.first() {
        let at = source.text[first.indent.clone()].find('\t').unwrap_or(0) + first.indent.start;
        let message = match lines.len() - 1 {
            0 => "the line is indented with a tab".to_owned(),
            1 => "the line is indented with a tab, and so is another below it".to_owned(),
            more => format!("the line is indented with a tab, and so are {more} more below it"),
        };
        found.push(
            Diagnostic::error("tab", Spot { file, start: at, end: at + 1 }, message)
                .help("use spaces, two for each step; most editors can be told to do so")
                .fixed(Trust::Tried, tabs::in_spaces(source, &lines, !spaces)),
        );
    }
    lines.iter_mut().for_each(|line| line.alone = !spaces);
    lines
}

/// A `#` right before a word, behind an unquoted text: YAML drops the rest of the sentence.
pub(super) fn cut_by_hash(
    file: usize,
    source: &SourceFile,
    plain: &[Spot],
    comments: &[Spot],
    found: &mut Vec<Diagnostic>,
) {
    for comment in comments {
        let text = &source.text[comment.range()];
        let word = text[1..].starts_with(|c: char| c.is_alphanumeric() || c == '{');
        let before = source.text[..comment.start].trim_end_matches([' ', '\t']).len();
        let ends = plain.partition_point(|spot| spot.end < before);
        let Some(cut) = plain.get(ends).filter(|spot| spot.end == before && word) else { continue };
        let whole = format!("{} {}", &source.text[cut.range()], text.trim_end());
        let fixed =
            lines::rewritten(source, Spot { end: comment.end, ..*cut }, &lines::quoted(&whole));
        let told = Diagnostic::error(
            "hash-cuts-text",
            Spot { file, ..*comment },
            "`#` begins a comment here, so the sentence is cut off before it",
        )
        .help(format!("put the whole text into quotes: {fixed}; a comment has a space after its #"))
        .try_mend(Spot { end: cut.start + source_length(source, *cut, *comment), ..*cut }, {
            lines::quoted(&whole)
        });
        // Behind a whole sentence, and behind a single word, it may be a comment.
        let text = &source.text[cut.range()];
        let ended = text.ends_with(['.', '!', '?', '…']) || !text.contains(' ');
        found.push(if ended { told.only_proposed() } else { told });
    }
}

/// `&word` in front of a text.
pub(super) fn anchor(source: &SourceFile, spot: Spot) -> Diagnostic {
    let message =
        "`&` at the beginning has a meaning of its own in YAML (an anchor), which flows do not use";
    if is_copied(source, spot) {
        let word = &source.text[spot.range()];
        return Diagnostic::error("anchor", spot, message).help(format!(
            "nothing is copied from elsewhere: remove `{word}`, and write its lines again where `*{}` \
             stands, or lead there with `to`",
            &word[1..]
        ));
    }
    starts_with_sign("anchor", source, spot, message)
}

/// `&word` with nothing behind it: the lines below are to be used again.
pub(super) fn is_copied(source: &SourceFile, spot: Spot) -> bool {
    source.text[spot.end..source.line_at(spot.start).end].trim().is_empty()
}

/// `*word` in place of a text.
pub(super) fn alias(source: &SourceFile, spot: Spot) -> Diagnostic {
    let message =
        "`*` at the beginning has a meaning of its own in YAML (an alias), which flows do not use";
    starts_with_sign("anchor", source, spot, message)
}

/// `!word` in front of a text.
pub(super) fn tag(source: &SourceFile, spot: Spot) -> Diagnostic {
    let line = Line::at(spot.file, source, spot.start);
    if line.as_ref().is_some_and(|line| lines::is_expression(line.key)) {
        let message =
            "YAML takes `!` at the beginning for itself, so the condition is not read whole";
        let sign = Spot { end: spot.start + 1, ..spot };
        let fixed = lines::rewritten(source, sign, "not ");
        return Diagnostic::error("exclamation-in-if", spot, message)
            .help(format!("write `not` in its place: {fixed}"))
            .mend(sign, "not ");
    }
    let message =
        "`!` at the beginning has a meaning of its own in YAML (a tag), which flows do not use";
    starts_with_sign("yaml-tag", source, spot, message)
}

fn starts_with_sign(
    code: &'static str,
    source: &SourceFile,
    spot: Spot,
    message: &str,
) -> Diagnostic {
    let line = source.line_at(spot.start);
    let mut end = line.end;
    if source.text[line.start..spot.start].contains(['{', '[']) {
        let closing = source.text[spot.start..end].find([',', '}', ']']);
        end = closing.map_or(end, |at| spot.start + at);
    }
    let text = source.text[spot.start..end].trim_end();
    let end = spot.start + text.len();
    let fixed = lines::rewritten(source, Spot { end, ..spot }, &lines::quoted(text));
    let found =
        Diagnostic::error(code, spot, message).help(format!("put the text into quotes: {fixed}"));
    // `!!str` and `&name` are somebody's who knows YAML; `!important` is a text.
    let text_alone = text.starts_with('!') && !text.starts_with("!!") && !text.contains(" #");
    match text_alone {
        true => found.try_mend(Spot { end: spot.start + text.len(), ..spot }, lines::quoted(text)),
        false => found.propose(Spot { end: spot.start + text.len(), ..spot }, lines::quoted(text)),
    }
}

/// The bytes from the beginning of a text to the last letter of the comment behind it.
fn source_length(source: &SourceFile, cut: Spot, comment: Spot) -> usize {
    source.text[cut.start..comment.end].trim_end().len()
}

/// A map or list where a key should be, mostly `{{name}}` at the beginning of a text.
pub(super) fn complex_key(source: &SourceFile, map: Spot, key: Spot) -> Diagnostic {
    let start = map.start.min(key.start);
    if source.text[start..].starts_with("{{") {
        let line = Line::at(map.file, source, start);
        return line.and_then(|line| line.opening(start)).unwrap_or_else(|| braces(map, start));
    }
    Diagnostic::error("wrong-shape", key, "a list or map cannot be a key")
        .help("a key is one word, then a colon: `welcome:`")
}

fn braces(map: Spot, start: usize) -> Diagnostic {
    let spot = Spot { start, end: start + 2, ..map };
    Diagnostic::error("unquoted-braces", spot, "a text cannot begin with `{{` without quotes")
        .help("put the whole text into \"quotes\"")
}

/// Lists and maps within each other without end.
pub(super) fn too_deep(spot: Spot) -> Diagnostic {
    let message = format!("lists and maps lie more than {DEPTH} deep in each other here");
    Diagnostic::error("too-deep", spot, message)
        .help("no flow needs that; use more modules instead")
}

/// Says what authors stumble over in all lines, and what of it the parser met; `false` where nothing
/// new is recognised.
pub(super) fn explain(
    file: usize,
    source: &SourceFile,
    byte: usize,
    kind: &ErrorKind,
    found: &mut Vec<Diagnostic>,
) -> bool {
    if matches!(kind, ErrorKind::RecursionLimitExceeded) {
        found.push(too_deep(Spot { file, start: byte, end: byte }));
        return true;
    }
    let line = source.line_at(byte);
    let above = source.line_at(line.start.saturating_sub(1));
    let two_above = source.line_at(above.start.saturating_sub(1));
    let told: Vec<usize> = found.iter().map(|found| found.span.start).collect();
    let all = scan::all(file, source).into_iter();
    found.extend(all.filter(|found| !told.contains(&found.span.start)));
    // A slip shows at its own line, or at the next where the parser only then loses its way.
    let near = |found: &Diagnostic| (two_above.start..=line.end).contains(&found.span.start);
    if !found[told.len()..].iter().any(near) {
        found.extend(unreadable::recognised(file, source, byte, kind));
    }
    found.len() > told.len()
}
