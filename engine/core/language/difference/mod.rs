//! What changed in meaning between two bots, in words an author knows, and which buttons of old messages it loses.
//!
//! Invariant: two bots between which nothing differs do the same; comments, layout, the order of keys and short forms are
//! no difference.

mod compare;
mod list;
mod meaning;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use compare::Comparison;
use meaning::{Meaning, Successor};
use serde_json::{Value, json};

use super::definition::{BOT, MODULE, Shape};
use super::expanded::{Long, as_written, tree};
use super::{SourceFile, mending, translation, without_mark};
use crate::bot::{Bot, owner};
use crate::id::ModuleId;

/// A bot with the files it was read from.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// The bot.
    pub bot: &'a Bot,
    /// Its files.
    pub files: &'a [SourceFile],
}

/// What changed between two versions of a bot.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// What changed: first of the bot, then module by module in the order of the new version.
    pub changes: Vec<Change>,
    /// What could be tapped before and is no longer known: such a tap in an old message is read as typed text.
    pub lost: Vec<Lost>,
}

/// One thing that changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// In which module; none: it holds for the bot.
    pub module: Option<String>,
    /// In which language, where it is a translation.
    pub language: Option<String>,
    /// Where, from outside to inside; empty: the module itself.
    pub path: Vec<String>,
    /// What became of it.
    pub became: Became,
    /// What stood there.
    pub old: Option<Part>,
    /// What stands there.
    pub new: Option<Part>,
}

/// What became of a part of a bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
    /// It stands at another place; where, in words.
    Moved(String),
    /// A module has another id, as `moved` says; this was the old one.
    Renamed(String),
}

/// A part of a bot, for people and for programs.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// In one line.
    pub shown: String,
    /// In its long form.
    pub json: Value,
}

/// Something that could be tapped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// Whose it was: a module's, or the bot's menu and the like, which begin with `@`.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// What stands on it.
    pub label: String,
}

impl Part {
    fn of(meaning: &Meaning) -> Self {
        Self { shown: meaning.shown(), json: meaning.json() }
    }
}

impl Difference {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.lost.is_empty()
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let change = |change: &Change| {
            let (word, how) = match &change.became {
                Became::Added => ("added", None),
                Became::Removed => ("removed", None),
                Became::Changed => ("changed", None),
                Became::Moved(how) => ("moved", Some(how)),
                Became::Renamed(from) => ("renamed", Some(from)),
            };
            json!({
                "module": change.module, "language": change.language, "path": change.path, "change": word,
                "how": how, "old": change.old.as_ref().map(|part| &part.json),
                "new": change.new.as_ref().map(|part| &part.json),
            })
        };
        let lost = |lost: &Lost| json!({ "owner": lost.owner, "id": lost.id, "label": lost.label });
        json!({
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "lost_buttons": self.lost.iter().map(lost).collect::<Vec<_>>(),
        })
    }
}

/// What changed from one version to another.
pub fn difference(old: Version<'_>, new: Version<'_>) -> Difference {
    let renamed = |id: &str| {
        let id = ModuleId::new(id);
        let successor = || new.bot.moved.module(&id).map(ToString::to_string);
        if new.bot.modules.contains_key(&id) { None } else { successor() }
    };
    let (before, now) = (tree(old.files), tree(new.files));
    let mut changes = Vec::new();
    of_the_bot(&before, &now, &renamed, &mut changes);
    let before = Modules::of(&before, &renamed);
    let now = Modules::of(&now, &|_| None);
    of_the_modules(&before, &now, &renamed, &mut changes);
    let translated = Translations { old: translations(old.files), new: translations(new.files) };
    translated.compare(&renamed, &mut changes);
    // The bot first, then its modules in their order, then those that are gone.
    let place = |change: &Change| {
        let id = change.module.as_deref()?;
        let at = new.bot.modules.get_index_of(&ModuleId::new(id));
        Some(at.unwrap_or(usize::MAX))
    };
    changes.sort_by_key(place);
    Difference { changes, lost: lost(old.bot, new.bot) }
}

/// Keys that say nothing about what a bot does: `moved` is looked at by its effect.
const BESIDE: [&str; 3] = ["modules", "flow", "moved"];

fn of_the_bot(
    old: &[(String, Long)],
    new: &[(String, Long)],
    successor: Successor<'_>,
    found: &mut Vec<Change>,
) {
    let whole = |top: &[(String, Long)], successor: Successor<'_>| {
        let keys = top.iter().filter(|(key, _)| !BESIDE.contains(&key.as_str())).cloned();
        meaning::of(&Long::Map(keys.collect()), Shape::Map(&BOT), successor)
    };
    let (old, new) = (whole(old, successor), whole(new, &|_| None));
    Comparison { module: None, language: None, path: Vec::new(), found }.compare(&old, &new);
}

/// The modules of a version by id, in their order.
struct Modules(Vec<(String, Meaning)>);

