//! Looks through the lines of a file that cannot be read for the slip that made it so.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::lines::Line;
use super::source::{SourceFile, Spot};
use super::splice::Edit;

/// How many lines above a trouble a bracket that was not closed is looked for: a long list of choices.
const NEAR: usize = 24;

/// Everything suspicious in the lines of a file; blocks (`|`, `>`) are left out.
pub(super) fn all(file: usize, source: &SourceFile) -> Vec<Diagnostic> {
    let lines = outside_blocks(source).into_iter();
    let lines = lines.filter_map(|range| Line::read(file, source, range));
    lines.filter(|line| !line.begins_block()).filter_map(|line| line.slip()).collect()
}

/// The lines that say something, without comments and what is in blocks (`|`, `>`).
pub(super) fn outside_blocks(source: &SourceFile) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut block: Option<usize> = None;
    let mut start = 0;
    for text in source.text.split_inclusive('\n') {
        let range = source.line_at(start);
        start += text.len();
        let indent = indent_of(text);
        if block.is_some_and(|outer| indent > outer || text.trim().is_empty()) {
            continue;
        }
        block = None;
        let Some(line) = Line::read(0, source, range.clone()) else { continue };
        if line.begins_block() {
            block = Some(indent);
        }
        lines.push(range);
    }
    lines
}

/// The nearest line above a byte, or its own, where a quote opens and does not close.
pub(super) fn unclosed(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let mut at = byte.min(source.text.len());
    loop {
        let range = source.line_at(at);
        if let Some(line) = Line::read(file, source, range.clone())
            && let Some(found) = line.unclosed()
        {
            return Some(found);
        }
        at = range.start.checked_sub(1)?;
    }
}

/// The nearest line above a byte, or its own at the end of a file, where a bracket opens, does not
/// close, and no comma says that more follows. Further up than the line above it is looked for only
/// while nothing between closes it.
pub(super) fn unclosed_bracket(
    file: usize,
    source: &SourceFile,
    byte: usize,
) -> Option<Diagnostic> {
    let own = source.line_at(byte);
    let above = (own.start > 0).then(|| source.line_at(own.start - 1));
    let mut lines = above.into_iter().chain(std::iter::once(own));
    let open = |range: Range<usize>| Line::read(file, source, range)?.unclosed_bracket();
    if let Some(found) = lines.find_map(open) {
        return Some(found);
    }
    let mut start = source.line_at(byte).start;
    let mut depth = 0_isize;
    for _ in 0..NEAR {
        let line = written_above(source, start)?;
        start = line.start;
        let text = &source.text[line.clone()];
        let count = |signs: [char; 2]| isize::try_from(text.matches(signs).count()).unwrap_or(0);
        depth += count(['{', '[']) - count(['}', ']']);
        if depth <= 0 && !text.contains(['{', '[', '}', ']']) {
            continue;
        }
        if depth > 0 {
            return open(line);
        }
    }
    None
}

