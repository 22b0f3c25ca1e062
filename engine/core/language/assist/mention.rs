//! The names of a bot: where each is declared, where something is kept under it, and where it is used.
//!
//! Invariant: the place of a mention is the name itself, without quotes and without what stands around it.

use std::ops::Range;

use super::walk::{Met, walk};
use crate::expression::{Expression, NameUse};
use crate::language::definition::{Definition, Names, Shape};
use crate::language::loading::Words;
use crate::language::source::{SourceFile, Spot};
use crate::language::tree::{Kind, Node};
use crate::scope;
use crate::template::Template;

/// Words in the place of a module that name none.
pub(super) const NO_MODULES: [&str; 4] = ["end", "stay", "back", "again"];

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// A module.
    Module,
    /// Another app that can have the conversation.
    Receiver,
    /// Opening hours.
    Hours,
    /// Who says a message.
    Persona,
    /// Something the bot remembers.
    Variable,
    /// Another system.
    Service,
    /// A reminder.
    Reminder,
    /// A mark of the contact.
    Mark,
    /// A button, choice or menu entry.
    Button,
    /// A template that Meta has approved.
    Template,
    /// Steps that tests share.
    Part,
}

/// What a mention does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Role {
    /// It says what the name is.
    Declares,
    /// It makes it, by keeping something under it.
    Keeps,
    /// It means what was declared elsewhere.
    Uses,
}

/// A name in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// What it names.
    pub(super) named: Named,
    /// The name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) spot: Spot,
    /// What it does there.
    pub(super) role: Role,
}

impl Named {
    /// What a name of the definitions is; every target is a module here.
    pub(super) fn of(names: Names) -> Self {
        match names {
            Names::Module | Names::Target => Self::Module,
            Names::Receiver => Self::Receiver,
            Names::Hours => Self::Hours,
            Names::Persona => Self::Persona,
            Names::Variable => Self::Variable,
            Names::Button => Self::Button,
            Names::Reminder => Self::Reminder,
            Names::Mark => Self::Mark,
            Names::Service => Self::Service,
        }
    }

    /// As a sentence calls it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Receiver => "receiver",
            Self::Hours => "opening hours",
            Self::Persona => "persona",
            Self::Variable => "variable",
            Self::Service => "service",
            Self::Reminder => "reminder",
            Self::Mark => "mark",
            Self::Button => "button",
            Self::Template => "template",
            Self::Part => "part",
        }
    }
}

/// Every name of a file whose top is of this shape.
pub(super) fn mentions(tree: &Node, top: Shape, files: &[SourceFile]) -> Vec<Mention> {
    let mut found = Gathered { files, found: Vec::new() };
    walk(tree, &[top], &mut |met| match met {
        Met::Key { key, map: Some(map), known: None, value } => {
            found.own_key(&key.text, key.spot, map, value);
        }
        Met::Key { .. } => {}
        Met::Text { node, text, plain, behind } => found.text(node, text, plain, behind),
    });
    found.found
}

/// The modules whose texts a file of a language has.
pub(super) fn translated(tree: &Node, files: &[SourceFile]) -> Vec<Mention> {
    let mut found = Gathered { files, found: Vec::new() };
    let Kind::Map { entries, .. } = &tree.kind else { return found.found };
    for (_, modules) in entries.iter().filter(|(key, _)| key.text == "modules") {
        let Kind::Map { entries, .. } = &modules.kind else { continue };
        for (key, _) in entries {
            found.add(Named::Module, Role::Uses, &key.text, bare(files, key.spot, &key.text));
        }
    }
    found.found
}

struct Gathered<'a> {
    files: &'a [SourceFile],
    found: Vec<Mention>,
}

