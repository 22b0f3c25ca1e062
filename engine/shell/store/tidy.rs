//! What the writer does between batches: fold the log into the file, drop what is too old, give
//! space back.

use std::fs::File;
use std::mem::ManuallyDrop;
use std::os::unix::fs::FileExt;
use std::time::{Duration, Instant};

use baton_core::id::Timestamp;
use rusqlite::params;

use super::open::{self, beside};
use super::{Problem, Writer};

/// Pages in the log above which it is folded into the file when nobody waits.
const FOLD_WHEN_IDLE: Pages = Pages(2_000);
/// Pages above which it is folded whoever waits: what bounds the log, at the price of one slow
/// batch.
const FOLD_ALWAYS: Pages = Pages(8_000);
/// Pages above which the log is made to start anew, though somebody reads: 32 MiB, half of what it may have. Looks that
/// follow each other without a gap keep it from starting anew by itself, however short they are.
pub(super) const PATIENCE: Pages = Pages(16_000);
/// So long the writer waits for those who read: twice the longest look that is allowed, since one may have begun while
/// the other was waited for.
const READERS: Duration = Duration::from_secs(3);
/// One wait of them.
const READER: Duration = Duration::from_millis(50);
/// Rows looked at in one turn of retention, so that no batch waits for long.
const TURN: i64 = 1_000;
/// Event keys and tombstones live so long: the platform does not redeliver for longer than that.
const KEY_DAYS: i64 = 8;
const DAY_MS: i64 = 86_400_000;

/// A number of database pages, 2 KiB each; 4 KiB in a file of before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pages(pub u32);

const KEYS_DELETE: &str = "delete from event_key where (at, conversation, key) in
    (select at, conversation, key from event_key where at > 0 and at < ?1
    order by at, conversation, key limit ?2)";
const HISTORY_DELETE: &str = "delete from history where at < $1
    and id in (select id from history order by id limit $2)";
const RESENT_DELETE: &str = "delete from resent where at < $1";
const QUARANTINE_DELETE: &str = "delete from quarantine where at < $1";
const GIVE_BACK: &str = "pragma incremental_vacuum(256)";
const FOLD: &str = "pragma wal_checkpoint(passive)";
const START_ANEW: &str = "pragma wal_checkpoint(restart)";

impl Writer {
    /// Folds the log into the file when it is time. Only a pause of the writer lets the log start
    /// anew, so nobody else does this.
    pub async fn fold(&mut self, idle: bool) -> Result<(), Problem> {
        let pages = self.log_pages();
        if pages >= FOLD_ALWAYS || (idle && pages >= FOLD_WHEN_IDLE) {
            let mut fold = self.connection.prepare_cached(FOLD)?;
            fold.query_row([], |_| Ok(()))?;
        }
        if pages < FOLD_ALWAYS {
            self.patience = PATIENCE;
        } else if pages >= self.patience {
            self.start_log_anew(pages)?;
        }
        Ok(())
    }

    /// Waits for those who read, so that the log can start anew. Whoever reads for longer, as a backup does, is not
    /// waited for again before the log is twice as long.
    fn start_log_anew(&mut self, pages: Pages) -> Result<(), Problem> {
        let end = Instant::now() + READERS;
        self.connection.busy_timeout(READER)?;
        // Many short waits in place of a long one: SQLite waits for the place a reader had, and the next one would sit
        // down in it again and again.
        let busy = loop {
            let waited = self.connection.query_row(START_ANEW, [], |row| row.get(0));
            if !matches!(waited, Ok(true)) || Instant::now() >= end {
                break waited;
            }
        };
        self.connection.busy_timeout(open::BUSY)?;
        let busy: bool = busy?;
        if busy {
            self.patience = Pages(pages.0.saturating_mul(2));
            tracing::warn!(
                mib = pages.0 / 256,
                "somebody reads the database for long; its log grows meanwhile"
            );
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
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn forget_old(&mut self, now: Timestamp, history_ms: i64) -> Result<bool, Problem> {
        let keys_until = (now.0.div_euclid(DAY_MS) - KEY_DAYS) * DAY_MS;
        let keys = self.connection.execute(KEYS_DELETE, params![keys_until, TURN])?;
        let undated = self.forget_undated(now)?;
        let lines_until = now.0.saturating_sub(history_ms);
        let lines = self.connection.execute(HISTORY_DELETE, params![lines_until, TURN])?;
        let old = now.0.saturating_sub(KEY_DAYS * DAY_MS);
        self.connection.execute(RESENT_DELETE, [old])?;
        self.connection.execute(QUARANTINE_DELETE, [old])?;
        if keys + undated + lines > 0 {
            let mut give_back = self.connection.prepare(GIVE_BACK)?;
            let mut given = give_back.query([])?;
            // Each step gives one page back.
            while given.next()?.is_some() {}
        }
        Ok(keys + undated + lines > 0)
    }
}
