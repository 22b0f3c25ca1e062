//! What something in a file means, as Markdown: from the definitions, the pages of codes, and the bot itself.

use std::ops::Range;

use super::inserted::{dotted, explained};
use super::mention::{Mention, Named};
use super::said::{self, value};
use super::walk::{Met, walk};
use super::{Draft, Sheet};
use crate::expression::FUNCTION_WORDS;
use crate::language::code::{self, Example};
use crate::language::definition::{Definition, Key, Shape};
use crate::language::tree::{Kind, Node};
use crate::scope::RESERVED_WORDS;
use crate::template::HELPER_WORDS;
use crate::word::Explained;

/// Settings of a handover that say how long it lasts.
const TIMES: [&str; 3] = ["pickup_timeout", "idle_timeout", "timeout"];

/// What is told about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Markdown.
    pub text: String,
    /// The bytes it is about.
    pub span: Range<usize>,
}

impl Draft {
    /// What stands at a byte of a file: a finding's code, a name, a word or a key.
    pub fn told(&self, file: usize, byte: usize) -> Option<Told> {
        let mut parts = Vec::new();
        let mut span = None;
        for found in self.found.iter().filter(|found| found.file == file) {
            if found.span.contains(&byte) || found.span.start == byte {
                parts.push(of_code(found.code)?);
                span.get_or_insert(found.span.clone());
            }
        }
        if let Some(here) = self.meaning(file, byte) {
            parts.push(here.text);
            span = Some(here.span);
        }
        let text = parts.join("\n\n---\n\n");
        Some(Told { text, span: span? })
    }

    fn meaning(&self, file: usize, byte: usize) -> Option<Told> {
        if let Some(mention) = self.mention(file, byte)
            && let Some(text) = self.of_name(mention)
        {
            return Some(Told { text, span: mention.spot.range() });
        }
        let tree = self.trees.get(file)?.as_ref()?;
        if self.sheet(file) == Sheet::Language {
            return None;
        }
        let source = self.files.get(file)?.text.as_str();
        let mut told = None;
        walk(tree, &[self.sheet(file).top()], &mut |met| match met {
            Met::Key { key, known: Some(known), map: Some(map), .. } => {
                if (key.spot.start..=key.spot.end).contains(&byte) {
                    let text =
                        format!("**{}**: key of {}\n\n{}", known.name, map.name, of_key(known));
                    told = Some(Told { text, span: key.spot.range() });
                }
            }
            Met::Key { .. } => {}
            Met::Text { node, text, plain, .. } => {
                if (node.spot.start..=node.spot.end).contains(&byte) {
                    let word = in_text(source, byte, plain, text);
                    told = told.take().or(word.or_else(|| of_word(node, text, plain)));
                }
            }
        });
        told
    }

    fn of_name(&self, mention: &Mention) -> Option<String> {
        let name = mention.name.as_str();
        match mention.named {
            Named::Module => Some(self.of_module(name)),
            Named::Variable => Some(self.of_variable(name)),
            Named::Receiver => Some(self.of_receiver(name)),
            Named::Service | Named::Hours | Named::Persona => {
                let section = match mention.named {
                    Named::Service => "services",
                    Named::Hours => "hours",
                    _ => "personas",
                };
                let declared = self.behind(section, name)?;
                let text = self.source(declared);
                Some(format!("{} `{name}`\n\n```yaml\n{text}\n```", mention.named.words()))
            }
            Named::Reminder | Named::Mark | Named::Button | Named::Template | Named::Part => None,
        }
    }

    /// A module: its name, what it says, and where it stands.
    fn of_module(&self, id: &str) -> String {
        let Some(module) = self.behind("modules", id) else {
            return format!("There is no module `{id}`.");
        };
        let mut text = format!("module `{id}`");
        if let Some(name) = value(module, "name").and_then(Node::as_text) {
            text += &format!(": {name}");
        }
        for line in said::texts(module) {
            text += &format!("\n\n> {line}");
        }
        if let Some(file) = self.files.get(module.spot.file) {
            text += &format!("\n\n{}:{}", file.path, file.position(module.spot.start).0);
        }
        text
    }

    fn of_variable(&self, name: &str) -> String {
        let Some(variable) = self.bot.as_ref().and_then(|bot| bot.variables.get(name)) else {
            return format!("variable `{name}`");
        };
        let mut text = format!("variable `{name}`: {}", variable.kind.phrase());
        if let Some(default) = &variable.default {
            text += &format!("\n\nAt first: `{}`", default.to_json());
        }
        if variable.session {
            text += "\n\nForgotten when the session ends.";
        }
        if variable.secret {
            text += "\n\nSecret: never logged and never shown.";
        }
        text
    }

