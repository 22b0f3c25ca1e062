//! The tables that are written rarely: what is parked, quarantined, sent again, journalled,
//! audited. One statement a row, inside the batch's transaction.

use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};
use sqlx::sqlite::SqliteConnection;

use super::batch::{Changes, Journal};
use super::page;

/// An event that could not be run when it came.
#[derive(Debug, Clone)]
pub struct Parked {
    /// Whose.
    pub conversation: ConversationId,
    /// Its event key, or a number drawn for an event that has none.
    pub key: [u8; 16],
    /// The day of its event key; `None`: it has no event key.
    pub day: Option<i32>,
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
    (conversation, key, day, arrived, channel, page, contact, raw, reason, tries, not_before)
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
pub(super) async fn write(
    connection: &mut SqliteConnection,
    changes: &Changes<'_>,
) -> Result<(), sqlx::Error> {
    for (conversation, key) in changes.unparked {
        sqlx::query(UNPARK)
            .bind(conversation.0)
            .bind(key.to_vec())
            .execute(&mut *connection)
            .await?;
    }
    for parked in changes.parked {
        park(connection, parked).await?;
    }
    for row in changes.quarantined {
        quarantine(connection, row).await?;
    }
    for row in changes.resent {
        resend(connection, row).await?;
    }
    for row in changes.pages {
        page::write(connection, row).await?;
    }
    for (conversation, number, fact) in changes.journal {
        journal(connection, *conversation, *number, fact).await?;
    }
    for (at, conversation, what) in changes.audit {
        sqlx::query(AUDIT)
            .bind(at.0)
            .bind(conversation.0)
            .bind(what.as_bytes().to_vec())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn park(connection: &mut SqliteConnection, parked: &Parked) -> Result<(), sqlx::Error> {
    let query = sqlx::query(PARK)
        .bind(parked.conversation.0)
        .bind(parked.key.to_vec())
        .bind(parked.day)
        .bind(parked.arrived.0)
        .bind(parked.channel.clone())
        .bind(parked.page.as_str().to_owned())
        .bind(parked.contact.as_str().to_owned())
        .bind(parked.raw.clone())
        .bind(parked.reason.as_bytes().to_vec())
        .bind(parked.tries)
        .bind(parked.not_before.0);
    query.execute(connection).await.map(drop)
}

async fn quarantine(
    connection: &mut SqliteConnection,
    row: &Quarantined,
) -> Result<(), sqlx::Error> {
    let query = sqlx::query(QUARANTINE)
        .bind(row.conversation.map(|id| id.0))
        .bind(row.page.as_ref().map(|page| page.as_str().to_owned()))
        .bind(row.at.0)
        .bind(row.reason.as_bytes().to_vec())
        .bind(row.raw.clone());
    query.execute(connection).await.map(drop)
}

async fn resend(connection: &mut SqliteConnection, row: &Resent) -> Result<(), sqlx::Error> {
    let query = sqlx::query(RESEND)
        .bind(row.conversation.0)
        .bind(i64::try_from(row.sequence).unwrap_or(i64::MAX))
        .bind(row.stamp)
        .bind(row.at.0)
        .bind(row.first_mid.clone())
        .bind(row.second_mid.clone());
    query.execute(connection).await.map(drop)
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

async fn journal(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    number: u32,
    fact: &Journal,
) -> Result<(), sqlx::Error> {
    let row = JournalRow::of(fact);
    let query = sqlx::query(JOURNAL)
        .bind(conversation.0)
        .bind(number)
        .bind(row.opened_at)
        .bind(row.receiver)
        .bind(row.metadata)
        .bind(row.cause)
        .bind(row.passed)
        .bind(row.first_agent_word_at)
        .bind(row.returned_at)
        .bind(row.returned_by)
        .bind(row.failed);
    query.execute(connection).await.map(drop)
}
