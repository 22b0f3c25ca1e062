//! One visit of a person: when it is over, and what holds within and behind it.

use crate::duration::Duration;

/// One visit of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// It is over after this long without a word; `None` for never.
    pub expires_after: Option<Duration>,
    /// What a word meets when the path has ended.
    pub after_end: AfterEnd,
    /// Texts that follow each other within this time are taken as one; zero: each for itself.
    pub gather: Duration,
}

/// What a word meets when the path has ended and no keyword fits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AfterEnd {
    /// The fallback.
    Fallback,
    /// The start, as a new conversation.
    Start,
    /// Nothing.
    Silent,
}
