//! A file as text, lists and maps, with the place of every part.

use super::source::Spot;

/// A part of a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Where it stands.
    pub(crate) spot: Spot,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a part of a file is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// A key with nothing behind it.
    Nothing,
    /// A text; every scalar is one, `no`, `007` and `~` too.
    Text {
        /// What it says, quotes and folds undone.
        text: String,
        /// In quotes or a block: in a value position this is text whatever it looks like.
        quoted: bool,
    },
    /// A list.
    List {
        /// In order.
        items: Vec<Node>,
        /// Written as `[a, b]`.
        flow: bool,
    },
    /// A map, in the order written.
    Map {
        /// Keys are unique.
        entries: Vec<(Key, Node)>,
        /// Written as `{a: b}`.
        flow: bool,
    },
    /// Something already reported; whoever meets it says nothing more.
    Broken,
}

/// A key of a map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    /// Where it stands.
    pub(crate) spot: Spot,
    /// What it says.
    pub(crate) text: String,
}

impl Node {
    /// The text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text { text, .. } => Some(text),
            Kind::Nothing | Kind::List { .. } | Kind::Map { .. } | Kind::Broken => None,
        }
    }

    /// Whether it is a map with this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        match &self.kind {
            Kind::Map { entries, .. } => entries.iter().any(|(found, _)| found.text == key),
            Kind::Nothing | Kind::Text { .. } | Kind::List { .. } | Kind::Broken => false,
        }
    }

    /// Whether both say the same, wherever they stand.
    pub(crate) fn says(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Text { text: own, .. }, Kind::Text { text, .. }) => own == text,
            (Kind::List { items: own, .. }, Kind::List { items, .. }) => {
                own.len() == items.len() && own.iter().zip(items).all(|(a, b)| a.says(b))
            }
            (Kind::Map { entries: own, .. }, Kind::Map { entries, .. }) => {
                let same = |((a, own), (b, other)): (&(Key, Self), &(Key, Self))| {
                    a.text == b.text && own.says(other)
                };
                own.len() == entries.len() && own.iter().zip(entries).all(same)
            }
            (Kind::Nothing, Kind::Nothing) => true,
            (
                Kind::Nothing
                | Kind::Text { .. }
                | Kind::List { .. }
                | Kind::Map { .. }
                | Kind::Broken,
                _,
            ) => false,
        }
    }

    /// The items of a list; anything else is the one item of itself, nothing has none.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List { items, .. } => items,
            Kind::Nothing | Kind::Broken => &[],
            Kind::Text { .. } | Kind::Map { .. } => std::slice::from_ref(self),
        }
    }

    /// What it is, for a sentence.
    pub(crate) fn described(&self) -> &'static str {
        match self.kind {
            Kind::Nothing => "nothing",
            Kind::Text { .. } => "a text",
            Kind::List { .. } => "a list",
            Kind::Map { .. } => "keys with values",
            Kind::Broken => "something unreadable",
        }
    }
}
