//! The lines of a file, and where each of them shall begin.

use crate::language::source::SourceFile;
use crate::language::splice::Edit;

/// One line.
#[derive(Debug)]
pub(super) struct Line {
    /// Its first byte.
    pub(super) start: usize,
    /// The byte behind its last, without its end.
    pub(super) end: usize,
    /// Spaces at its beginning.
    pub(super) old: usize,
    /// Spaces there shall be; none: as there are.
    pub(super) new: Option<usize>,
    /// It belongs to a text of several lines, whose spaces mean something.
    pub(super) inside: bool,
    /// Columns of what begins in it, as it was and as it shall be.
    pub(super) columns: Vec<(usize, usize)>,
}

/// The lines of a file.
pub(super) struct Lines<'a> {
    file: &'a SourceFile,
    /// In order.
    pub(super) all: Vec<Line>,
}

impl<'a> Lines<'a> {
    /// The lines of a file.
    pub(super) fn of(file: &'a SourceFile) -> Self {
        let mut all = Vec::new();
        let mut start = 0;
        for line in file.text.split_inclusive('\n') {
            let text = line.trim_end_matches('\n').trim_end_matches('\r');
            let old = text.len() - text.trim_start_matches(' ').len();
            let end = start + text.len();
            all.push(Line { start, end, old, new: None, inside: false, columns: Vec::new() });
            start += line.len();
        }
        Self { file, all }
    }

    /// The line in which a byte stands.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.all.partition_point(|line| line.start <= byte).saturating_sub(1)
    }

    /// How far into its line a byte stands.
    pub(super) fn column(&self, byte: usize) -> usize {
        byte - self.all[self.at(byte)].start
    }

    /// Whether nothing but spaces stands before a byte in its line.
    pub(super) fn is_first(&self, byte: usize) -> bool {
        let line = &self.all[self.at(byte)];
        byte == line.start + line.old
    }

    /// What stands in a line, without the spaces around it.
    pub(super) fn text(&self, line: usize) -> &'a str {
        let line = &self.all[line];
        self.file.text[line.start..line.end].trim()
    }

    /// What stands between two bytes.
    pub(super) fn between(&self, from: usize, to: usize) -> &'a str {
        self.file.text.get(from..to).unwrap_or_default()
    }

    /// How a line ends in this file.
    pub(super) fn line_end(&self) -> &'static str {
        if self.file.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Where the file ends.
    pub(super) fn end(&self) -> usize {
        self.file.text.len()
    }

    /// Moves lines by so many columns, as they belong to something that moved.
    pub(super) fn shift(&mut self, lines: std::ops::RangeInclusive<usize>, by: isize) {
        for at in lines {
            let blank = self.text(at).is_empty();
            let Some(line) = self.all.get_mut(at) else { continue };
            line.inside = true;
            if !blank {
                line.new = Some(line.old.saturating_add_signed(by));
            }
        }
    }

    /// The changes at the beginnings of lines.
    pub(super) fn indentation(&self, edits: &mut Vec<Edit>) {
        for line in &self.all {
            if let Some(new) = line.new
                && new != line.old
            {
                edits.push(Edit::replace(line.start..line.start + line.old, " ".repeat(new)));
            }
        }
    }

    /// The changes at the ends of lines.
    pub(super) fn ends(&self, edits: &mut Vec<Edit>) {
        for (at, line) in self.all.iter().enumerate() {
            // The next line tells whether a text goes on behind the end of this one.
            let goes_on = self.all.get(at + 1).is_some_and(|next| next.inside);
            let text = &self.file.text[line.start..line.end];
            let kept = text.trim_end_matches([' ', '\t']).len();
            if kept > 0 && kept < text.len() && !goes_on && !line.inside {
                edits.push(Edit::replace(line.start + kept..line.end, ""));
            }
        }
    }
}
