//! Lays the file of a language upon the outline of the bot: which text translates which.
//!
//! Invariant: every text of the outline is found once, as translated, left as it is, or missing; below
//! a place that does not fit nothing is found, since its finding is told already.

use std::collections::{HashMap, HashSet};

use super::super::diagnostic::Diagnostic;
use super::super::source::{SourceFile, Spot};
use super::super::tree::{Key, Kind, Node};
use super::outline::{Outline, Said, Shape};
use super::remembered;
use crate::suggest;

/// A text of the bot, with what the file of a language makes of it.
#[derive(Debug, Clone)]
pub(crate) struct Found<'o> {
    /// Where it stands in the bot, for people: `modules.welcome.say`.
    pub(crate) path: String,
    /// Its place in the bot.
    pub(crate) main: Spot,
    /// What is said in the main language.
    pub(crate) said: &'o Said,
    /// What the file makes of it.
    pub(crate) state: State,
}

/// What the file of a language makes of a text.
#[derive(Debug, Clone)]
pub(crate) enum State {
    /// Nothing yet.
    Missing,
    /// It stays as it is in the main language: `~`.
    Same,
    /// It says this.
    Translated {
        /// The text or texts.
        node: Node,
        /// The key or item that holds it.
        at: Spot,
    },
}

/// Lays a file upon the outline; what does not fit is reported.
pub(crate) fn lay<'o>(
    outline: &'o Outline,
    file: Option<(&SourceFile, &Node)>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Found<'o>> {
    let mut laying = Laying { found: Vec::new(), path: Vec::new(), problems };
    match file {
        Some((_, node)) => laying.part(outline, node, node.spot),
        None => laying.all(outline, &State::Missing),
    }
    laying.found
}

/// Whether a translation was made for another text than stands in the bot now; what that was.
pub(crate) fn stale_since(found: &Found<'_>, file: &SourceFile) -> Option<String> {
    let State::Translated { at, .. } = &found.state else { return None };
    let memory = remembered::above(file, at.start)?;
    if let Some(was) = memory.was {
        return Some(was.text);
    }
    memory.from.map(|from| from.text).filter(|from| *from != found.said.source)
}

struct Laying<'o, 'p> {
    found: Vec<Found<'o>>,
    path: Vec<String>,
    problems: &'p mut Vec<Diagnostic>,
}

