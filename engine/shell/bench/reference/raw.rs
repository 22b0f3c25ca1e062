//! What SQLite alone does here when every turn has a commit to itself: what group commit is to
//! beat. No HTTP, no signature, no Graph call, one thread.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::writer::{Statements, TABLES, Turn};
use crate::bench::world::{PAGES, contact, page};

/// People who take turns.
const PEOPLE: usize = 16;

/// Turns a second, each with its event key, state, outbox row and the mark of the one before it in
/// a transaction of its own with `synchronous=FULL`.
pub(in crate::bench) fn turns_per_second(folder: &Path, each: Duration) -> anyhow::Result<f64> {
    let folder = tempfile::Builder::new().prefix("baton-bench-").tempdir_in(folder)?;
    let connection = Connection::open(folder.path().join("raw.db"))?;
    connection.execute_batch(TABLES)?;
    let mut sql = Statements::new(&connection)?;
    let (mut states, mut next) = (std::collections::HashMap::new(), 1);
    let begun = Instant::now();
    let mut turns = 0;
    while begun.elapsed() < each {
        let page = page(turns / PEOPLE % PAGES);
        let (done, _) = oneshot::channel();
        let turn = Turn {
            key: format!("m_bench_{turns:020}"),
            contact: contact(&page, turns % PEOPLE),
            page,
            text: "hi".to_owned(),
            done,
        };
        sql.begin.execute([])?;
        sql.sent.execute([next - 1])?;
        sql.turn(&turn, &mut states, &mut next)?;
        sql.commit.execute([])?;
        turns += 1;
    }
    Ok(turns as f64 / begun.elapsed().as_secs_f64())
}
