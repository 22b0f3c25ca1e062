//! What a world's database holds, read beside the running server: tests look at what was really kept.

use baton_core::note::Note;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};

use super::World;

/// What was kept of everything that came in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Stored {
    /// Contacts.
    pub(crate) conversations: i64,
    /// Events that were taken in.
    pub(crate) keys: i64,
    /// Lines of history.
    pub(crate) history: i64,
    /// Effects without a known outcome.
    pub(crate) outbox: i64,
    /// What was put aside for people to look at: why, and what came.
    pub(crate) quarantine: Vec<(String, Vec<u8>)>,
}

impl World {
    /// What the database holds now.
    pub(crate) fn stored(&self) -> Stored {
        self.runtime.block_on(async {
            let mut database = self.open_database().await;
            let rows: Vec<(Vec<u8>, Vec<u8>)> =
                sqlx::query_as("select reason, raw from quarantine order by id")
                    .fetch_all(&mut database)
                    .await
                    .unwrap();
            let readable = |(reason, raw)| (String::from_utf8(reason).unwrap(), raw);
            Stored {
                conversations: count(&mut database, "conversation").await,
                keys: count(&mut database, "event_key").await,
                history: count(&mut database, "history").await,
                outbox: count(&mut database, "outbox").await,
                quarantine: rows.into_iter().map(readable).collect(),
            }
        })
    }

    /// The contacts, as they are stored.
    pub(crate) fn stored_contacts(&self) -> Vec<String> {
        self.runtime.block_on(async {
            let mut database = self.open_database().await;
            let contacts = sqlx::query_scalar("select contact from conversation order by contact");
            contacts.fetch_all(&mut database).await.unwrap()
        })
    }

    /// What the history has of a contact, in the order in which it was stepped.
    pub(crate) fn notes(&self, contact: &str) -> Vec<Note> {
        let lines: Vec<Vec<u8>> = self.runtime.block_on(async {
            let mut database = self.open_database().await;
            let lines = sqlx::query_scalar(
                "select what from history join conversation c on c.id = conversation \
                 where c.contact = $1 order by history.id",
            );
            lines.bind(contact).fetch_all(&mut database).await.unwrap()
        });
        lines.iter().flat_map(|line| serde_json::from_slice::<Vec<Note>>(line).unwrap()).collect()
    }

    /// The words that were heard of a contact, in the order in which they were stepped, and whether an answer was
    /// left to people.
    pub(crate) fn heard(&self, contact: &str) -> Vec<(String, bool)> {
        let heard = self.notes(contact).into_iter().filter_map(|note| match note {
            Note::Heard { text, silent } => Some((text, silent)),
            _ => None,
        });
        heard.collect()
    }

    /// A number the database tells.
    pub(crate) fn ask_database(&self, question: &'static str) -> i64 {
        self.runtime.block_on(async {
            let mut database = self.open_database().await;
            sqlx::query_scalar(question).fetch_one(&mut database).await.unwrap()
        })
    }

    async fn open_database(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.database());
        options.read_only(true).connect().await.expect("the server has made its database")
    }
}

/// Somebody else who reads the database, as a console or an export does.
pub(crate) struct Reader(rusqlite::Connection);

impl Reader {
    /// Opens a world's database.
    pub(crate) fn open(world: &World) -> Self {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        Self(rusqlite::Connection::open_with_flags(world.database(), flags).unwrap())
    }

    /// Looks at one moment's state, for as long as it is kept.
    pub(crate) fn look(&self) -> rusqlite::Transaction<'_> {
        let look = self.0.unchecked_transaction().unwrap();
        let lines = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        look.query_row("select count(*) from history", [], lines).unwrap();
        look
    }
}

async fn count(database: &mut SqliteConnection, table: &'static str) -> i64 {
    let statement = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(database).await.unwrap()
}
