//! Loading as a whole: what loads, what short forms mean, and what is found.

mod around;
mod asking;
mod bounds;
mod codes;
mod definitions;
mod each;
mod findings;
pub(crate) mod generate;
mod hidden;
mod meaning;
mod shapes;
mod translations;

use super::{Loaded, SourceFile, load, render};
use crate::bot::Bot;

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), text: text.into() }
}

/// Loads one file.
fn one(text: &str) -> Loaded {
    load(vec![file("bot.yaml", text)])
}

/// A bot whose modules are these.
fn modules(text: &str) -> String {
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    format!("bot: b\nstart: a\nfallback: {{ say: Pardon? }}\nmodules:\n{indented}")
}

/// The bot, which must have no errors.
fn bot(text: &str) -> Bot {
    let loaded = one(text);
    let told = render(&loaded, false);
    loaded.bot.unwrap_or_else(|| panic!("{told}"))
}

/// What was found: code, line and column.
fn codes(loaded: &Loaded) -> Vec<String> {
    let one = |found: &super::Diagnostic| {
        let (line, column) = found.position(&loaded.files);
        format!("{} {line}:{column}", found.code)
    };
    loaded.diagnostics.iter().map(one).collect()
}

/// The only finding of a text: code, line and column, and the help.
fn only(text: &str) -> (String, String) {
    let loaded = one(text);
    let found = codes(&loaded);
    assert_eq!(found.len(), 1, "{}", render(&loaded, false));
    (found[0].clone(), loaded.diagnostics[0].help.clone())
}
