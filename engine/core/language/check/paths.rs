//! Paths through the modules: those that never stop, and modules nothing leads to.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::{Checked, Diagnostic};
use crate::action::Action;
use crate::bot::Module;
use crate::condition::Class;
use crate::conversation::Target;
use crate::id::ModuleId;

/// Without a `fallback` people read words that are not the author's.
pub(super) fn fallback(checked: &Checked<'_>) {
    if checked.parts.has_fallback || checked.bot.modules.is_empty() {
        return;
    }
    checked.report(
        Diagnostic::warning(
            "no-fallback",
            checked.parts.bot,
            "the bot has no `fallback`: when nothing fits, a default text is sent",
        )
        .help("add your own words: `fallback: { say: Sorry, I did not get that. }`"),
    );
}

/// Modules from which every path goes on for ever without a wait.
pub(super) fn endless(checked: &Checked<'_>) {
    let modules = &checked.bot.modules;
    let mut from: HashMap<&ModuleId, Vec<&ModuleId>> = HashMap::new();
    for module in modules.values() {
        next(module).for_each(|to| from.entry(to).or_default().push(&module.id));
    }
    let mut left: Vec<&ModuleId> = modules
        .values()
        .filter(|module| may_stop(checked, module))
        .map(|module| &module.id)
        .collect();
    let mut stops: HashSet<&ModuleId> = HashSet::new();
    while let Some(id) = left.pop() {
        if stops.insert(id) {
            left.extend(from.get(id).into_iter().flatten());
        }
    }
    let mut seen: HashSet<&ModuleId> = HashSet::new();
    for module in modules.values().filter(|module| !stops.contains(&module.id)) {
        // What never stops always leads on, so a walk comes round, or to where another walk has
        // been.
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
            at = next(module).next().and_then(|id| modules.get(id));
        }
    }
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

/// Whether something in the module stops a path: it waits, pauses, ends, or may find no connection.
fn may_stop(checked: &Checked<'_>, module: &Module) -> bool {
    let pauses = |id: &crate::id::ListId| {
        let list = checked.bot.lists.get(id);
        list.is_some_and(|list| list.actions.iter().any(Action::pauses))
    };
    let open = !module
        .connections
        .iter()
        .any(|connection| connection.class == Class::State && connection.given.is_none());
    let ends = module.connections.iter().any(|connection| {
        let stops = match &connection.leads.to {
            None | Some(Target::End | Target::Stay | Target::Back | Target::Again) => true,
            // What leads to an unknown module is reported as that.
            Some(Target::Module(to)) => !checked.bot.modules.contains_key(to),
        };
        stops || connection.leads.list.as_ref().is_some_and(pauses)
    });
    module.waits || open || ends || pauses(&module.list()) || !checked.is_whole(module)
}

fn next(module: &Module) -> impl Iterator<Item = &ModuleId> {
    module.connections.iter().filter_map(|connection| match &connection.leads.to {
        Some(Target::Module(to)) => Some(to),
        None | Some(Target::End | Target::Stay | Target::Back | Target::Again) => None,
    })
}

/// Modules nothing leads to.
pub(super) fn unreachable(checked: &Checked<'_>) {
    let bot = checked.bot;
    let mut taps: HashMap<&ModuleId, Vec<&ModuleId>> = HashMap::new();
    let mut left: Vec<&ModuleId> = vec![&bot.start];
    let presses = checked.loading.presses.borrow();
    for ((at, _), (press, _)) in presses.iter() {
        let Some(Target::Module(to)) = &press.leads.to else { continue };
        // Owners that are no modules begin with `@`.
        if at.as_str().starts_with('@') {
            left.push(to);
        } else {
            taps.entry(at).or_default().push(to);
        }
    }
    let entries = bot.entries.get_started.iter().chain(&bot.entries.passed);
    let leads = entries.chain(bot.entries.refs.values());
    let leads = leads.chain(bot.keywords.iter().map(|keyword| &keyword.leads));
    let wide = leads.map(|leads| &leads.to).chain(std::iter::once(&bot.fallback.to));
    left.extend(wide.filter_map(|to| match to {
        Some(Target::Module(to)) => Some(to),
        None | Some(Target::End | Target::Stay | Target::Back | Target::Again) => None,
    }));
    left.extend(&bot.handover.after);
    let mut found: HashSet<&ModuleId> = HashSet::new();
    while let Some(id) = left.pop() {
        if !found.insert(id) {
            continue;
        }
        left.extend(taps.get(id).into_iter().flatten());
        if let Some(module) = bot.modules.get(id) {
            left.extend(next(module));
        }
    }
    for module in bot.modules.values().filter(|module| !found.contains(&module.id)) {
        checked.report(
            Diagnostic::warning(
                "unreachable-module",
                checked.module(&module.id),
                format!("nothing leads to `{}`", module.id),
            )
            .help(format!("add `to: {}` somewhere, or remove the module", module.id)),
        );
    }
}