impl Gathered<'_> {
    fn add(&mut self, named: Named, role: Role, name: &str, spot: Spot) {
        if !name.is_empty() {
            self.found.push(Mention { named, name: name.to_owned(), spot, role });
        }
    }

    /// A key that the author names.
    fn own_key(&mut self, key: &str, spot: Spot, map: &'static Definition, value: &Node) {
        let declares = match map.id {
            "modules" => Named::Module,
            "receivers" => Named::Receiver,
            "personas" => Named::Persona,
            "hours" => Named::Hours,
            "services" => Named::Service,
            "variables" => Named::Variable,
            "parts" => Named::Part,
            "moved" => return self.moved(value),
            _ if keeps(map) => {
                return self.add(Named::Variable, Role::Keeps, key, bare(self.files, spot, key));
            }
            _ => return,
        };
        self.add(declares, Role::Declares, key, bare(self.files, spot, key));
    }

    /// What something moved to: a module, or the module of a button.
    fn moved(&mut self, value: &Node) {
        let Some(text) = value.as_text() else { return };
        let module = text.split('.').next().unwrap_or(text);
        let whole = bare(self.files, value.spot, text);
        let spot = Spot { end: (whole.start + module.len()).min(whole.end), ..whole };
        self.add(Named::Module, Role::Uses, module, spot);
    }

    fn text(
        &mut self,
        node: &Node,
        text: &str,
        plain: &[Shape],
        behind: Option<(&'static Definition, &str)>,
    ) {
        let key = behind.map_or("", |(_, key)| key);
        let map = behind.map_or("", |(map, _)| map.id);
        let whole = bare(self.files, node.spot, text);
        match (map, key) {
            ("message" | "remind", "template") | ("template", "name") => {
                return self.add(Named::Template, Role::Uses, text, whole);
            }
            ("step", "include") => return self.add(Named::Part, Role::Uses, text, whole),
            ("remind", "id") => return self.add(Named::Reminder, Role::Declares, text, whole),
            _ => {}
        }
        let name = plain.iter().find_map(|shape| {
            let Shape::Name(names) = shape else { return None };
            Some(*names)
        });
        if let Some(names) = name {
            self.name(names, key, text, whole);
        }
        let words = Words { text: text.to_owned(), spot: node.spot, quoted: quoted(node) };
        if plain.iter().any(|shape| matches!(shape, Shape::Expression)) {
            self.quoted_names(text, whole);
            let read = Expression::parse(text).ok();
            read.iter().for_each(|read| self.variables(read.names(), &words));
        } else if text.contains("{{") {
            self.quoted_names(text, whole);
            let read = Template::compile(text).ok();
            read.iter().for_each(|read| self.variables(read.names(), &words));
        }
    }

    fn name(&mut self, names: Names, key: &str, text: &str, spot: Spot) {
        let named = Named::of(names);
        let role = match (named, key) {
            (Named::Variable, "save_as" | "save") | (Named::Mark, "tag") => Role::Keeps,
            _ => Role::Uses,
        };
        match named {
            Named::Module if NO_MODULES.contains(&text) => {}
            Named::Receiver if text == "nothing" => {}
            Named::Hours if text == "nothing" => {}
            Named::Service => {
                let service = text.split('/').next().unwrap_or(text);
                let end = (spot.start + service.len()).min(spot.end);
                self.add(named, role, service, Spot { end, ..spot });
            }
            Named::Module
            | Named::Receiver
            | Named::Hours
            | Named::Persona
            | Named::Variable
            | Named::Reminder
            | Named::Mark
            | Named::Button
            | Named::Template
            | Named::Part => self.add(named, role, text, spot),
        }
    }

    fn variables(&mut self, names: &[NameUse], words: &Words) {
        for name in names {
            let Some(root) = name.path.first() else { continue };
            if scope::reserved(root).is_some() || !name.certain {
                continue;
            }
            let spot = words.part(self.files, name.span.clone());
            let written = self.files.get(spot.file).and_then(|file| file.text.get(spot.range()));
            // Folds and escapes move what follows them; there only the whole text has a place.
            if written.is_some_and(|written| written.starts_with(root.as_str())) {
                let spot = Spot { end: spot.start + root.len(), ..spot };
                self.add(Named::Variable, Role::Uses, root, spot);
            }
        }
    }

    /// Names in quotes behind `open` and `tagged`.
    fn quoted_names(&mut self, text: &str, whole: Spot) {
        for (function, named) in [("open(", Named::Hours), ("tagged(", Named::Mark)] {
            for (at, _) in text.match_indices(function) {
                let behind = at + function.len();
                let Some((name, range)) = in_quotes(text, behind) else { continue };
                let (start, end) = (whole.start + range.start, whole.start + range.end);
                let spot = Spot { start, end, ..whole };
                let written = self.files.get(spot.file).and_then(|file| file.text.get(start..end));
                if written == Some(name) {
                    self.add(named, Role::Uses, name, spot);
                }
            }
        }
    }
}

/// Whether the keys of a map are variables that something is kept in.
pub(super) fn keeps(map: &Definition) -> bool {
    map.id != "variables"
        && map.own.as_ref().is_some_and(|own| own.name == "the name of a variable")
}

fn quoted(node: &Node) -> bool {
    matches!(&node.kind, Kind::Text { quoted: true, .. })
}

/// The place of a text without what stands around it.
fn bare(files: &[SourceFile], spot: Spot, text: &str) -> Spot {
    let source = files.get(spot.file).and_then(|file| file.text.get(spot.range()));
    let found = source.and_then(|source| source.find(text)).filter(|_| !text.is_empty());
    found.map_or(spot, |at| Spot {
        start: spot.start + at,
        end: spot.start + at + text.len(),
        ..spot
    })
}

/// The text in the quotes that begin here.
fn in_quotes(text: &str, from: usize) -> Option<(&str, Range<usize>)> {
    let quote = text.get(from..)?.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let start = from + 1;
    let length = text.get(start..)?.find(quote)?;
    Some((&text[start..start + length], start..start + length))
}
