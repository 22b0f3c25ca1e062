//! `baton backup`: a copy of the database, while a server works on it or not.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{Failure, talk};
use crate::config::{Config, Need, Places};
use crate::store;

/// Copies the database into a new file, also while a server works on it.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to make; it must not be there yet
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, places: &Places) -> Result<(), Failure> {
        let config = Config::read(places, Need::Database)?;
        let bytes =
            store::back_up(&config.database_url, &self.file).context("there is no backup")?;
        talk::result(&format!("{}: {bytes} bytes", self.file.display()));
        Ok(())
    }
}
