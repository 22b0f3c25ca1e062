//! What the file of a language remembers of the text a translation was made for: comments above it.
//!
//! ```yaml
//! # was: Welcome!                    the text it was made for; there until somebody has looked
//! # from: Welcome to our shop!       the text of the bot when `baton lang sync` last ran
//! say: Velkommen!
//! ```

use std::ops::Range;

use super::super::source::SourceFile;

/// Begins the comment with the text of the bot.
pub(crate) const FROM: &str = "# from: ";
/// Begins the comment with the text a stale translation was made for.
pub(crate) const WAS: &str = "# was: ";

/// The comments above an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Memory {
    /// What the entry's own lines begin with, before its key or dash.
    pub(crate) indent: String,
    /// First byte of the entry's line.
    pub(crate) line: usize,
    /// The text of the bot, as it was when it was noted.
    pub(crate) from: Option<Comment>,
    /// The text before that, where nobody has looked at the translation since.
    pub(crate) was: Option<Comment>,
}

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comment {
    /// What it remembers.
    pub(crate) text: String,
    /// Its line, the end of the line included.
    pub(crate) line: Range<usize>,
}

/// What stands above the entry that begins at this byte; `None` where it is not the first thing on
/// its line, so that no comment can be above it alone.
pub(crate) fn above(file: &SourceFile, byte: usize) -> Option<Memory> {
    let line = line_of(file, byte);
    let dashes = |c: char| c == ' ' || c == '-';
    let before = match byte <= line.end {
        true => file.text.get(line.start..byte)?,
        false => file.text.get(line.clone())?.split(|c| !dashes(c)).next()?,
    };
    if !before.chars().all(dashes) {
        return None;
    }
    let indent: String = before.chars().take_while(|c| *c == ' ').collect();
    let mut memory = Memory { indent, line: line.start, from: None, was: None };
    let mut end = line.start;
    while end > 0 {
        let start = file.text[..end - 1].rfind('\n').map_or(0, |end| end + 1);
        let whole = &file.text[start..end];
        // A line that is indented otherwise belongs to something else, or is no comment at all.
        let comment = whole.strip_prefix(&memory.indent).filter(|rest| rest.starts_with('#'));
        let Some(comment) = comment else { break };
        let comment = comment.trim_end();
        let told = |sign: &str| {
            let text = comment.strip_prefix(sign.trim_end())?.trim().to_owned();
            Some(Comment { text, line: start..end })
        };
        memory.from = memory.from.or_else(|| told(FROM));
        memory.was = memory.was.or_else(|| told(WAS));
        end = start;
    }
    Some(memory)
}

/// The line an entry begins on: a text in several lines begins behind the sign for it.
fn line_of(file: &SourceFile, byte: usize) -> Range<usize> {
    let line = file.line_at(byte);
    let blank = file.text.get(line.start..byte).is_some_and(|before| before.trim().is_empty());
    if !blank || line.start == 0 {
        return line;
    }
    let above = file.line_at(line.start - 1);
    let item = file.text[above.clone()].trim_start().trim_start_matches("- ");
    let item = item.split(" #").next().unwrap_or(item).trim_end();
    let dashed = file.text[above.clone()].trim_start().starts_with("- ");
    let sign = item.trim_end_matches(|c: char| c == '+' || c == '-' || c.is_ascii_digit());
    if dashed && matches!(sign, "|" | ">") { above } else { line }
}

#[cfg(test)]
mod tests {
    use super::{SourceFile, above};

    #[test]
    fn what_stands_right_above_belongs_to_an_entry() {
        let text = "a:\n  # was: One\n  # a note\n  # from: Two\n  say: Tre\n  # from: Four\n  b: |\n    # from: no\n    x\n  c: Fem\n";
        let file = SourceFile { path: "lang/da.yaml".into(), text: text.into() };
        let at = |sought: &str| above(&file, text.find(sought).unwrap()).unwrap();
        let say = at("say:");
        assert_eq!(say.from.unwrap().text, "Two");
        assert_eq!(say.was.unwrap().text, "One");
        assert_eq!(at("b: |").from.unwrap().text, "Four");
        assert_eq!(at("c: Fem").from, None, "a line of a text is no comment");
        assert_eq!(above(&file, text.find("Tre").unwrap()), None);
    }
}
