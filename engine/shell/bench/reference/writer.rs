//! The reference's one writer: gathers what has come, commits it together, then answers and calls.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Statement, params};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::calls::{Call, Calls};
use crate::bench::flow;

/// Jobs of one transaction.
const GROUP: usize = 512;
/// Marks alone wait so long for company: a lost mark costs a second look, no message.
const MARKS: Duration = Duration::from_millis(10);

pub(super) const TABLES: &str = "pragma journal_mode = wal; pragma synchronous = full;
    create table event (key text primary key) without rowid;
    create table state (contact text primary key, module integer, times integer) without rowid;
    create table outbox (id integer primary key, page text, body text);";

/// What the writer is given.
pub(super) enum Job {
    /// Somebody wrote.
    Turn(Turn),
    /// A call was accepted.
    Sent(i64),
}

/// A message of a person.
pub(super) struct Turn {
    pub(super) key: String,
    pub(super) page: String,
    pub(super) contact: String,
    pub(super) text: String,
    pub(super) done: oneshot::Sender<()>,
}

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    /// 1: asked whether to count.
    module: i64,
    times: usize,
}

pub(super) struct Statements<'c> {
    pub(super) begin: Statement<'c>,
    pub(super) commit: Statement<'c>,
    key: Statement<'c>,
    load: Statement<'c>,
    save: Statement<'c>,
    queue: Statement<'c>,
    pub(super) sent: Statement<'c>,
}

/// Opens a new database and starts the writer.
pub(super) fn start(
    database: &Path,
    jobs: Receiver<Job>,
    calls: Calls,
    handle: Handle,
) -> anyhow::Result<()> {
    let connection = Connection::open(database)?;
    connection.execute_batch(TABLES)?;
    std::thread::Builder::new().name("writer".into()).spawn(move || {
        if let Err(error) = write(&connection, &jobs, &calls, &handle) {
            tracing::error!(%error, "the writer died");
        }
    })?;
    Ok(())
}

fn write(
    connection: &Connection,
    jobs: &Receiver<Job>,
    calls: &Calls,
    handle: &Handle,
) -> rusqlite::Result<()> {
    let mut sql = Statements::new(connection)?;
    let mut states = HashMap::new();
    let mut next = 1;
    while let Some(group) = gather(jobs) {
        let (mut done, mut queued) = (Vec::new(), Vec::new());
        sql.begin.execute([])?;
        for job in group {
            match job {
                Job::Sent(id) => drop(sql.sent.execute([id])?),
                Job::Turn(turn) => {
                    queued.extend(sql.turn(&turn, &mut states, &mut next)?);
                    done.push(turn.done);
                }
            }
        }
        sql.commit.execute([])?;
        for call in queued {
            drop(handle.spawn(calls.clone().perform(call)));
        }
        for done in done {
            if done.send(()).is_err() {
                tracing::debug!("whoever posted it is gone; it comes again, and its key is known");
            }
        }
    }
    Ok(())
}

/// Waits for the first job and takes what else is there; `None` when everybody is gone.
fn gather(jobs: &Receiver<Job>) -> Option<Vec<Job>> {
    let mut group = vec![jobs.recv().ok()?];
    let mut marks_alone = matches!(group[0], Job::Sent(_));
    while group.len() < GROUP {
        let next = if marks_alone {
            jobs.recv_timeout(MARKS)
        } else {
            jobs.try_recv().map_err(|_| RecvTimeoutError::Timeout)
        };
        let Ok(job) = next else { break };
        marks_alone &= matches!(job, Job::Sent(_));
        group.push(job);
    }
    Some(group)
}

impl<'c> Statements<'c> {
    pub(super) fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            begin: connection.prepare("begin immediate")?,
            commit: connection.prepare("commit")?,
            key: connection.prepare("insert or ignore into event (key) values (?1)")?,
            load: connection.prepare("select module, times from state where contact = ?1")?,
            save: connection.prepare("insert or replace into state values (?1, ?2, ?3)")?,
            queue: connection.prepare("insert into outbox values (?1, ?2, ?3)")?,
            sent: connection.prepare("delete from outbox where id = ?1")?,
        })
    }

    /// One turn; nothing for one that was here before.
    pub(super) fn turn(
        &mut self,
        turn: &Turn,
        states: &mut HashMap<String, State>,
        next: &mut i64,
    ) -> rusqlite::Result<Option<Call>> {
        if self.key.execute([&turn.key])? == 0 {
            return Ok(None);
        }
        let known = states.get(&turn.contact).copied();
        let before = match known {
            Some(state) => state,
            None => self.stored(&turn.contact)?,
        };
        let (state, text, asks) = follow(before, &turn.text);
        let times = i64::try_from(state.times).expect("nobody counts that far");
        self.save.execute(params![turn.contact, state.module, times])?;
        states.insert(turn.contact.clone(), state);
        let (id, body) = (*next, message(&turn.contact, &text, asks, *next));
        *next += 1;
        self.queue.execute(params![id, turn.page, body])?;
        Ok(Some(Call { id, page: turn.page.clone(), body }))
    }

    fn stored(&mut self, contact: &str) -> rusqlite::Result<State> {
        let row = |row: &rusqlite::Row<'_>| {
            let times = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
            Ok(State { module: row.get(0)?, times })
        };
        Ok(self.load.query_row([contact], row).optional()?.unwrap_or_default())
    }
}

/// The flow of the bench. The last value: whether the quick replies go with it.
fn follow(state: State, text: &str) -> (State, String, bool) {
    match (state.module, text.trim().to_lowercase().as_str()) {
        (1, "yes") => {
            let times = state.times + 1;
            (State { module: 2, times }, flow::counted(times), false)
        }
        (2, "agent") => (State { module: 0, ..state }, flow::AGENT.to_owned(), false),
        _ => (State { module: 1, ..state }, flow::WELCOME.to_owned(), true),
    }
}

fn message(contact: &str, text: &str, asks: bool, id: i64) -> String {
    let text = serde_json::Value::from(text);
    let mut choices = String::new();
    if asks {
        let choice = |title: &str| {
            format!(r#"{{"content_type":"text","title":"{title}","payload":"{title}"}}"#)
        };
        let both = flow::CHOICES.map(choice).join(",");
        choices = format!(r#","quick_replies":[{both}]"#);
    }
    format!(
        concat!(
            r#"{{"messaging_type":"RESPONSE","recipient":{{"id":"{contact}"}},"#,
            r#""message":{{"text":{text}{choices},"metadata":"reference.{id}"}}}}"#
        ),
        contact = contact,
        text = text,
        choices = choices,
        id = id,
    )
}
