//! Reads a file on behind what YAML cannot read, so that one slip hides nothing else.
//!
//! What was found is painted over in memory, byte by byte, and the file read again. Invariant: the
//! painted text is as long as the file, so that every place is the place in the file; and what was
//! painted over says nothing more.

use std::ops::Range;

use granit_parser::ScanError;

use super::diagnostic::Diagnostic;
use super::hidden;
use super::lines::Line;
use super::pasted;
use super::reader::{self, Stopped};
use super::source::{SourceFile, Spot};
use super::tree::Node;
use super::unreadable;

/// How often a file is read again. Most slips are found at once; only unclosed quotes, brackets and
/// indentations come one by one, and each reading costs as much as the file is long.
const READINGS: usize = 20;

/// Findings that a painted part may be the reason of.
const ABSENCE: [&str; 8] = [
    "missing-key",
    "missing-start",
    "missing-text",
    "no-modules",
    "tries-without-way",
    "stay-without-wait",
    "impossible-outcome",
    "never-fits",
];

/// Keys of texts and conditions, which declare no name; the empty one is an item of a list.
pub(super) const TEXTS: [&str; 11] = [
    "",
    "ask",
    "description",
    "if",
    "if_invalid",
    "label",
    "name",
    "note",
    "say",
    "text",
    "valid_if",
];

/// A file that was read, as far as it could be.
pub(super) struct Read {
    /// What stands in it; `None` when it is empty or nothing of it could be read.
    pub(super) tree: Option<Node>,
    /// Whether something in it could not be read.
    pub(super) cut: bool,
    /// Whether a name may have been declared in what could not be read.
    pub(super) lost: bool,
}

/// Whether a finding of a file that could not be read wholly may be an error of our own.
pub(super) fn is_doubtful(code: &str) -> bool {
    ABSENCE.contains(&code)
}

/// Reads one file with everything that is wrong in it.
pub(super) fn read(number: usize, file: &SourceFile, found: &mut Vec<Diagnostic>) -> Read {
    if let Some(refused) = reader::refuse(number, file) {
        found.push(refused);
        return Read { tree: None, cut: true, lost: true };
    }
    let mut painted = Painted { file: file.clone(), spots: Vec::new(), lost: false };
    let tabs = hidden::tabs(number, file, found);
    tabs.into_iter().for_each(|line| painted.tabs(line));
    let pasted = pasted::look(number, file, found);
    pasted.parts.into_iter().for_each(|part| painted.paint(part, " "));
    for line in pasted.lines {
        painted.block(line);
    }
    for _ in 0..READINGS {
        let mut met = Vec::new();
        let spots = (painted.file.text != file.text).then_some(painted.spots.as_slice());
        let stopped = match reader::parse(number, &painted.file, spots, &mut met) {
            Ok(tree) => {
                found.append(&mut met);
                let cut = painted.file.text != file.text;
                return Read { tree, cut, lost: painted.lost };
            }
            Err(stopped) => stopped,
        };
        let went_on = match stopped {
            Stopped::Reported => false,
            Stopped::Parser(error) => painted.go_on(number, &error, found),
        };
        if !went_on {
            // What was met before a place that can be painted over is met in the next reading again.
            found.append(&mut met);
            break;
        }
    }
    Read { tree: None, cut: true, lost: true }
}

/// A file with parts painted over.
struct Painted {
    file: SourceFile,
    /// Values that were painted over, by where they begin.
    spots: Vec<Spot>,
    /// A name may have been declared in what was painted over.
    lost: bool,
}

impl Painted {
    /// Tells what the parser stopped at and paints it over; `false` where that is not possible.
    fn go_on(&mut self, number: usize, error: &ScanError, found: &mut Vec<Diagnostic>) -> bool {
        let byte = reader::byte_of(error, &self.file);
        let told = found.len();
        if !hidden::explain(number, &self.file, byte, error.kind(), found) {
            if self.near(byte) {
                return true;
            }
            found.push(unreadable::unknown(number, &self.file, byte, error.kind()));
        }
        let painted = |one: &Diagnostic| {
            self.spots.iter().any(|spot| (spot.start..spot.end).contains(&one.span.start))
        };
        // What stands there now are letters of our own, of which nothing is to be told.
        if found[told..].iter().any(|one| one.code == "missing-colon" && painted(one)) {
            found.truncate(told);
            return self.near(byte);
        }
        let mut went_on = false;
        for one in &found[told..] {
            went_on |= self.over(one);
        }
        went_on
    }

