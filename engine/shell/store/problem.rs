//! What can go wrong with the database, sorted by what is to be done about it.

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Another process has the database.
    #[error("{0} is in use by another process: two would overwrite each other")]
    InUse(String),
    /// The address is none we know.
    #[error("`{0}` is no database address; write sqlite://path/to/file.db")]
    Address(String),
    /// The database refused.
    #[error("the database says: {0}")]
    Sql(#[from] sqlx::Error),
    /// The database refused the writer.
    #[error("the database says: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The tables could not be brought up to date.
    #[error("the tables cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The folder of the database is not there.
    #[error("there is no folder {0}: make it, and let Baton write there")]
    NoFolder(String),
    /// The folder is not of this machine.
    #[error(
        "{folder} lies on {kind}: a database is only safe on a disk of this machine, since locks and shared memory do \
         not hold elsewhere"
    )]
    Network {
        /// Which folder.
        folder: String,
        /// On what kind of file system.
        kind: &'static str,
    },
    /// The file system refused.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A copy could not be made.
    #[error("{path}: {source}")]
    Copy {
        /// Which file.
        path: String,
        /// Why.
        source: rusqlite::Error,
    },
    /// A row cannot be read by this program.
    #[error("a row of `{table}` cannot be read: {why}")]
    Row {
        /// In which table.
        table: &'static str,
        /// Why.
        why: String,
    },
}

impl Problem {
    /// Whether the file itself is damaged: to try again is of no use.
    pub fn is_damage(&self) -> bool {
        let code = match self {
            Self::Sql(error) => read_code(error),
            Self::Sqlite(error) => written_code(error),
            Self::InUse(_)
            | Self::Address(_)
            | Self::Migration(_)
            | Self::NoFolder(_)
            | Self::Network { .. }
            | Self::File { .. }
            | Self::Copy { .. }
            | Self::Row { .. } => None,
        };
        code.is_some_and(is_damage)
    }
}

/// Why a batch was not committed, sorted by what to do.
#[derive(Debug, thiserror::Error)]
pub enum CommitProblem {
    /// The disk is full. Nothing was written; try later.
    #[error("the disk is full")]
    Full,
    /// Somebody else held the file too long. Nothing was written; try at once.
    #[error("the database was busy")]
    Busy,
    /// The database refuses what the batch holds. Nothing was written; find the item and park it.
    #[error("the database refuses the batch: {0}")]
    Refused(Problem),
    /// The file is damaged. Nothing more can be written.
    #[error("the database is damaged: {0}")]
    Damaged(Problem),
    /// Nobody knows whether it was written. Reopen and look for the stamp.
    #[error("whether the batch was written is not known: {0}")]
    Doubt(Problem),
}

impl CommitProblem {
    /// An answer that was lost on its way, for tests.
    #[cfg(test)]
    pub(crate) fn lost() -> Self {
        Self::Doubt(Problem::Sql(sqlx::Error::WorkerCrashed))
    }

    /// Sorts an error of SQLite by its primary result code (SQLite, "Result and Error Codes").
    pub(super) fn of(error: rusqlite::Error) -> Self {
        const BUSY: i32 = 5;
        const LOCKED: i32 = 6;
        const FULL: i32 = 13;
        const CONSTRAINT: i32 = 19;
        const MISMATCH: i32 = 20;
        const TOO_BIG: i32 = 18;
        const ERROR: i32 = 1;
        let code = match &error {
            // The batch itself is not right, whatever the database says.
            rusqlite::Error::StatementChangedRows(_) => Some(ERROR),
            error => written_code(error),
        };
        match code {
            Some(code) if is_damage(code) => Self::Damaged(error.into()),
            Some(FULL) => Self::Full,
            Some(BUSY | LOCKED) => Self::Busy,
            Some(ERROR | CONSTRAINT | MISMATCH | TOO_BIG) => Self::Refused(error.into()),
            Some(_) | None => Self::Doubt(error.into()),
        }
    }
}

/// Codes that say that the file does not hold what was written to it.
fn is_damage(code: i32) -> bool {
    const CORRUPT: i32 = 11;
    const NOTADB: i32 = 26;
    matches!(code, CORRUPT | NOTADB)
}

/// The lower byte of SQLite's extended result code, where readers met it.
fn read_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?;
    code.parse::<i32>().map(|code| code & 0xff).ok()
}

/// The same where the writer met it.
fn written_code(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code & 0xff)
}
