//! The parts of a file by name: keys at the top, modules, keywords, tests.

use std::ops::Range;

use super::said;
use super::{Draft, Sheet};
use crate::language::source::Spot;
use crate::language::tree::{Kind, Node};

/// What a part of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A key at the top.
    Section,
    /// A module.
    Module,
    /// A test.
    Test,
    /// Something else with a name.
    Entry,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlined {
    /// Its name.
    pub name: String,
    /// A few words about it; may be empty.
    pub detail: String,
    /// What it is.
    pub part: Part,
    /// All of it.
    pub whole: Range<usize>,
    /// Its name.
    pub own: Range<usize>,
    /// Its parts.
    pub within: Vec<Outlined>,
}

impl Draft {
    /// The parts of a file, in its order.
    pub fn outline(&self, file: usize) -> Vec<Outlined> {
        let Some(Some(tree)) = self.trees.get(file) else { return Vec::new() };
        let Kind::Map { entries, .. } = &tree.kind else { return Vec::new() };
        let sheet = self.sheet(file);
        let section = |(key, value): &(crate::language::MapKey, Node)| {
            let mut section = part(&key.text, Part::Section, key.spot, value);
            section.within = within(&key.text, value, sheet);
            match value.as_text() {
                Some(text) => section.detail = said::shortened(text),
                None => section.detail = counted(section.within.len()),
            }
            section
        };
        entries.iter().map(section).collect()
    }
}

fn part(name: &str, part: Part, own: Spot, value: &Node) -> Outlined {
    let end = value.spot.end.max(own.end);
    Outlined {
        name: name.to_owned(),
        detail: String::new(),
        part,
        whole: own.start..end,
        own: own.range(),
        within: Vec::new(),
    }
}

fn counted(parts: usize) -> String {
    if parts == 0 { String::new() } else { parts.to_string() }
}

fn within(section: &str, value: &Node, sheet: Sheet) -> Vec<Outlined> {
    match &value.kind {
        Kind::Map { entries, .. } => entries
            .iter()
            .filter(|(key, _)| !key.text.is_empty())
            .map(|(key, value)| {
                let is_module = section == "modules" && sheet == Sheet::Flow;
                let kind = if is_module { Part::Module } else { Part::Entry };
                let mut found = part(&key.text, kind, key.spot, value);
                if is_module {
                    found.detail = said::texts(value).into_iter().next().unwrap_or_default();
                }
                found
            })
            .collect(),
        Kind::List { items, .. } => items.iter().filter_map(|item| named(item, sheet)).collect(),
        Kind::Text { .. } | Kind::Nothing | Kind::Broken => Vec::new(),
    }
}

/// An item of a list by what names it.
fn named(item: &Node, sheet: Sheet) -> Option<Outlined> {
    let keys = ["id", "test", "label", "when", "request"];
    let name = keys.iter().find_map(|key| {
        let found = said::value(item, key)?;
        let first = found.items().first().unwrap_or(found);
        first.as_text().filter(|text| !text.trim().is_empty()).map(|text| (text, first.spot))
    });
    let (name, spot) = name?;
    let kind = if sheet == Sheet::Tests { Part::Test } else { Part::Entry };
    let mut found = part(&said::shortened(name), kind, spot, item);
    found.whole = item.spot.range();
    Some(found)
}
