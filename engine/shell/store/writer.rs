//! The one connection that writes. A batch is opened (lock, keys, reads), stepped by the caller,
//! and written in one more hop that ends in `commit`. Invariant: an error leaves no transaction
//! open.

use std::fs::File;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use baton_core::conversation::{FORMAT, READS};
use baton_core::id::{ConversationId, Timestamp};
use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Either, Executor, Row};

use super::batch::{Changes, Key, NewEffect, Opened, Opening, OutboxChange, Written};
use super::packing::{Bytes, Rows, numbers};
use super::row::{Stored, kind_of, lane_number};
use super::{CommitProblem, Problem, aside, open, statement};

/// The one writer of a database.
#[derive(Debug)]
pub struct Writer {
    pub(super) connection: SqliteConnection,
    options: SqliteConnectOptions,
    pub(super) path: PathBuf,
    /// The log's shared index, to see how long the log is. Never closed: see [`Writer::log_pages`].
    pub(super) index: Option<ManuallyDrop<File>>,
    in_batch: bool,
    next_line: i64,
}

impl Writer {
    pub(super) async fn new(
        mut connection: SqliteConnection,
        options: SqliteConnectOptions,
        path: &Path,
    ) -> Result<Self, Problem> {
        let last: i64 = sqlx::query_scalar("select coalesce(max(id), 0) from history")
            .fetch_one(&mut connection)
            .await?;
        let path = path.to_owned();
        Ok(Self { connection, options, path, index: None, in_batch: false, next_line: last + 1 })
    }

    /// The number of the next line of history. Numbers of batches that failed are not used again.
    pub fn next_line(&mut self) -> i64 {
        self.next_line += 1;
        self.next_line - 1
    }

    /// Opens a batch: from here to `commit` nobody else writes.
    pub async fn open(&mut self, opening: &Opening) -> Result<Opened, CommitProblem> {
        self.roll_back().await;
        let (keys, bytes) = pack_keys(&opening.keys);
        self.in_batch = true;
        let mut opened = Opened::default();
        let text = if opening.load.is_empty() { statement::OPEN_KEYS } else { statement::OPEN };
        let query = sqlx::query(text)
            .bind(keys.finish())
            .bind(bytes)
            .bind(opening.stamp)
            .bind(numbers(opening.load.iter().map(|id| id.0)));
        let found = {
            let mut rows = (&mut self.connection).fetch_many(query);
            collect(&mut rows, &mut opened).await
        };
        match found {
            Ok(()) => Ok(opened),
            Err(error) => {
                self.roll_back().await;
                Err(CommitProblem::of(error))
            }
        }
    }

    /// Writes a batch and ends it. After `Doubt` call [`Writer::resolve`] before anything else.
    pub async fn commit(&mut self, changes: &Changes<'_>) -> Result<(), CommitProblem> {
        let written = self.write(changes).await;
        match written {
            Ok(()) => {
                self.in_batch = false;
                Ok(())
            }
            Err(error) => {
                let problem = CommitProblem::of(error);
                if !matches!(problem, CommitProblem::Doubt(_)) {
                    self.roll_back().await;
                }
                Err(problem)
            }
        }
    }

    async fn write(&mut self, changes: &Changes<'_>) -> Result<(), sqlx::Error> {
        if changes.has_asides() {
            if !self.in_batch {
                self.in_batch = true;
                sqlx::query(statement::BEGIN).execute(&mut self.connection).await?;
            }
            aside::write(&mut self.connection, changes).await?;
        }
        let text = statement::write(!self.in_batch, wanted(changes));
        self.in_batch = true;
        let mut bytes = Bytes::default();
        let (born, grown) = pack_conversations(&changes.conversations, &mut bytes);
        let changed = grown.len();
        let effects = pack_effects(&changes.effects, &mut bytes);
        let history = pack_history(changes, &mut bytes);
        let (keys, key_bytes) = pack_keys(changes.keys);
        let query = sqlx::query(AssertSqlSafe(text))
            .bind(changes.stamp)
            .bind(bytes.0)
            .bind(i64::from(FORMAT))
            .bind(born.finish())
            .bind(grown.finish())
            .bind(changed)
            .bind(pack_settled(&changes.settled).finish())
            .bind(effects.finish())
            .bind(pack_changed(&changes.changed).finish())
            .bind(pack_timers(changes.timers).finish())
            .bind(numbers(changes.timers_over.iter().map(|id| id.0)))
            .bind(history.finish())
            .bind(keys.finish())
            .bind(key_bytes);
        query.execute(&mut self.connection).await?;
        Ok(())
    }

