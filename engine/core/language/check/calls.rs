//! Calls of modules: which modules run as a part of another, and what `return` means there.

use std::collections::{HashMap, HashSet};

use super::paths::next;
use super::{Checked, Diagnostic};
use crate::action::Action;
use crate::conversation::Target;
use crate::id::{ListId, ModuleId};

/// The modules that can run as a part of another: those that are called, and where their own ways lead.
pub(super) fn called<'a>(checked: &Checked<'a>) -> HashSet<&'a ModuleId> {
    let bot = checked.bot;
    let mut taps: HashMap<&ModuleId, Vec<&ModuleId>> = HashMap::new();
    for ((owner, _), (press, _)) in checked.loading.presses.borrow().iter() {
        if let Some(Target::Module(to)) = &press.leads.to {
            let known = bot.modules.get_key_value(owner).zip(bot.modules.get_key_value(to));
            known.into_iter().for_each(|((of, _), (to, _))| taps.entry(of).or_default().push(to));
        }
    }
    let mut left: Vec<&ModuleId> = Vec::new();
    for id in checked.loading.list_spots.borrow().keys() {
        let actions = bot.lists.get(id).map(|list| list.actions.as_slice()).unwrap_or_default();
        left.extend(actions.iter().filter_map(Action::as_call));
    }
    let mut found = HashSet::new();
    while let Some(id) = left.pop() {
        let Some(module) = bot.modules.get(id) else { continue };
        if found.insert(&module.id) {
            left.extend(next(module));
            left.extend(taps.get(id).into_iter().flatten());
        }
    }
    found
}

/// `return` where nothing is called, and what stands behind a `return`.
pub(super) fn returns(checked: &Checked<'_>, called: &HashSet<&ModuleId>) {
    for id in checked.loading.list_spots.borrow().keys() {
        let Some(list) = checked.bot.lists.get(id) else { continue };
        let Some(place) = list.actions.iter().position(Action::returns) else { continue };
        match &list.module {
            Some(module) if called.contains(module) => behind(checked, id, place),
            module => uncalled(checked, id, place, module.as_ref()),
        }
    }
}

fn uncalled(checked: &Checked<'_>, list: &ListId, place: usize, module: Option<&ModuleId>) {
    if checked.loading.incomplete.get() {
        return;
    }
    let help = match module {
        Some(module) => format!(
            "call the module from another one: `- call: {module}`; to end the path here write `to: end`"
        ),
        None => "what holds everywhere is no part of a module; leave it out".to_owned(),
    };
    let message = "nothing is called here, so there is nothing to go back to";
    let spot = checked.action(list, place);
    checked.report(Diagnostic::error("return-without-call", spot, message).help(help));
}

fn behind(checked: &Checked<'_>, list: &ListId, place: usize) {
    let actions = checked.bot.lists.get(list).map_or(0, |list| list.actions.len());
    if place + 1 < actions {
        let message = "this never runs: the list has gone back before it";
        let spot = checked.action(list, place + 1);
        checked.report(
            Diagnostic::warning("behind-return", spot, message)
                .help("put it before `return`, or leave it out"),
        );
    }
}
