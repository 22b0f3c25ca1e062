//! `baton check`: every problem of a bot at once, and with `--fix` what can be mended for certain.

use std::path::{Path, PathBuf};

use baton_core::language::report::{self, Row};
use baton_core::language::{self, Completeness, Diagnostic, Loaded, Mend, Severity, SourceFile};
use clap::{Args, ValueEnum};

use super::bot::Unreadable;
use super::rewrite::rewrite;
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
    /// Mend in the files what can be mended for certain, and show what is left
    #[arg(long)]
    fix: bool,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// An array, one object a finding
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in a workflow of GitHub
    Github,
}

impl Check {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let loaded = match self.load()? {
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
            Format::Text => self.tell(&loaded),
            Format::Json | Format::Sarif | Format::Github => self.list(&report::rows(&loaded)),
        }
        let counted = |found: &Diagnostic| self.strict || found.severity == Severity::Error;
        let bad = loaded.bot.is_none() || loaded.diagnostics.iter().any(counted);
        if bad { Err(Failure::Findings) } else { Ok(()) }
    }

    /// Loads the bot, mended before where that is asked for.
    fn load(&self) -> Result<Result<Loaded, Unreadable>, Failure> {
        if !self.fix {
            return Ok(bot::load(&self.bot));
        }
        let files = match bot::read(&self.bot) {
            Ok(files) => files,
            Err(unreadable) => return Ok(Err(unreadable)),
        };
        let mended = language::mend(files.clone());
        for (before, after) in files.iter().zip(&mended.loaded.files) {
            write(&bot::place(&self.bot, before), before, after)?;
        }
        let tell: fn(&str) = match self.format {
            Format::Text => talk::result,
            // What programs read is the list alone.
            Format::Json | Format::Sarif | Format::Github => talk::say,
        };
        mended.mends.iter().for_each(|mend| tell(&self.told(mend)));
        match mended.mends.len() {
            0 => tell("nothing here can be mended for certain"),
            1 => tell("1 problem mended\n"),
            more => tell(&format!("{more} problems mended\n")),
        }
        Ok(Ok(bot::in_place(mended.loaded, &self.bot)))
    }

    /// A mended finding: its place, the lines before, and the lines after.
    fn told(&self, mend: &Mend) -> String {
        let file = SourceFile { path: mend.path.clone(), text: String::new() };
        let path = bot::place(&self.bot, &file);
        let mut text = format!("{}:{}  mended: {}\n", path.display(), mend.line, mend.code);
        for line in mend.before.lines() {
            text.push_str(&format!("  - {line}\n"));
        }
        for line in mend.after.lines().filter(|_| !mend.after.trim().is_empty()) {
            text.push_str(&format!("  + {line}\n"));
        }
        text
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
        } else if !self.fix {
            let sure = loaded.diagnostics.iter().filter(|found| can_be_mended(found)).count();
            let what = match sure {
                0 => return,
                sure if sure == loaded.diagnostics.len() && sure == 1 => "it".to_owned(),
                sure if sure == loaded.diagnostics.len() => "them".to_owned(),
                sure => format!("{sure} of them"),
            };
            talk::say(&format!("`baton check --fix` can probably mend {what}."));
        }
    }

    fn list(&self, rows: &[Row]) {
        match self.format {
            Format::Text => {}
            Format::Json => talk::result(&format!("{:#}", report::json(rows))),
            Format::Sarif => {
                talk::result(&format!("{:#}", report::sarif(rows, env!("CARGO_PKG_VERSION"))));
            }
            Format::Github => {
                let commands = report::github(rows);
                commands.lines().for_each(talk::result);
            }
        }
    }

    fn tell_unreadable(&self, unreadable: &Unreadable) {
        let file = self.bot.display().to_string();
        match self.format {
            Format::Text => talk::error(&unreadable.to_string()),
            Format::Json | Format::Sarif | Format::Github => {
                self.list(&[Row::of_file("unreadable", file, unreadable.to_string())]);
            }
        }
    }
}

fn can_be_mended(found: &Diagnostic) -> bool {
    found.fix.as_ref().is_some_and(|fix| fix.trust != language::Trust::Proposed)
}

/// Writes a mended file, if it is still the one that was read. What begins it (a mark of its encoding) stays.
fn write(path: &Path, before: &SourceFile, after: &SourceFile) -> Result<(), Failure> {
    const MARK: char = '\u{feff}';
    let text = before.text.strip_prefix(MARK).unwrap_or(&before.text);
    if text == after.text {
        return Ok(());
    }
    let now = std::fs::read(path).map(|bytes| String::from_utf8(bytes).ok());
    if !matches!(now, Ok(Some(now)) if now == before.text) {
        let told = format!("{} was changed meanwhile, so it is left as it is", path.display());
        return Err(Failure::Outside(anyhow::Error::msg(told)));
    }
    let mark = if before.text.starts_with(MARK) { "\u{feff}" } else { "" };
    rewrite(path, &format!("{mark}{}", after.text)).map(|_| ())
}

fn completeness(language: &Completeness) -> String {
    let Completeness { language, texts, translated, stale } = language;
    let changed = match stale {
        0 => String::new(),
        stale => format!(", {stale} of them from a text that has changed since"),
    };
    format!("{language}: {translated} of {texts} texts translated{changed}")
}
