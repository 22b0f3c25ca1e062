//! `baton lsp`: a language server for editors, over standard input and output.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, bot};
use crate::lsp;

/// Let any editor check, propose, explain and rename while you write: a language server over standard input and output.
/// It is started by the editor; docs/how-to/editor.md says how.
#[derive(Debug, Args)]
pub(super) struct Lsp {
    /// A YAML file, or a folder of them; else each file finds its own bot
    bot: Option<PathBuf>,
    /// As editors often add it; it is so in any case
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    pub(super) fn run(&self) -> Result<(), Failure> {
        // What cannot be read is told by `check`; here the editor's own text counts.
        let reading =
            lsp::Reading { bot: |path| bot::read(path).ok(), tests: |path| bot::tests(path).ok() };
        let ended = lsp::serve(std::io::stdin(), std::io::stdout(), reading, self.bot.clone());
        match ended {
            Ok(true) => Ok(()),
            // The editor went away without a word: the protocol's exit code for that is 1.
            Ok(false) => Err(Failure::Findings),
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Err(Failure::Findings),
            Err(error) => Err(Failure::Outside(error.into())),
        }
    }
}
