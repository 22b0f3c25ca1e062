//! `baton migrate`: brings the database to this version's tables.

use anyhow::Context;

use super::{Failure, talk};
use crate::config::{Config, Need, Places};
use crate::store::Store;

pub(super) async fn run(places: &Places) -> Result<(), Failure> {
    let config = Config::read(places, Need::Database)?;
    let failed = "the database was not migrated";
    let store = Store::open(&config.database_url).await.context(failed)?;
    // Readers leave first: the last one out folds the log into the file.
    store.readers().close().await;
    store.writer().await.context(failed)?.close().await.context(failed)?;
    talk::result(&format!("{} is up to date", config.database_url));
    Ok(())
}
