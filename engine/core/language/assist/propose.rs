//! What can be written at a place: keys by the definitions, words, and the names of the bot.
//!
//! Invariant: what is proposed is what the definitions take there; synonyms are understood and never proposed.

use std::collections::BTreeSet;

use super::cursor::{Cursor, Stand, Step, cursor};
use super::inserted;
use super::mention::{Named, keeps};
use super::open::{Open, open};
use super::proposal::{Proposal, What};
use super::{Draft, Sheet};
use crate::language::definition::{Definition, Key, Names, Rule, Shape};

/// Words in the place of a module, with what each means.
const TARGETS: [(&str, &str); 4] = [
    ("end", "The path ends."),
    ("stay", "The conversation stays here."),
    ("back", "The module before this one runs again."),
    ("again", "The open question is asked again."),
];
/// Receivers that every bot has.
const INBOXES: [&str; 2] = ["page_inbox", "instagram_inbox"];
/// The form of a language's code.
const LANGUAGE: &str = "the code of a language";

impl Draft {
    /// What can be written at a byte of a file, the likeliest first. The text is the file as it is now; the
    /// names are those of the draft, which may be a moment older.
    pub fn proposals(&self, path: &str, text: &str, byte: usize) -> Vec<Proposal> {
        let byte = text.floor_char_boundary(byte.min(text.len()));
        let Some(cursor) = cursor(text, byte) else { return Vec::new() };
        let sheet = Sheet::of(path);
        if let Some(from) = inserted::begin(text, byte) {
            return self.inserted(text, from, byte);
        }
        if sheet == Sheet::Language {
            return self.to_translate(&cursor, text);
        }
        let mut shapes = vec![sheet.top()];
        for step in &cursor.path {
            shapes = match step {
                Step::Key(key) => open(&shapes).under(key),
                Step::Item => open(&shapes).items,
            };
        }
        let here = open(&shapes);
        let mut found = Vec::new();
        match cursor.stand {
            Stand::Text => {}
            Stand::Key => self.keys(&here, &cursor, text, "", &mut found),
            Stand::Value => self.values(&here.plain, &cursor, text, byte, &mut found),
            Stand::Begin => {
                if matches!(cursor.path.last(), Some(Step::Key(_))) && cursor.seen.is_empty() {
                    self.items(&open(&here.items), &cursor, text, byte, &mut found);
                }
                self.values(&here.plain, &cursor, text, byte, &mut found);
                self.keys(&here, &cursor, text, "", &mut found);
            }
        }
        let mut known = BTreeSet::new();
        found.retain(|one| known.insert(one.label.clone()));
        found
    }

    /// The first item of a list, with its dash.
    fn items(
        &self,
        item: &Open,
        cursor: &Cursor,
        text: &str,
        byte: usize,
        found: &mut Vec<Proposal>,
    ) {
        let mut values = Vec::new();
        self.values(&item.plain, cursor, text, byte, &mut values);
        found.extend(values.into_iter().map(|value| value.behind("- ")));
        self.keys(item, cursor, text, "- ", found);
    }

    /// Keys of the maps that can stand here.
    fn keys(
        &self,
        here: &Open,
        cursor: &Cursor,
        text: &str,
        dash: &str,
        found: &mut Vec<Proposal>,
    ) {
        let seen = &cursor.seen;
        let meant = here.meant(seen.iter().map(String::as_str));
        let maps = here.maps.iter().copied();
        let maps = maps.filter(|map| seen.is_empty() || meant.is_some_and(|one| one.id == map.id));
        let dash = if cursor.tight { " " } else { dash };
        let has_colon = text[cursor.typed.end..].starts_with(':');
        for map in maps {
            let mut keys = free(map, seen);
            keys.sort_by_key(|key| !key.required);
            for key in keys {
                let mut proposal = match has_colon {
                    true => Proposal::word(What::Key, key.name, &cursor.typed),
                    false => written(map, key, cursor, dash.len()),
                };
                let needed = if key.required { "needed: " } else { "" };
                proposal = proposal.detail(format!("{needed}{}", key.shape.words()));
                found.push(proposal.doc(super::hover::of_key(key)).behind(dash));
            }
            if keeps(map) {
                let names = self.names(Named::Variable).into_iter();
                for name in names.filter(|name| seen.iter().all(|seen| seen != name)) {
                    let colon = if has_colon { "" } else { ": " };
                    let mut proposal = self.variable(name, &cursor.typed);
                    proposal.text.push_str(colon);
                    found.push(proposal);
                }
            }
        }
    }

