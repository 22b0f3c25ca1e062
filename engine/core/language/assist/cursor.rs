//! Where in a file somebody is writing: the keys and lists around a place, found by indentation and
//! brackets alone, since a file is seldom whole while it is written.
//!
//! Invariant: takes any text and any place in it; what cannot be told is told as the place nearest to it.

use std::ops::Range;

use super::brackets::Brackets;
use super::line::{self, Behind};

/// One step down from the top of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Behind this key.
    Key(String),
    /// An item of a list.
    Item,
}

/// What can be written at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// A key or a value begins: nothing stands before it but spaces and dashes.
    Begin,
    /// A key, and nothing else.
    Key,
    /// A value.
    Value,
    /// More of a text that began in a line above.
    Text,
}

/// A place with everything around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// From the top of the file to what is being written.
    pub(super) path: Vec<Step>,
    /// What can be written.
    pub(super) stand: Stand,
    /// The bytes of what is being written, those behind the place too.
    pub(super) typed: Range<usize>,
    /// The keys that stand in the same map already.
    pub(super) seen: Vec<String>,
    /// Within `[ ]` or `{ }`.
    pub(super) in_brackets: bool,
    /// Columns from the indentation of the line to what is being written.
    pub(super) deep: usize,
    /// The colon or the dash before it has no space behind.
    pub(super) tight: bool,
}

/// A key or a dash that is still open.
#[derive(Debug)]
struct Frame {
    column: usize,
    step: Step,
    seen: Vec<String>,
    /// A text stands behind it in its own line.
    said: bool,
}

/// The place of a byte; `None` in a comment.
pub(super) fn cursor(text: &str, byte: usize) -> Option<Cursor> {
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let mut reading = Reading { text, frames: Vec::new(), top: Vec::new(), until: Until::Nothing };
    let mut start = 0;
    loop {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        if byte <= end {
            return reading.last(start, byte);
        }
        reading.line(start, end);
        start = end + 1;
    }
}

/// What goes on over the end of a line.
#[derive(Debug)]
enum Until {
    Nothing,
    /// A block of text, while lines are deeper than this; `None`: than nothing.
    Block(usize),
    /// Brackets.
    Brackets(Brackets),
    /// A quoted text.
    Quote(char),
}

struct Reading<'t> {
    text: &'t str,
    frames: Vec<Frame>,
    /// Keys at the top.
    top: Vec<String>,
    until: Until,
}

impl<'t> Reading<'t> {
    /// Takes a whole line.
    fn line(&mut self, start: usize, end: usize) {
        let line = self.text[start..end].trim_end_matches('\r');
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let shallow = self.frames.last().is_none_or(|frame| indent <= frame.column);
        match &mut self.until {
            Until::Block(column) if content.is_empty() || indent > *column => return,
            Until::Brackets(brackets) if content.is_empty() || !shallow => {
                brackets.read(self.text, start, start + line.len());
                if brackets.is_closed() {
                    self.until = Until::Nothing;
                }
                return;
            }
            Until::Quote(quote) if content.is_empty() || !shallow => {
                if line::closes(line, *quote) {
                    self.until = Until::Nothing;
                }
                return;
            }
            // A line that is no deeper ends whatever was left open: somebody is still writing it.
            Until::Nothing | Until::Block(_) | Until::Brackets(_) | Until::Quote(_) => {
                self.until = Until::Nothing;
            }
        }
        if content.is_empty() || content.starts_with('#') {
            return;
        }
        let read = line::read(line);
        self.elements(&read);
        let Some(frame) = self.frames.last_mut() else { return };
        let column = frame.column;
        let value = start + read.value;
        match read.behind {
            Behind::Nothing => {}
            Behind::Text => frame.said = true,
            Behind::Block => self.until = Until::Block(column),
            Behind::Quote(quote) => {
                frame.said = true;
                if !line::closes(&line[read.value + 1..], quote) {
                    self.until = Until::Quote(quote);
                }
            }
            Behind::Brackets => {
                let mut brackets = Brackets::default();
                brackets.read(self.text, value, start + line.len());
                if !brackets.is_closed() {
                    self.until = Until::Brackets(brackets);
                }
            }
        }
    }

    /// Opens what a line opens, and closes what it ends.
    fn elements(&mut self, read: &line::Line<'_>) {
        for dash in &read.dashes {
            self.close(*dash, true);
            let frame = Frame { column: *dash, step: Step::Item, seen: Vec::new(), said: false };
            self.frames.push(frame);
        }
        if let Some((column, key)) = &read.key {
            self.close(*column, false);
            self.seen().push((*key).to_owned());
            let step = Step::Key((*key).to_owned());
            self.frames.push(Frame { column: *column, step, seen: Vec::new(), said: false });
        }
    }

