//! Everything that goes through the writer: what happened outside, what our own calls led to, what
//! fell due.

use baton_core::effect::Lane;
use baton_core::event::{Answer, Operator, Owner};
use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};
use bytes::Bytes;
use tokio::sync::oneshot;

use super::ledger::Slot;
use super::ticket::Stub;
use super::{OperateProblem, Operated};
use crate::messenger::effect_name::EffectName;
use crate::messenger::inbound::Inbound;
use crate::messenger::outcome::Outcome;
use crate::store::Parked;

/// One thing for the writer.
#[derive(Debug)]
pub(super) struct Item {
    /// What it is.
    pub(super) what: What,
    /// Who waits for it.
    pub(super) stub: Option<Stub>,
    /// It cannot be run now: why.
    pub(super) park: Option<String>,
    /// Not even that it cannot be run could be told: nothing is stepped for it any more.
    pub(super) mute: bool,
    /// Bytes it takes in the queue.
    pub(super) bytes: usize,
}

/// What it is.
#[derive(Debug)]
pub(super) enum What {
    /// Something happened to a conversation.
    Event(Inbound),
    /// A message of ours came back: it was accepted.
    Echo(Echo),
    /// Something that is not run, kept for people to look at: page, reason, what came.
    Keep(Option<PageId>, String, Bytes),
    /// How a call of ours ended.
    Report(Report),
    /// A lane's next effects are to be claimed.
    Claim(ConversationId, Lane),
    /// A conversation's timer row is due.
    Due(ConversationId),
    /// A person at the controls asks.
    Operate(Operate),
    /// A parked event is tried again.
    Again(Parked),
}

/// A message of ours, come back.
#[derive(Debug, Clone)]
pub(super) struct Echo {
    pub(super) page: PageId,
    pub(super) contact: ContactId,
    pub(super) name: EffectName,
    pub(super) mid: Option<String>,
}

/// How a call of ours ended.
#[derive(Debug, Clone)]
pub(super) struct Report {
    /// Which effect.
    pub(super) name: EffectName,
    /// In which lane.
    pub(super) lane: Lane,
    /// Under which claim.
    pub(super) claim: i64,
    /// Its slot in the ledger.
    pub(super) slot: Option<Slot>,
    /// The page whose allowance it took; `None`: it did not go to the platform.
    pub(super) page: Option<PageId>,
    /// How.
    pub(super) end: End,
}

/// How a call of ours ended.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// The platform, or what stands for it.
    Outcome(Outcome, Timestamp),
    /// A service.
    Answer(Answer),
    /// Who may speak changed before its turn.
    Stale,
    /// Its claim was too old; nothing was sent.
    TooLate,
    /// After an unknown outcome: the thread's past messages were looked through.
    Past(Past),
    /// After an unknown outcome of a pass or take: who owns the thread.
    Probe(Owner),
    /// After an unknown outcome: there is proof that it was not accepted, or nothing more to wait
    /// for.
    SendAgain,
    /// Nobody will ever know, and others wait behind it.
    GivenUp,
}

/// What a look through a thread's past messages showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Past {
    /// The message is there.
    Found(String),
    /// It is not.
    Absent,
    /// The platform does not answer.
    Unavailable,
}

/// A person at the controls asks.
#[derive(Debug)]
pub(super) struct Operate {
    pub(super) page: PageId,
    pub(super) contact: ContactId,
    pub(super) ask: Operator,
    pub(super) answer: oneshot::Sender<Result<Operated, OperateProblem>>,
}

impl Item {
    pub(super) fn new(what: What) -> Self {
        Self { what, stub: None, park: None, mute: false, bytes: 0 }
    }

    /// Its event key, where it has one.
    pub(super) fn key(&self) -> Option<&[u8; 16]> {
        match &self.what {
            What::Event(inbound) => Some(&inbound.key.0),
            What::Again(parked) => Some(&parked.key),
            What::Echo(_)
            | What::Keep(..)
            | What::Report(_)
            | What::Claim(..)
            | What::Due(..)
            | What::Operate(_) => None,
        }
    }
}