impl<'o> Laying<'o, '_> {
    fn report(&mut self, spot: Spot, message: String, help: impl Into<String>) {
        self.problems.push(Diagnostic::error("unfit-translation", spot, message).help(help));
    }

    /// What stands at a part of the outline; `at` is its key or the item itself.
    fn part(&mut self, outline: &'o Outline, node: &Node, at: Spot) {
        match (&outline.shape, &node.kind) {
            (_, Kind::Nothing | Kind::Broken) => self.all(outline, &State::Missing),
            (_, Kind::Text { text, quoted: false }) if text == "~" => {
                self.all(outline, &State::Same);
            }
            (Shape::Text(said), Kind::Text { text, .. }) => match text.trim().is_empty() {
                true => self.leaf(said, outline.spot, State::Missing),
                false => self.leaf(said, outline.spot, translated(node, at)),
            },
            (Shape::Several(said), Kind::Text { .. } | Kind::List { .. }) => {
                self.leaf(said, outline.spot, translated(node, at));
            }
            (Shape::Keys { parts, other, .. }, Kind::Map { entries, .. }) => {
                self.keys(parts, other, entries);
            }
            (
                Shape::Keys { parts, chief: Some(chief), .. },
                Kind::Text { .. } | Kind::List { .. },
            ) => {
                for (key, part) in parts {
                    self.path.push(key.clone());
                    match key == chief {
                        true => self.part(part, node, at),
                        false => self.all(part, &State::Missing),
                    }
                    self.path.pop();
                }
            }
            (Shape::Places(parts), Kind::List { items, .. }) => {
                self.places(parts, items, node.spot);
            }
            // A list of one is often written without the list, and the other way round.
            (Shape::Places(parts), Kind::Text { .. } | Kind::Map { .. }) if parts.len() == 1 => {
                self.places(parts, std::slice::from_ref(node), node.spot);
            }
            (Shape::Text(_) | Shape::Keys { .. }, Kind::List { items, .. }) if items.len() == 1 => {
                self.part(outline, &items[0], items[0].spot);
            }
            (shape, _) => {
                let is = node.described();
                let message =
                    format!("{} is {is} here, and {} in the bot", self.here(), shape.words());
                self.report(
                    node.spot,
                    message,
                    "write it in the shape it has in the bot, texts only",
                );
            }
        }
    }

    fn keys(&mut self, parts: &'o [(String, Outline)], other: &[String], given: &[(Key, Node)]) {
        let at: HashMap<&str, &(Key, Node)> =
            given.iter().map(|entry| (entry.0.text.as_str(), entry)).collect();
        for (key, part) in parts {
            let found = at.get(key.as_str());
            self.path.push(key.clone());
            match found {
                Some((key, node)) => self.part(part, node, key.spot),
                None => self.all(part, &State::Missing),
            }
            self.path.pop();
        }
        let known: HashSet<&str> = parts.iter().map(|(key, _)| key.as_str()).collect();
        for (key, _) in given.iter().filter(|(key, _)| !known.contains(key.text.as_str())) {
            let here = self.here();
            if other.contains(&key.text) {
                let message = format!("`{}` of {here} holds no text to translate", key.text);
                self.report(
                    key.spot,
                    message,
                    "leave it out: the file of a language has texts only",
                );
                continue;
            }
            let message = format!("{here} has no `{}` with texts in it", key.text);
            let near = suggest::nearest(&key.text, parts.iter().map(|(key, _)| key.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if parts.len() <= 12 => format!(
                    "it has: {}",
                    parts.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(", ")
                ),
                None => "write the ids as they stand in the bot".to_owned(),
            };
            self.report(key.spot, message, help);
        }
    }

    fn places(&mut self, parts: &'o [Option<Outline>], items: &[Node], spot: Spot) {
        if parts.len() != items.len() {
            let (here, bot, file) = (self.here(), parts.len(), items.len());
            let message = format!("{here} has {bot} items in the bot, and {file} here");
            let help =
                "write as many, in the same order, and `~` where nothing is to be translated";
            return self.report(spot, message, help);
        }
        for (number, (part, item)) in parts.iter().zip(items).enumerate() {
            self.path.push((number + 1).to_string());
            match part {
                Some(part) => self.part(part, item, item.spot),
                None => self.nothing(item),
            }
            self.path.pop();
        }
    }

    /// Where nothing is to be translated, only `~` can stand.
    fn nothing(&mut self, item: &Node) {
        match &item.kind {
            Kind::Nothing | Kind::Broken => {}
            Kind::Text { text, quoted: false } if text == "~" => {}
            Kind::Text { .. } | Kind::List { .. } | Kind::Map { .. } => {
                let message = format!("{} has no text in the bot", self.here());
                self.report(item.spot, message, "write `~` here");
            }
        }
    }

    /// Every text below, in one state.
    fn all(&mut self, outline: &'o Outline, state: &State) {
        match &outline.shape {
            Shape::Text(said) | Shape::Several(said) => {
                self.leaf(said, outline.spot, state.clone());
            }
            Shape::Keys { parts, .. } => {
                for (key, part) in parts {
                    self.path.push(key.clone());
                    self.all(part, state);
                    self.path.pop();
                }
            }
            Shape::Places(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    let Some(part) = part else { continue };
                    self.path.push((number + 1).to_string());
                    self.all(part, state);
                    self.path.pop();
                }
            }
        }
    }

    fn leaf(&mut self, said: &'o Said, main: Spot, state: State) {
        self.found.push(Found { path: self.path.join("."), main, said, state });
    }

    /// The part of the bot that is looked at, for a sentence.
    fn here(&self) -> String {
        match self.path.as_slice() {
            [] => "the bot".to_owned(),
            [modules, module] if modules == "modules" => format!("the module `{module}`"),
            path => format!("`{}`", path.join(".")),
        }
    }
}

fn translated(node: &Node, at: Spot) -> State {
    State::Translated { node: node.clone(), at }
}

impl Shape {
    /// What it is, for a sentence.
    fn words(&self) -> &'static str {
        match self {
            Self::Text(_) => "one text",
            Self::Several(_) => "a text or a list of texts",
            Self::Keys { .. } => "keys with texts",
            Self::Places(_) => "a list",
        }
    }
}
