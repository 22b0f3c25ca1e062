//! `baton schema`: what an editor needs to propose, explain and check flows while they are written.

use std::path::{Path, PathBuf};

use baton_core::language::SourceFile;
use baton_core::language::definition::{BOT, Definition};
use baton_core::language::schema;
use baton_core::rehearsal::TEST_FILE;
use clap::Args;

use super::rewrite::rewrite;
use super::{Failure, bot, talk};

/// Writes the JSON Schema of flows. With BOT: beside the bot, and each of its files gets the line that
/// tells editors of it. Without: to stdout.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// A YAML file, or a folder of them
    bot: Option<PathBuf>,
    /// The schema of conversation tests
    #[arg(long, conflicts_with = "bot")]
    tests: bool,
    /// Write only the schema, to this file
    #[arg(long, value_name = "FILE", conflicts_with = "bot")]
    output: Option<PathBuf>,
}

impl Schema {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if let Some(bot) = &self.bot {
            return beside(bot);
        }
        let text = text(if self.tests { &TEST_FILE } else { &BOT });
        match &self.output {
            Some(file) => rewrite(file, &text).map(|_| ()),
            None => {
                talk::result(text.trim_end());
                Ok(())
            }
        }
    }
}

/// A schema as it stands in a file.
fn text(root: &'static Definition) -> String {
    format!("{:#}\n", schema::schema(root))
}

/// The schemas that lie beside a bot with tests, by the names of their files.
pub(super) fn schemas() -> [(&'static str, String); 2] {
    [(schema::FILE, text(&BOT)), (schema::TEST_FILE, text(&TEST_FILE))]
}

/// Writes the schemas beside a bot, and the line into each of its files.
fn beside(bot: &Path) -> Result<(), Failure> {
    let files = bot::read(bot).map_err(|unreadable| Failure::WrongUse(unreadable.to_string()))?;
    let folder = if bot.is_dir() { Some(bot) } else { bot.parent() };
    let folder = folder.unwrap_or(Path::new(""));
    let tests = bot::tests(bot).unwrap_or_default();
    let mut schemas = vec![(schema::FILE, &BOT)];
    if !tests.is_empty() {
        schemas.push((schema::TEST_FILE, &TEST_FILE));
    }
    for (name, root) in schemas {
        let place = folder.join(name);
        if rewrite(&place, &text(root))? {
            talk::say(&format!("wrote {}", place.display()));
        }
    }
    let files = files.into_iter().map(|file| (folder.join(&file.path), file));
    let tests = tests.into_iter().map(|file| (PathBuf::from(&file.path), file));
    for (path, file) in files.chain(tests) {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let file = SourceFile { path: below.display().to_string(), ..file };
        if let Some(linked) = linked(&file)
            && rewrite(&path, &linked)?
        {
            talk::say(&format!("linked {}", path.display()));
        }
    }
    Ok(())
}

/// The line that leads a test in this file to the schema beside its bot; `None` where none lies there.
pub(super) fn line_of_test(bot: &Path, file: &Path) -> Option<String> {
    let folder = if bot.is_dir() { bot } else { bot.parent()? };
    let below = file.strip_prefix(folder).ok()?;
    let folders = below.components().count().saturating_sub(1);
    folder.join(schema::TEST_FILE).is_file().then(|| schema::line(schema::TEST_FILE, folders))
}

/// A file with the line at its top that leads to the schema; `None` for one that has no such line.
pub(super) fn linked(file: &SourceFile) -> Option<String> {
    // The texts of another language have another shape.
    let of_language = file.path.starts_with("lang/");
    if of_language || file.text.contains(['\u{fffd}', '\0']) {
        return None;
    }
    let folders = Path::new(&file.path).components().count().saturating_sub(1);
    let is_test = file.path.ends_with(".test.yaml");
    let line = schema::line(if is_test { schema::TEST_FILE } else { schema::FILE }, folders);
    let (mark, text) = match file.text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", file.text.as_str()),
    };
    let first = text.lines().next().unwrap_or_default();
    if first.starts_with(schema::LINE) {
        return Some(format!("{mark}{line}{}", &text[first.len()..]));
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    Some(format!("{mark}{line}{end}{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(path: &str, text: &str) -> String {
        linked(&SourceFile { path: path.into(), text: text.into() }).unwrap()
    }

    #[test]
    fn a_file_gets_the_line_once_and_keeps_the_rest() {
        let line = "# yaml-language-server: $schema=baton.schema.json";
        assert_eq!(after("bot.yaml", "# Mine\nbot: a\n"), format!("{line}\n# Mine\nbot: a\n"));
        assert_eq!(after("bot.yaml", "bot: a\r\n"), format!("{line}\r\nbot: a\r\n"));
        let other = "# yaml-language-server: $schema=/home/me/flow.json\nbot: a\n";
        assert_eq!(after("bot.yaml", other), format!("{line}\nbot: a\n"));
        assert_eq!(after("bot.yaml", &format!("{line}\nbot: a\n")), format!("{line}\nbot: a\n"));
    }

    #[test]
    fn a_file_further_down_leads_up_to_the_schema() {
        let text = after("orders/late.yaml", "flow: Orders\n");
        assert!(text.starts_with("# yaml-language-server: $schema=../baton.schema.json\n"));
    }
}
