//! `baton fmt`: lays the files of a bot out evenly, and changes nothing of what they say.

use std::path::{Path, PathBuf};

use baton_core::language::layout::laid_out;
use clap::Args;

use super::rewrite::rewrite;
use super::{Failure, bot, talk};

/// Lays the files of a bot out: two spaces an indentation, no spaces at the ends of lines, a blank line between
/// modules. Comments, order, quotes and meaning stay; a file that cannot be read stays as it is.
#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// A YAML file, or a folder of them
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// Change nothing, and name the files that would change: exit code 1 if there are some
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let files =
            bot::read(&self.bot).map_err(|unreadable| Failure::WrongUse(unreadable.to_string()))?;
        let folder = if self.bot.is_dir() { Some(self.bot.as_path()) } else { self.bot.parent() };
        let folder = folder.unwrap_or(Path::new(""));
        let (mut uneven, mut left) = (0, 0);
        for file in files {
            let path = folder.join(&file.path);
            let laid = match laid_out(&file) {
                Ok(laid) => laid,
                Err(why) => {
                    left += 1;
                    talk::error(&format!("{} stays as it is: {why}", path.display()));
                    continue;
                }
            };
            if laid.text == file.text {
                continue;
            }
            uneven += 1;
            if !self.check {
                rewrite(&path, &laid.text)?;
            }
            talk::result(&path.display().to_string());
        }
        match left > 0 || (self.check && uneven > 0) {
            true => Err(Failure::Findings),
            false => Ok(()),
        }
    }
}
