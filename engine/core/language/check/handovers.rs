//! Handovers that do something else than their author may think.

use super::{Checked, Diagnostic, ListId};
use crate::action::Action;
use crate::bot::{Leads, List};
use crate::conversation::Target;

pub(super) fn check(checked: &Checked<'_>) {
    // In an order that does not change from run to run.
    let mut lists: Vec<(&ListId, &List)> = checked.bot.lists.iter().collect();
    lists.sort_by_key(|(id, _)| id.as_str());
    let tapped_back = checked.bot.presses.values().any(|press| press.takes_back);
    for (id, list) in lists {
        for (place, action) in list.actions.iter().enumerate() {
            let Action::Handover(handover) = action else { continue };
            if !handover.comes_back() && !tapped_back {
                checked.report(
                    Diagnostic::warning(
                        "no-way-back",
                        checked.action(id, place),
                        "only the colleague can bring this conversation back",
                    )
                    .help("add `return_keywords: [bot]` or `idle_timeout: 30m`, here or in the bot-wide `handover`"),
                );
            }
            let said = list.actions[..place].iter().any(|action| matches!(action, Action::Say(_)));
            let next = list.actions.get(place + 1);
            if handover.say.is_none() && !said && matches!(next, Some(Action::Say(_))) {
                checked.report(
                    Diagnostic::warning(
                        "text-behind-handover",
                        checked.action(id, place + 1),
                        "this is said when the conversation comes back, not when it is handed over",
                    )
                    .help("what is said at once belongs into the handover: `handover: { say: … }`"),
                );
            }
        }
    }
    for leads in leads(checked) {
        beside_to(checked, leads);
    }
}

fn leads<'a>(checked: &Checked<'a>) -> Vec<&'a Leads> {
    let bot = checked.bot;
    let mut all: Vec<&Leads> = Vec::new();
    let modules = bot.modules.values().flat_map(|module| &module.connections);
    let mut last = None;
    for connection in modules.chain(&bot.keywords) {
        // The parts of one `any` share a list.
        if last != connection.leads.list.as_ref() {
            all.push(&connection.leads);
        }
        last = connection.leads.list.as_ref();
    }
    all.extend(bot.presses.values().map(|press| &press.leads));
    all.extend(bot.entries.get_started.iter().chain(&bot.entries.passed));
    all.extend(bot.entries.refs.values());
    all
}

fn beside_to(checked: &Checked<'_>, leads: &Leads) {
    let (Some(id), Some(Target::Module(to))) = (&leads.list, &leads.to) else { return };
    let Some(list) = checked.bot.lists.get(id) else { return };
    let place = list.actions.iter().position(|action| matches!(action, Action::Handover(_)));
    if let Some(place) = place {
        checked.report(
            Diagnostic::warning(
                "handover-beside-to",
                checked.action(id, place),
                format!("`{to}` is entered when control comes back, not now"),
            )
            .help("if that is what you mean, all is well; else put `to` where the person goes at once"),
        );
    }
}
