//! How long it takes to load a bot of 2,000 modules, beside the bare read of its YAML; and the same bot with 1,000
//! conversation tests written into a folder, so that `baton check` and `baton test` can be timed on it.
//!
//! `cargo run --release -p baton-core --example load [MODULES] [ROUNDS]`
//! `cargo run --release -p baton-core --example load -- --write FOLDER [MODULES] [TESTS] [--faulty]`
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "it measures, and nothing of the core uses it"
)]

mod bare;
mod bot;
mod conversations;

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use baton_core::language::{SourceFile, load, render};

fn main() -> io::Result<()> {
    let (words, numbers): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.parse::<usize>().is_err());
    let mut numbers = numbers.iter().filter_map(|number| number.parse::<usize>().ok());
    let mut number = |otherwise| numbers.next().unwrap_or(otherwise);
    let faulty = words.iter().any(|word| word == "--faulty");
    let folder = words.iter().position(|word| word == "--write").and_then(|at| words.get(at + 1));
    match folder {
        Some(folder) => write(Path::new(folder), number(2_000), number(1_000), faulty),
        None => {
            measure(number(2_000), number(10));
            Ok(())
        }
    }
}

fn measure(modules: usize, rounds: usize) {
    let files = bot::files(modules, false);
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let (mut bare, mut whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        let started = Instant::now();
        let letters: usize = files.iter().map(|file| bare::read(&file.text)).sum();
        bare = bare.min(started.elapsed());
        assert!(letters > modules);
        let given = files.clone();
        let started = Instant::now();
        let loaded = load(given);
        whole = whole.min(started.elapsed());
        assert!(loaded.bot.is_some(), "{}", render(&loaded, false));
        assert!(loaded.diagnostics.is_empty(), "{}", render(&loaded, false));
    }
    let times = whole.as_secs_f64() / bare.as_secs_f64();
    println!(
        "{modules} modules, {bytes} bytes: bare read {bare:?}, load {whole:?}, {times:.2} times"
    );
}

fn write(folder: &Path, modules: usize, tests: usize, faulty: bool) -> io::Result<()> {
    let files = bot::files(modules, faulty);
    for SourceFile { path, text } in files.iter().chain(&conversations::files(modules, tests)) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    println!("{modules} modules and {tests} tests are in {}", folder.display());
    Ok(())
}