    /// Closes what is as deep as this or deeper. A list may stand as deep as its key.
    fn close(&mut self, column: usize, for_dash: bool) {
        while let Some(frame) = self.frames.last() {
            let of_list = for_dash && frame.column == column && frame.step != Step::Item;
            if frame.column < column || of_list {
                break;
            }
            self.frames.pop();
        }
    }

    /// The keys of the innermost open map.
    fn seen(&mut self) -> &mut Vec<String> {
        match self.frames.last_mut() {
            Some(frame) => &mut frame.seen,
            None => &mut self.top,
        }
    }

    /// Takes the line of the place as far as it, and tells where that is.
    fn last(mut self, start: usize, byte: usize) -> Option<Cursor> {
        let before = &self.text[start..byte];
        let indent = before.len() - before.trim_start().len();
        let shallow = self.frames.last().is_none_or(|frame| indent <= frame.column);
        let blank = before.trim().is_empty();
        match std::mem::replace(&mut self.until, Until::Nothing) {
            Until::Block(column) if indent > column => return Some(self.told(Stand::Text, byte)),
            Until::Quote(_) if !shallow => return Some(self.told(Stand::Text, byte)),
            Until::Brackets(mut brackets) if !shallow || blank => {
                brackets.read(self.text, start, byte);
                return self.within(brackets, byte, 0);
            }
            Until::Nothing | Until::Block(_) | Until::Quote(_) | Until::Brackets(_) => {}
        }
        if line::comment(before).is_some() {
            return None;
        }
        let read = line::read(before);
        self.elements(&read);
        match read.behind {
            Behind::Brackets => {
                let mut brackets = Brackets::default();
                brackets.read(self.text, start + read.value, byte);
                if brackets.is_closed() {
                    return Some(self.told(Stand::Text, byte));
                }
                return self.within(brackets, byte, read.value - indent);
            }
            Behind::Block => return None,
            Behind::Nothing | Behind::Text | Behind::Quote(_) => {}
        }
        let typed = self.word(start + read.value, byte);
        if read.key.is_some() {
            let tight = before.ends_with(':');
            let (column, stand) = (read.value, Stand::Value);
            return Some(self.standing(stand, typed, column - indent, tight));
        }
        if read.dashes.is_empty() || read.value > read.dashes.last().copied().unwrap_or(0) {
            self.close(read.value, false);
        }
        // Deeper than a key with a text: the text goes on.
        if self.frames.last().is_some_and(|frame| frame.said) {
            return Some(self.told(Stand::Text, byte));
        }
        let below = line::keys_below(self.text, byte, read.value);
        self.seen().extend(below);
        let tight = !read.dashes.is_empty() && before.ends_with('-') && typed.is_empty();
        Some(self.standing(Stand::Begin, typed, read.value - indent, tight))
    }

    fn within(mut self, mut brackets: Brackets, byte: usize, deep: usize) -> Option<Cursor> {
        if brackets.is_closed() {
            return Some(self.told(Stand::Text, byte));
        }
        if brackets.in_comment {
            return None;
        }
        brackets.look_behind(self.text, byte);
        let typed = self.word(brackets.token, byte);
        let mut path = self.path();
        path.extend(brackets.steps());
        let stand = brackets.stand();
        self.top = brackets.seen();
        let tight = self.text[..typed.start].ends_with(':');
        let seen = self.top;
        Some(Cursor { path, stand, typed, seen, in_brackets: true, deep, tight })
    }

    fn path(&self) -> Vec<Step> {
        self.frames.iter().map(|frame| frame.step.clone()).collect()
    }

    fn told(self, stand: Stand, byte: usize) -> Cursor {
        self.standing(stand, byte..byte, 0, false)
    }

    fn standing(mut self, stand: Stand, typed: Range<usize>, deep: usize, tight: bool) -> Cursor {
        let path = self.path();
        let seen = std::mem::take(self.seen());
        Cursor { path, stand, typed, seen, in_brackets: false, deep, tight }
    }

    /// What is being written from here on, with the rest of the word behind the place.
    fn word(&self, from: usize, byte: usize) -> Range<usize> {
        let from = from.min(byte);
        let typed = &self.text[from..byte];
        let start = from + typed.len() - typed.trim_start().len();
        let start = start + usize::from(self.text[start..byte].starts_with(['"', '\'']));
        let of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let rest = &self.text[byte..];
        let end = byte + rest.find(|c| !of_word(c)).unwrap_or(rest.len());
        start..end
    }
}

#[cfg(test)]
#[path = "cursor/tests.rs"]
mod tests;
