//! What one batch asks of the database, and what it writes: the nouns of the writer's sentences.

use std::collections::HashSet;

use baton_core::conversation::{Cause, Conversation, ReturnedBy};
use baton_core::effect::Effect;
use baton_core::id::{AppId, ConversationId, Timestamp};

use super::aside::{Parked, Quarantined, Resent};
use super::page::PageRow;
use super::row::{RowState, Stored};

/// An event key: what makes a redelivery recognisable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Whose event.
    pub conversation: ConversationId,
    /// Its key.
    pub key: [u8; 16],
    /// The event's own timestamp, milliseconds; 0 without one.
    pub at: i64,
}

/// What a batch needs before it can step: its keys drawn in, and the conversations nobody
/// remembers.
#[derive(Debug, Default)]
pub struct Opening {
    /// The batch's own random number.
    pub stamp: i64,
    /// Keys of its events, each once.
    pub keys: Vec<Key>,
    /// Conversations to read, each once.
    pub load: Vec<ConversationId>,
}

impl Opening {
    /// What the batch finds if all its events are new and it reads nothing.
    pub fn hope(&self) -> Opened {
        let fresh = self.keys.iter().map(|key| (key.conversation, key.key)).collect();
        Opened { fresh, loaded: Vec::new() }
    }
}

/// What a batch found.
#[derive(Debug, Default)]
pub struct Opened {
    /// The keys nobody had taken in before.
    pub fresh: HashSet<(ConversationId, [u8; 16])>,
    /// Those conversations that exist.
    pub loaded: Vec<Stored>,
}

/// A conversation's final state in a batch.
#[derive(Debug)]
pub struct Written<'a> {
    /// What the core remembers; its page facts name channel and page.
    pub conversation: &'a Conversation,
    /// The same, packed.
    pub state: &'a [u8],
    /// The stamp it had; `None`: nobody has had it yet.
    pub was: Option<i64>,
    /// The newest line of its history.
    pub history: Option<i64>,
}

/// A new effect.
#[derive(Debug)]
pub struct NewEffect<'a> {
    /// Whose.
    pub conversation: ConversationId,
    /// What.
    pub effect: &'a Effect,
    /// `Claimed` by us, or `Queued`.
    pub state: RowState,
    /// When the claim is over.
    pub deadline: Option<Timestamp>,
    /// Not before this moment.
    pub not_before: Option<Timestamp>,
}

/// What becomes of an unsettled effect.
#[derive(Debug, Clone)]
pub struct OutboxChange {
    /// Whose.
    pub conversation: ConversationId,
    /// Its number.
    pub sequence: u64,
    /// The batch that asked for it.
    pub stamp: i64,
    /// How far it is now.
    pub state: RowState,
    /// Rises with every claim.
    pub claim: i64,
    /// When the claim is over.
    pub deadline: Option<Timestamp>,
    /// Not before this moment.
    pub not_before: Option<Timestamp>,
    /// How often it was tried.
    pub tries: u32,
    /// When it was written to the wire last.
    pub sent_at: Option<Timestamp>,
}

/// One line of a conversation's history.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// Its number, rising over all conversations.
    pub id: i64,
    /// Whose.
    pub conversation: ConversationId,
    /// When.
    pub at: Timestamp,
    /// The line before it.
    pub previous: Option<i64>,
    /// The notes of one step, as JSON.
    pub what: Vec<u8>,
}

/// One fact for the journal of handovers.
#[derive(Debug, Clone)]
pub enum Journal {
    /// It opened.
    Opened {
        /// When.
        at: Timestamp,
        /// To whom.
        receiver: AppId,
        /// What went along.
        metadata: String,
        /// How it came about.
        cause: Cause,
    },
    /// Control was through.
    Passed,
    /// An agent wrote the first word.
    Answered(Timestamp),
    /// It ended.
    Closed(Timestamp, ReturnedBy),
    /// It came to nothing.
    Failed(Timestamp, String),
}

/// Everything a batch writes.
#[derive(Debug, Default)]
pub struct Changes<'a> {
    /// The batch's own random number.
    pub stamp: i64,
    /// Keys of its events, where the batch was not opened with them: one that is there already
    /// refuses the batch.
    pub keys: &'a [Key],
    /// Final states, each conversation once.
    pub conversations: Vec<Written<'a>>,
    /// Settled effects: conversation, number, stamp.
    pub settled: Vec<(ConversationId, u64, i64)>,
    /// New effects.
    pub effects: Vec<NewEffect<'a>>,
    /// Effects that go on.
    pub changed: Vec<OutboxChange>,
    /// Timers to set.
    pub timers: &'a [(ConversationId, Timestamp)],
    /// Timers that are over.
    pub timers_over: &'a [ConversationId],
    /// History.
    pub history: &'a [HistoryLine],
    /// The journal: conversation, number of the handover, fact.
    pub journal: &'a [(ConversationId, u32, Journal)],
    /// Events that must wait.
    pub parked: &'a [Parked],
    /// Parked events that were run or quarantined.
    pub unparked: &'a [(ConversationId, [u8; 16])],
    /// Events that will not be run.
    pub quarantined: &'a [Quarantined],
    /// Effects sent again after an unknown outcome.
    pub resent: &'a [Resent],
    /// What we learned of pages.
    pub pages: &'a [PageRow],
    /// What people at the controls did: when, to which conversation, what.
    pub audit: &'a [(Timestamp, ConversationId, String)],
}

impl Changes<'_> {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
            && self.conversations.is_empty()
            && self.settled.is_empty()
            && self.effects.is_empty()
            && self.changed.is_empty()
            && self.timers.is_empty()
            && self.timers_over.is_empty()
            && self.history.is_empty()
            && !self.has_asides()
    }

    /// Whether it writes to one of the tables that are rarely written.
    pub(super) fn has_asides(&self) -> bool {
        !(self.journal.is_empty()
            && self.parked.is_empty()
            && self.unparked.is_empty()
            && self.quarantined.is_empty()
            && self.resent.is_empty()
            && self.pages.is_empty()
            && self.audit.is_empty())
    }
}
