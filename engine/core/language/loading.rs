//! What loading gathers on its way: findings, lists, buttons, and every use of a name, to be
//! checked at the end.
//!
//! Invariant: nothing here is lost when a part of the bot is wrong; the rest is still looked at.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use indexmap::IndexMap;

use super::diagnostic::{Diagnostic, Severity};
use super::fix::Trust;
use super::lines::Line;
use super::punctuation::without_space;
use super::reshaping;
use super::source::{SourceFile, Spot};
use super::splice::Edit;
use super::translation::Translations;
use super::tree::{Kind, Node};
use crate::action::Handover;
use crate::bot::{List, Press, Service, Tree};
use crate::conversation::Outcome;
use crate::expression::Expression;
use crate::id::{AppId, ButtonId, ListId, ModuleId};
use crate::template::Template;
use crate::tongue::Tongue;
use crate::value::Type;

/// Everything gathered while the files of one bot are read.
pub(crate) struct Loading<'a> {
    /// The files.
    pub(crate) files: &'a [SourceFile],
    /// Findings so far.
    pub(crate) found: RefCell<Vec<Diagnostic>>,
    /// Lists so far.
    pub(crate) lists: RefCell<HashMap<ListId, List>>,
    /// Where the actions of the lists stand.
    pub(crate) list_spots: RefCell<IndexMap<ListId, Vec<Spot>>>,
    /// What can be tapped so far, and where it stands.
    pub(crate) presses: RefCell<IndexMap<(ModuleId, ButtonId), (Press, Spot)>>,
    /// Uses of names so far.
    pub(crate) uses: RefCell<Uses>,
    /// Names for app ids; known before anything else is read.
    pub(crate) receivers: RefCell<IndexMap<String, (AppId, Option<Spot>)>>,
    /// Names for the ids of personas; known before anything else is read.
    pub(crate) personas: RefCell<IndexMap<String, String>>,
    /// Services; known before modules are read.
    pub(crate) services: RefCell<IndexMap<String, Service>>,
    /// Where services are declared, those with mistakes too.
    pub(crate) service_spots: RefCell<IndexMap<String, Spot>>,
    /// Opening hours that are declared, those with mistakes too.
    pub(crate) hours_names: RefCell<Vec<String>>,
    /// What is said in other languages; known before anything else is read.
    pub(crate) translations: RefCell<Translations>,
    /// The bot-wide handover; known before modules are read.
    pub(crate) base: RefCell<Handover>,
    /// Modules with an action or connection that could not be read: what seems to lack there may
    /// be it.
    pub(crate) lost: RefCell<HashSet<ModuleId>>,
    /// Some file could not be read, so that a name that seems unknown may stand there.
    pub(crate) incomplete: Cell<bool>,
}

/// Uses of names, checked when all of them are declared.
#[derive(Default)]
pub(crate) struct Uses {
    /// Modules something leads to, and what leads there.
    pub(crate) modules: Vec<(String, Spot)>,
    /// Called services.
    pub(crate) services: Vec<(String, Spot)>,
    /// Opening hours.
    pub(crate) hours: Vec<(String, Spot)>,
    /// Receivers.
    pub(crate) receivers: Vec<String>,
    /// Languages a flow sets.
    pub(crate) languages: Vec<(String, Spot)>,
    /// Reminders that are set.
    pub(crate) reminders: Vec<String>,
    /// Reminders that are forgotten.
    pub(crate) forgotten: Vec<(String, Spot)>,
    /// Buttons a condition asks for; with the module it stands in.
    pub(crate) pressed: Vec<(Option<ModuleId>, String, Spot)>,
    /// Expressions.
    pub(crate) expressions: Vec<ExpressionUse>,
    /// Templates.
    pub(crate) templates: Vec<TemplateUse>,
    /// Variables something is kept in.
    pub(crate) saved: Vec<SavedUse>,
    /// Variables that are only named: `unset`, `must_have`.
    pub(crate) named: Vec<(String, Spot)>,
    /// Named groups of `matches`.
    pub(crate) groups: Vec<String>,
    /// Texts a bot keyword claims by `says`.
    pub(crate) claims: Vec<Claim>,
    /// Return keywords as written.
    pub(crate) return_keywords: Vec<(String, Spot)>,
    /// Outcomes a condition asks for; with the module it stands in.
    pub(crate) outcomes: Vec<(Option<ModuleId>, Outcome, Spot)>,
    /// `tries` of questions among a module's actions.
    pub(crate) tries: Vec<(ModuleId, Spot)>,
    /// `to: stay`, `back` and `again` in a module's own connections.
    pub(crate) stays: Vec<(ModuleId, Spot)>,
}

/// An expression and where it stands.
pub(crate) struct ExpressionUse {
    /// Read.
    pub(crate) expression: Expression,
    /// Its text in the file.
    pub(crate) source: Words,
    /// What it is for.
    pub(crate) role: Role,
    /// Whether it stands where `item` means something.
    pub(crate) in_each: bool,
}

