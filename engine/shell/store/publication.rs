//! Versions of bots, named by their content, and which of them is the newest.

use baton_core::id::{BotHash, Timestamp};
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use sqlx::Row;

use super::{Problem, Readers, Writer};

/// A version of a bot, as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Names it.
    pub hash: BotHash,
    /// Its name for people.
    pub name: String,
    /// The files it was read from: path and text.
    pub sources: Vec<(String, String)>,
}

const KEEP_VERSION: &str =
    "insert into bot_version (hash, name, sources, created_at) values ($1, $2, $3, $4)
    on conflict do nothing";
const NEWEST: &str = "select number, hash from publication order by number desc limit 1";
const PUBLICATIONS: &str = "select published_at, hash from publication order by number";
const PUBLISH: &str = "insert into publication (number, hash, published_at)
    select coalesce(max(number), 0) + 1, $1, $2 from publication returning number";
const VERSION: &str = "select hash, name, sources from bot_version where hash = $1";

impl Writer {
    /// Makes a version the newest and returns the publication's number; when it is the newest
    /// already, that one's. Call it between batches only.
    pub async fn publish(&mut self, version: &Version, now: Timestamp) -> Result<i64, Problem> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let newest: Option<(i64, String)> =
            transaction.query_row(NEWEST, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((number, _)) = newest.filter(|(_, hash)| hash == version.hash.as_str()) {
            return Ok(number);
        }
        let sources = serde_json::to_vec(&version.sources).expect("pairs of texts are JSON");
        let (hash, name) = (version.hash.as_str(), version.name.as_bytes());
        transaction.execute(KEEP_VERSION, params![hash, name, sources, now.0])?;
        let number = transaction.query_row(PUBLISH, params![hash, now.0], |row| row.get(0))?;
        transaction.commit()?;
        Ok(number)
    }
}

impl Readers {
    /// A version by its name.
    pub async fn version(&self, hash: &BotHash) -> Result<Option<Version>, Problem> {
        let query = sqlx::query(VERSION).bind(hash.as_str().to_owned());
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        let name: &[u8] = row.try_get(1)?;
        let sources: &[u8] = row.try_get(2)?;
        let sources = serde_json::from_slice(sources)
            .map_err(|error| Problem::Row { table: "bot_version", why: error.to_string() })?;
        Ok(Some(Version {
            hash: BotHash::new(row.try_get::<&str, _>(0)?),
            name: String::from_utf8_lossy(name).into_owned(),
            sources,
        }))
    }

    /// Which version was made the newest, and when, in order.
    pub async fn publications(&self) -> Result<Vec<(Timestamp, BotHash)>, Problem> {
        let rows: Vec<(i64, String)> = sqlx::query_as(PUBLICATIONS).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(at, hash)| (Timestamp(at), BotHash::new(hash))).collect())
    }

    /// The newest publication: its number and version.
    pub async fn newest(&self) -> Result<Option<(i64, BotHash)>, Problem> {
        let row: Option<(i64, String)> = sqlx::query_as(NEWEST).fetch_optional(&self.pool).await?;
        Ok(row.map(|(number, hash)| (number, BotHash::new(hash))))
    }
}