    /// Gives the open batch up, if there is one.
    pub async fn roll_back(&mut self) {
        if !self.in_batch {
            return;
        }
        self.in_batch = false;
        let rolled = sqlx::query(statement::ROLL_BACK).execute(&mut self.connection).await;
        if let Err(error) = rolled {
            // SQLite has rolled back by itself after some errors; then there is nothing to give up.
            tracing::debug!(%error, "rollback");
        }
    }

    /// After a doubt: reopens the file and says whether the batch was written. Fails while the file
    /// cannot be had.
    pub async fn resolve(&mut self, stamp: i64, ids: &[ConversationId]) -> Result<bool, Problem> {
        // The old connection may hold the lock of a transaction that never ended: ending it comes
        // first.
        self.roll_back().await;
        let fresh = open::reopen(&self.options).await?;
        let old = std::mem::replace(&mut self.connection, fresh);
        if let Err(error) = open::close(old).await {
            tracing::warn!(%error, "closing a connection in doubt");
        }
        let written: bool = sqlx::query_scalar(statement::IS_COMMITTED)
            .bind(numbers(ids.iter().map(|id| id.0)))
            .bind(stamp)
            .fetch_one(&mut self.connection)
            .await?;
        Ok(written)
    }

    /// Ends the writer; the log is folded into the file.
    pub async fn close(mut self) -> Result<(), Problem> {
        self.roll_back().await;
        open::close(self.connection).await
    }
}

fn wanted(changes: &Changes<'_>) -> statement::Wanted {
    let born = |written: &Written<'_>| written.was.is_none();
    [
        !changes.keys.is_empty(),
        changes.conversations.iter().any(born),
        changes.conversations.iter().any(|written| !born(written)),
        !changes.settled.is_empty(),
        !changes.effects.is_empty(),
        !changes.changed.is_empty(),
        !changes.timers.is_empty(),
        !changes.timers_over.is_empty(),
        !changes.history.is_empty(),
    ]
}

type Found<'a> = futures_util::stream::BoxStream<
    'a,
    Result<Either<sqlx::sqlite::SqliteQueryResult, SqliteRow>, sqlx::Error>,
>;

/// Sorts the rows of [`statement::OPEN`]: its second statement returns keys, its third
/// conversations.
async fn collect(rows: &mut Found<'_>, opened: &mut Opened) -> Result<(), sqlx::Error> {
    let mut ended = 0;
    while let Some(found) = rows.try_next().await? {
        match found {
            Either::Left(_) => ended += 1,
            Either::Right(row) if ended == 1 => {
                opened.fresh.extend(read_key(&row)?);
            }
            Either::Right(row) => opened.loaded.push(read_conversation(&row)?),
        }
    }
    Ok(())
}

fn read_key(row: &SqliteRow) -> Result<Option<(ConversationId, [u8; 16])>, sqlx::Error> {
    let id = ConversationId(row.try_get(0)?);
    let key: &[u8] = row.try_get(1)?;
    Ok(key.try_into().ok().map(|key| (id, key)))
}

