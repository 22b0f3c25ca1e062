//! The files of a bot, and places in them.
//!
//! Invariant: a `Spot` always lies inside its file and on character borders.

use std::ops::Range;

/// One file as an author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies, as people should read it in messages: relative to the bot's folder.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl SourceFile {
    /// A file from its bytes. What is no UTF-8 is kept as U+FFFD, which loading then refuses with
    /// its place.
    pub fn from_bytes(path: impl Into<String>, bytes: &[u8]) -> Self {
        Self { path: path.into(), text: String::from_utf8_lossy(bytes).into_owned() }
    }

    /// Line and column of a byte, both from 1 and counted in characters.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte.min(self.text.len())).unwrap_or(&self.text);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// The bytes of the line a byte stands in, without its end.
    pub fn line_at(&self, byte: usize) -> Range<usize> {
        let byte = byte.min(self.text.len());
        let bytes = self.text.as_bytes();
        let start = bytes[..byte].iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
        let rest = bytes[byte..].iter().position(|b| *b == b'\n');
        let end = rest.map_or(bytes.len(), |length| byte + length);
        let end = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
        start..end
    }
}

/// A place in one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Spot {
    /// Which file, by its number.
    pub(crate) file: usize,
    /// First byte.
    pub(crate) start: usize,
    /// The byte behind the last.
    pub(crate) end: usize,
}

impl Spot {
    /// Its bytes.
    pub(crate) fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

#[cfg(test)]
mod tests {
    use super::SourceFile;

    #[test]
    fn a_place_is_counted_in_characters() {
        let file = SourceFile { path: "a".into(), text: "æø: x\r\nb: ü!".into() };
        assert_eq!(file.position(0), (1, 1));
        assert_eq!(file.position(6), (1, 5));
        assert_eq!(file.position(file.text.len()), (2, 6));
        assert_eq!(&file.text[file.line_at(3)], "æø: x");
    }
}
