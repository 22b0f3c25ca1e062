//! The tables that are written rarely: what is parked, quarantined, sent again, journalled,
//! audited. One statement a row, inside the batch's transaction.

use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};
use rusqlite::{Connection, params};

use super::batch::{Changes, Journal};
use super::page;

/// An event that could not be run when it came.
#[derive(Debug, Clone)]
pub struct Parked {
    /// Whose.
    pub conversation: ConversationId,
    /// Its event key, or a number drawn for an event that has none.
    pub key: [u8; 16],
    /// The moment in its event key, see [`super::Key`]; `None`: it has no event key.
    pub at: Option<i64>,
    /// Order within the conversation, and when it came.
    pub arrived: Timestamp,
    /// `messenger` or `instagram`.
    pub channel: String,
    /// The page.
    pub page: PageId,
    /// The person.
    pub contact: ContactId,
    /// The event, as JSON.
    pub raw: Vec<u8>,
    /// Why it waits.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// Not before this moment.
    pub not_before: Timestamp,
}

/// An event that will not be run.
#[derive(Debug, Clone)]
pub struct Quarantined {
    /// Whose, where known.
    pub conversation: Option<ConversationId>,
    /// On which page, where known.
    pub page: Option<PageId>,
    /// When.
    pub at: Timestamp,
    /// Why: `late`, `poison: …`, `bad: …`, `unknown: …`.
    pub reason: String,
    /// What came.
    pub raw: Vec<u8>,
}

/// An effect sent again after an unknown outcome: the only kind the platform may show twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resent {
    /// Whose.
    pub conversation: ConversationId,
    /// Its number.
    pub sequence: u64,
    /// The batch that asked for it.
    pub stamp: i64,
    /// When it was sent again.
    pub at: Timestamp,
    /// The first message id the platform named.
    pub first_mid: Option<String>,
    /// A second one: it was shown twice.
    pub second_mid: Option<String>,
}

const PARK: &str = "insert into parked
    (conversation, key, at, arrived, channel, page, contact, raw, reason, tries, not_before)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (conversation, key) do update set reason = excluded.reason,
        tries = max(parked.tries, excluded.tries),
        not_before = excluded.not_before";
const UNPARK: &str = "delete from parked where conversation = $1 and key = $2";
const QUARANTINE: &str =
    "insert into quarantine (conversation, page, at, reason, raw) values ($1, $2, $3, $4, $5)";
const RESEND: &str = "insert into resent (conversation, sequence, stamp, at, first_mid, second_mid)
    values ($1, $2, $3, $4, $5, $6) on conflict (conversation, sequence, stamp) do update
    set at = excluded.at, first_mid = excluded.first_mid, second_mid = excluded.second_mid";
const AUDIT: &str = "insert into audit (at, conversation, what) values ($1, $2, $3)";
const JOURNAL: &str = "insert into handover (conversation, number, opened_at, receiver, metadata,
    cause, passed,
        first_agent_word_at, returned_at, returned_by, failed)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (conversation, number) do update set
        opened_at = coalesce(excluded.opened_at, opened_at), receiver = coalesce(excluded.receiver,
        receiver),
        metadata = coalesce(excluded.metadata, metadata), cause = coalesce(excluded.cause, cause),
        passed = coalesce(excluded.passed, passed),
        first_agent_word_at = coalesce(first_agent_word_at, excluded.first_agent_word_at),
        returned_at = coalesce(returned_at, excluded.returned_at),
        returned_by = coalesce(returned_by, excluded.returned_by), failed = coalesce(failed,
        excluded.failed)";

/// Writes what belongs to these tables into the open transaction.
pub(super) fn write(connection: &Connection, changes: &Changes<'_>) -> rusqlite::Result<()> {
    for (conversation, key) in changes.unparked {
        connection.prepare_cached(UNPARK)?.execute(params![conversation.0, key])?;
    }
    for parked in changes.parked {
        park(connection, parked)?;
    }
    for row in changes.quarantined {
        quarantine(connection, row)?;
    }
    for row in changes.resent {
        resend(connection, row)?;
    }
    for row in changes.pages {
        page::write(connection, row)?;
    }
    for (conversation, number, fact) in changes.journal {
        journal(connection, *conversation, *number, fact)?;
    }
    for (at, conversation, what) in changes.audit {
        let mut audit = connection.prepare_cached(AUDIT)?;
        audit.execute(params![at.0, conversation.0, what.as_bytes()])?;
    }
    Ok(())
}

fn park(connection: &Connection, parked: &Parked) -> rusqlite::Result<()> {
    let mut park = connection.prepare_cached(PARK)?;
    let parked = park.execute(params![
        parked.conversation.0,
        parked.key,
        parked.at,
        parked.arrived.0,
        parked.channel,
        parked.page.as_str(),
        parked.contact.as_str(),
        parked.raw,
        parked.reason.as_bytes(),
        parked.tries,
        parked.not_before.0,
    ]);
    parked.map(drop)
}

fn quarantine(connection: &Connection, row: &Quarantined) -> rusqlite::Result<()> {
    let mut quarantine = connection.prepare_cached(QUARANTINE)?;
    let kept = quarantine.execute(params![
        row.conversation.map(|id| id.0),
        row.page.as_ref().map(PageId::as_str),
        row.at.0,
        row.reason.as_bytes(),
        row.raw,
    ]);
    kept.map(drop)
}

fn resend(connection: &Connection, row: &Resent) -> rusqlite::Result<()> {
    let mut resend = connection.prepare_cached(RESEND)?;
    let kept = resend.execute(params![
        row.conversation.0,
        i64::try_from(row.sequence).unwrap_or(i64::MAX),
        row.stamp,
        row.at.0,
        row.first_mid,
        row.second_mid,
    ]);
    kept.map(drop)
}

/// The columns of the journal that one fact fills; the others stay as they are.
#[derive(Default)]
struct JournalRow {
    opened_at: Option<i64>,
    receiver: Option<String>,
    metadata: Option<Vec<u8>>,
    cause: Option<String>,
    passed: Option<i64>,
    first_agent_word_at: Option<i64>,
    returned_at: Option<i64>,
    returned_by: Option<String>,
    failed: Option<Vec<u8>>,
}

impl JournalRow {
    fn of(fact: &Journal) -> Self {
        let none = Self::default();
        match fact {
            Journal::Opened { at, receiver, metadata, cause } => Self {
                opened_at: Some(at.0),
                receiver: Some(receiver.as_str().to_owned()),
                metadata: Some(metadata.as_bytes().to_vec()),
                cause: Some(format!("{cause:?}").to_lowercase()),
                ..none
            },
            Journal::Passed => Self { passed: Some(1), ..none },
            Journal::Answered(at) => Self { first_agent_word_at: Some(at.0), ..none },
            Journal::Closed(at, by) => Self {
                returned_at: Some(at.0),
                returned_by: Some(format!("{by:?}").to_lowercase()),
                ..none
            },
            Journal::Failed(at, why) => {
                Self { returned_at: Some(at.0), failed: Some(why.as_bytes().to_vec()), ..none }
            }
        }
    }
}

fn journal(
    connection: &Connection,
    conversation: ConversationId,
    number: u32,
    fact: &Journal,
) -> rusqlite::Result<()> {
    let row = JournalRow::of(fact);
    let mut journal = connection.prepare_cached(JOURNAL)?;
    let kept = journal.execute(params![
        conversation.0,
        number,
        row.opened_at,
        row.receiver,
        row.metadata,
        row.cause,
        row.passed,
        row.first_agent_word_at,
        row.returned_at,
        row.returned_by,
        row.failed,
    ]);
    kept.map(drop)
}