/// What an expression is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A condition.
    If,
    /// A condition over `answer`, which is of this type.
    ValidIf(Type),
    /// A calculation.
    Compute,
    /// A list something is made from.
    Each,
}

/// A template and where it stands.
pub(crate) struct TemplateUse {
    /// Read.
    pub(crate) template: Template,
    /// Its text in the file.
    pub(crate) source: Words,
    /// Whether it leaves the bot where a secret must not go: metadata.
    pub(crate) metadata: bool,
    /// Whether it says when something is.
    pub(crate) moment: bool,
    /// Whether it stands where `item` means something.
    pub(crate) in_each: bool,
}

/// Something kept in a variable.
pub(crate) struct SavedUse {
    /// The variable.
    pub(crate) name: String,
    /// Where it is named.
    pub(crate) spot: Spot,
    /// What is kept.
    pub(crate) what: Saved,
}

/// What is kept in a variable.
pub(crate) enum Saved {
    /// An answer, read as this type; `None`: whatever the choices of that module give, else a text.
    Answer(Option<Type>, Option<ModuleId>),
    /// A part of what a service answers.
    Any,
    /// A value as `set` keeps it.
    Tree(Tree, Spot),
    /// A calculation.
    Expression(Expression),
}

/// A text a bot keyword claims.
pub(crate) struct Claim {
    /// As written.
    pub(crate) text: String,
    /// Where.
    pub(crate) spot: Spot,
    /// Only under an `if`.
    pub(crate) conditional: bool,
    /// Of which keyword, by its place.
    pub(crate) keyword: usize,
}

/// A text of a file with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// What it says.
    pub(crate) text: String,
    /// Where, quotes included.
    pub(crate) spot: Spot,
    /// In quotes or a block.
    pub(crate) quoted: bool,
}

impl Words {
    /// The place of some bytes of the text; the whole where folds or escapes moved them.
    pub(crate) fn part(&self, files: &[SourceFile], part: std::ops::Range<usize>) -> Spot {
        let source = files.get(self.spot.file).and_then(|file| file.text.get(self.spot.range()));
        let Some(offset) = source.and_then(|source| source.find(&self.text)) else {
            return self.spot;
        };
        let start = self.spot.start + offset;
        let at = |byte: usize| (start + byte).min(self.spot.end);
        Spot { start: at(part.start), end: at(part.end.max(part.start)), ..self.spot }
    }
}

impl<'a> Loading<'a> {
    /// Nothing gathered yet.
    pub(crate) fn new(files: &'a [SourceFile]) -> Self {
        Self {
            files,
            found: RefCell::default(),
            lists: RefCell::default(),
            list_spots: RefCell::default(),
            presses: RefCell::default(),
            uses: RefCell::default(),
            receivers: RefCell::default(),
            personas: RefCell::default(),
            services: RefCell::default(),
            service_spots: RefCell::default(),
            hours_names: RefCell::default(),
            translations: RefCell::default(),
            base: RefCell::default(),
            lost: RefCell::default(),
            incomplete: Cell::new(false),
        }
    }

    /// Reports a finding.
    pub(crate) fn report(&self, found: Diagnostic) {
        self.found.borrow_mut().push(found);
    }

    /// The line of a place with the place replaced, for help texts.
    pub(crate) fn rewritten(&self, spot: Spot, replacement: &str) -> String {
        match self.files.get(spot.file) {
            Some(file) => super::lines::rewritten(file, spot, replacement),
            None => format!("`{replacement}`"),
        }
    }

    /// Where the key of a value stands, if it is this word and nothing but signs is between.
    pub(crate) fn key_before(&self, value: Spot, key: &str) -> Option<Range<usize>> {
        let text = self.files.get(value.file)?.text.get(..value.start)?;
        let before = text.trim_end().strip_suffix(':')?.strip_suffix(key)?;
        let apart = before.is_empty() || before.ends_with([' ', '\n', '{', ',']);
        apart.then(|| before.len()..before.len() + key.len())
    }

    /// The source of a place.
    pub(crate) fn source(&self, spot: Spot) -> &'a str {
        self.files.get(spot.file).and_then(|file| file.text.get(spot.range())).unwrap_or("")
    }

    /// What a text of the bot is in other languages, by its place.
    pub(crate) fn translated(&self, spot: Spot) -> Vec<(Tongue, Node)> {
        self.translations.borrow().of(spot)
    }

    /// Whether anything found so far keeps the bot from running.
    pub(crate) fn has_errors(&self) -> bool {
        self.found.borrow().iter().any(|found| found.severity == Severity::Error)
    }

    /// Whether every action of a module could be read.
    pub(crate) fn is_whole(&self, module: &ModuleId) -> bool {
        !self.lost.borrow().contains(module)
    }

    /// Notes a use.
    pub(crate) fn uses(&self, note: impl FnOnce(&mut Uses)) {
        note(&mut self.uses.borrow_mut());
    }
}

