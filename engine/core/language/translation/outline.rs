//! What of a bot is said in words: the same tree with texts only, as the file of a language has it.
//!
//! Invariant: an outline says something; what has no texts in it has none.

use super::super::source::Spot;
use super::super::tree::{Kind, Node};

/// A part of the bot with texts in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    /// Where it stands in the bot.
    pub(crate) spot: Spot,
    /// What is to be said there.
    pub(crate) shape: Shape,
}

/// What is to be said at a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// One text, or an address.
    Text(Said),
    /// Texts that are replaced as a whole: what people type, and `one_of`.
    Several(Said),
    /// Parts by key or id. A text alone stands for the chief one.
    Keys {
        /// The parts.
        parts: Vec<(String, Outline)>,
        /// The part a text alone is short for.
        chief: Option<String>,
        /// Keys the bot has here that hold nothing to translate.
        other: Vec<String>,
    },
    /// Parts by place; `None` where nothing is to be translated.
    Places(Vec<Option<Outline>>),
}

/// A text of the main language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    /// As remembered in a file of a language: on one line.
    pub(crate) source: String,
    /// Whether it has words, so that it is missed where it is not translated.
    pub(crate) needed: bool,
}

/// The keys of a map that have something to say.
pub(super) fn keys(
    node: &Node,
    chief: Option<&str>,
    mut part: impl FnMut(&str, &Node) -> Option<Outline>,
) -> Option<Outline> {
    let (mut parts, mut other) = (Vec::new(), Vec::new());
    for (key, node) in entries(node) {
        match part(key, node) {
            Some(outline) => parts.push((key.to_owned(), outline)),
            None => other.push(key.to_owned()),
        }
    }
    let chief = chief.filter(|chief| parts.iter().any(|(key, _)| key == chief));
    let chief = chief.map(str::to_owned);
    let shape = Shape::Keys { chief, other, parts };
    shape.says_something().then_some(Outline { spot: node.spot, shape })
}

pub(super) fn keyed(
    node: &Node,
    parts: impl Iterator<Item = (String, Outline)>,
) -> Option<Outline> {
    let shape = Shape::Keys { parts: parts.collect(), chief: None, other: Vec::new() };
    shape.says_something().then_some(Outline { spot: node.spot, shape })
}

/// A list whose items have ids.
pub(super) fn by_id(
    node: &Node,
    part: impl FnMut(&Node) -> Option<(String, Outline)>,
) -> Option<Outline> {
    let mut parts: Vec<(String, Outline)> = Vec::new();
    for (id, outline) in node.items().iter().filter_map(part) {
        // Two of one id are one button told twice, or an error of its own.
        if !parts.iter().any(|(known, _)| *known == id) {
            parts.push((id, outline));
        }
    }
    keyed(node, parts.into_iter())
}

/// A list whose items have places.
pub(super) fn places(node: &Node, part: impl Fn(&Node) -> Option<Outline>) -> Option<Outline> {
    let items: Vec<Option<Outline>> = node.items().iter().map(part).collect();
    let shape = Shape::Places(items);
    shape.says_something().then_some(Outline { spot: node.spot, shape })
}

pub(super) fn named(id: &str, outline: Option<Outline>) -> Option<(String, Outline)> {
    outline.map(|outline| (id.to_owned(), outline))
}

pub(super) fn text(node: &Node) -> Option<Outline> {
    let text = node.as_text()?;
    let said = Said { source: on_one_line(text), needed: has_words(text) };
    Some(Outline { spot: node.spot, shape: Shape::Text(said) })
}

pub(super) fn address(node: &Node) -> Option<Outline> {
    text(node).map(optional)
}

pub(super) fn optional(mut outline: Outline) -> Outline {
    match &mut outline.shape {
        Shape::Text(said) | Shape::Several(said) => said.needed = false,
        Shape::Keys { .. } | Shape::Places(_) => {}
    }
    outline
}

pub(super) fn several(node: &Node) -> Option<Outline> {
    let texts: Vec<&str> = node.items().iter().filter_map(Node::as_text).collect();
    let needed = texts.iter().any(|text| has_words(text));
    let source: Vec<String> = texts.iter().map(|text| on_one_line(text)).collect();
    let said = Said { source: source.join(" | "), needed };
    (!texts.is_empty()).then_some(Outline { spot: node.spot, shape: Shape::Several(said) })
}

impl Shape {
    fn says_something(&self) -> bool {
        match self {
            Self::Text(_) | Self::Several(_) => true,
            Self::Keys { parts, .. } => !parts.is_empty(),
            Self::Places(parts) => parts.iter().any(Option::is_some),
        }
    }
}

impl Outline {
    /// A part of it by key.
    pub(crate) fn part(&self, key: &str) -> Option<&Outline> {
        match &self.shape {
            Shape::Keys { parts, .. } => {
                parts.iter().find(|(known, _)| known == key).map(|(_, part)| part)
            }
            Shape::Text(_) | Shape::Several(_) | Shape::Places(_) => None,
        }
    }

    /// Whether anything in it is missed where it is not translated.
    pub(crate) fn is_needed(&self) -> bool {
        match &self.shape {
            Shape::Text(said) | Shape::Several(said) => said.needed,
            Shape::Keys { parts, .. } => parts.iter().any(|(_, part)| part.is_needed()),
            Shape::Places(parts) => parts.iter().flatten().any(Outline::is_needed),
        }
    }
}

/// A text as a comment can hold it.
fn on_one_line(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['\n', '\r', '\\']) {
        return text.to_owned();
    }
    text.replace('\\', "\\\\").replace('\r', "").replace('\n', "\\n")
}

/// Whether a text has letters besides what is inserted.
fn has_words(text: &str) -> bool {
    let mut rest = text;
    loop {
        let (plain, inserted) = rest.split_once("{{").unwrap_or((rest, ""));
        if plain.chars().any(char::is_alphabetic) {
            return true;
        }
        let Some((_, behind)) = inserted.split_once("}}") else { return false };
        rest = behind;
    }
}

pub(super) fn entries(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries = match &node.kind {
        Kind::Map { entries, .. } => entries.as_slice(),
        Kind::Nothing | Kind::Text { .. } | Kind::List { .. } | Kind::Broken => &[],
    };
    entries.iter().map(|(key, node)| (key.text.as_str(), node))
}
