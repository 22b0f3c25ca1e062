//! Commands for whoever writes a bot: they read and write files, wait for nothing and need no settings.

use clap::Subcommand;

use super::{
    Failure, check, explain, graph, lang, layout, lsp, manual, new, replay, schema, show, test,
};

#[derive(Debug, Subcommand)]
pub(super) enum Author {
    /// Make a folder with a new bot
    New(new::New),
    /// Show every problem of a bot at once
    Check(check::Check),
    /// Play the conversation tests of a bot
    Test(test::Test),
    /// Play a recorded conversation against another version: where does it depart?
    Replay(replay::Replay),
    /// Complete the texts of a bot's other languages
    Lang(lang::Lang),
    /// Explain a code, a key, an action or another word
    Explain(explain::Explain),
    /// Lay the files of a bot out evenly
    Fmt(layout::Fmt),
    /// Show what a bot consists of, or every short form in its long one
    Show(show::Show),
    /// Draw a bot: a picture, Mermaid, DOT or JSON
    Graph(graph::Draw),
    /// Let an editor propose, explain and check what you write
    Schema(schema::Schema),
    /// Serve an editor: check, propose, explain and rename while you write
    Lsp(lsp::Lsp),
    /// Print what a shell completes
    Completions(manual::Completions),
    /// Write the pages for man
    Man(manual::Man),
}

impl Author {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match self {
            Self::New(new) => new.run(),
            Self::Check(check) => check.run(),
            Self::Test(test) => test.run(),
            Self::Replay(replay) => replay.run(),
            Self::Lang(lang) => lang.run(),
            Self::Explain(explain) => explain.run(),
            Self::Fmt(fmt) => fmt.run(),
            Self::Show(show) => show.run(),
            Self::Graph(graph) => graph.run(),
            Self::Schema(schema) => schema.run(),
            Self::Lsp(lsp) => lsp.run(),
            Self::Completions(completions) => completions.run(),
            Self::Man(man) => man.run(),
        }
    }
}
