//! Reads beside the writer. None holds its snapshot longer than one statement, so the log can
//! always start anew.

use std::collections::HashMap;

use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};
use sqlx::Row;

use super::aside::{Parked, Resent};
use super::row::{OutboxRow, Stored, StoredColumns};
use super::{Problem, Readers, statement};

const UNSETTLED: &str =
    "select o.conversation, o.sequence, o.stamp, o.payload, o.state, o.claim, o.deadline,
        o.not_before, o.tries, o.sent_at, c.page, c.contact, c.epoch
    from outbox as o join conversation as c on c.id = o.conversation
    where o.conversation >= $1 and (o.conversation, o.sequence, o.stamp) > ($1, $2, $3)
    order by o.conversation, o.sequence, o.stamp limit 1000";
const UNSETTLED_COUNT: &str = "select count(*) from outbox where conversation = $1";
const DUE: &str = "select conversation from timer where due_at <= $1 order by due_at limit $2";
const NEXT_TIMER: &str = "select min(due_at) from timer where due_at > $1";
const PARKED: &str =
    "select conversation, key, at, arrived, channel, page, contact, raw, reason, tries, not_before
    from parked order by conversation, arrived limit $1";
const PARKED_COUNTS: &str = "select conversation, count(*) from parked group by conversation";
const RESENT: &str = "select conversation, sequence, stamp, at, first_mid, second_mid from resent";
const LINE: &str = "select id, at, previous, what from history where id = $1 and conversation = $2";
const NEWEST_LINE: &str = "select history from conversation where id = $1";
/// One line of a conversation's history: when, and the notes of one step as JSON.
pub(super) type Line = (Timestamp, Vec<u8>);

impl Readers {
    /// A conversation as it is stored.
    pub async fn conversation(&self, id: ConversationId) -> Result<Option<Stored>, Problem> {
        let query = sqlx::query(statement::LOAD).bind(id.0);
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        Ok(Some(stored(&row)?))
    }

    /// Up to so many conversations behind this one, in the order of their numbers.
    pub async fn conversations(
        &self,
        after: Option<ConversationId>,
        limit: i64,
    ) -> Result<Vec<Stored>, Problem> {
        // No number is smaller than the smallest; a hash that met it would be missed only here.
        let after = after.map_or(i64::MIN, |id| id.0);
        let query = sqlx::query(statement::LOAD_SOME).bind(after).bind(limit);
        let rows = query.fetch_all(&self.pool).await?;
        Ok(rows.iter().map(stored).collect::<Result<_, _>>()?)
    }

    /// Up to 1,000 unsettled effects after the given one, in the order of their names.
    pub async fn unsettled(
        &self,
        after: (ConversationId, u64, i64),
    ) -> Result<Vec<OutboxRow>, Problem> {
        let (conversation, sequence, stamp) = after;
        let rows = sqlx::query_as(UNSETTLED)
            .bind(conversation.0)
            .bind(i64::try_from(sequence).unwrap_or(i64::MAX))
            .bind(stamp)
            .fetch_all(&self.pool)
            .await?;
        rows.into_iter().map(OutboxRow::read).collect()
    }

