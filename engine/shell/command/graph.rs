//! `baton graph`: the picture of a bot.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use baton_core::graph::{Graph, dot, json, mermaid, svg};
use baton_core::language::SourceFile;
use clap::{Args, ValueEnum};

use super::rewrite::rewrite;
use super::{Failure, bot, talk};

/// Draws a bot: its modules, what leads from one to the next, every way in, and the handovers with their ways back.
/// On a terminal the picture goes into a file named after the bot.
#[derive(Debug, Args)]
pub(super) struct Draw {
    /// A YAML file, or a folder of them
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// A picture, text for wikis or for Graphviz, or everything for programs; without it, as the file's name ends
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Into this file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Svg,
    Mermaid,
    Dot,
    Json,
}

impl Format {
    /// What the name of a file asks for.
    fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "svg" => Some(Self::Svg),
            "mmd" | "mermaid" => Some(Self::Mermaid),
            "dot" | "gv" => Some(Self::Dot),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Draw {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let named = self.output.as_deref().and_then(Format::of);
        let format = self.format.or(named).unwrap_or(Format::Svg);
        let loaded = bot::whole(&self.bot)?;
        let Some(whole) = &loaded.bot else { return Err(Failure::Findings) };
        let graph = Graph::of(whole, &loaded.places, &inside(&loaded.files, &self.bot));
        let text = match format {
            Format::Svg => svg(&graph),
            Format::Mermaid => mermaid(&graph),
            Format::Dot => dot(&graph),
            Format::Json => format!("{:#}\n", json(&graph)),
        };
        let on_terminal = format == Format::Svg && std::io::stdout().is_terminal();
        let own = on_terminal.then(|| PathBuf::from(format!("{}.svg", graph.id)));
        match self.output.clone().or(own) {
            Some(file) => into(&file, &text),
            None => {
                talk::result(text.trim_end());
                Ok(())
            }
        }
    }
}

/// The files by their names in the bot: the picture is the same wherever the bot lies, and names no folder outside.
fn inside(files: &[SourceFile], bot: &Path) -> Vec<SourceFile> {
    let root = if bot.is_dir() { Some(bot) } else { bot.parent() };
    let name = |file: &SourceFile| {
        let path = Path::new(&file.path);
        let inside = root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        SourceFile { path: inside.display().to_string(), text: file.text.clone() }
    };
    files.iter().map(name).collect()
}

fn into(file: &Path, text: &str) -> Result<(), Failure> {
    let changed = rewrite(file, text)?;
    let told = if changed { "wrote" } else { "nothing has changed in" };
    talk::say(&format!("{told} {}", file.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_what_goes_into_it() {
        let of = |name: &str| Format::of(Path::new(name));
        assert_eq!(of("a/bot.svg"), Some(Format::Svg));
        assert_eq!(of("bot.mmd"), Some(Format::Mermaid));
        assert_eq!(of("bot.gv"), Some(Format::Dot));
        assert_eq!(of("bot.json"), Some(Format::Json));
        assert_eq!((of("bot.txt"), of("bot")), (None, None));
    }

    #[test]
    fn files_are_named_as_in_the_bot() {
        let bot = tempfile::tempdir().unwrap();
        let file = |path: PathBuf| SourceFile { path: path.display().to_string(), text: "".into() };
        let found = inside(&[file(bot.path().join("a/b.yaml"))], bot.path());
        assert_eq!(found[0].path, "a/b.yaml");
        let alone = inside(&[file("bots/one.yaml".into())], Path::new("bots/one.yaml"));
        assert_eq!(alone[0].path, "one.yaml");
    }
}
