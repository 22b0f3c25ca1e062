//! What happened, as a connection asks for it: one file a kind, all comparison of texts in `text`.

pub(crate) mod fit;
mod keywords;
mod like;
pub mod text;
mod understood;

pub use keywords::Keywords;
pub use text::Phrase;
pub use understood::{Facet, Understands};

use crate::answer::Kind;
use crate::bot::Leads;
use crate::conversation::Outcome;
use crate::duration::Duration;
use crate::expression::Expression;
use crate::id::ButtonId;

/// A way out of a module, or a keyword of the bot.
#[derive(Debug, Clone)]
pub struct Connection {
    /// What must have happened; `None`: otherwise.
    pub when: Option<Condition>,
    /// What must be known besides.
    pub given: Option<Expression>,
    /// What it does.
    pub leads: Leads,
    /// Where it stands among those tried.
    pub class: Class,
    /// Written as the short `to` beside the actions: good outcomes only, never a bad one.
    pub short: bool,
    /// Its place as the author wrote it, from 0 (`any` is expanded into several with one place).
    pub place: u16,
}

/// What kind of thing a connection waits for: decides when it is tried (interpreter, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Names something in a message.
    Named,
    /// Takes a message whatever it says.
    Open,
    /// An event that is no word.
    Event,
    /// A silence.
    Silence,
    /// How an action ended.
    Outcome,
    /// Nothing but what is known: no `when`.
    State,
}

/// What must have happened.
#[derive(Debug, Clone)]
pub enum Condition {
    /// The whole message is one of these.
    Says(Vec<Phrase>),
    /// One of these stands in the message as whole words.
    Contains(Vec<Phrase>),
    /// The message begins with one of these, as whole words.
    StartsWith(Vec<Phrase>),
    /// The whole message is one of these, with small typing errors.
    Like(Vec<Phrase>),
    /// The platform's language understanding found this.
    Understands(Understands),
    /// A regular expression fits; named groups become `input.<name>`.
    Matches(Pattern),
    /// The message is such a thing; its value becomes `input.value`.
    Is(Is),
    /// Something was sent.
    Sends(Sends),
    /// A button was pressed.
    Pressed(ButtonId),
    /// An event that is no word.
    Event(EventName),
    /// This module's action ended so.
    Outcome(Outcome),
    /// This long without a word while the conversation waits here.
    NoReply(Duration),
    /// One of them holds (only inside `all` and `not`; elsewhere expanded).
    Any(Vec<Condition>),
    /// All of them hold.
    All(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// How a condition is put together: what looks for one kind of part need not name all the others.
pub(crate) enum Joined<'a> {
    /// One of them holds.
    Any(&'a [Condition]),
    /// All of them hold.
    All(&'a [Condition]),
    /// It does not hold.
    Not(&'a Condition),
    /// A single one.
    One(&'a Condition),
}

impl Condition {
    /// How it is put together.
    pub(crate) fn joined(&self) -> Joined<'_> {
        match self {
            Self::Any(any) => Joined::Any(any),
            Self::All(all) => Joined::All(all),
            Self::Not(not) => Joined::Not(not),
            Self::Says(_)
            | Self::Contains(_)
            | Self::StartsWith(_)
            | Self::Like(_)
            | Self::Understands(_)
            | Self::Matches(_)
            | Self::Is(_)
            | Self::Sends(_)
            | Self::Pressed(_)
            | Self::Event(_)
            | Self::Outcome(_)
            | Self::NoReply(_) => Joined::One(self),
        }
    }
}

/// What `is` can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// Something `ask` can expect too.
    Kind(Kind),
    /// A yes.
    Yes,
    /// A no.
    No,
}

/// What `sends` can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sends {
    /// Anything at all.
    Anything,
    /// A text.
    Text,
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound.
    Audio,
    /// A file.
    File,
    /// A sticker.
    Sticker,
    /// A place.
    Location,
    /// A contact card.
    Contact,
}

/// Events that are no words, as authors name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventName {
    /// Get Started was tapped.
    GetStarted,
    /// A link or ad.
    Referral,
    /// An opt-in.
    Optin,
    /// A reaction.
    Reaction,
    /// Feedback.
    Feedback,
    /// An account was linked.
    Linked,
    /// Control was passed.
    PassThreadControl,
    /// Control was taken.
    TakeThreadControl,
    /// Control was asked for.
    RequestThreadControl,
}

/// A regular expression, compiled within a size limit.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As written.
    pub source: String,
    /// Compiled.
    pub regex: regex::Regex,
}
