//! One thing that can be written at a place.

use std::ops::Range;

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A key of a map.
    Key,
    /// One of a few words.
    Word,
    /// A module.
    Module,
    /// A variable.
    Variable,
    /// A helper of templates or a function of expressions.
    Function,
    /// Another name of the bot.
    Name,
    /// A text.
    Text,
}

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// As it is listed, and as what was typed is compared with.
    pub label: String,
    /// What it is.
    pub what: What,
    /// A few words beside it.
    pub detail: String,
    /// What it means, as Markdown.
    pub doc: String,
    /// What is written. A line after the first is indented from the indentation of the line it begins in.
    pub text: String,
    /// The bytes of `text` that are there to be written over; where it is `None`, writing goes on behind it.
    pub hole: Option<Range<usize>>,
    /// The bytes of the file in whose place it comes.
    pub replaces: Range<usize>,
}

impl Proposal {
    /// A word that is written as it is listed.
    pub(super) fn word(what: What, label: &str, replaces: &Range<usize>) -> Self {
        Self {
            label: label.to_owned(),
            what,
            detail: String::new(),
            doc: String::new(),
            text: label.to_owned(),
            hole: None,
            replaces: replaces.clone(),
        }
    }

    /// The same, with a few words beside it.
    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// The same, with what it means.
    pub(super) fn doc(self, doc: impl Into<String>) -> Self {
        Self { doc: doc.into(), ..self }
    }

    /// The same, with something before what is written.
    pub(super) fn behind(mut self, before: &str) -> Self {
        self.text.insert_str(0, before);
        if let Some(hole) = &mut self.hole {
            *hole = hole.start + before.len()..hole.end + before.len();
        }
        self
    }
}
