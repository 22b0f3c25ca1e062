//! Completes the file of a language: adds what is missing, and marks what was translated from
//! another text than stands in the bot now.
//!
//! Invariant: nothing a translator wrote is changed or lost; what is in the way of that is left as
//! it is, and told.

use std::collections::HashMap;

use super::super::mending;
use super::super::source::{SourceFile, Spot};
use super::super::splice::{self, Edit, Refused};
use super::super::tree::{Key, Kind, Node};
use super::gather;
use super::lay::{self, State};
use super::outline::{Outline, Said, Shape};
use super::realign;
use super::remembered::{self, FROM, WAS};
use super::write::{self, leaf_of};
use super::{FOLDER, file_of, language_of};
use crate::tongue::Tongue;

/// Rounds until nothing more is to be done: a list that was put in order is gone through once more.
const ROUNDS: usize = 4;

/// A file of a language, completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    /// The file as it should be, its path within the bot's folder.
    pub file: SourceFile,
    /// There was none.
    pub is_new: bool,
    /// Something in it is otherwise than before.
    pub changed: bool,
    /// Texts it was without; they wait there for their translation.
    pub added: usize,
    /// Translations of a text that has changed since.
    pub stale: usize,
    /// Texts that wait for their translation, those added just now among them.
    pub missing: usize,
    /// Places that cannot be completed without touching what somebody wrote.
    pub left: Vec<String>,
}

/// Why a file of a language cannot be completed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSync {
    /// It is no language.
    #[error("`{0}` is no language; write its code, like da or pt-BR")]
    NoLanguage(String),
    /// A file of the bot or of the language cannot be read.
    #[error("{0} cannot be read whole; `baton check` says why")]
    Unreadable(String),
    /// The result would not say what the file says now.
    #[error("{0} was left as it is: {1}")]
    Refused(String, Refused),
}

/// Completes the file of a language of a bot; the files are those of the bot.
///
/// # Errors
/// See [`CannotSync`].
pub fn sync(files: &[SourceFile], language: &str) -> Result<Synced, CannotSync> {
    let tongue = Tongue::of(language);
    let tongue = tongue.ok_or_else(|| CannotSync::NoLanguage(language.to_owned()))?;
    let mut trees = Vec::new();
    for (number, file) in files.iter().enumerate() {
        if language_of(&file.path).is_none() {
            trees.extend(read(number, file)?);
        }
    }
    let bot = gather::of_bot(&trees);
    let refines = refines(files, &trees, tongue);
    let known = file_of(files, tongue);
    let known = known.map(|file| super::super::without_mark(file.clone()));
    let is_new = known.is_none();
    let first = known.unwrap_or_else(|| SourceFile {
        path: format!("{FOLDER}/{language}.yaml"),
        text: write::head(language),
    });
    let (mut file, mut added, mut left) = (first.clone(), 0, Vec::new());
    for _ in 0..ROUNDS {
        let tree = read(0, &file)?;
        let mut round =
            Round { file: &file, edits: Vec::new(), added: 0, left: Vec::new(), refines };
        round.whole(&bot, tree.as_ref());
        added += round.added;
        left = round.left;
        if round.edits.is_empty() {
            break;
        }
        if file.text.contains("\r\n") {
            let ends = |edit: &mut Edit| edit.text = edit.text.replace('\n', "\r\n");
            round.edits.iter_mut().for_each(ends);
        }
        let spliced = splice::splice(&file, &round.edits);
        file = spliced.map_err(|why| CannotSync::Refused(file.path.clone(), why))?;
    }
    let (stale, missing) = count(&bot, &file)?;
    let missing = if refines { 0 } else { missing };
    let changed = is_new || file.text != first.text;
    Ok(Synced { file, is_new, changed, added, stale, missing, left })
}

/// Whether it is a region of a language the bot has: what its file lacks is said as in that one.
fn refines(files: &[SourceFile], trees: &[Node], tongue: Tongue) -> bool {
    let base = tongue.base();
    base != tongue && (file_of(files, base).is_some() || gather::main_language(trees) == Some(base))
}

