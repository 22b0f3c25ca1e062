//! `baton new`: a folder with a bot that works, its tests, and what an editor needs.
//!
//! Invariant: no file that is there already is touched.

mod name;
mod template;

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use baton_core::language::SourceFile;
use clap::{Args, ValueEnum};

use self::name::Name;
use self::template::{COMMANDS, SHARED, Template};
use super::schema;
use super::{Failure, talk};

/// Where the bot lies in the new folder: there every command looks for one.
const FLOWS: &str = "flows";
/// How often somebody is asked for a template who answers something else.
const QUESTIONS: usize = 3;

/// Makes a folder with a bot that works: flows, tests, a README, and the schema for your editor.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder, called like the bot: letters, digits, - and _; or . for the folder you are in
    name: PathBuf,
    /// What to begin with; without it you are asked
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<Template>,
}

impl New {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let name = Name::of(&self.name).map_err(Failure::WrongUse)?;
        // Before anything is asked: nobody answers questions for nothing.
        free(&self.name)?;
        let template = match self.template {
            Some(template) => template,
            None if io::stdin().is_terminal() && io::stderr().is_terminal() => {
                asked(&mut io::stdin().lock())?
            }
            None => Template::Blank,
        };
        let files = made(&name, template);
        for (path, text) in &files {
            write(&self.name.join(path), text)?;
        }
        tell(&self.name, &name, template);
        Ok(())
    }
}

/// Whether a bot may be made there: the folder is missing, or has nothing but hidden things in it.
fn free(folder: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let says = format!("{} is there already; take another name", folder.display());
            return Err(Failure::WrongUse(says));
        }
        Err(error) => return Err(outside(folder, error, "cannot be read")),
    };
    for entry in entries {
        let entry = entry.map_err(|error| outside(folder, error, "cannot be read"))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = SHARED.iter().any(|(path, _)| *path == name);
        if ours || !name.starts_with('.') {
            return Err(Failure::WrongUse(format!(
                "the folder {} is there already, with {name} in it; take another name, nothing is overwritten",
                folder.display()
            )));
        }
    }
    Ok(())
}

/// Asks which template it shall be.
fn asked(answers: &mut impl BufRead) -> Result<Template, Failure> {
    talk::say("What shall it begin with?\n");
    for (place, template) in Template::value_variants().iter().enumerate() {
        talk::say(&format!("  {}  {:9} {}", place + 1, template.name(), template.sentence()));
    }
    talk::say("");
    for _ in 0..QUESTIONS {
        talk::prompt("A number or a name (just Enter: blank): ");
        let mut line = String::new();
        let read = answers.read_line(&mut line).map_err(anyhow::Error::from)?;
        if read == 0 {
            break;
        }
        if line.trim().is_empty() {
            return Ok(Template::Blank);
        }
        if let Some(template) = Template::chosen(&line) {
            return Ok(template);
        }
        talk::say(&format!("  There is no `{}` in the list.", line.trim()));
    }
    Err(Failure::WrongUse("no template was chosen; nothing is made".to_owned()))
}

/// All files of a new folder, by their paths in it.
fn made(name: &Name, template: Template) -> Vec<(String, String)> {
    let mut flows = Vec::new();
    let mut all = Vec::new();
    for (path, text) in template.files() {
        let text = text.replace("my_bot", &name.id).replace("My Bot", &name.title);
        match path.strip_prefix("flows/") {
            Some(path) => flows.push(SourceFile { path: path.into(), text }),
            None => all.push(((*path).to_owned(), text + COMMANDS)),
        }
    }
    all.extend(SHARED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    for file in flows {
        let text = schema::linked(&file).unwrap_or(file.text);
        all.push((format!("{FLOWS}/{}", file.path), text));
    }
    let schemas = schema::schemas().into_iter();
    all.extend(schemas.map(|(path, text)| (format!("{FLOWS}/{path}"), text)));
    all
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
    };
    written().map_err(|error| outside(path, error, "cannot be written"))
}

fn outside(path: &Path, error: io::Error, what: &str) -> Failure {
    Failure::Outside(anyhow::Error::from(error).context(format!("{} {what}", path.display())))
}

/// What was made, and what to type next.
fn tell(folder: &Path, name: &Name, template: Template) {
    talk::say(&format!("{} is ready, made from the template {}.\n", name.title, template.name()));
    talk::say("Next:");
    if folder != Path::new(".") {
        talk::say(&format!("  cd {}", folder.display()));
    }
    talk::say("  baton chat     talk with the bot; leave with /quit");
    talk::say("  baton test     play its tests");
    talk::say(
        "\nThen open flows/bot.yaml there, change what the bot says, and talk with it again.",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(lines: &str) -> Option<Template> {
        asked(&mut lines.as_bytes()).ok()
    }

    #[test]
    fn a_template_is_chosen_by_number_or_name() {
        assert_eq!(answered("2\n"), Some(Template::Faq));
        assert_eq!(answered("Order\n"), Some(Template::Order));
        assert_eq!(answered("\n"), Some(Template::Blank));
        assert_eq!(answered("9\nshop\nlead\n"), Some(Template::Lead));
    }

    #[test]
    fn whoever_chooses_nothing_gets_nothing() {
        assert_eq!(answered(""), None);
        assert_eq!(answered("0\nx\ny\nlead\n"), None, "asked three times");
    }

    #[test]
    fn every_template_has_a_sentence_and_the_name_where_it_belongs() {
        let name = Name::of(Path::new("nordic-chairs")).unwrap();
        for template in Template::value_variants() {
            assert!(template.sentence().len() > 20, "{template:?}");
            let files = made(&name, *template);
            let of = |path: &str| &files.iter().find(|(at, _)| at == path).unwrap().1;
            assert!(of("README.md").starts_with("# Nordic Chairs\n"));
            assert!(of("flows/bot.yaml").contains("\nbot: nordic_chairs\nname: Nordic Chairs\n"));
            assert!(files.iter().all(|(_, text)| !text.to_lowercase().contains("my_bot")));
        }
    }
}