/// Where in the bot something stands: who owns its buttons and lists.
#[derive(Clone)]
pub(crate) struct Site<'a> {
    /// What loading gathers.
    pub(crate) loading: &'a Loading<'a>,
    /// Owner of the buttons; `None` in a keyword without an id, which can have none.
    pub(crate) owner: Option<ModuleId>,
    /// The module; `None` outside of modules.
    pub(crate) module: Option<ModuleId>,
    /// Only the first action of a button, choice or menu entry can bring the conversation back.
    pub(crate) tap: bool,
    /// What stands here leaves the bot, and a secret must not go along.
    pub(crate) leaves: bool,
    /// The place is a `do`, not the actions of a module.
    pub(crate) in_do: bool,
    /// The place belongs to something made from a list: `item` is the item.
    pub(crate) each: bool,
}

impl<'a> Site<'a> {
    /// A place that belongs to no module.
    pub(crate) fn bot_wide(loading: &'a Loading<'a>, owner: Option<&str>) -> Self {
        let owner = owner.map(ModuleId::new);
        Self { loading, owner, module: None, tap: false, leaves: false, in_do: false, each: false }
    }

    /// A module.
    pub(crate) fn module(loading: &'a Loading<'a>, module: &ModuleId) -> Self {
        let owner = Some(module.clone());
        let module = Some(module.clone());
        Self { loading, owner, module, tap: false, leaves: false, in_do: false, each: false }
    }

    /// The same place, in what is made from a list.
    pub(crate) fn in_each(&self) -> Self {
        Self { each: true, ..self.clone() }
    }

    /// Reports a finding.
    pub(crate) fn report(&self, found: Diagnostic) {
        self.loading.report(found);
    }

    /// Notes that an action here could not be read.
    pub(crate) fn lost(&self) {
        if let Some(module) = &self.module {
            self.loading.lost.borrow_mut().insert(module.clone());
        }
    }

    /// Keeps a list.
    pub(crate) fn keep(&self, id: &ListId, actions: Vec<(crate::action::Action, Spot)>) {
        let (actions, spots) = actions.into_iter().unzip();
        let list = List { module: self.module.clone(), actions };
        self.loading.lists.borrow_mut().insert(id.clone(), list);
        self.loading.list_spots.borrow_mut().insert(id.clone(), spots);
    }

    /// A module, service or other name would be known here, were all files read.
    pub(crate) fn wrong_shape(&self, node: &Node, what: &str, instead: &str) {
        self.wrong_shape_or(node, what, instead, None);
    }

    /// Whether a text that should be keys with values lacks the colon of its first, which is told.
    pub(crate) fn lacks_colon(&self, node: &Node) -> bool {
        let file = self.loading.files.get(node.spot.file);
        let line = file.and_then(|file| Line::at(node.spot.file, file, node.spot.start));
        let own = line.filter(|line| line.key.is_empty() && line.whole().start == node.spot.start);
        let found = own.and_then(|line| line.missing_colon(false));
        found.is_some_and(|found| {
            self.report(found);
            true
        })
    }

    /// As [`Site::wrong_shape`], where a list belongs: one thing becomes a list of it.
    pub(crate) fn no_list(&self, node: &Node, what: &str, instead: &str) {
        if let Kind::Map { entries, .. } = &node.kind
            && let Some((key, _)) = entries.first()
            && let Some(name) = key.text.strip_prefix('-')
        {
            let dash = Spot { end: key.spot.start + 1, ..key.spot };
            return self.report(without_space(dash, &format!("{name}: …")));
        }
        let file = self.loading.files.get(node.spot.file);
        let pairs = file.and_then(|file| reshaping::as_pairs(file, node, what));
        if let Some(pairs) = pairs {
            let first = pairs.text.lines().next().unwrap_or_default().to_owned();
            let help = format!("write a list of things with a name for each part: `{first}`");
            return self.wrong_shape_or(node, what, &help, Some(pairs));
        }
        let list = file.and_then(|file| reshaping::as_list(file, node));
        let first = list.as_ref().and_then(|list| list.text.lines().next());
        let help =
            match first.filter(|_| list.as_ref().is_some_and(|list| list.text.contains('\n'))) {
                Some(first) => {
                    format!("begin it with a dash, and indent its other lines like it: `{first}`")
                }
                None => instead.to_owned(),
            };
        self.wrong_shape_or(node, what, &help, list);
    }

    /// As [`Site::wrong_shape`]; the edit makes it what it should be.
    pub(super) fn wrong_shape_or(
        &self,
        node: &Node,
        what: &str,
        instead: &str,
        edit: Option<Edit>,
    ) {
        if node.kind == Kind::Broken {
            return;
        }
        let message = match node.kind {
            Kind::Map { .. } => format!("{what} is not written with keys and values"),
            Kind::Nothing | Kind::Text { .. } | Kind::List { .. } | Kind::Broken => {
                format!("{what} cannot be {}", node.described())
            }
        };
        let found = Diagnostic::error("wrong-shape", node.spot, message).help(instead);
        self.report(found.fixed(Trust::Tried, edit.into_iter().collect()));
    }
}