    /// What a text alone can be here.
    fn values(
        &self,
        plain: &[Shape],
        cursor: &Cursor,
        text: &str,
        byte: usize,
        found: &mut Vec<Proposal>,
    ) {
        let from = found.len();
        let typed = &cursor.typed;
        for shape in plain {
            match *shape {
                Shape::Words(words) => found.extend(
                    words.iter().map(|w| Proposal::word(What::Word, w.word, typed).doc(w.doc)),
                ),
                Shape::YesNo => {
                    let words = ["yes", "no"];
                    found.extend(words.map(|word| Proposal::word(What::Word, word, typed)));
                }
                Shape::Nothing => found.push(Proposal::word(What::Word, "nothing", typed)),
                Shape::Name(names) => self.named(names, cursor, found),
                Shape::Several(names) => self.named(names, cursor, found),
                Shape::Expression => found.extend(self.in_expression(text, typed.start, byte)),
                Shape::Written { form, .. } => self.written(form, cursor, found),
                Shape::Text => self.text(cursor, found),
                Shape::Texts
                | Shape::Template
                | Shape::Label(_)
                | Shape::Number
                | Shape::Count(..)
                | Shape::Duration
                | Shape::Id
                | Shape::Value
                | Shape::Pattern
                | Shape::Address
                | Shape::Message
                | Shape::Messages
                | Shape::Actions
                | Shape::Condition
                | Shape::Map(_)
                | Shape::List(_)
                | Shape::Either(_) => {}
            }
        }
        if cursor.tight {
            let values = found.split_off(from);
            found.extend(values.into_iter().map(|value| value.behind(" ")));
        }
    }

    fn named(&self, names: Names, cursor: &Cursor, found: &mut Vec<Proposal>) {
        let typed = &cursor.typed;
        let named = Named::of(names);
        if names == Names::Receiver {
            let inbox =
                |name: &&str| Proposal::word(What::Name, name, typed).detail("always there");
            found.extend(INBOXES.iter().map(inbox));
        }
        for name in self.names(named) {
            if names == Names::Receiver && INBOXES.contains(&name) {
                continue;
            }
            found.push(match named {
                Named::Module => self.module(name, cursor),
                Named::Variable => self.variable(name, typed),
                Named::Service => {
                    let mut service = Proposal::word(What::Name, name, typed).detail("service");
                    service.text.push('/');
                    service
                }
                Named::Receiver
                | Named::Hours
                | Named::Persona
                | Named::Reminder
                | Named::Mark
                | Named::Button
                | Named::Template
                | Named::Part => Proposal::word(What::Name, name, typed).detail(named.words()),
            });
        }
        if named == Named::Button {
            let buttons =
                self.presses.iter().filter(|(owner, _, _)| !owner.as_str().starts_with('@'));
            let own = |(owner, id, _): &(crate::id::ModuleId, crate::id::ButtonId, _)| {
                Proposal::word(What::Name, id.as_str(), typed).detail(format!("in {owner}"))
            };
            found.extend(buttons.map(own));
        }
        if names == Names::Target {
            let word =
                |(name, doc): &(&str, &str)| Proposal::word(What::Word, name, typed).doc(*doc);
            found.extend(TARGETS.iter().map(word));
        }
    }

    fn module(&self, name: &str, cursor: &Cursor) -> Proposal {
        Proposal::word(What::Module, name, &cursor.typed).detail(self.first_text(name))
    }

    /// Texts of a certain form that the bot has elsewhere.
    fn written(&self, form: &str, cursor: &Cursor, found: &mut Vec<Proposal>) {
        let typed = &cursor.typed;
        if form.starts_with(LANGUAGE) {
            let languages = self.bot.iter().flat_map(|bot| &bot.languages);
            found.extend(languages.map(|tag| Proposal::word(What::Word, tag, typed)));
        }
        if matches!(cursor.path.last(), Some(Step::Key(key)) if key == "template") {
            let names = self.names(Named::Template).into_iter();
            found.extend(names.map(|name| Proposal::word(What::Name, name, typed)));
        }
        if cursor.path.iter().any(|step| *step == Step::Key("moved".to_owned())) {
            found.extend(
                self.names(Named::Module).into_iter().map(|name| self.module(name, cursor)),
            );
        }
    }

