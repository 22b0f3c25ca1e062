//! Rows as the runtime knows them.

use baton_core::conversation::{Conversation, READS};
use baton_core::effect::{Effect, Lane};
use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};

use super::Problem;

/// A conversation as it is stored. Its page facts are not: whoever steps it stamps them.
#[derive(Debug, Clone)]
pub struct Stored {
    /// What the core remembers, or why this program cannot read it.
    pub conversation: Result<Conversation, String>,
    /// Which.
    pub id: ConversationId,
    /// The batch that wrote it last.
    pub stamp: i64,
    /// `messenger` or `instagram`.
    pub channel: String,
    /// The page.
    pub page: PageId,
    /// The person.
    pub contact: ContactId,
    /// The newest line of its history.
    pub history: Option<i64>,
    /// What its timer row says.
    pub timer: Option<Timestamp>,
}

/// A conversation's state as it is stored, and kept in memory.
pub fn pack(conversation: &Conversation) -> Box<[u8]> {
    let state = serde_json::to_vec(conversation);
    state.expect("a conversation is plain data with text keys").into()
}

/// The conversation of a stored state of this program's format.
///
/// # Errors
/// Why it cannot be read.
pub fn unpack(state: &[u8]) -> Result<Conversation, String> {
    serde_json::from_slice(state).map_err(|error| error.to_string())
}

/// The columns of a stored conversation, as they stand in the tables.
pub(super) struct StoredColumns<'a> {
    pub(super) id: i64,
    pub(super) stamp: i64,
    pub(super) channel: &'a str,
    pub(super) page: &'a str,
    pub(super) contact: &'a str,
    pub(super) format: i64,
    pub(super) history: Option<i64>,
    pub(super) state: &'a [u8],
    pub(super) timer: Option<i64>,
}

impl Stored {
    pub(super) fn read(columns: &StoredColumns<'_>) -> Self {
        let format = columns.format;
        let known = u16::try_from(format).is_ok_and(|format| READS.contains(&format));
        let conversation = if known {
            unpack(columns.state)
        } else {
            let (oldest, newest) = (READS.start(), READS.end());
            Err(format!("its state has format {format}, this program reads {oldest} to {newest}"))
        };
        Self {
            conversation,
            id: ConversationId(columns.id),
            stamp: columns.stamp,
            channel: columns.channel.to_owned(),
            page: PageId::new(columns.page),
            contact: ContactId::new(columns.contact),
            history: columns.history,
            timer: columns.timer.map(Timestamp),
        }
    }
}

/// How far an unsettled effect is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// Waits for its turn; nobody has written it to the wire.
    Queued,
    /// May be on the wire.
    Claimed,
    /// Was on the wire, and nobody knows what came of it.
    Unknown,
    /// Was not accepted; tried again later.
    Again,
}

impl RowState {
    /// As the table says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::Unknown => "unknown",
            Self::Again => "again",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Queued, Self::Claimed, Self::Unknown, Self::Again]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// The kind of an effect, as the table says it.
pub fn kind_of(effect: &Effect) -> &'static str {
    match effect {
        Effect::Send(_) => "send",
        Effect::Typing { .. } => "typing",
        Effect::Pass { .. } => "pass",
        Effect::Take { .. } => "take",
        Effect::AskOwner { .. } => "ask_owner",
        Effect::Http { .. } => "http",
        Effect::AskProfile { .. } => "ask_profile",
    }
}

/// An unsettled effect, with what is needed to perform it.
#[derive(Debug, Clone)]
pub struct OutboxRow {
    /// Whose.
    pub conversation: ConversationId,
    /// Its number there.
    pub sequence: u64,
    /// The batch that asked for it.
    pub stamp: i64,
    /// What to do.
    pub effect: Effect,
    /// How far it is.
    pub state: RowState,
    /// Rises with every claim.
    pub claim: i64,
    /// When the claim is over.
    pub deadline: Option<Timestamp>,
    /// Not before this moment.
    pub not_before: Option<Timestamp>,
    /// How often it was tried.
    pub tries: u32,
    /// When it was written to the wire last, as far as we know.
    pub sent_at: Option<Timestamp>,
    /// The page it goes through.
    pub page: PageId,
    /// The person it goes to.
    pub contact: ContactId,
    /// The conversation's epoch.
    pub epoch: u32,
}

type OutboxColumns = (
    i64,
    i64,
    i64,
    Vec<u8>,
    String,
    i64,
    Option<i64>,
    Option<i64>,
    i64,
    Option<i64>,
    String,
    String,
    i64,
);

impl OutboxRow {
    pub(super) fn read(columns: OutboxColumns) -> Result<Self, Problem> {
        let (conversation, sequence, stamp, payload, state, claim, deadline, ..) = &columns;
        let bad = |why: String| Problem::Row { table: "outbox", why };
        let effect = serde_json::from_slice(payload).map_err(|error| bad(error.to_string()))?;
        let state = RowState::from_word(state).ok_or_else(|| bad(format!("state {state}")))?;
        Ok(Self {
            conversation: ConversationId(*conversation),
            sequence: u64::try_from(*sequence).unwrap_or(0),
            stamp: *stamp,
            effect,
            state,
            claim: *claim,
            deadline: deadline.map(Timestamp),
            not_before: columns.7.map(Timestamp),
            tries: u32::try_from(columns.8).unwrap_or(0),
            sent_at: columns.9.map(Timestamp),
            page: PageId::new(&columns.10),
            contact: ContactId::new(&columns.11),
            epoch: u32::try_from(columns.12).unwrap_or(0),
        })
    }
}

/// The lane as the table says it.
pub(super) fn lane_number(lane: Lane) -> i64 {
    match lane {
        Lane::Speak => 0,
        Lane::Call => 1,
    }
}
