//! What tests may look at beside the engine: counts, read through a connection of their own.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

async fn open(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(5));
    options.connect().await.unwrap()
}

/// How many rows of a table there are: `outbox`, or `outbox where state = 'queued'`.
pub(crate) async fn count(path: &Path, of: &str) -> i64 {
    let mut connection = open(path).await;
    let query = AssertSqlSafe(format!("select count(*) from {of}"));
    let count = sqlx::query_scalar(query).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    count
}

/// Makes a contact's conversation unreadable.
pub(crate) async fn spoil(path: &Path, contact: &str) {
    let mut connection = open(path).await;
    let statement = "update conversation set state = 'spoilt' where contact = $1";
    sqlx::query(statement).bind(contact).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Makes room on a full disk.
pub(crate) async fn drop_history(path: &Path) {
    let mut connection = open(path).await;
    sqlx::query("delete from history").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Keeps everybody else from writing, until it is dropped.
pub(crate) async fn hold(path: &Path) -> SqliteConnection {
    let mut connection = open(path).await;
    sqlx::query("begin immediate").execute(&mut connection).await.unwrap();
    connection
}

/// Begins to look, at the state of this moment.
pub(crate) const LOOK: &str = "begin; select count(*) from conversation";

/// Somebody else who reads.
pub(crate) fn reader(path: &Path) -> rusqlite::Connection {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    rusqlite::Connection::open_with_flags(path, flags).unwrap()
}
