//! The one connection that writes. A batch is opened (lock, keys, reads), stepped by the caller,
//! and written with everything else of it. Invariant: an error leaves no transaction open.
//!
//! SQLite answers on the thread it is called on, so whoever has the writer has a thread to itself
//! and calls nothing else on it. The verbs are `async` all the same: a database across a network
//! takes its place behind them.

use std::fs::File;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use baton_core::id::ConversationId;
use rusqlite::{Connection, params};

use super::batch::{Changes, Key, Opened, Opening};
use super::row::{Stored, StoredColumns};
use super::{CommitProblem, Pages, Problem, open, statement, tidy, write};

/// The one writer of a database.
#[derive(Debug)]
pub struct Writer {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// The log's shared index, to see how long the log is. Never closed: see [`Writer::log_pages`].
    pub(super) index: Option<ManuallyDrop<File>>,
    /// Above so many pages those who read are waited for, so that the log can start anew.
    pub(super) patience: Pages,
    /// Nobody else opens the file while we may still write to it.
    lock: Arc<File>,
    next_line: i64,
}

impl Writer {
    pub(super) fn new(path: &Path, lock: Arc<File>) -> Result<Self, Problem> {
        let connection = open::connect(path)?;
        let newest = "select coalesce(max(id), 0) from history";
        let last: i64 = connection.query_row(newest, [], |row| row.get(0))?;
        let path = path.to_owned();
        let patience = tidy::PATIENCE;
        Ok(Self { connection, path, index: None, patience, lock, next_line: last + 1 })
    }

    /// The number of the next line of history. Numbers of batches that failed are not used again.
    pub fn next_line(&mut self) -> i64 {
        self.next_line += 1;
        self.next_line - 1
    }

    /// Opens a batch: from here to `commit` nobody else writes.
    ///
    /// # Errors
    /// Nothing was written then, and no batch is open.
    pub async fn open(&mut self, opening: &Opening) -> Result<Opened, CommitProblem> {
        self.roll_back().await;
        match self.find(opening) {
            Ok(opened) => Ok(opened),
            Err(error) => {
                self.roll_back().await;
                Err(CommitProblem::of(error))
            }
        }
    }

    fn find(&self, opening: &Opening) -> rusqlite::Result<Opened> {
        self.begin()?;
        let mut opened = Opened::default();
        let mut draw = self.connection.prepare_cached(statement::DRAW_KEY)?;
        for Key { conversation, key, at } in &opening.keys {
            if draw.execute(params![at, conversation.0, key, opening.stamp])? > 0 {
                opened.fresh.insert((*conversation, *key));
            }
        }
        for id in &opening.load {
            opened.loaded.extend(self.load(*id)?);
        }
        Ok(opened)
    }

    fn load(&self, id: ConversationId) -> rusqlite::Result<Option<Stored>> {
        let mut load = self.connection.prepare_cached(statement::LOAD)?;
        let mut rows = load.query([id.0])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let stored = Stored::read(&StoredColumns {
            id: row.get(0)?,
            stamp: row.get(1)?,
            channel: row.get_ref(2)?.as_str()?,
            page: row.get_ref(3)?.as_str()?,
            contact: row.get_ref(4)?.as_str()?,
            format: row.get(5)?,
            history: row.get(6)?,
            state: row.get_ref(7)?.as_bytes()?,
            timer: row.get(8)?,
        });
        Ok(Some(stored))
    }

    fn begin(&self) -> rusqlite::Result<()> {
        self.connection.prepare_cached(statement::BEGIN)?.execute([]).map(drop)
    }

    /// Writes a batch and ends it. After `Doubt` call [`Writer::resolve`] before anything else.
    ///
    /// # Errors
    /// Nothing was written then, except after `Doubt`.
    pub async fn commit(&mut self, changes: &Changes<'_>) -> Result<(), CommitProblem> {
        let Err(error) = self.write(changes) else { return Ok(()) };
        let problem = CommitProblem::of(error);
        if !matches!(problem, CommitProblem::Doubt(_)) {
            self.roll_back().await;
        }
        Err(problem)
    }

    fn write(&self, changes: &Changes<'_>) -> rusqlite::Result<()> {
        if self.connection.is_autocommit() {
            self.begin()?;
        }
        write::all(&self.connection, changes)?;
        self.connection.prepare_cached(statement::COMMIT)?.execute([]).map(drop)
    }

    /// Gives the open batch up, if there is one. After some errors SQLite has done so by itself.
    pub async fn roll_back(&mut self) {
        if self.connection.is_autocommit() {
            return;
        }
        if let Err(error) = self.connection.execute_batch(statement::ROLL_BACK) {
            tracing::debug!(%error, "rollback");
        }
    }

    /// After a doubt: reopens the file and says whether the batch was written, by what it would
    /// have written for these conversations and keys.
    ///
    /// # Errors
    /// While the file cannot be had.
    pub async fn resolve(
        &mut self,
        stamp: i64,
        ids: &[ConversationId],
        keys: &[Key],
    ) -> Result<bool, Problem> {
        // The old connection may hold the lock of a transaction that never ended: ending it comes
        // first.
        self.roll_back().await;
        let fresh = open::connect(&self.path)?;
        let old = std::mem::replace(&mut self.connection, fresh);
        if let Err((_, error)) = old.close() {
            tracing::warn!(%error, "closing a connection in doubt");
        }
        let mut bears = self.connection.prepare(statement::BEARS_STAMP)?;
        for id in ids {
            if bears.query_row(params![id.0, stamp], |row| row.get(0))? {
                return Ok(true);
            }
        }
        let mut drew = self.connection.prepare(statement::DREW_KEY)?;
        for Key { conversation, key, at } in keys {
            if drew.exists(params![at, conversation.0, key, stamp])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends the writer; the log is folded into the file.
    ///
    /// # Errors
    /// When the file cannot be written; what was committed is in its log.
    pub async fn close(mut self) -> Result<(), Problem> {
        self.roll_back().await;
        let Self { connection, lock, .. } = self;
        let closed = connection.close();
        drop(lock);
        closed.map_err(|(_, error)| error.into())
    }
}
