//! `baton lang sync`: completes the files of a bot's languages. What translators wrote stays as it is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use baton_core::language::{self, SourceFile, Synced};
use clap::{Args, Subcommand};

use super::{Failure, bot, talk};

/// Works on the texts of a bot in other languages.
#[derive(Debug, Args)]
pub(super) struct Lang {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Add what is missing to lang/<code>.yaml, and mark what was translated from an older text
    Sync(Sync),
}

#[derive(Debug, Args)]
struct Sync {
    /// The folder of the bot
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// One language; without it, every one the bot declares
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

impl Lang {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match &self.task {
            Task::Sync(sync) => sync.run(),
        }
    }
}

impl Sync {
    fn run(&self) -> Result<(), Failure> {
        if self.bot.is_file() {
            return Err(Failure::WrongUse(format!(
                "{} is one file; other languages stand in the folder lang/ of a bot's folder, so name \
                 the folder",
                self.bot.display()
            )));
        }
        let files = bot::read(&self.bot).map_err(|why| Failure::WrongUse(why.to_string()))?;
        let languages = self.languages(&files)?;
        let mut whole = true;
        for language in languages {
            match language::sync(&files, &language) {
                Ok(synced) => {
                    self.write(&synced)?;
                    talk::result(&told(&synced));
                    for left in &synced.left {
                        talk::say(&format!(
                            "  {left} cannot be completed where it stands: write it line by line, or by \
                             hand"
                        ));
                    }
                }
                Err(why) => {
                    talk::error(&why.to_string());
                    whole = false;
                }
            }
        }
        if whole { Ok(()) } else { Err(Failure::Findings) }
    }

    fn languages(&self, files: &[SourceFile]) -> Result<Vec<String>, Failure> {
        let declared: Vec<String> = language::load(files.to_vec())
            .languages
            .into_iter()
            .map(|language| language.language)
            .collect();
        match &self.language {
            Some(language) => {
                if !declared.contains(language) {
                    talk::say(&format!(
                        "  The bot does not declare `{language}` yet: add it to `languages` in its file."
                    ));
                }
                Ok(vec![language.clone()])
            }
            None if declared.is_empty() => Err(Failure::WrongUse(
                "the bot declares no other language; name one (`--language da`), and declare it: \
                 `languages: [da]`"
                    .to_owned(),
            )),
            None => Ok(declared),
        }
    }

    fn write(&self, synced: &Synced) -> Result<(), Failure> {
        if !synced.changed {
            return Ok(());
        }
        let path = self.bot.join(&synced.file.path);
        replace(&path, &synced.file.text).map_err(|error| {
            Failure::Outside(
                anyhow::Error::new(error).context(format!("writing {}", path.display())),
            )
        })
    }
}

/// Writes a file whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension("yaml.new");
    fs::write(&draft, text)?;
    fs::rename(&draft, path)
}

fn told(synced: &Synced) -> String {
    let path = &synced.file.path;
    let what = match (synced.is_new, synced.changed) {
        (true, _) => format!("written, {}", counted(synced.added, "text")),
        (false, true) if synced.added > 0 => format!("{} added", counted(synced.added, "text")),
        (false, true) => "noted which texts it translates".to_owned(),
        (false, false) => "nothing to add".to_owned(),
    };
    let waits = match synced.missing {
        0 => "all translated".to_owned(),
        missing => format!("{missing} to translate"),
    };
    match synced.stale {
        0 => format!("{path}: {what}; {waits}"),
        stale => {
            format!("{path}: {what}; {waits}, {stale} whose text has changed (look for `# was:`)")
        }
    }
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
