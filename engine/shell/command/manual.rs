//! `baton completions` and `baton man`: what shells complete and what `man` shows, from the definitions of the commands.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Failure, talk};

/// Prints the completions for a shell: `baton completions bash > /etc/bash_completion.d/baton`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "baton", &mut script);
        talk::result(String::from_utf8_lossy(&script).trim_end());
        Ok(())
    }
}

/// Writes a page for `man` of every command: `baton man -o /usr/local/share/man/man1`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder for the pages; it is made where it is missing
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

impl Man {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let folder = &self.output;
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        clap_mangen::generate_to(Cli::command(), folder)
            .with_context(|| format!("the pages cannot be written into {}", folder.display()))?;
        talk::result(&folder.display().to_string());
        Ok(())
    }
}