pub(super) fn read_conversation(row: &SqliteRow) -> Result<Stored, sqlx::Error> {
    let format: i64 = row.try_get(5)?;
    let state: &[u8] = row.try_get(7)?;
    let known = u16::try_from(format).is_ok_and(|format| READS.contains(&format));
    let conversation = if known {
        serde_json::from_slice(state).map_err(|error| error.to_string())
    } else {
        let (oldest, newest) = (READS.start(), READS.end());
        Err(format!("its state has format {format}, this program reads {oldest} to {newest}"))
    };
    Ok(Stored {
        conversation,
        id: ConversationId(row.try_get(0)?),
        stamp: row.try_get(1)?,
        channel: row.try_get(2)?,
        page: row.try_get::<&str, _>(3)?.into(),
        contact: row.try_get::<&str, _>(4)?.into(),
        history: row.try_get(6)?,
        timer: row.try_get::<Option<i64>, _>(8)?.map(Timestamp),
    })
}

fn ms(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).expect("an effect's number is far below 2^63")
}

fn pack_keys(keys: &[Key]) -> (Rows, Vec<u8>) {
    let mut rows = Rows::new();
    let mut bytes = Vec::with_capacity(keys.len() * 16);
    for key in keys {
        rows.row().int(key.conversation.0).int(key.day.into()).end();
        bytes.extend_from_slice(&key.key);
    }
    (rows, bytes)
}

fn pack_conversations(written: &[Written<'_>], bytes: &mut Bytes) -> (Rows, Rows) {
    let (mut born, mut grown) = (Rows::new(), Rows::new());
    for Written { conversation, was, history } in written {
        let from = bytes.0.len();
        serde_json::to_writer(&mut bytes.0, conversation)
            .expect("a conversation is plain data with text keys");
        let piece = bytes.since(from);
        let row = match was {
            None => born
                .row()
                .int(conversation.id.0)
                .text(&conversation.page.channel)
                .text(conversation.page.id.as_str())
                .text(conversation.person.id.as_str()),
            Some(was) => grown.row().int(conversation.id.0).int(*was),
        };
        row.int(conversation.epoch.into())
            .int(signed(conversation.counters.effect))
            .maybe(ms(conversation.person.window_until))
            .maybe(*history)
            .piece(piece)
            .end();
    }
    (born, grown)
}

fn pack_effects(effects: &[NewEffect<'_>], bytes: &mut Bytes) -> Rows {
    let mut rows = Rows::new();
    for new in effects {
        let Some(id) = new.effect.id() else { continue };
        let from = bytes.0.len();
        serde_json::to_writer(&mut bytes.0, new.effect)
            .expect("an effect is plain data with text keys");
        let piece = bytes.since(from);
        rows.row()
            .int(new.conversation.0)
            .int(signed(id.0))
            .int(lane_number(new.effect.lane()))
            .text(kind_of(new.effect))
            .maybe(new.effect.epoch().map(i64::from))
            .text(new.state.word())
            .int(0)
            .maybe(ms(new.deadline))
            .maybe(ms(new.not_before))
            .piece(piece)
            .end();
    }
    rows
}

fn pack_settled(settled: &[(ConversationId, u64, i64)]) -> Rows {
    let mut rows = Rows::new();
    for (conversation, sequence, stamp) in settled {
        rows.row().int(conversation.0).int(signed(*sequence)).int(*stamp).end();
    }
    rows
}

fn pack_changed(changed: &[OutboxChange]) -> Rows {
    let mut rows = Rows::new();
    for change in changed {
        rows.row()
            .int(change.conversation.0)
            .int(signed(change.sequence))
            .int(change.stamp)
            .text(change.state.word())
            .int(change.claim)
            .maybe(ms(change.deadline))
            .maybe(ms(change.not_before))
            .int(change.tries.into())
            .maybe(ms(change.sent_at))
            .end();
    }
    rows
}

fn pack_timers(timers: &[(ConversationId, Timestamp)]) -> Rows {
    let mut rows = Rows::new();
    for (conversation, due) in timers {
        rows.row().int(conversation.0).int(due.0).end();
    }
    rows
}

fn pack_history(changes: &Changes<'_>, bytes: &mut Bytes) -> Rows {
    let mut rows = Rows::new();
    for line in changes.history {
        let piece = bytes.add(&line.what);
        rows.row()
            .int(line.id)
            .int(line.conversation.0)
            .int(line.at.0)
            .maybe(line.previous)
            .piece(piece)
            .end();
    }
    rows
}