    /// Texts that name something: the parts of tests.
    fn text(&self, cursor: &Cursor, found: &mut Vec<Proposal>) {
        if matches!(cursor.path.last(), Some(Step::Key(key)) if key == "include") {
            let parts = self.names(Named::Part).into_iter();
            let part = |name| Proposal::word(What::Name, name, &cursor.typed).detail("part");
            found.extend(parts.map(part));
        }
    }
}

/// The keys that may be added to a map with these.
fn free(map: &'static Definition, seen: &[String]) -> Vec<&'static Key> {
    if map.single && !seen.is_empty() {
        return Vec::new();
    }
    let has = |key: &str| seen.iter().any(|seen| seen == key);
    let excluded = |key: &str| {
        map.rules.iter().any(|rule| match rule {
            Rule::One(keys) | Rule::NotTwo(keys) => {
                keys.contains(&key) && keys.iter().any(|other| *other != key && has(other))
            }
            Rule::Some(_) | Rule::Needs(..) | Rule::Filled => false,
        })
    };
    let beside = map.beside.iter().filter(|beside| has(beside.key)).flat_map(|beside| beside.keys);
    // What stands beside a key belongs to it, and comes before what can stand in any case.
    let mut keys: Vec<&'static Key> = beside.collect();
    keys.extend(
        map.keys()
            .filter(|key| keys.iter().all(|known| known.name != key.name))
            .collect::<Vec<_>>(),
    );
    keys.retain(|key| !has(key.name) && !excluded(key.name));
    keys
}

/// A key with what belongs behind it: its example to write over, or the beginning of what is deeper.
fn written(map: &Definition, key: &Key, cursor: &Cursor, dash: usize) -> Proposal {
    let mut proposal = Proposal::word(What::Key, key.name, &cursor.typed);
    let here = open(&[key.shape]);
    let settings = here.maps.iter().any(|map| map.all_keys().next().is_some() || map.own.is_some());
    let chosen = here.plain.iter().any(|shape| is_chosen(*shape));
    let actions = matches!(key.shape, Shape::Actions);
    let below = " ".repeat(cursor.deep + dash + 2);
    if !settings && here.plain.is_empty() && here.items.is_empty() {
        // An action without settings is a bare word in a list.
        proposal.text += if map.single { "" } else { ":" };
    } else if here.plain.is_empty() || actions {
        let is_list = !here.items.is_empty();
        proposal.text += &match (cursor.in_brackets, is_list) {
            (true, true) => ": [  ]".to_owned(),
            (true, false) => ": {  }".to_owned(),
            (false, true) => format!(":\n{below}- "),
            (false, false) => format!(":\n{below}"),
        };
        if cursor.in_brackets {
            let at = proposal.text.len() - 2;
            proposal.hole = Some(at..at);
        }
    } else {
        proposal.text += ": ";
        let example = key.example.strip_prefix(key.name).and_then(|rest| rest.strip_prefix(": "));
        let example = example
            .filter(|value| !chosen && !value.contains('\n') && !value.starts_with(['[', '{']));
        if let Some(value) = example {
            let start = proposal.text.len();
            proposal.text += value;
            proposal.hole = Some(start..proposal.text.len());
        }
    }
    proposal
}

/// Whether a value is one of a few that are proposed next.
fn is_chosen(shape: Shape) -> bool {
    match shape {
        Shape::Words(_) | Shape::YesNo | Shape::Name(_) | Shape::Several(_) | Shape::Nothing => {
            true
        }
        Shape::Text
        | Shape::Texts
        | Shape::Template
        | Shape::Label(_)
        | Shape::Number
        | Shape::Count(..)
        | Shape::Duration
        | Shape::Id
        | Shape::Value
        | Shape::Expression
        | Shape::Pattern
        | Shape::Address
        | Shape::Written { .. }
        | Shape::Message
        | Shape::Messages
        | Shape::Actions
        | Shape::Condition
        | Shape::Map(_)
        | Shape::List(_)
        | Shape::Either(_) => false,
    }
}
