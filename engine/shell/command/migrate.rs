//! `baton migrate`: brings the database to this version's tables.

use anyhow::Context;

use super::{Failure, talk};
use crate::config::{Config, Need, Places};
use crate::store::Store;

pub(super) async fn run(places: &Places) -> Result<(), Failure> {
    let config = Config::read(places, Need::Database)?;
    let store = Store::open(&config.database_url).await.context("the database was not migrated")?;
    drop(store);
    talk::result(&format!("{} is up to date", config.database_url));
    Ok(())
}
