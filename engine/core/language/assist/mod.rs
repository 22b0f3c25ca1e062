//! What an editor asks about a bot while it is written: what can stand at a place, what something means, where
//! it stands, and what changes with its name.
//!
//! Pure: texts and bytes in, answers out; the protocol is the shell's. Invariant: every answer comes from
//! the definitions and the tree that loading reads, and a place in any text, however broken, has an answer.

mod brackets;
mod cursor;
mod follow;
mod hover;
mod inserted;
mod line;
mod mending;
mod mention;
mod open;
mod outline;
mod proposal;
mod propose;
mod rename;
mod said;
#[cfg(test)]
mod tests;
mod translated;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::definition::{BOT, Shape};
use super::diagnostic::Diagnostic;
use super::places::Place;
use super::source::{SourceFile, Spot};
use super::translation;
use super::tree::Node;
use crate::bot::Bot;
use crate::id::{ButtonId, ModuleId};
use crate::rehearsal::{Subject, Suite, TEST_FILE};

pub use hover::Told;
pub use mending::Mending;
pub use mention::Named;
pub use outline::{Outlined, Part};
pub use proposal::{Proposal, What};
pub use rename::{CannotRename, Changes};

use mention::{Mention, Role};

/// A bot as it is being written, with its tests.
#[derive(Debug)]
pub struct Draft {
    /// Those of the bot, then those of its tests.
    files: Vec<SourceFile>,
    /// How many of them are the bot's.
    own: usize,
    /// As far as each could be read.
    trees: Vec<Option<Node>>,
    found: Vec<Diagnostic>,
    mentions: Vec<Mention>,
    /// As it last loaded without errors.
    bot: Option<Arc<Bot>>,
    /// What could be tapped then, and where that stands.
    presses: Vec<(ModuleId, ButtonId, Place)>,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sheet {
    Flow,
    Language,
    Tests,
}

impl Sheet {
    fn of(path: &str) -> Self {
        if path.ends_with(".test.yaml") {
            return Self::Tests;
        }
        match translation::language_of(path) {
            Some(_) => Self::Language,
            None => Self::Flow,
        }
    }

    /// What its top is.
    fn top(self) -> Shape {
        match self {
            Self::Flow => Shape::Map(&BOT),
            // It has the tree of the bot with texts alone, which no definition knows.
            Self::Language => Shape::Value,
            Self::Tests => Shape::Map(&TEST_FILE),
        }
    }
}

impl Draft {
    /// Reads a bot and its tests. What only a bot without errors knows is kept from the draft `before`.
    pub fn new(files: Vec<SourceFile>, tests: Vec<SourceFile>, before: Option<&Self>) -> Self {
        let loaded = super::load(files);
        let mut draft = Self {
            own: loaded.files.len(),
            files: loaded.files,
            trees: Vec::new(),
            found: loaded.diagnostics,
            mentions: Vec::new(),
            bot: before.and_then(|before| before.bot.clone()),
            presses: before.map(|before| before.presses.clone()).unwrap_or_default(),
        };
        let tests = tests.into_iter().map(super::without_mark);
        match loaded.bot {
            Some(bot) => {
                let bot = Arc::new(bot);
                draft.bot = Some(bot.clone());
                let presses = loaded.places.presses.iter();
                let presses =
                    presses.map(|((owner, id), place)| (owner.clone(), id.clone(), place.clone()));
                draft.presses = presses.collect();
                let subject = Subject::new(bot, loaded.places, draft.files.clone());
                let suite = Suite::read(&subject, tests.collect());
                draft.add_tests(suite);
            }
            None => draft.files.extend(tests),
        }
        draft.read();
        draft
    }

    fn add_tests(&mut self, suite: Suite) {
        let own = self.own;
        self.found.extend(suite.diagnostics.into_iter().map(|mut found| {
            found.file += own;
            if let Some((file, _, _)) = &mut found.also {
                *file += own;
            }
            found
        }));
        self.files.extend(suite.files);
    }

    fn read(&mut self) {
        for (number, file) in self.files.iter().enumerate() {
            let tree = super::tree(number, file, &mut Vec::new());
            let sheet = self.sheet(number);
            if let Some(tree) = &tree {
                self.mentions.extend(mention::mentions(tree, sheet.top(), &self.files));
                if sheet == Sheet::Language {
                    self.mentions.extend(mention::translated(tree, &self.files));
                }
            }
            self.trees.push(tree);
        }
    }

    /// The files: those of the bot, then those of its tests.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Everything that is wrong with them. Tests are looked at only while the bot has no errors.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.found
    }

    fn sheet(&self, file: usize) -> Sheet {
        match (file < self.own, self.files.get(file)) {
            (true, Some(file)) => Sheet::of(&file.path),
            (true, None) => Sheet::Flow,
            (false, _) => Sheet::Tests,
        }
    }

    /// The name that stands at a place.
    fn mention(&self, file: usize, byte: usize) -> Option<&Mention> {
        let here = |spot: &Spot| spot.file == file && (spot.start..=spot.end).contains(&byte);
        self.mentions.iter().filter(|mention| here(&mention.spot)).min_by_key(|mention| {
            let spot = mention.spot;
            spot.end - spot.start
        })
    }

    /// The names of a kind, each once and in the order of the files: what is declared, else what is kept
    /// or, of what nothing declares, used.
    fn names(&self, named: Named) -> Vec<&str> {
        let declared_alone = match named {
            Named::Module
            | Named::Receiver
            | Named::Hours
            | Named::Persona
            | Named::Service
            | Named::Part => true,
            Named::Variable | Named::Reminder | Named::Mark | Named::Button | Named::Template => {
                false
            }
        };
        let (mut found, mut known) = (Vec::new(), BTreeSet::new());
        for mention in self.mentions.iter().filter(|mention| mention.named == named) {
            let counts = match mention.role {
                Role::Declares => true,
                Role::Keeps => !declared_alone,
                Role::Uses => !declared_alone && named != Named::Variable,
            };
            if counts && known.insert(mention.name.as_str()) {
                found.push(mention.name.as_str());
            }
        }
        found
    }
}
