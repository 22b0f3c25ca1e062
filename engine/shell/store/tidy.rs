//! What the writer does between batches: fold the log into the file, drop what is too old, give
//! space back.

use std::fs::File;
use std::mem::ManuallyDrop;
use std::os::unix::fs::FileExt;

use baton_core::id::Timestamp;

use super::open::beside;
use super::undated::Place;
use super::{Problem, Writer};

/// Pages in the log above which it is folded into the file when nobody waits.
const FOLD_WHEN_IDLE: Pages = Pages(1_000);
/// Pages above which it is folded whoever waits: what bounds the log, at the price of one slow
/// batch.
const FOLD_ALWAYS: Pages = Pages(4_000);
/// Rows looked at in one turn of retention, so that no batch waits for long.
const TURN: i64 = 1_000;
/// Event keys and tombstones live so long: the platform does not redeliver for longer than that.
const KEY_DAYS: i64 = 8;
const DAY_MS: i64 = 86_400_000;
/// An event key.
const KEY_BYTES: usize = 16;

/// A number of database pages, 4 KiB each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pages(pub u32);

const KEYS_FROM: &str =
    "select coalesce((select conversation from chore where name = 'event_key'), $1),
    coalesce((select key from chore where name = 'event_key'), x''),
    coalesce((select day from chore where name = 'event_key'), 0)";
const KEYS_TO: &str =
    "select conversation, key, day from event_key where (conversation, key, day) > ($1, $2, $3)
    order by conversation, key, day limit 1 offset $4";
const KEYS_DELETE: &str = "delete from event_key where (conversation, key, day) > ($1, $2, $3)
    and (conversation, key, day) <= ($4, $5, $6) and day between 1 and $7";
const KEYS_MARK: &str =
    "insert into chore (name, conversation, key, day) values ('event_key', $1, $2, $3)
    on conflict (name) do update set conversation = excluded.conversation, key = excluded.key,
        day = excluded.day";
const HISTORY_DELETE: &str = "delete from history where at < $1
    and id in (select id from history order by id limit $2)";
const RESENT_DELETE: &str = "delete from resent where at < $1";
const QUARANTINE_DELETE: &str = "delete from quarantine where at < $1";
const GIVE_BACK: &str = "pragma incremental_vacuum(256)";
const FOLD: &str = "pragma wal_checkpoint(passive)";

impl Writer {
    /// Folds the log into the file when it is time. Only a pause of the writer lets the log start
    /// anew, so nobody else does this.
    pub async fn fold(&mut self, idle: bool) -> Result<(), Problem> {
        let pages = self.log_pages();
        if pages >= FOLD_ALWAYS || (idle && pages >= FOLD_WHEN_IDLE) {
            sqlx::query(FOLD).execute(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Pages in the log now, as the header of the shared index says (SQLite, "WAL-mode File
    /// Format", section 2.1: `mxFrame`, 4 bytes at offset 16, in the machine's byte order). Reading
    /// it costs no statement.
    ///
    /// The file is never closed: closing any handle of it would let go of all locks SQLite holds on
    /// it in this process (fcntl(2)), and another program that reads the database would cut it
    /// while we have it mapped.
    pub fn log_pages(&mut self) -> Pages {
        if self.index.is_none() {
            self.index = File::open(beside(&self.path, "-shm")).ok().map(ManuallyDrop::new);
        }
        let mut count = [0; 4];
        let read = self.index.as_ref().map(|index| index.read_exact_at(&mut count, 16));
        match read {
            Some(Ok(())) => Pages(u32::from_ne_bytes(count)),
            // Without the index nothing is known; folding is always right.
            Some(Err(_)) | None => FOLD_ALWAYS,
        }
    }

    /// One turn of retention: at most 1,000 rows of each table. Returns whether there may be more.
    pub async fn forget_old(&mut self, now: Timestamp, history_ms: i64) -> Result<bool, Problem> {
        let keys = self.forget_keys(now).await?;
        let lines = sqlx::query(HISTORY_DELETE)
            .bind(now.0.saturating_sub(history_ms))
            .bind(TURN)
            .execute(&mut self.connection)
            .await?
            .rows_affected();
        let old = now.0.saturating_sub(KEY_DAYS * DAY_MS);
        sqlx::query(RESENT_DELETE).bind(old).execute(&mut self.connection).await?;
        sqlx::query(QUARANTINE_DELETE).bind(old).execute(&mut self.connection).await?;
        if keys || lines > 0 {
            sqlx::query(GIVE_BACK).execute(&mut self.connection).await?;
        }
        Ok(keys || lines > 0)
    }

    /// Walks on through the event keys and drops the old ones of the next stretch. `true`: the end
    /// is not reached.
    async fn forget_keys(&mut self, now: Timestamp) -> Result<bool, Problem> {
        let oldest = now.0.div_euclid(DAY_MS) - KEY_DAYS - 1;
        let from: Place =
            sqlx::query_as(KEYS_FROM).bind(i64::MIN).fetch_one(&mut self.connection).await?;
        let end: Option<Place> = sqlx::query_as(KEYS_TO)
            .bind(from.0)
            .bind(from.1.clone())
            .bind(from.2)
            .bind(TURN)
            .fetch_optional(&mut self.connection)
            .await?;
        let to = end.clone().unwrap_or_else(|| (i64::MAX, vec![u8::MAX; KEY_BYTES + 1], i64::MAX));
        sqlx::query(KEYS_DELETE)
            .bind(from.0)
            .bind(from.1.clone())
            .bind(from.2)
            .bind(to.0)
            .bind(to.1.clone())
            .bind(to.2)
            .bind(oldest)
            .execute(&mut self.connection)
            .await?;
        self.forget_undated(&from, &to, now).await?;
        let more = end.is_some();
        let (id, key, day) = end.unwrap_or((i64::MIN, Vec::new(), 0));
        self.mark_keys(id, key, day).await?;
        Ok(more)
    }

    async fn mark_keys(&mut self, id: i64, key: Vec<u8>, day: i64) -> Result<(), Problem> {
        sqlx::query(KEYS_MARK).bind(id).bind(key).bind(day).execute(&mut self.connection).await?;
        Ok(())
    }
}
