//! Paths that never stop: round and round through connections and calls without a wait.

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexSet;

use super::paths::next;
use super::{Checked, Diagnostic};
use crate::action::Action;
use crate::bot::Module;
use crate::condition::Class;
use crate::conversation::Target;
use crate::id::{ListId, ModuleId};

/// What a path that comes to a module, or into a list, can do sooner or later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Fate {
    /// It can stop for a while, or for good.
    stops: bool,
    /// It can end, so that who called goes on.
    ends: bool,
}

impl Fate {
    const ANY: Self = Self { stops: true, ends: true };

    fn add(&mut self, other: Self) {
        self.stops |= other.stops;
        self.ends |= other.ends;
    }

    fn is_endless(self) -> bool {
        !self.stops && !self.ends
    }
}

/// What is known so far; whatever is not there is endless until shown otherwise.
type Fates<'a> = HashMap<&'a ModuleId, Fate>;

/// Modules from which every path goes on for ever without a wait.
pub(super) fn check(checked: &Checked<'_>) {
    let modules = &checked.bot.modules;
    let fates = fates(checked);
    let endless = |module: &Module| fates.get(&module.id).is_none_or(|fate| fate.is_endless());
    let mut seen: HashSet<&ModuleId> = HashSet::new();
    for module in modules.values().filter(|module| endless(module)) {
        // What never stops always leads on to what never stops, so a walk comes round, or to where another has been.
        let mut walk: IndexSet<&ModuleId> = IndexSet::new();
        let mut at = Some(module);
        while let Some(module) = at {
            if let Some(place) = walk.get_index_of(&module.id) {
                circle(checked, walk.iter().skip(place).copied().collect());
                break;
            }
            if !seen.insert(&module.id) {
                break;
            }
            walk.insert(&module.id);
            let mut ways = ways(checked, module).into_iter().filter_map(|id| modules.get(id));
            at = ways.find(|module| endless(module));
        }
    }
}

/// The fate of every module: worked out again until nothing new follows.
fn fates<'a>(checked: &Checked<'a>) -> Fates<'a> {
    let modules = &checked.bot.modules;
    let mut users: HashMap<&ModuleId, Vec<&Module>> = HashMap::new();
    for module in modules.values() {
        ways(checked, module).into_iter().for_each(|id| users.entry(id).or_default().push(module));
    }
    let mut fates = Fates::new();
    let mut left: VecDeque<&Module> = modules.values().collect();
    while let Some(module) = left.pop_front() {
        let fate = fate(checked, module, &fates);
        if fates.insert(&module.id, fate) != Some(fate) && fate != Fate::default() {
            left.extend(users.get(&module.id).into_iter().flatten());
        }
    }
    fates
}

/// Where a path can go from a module, calls included.
fn ways<'a>(checked: &Checked<'a>, module: &'a Module) -> Vec<&'a ModuleId> {
    let connections = module.connections.iter();
    let lists = connections.filter_map(|connection| connection.leads.list.clone());
    let lists = std::iter::once(module.list()).chain(lists);
    let mut ways: Vec<&ModuleId> =
        lists.flat_map(|list| actions(checked, &list).iter().filter_map(Action::as_call)).collect();
    ways.extend(next(module));
    ways
}

fn actions<'a>(checked: &Checked<'a>, list: &ListId) -> &'a [Action] {
    checked.bot.lists.get(list).map(|list| list.actions.as_slice()).unwrap_or_default()
}

/// What can become of a path in a list, and whether it can come to the list's end.
fn through(checked: &Checked<'_>, list: &ListId, fates: &Fates<'_>) -> (Fate, bool) {
    let mut fate = Fate::default();
    for action in actions(checked, list) {
        fate.stops |= action.pauses();
        if action.returns() {
            fate.ends = true;
            return (fate, false);
        }
        let Some(called) = action.as_call() else { continue };
        let of = of_module(checked, called, fates);
        fate.stops |= of.stops;
        if !of.ends {
            return (fate, false);
        }
    }
    (fate, true)
}

/// What leads to an unknown module is reported as that.
fn of_module(checked: &Checked<'_>, id: &ModuleId, fates: &Fates<'_>) -> Fate {
    if !checked.bot.modules.contains_key(id) {
        return Fate::ANY;
    }
    fates.get(id).copied().unwrap_or_default()
}

fn fate(checked: &Checked<'_>, module: &Module, fates: &Fates<'_>) -> Fate {
    if module.waits || !checked.is_whole(module) {
        return Fate::ANY;
    }
    let (mut fate, passes) = through(checked, &module.list(), fates);
    if !passes {
        return fate;
    }
    let sure = |connection: &crate::condition::Connection| {
        connection.class == Class::State && connection.given.is_none()
    };
    fate.ends |= !module.connections.iter().any(sure);
    for connection in &module.connections {
        let passes = connection.leads.list.as_ref().is_none_or(|list| {
            let (of_list, passes) = through(checked, list, fates);
            fate.add(of_list);
            passes
        });
        match &connection.leads.to {
            Some(Target::Module(to)) if passes => fate.add(of_module(checked, to, fates)),
            Some(Target::Module(_)) => {}
            None | Some(Target::End | Target::Stay | Target::Back | Target::Again) => {
                fate.stops |= passes;
            }
        }
    }
    fate
}

/// Reports a circle at the module of it that is written first.
fn circle(checked: &Checked<'_>, mut around: Vec<&ModuleId>) {
    let place = |id: &ModuleId| checked.bot.modules.get_index_of(id);
    let first = (0..around.len()).min_by_key(|at| place(around[*at])).unwrap_or(0);
    around.rotate_left(first);
    let names: Vec<&str> = around.iter().map(|id| id.as_str()).collect();
    let Some(id) = around.first() else { return };
    checked.report(
        Diagnostic::error(
            "loop-without-wait",
            checked.module(id),
            format!("this goes round in a circle without waiting: {}", names.join(", ")),
        )
        .help("let one of them wait: a question, choices, or a connection that needs the person"),
    );
}
