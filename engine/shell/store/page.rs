//! What we learned of pages: how they route threads, when we did not listen, what their token did.

use baton_core::conversation::Routing;
use baton_core::id::{PageId, Timestamp};
use rusqlite::{Connection, params};
use sqlx::Row;

use super::{Problem, Readers};

/// What we learned of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    /// Which.
    pub id: PageId,
    /// How it routes threads, and since when we know; `None`: nothing learned.
    pub routing: Option<(Routing, Timestamp)>,
    /// The last time we did not take webhooks: from, to.
    pub gap: Option<(Timestamp, Timestamp)>,
    /// When a take of control was refused last, if none was accepted since.
    pub take_refused_at: Option<Timestamp>,
    /// Since when its token does not work.
    pub token_dead_at: Option<Timestamp>,
}

impl PageRow {
    /// A page of which nothing is known.
    pub fn new(id: PageId) -> Self {
        Self { id, routing: None, gap: None, take_refused_at: None, token_dead_at: None }
    }
}

const WRITE_PAGE: &str = "insert into page
    (id, routing, routing_at, gap_from, gap_until, take_refused_at, token_dead_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do update set
        routing = excluded.routing, routing_at = excluded.routing_at, gap_from = excluded.gap_from,
        gap_until = excluded.gap_until, take_refused_at = excluded.take_refused_at,
        token_dead_at = excluded.token_dead_at";
const READ_PAGES: &str =
    "select id, routing, routing_at, gap_from, gap_until, take_refused_at, token_dead_at from page";

/// Writes a page's row into the open transaction.
pub(super) fn write(connection: &Connection, row: &PageRow) -> rusqlite::Result<()> {
    let mut write = connection.prepare_cached(WRITE_PAGE)?;
    let written = write.execute(params![
        row.id.as_str(),
        row.routing.map(|(routing, _)| word(routing)),
        row.routing.map(|(_, at)| at.0),
        row.gap.map(|(from, _)| from.0),
        row.gap.map(|(_, until)| until.0),
        row.take_refused_at.map(|at| at.0),
        row.token_dead_at.map(|at| at.0),
    ]);
    written.map(drop)
}

impl Readers {
    /// Everything learned of pages.
    pub async fn pages(&self) -> Result<Vec<PageRow>, Problem> {
        let rows = sqlx::query(READ_PAGES).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::sqlite::SqliteRow| -> Result<PageRow, sqlx::Error> {
            let at = |i: usize| row.try_get::<Option<i64>, _>(i).map(|at| at.map(Timestamp));
            let routing = row.try_get::<Option<&str>, _>(1)?.and_then(from_word);
            Ok(PageRow {
                id: PageId::new(row.try_get::<&str, _>(0)?),
                routing: routing.zip(at(2)?),
                gap: at(3)?.zip(at(4)?),
                take_refused_at: at(5)?,
                token_dead_at: at(6)?,
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn word(routing: Routing) -> &'static str {
    match routing {
        Routing::WeAreDefault => "we_are_default",
        Routing::AnotherIsDefault => "another_is_default",
        Routing::Shared => "shared",
    }
}

fn from_word(text: &str) -> Option<Routing> {
    [Routing::WeAreDefault, Routing::AnotherIsDefault, Routing::Shared]
        .into_iter()
        .find(|routing| word(*routing) == text)
}
