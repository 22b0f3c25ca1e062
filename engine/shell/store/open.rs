//! Opening the database: the lock, the settings of each connection, the tables. Invariant: one
//! process a file, and every connection that writes syncs before it says "committed".

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::OpenFlags;
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::Mutex;

use super::place::{self, Reserve};
use super::{Problem, Writer};

/// The tables, in the order they came to be.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// Bytes of a page. A turn changes one row on a page of its own, which is written to the log and
/// later to the file; a state of up to 2 kB still stands in one piece.
const PAGE_BYTES: u32 = 2_048;
/// What a connection keeps in memory, in KiB as SQLite wants it (negative), so that many stored
/// contacts do not show in ours.
const CACHE: i64 = -4_096;
/// What the log is cut to when it starts anew; it grows beyond only while somebody reads for long.
const LOG_BYTES: i64 = 16 * 1024 * 1024;
/// How long to wait for a file that somebody else has locked.
pub(super) const BUSY: Duration = Duration::from_secs(2);
/// Statements kept prepared: all there are.
const STATEMENTS: usize = 64;
/// Rows the SQLite thread may run ahead of us; more than a batch ever returns, so that it never
/// waits.
const ROW_BUFFER: usize = 2_048;

/// The database, opened. Reads go beside the writer; there is one [`Writer`].
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    readers: Readers,
    writer: Mutex<Option<Writer>>,
    reserve: Arc<Reserve>,
    /// Held for life, by the writer too: the operating system lets go of it when we die.
    lock: Arc<File>,
}

/// Reads beside the writer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Readers {
    pub(super) pool: SqlitePool,
}

impl Store {
    /// Opens the database of a `sqlite://` address, creates it where it is missing, and brings its
    /// tables up to date.
    pub async fn open(address: &str) -> Result<Self, Problem> {
        let path = path_of(address)?;
        let lock = Arc::new(lock(&path)?);
        let is_new = !path.exists();
        migrate(&path).await?;
        if is_new {
            place::sync_folder(&path)?;
        }
        let writer = Writer::new(&path, Arc::clone(&lock))?;
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(reading(&path)?)
            .await?;
        let reserve = Arc::new(Reserve::keep(&path, 0));
        let (readers, writer) = (Readers { pool }, Mutex::new(Some(writer)));
        Ok(Self { path, readers, writer, reserve, lock })
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file beside the database, for what helps after a crash.
    pub fn beside(&self, ending: &str) -> PathBuf {
        beside(&self.path, ending)
    }

    /// Keeps so many bytes of the disk for when it is full.
    pub fn keep_reserve(&mut self, bytes: u64) {
        self.reserve = Arc::new(Reserve::keep(&self.path, bytes));
    }

    /// The room that is kept.
    pub fn reserve(&self) -> Arc<Reserve> {
        Arc::clone(&self.reserve)
    }

    /// Reads.
    pub fn readers(&self) -> Readers {
        self.readers.clone()
    }

    /// The writer; a second call opens a new one, for when the first is lost.
    pub async fn writer(&self) -> Result<Writer, Problem> {
        if let Some(writer) = self.writer.lock().await.take() {
            return Ok(writer);
        }
        Writer::new(&self.path, Arc::clone(&self.lock))
    }

    /// Makes the disk small: beyond so many pages it is full.
    #[cfg(test)]
    pub(crate) async fn limit_pages(&self, pages: u32) {
        let mut writer = self.writer.lock().await;
        let connection = &mut writer.as_mut().unwrap().connection;
        connection.pragma_update(None, "max_page_count", pages).unwrap();
    }

    /// Lets go of the readers. The writer is closed by whoever has it.
    pub async fn close(self: Arc<Self>) {
        self.readers.close().await;
    }
}

impl Readers {
    /// Only looks into a database, also while a server works on it. Nothing is made, locked or brought up to date.
    ///
    /// # Errors
    /// When there is none at the address, or it cannot be read.
    pub async fn look(address: &str) -> Result<Self, Problem> {
        let path = path_of(address)?;
        std::fs::metadata(&path).map_err(|source| file_problem(&path, source))?;
        let options = SqlitePoolOptions::new().max_connections(1);
        let options = options.acquire_timeout(Duration::from_secs(5));
        Ok(Self { pool: options.connect_with(reading(&path)?).await? })
    }

    /// Ends all reading, when the reads on their way are done.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// The file of a `sqlite://` address.
pub(super) fn path_of(address: &str) -> Result<PathBuf, Problem> {
    let path = address.strip_prefix("sqlite://").filter(|path| !path.is_empty());
    path.map(PathBuf::from).ok_or_else(|| Problem::Address(address.to_owned()))
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Takes the lock of one process; fails at once when another has it.
fn lock(path: &Path) -> Result<File, Problem> {
    let folder = place::folder(path);
    if !folder.is_dir() {
        return Err(Problem::NoFolder(folder.display().to_string()));
    }
    place::check(folder)?;
    let path = beside(path, ".lock");
    let file = File::create(&path).map_err(|source| file_problem(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(Problem::InUse(path.display().to_string())),
        Err(std::fs::TryLockError::Error(source)) => Err(file_problem(&path, source)),
    }
}

pub(super) fn file_problem(path: &Path, source: std::io::Error) -> Problem {
    Problem::File { path: path.display().to_string(), source }
}

/// Brings the tables up to date, and makes the file with what only its making decides.
async fn migrate(path: &Path) -> Result<(), Problem> {
    let options = SqliteConnectOptions::from_str("sqlite:")?
        .filename(path)
        .create_if_missing(true)
        .page_size(PAGE_BYTES)
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .journal_mode(SqliteJournalMode::Wal)
        .foreign_keys(false)
        .busy_timeout(BUSY)
        .disable_statement_logging();
    let mut connection = options.connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(connection.close().await?)
}

/// A connection that writes.
pub(super) fn connect(path: &Path) -> Result<rusqlite::Connection, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "synchronous", "full")?;
    // The writer checkpoints between batches: only then can the log start anew.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(connection)
}

fn reading(path: &Path) -> Result<SqliteConnectOptions, Problem> {
    let options = SqliteConnectOptions::from_str("sqlite:")?
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY)
        .pragma("cache_size", "-1024")
        .row_buffer_size(ROW_BUFFER)
        .thread_name(|n| format!("baton-reader-{n}"))
        .disable_statement_logging();
    Ok(options)
}
