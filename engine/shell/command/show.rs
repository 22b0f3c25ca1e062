//! `baton show`: what a bot consists of, or the bot with every short form in its long one.

use std::path::{Path, PathBuf};

use baton_core::bot::{Bot, Leads, Module};
use baton_core::conversation::Target;
use baton_core::language::expanded;
use clap::Args;

use super::{Failure, bot, talk};

/// Shows the modules of a bot with what they do and where they lead. With `--expanded` it prints the bot as
/// one file in which every short form is written out.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// A YAML file, or a folder of them
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// The whole bot, with every short form written out
    #[arg(long)]
    expanded: bool,
}

impl Show {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let written = bot::written(&self.bot)?;
        let text = match self.expanded {
            true => expanded(&written.sources),
            false => overview(&written.bot, &self.bot),
        };
        talk::result(text.trim_end());
        Ok(())
    }
}

fn overview(bot: &Bot, path: &Path) -> String {
    let mut text = format!("{} ({}), {}\n", bot.name, bot.id, path.display());
    if !bot.description.is_empty() {
        text += &format!("{}\n", bot.description);
    }
    let connections: usize = bot.modules.values().map(|module| module.connections.len()).sum();
    text += &format!(
        "{} modules, {connections} connections, {} keywords; begins at {}\n\n",
        bot.modules.len(),
        bot.keywords.len(),
        bot.start
    );
    let rows: Vec<[String; 4]> = bot.modules.values().map(|module| row(bot, module)).collect();
    let head = ["module", "does", "", "leads to"].map(str::to_owned);
    let width = |column: usize| {
        let cells = rows.iter().chain([&head]).map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).min(MOST)
    };
    let widths = [width(0), width(1), width(2)];
    for [id, does, waits, leads] in [&head].into_iter().chain(&rows) {
        let [a, b, c] = widths;
        text += format!("{id:a$}  {does:b$}  {waits:c$}  {leads}").trim_end();
        text.push('\n');
    }
    text
}

/// Characters of a column; what is longer pushes the rest of its line.
const MOST: usize = 40;

fn row(bot: &Bot, module: &Module) -> [String; 4] {
    let actions = bot.lists.get(&module.list()).map(|list| list.actions.as_slice());
    let mut does: Vec<&str> = Vec::new();
    for action in actions.unwrap_or_default() {
        if does.last() != Some(&action.name()) {
            does.push(action.name());
        }
    }
    let waits = if module.waits { "waits" } else { "" };
    [module.id.to_string(), does.join(", "), waits.to_owned(), leads(bot, module).join(", ")]
}

/// Where a module can lead, each once: its choices, its connections, its buttons.
fn leads(bot: &Bot, module: &Module) -> Vec<String> {
    let mut buttons: Vec<_> =
        bot.presses.iter().filter(|((owner, _), _)| *owner == module.id).collect();
    buttons.sort_by(|one, other| one.0.1.as_str().cmp(other.0.1.as_str()));
    let choices = module.choices.iter().map(|choice| &choice.leads);
    let connections = module.connections.iter().map(|connection| &connection.leads);
    let buttons = buttons.into_iter().map(|(_, press)| &press.leads);
    let mut found: Vec<String> = Vec::new();
    for leads in choices.chain(connections).chain(buttons) {
        let to = target(leads);
        if !to.is_empty() && !found.contains(&to) {
            found.push(to);
        }
    }
    found
}

fn target(leads: &Leads) -> String {
    match &leads.to {
        Some(Target::Module(id)) => id.to_string(),
        Some(Target::End) => "end".to_owned(),
        Some(Target::Back) => "back".to_owned(),
        Some(Target::Stay | Target::Again) | None => String::new(),
    }
}
