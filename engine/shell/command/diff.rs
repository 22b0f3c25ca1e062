//! `baton diff`: what changed in meaning between two bots, and the live conversations it would strand.
//!
//! Invariant: nothing is written; the database is only read, also beside a running server.

mod live;
mod told;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use baton_core::bot::Bot;
use baton_core::language::difference::{Version, difference};
use baton_core::language::{self, SourceFile};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Failure, bot, talk};
use crate::config::{Config, Need, Places};

/// Says what changed in meaning between two bots: modules, texts, connections, settings. With --database it counts the live
/// conversations that the new one would strand, and ends with 1 if there are any.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The bot as it was: a YAML file, or a folder of them
    old: PathBuf,
    /// The bot as it is now
    new: PathBuf,
    /// Look at the conversations of this database, sqlite://…; without an address at that of BATON_DATABASE_URL
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "")]
    database: Option<String>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Diff {
    pub(super) async fn run(&self, places: &Places) -> Result<(), Failure> {
        let (old, new) = (read(&self.old), read(&self.new));
        // Both are told before either ends it.
        let ((old, before), (new, now)) = (old?, new?);
        let found =
            difference(Version { bot: &old, files: &before }, Version { bot: &new, files: &now });
        let live = match self.address(places)? {
            Some(address) => Some(live::live(&address, Arc::new(new)).await?),
            None => None,
        };
        match self.format {
            Format::Json => {
                let mut all = found.json();
                all["live"] = live.as_ref().map_or(json!(null), live::Live::json);
                talk::result(&format!("{all:#}"));
            }
            Format::Text => {
                let colour = talk::colour(&std::io::stdout());
                let wide = std::io::stdout().is_terminal();
                talk::result(told::told(&found, live.as_ref(), colour, wide).trim_end());
            }
        }
        let strands = live.is_some_and(|live| live.strands());
        if strands { Err(Failure::Findings) } else { Ok(()) }
    }

    fn address(&self, places: &Places) -> Result<Option<String>, Failure> {
        match self.database.as_deref() {
            None => Ok(None),
            Some("") => Ok(Some(Config::read(places, Need::Database)?.database_url)),
            Some(address) if address.contains("://") => Ok(Some(address.to_owned())),
            Some(path) => Ok(Some(format!("sqlite://{path}"))),
        }
    }
}

/// A bot with its files. What is wrong is told where it keeps the bot from being read; hints are nothing of a comparison.
fn read(path: &Path) -> Result<(Bot, Vec<SourceFile>), Failure> {
    let sources = bot::sources(path)?;
    let loaded = bot::in_place(language::load(sources.clone()), path);
    match loaded.bot {
        Some(bot) => Ok((bot, sources)),
        None => {
            let colour = talk::colour(&std::io::stderr());
            talk::say(language::render(&loaded, colour).trim_end());
            Err(Failure::Findings)
        }
    }
}
