//! What of a bot its tests have been through: modules, connections, keywords, outcomes.
//!
//! Invariant: only what an author wrote counts, each once, with its place in the flow.

use std::collections::BTreeSet;

use super::Subject;
use crate::action::Action;
use crate::bot::{List, Module};
use crate::condition::{Class, Connection};
use crate::conversation::Outcome;
use crate::id::ModuleId;
use crate::language::{Place, outcome_word};
use crate::note::Note;
use crate::outcome::mentions;

/// What tests have been through.
#[derive(Debug, Clone, Default)]
pub struct Covered(BTreeSet<Mark>);

/// One thing a conversation went through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// A module was entered.
    Entered(ModuleId),
    /// A connection, choice, button or entry was taken.
    Followed(String, u16),
    /// An action in a list ended so.
    Ended(String, &'static str),
}

impl Covered {
    /// What the notes of a turn tell.
    pub(crate) fn note(&mut self, notes: &[Note]) {
        for note in notes {
            if let Note::Entered(module) = note {
                self.0.insert(Mark::Entered(module.clone()));
            } else if let Note::Followed { from, index } = note {
                self.0.insert(Mark::Followed(from.clone(), *index));
            } else if let Note::Ended { list, outcome } = note {
                self.0.insert(Mark::Ended(list.clone(), outcome_word(*outcome)));
            }
        }
    }

    /// Together with what another test has been through.
    pub fn add(&mut self, other: &Covered) {
        self.0.extend(other.0.iter().cloned());
    }

    fn followed(&self, from: &str, index: u16) -> bool {
        self.0.contains(&Mark::Followed(from.to_owned(), index))
    }

    fn ended(&self, list: &str, outcome: Outcome) -> bool {
        self.0.contains(&Mark::Ended(list.to_owned(), outcome_word(outcome)))
    }
}

/// How much of one kind of thing is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// So many
    pub covered: usize,
    /// of so many.
    pub all: usize,
}

impl Counted {
    /// In hundredths, rounded down: only all of it is 100.
    pub fn percent(self) -> usize {
        (self.covered * 100).checked_div(self.all).unwrap_or(100)
    }
}