    /// How many effects of a conversation are not settled.
    pub async fn unsettled_count(&self, id: ConversationId) -> Result<usize, Problem> {
        let count: i64 =
            sqlx::query_scalar(UNSETTLED_COUNT).bind(id.0).fetch_one(&self.pool).await?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Conversations to look at now, the longest overdue first.
    pub async fn due(&self, now: Timestamp, limit: i64) -> Result<Vec<ConversationId>, Problem> {
        let ids: Vec<i64> =
            sqlx::query_scalar(DUE).bind(now.0).bind(limit).fetch_all(&self.pool).await?;
        Ok(ids.into_iter().map(ConversationId).collect())
    }

    /// The earliest timer after a moment.
    pub async fn next_timer(&self, after: Timestamp) -> Result<Option<Timestamp>, Problem> {
        let due: Option<i64> =
            sqlx::query_scalar(NEXT_TIMER).bind(after.0).fetch_one(&self.pool).await?;
        Ok(due.map(Timestamp))
    }

    /// Parked events, those of one conversation in the order they came.
    pub async fn parked(&self, limit: i64) -> Result<Vec<Parked>, Problem> {
        let rows = sqlx::query(PARKED).bind(limit).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::sqlite::SqliteRow| -> Result<Parked, sqlx::Error> {
            let key: &[u8] = row.try_get(1)?;
            let reason: &[u8] = row.try_get(8)?;
            Ok(Parked {
                conversation: ConversationId(row.try_get(0)?),
                key: key.try_into().unwrap_or_default(),
                at: row.try_get(2)?,
                arrived: Timestamp(row.try_get(3)?),
                channel: row.try_get(4)?,
                page: PageId::new(row.try_get::<&str, _>(5)?),
                contact: ContactId::new(row.try_get::<&str, _>(6)?),
                raw: row.try_get(7)?,
                reason: String::from_utf8_lossy(reason).into_owned(),
                tries: row.try_get(9)?,
                not_before: Timestamp(row.try_get(10)?),
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// How many parked events each conversation has that has any.
    pub async fn parked_counts(&self) -> Result<HashMap<ConversationId, usize>, Problem> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(PARKED_COUNTS).fetch_all(&self.pool).await?;
        let count = |(id, count)| (ConversationId(id), usize::try_from(count).unwrap_or(0));
        Ok(rows.into_iter().map(count).collect())
    }

    /// The effects that were sent again lately.
    pub async fn resent(&self) -> Result<Vec<Resent>, Problem> {
        type Columns = (i64, i64, i64, i64, Option<String>, Option<String>);
        let rows: Vec<Columns> = sqlx::query_as(RESENT).fetch_all(&self.pool).await?;
        let read = |(conversation, sequence, stamp, at, first_mid, second_mid): Columns| Resent {
            conversation: ConversationId(conversation),
            sequence: u64::try_from(sequence).unwrap_or(0),
            stamp,
            at: Timestamp(at),
            first_mid,
            second_mid,
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// The newest lines of a conversation's history, oldest first.
    pub async fn history(&self, id: ConversationId, limit: usize) -> Result<Vec<Line>, Problem> {
        Ok(self.whole_history(id, limit).await?.0)
    }

    /// The same, and whether they begin with the first of all.
    pub async fn whole_history(
        &self,
        id: ConversationId,
        limit: usize,
    ) -> Result<(Vec<Line>, bool), Problem> {
        let newest: Option<Option<i64>> =
            sqlx::query_scalar(NEWEST_LINE).bind(id.0).fetch_optional(&self.pool).await?;
        let mut next = newest.flatten();
        let (mut lines, mut whole) = (Vec::new(), false);
        while let Some(line) = next.filter(|_| lines.len() < limit) {
            type Columns = (i64, i64, Option<i64>, Vec<u8>);
            let row: Option<Columns> =
                sqlx::query_as(LINE).bind(line).bind(id.0).fetch_optional(&self.pool).await?;
            // A line that retention took ends the chain.
            let Some((_, at, previous, what)) = row else { break };
            lines.push((Timestamp(at), what));
            // A line is always younger than the one before it; a number used anew after retention
            // took all is not it.
            next = previous.filter(|previous| *previous < line);
            whole = previous.is_none();
        }
        lines.reverse();
        Ok((lines, whole))
    }
}

fn stored(row: &sqlx::sqlite::SqliteRow) -> Result<Stored, sqlx::Error> {
    Ok(Stored::read(&StoredColumns {
        id: row.try_get(0)?,
        stamp: row.try_get(1)?,
        channel: row.try_get(2)?,
        page: row.try_get(3)?,
        contact: row.try_get(4)?,
        format: row.try_get(5)?,
        history: row.try_get(6)?,
        state: row.try_get(7)?,
        timer: row.try_get(8)?,
    }))
}
