//! Handovers that do something else than their author may think.

use super::{Checked, Diagnostic};
use crate::action::Action;
use crate::bot::Leads;
use crate::conversation::Target;

pub(super) fn check(checked: &Checked<'_>) {
    let presses = checked.loading.presses.borrow();
    let tapped_back = presses.values().any(|(press, _)| press.takes_back);
    for id in checked.loading.list_spots.borrow().keys() {
        let Some(list) = checked.bot.lists.get(id) else { continue };
        for (place, action) in list.actions.iter().enumerate() {
            let Action::Handover(handover) = action else { continue };
            if !handover.comes_back() && !tapped_back {
                checked.report(
                    Diagnostic::warning(
                        "no-way-back",
                        checked.action(id, place),
                        "only the colleague can bring this conversation back",
                    )
                    .help(
                        "add `return_keywords: [bot]` or `idle_timeout: 30m`, here or in the \
                          bot-wide `handover`",
                    ),
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
    for leads in leads(checked).into_iter().chain(presses.values().map(|(press, _)| &press.leads)) {
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
    all.extend(bot.entries.all());
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
            .help(
                "if that is what you mean, all is well; else put `to` where the person goes at \
                  once",
            ),
        );
    }
}
