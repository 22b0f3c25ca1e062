//! Commands for whoever writes a bot: they read and write files, wait for nothing and need no settings.

use clap::Subcommand;

use super::{Failure, check, explain, lang, schema};

#[derive(Debug, Subcommand)]
pub(super) enum Author {
    /// Show every problem of a bot at once
    Check(check::Check),
    /// Complete the texts of a bot's other languages
    Lang(lang::Lang),
    /// Explain a code, a key, an action or another word
    Explain(explain::Explain),
    /// Let an editor propose, explain and check what you write
    Schema(schema::Schema),
}

impl Author {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match self {
            Self::Check(check) => check.run(),
            Self::Lang(lang) => lang.run(),
            Self::Explain(explain) => explain.run(),
            Self::Schema(schema) => schema.run(),
        }
    }
}
