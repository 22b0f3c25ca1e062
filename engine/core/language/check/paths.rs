//! Paths through the modules: where each leads, and modules nothing leads to.

use std::collections::{HashMap, HashSet};

use super::{Checked, Diagnostic};
use crate::action::Action;
use crate::bot::Module;
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

/// Where a module's connections lead.
pub(super) fn next(module: &Module) -> impl Iterator<Item = &ModuleId> {
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
    for id in checked.loading.list_spots.borrow().keys() {
        let Some(list) = bot.lists.get(id) else { continue };
        let led = list.actions.iter().filter_map(Action::leads_to);
        match &list.module {
            Some(module) => taps.entry(module).or_default().extend(led),
            None => left.extend(led),
        }
    }
    let leads = bot.entries.all().chain(bot.keywords.iter().map(|keyword| &keyword.leads));
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