/// The tree of a file that can be read whole.
fn read(number: usize, file: &SourceFile) -> Result<Option<Node>, CannotSync> {
    let read = mending::read(number, file, &mut Vec::new());
    if read.cut {
        return Err(CannotSync::Unreadable(file.path.clone()));
    }
    Ok(read.tree)
}

/// Stale and missing texts.
fn count(bot: &Outline, file: &SourceFile) -> Result<(usize, usize), CannotSync> {
    let tree = read(0, file)?;
    let found = lay::lay(bot, tree.as_ref().map(|tree| (file, tree)), &mut Vec::new());
    let stale = found.iter().filter(|found| lay::stale_since(found, file).is_some()).count();
    let missing = found.iter().filter(|found| found.said.needed);
    let missing = missing.filter(|found| matches!(found.state, State::Missing)).count();
    Ok((stale, missing))
}

/// One way through the file, gathering what is to be changed.
pub(super) struct Round<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) edits: Vec<Edit>,
    added: usize,
    pub(super) left: Vec<String>,
    /// Nothing is added: what is missing is said as in another language.
    refines: bool,
}

impl Round<'_> {
    fn whole(&mut self, bot: &Outline, tree: Option<&Node>) {
        match tree {
            Some(tree) => self.part(bot, tree, tree.spot, "the file"),
            None => {
                let Shape::Keys { parts, .. } = &bot.shape else { return };
                let mut text = String::new();
                if !self.file.text.is_empty() && !self.file.text.ends_with('\n') {
                    text.push('\n');
                }
                if !self.refines {
                    self.write(parts.iter(), "", &mut text);
                }
                self.edits.push(Edit::insert(self.file.text.len(), text));
            }
        }
    }

    /// A part of the bot, and what the file has for it.
    fn part(&mut self, outline: &Outline, node: &Node, at: Spot, path: &str) {
        match (&outline.shape, &node.kind) {
            (_, Kind::Broken) => {}
            (_, Kind::Text { text, quoted: false }) if text == "~" => {}
            (Shape::Text(said) | Shape::Several(said), Kind::Nothing) => {
                self.remember(said, at, false)
            }
            (_, Kind::Nothing) => self.open(outline, at),
            (Shape::Text(said), Kind::Text { text, .. }) => {
                self.remember(said, at, !text.trim().is_empty());
            }
            (Shape::Several(said), Kind::Text { .. } | Kind::List { .. }) => {
                self.remember(said, at, true);
            }
            (Shape::Keys { parts, .. }, Kind::Map { entries, flow }) => {
                self.keys(parts, entries, *flow, path);
            }
            (
                Shape::Keys { parts, chief: Some(chief), .. },
                Kind::Text { .. } | Kind::List { .. },
            ) => self.chief(parts, chief, node, at, path),
            (Shape::Places(parts), Kind::List { items, .. }) if parts.len() == items.len() => {
                for (part, item) in parts.iter().zip(items) {
                    part.iter().for_each(|part| self.part(part, item, item.spot, path));
                }
            }
            (Shape::Places(parts), Kind::List { items, flow: false }) => {
                realign::realign(self, parts, items, path);
            }
            (Shape::Places(parts), Kind::Text { .. } | Kind::Map { .. }) => {
                match parts.as_slice() {
                    [Some(only)] => self.part(only, node, at, path),
                    [] | [None] | [_, _, ..] => self.left.push(path.to_owned()),
                }
            }
            (Shape::Text(_) | Shape::Keys { .. }, Kind::List { items, .. }) if items.len() == 1 => {
                self.part(outline, &items[0], items[0].spot, path);
            }
            (Shape::Text(_), Kind::List { .. } | Kind::Map { .. })
            | (Shape::Several(_), Kind::Map { .. })
            | (Shape::Keys { .. }, Kind::Text { .. } | Kind::List { .. })
            | (Shape::Places(_), Kind::List { .. }) => self.left.push(path.to_owned()),
        }
    }

    /// A text alone where the bot has several parts: the others cannot be put beside it.
    fn chief(
        &mut self,
        parts: &[(String, Outline)],
        chief: &str,
        node: &Node,
        at: Spot,
        path: &str,
    ) {
        for (key, part) in parts {
            if key == chief {
                self.part(part, node, at, path);
            } else if part.is_needed() && !self.refines {
                self.left.push(format!("{path}.{key}"));
            }
        }
    }

    fn keys(
        &mut self,
        parts: &[(String, Outline)],
        entries: &[(Key, Node)],
        flow: bool,
        path: &str,
    ) {
        let below = |key: &str| match path {
            "the file" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        let at: HashMap<&str, usize> =
            entries.iter().enumerate().map(|(at, (key, _))| (key.text.as_str(), at)).collect();
        // What is missing goes behind the part before it, else to the end.
        let mut behind: Option<usize> = None;
        let mut missing: Vec<(Option<usize>, &(String, Outline))> = Vec::new();
        for named in parts {
            match at.get(named.0.as_str()) {
                Some(&place) => {
                    let (key, node) = &entries[place];
                    self.part(&named.1, node, key.spot, &below(&named.0));
                    behind = Some(place);
                }
                None if named.1.is_needed() && !self.refines => missing.push((behind, named)),
                None => {}
            }
        }
        let Some((first, _)) = entries.first().filter(|_| !missing.is_empty()) else { return };
        if flow {
            self.left.extend(missing.iter().map(|(_, (key, _))| below(key)));
            return;
        }
        let line = self.file.line_at(first.spot.start);
        let column = self.file.text[line.start..first.spot.start].chars().count();
        let indent = " ".repeat(column);
        for (behind, named) in missing {
            let place = behind.unwrap_or(entries.len() - 1);
            let mut text = String::new();
            self.write(std::iter::once(named), &indent, &mut text);
            let (key, node) = &entries[place];
            self.put_behind(key.spot.end.max(node.spot.end), &text);
        }
    }

    /// A key with nothing behind it, where the bot has more than a text.
    fn open(&mut self, outline: &Outline, at: Spot) {
        if !outline.is_needed() {
            return;
        }
        if let Some(said) = leaf_of(outline) {
            return self.remember(said, at, false);
        }
        let Some(memory) = remembered::above(self.file, at.start) else { return };
        let line = self.file.line_at(at.start);
        let column = self.file.text[line.start..at.start].chars().count();
        let is_item = self.file.text[at.start..line.end].trim().is_empty()
            || self.file.text[at.range()].trim_start_matches('-').trim().is_empty();
        if is_item {
            // An empty item of a list; a translator sees what belongs there in the bot.
            return;
        }
        let mut text = String::new();
        let indent = " ".repeat(column.max(memory.indent.len()) + 2);
        self.added += write::below(outline, &indent, &mut text);
        self.put_behind(at.end, &text);
    }

    fn write<'o>(
        &mut self,
        parts: impl Iterator<Item = &'o (String, Outline)>,
        indent: &str,
        text: &mut String,
    ) {
        for (key, part) in parts.filter(|(_, part)| part.is_needed()) {
            self.added += write::entry(key, part, indent, text);
        }
    }

    /// Puts whole lines behind the line in which something ends.
    fn put_behind(&mut self, end: usize, lines: &str) {
        let end = self.file.text[..end].trim_end().len();
        let line_end = self.file.line_at(end).end;
        let lines = lines.trim_end_matches('\n');
        self.edits.push(Edit::insert(line_end, format!("\n{lines}")));
    }

    /// Notes above an entry which text it translates, and marks it where that has changed.
    fn remember(&mut self, said: &Said, at: Spot, translated: bool) {
        let Some(memory) = remembered::above(self.file, at.start) else { return };
        let indent = &memory.indent;
        let from = format!("{indent}{FROM}{}\n", said.source);
        match memory.from {
            None if memory.was.is_none() && said.needed => {
                self.edits.push(Edit::insert(memory.line, from));
            }
            None => {}
            Some(known) if known.text == said.source => {}
            Some(known) => {
                let was = (translated && memory.was.is_none())
                    .then(|| format!("{indent}{WAS}{}\n", known.text));
                let text = was.unwrap_or_default() + &from;
                self.edits.push(Edit::replace(known.line, text));
            }
        }
    }
}

#[cfg(test)]
mod tests;