    /// Paints over what a finding is about; whether there was anything to paint.
    fn over(&mut self, found: &Diagnostic) -> bool {
        let start = found.span.start;
        match found.code {
            "too-deep" => false,
            "bad-indentation" => {
                let opened = found.also.as_ref().map(|(_, span, _)| span.start);
                let mut went_on = opened.is_some_and(|start| self.block(start));
                let first = self.file.line_at(start).start;
                let end = found.span.end.clamp(start, self.file.text.len());
                let breaks = self.file.text[first..end].match_indices('\n');
                let lines: Vec<usize> = breaks.map(|(at, _)| first + at + 1).collect();
                for line in std::iter::once(first).chain(lines) {
                    went_on |= self.block(line);
                }
                went_on
            }
            "missing-colon" | "missing-dash" | "unreadable" | "foreign-comment" | "placeholder" => {
                self.block(start)
            }
            _ => {
                let line = Line::at(found.file, &self.file, start);
                match line.map(|line| (line.whole(), TEXTS.contains(&line.key))) {
                    Some((value, is_text)) if value.end > value.start => {
                        let text = &self.file.text[value.range()];
                        self.lost |= !is_text || text.starts_with(['{', '[']);
                        self.value(value)
                    }
                    Some(_) | None => self.block(start),
                }
            }
        }
    }

    /// The parser lost its way right behind something painted: that whole part goes.
    fn near(&mut self, byte: usize) -> bool {
        let own = self.file.line_at(byte);
        let above = self.file.line_at(own.start.saturating_sub(1));
        let near =
            self.spots.iter().rposition(|spot| (above.start..=own.end).contains(&spot.start));
        let Some(place) = near else { return false };
        let spot = self.spots.remove(place);
        self.block(spot.start)
    }

    /// A value becomes a word of the same length.
    fn value(&mut self, spot: Spot) -> bool {
        self.paint(spot.range(), "x");
        self.spots.push(spot);
        true
    }

    /// A line and what is indented below it become blank.
    fn block(&mut self, byte: usize) -> bool {
        let line = self.file.line_at(byte);
        let text = &self.file.text;
        let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
        let first = &text[line.clone()];
        if first.trim().is_empty() {
            return false;
        }
        let (own, item) = (indent(first), first.trim_start().starts_with('-'));
        let mut end = line.end;
        for below in text[line.end..].split_inclusive('\n') {
            let list = !item && indent(below) == own && below.trim_start().starts_with("- ");
            let belongs = below.trim().is_empty() || indent(below) > own || list;
            if !belongs {
                break;
            }
            end += below.len();
        }
        self.paint(line.start..end, " ");
        self.lost = true;
        true
    }

    /// A line that is indented with tabs: where all are, one tab is one step, and a blank in its
    /// place says the same; else nobody knows what was meant.
    fn tabs(&mut self, line: hidden::Tabs) {
        match line.alone {
            true => self.paint(line.indent, " "),
            false => {
                self.paint(line.whole, " ");
                self.lost = true;
            }
        }
    }

    fn paint(&mut self, part: Range<usize>, with: &str) {
        let keep = |c: char| matches!(c, '\n' | '\r');
        let painted: String = self.file.text[part.clone()]
            .chars()
            .map(|c| if keep(c) { c.to_string() } else { with.repeat(c.len_utf8()) })
            .collect();
        self.file.text.replace_range(part, &painted);
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::language::source::SourceFile;

    fn told(text: &str) -> Vec<(&'static str, usize)> {
        let file = SourceFile { path: "a".into(), text: text.into() };
        let mut found = Vec::new();
        assert!(read(0, &file, &mut found).tree.is_some(), "{found:?}");
        let files = std::slice::from_ref(&file);
        found.iter().map(|one| (one.code, one.position(files).0)).collect()
    }

    #[test]
    fn every_slip_of_a_file_is_told_once() {
        let text = "a:\n  say: \"Hi\n  to: b\nb:\n  say: It is: x\n   to: c\nc: [x\nd: 'It's'\n";
        let mut all = told(text);
        all.sort_by_key(|(_, line)| *line);
        let wanted = [
            ("unclosed-quote", 2),
            ("colon-in-text", 5),
            ("bad-indentation", 6),
            ("unclosed-bracket", 7),
            ("apostrophe", 8),
        ];
        assert_eq!(all, wanted);
    }

    #[test]
    fn letters_painted_over_and_comments_are_told_of_by_nobody() {
        for text in ["{} # ask: v\n :", " - {} # ask: s\nt", "{} ask: v\n :"] {
            let file = SourceFile { path: "a".into(), text: text.into() };
            let mut found = Vec::new();
            read(0, &file, &mut found);
            let shown = format!("{found:?}");
            assert!(!shown.contains("xxx"), "{shown}");
            let comma = found.iter().any(|one| one.code == "missing-comma");
            assert_eq!(comma, !text.contains('#'), "{shown}");
        }
    }

    #[test]
    fn tabs_alone_are_steps_like_any_other() {
        assert_eq!(told("a:\n\tsay: Hi: x\n\tto: b\n"), [("tab", 2), ("colon-in-text", 2)]);
    }

    #[test]
    fn a_file_of_nothing_but_slips_comes_to_an_end() {
        let block = "say: |\r\nHello\r\nyou\r\nto: x\r\n";
        for text in
            [block, "\"", "[\n[\n[\n", "a: \"x\n".repeat(100).as_str(), "}\n]\n", "? [\n: }"]
        {
            let file = SourceFile { path: "a".into(), text: text.into() };
            let mut found = Vec::new();
            read(0, &file, &mut found);
            assert!(!found.is_empty(), "{text}");
        }
    }
}