/// Whether the line of a byte is indented like none of the lines it could belong to.
pub(super) fn indentation(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let at = source.line_at(byte);
    let text = &source.text[at.clone()];
    let indent = text.len() - text.trim_start().len();
    Line::read(file, source, at.clone()).filter(|_| at.start > 0)?;
    let mut allowed: Vec<usize> = Vec::new();
    let mut deeper = true;
    for above in source.text[..at.start].lines().rev() {
        if above.trim().is_empty() || above.trim_start().starts_with('#') {
            continue;
        }
        let own = above.len() - above.trim_start().len();
        if allowed.is_empty() {
            deeper = above.trim_end().ends_with(':');
        }
        // Behind a dash the keys of the same thing stand at its first one.
        let thing = above.len() - above.trim_start_matches([' ', '-']).len();
        for column in [thing, own] {
            if allowed.last().is_none_or(|last| column < *last) {
                allowed.push(column);
            }
        }
        if own == 0 {
            break;
        }
    }
    if let Some(found) = above_too_far_left(file, source, &at, indent) {
        return Some(found);
    }
    let nearest = *allowed.iter().min_by_key(|own| own.abs_diff(indent))?;
    let belongs =
        allowed.contains(&indent) || (deeper && allowed.first().is_some_and(|own| indent > *own));
    if belongs {
        return None;
    }
    let run = like_it(source, &at, indent);
    let end = run.last().map_or(at.end, |last| last.end);
    let spot = Spot { file, start: at.start + indent, end };
    let spaces =
        |count: usize| if count == 1 { "1 space".into() } else { format!("{count} spaces") };
    let message = match run.len() {
        0 => format!("the line is indented by {}, which fits no line above it", spaces(indent)),
        more => format!(
            "{} lines from here on are indented by {}, which fits no line above them",
            more + 1,
            spaces(indent)
        ),
    };
    let line = format!("`{}{}`", " ".repeat(nearest), text.trim());
    let help = match nearest {
        0 => format!("let it begin at the very left, like the lines it belongs to: {line}"),
        _ if run.is_empty() => {
            format!("indent it by {}, like the lines it belongs to: {line}", spaces(nearest))
        }
        _ => format!("indent them by {}, like the lines they belong to: {line}", spaces(nearest)),
    };
    let found = Diagnostic::error("bad-indentation", spot, message).help(help);
    let as_near = |own: &&usize| own.abs_diff(indent) == nearest.abs_diff(indent);
    let dash = |line: &str| line.trim_start().starts_with("- ");
    let in_list = dash(text) && {
        let mut above = source.text[..at.start].lines().rev();
        above
            .find(|above| !above.trim().is_empty())
            .is_some_and(|above| dash(above) && indent_of(above) == nearest)
    };
    let only = in_list || allowed.iter().filter(as_near).count() == 1;
    let edits = std::iter::once(&at).chain(&run);
    let edits = edits.flat_map(|line| indented(source, line.start, indent, nearest)).collect();
    let moved = found.fixed(Trust::Tried, edits);
    Some(if only && run.is_empty() { moved } else { moved.only_proposed() })
}

/// The lines right below one that are indented as it is; what is deeper belongs to one of them.
fn like_it(source: &SourceFile, first: &Range<usize>, indent: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = first.end;
    while let Some(next) = source.text[start..].find('\n') {
        start += next + 1;
        let line = source.line_at(start);
        let text = &source.text[line.clone()];
        match indent_of(text) {
            own if own == indent && !text.trim().is_empty() => lines.push(line),
            own if own > indent => {}
            _ => break,
        }
    }
    lines
}

/// A key between two lines that stand further right than it, and as far as each other: not they
/// are wrong, it is.
fn above_too_far_left(
    file: usize,
    source: &SourceFile,
    own: &Range<usize>,
    indent: usize,
) -> Option<Diagnostic> {
    let above = written_above(source, own.start)?;
    let before = written_above(source, above.start)?;
    let text = &source.text[above.clone()];
    let dash = |range: &Range<usize>| source.text[range.clone()].trim_start().starts_with("- ");
    let key = |range: &Range<usize>| {
        Line::read(file, source, range.clone()).is_some_and(|line| !line.key.is_empty())
    };
    let left = indent_of(text);
    let around = indent_of(&source.text[before.clone()]) == indent && left < indent;
    if !around || dash(&above) || dash(&before) || !key(&above) || !key(&before) || !key(own) {
        return None;
    }
    let spot = Spot { file, start: above.start + left, end: above.end };
    let message = "the line stands further left than those above and below it";
    let help =
        format!("indent it by {indent} spaces, like them: `{}{}`", " ".repeat(indent), text.trim());
    let edit = Edit::replace(above.start..above.start + left, " ".repeat(indent));
    Some(
        Diagnostic::error("bad-indentation", spot, message)
            .help(help)
            .fixed(Trust::Tried, vec![edit]),
    )
}

/// A line with all that stands deeper below it, indented otherwise.
pub(super) fn indented(source: &SourceFile, start: usize, from: usize, to: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = start;
    for line in source.text[start..].split_inclusive('\n') {
        let own = indent_of(line);
        if at > start && own <= from && !line.trim().is_empty() {
            break;
        }
        if !line.trim().is_empty() {
            edits.push(Edit::replace(at..at + own, " ".repeat(own + to - from.min(own + to))));
        }
        at += line.len();
    }
    edits
}