    /// A receiver: its app, and how long handovers to it last.
    fn of_receiver(&self, name: &str) -> String {
        let app = self.behind("receivers", name).and_then(Node::as_text);
        let app = app.map_or("Meta's own inbox".to_owned(), |app| format!("app {app}"));
        let mut text = format!("receiver `{name}`: {app}");
        let trees = self.trees.iter().take(self.own).flatten();
        let bot_wide = trees.clone().filter_map(|tree| value(tree, "handover"));
        let mut told: Vec<String> = bot_wide.map(|node| times(node, "every handover")).collect();
        for tree in trees {
            let Some(Kind::Map { entries, .. }) = value(tree, "modules").map(|node| &node.kind)
            else {
                continue;
            };
            for (id, module) in entries {
                handovers(module, name, &mut |node| {
                    told.push(times(node, &format!("`{}`", id.text)))
                });
            }
        }
        told.retain(|line| !line.is_empty());
        told.iter().for_each(|line| text += &format!("\n\n{line}"));
        text
    }

    /// The lines of a part of a file, as far indented as the first.
    fn source(&self, node: &Node) -> String {
        let Some(file) = self.files.get(node.spot.file) else { return String::new() };
        let from = file.text[..node.spot.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &file.text[from..node.spot.start];
        let start = if before.trim().is_empty() { from } else { node.spot.start };
        let text = file.text.get(start..node.spot.end).unwrap_or_default();
        let indent = if start == from { before.len() } else { 0 };
        let line = |line: &str| line.get(indent..).unwrap_or(line.trim_start()).to_owned();
        text.lines().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Every map of a part of a file that hands over to a receiver.
fn handovers(node: &Node, receiver: &str, met: &mut dyn FnMut(&Node)) {
    match &node.kind {
        Kind::Map { entries, .. } => {
            if value(node, "receiver").and_then(Node::as_text) == Some(receiver) {
                met(node);
            }
            entries.iter().for_each(|(_, value)| handovers(value, receiver, met));
        }
        Kind::List { items, .. } => items.iter().for_each(|item| handovers(item, receiver, met)),
        Kind::Text { .. } | Kind::Nothing | Kind::Broken => {}
    }
}

/// How long a handover lasts; empty where it does not say.
fn times(node: &Node, whose: &str) -> String {
    let time = |key: &&str| Some(format!("`{key}` {}", value(node, key)?.as_text()?));
    let times: Vec<String> = TIMES.iter().filter_map(time).collect();
    match times.is_empty() {
        true => String::new(),
        false => format!("{whose}: {}", times.join(", ")),
    }
}

/// A key as Markdown: what it means, what it takes, its words, and an example.
pub(super) fn of_key(key: &Key) -> String {
    let mut text = key.doc.to_owned();
    text += &format!("\n\nTakes: {}.", key.shape.words());
    if !key.default.is_empty() {
        text += &format!("\n\nLeft out: {}.", key.default);
    }
    let words = key.shape.choices();
    if !words.is_empty() {
        text += "\n";
    }
    words.iter().for_each(|word| text += &format!("\n- `{}`: {}", word.word, word.doc));
    if !key.example.is_empty() {
        text += &format!("\n\n```yaml\n{}\n```", key.example);
    }
    text
}

/// The page of a code as Markdown.
fn of_code(code: &str) -> Option<String> {
    let page = code::find(code)?;
    let shown = |example: &Example| match example {
        Example::Told(words) => (*words).to_owned(),
        Example::Part(_) | Example::Files(_) => {
            format!("```yaml\n{}\n```", crate::language::explain::shown(example))
        }
    };
    Some(format!(
        "**{code}**: {}\n\n{}\n\nWrong:\n\n{}\n\nRight:\n\n{}",
        page.title,
        page.doc,
        shown(&page.wrong),
        shown(&page.right)
    ))
}

/// One of a few words behind a key.
fn of_word(node: &Node, text: &str, plain: &[Shape]) -> Option<Told> {
    let words = plain.iter().flat_map(|shape| shape.choices());
    let span = node.spot.range();
    if let Some(word) = words.into_iter().find(|word| word.word == text) {
        return Some(Told { text: format!("`{text}`: {}", word.doc), span });
    }
    let actions = plain.iter().any(|shape| matches!(shape, Shape::Actions));
    let all = Definition::all();
    let action = all.iter().find(|map| map.id == "action").filter(|_| actions)?;
    Some(Told { text: of_key(action.key(text)?), span })
}

/// A helper, a function or a name that every bot has, in a template or an expression.
fn in_text(source: &str, byte: usize, plain: &[Shape], text: &str) -> Option<Told> {
    let expression = plain.iter().any(|shape| matches!(shape, Shape::Expression));
    let in_template = || text.contains("{{") && super::inserted::begin(source, byte).is_some();
    if !(expression || in_template()) {
        return None;
    }
    let span = dotted(source, byte);
    let word = &source[span.clone()];
    let functions = if expression { FUNCTION_WORDS } else { HELPER_WORDS };
    let known = |words: &'static [Explained]| words.iter().find(|known| known.name == word);
    let found = known(functions).or_else(|| known(RESERVED_WORDS))?;
    Some(Told { text: format!("**{word}**\n\n{}", explained(found)), span })
}
