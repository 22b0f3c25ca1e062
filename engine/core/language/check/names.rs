//! Modules, services, opening hours and buttons that are named must exist.

use super::{Checked, Diagnostic, is_known, list};
use crate::id::ButtonId;
use crate::suggest;

pub(super) fn check(checked: &Checked<'_>) {
    if !checked.loading.incomplete.get() {
        modules(checked);
        services(checked);
        hours(checked);
        buttons(checked);
        reminders(checked);
    }
}

fn modules(checked: &Checked<'_>) {
    for (name, spot) in &checked.uses.modules {
        if is_known(checked.parts, name) {
            continue;
        }
        let found =
            Diagnostic::error("unknown-module", *spot, format!("there is no module `{name}`"));
        let known = checked.parts.modules.keys().map(|id| id.as_str());
        let near = suggest::guess(name, known.chain(list::TARGETS));
        checked.report(match near {
            _ if name == "return" => {
                found.help("going back from a call is an action: `- return` in `actions` or `do`, without `to`")
            }
            Some(near) => found.meant(&near, *spot),
            None if is_ending(name) => {
                found.help("`to: end` ends the path; `to: stay` waits here for the person's next word")
            }
            None if name.contains(' ') => {
                found.help("write the id of a module: the key it has under `modules`")
            }
            None if is_placeholder(name) => {
                found.help("this stands for a name of your own: write the id of a module there")
            }
            None => {
                let id = super::super::reading::as_name(name);
                found.help(format!("add it under `modules`: `{id}: {{ say: … }}`"))
            }
        });
    }
}

/// What other builders write where a path ends.
fn is_ending(name: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        "stop",
        "exit",
        "quit",
        "finish",
        "finished",
        "done",
        "close",
        "terminate",
        "null",
        "none",
        "nothing",
        "__end__",
    ];
    ENDINGS.contains(&name.to_lowercase().as_str())
}

/// What examples and builders put where a name is to be written.
fn is_placeholder(name: &str) -> bool {
    let framed = name.starts_with(['<', '[', '{']) && name.ends_with(['>', ']', '}']);
    let word = matches!(name.to_lowercase().as_str(), "todo" | "tbd" | "xxx" | "fixme");
    framed || word || !name.contains(char::is_alphanumeric)
}

fn services(checked: &Checked<'_>) {
    let known = checked.loading.service_spots.borrow();
    for (name, spot) in &checked.uses.services {
        if known.contains_key(name) {
            continue;
        }
        let found =
            Diagnostic::error("unknown-service", *spot, format!("there is no service `{name}`"));
        let near = suggest::guess(name, known.keys().map(String::as_str));
        checked.report(match near {
            Some(near) => found.meant(&near, *spot),
            None => found.help(format!(
                "declare it: `services: {{ {name}: {{ url: \"https://…\" }} }}`; a call is \
                    `service/path`"
            )),
        });
    }
}

fn hours(checked: &Checked<'_>) {
    let known = checked.loading.hours_names.borrow();
    for (name, spot) in &checked.uses.hours {
        if known.contains(name) {
            continue;
        }
        let message = format!("there are no opening hours `{name}`");
        let found = Diagnostic::error("unknown-hours", *spot, message);
        let near = suggest::guess(name, known.iter().map(String::as_str));
        checked.report(match near {
            Some(near) => found.meant(&near, *spot),
            None if !super::super::reading::is_name(name) => {
                let own = known.first().map(String::as_str);
                found.help(match own {
                    Some(own) => format!("here stands the name of opening hours: `{own}`"),
                    None => "here stands their name: declare `hours: { support: { zone: \
                             Europe/Copenhagen, mon-fri: [\"9:00-17:00\"] } }` for the bot, and \
                             write `hours: support`"
                        .to_owned(),
                })
            }
            None => found.help(format!(
                "declare them: `hours: {{ {name}: {{ zone: Europe/Copenhagen, mon-fri: \
                    [\"9:00-17:00\"] }} }}`"
            )),
        });
    }
}

fn reminders(checked: &Checked<'_>) {
    for (id, spot) in &checked.uses.forgotten {
        if checked.uses.reminders.contains(id) {
            continue;
        }
        let message = format!("no `remind` sets a reminder `{id}`");
        let found = Diagnostic::error("unknown-reminder", *spot, message);
        let near = suggest::nearest(id, checked.uses.reminders.iter().map(String::as_str));
        checked.report(match near {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found
                .help("the id of a reminder is what it has as `id`, else the module it leads to"),
        });
    }
}

fn buttons(checked: &Checked<'_>) {
    let presses = checked.loading.presses.borrow();
    for (_, name, spot) in &checked.uses.pressed {
        let id = ButtonId::new(name);
        if presses.keys().any(|(_, known)| *known == id) {
            continue;
        }
        let known = presses.keys().map(|(_, id)| id.as_str());
        let message = format!("there is no button, choice or menu entry with the id `{name}`");
        let found = Diagnostic::error("unknown-button", *spot, message);
        let near = suggest::guess(name, known);
        checked.report(match near {
            Some(near) => found.meant(&near, *spot),
            None => found.help(
                "an id is what a button has as `id`, else its label in small letters with _ \
                    between the words",
            ),
        });
    }
}
