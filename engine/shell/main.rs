//! The program `baton`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    baton::command::run(baton::command::Cli::parse())
}
