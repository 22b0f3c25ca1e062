//! The platform's limits on what is sent, in one table; none of these numbers stands anywhere else.
//!
//! Invariant: "characters" of the platform are counted in UTF-16 units, the stricter reading, so that
//! what fits here fits however it counts.

/// Quick replies of a message, the chip of the profile among them (messenger-platform 4.2).
pub const CHOICES: usize = 13;
/// Buttons of a text or card (messenger-platform 4.2).
pub const BUTTONS: usize = 3;
/// Cards of a message (messenger-platform 4.2).
pub const CARDS: usize = 10;
/// Entries of the persistent menu (messenger-platform 6.2).
pub const MENU: usize = 20;
/// Ice breakers of a page (messenger-platform 6.1).
pub const ICE_BREAKERS: usize = 4;
/// The channel whose texts are shorter (messenger-platform 7.2).
pub const INSTAGRAM: &str = "instagram";

/// Something of which the platform takes only so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// A text.
    Text,
    /// A text above buttons.
    TextWithButtons,
    /// The label of a button or choice.
    Label,
    /// The label of an entry of the menu.
    MenuLabel,
    /// The title of a card.
    Title,
    /// The subtitle of a card.
    Subtitle,
    /// What comes back when a button or choice is tapped.
    Payload,
    /// The greeting of a page.
    Greeting,
    /// What goes along with control of a thread.
    Metadata,
}

/// How much of a text there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// So much at most.
    pub most: usize,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// What the platform calls characters.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl Piece {
    /// The room for it on Messenger, which is what a flow is checked against.
    pub const fn room(self) -> Room {
        match self {
            // Fewer than 2,000 (messenger-platform 4.2).
            Piece::Text => Room::characters(1_999),
            Piece::TextWithButtons => Room::characters(640),
            Piece::Label => Room::characters(20),
            // messenger-platform 6.2
            Piece::MenuLabel => Room::characters(30),
            Piece::Title | Piece::Subtitle => Room::characters(80),
            Piece::Payload => Room::characters(1_000),
            // messenger-platform 6.1
            Piece::Greeting => Room::characters(160),
            // Often said, and kept to (messenger-platform 3.3).
            Piece::Metadata => Room::characters(1_000),
        }
    }

    /// The room for it on a channel: a text on Instagram has at most 1,000 bytes
    /// (messenger-platform 7.2).
    pub fn room_on(self, channel: &str) -> Room {
        match self {
            Piece::Text if channel == INSTAGRAM => Room { most: 1_000, unit: Unit::Bytes },
            Piece::Text | Piece::TextWithButtons | Piece::Label | Piece::MenuLabel => self.room(),
            Piece::Title | Piece::Subtitle | Piece::Payload | Piece::Greeting => self.room(),
            Piece::Metadata => self.room(),
        }
    }

    /// What it is, for a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Piece::Text => "the text",
            Piece::TextWithButtons => "the text above buttons",
            Piece::Label | Piece::MenuLabel => "the label",
            Piece::Title => "the title",
            Piece::Subtitle => "the subtitle",
            Piece::Payload => "the payload",
            Piece::Greeting => "the greeting",
            Piece::Metadata => "`metadata`",
        }
    }
}

impl Room {
    const fn characters(most: usize) -> Room {
        Room { most, unit: Unit::Utf16 }
    }

    /// Length of a text as it is counted here.
    pub fn length(self, text: &str) -> usize {
        match self.unit {
            Unit::Utf16 => text.encode_utf16().count(),
            Unit::Bytes => text.len(),
        }
    }

    /// Whether there is room for all of a text.
    pub fn fits(self, text: &str) -> bool {
        // No text has more units than bytes.
        text.len() <= self.most || self.length(text) <= self.most
    }

    /// The same room with so much taken away.
    pub fn less(self, taken: usize) -> Room {
        Room { most: self.most.saturating_sub(taken), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_outside_of_the_common_plane_counts_twice_and_on_instagram_by_its_bytes() {
        assert!(Piece::Label.room().fits(&"ø".repeat(20)));
        assert!(!Piece::Label.room().fits(&"👍".repeat(11)));
        assert!(Piece::Text.room_on("messenger").fits(&"ø".repeat(1_999)));
        assert!(!Piece::Text.room_on("messenger").fits(&"ø".repeat(2_000)));
        assert!(Piece::Text.room_on(INSTAGRAM).fits(&"ø".repeat(500)));
        assert!(!Piece::Text.room_on(INSTAGRAM).fits(&"ø".repeat(501)));
        assert_eq!(Piece::TextWithButtons.room_on(INSTAGRAM).most, 640);
    }
}
