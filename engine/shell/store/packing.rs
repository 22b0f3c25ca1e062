//! Packs the rows of a batch into one JSON text and one run of bytes a statement, so that any
//! number of rows is one statement with one text, and one hop to SQLite's thread.

use std::fmt::Write;

/// Rows as a JSON array of arrays, read by `json_each`.
#[derive(Debug)]
pub(super) struct Rows {
    text: String,
    count: usize,
}

impl Rows {
    pub(super) fn new() -> Self {
        Self { text: String::from("["), count: 0 }
    }

    /// Begins a row; its columns follow.
    pub(super) fn row(&mut self) -> Row<'_> {
        if self.count > 0 {
            self.text.push(',');
        }
        self.count += 1;
        self.text.push('[');
        Row { text: &mut self.text, columns: 0 }
    }

    pub(super) fn len(&self) -> i64 {
        i64::try_from(self.count).unwrap_or(i64::MAX)
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push(']');
        self.text
    }
}

/// One row; `end` closes it.
#[must_use]
pub(super) struct Row<'a> {
    text: &'a mut String,
    columns: usize,
}

impl Row<'_> {
    fn comma(&mut self) {
        if self.columns > 0 {
            self.text.push(',');
        }
        self.columns += 1;
    }

    pub(super) fn int(mut self, value: i64) -> Self {
        self.comma();
        write!(self.text, "{value}").expect("writing to a String cannot fail");
        self
    }

    pub(super) fn maybe(mut self, value: Option<i64>) -> Self {
        match value {
            Some(value) => self.int(value),
            None => {
                self.comma();
                self.text.push_str("null");
                self
            }
        }
    }

    pub(super) fn text(mut self, value: &str) -> Self {
        self.comma();
        let quoted = serde_json::to_string(value).expect("a text is always JSON");
        self.text.push_str(&quoted);
        self
    }

    /// Closes the row.
    pub(super) fn end(self) {
        self.text.push(']');
    }

    /// A piece of the bytes that go along, as `substr` counts: from 1.
    pub(super) fn piece(self, piece: Piece) -> Self {
        self.int(piece.from).int(piece.length)
    }
}

/// Where some bytes stand in [`Bytes`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    from: i64,
    length: i64,
}

/// All bytes of a batch, one after the other.
#[derive(Debug, Default)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Bytes {
    pub(super) fn add(&mut self, bytes: &[u8]) -> Piece {
        let from = self.0.len();
        self.0.extend_from_slice(bytes);
        self.since(from)
    }

    /// What was written to the end since it was `from` bytes long.
    pub(super) fn since(&self, from: usize) -> Piece {
        let count = |n: usize| i64::try_from(n).expect("a batch is far below 2^63 bytes");
        Piece { from: count(from + 1), length: count(self.0.len() - from) }
    }
}

/// Whole numbers as a JSON array.
pub(super) fn numbers(values: impl IntoIterator<Item = i64>) -> String {
    let mut text = String::from("[");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        write!(text, "{value}").expect("writing to a String cannot fail");
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_arrays_in_an_array() {
        let mut bytes = Bytes::default();
        bytes.add(b"abc");
        let piece = bytes.add(b"de");
        let mut rows = Rows::new();
        rows.row().int(-5).maybe(None).text("a\"b").end();
        rows.row().piece(piece).end();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows.finish(), r#"[[-5,null,"a\"b"],[4,2]]"#);
        assert_eq!(numbers([1, -2]), "[1,-2]");
    }
}
