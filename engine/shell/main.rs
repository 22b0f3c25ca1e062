//! The program `baton`.

use std::process::ExitCode;

use clap::Parser;

/// A turn allocates often and briefly on three threads; measured in docs/performance.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    baton::command::run(baton::command::Cli::parse())
}
