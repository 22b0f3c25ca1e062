//! What mends a finding: the bytes to write anew, and how far that can be trusted.
//!
//! Invariant: all edits of a fix are about the file of its finding.

use std::ops::Range;

use super::source::SourceFile;
use super::splice::Edit;

/// How far a fix can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    /// One of several ways: only its author can choose it.
    Proposed,
    /// The likely way; it is the right one where nothing new is wrong with it.
    Tried,
    /// What was meant, even where it brings to light what had been hidden by the slip.
    Sure,
}

/// What mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Places of the finding's file with what is to stand there.
    pub edits: Vec<Edit>,
    /// How far it can be trusted.
    pub trust: Trust,
    /// The one edit is about this word within its place, wherever that stands there.
    within: Option<String>,
}

impl Fix {
    /// A fix of one or several places.
    pub(crate) fn new(trust: Trust, edits: Vec<Edit>) -> Self {
        Self { edits, trust, within: None }
    }

    /// A word becomes another; it stands somewhere in the place, perhaps in quotes or braces.
    pub(crate) fn word(trust: Trust, place: Range<usize>, word: &str, becomes: &str) -> Self {
        let edits = vec![Edit::replace(place, becomes)];
        Self { edits, trust, within: Some(word.to_owned()) }
    }

    /// The same with every place settled in its file; `None` where the word does not stand there.
    pub(super) fn settled(mut self, file: &SourceFile) -> Option<Self> {
        if let (Some(word), [edit]) = (self.within.take(), self.edits.as_mut_slice()) {
            let source = file.text.get(edit.span.clone())?;
            let start = edit.span.start + source.rfind(&word)?;
            edit.span = start..start + word.len();
        }
        let inside = |edit: &Edit| file.text.get(edit.span.clone()).is_some();
        self.edits.iter().all(inside).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fix, Trust};
    use crate::language::SourceFile;

    #[test]
    fn a_word_is_found_within_its_quotes_and_braces() {
        let file = SourceFile { path: "a".into(), text: "say: \"Hi {{nmae}}\"".into() };
        let fix = Fix::word(Trust::Sure, 5..18, "nmae", "name").settled(&file).unwrap();
        assert_eq!(fix.edits[0].span, 11..15);
        assert_eq!(Fix::word(Trust::Sure, 5..18, "neam", "name").settled(&file), None);
    }
}
