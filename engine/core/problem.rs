//! What is wrong with a piece of an author's source, said so that the author can mend it.
//!
//! Invariant: `span` counts bytes of the piece that was read and always lies on character borders.

use std::ops::Range;

use crate::suggest::Guess;

/// One thing an author must change in an expression or a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the source that are meant; may be empty, then it is the place where something is
    /// missing.
    pub span: Range<usize>,
    /// What is wrong, one plain sentence without a full stop.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
    /// The name that was probably meant.
    pub meant: Option<Guess>,
    /// What sort of mistake it is.
    pub kind: ProblemKind,
}

/// The sorts of mistakes, for diagnostic codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// It cannot be read.
    Syntax,
    /// It is longer, deeper or larger than is allowed.
    TooLarge,
    /// A variable or a member that does not exist.
    UnknownName,
    /// A name that exists, but not in this place (`item` outside of `each`, `secret` outside of
    /// services).
    NotHere,
    /// A function of the expressions that does not exist.
    UnknownFunction,
    /// A helper of the templates that does not exist.
    UnknownHelper,
    /// Opening hours that the bot does not declare.
    UnknownHours,
    /// Values that do not go together, or a wrong number of them.
    TypeMismatch,
}

impl Problem {
    /// A problem without advice.
    pub fn new(kind: ProblemKind, span: Range<usize>, message: impl Into<String>) -> Self {
        Problem { span, message: message.into(), help: None, meant: None, kind }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same problem, with "did you mean" where one of the candidates is near enough.
    #[must_use]
    pub fn with_suggestion<'a>(
        self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        match crate::suggest::guess(word, candidates) {
            Some(near) => self.with_guess(near),
            None => self,
        }
    }

    /// The same problem, asking whether a near name is meant.
    #[must_use]
    pub fn with_guess(mut self, near: Guess) -> Self {
        self.help = Some(format!("did you mean `{}`?", near.name));
        self.meant = Some(near);
        self
    }

    /// The same problem in a larger text, of which the read piece begins at byte `start`.
    #[must_use]
    pub fn moved_by(mut self, start: usize) -> Self {
        self.span = self.span.start + start..self.span.end + start;
        self
    }
}
