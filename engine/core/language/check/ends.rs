//! Where paths end: dead ends, and `stay` in a module that does not wait.

use std::collections::HashSet;

use super::{Checked, Diagnostic};
use crate::action::Action;
use crate::bot::Module;
use crate::condition::{Class, Condition, Connection, Joined};
use crate::conversation::Outcome;
use crate::id::ModuleId;

/// `to: stay`, `back` and `again` where there is nothing to stay at.
pub(super) fn stays(checked: &Checked<'_>) {
    for (id, spot) in &checked.uses.stays {
        if checked.bot.modules.get(id).is_some_and(|m| !m.waits && checked.is_whole(m)) {
            checked.report(
                Diagnostic::error(
                    "stay-without-wait",
                    *spot,
                    "the module goes on at once, so \
                    there is nothing to stay at",
                )
                .help(
                    "write `to: end` or a module; or give this one a question, choices or \
                          `waits: yes`",
                ),
            );
        }
    }
}

/// Modules after which nothing comes, unsaid. The path of a called module goes back to who called.
pub(super) fn dead(checked: &Checked<'_>, called: &HashSet<&ModuleId>) {
    for module in checked.bot.modules.values().filter(|module| !called.contains(&module.id)) {
        if ends_silently(checked, module) {
            checked.report(
                Diagnostic::warning(
                    "dead-end",
                    checked.module(&module.id),
                    format!("nothing comes after `{}`: the path ends here", module.id),
                )
                .help("if that is meant, write `to: end`; else say where it goes on"),
            );
        }
    }
}

/// Whether a path can come to an end here that is written nowhere.
fn ends_silently(checked: &Checked<'_>, module: &Module) -> bool {
    let goes_on = |connection: &Connection| match connection.class {
        Class::State | Class::Event => true,
        Class::Outcome => connection.when.as_ref().is_some_and(is_good),
        Class::Named | Class::Open | Class::Silence => false,
    };
    if module.connections.iter().any(goes_on) {
        return false;
    }
    let list = checked.bot.lists.get(&module.list());
    let actions = list.map(|list| list.actions.as_slice()).unwrap_or_default();
    if actions.iter().any(Action::returns) {
        return false;
    }
    let awaited = actions.iter().any(Action::awaits);
    // A choice without a `to` of its own goes on to the module's connections.
    let open_choice = module.choices.iter().any(|choice| choice.leads.to.is_none());
    if !module.choices.is_empty() {
        let stands = module.connections.iter().any(|connection| connection.class == Class::Named);
        return open_choice && !stands;
    }
    awaited || !module.waits
}

/// Whether the condition takes an outcome after which the path would go on.
fn is_good(condition: &Condition) -> bool {
    match condition.joined() {
        Joined::One(Condition::Outcome(outcome)) => match outcome {
            Outcome::Answered | Outcome::Ok | Outcome::Returned => true,
            Outcome::TooManyTries
            | Outcome::NotFound
            | Outcome::Failed
            | Outcome::TimedOut
            | Outcome::NobodyAnswered
            | Outcome::Closed
            | Outcome::Empty => false,
        },
        Joined::Any(of) | Joined::All(of) => of.iter().any(is_good),
        Joined::Not(not) => !is_good(not),
        Joined::One(_) => false,
    }
}