/// What of a bot is covered, and what is not.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// By kind: modules, connections, keywords, outcomes.
    pub kinds: [(&'static str, Counted); 4],
    /// What is not covered, with its place, in the order of the files.
    pub missing: Vec<(Place, String)>,
}

impl Coverage {
    /// Compares what tests have been through with the bot.
    pub fn of(subject: &Subject, covered: &Covered) -> Self {
        let kinds = ["modules", "connections", "keywords", "outcomes"];
        let mut found =
            Self { kinds: kinds.map(|kind| (kind, Counted::default())), missing: Vec::new() };
        for module in subject.bots.newest.modules.values() {
            found.module(subject, module, covered);
        }
        found.taps(subject, covered);
        found.entries(subject, covered);
        found.keywords(subject, covered);
        found.missing.sort_by_key(|(place, _)| (place.file, place.span.start));
        found
    }

    /// Everything together.
    pub fn all(&self) -> Counted {
        let all = self.kinds.iter().map(|(_, counted)| *counted);
        all.fold(Counted::default(), |sum, one| Counted {
            covered: sum.covered + one.covered,
            all: sum.all + one.all,
        })
    }

    fn count(&mut self, kind: usize, place: Option<&Place>, seen: bool, what: String) {
        let (_, counted) = &mut self.kinds[kind];
        counted.all += 1;
        if seen {
            counted.covered += 1;
        } else {
            self.missing.push((place.cloned().unwrap_or_default(), what));
        }
    }

    fn module(&mut self, subject: &Subject, module: &Module, covered: &Covered) {
        let id = &module.id;
        let places = subject.places.modules.get(id);
        let entered = covered.0.contains(&Mark::Entered(id.clone()));
        self.count(0, places.map(|(key, _)| key), entered, format!("module {id}"));
        let mut last = None;
        for (at, connection) in module.connections.iter().enumerate() {
            // What `any` makes several of is one connection to its author.
            if last.replace(connection.place) == Some(connection.place) {
                continue;
            }
            let place = places.and_then(|(_, connections)| connections.get(at));
            let line = place.map_or("", |place| place.line(&subject.files));
            let line = if connection.short { format!("to: {line}") } else { line.to_owned() };
            let seen = covered.followed(id.as_str(), connection.place);
            self.count(1, place, seen, format!("connection of {id}: {line}"));
        }
        self.outcomes(subject, module, covered);
    }

    /// Choices, buttons and menu entries that lead somewhere or do something.
    fn taps(&mut self, subject: &Subject, covered: &Covered) {
        let bot = &subject.bots.newest;
        for ((owner, id), place) in &subject.places.presses {
            let Some(press) = bot.presses.get(&(owner.clone(), id.clone())) else { continue };
            let leads = press.leads.to.is_some() || press.leads.list.is_some();
            // What only brings a conversation back is the return, which has its outcome.
            if !leads || (press.takes_back && !press.leads_on(bot)) {
                continue;
            }
            let what = if press.choice.is_some() { "choice" } else { "button" };
            let label = press.label.text.source();
            let of = owner.as_str().trim_start_matches('@');
            let seen = covered.followed(&format!("{owner}.{id}"), 0);
            self.count(1, Some(place), seen, format!("{what} of {of}: {label}"));
        }
    }

    fn entries(&mut self, subject: &Subject, covered: &Covered) {
        for (name, place) in &subject.places.entries {
            let seen = covered.followed(&format!("entries.{name}"), 0);
            self.count(1, Some(place), seen, format!("entry {name}"));
        }
    }

    fn keywords(&mut self, subject: &Subject, covered: &Covered) {
        let mut last = None;
        for (at, keyword) in subject.bots.newest.keywords.iter().enumerate() {
            if last.replace(keyword.place) == Some(keyword.place) {
                continue;
            }
            let place = subject.places.keywords.get(at);
            let line = place.map_or("", |place| place.line(&subject.files));
            let seen = covered.followed("keywords", keyword.place);
            self.count(2, place, seen, format!("keyword: {line}"));
        }
    }

    /// How the actions of a module and of its `do` can end.
    fn outcomes(&mut self, subject: &Subject, module: &Module, covered: &Covered) {
        let bot = &subject.bots.newest;
        let own = std::iter::once(module.list());
        let lists = own.chain(module.connections.iter().filter_map(|c| c.leads.list.clone()));
        let mut counted = BTreeSet::new();
        for id in lists {
            let Some(list) = bot.lists.get(&id).filter(|_| counted.insert(id.to_string())) else {
                continue;
            };
            let is_own = id == module.list();
            for (action, outcome) in possible(module, list, is_own) {
                let place = subject.places.lists.get(&id).and_then(|all| all.get(action));
                let seen = counts_as(module, outcome, is_own);
                let seen = seen.into_iter().any(|outcome| covered.ended(id.as_str(), outcome));
                let word = outcome_word(outcome);
                self.count(3, place, seen, format!("outcome {word} of {}", module.id));
            }
        }
    }
}

/// The outcomes worth a test: the good one, those a connection names, and those the author made possible.
fn possible(module: &Module, list: &List, is_own: bool) -> Vec<(usize, Outcome)> {
    let named = |outcome| is_own && names(module, outcome);
    let mut found = Vec::new();
    for (at, action) in list.actions.iter().enumerate() {
        let mut add = |outcome, worth: bool| found.extend(worth.then_some((at, outcome)));
        if let Action::Ask(ask) = action {
            add(Outcome::Answered, true);
            add(Outcome::TooManyTries, ask.tries.is_some());
        } else if let Action::Http(_) = action {
            add(Outcome::Ok, true);
            add(Outcome::NotFound, named(Outcome::NotFound));
            add(Outcome::Failed, named(Outcome::Failed));
        } else if let Action::Handover(handover) = action {
            add(Outcome::Returned, true);
            add(Outcome::TimedOut, named(Outcome::TimedOut));
            add(Outcome::NobodyAnswered, named(Outcome::NobodyAnswered));
            add(Outcome::Failed, named(Outcome::Failed));
            add(Outcome::Closed, handover.hours.is_some());
        }
    }
    // Two actions of one list that end alike cannot be told apart.
    let mut seen = BTreeSet::new();
    found.retain(|(_, outcome)| seen.insert(outcome_word(*outcome)));
    found
}

fn names(module: &Module, outcome: Outcome) -> bool {
    let asks = |connection: &Connection| {
        connection.class == Class::Outcome
            && connection.when.as_ref().is_some_and(|when| mentions(when, outcome))
    };
    module.connections.iter().any(asks)
}

/// The ends that count as this outcome: each falls back to the next where no connection names it.
fn counts_as(module: &Module, outcome: Outcome, is_own: bool) -> Vec<Outcome> {
    let unnamed = |outcome| !(is_own && names(module, outcome));
    let mut all = vec![outcome];
    match outcome {
        Outcome::Failed if unnamed(Outcome::NotFound) => all.push(Outcome::NotFound),
        Outcome::Returned => {
            if unnamed(Outcome::TimedOut) {
                all.push(Outcome::TimedOut);
            }
            if unnamed(Outcome::TimedOut) && unnamed(Outcome::NobodyAnswered) {
                all.push(Outcome::NobodyAnswered);
            }
        }
        Outcome::TimedOut if unnamed(Outcome::NobodyAnswered) => {
            all.push(Outcome::NobodyAnswered);
        }
        Outcome::Failed
        | Outcome::TimedOut
        | Outcome::Answered
        | Outcome::TooManyTries
        | Outcome::Ok
        | Outcome::NotFound
        | Outcome::NobodyAnswered
        | Outcome::Closed
        | Outcome::Empty => {}
    }
    all
}