impl Modules {
    fn of(top: &[(String, Long)], successor: Successor<'_>) -> Self {
        let all = top.iter().find(|(key, _)| key == "modules").map(|(_, modules)| modules);
        let Some(Long::Map(modules)) = all else { return Self(Vec::new()) };
        let meant = |(id, module): &(String, Long)| {
            let mut module = module.clone();
            if let Long::Map(keys) = &mut module {
                // A note is for colleagues.
                keys.retain(|(key, _)| key != "note");
            }
            (id.clone(), meaning::of(&module, Shape::Map(&MODULE), successor))
        };
        Self(modules.iter().map(meant).collect())
    }

    fn get(&self, id: &str) -> Option<&Meaning> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, module)| module)
    }
}

fn of_the_modules(old: &Modules, new: &Modules, successor: Successor<'_>, found: &mut Vec<Change>) {
    let known: BTreeMap<&str, &Meaning> =
        new.0.iter().map(|(id, module)| (id.as_str(), module)).collect();
    let mut met: BTreeSet<String> = BTreeSet::new();
    for (id, module) in &old.0 {
        let after = successor(id);
        // Where both stood before, one took the other's place and is compared with itself.
        let renamed = after.as_deref().filter(|after| old.get(after).is_none());
        let now = renamed.unwrap_or(id);
        let Some(other) = known.get(now).filter(|_| met.insert(now.to_owned())) else {
            let became = Became::Removed;
            let new = after.map(|after| Part { shown: after.clone(), json: after.into() });
            found.push(of_a_module(id, became, Some(Part::of(module)), new));
            continue;
        };
        if renamed.is_some() {
            found.push(of_a_module(now, Became::Renamed(id.clone()), None, None));
        }
        let path = Vec::new();
        Comparison { module: Some(now), language: None, path, found }.compare(module, other);
    }
    for (id, module) in new.0.iter().filter(|(id, _)| !met.contains(id)) {
        found.push(of_a_module(id, Became::Added, None, Some(Part::of(module))));
    }
}

fn of_a_module(id: &str, became: Became, old: Option<Part>, new: Option<Part>) -> Change {
    Change { module: Some(id.to_owned()), language: None, path: Vec::new(), became, old, new }
}

/// What the files of other languages say, by language.
type Translated = BTreeMap<String, Vec<(String, Long)>>;

fn translations(files: &[SourceFile]) -> Translated {
    let mut found = Translated::new();
    for (number, file) in files.iter().enumerate() {
        let Some(language) = translation::language_of(&file.path) else { continue };
        let file = without_mark(file.clone());
        let tree = mending::read(number, &file, &mut Vec::new()).tree;
        if let Some(Long::Map(keys)) = tree.as_ref().map(as_written) {
            found.insert(language.to_owned(), keys);
        }
    }
    found
}

struct Translations {
    old: Translated,
    new: Translated,
}

impl Translations {
    fn compare(&self, successor: Successor<'_>, found: &mut Vec<Change>) {
        let languages: BTreeSet<&String> = self.old.keys().chain(self.new.keys()).collect();
        for language in languages {
            let side = |all: &Translated| all.get(language).cloned().unwrap_or_default();
            let (old, new) = (side(&self.old), side(&self.new));
            let meant = |keys: &[(String, Long)]| {
                meaning::of(&Long::Map(keys.to_vec()), Shape::Text, &|_| None)
            };
            let beside = |keys: &[(String, Long)]| {
                let own: Vec<_> =
                    keys.iter().filter(|(key, _)| key != "modules").cloned().collect();
                meant(&own)
            };
            let mut at =
                Comparison { module: None, language: Some(language), path: Vec::new(), found };
            at.compare(&beside(&old), &beside(&new));
            let (old, new) = (modules_of(&old, successor), modules_of(&new, &|_| None));
            let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for id in ids {
                let side = |all: &BTreeMap<String, Long>| {
                    all.get(id)
                        .map_or(Meaning::Map { entries: Vec::new(), ordered: false }, |long| {
                            meaning::of(long, Shape::Text, &|_| None)
                        })
                };
                let path = Vec::new();
                let mut at = Comparison { module: Some(id), language: Some(language), path, found };
                at.compare(&side(&old), &side(&new));
            }
        }
    }
}

fn modules_of(keys: &[(String, Long)], successor: Successor<'_>) -> BTreeMap<String, Long> {
    let all = keys.iter().find(|(key, _)| key == "modules").map(|(_, modules)| modules);
    let Some(Long::Map(modules)) = all else { return BTreeMap::new() };
    let named =
        |(id, long): &(String, Long)| (successor(id).unwrap_or_else(|| id.clone()), long.clone());
    modules.iter().map(named).collect()
}

/// What could be tapped before and leads nowhere now.
fn lost(old: &Bot, new: &Bot) -> Vec<Lost> {
    let mut lost: Vec<Lost> = Vec::new();
    for ((of, id), press) in &old.presses {
        let known = new.press(of, id).is_some() || of.as_str() == owner::HANDOVER;
        if !known && press.acts() {
            let label = press.label.text.as_plain().map_or_else(|| id.to_string(), str::to_owned);
            lost.push(Lost { owner: of.to_string(), id: id.to_string(), label });
        }
    }
    lost.sort();
    lost
}
