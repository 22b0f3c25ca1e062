//! `baton check`: every problem of a bot at once.

use std::path::PathBuf;

use baton_core::language::{self, Completeness, Diagnostic, Loaded, Severity};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::bot::Unreadable;
use super::{Failure, bot, talk};

/// Shows every problem of a bot at once. Exit code 0 without errors, 1 with them.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// A YAML file, or a folder of them
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// Count warnings too
    #[arg(long)]
    strict: bool,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Check {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let loaded = match bot::load(&self.bot) {
            Ok(loaded) => loaded,
            Err(unreadable @ (Unreadable::Missing(_) | Unreadable::Empty(_))) => {
                return Err(Failure::WrongUse(unreadable.to_string()));
            }
            Err(unreadable) => {
                self.tell_unreadable(&unreadable);
                return Err(Failure::Findings);
            }
        };
        match self.format {
            Format::Json => talk::result(&report(&loaded).to_string()),
            Format::Text => self.tell(&loaded),
        }
        let counted = |found: &Diagnostic| self.strict || found.severity == Severity::Error;
        let bad = loaded.bot.is_none() || loaded.diagnostics.iter().any(counted);
        if bad { Err(Failure::Findings) } else { Ok(()) }
    }

    fn tell(&self, loaded: &Loaded) {
        let colour = talk::colour(&std::io::stdout());
        let text = language::render(loaded, colour);
        if !text.is_empty() {
            talk::result(text.trim_end());
        }
        for language in &loaded.languages {
            talk::result(&completeness(language));
        }
        if loaded.diagnostics.is_empty() {
            let files = loaded.files.len();
            let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
            talk::result(&format!("{}: {files}, no problems", self.bot.display()));
        }
    }

    fn tell_unreadable(&self, unreadable: &Unreadable) {
        match self.format {
            Format::Text => talk::error(&unreadable.to_string()),
            Format::Json => {
                let found = json!({
                    "code": "unreadable-file",
                    "severity": "error",
                    "file": self.bot,
                    "line": 1,
                    "column": 1,
                    "message": unreadable.to_string(),
                    "help": "",
                });
                talk::result(
                    &json!({ "diagnostics": [found], "errors": 1, "warnings": 0 }).to_string(),
                );
            }
        }
    }
}

fn completeness(language: &Completeness) -> String {
    let Completeness { language, texts, translated, stale } = language;
    let changed = match stale {
        0 => String::new(),
        stale => format!(", {stale} of them from a text that has changed since"),
    };
    format!("{language}: {translated} of {texts} texts translated{changed}")
}

/// What programs read: every finding with its file, line and column (both from 1, columns in characters).
fn report(loaded: &Loaded) -> Value {
    let one = |found: &Diagnostic| {
        let (line, column) = found.position(&loaded.files);
        let file = loaded.files.get(found.file).map_or("", |file| file.path.as_str());
        json!({
            "code": found.code,
            "severity": word(found.severity),
            "file": file,
            "line": line,
            "column": column,
            "message": found.message,
            "help": found.help,
        })
    };
    let found: Vec<_> = loaded.diagnostics.iter().map(one).collect();
    let count = |severity| loaded.diagnostics.iter().filter(|d| d.severity == severity).count();
    json!({
        "diagnostics": found,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
    })
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
