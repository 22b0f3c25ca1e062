//! Where the parts of a bot stand in its files, for whoever speaks of them: tests and what they cover.
//!
//! Invariant: what is in a bot has its place here, under the same id and in the same order.

use std::ops::Range;

use indexmap::IndexMap;

use super::check::Parts;
use super::loading::Loading;
use super::source::{SourceFile, Spot};
use super::tree::{Kind, Node};
use crate::id::{ButtonId, ListId, ModuleId};

/// A place in one of the files of a bot or of its tests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Which file, by its number.
    pub file: usize,
    /// Which bytes.
    pub span: Range<usize>,
}

impl From<Spot> for Place {
    fn from(spot: Spot) -> Self {
        Self { file: spot.file, span: spot.range() }
    }
}

impl Place {
    /// `file:line`, as people and editors follow it.
    pub fn shown(&self, files: &[SourceFile]) -> String {
        let Some(file) = files.get(self.file) else { return String::new() };
        format!("{}:{}", file.path, file.position(self.span.start).0)
    }

    /// What stands there, its first line.
    pub fn line<'f>(&self, files: &'f [SourceFile]) -> &'f str {
        let text = files.get(self.file).and_then(|file| file.text.get(self.span.clone()));
        text.unwrap_or_default().lines().next().unwrap_or_default().trim()
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The keys of the modules, and of each the connections as the bot has them.
    pub modules: IndexMap<ModuleId, (Place, Vec<Place>)>,
    /// The bot's keywords, in its order.
    pub keywords: Vec<Place>,
    /// Everything that can be tapped, by owner and id.
    pub presses: IndexMap<(ModuleId, ButtonId), Place>,
    /// The entries: `get_started`, `passed` and `ref.<name>`.
    pub entries: IndexMap<String, Place>,
    /// The actions of every list.
    pub lists: IndexMap<ListId, Vec<Place>>,
}

/// Gathers the places while loading still knows them.
pub(super) fn gather(loading: &Loading<'_>, parts: &Parts, entries: Option<&Node>) -> Places {
    let all = |spots: &[Spot]| spots.iter().map(|spot| Place::from(*spot)).collect::<Vec<_>>();
    let modules = parts.modules.iter();
    let modules =
        modules.map(|(id, spots)| (id.clone(), (spots.key.into(), all(&spots.connections))));
    let presses = loading.presses.borrow();
    let presses = presses.iter().map(|(key, (_, spot))| (key.clone(), (*spot).into()));
    let lists = loading.list_spots.borrow();
    let lists = lists.iter().map(|(id, spots)| (id.clone(), all(spots)));
    Places {
        modules: modules.collect(),
        keywords: all(&parts.keywords),
        presses: presses.collect(),
        entries: entries.map(entry_places).unwrap_or_default(),
        lists: lists.collect(),
    }
}

fn entry_places(node: &Node) -> IndexMap<String, Place> {
    let mut found = IndexMap::new();
    let Kind::Map { entries, .. } = &node.kind else { return found };
    for (key, value) in entries {
        match (key.text.as_str(), &value.kind) {
            ("ref", Kind::Map { entries, .. }) => {
                let refs = entries.iter();
                found.extend(refs.map(|(key, _)| (format!("ref.{}", key.text), key.spot.into())));
            }
            (name, _) => {
                found.insert(name.to_owned(), key.spot.into());
            }
        }
    }
    found
}
