//! Lines and columns as editors count them, and bytes as we do.
//!
//! Invariant: every position has a byte on the border of a character, the nearest where there is none.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind, Range as Span};

/// In what columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
    /// Bytes.
    Utf8,
    /// Halves of UTF-16, as every editor knows them.
    Utf16,
    /// Characters.
    Utf32,
}

impl Units {
    /// Ours, of those a client offers; it understands UTF-16 in any case.
    pub(super) fn chosen(offered: &[PositionEncodingKind]) -> Self {
        let has = |kind: &PositionEncodingKind| offered.contains(kind);
        if has(&PositionEncodingKind::UTF8) {
            return Self::Utf8;
        }
        match has(&PositionEncodingKind::UTF32) && !has(&PositionEncodingKind::UTF16) {
            true => Self::Utf32,
            false => Self::Utf16,
        }
    }

    /// Its name.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn of(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// The byte of a position.
    pub(super) fn byte(self, text: &str, position: Position) -> usize {
        let Some(line) = lines(text).nth(position.line as usize) else { return text.len() };
        let mut left = position.character as usize;
        for (at, c) in text[line.clone()].char_indices() {
            if left < self.of(c) {
                return line.start + at;
            }
            left -= self.of(c);
        }
        line.end
    }

    /// The position of a byte.
    pub(super) fn position(self, text: &str, byte: usize) -> Position {
        let byte = text.floor_char_boundary(byte.min(text.len()));
        let (mut number, mut line) = (0, 0..0);
        for (at, found) in lines(text).enumerate() {
            if found.start > byte {
                break;
            }
            (number, line) = (at, found);
        }
        let column: usize = text[line.start..byte.min(line.end)].chars().map(|c| self.of(c)).sum();
        Position::new(number as u32, column as u32)
    }

    /// The positions of some bytes.
    pub(super) fn span(self, text: &str, bytes: &Range<usize>) -> Span {
        Span::new(self.position(text, bytes.start), self.position(text, bytes.end))
    }

    /// The bytes of some positions; what ends before it begins is nothing.
    pub(super) fn bytes(self, text: &str, span: Span) -> Range<usize> {
        let start = self.byte(text, span.start);
        start..self.byte(text, span.end).max(start)
    }
}

/// The lines of a text without their ends, an empty one behind the last end too.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text[start..];
        let Some(end) = rest.find(['\n', '\r']) else {
            next = None;
            return Some(start..text.len());
        };
        let length = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        next = Some(start + end + length);
        Some(start..start + end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a: Grüße\r\nb: 🎉x\rc\n";

    #[test]
    fn columns_are_counted_in_what_was_agreed() {
        let x = TEXT.find('x').unwrap();
        for (units, column) in [(Units::Utf8, 7), (Units::Utf16, 5), (Units::Utf32, 4)] {
            assert_eq!(units.position(TEXT, x), Position::new(1, column));
            assert_eq!(units.byte(TEXT, Position::new(1, column)), x);
        }
        let end = TEXT.find('\r').unwrap();
        assert_eq!(Units::Utf16.position(TEXT, end), Position::new(0, 8));
        assert_eq!(Units::Utf8.position(TEXT, end), Position::new(0, 10));
    }

    #[test]
    fn every_byte_comes_back_from_its_position() {
        for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
            for (byte, c) in TEXT.char_indices() {
                if c != '\n' {
                    let position = units.position(TEXT, byte);
                    assert_eq!(units.byte(TEXT, position), byte, "{units:?} {byte}");
                }
            }
            assert_eq!(units.position(TEXT, TEXT.len()), Position::new(3, 0));
        }
    }

    #[test]
    fn what_lies_outside_or_within_a_character_is_taken_to_the_nearest_place() {
        let units = Units::Utf16;
        assert_eq!(units.byte(TEXT, Position::new(9, 9)), TEXT.len());
        assert_eq!(units.byte(TEXT, Position::new(0, 99)), TEXT.find('\r').unwrap());
        // The second half of the emoji.
        assert_eq!(units.byte(TEXT, Position::new(1, 4)), TEXT.find('🎉').unwrap());
        let backwards = Span::new(Position::new(1, 0), Position::new(0, 0));
        assert!(units.bytes(TEXT, backwards).is_empty());
    }

    #[test]
    fn the_units_are_agreed_upon() {
        let utf8 = PositionEncodingKind::UTF8;
        assert_eq!(Units::chosen(&[PositionEncodingKind::UTF16, utf8]), Units::Utf8);
        assert_eq!(Units::chosen(&[]), Units::Utf16);
        assert_eq!(Units::chosen(&[PositionEncodingKind::UTF32]), Units::Utf32);
    }
}
