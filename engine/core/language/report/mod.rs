//! Findings as programs read them: plain JSON, SARIF for code scanning, annotations for GitHub.
//!
//! Invariant: lines and columns count from 1, columns in characters; the end is the place behind the last character.

mod github;
mod json;
mod sarif;

pub use github::github;
pub use json::json;
pub use sarif::sarif;

use super::{Loaded, Severity};

/// A finding with everything a program needs to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Names the kind of finding; stable.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The path of the file, as the findings of people name it.
    pub file: String,
    /// Where it begins: line and column.
    pub start: (usize, usize),
    /// Where it ends: line and the column behind its last character.
    pub end: (usize, usize),
    /// What is wrong.
    pub message: String,
    /// What to write instead; empty where there is nothing to add.
    pub help: String,
}

impl Row {
    /// A finding about a file as a whole.
    pub fn of_file(code: &'static str, file: String, message: String) -> Self {
        let (start, help) = ((1, 1), String::new());
        Self { code, severity: Severity::Error, file, start, end: start, message, help }
    }
}

/// Everything that was found, in the order of the files.
pub fn rows(loaded: &Loaded) -> Vec<Row> {
    let row = |found: &super::Diagnostic| Row {
        code: found.code,
        severity: found.severity,
        file: loaded.files.get(found.file).map(|file| file.path.clone()).unwrap_or_default(),
        start: found.position(&loaded.files),
        end: found.end(&loaded.files),
        message: found.message.clone(),
        help: found.help.clone(),
    };
    loaded.diagnostics.iter().map(row).collect()
}

/// `error` or `warning`.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What is wrong, and below it what to write instead.
fn whole(row: &Row) -> String {
    match row.help.as_str() {
        "" => row.message.clone(),
        help => format!("{}\n{help}", row.message),
    }
}

#[cfg(test)]
mod tests;