/// The nearest line above a byte, or its own, that lacks the colon behind its key, the space behind
/// its colon, or the dash of its list.
pub(super) fn unmarked(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let own = source.line_at(byte);
    let above = written_above(source, own.start);
    let below = |range: &Range<usize>| {
        let next = source.text[range.end..].lines().find(|line| !line.trim().is_empty());
        next.map_or(0, indent_of) > indent_of(&source.text[range.clone()])
    };
    let lines = [above.clone(), Some(own.clone())].into_iter().flatten();
    let colon = |range: Range<usize>| {
        let deeper = below(&range);
        Line::read(file, source, range)?.missing_colon(deeper)
    };
    let dash = || {
        let thing = |range: &Range<usize>| source.text[range.clone()].trim_start();
        let braces = |range: &Range<usize>| thing(range).trim_start_matches("- ").starts_with('{');
        let both = above.as_ref().is_some_and(braces) && thing(&own).starts_with('{');
        let line = Line::read(file, source, own.clone()).filter(|_| both)?;
        Some(line.missing_dash())
    };
    let close = || {
        let lines = [above.clone(), Some(own.clone())].into_iter().flatten();
        lines.filter_map(|range| Line::read(file, source, range)?.close_dash()).next()
    };
    lines.filter_map(colon).next().or_else(dash).or_else(close)
}

pub(super) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The nearest line above a byte that says something.
pub(super) fn written_above(source: &SourceFile, mut start: usize) -> Option<Range<usize>> {
    loop {
        let line = source.line_at(start.checked_sub(1)?);
        let text = source.text[line.clone()].trim();
        if !text.is_empty() && !text.starts_with('#') {
            return Some(line);
        }
        start = line.start;
    }
}

#[cfg(test)]
mod tests {
    use super::{all, indentation};
    use crate::language::source::SourceFile;

    fn only(text: &str) -> (&'static str, (usize, usize), String) {
        let file = SourceFile { path: "a".into(), text: text.into() };
        let found = all(0, &file);
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].code, found[0].position(std::slice::from_ref(&file)), found[0].help.clone())
    }

    #[test]
    fn a_text_that_begins_with_a_sign_is_put_into_quotes() {
        let (code, at, help) = only("a:\n  say: {{name}}, hello\n");
        assert_eq!((code, at), ("unquoted-braces", (2, 8)));
        assert!(help.contains("`say: \"{{name}}, hello\"`"), "{help}");
        for line in ["- @anna", "- `x`", "- %x", "- > hi", "- [A] b", "x: - a"] {
            assert_eq!(only(line).0, "needs-quotes", "{line}");
        }
    }

    #[test]
    fn blocks_and_lists_are_no_texts_that_begin_with_a_sign() {
        let text = "a: |\n  {{name}}: x: y\nb: >-\n  - k: a: b\nc: [a, b]\nd: \"x: y\"\n";
        let file = SourceFile { path: "a".into(), text: text.into() };
        assert_eq!(all(0, &file), vec![]);
    }

    #[test]
    fn a_colon_an_apostrophe_and_smart_quotes_are_seen() {
        let (code, at, help) = only("say: Note: this");
        assert_eq!((code, at), ("colon-in-text", (1, 10)));
        assert!(help.contains("`say: \"Note: this\"`"), "{help}");
        let (code, _, help) = only("say: 'It's fine'");
        assert_eq!(code, "apostrophe");
        assert!(help.contains("`say: \"It's fine\"`"), "{help}");
        let (code, _, help) = only("say: “Note: yes”");
        assert_eq!(code, "smart-quotes");
        assert!(help.contains("`say: \"Note: yes\"`"), "{help}");
        let (code, _, help) = only("if: a ? b : c");
        assert_eq!(code, "question-in-if");
        assert!(help.contains("`if: \"a ? b : c\"`"), "{help}");
        assert_eq!(only("say: \"Hi\" he said").0, "behind-quotes");
    }

    #[test]
    fn a_line_between_two_indentations_is_seen() {
        let text = "modules:\n  a:\n    say: x\n   to: b\n";
        let file = SourceFile { path: "a".into(), text: text.into() };
        let found = indentation(0, &file, text.find("to").unwrap()).unwrap();
        assert_eq!(found.code, "bad-indentation");
        assert!(found.help.contains("indent it by 4 spaces"), "{}", found.help);
        assert!(indentation(0, &file, text.find("say").unwrap()).is_none());
        let text = "modules:\n  - a: x\n    say: {x y\n";
        let file = SourceFile { path: "a".into(), text: text.into() };
        assert_eq!(indentation(0, &file, text.find("say").unwrap()), None);
    }
}
