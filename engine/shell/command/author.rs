//! Commands for whoever writes a bot: they read and write files, wait for nothing and need no settings.

use clap::Subcommand;

use super::{Failure, schema};

#[derive(Debug, Subcommand)]
pub(super) enum Author {
    /// Let an editor propose, explain and check what you write
    Schema(schema::Schema),
}

impl Author {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match self {
            Self::Schema(schema) => schema.run(),
        }
    }
}
