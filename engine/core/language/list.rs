//! Lists of actions, and where something leads.

use super::diagnostic::Diagnostic;
use super::hints;
use super::lines::plain_or_quoted;
use super::loading::Site;
use super::punctuation::without_space;
use super::source::Spot;
use super::tree::{Kind, Node};
use crate::action::Action;
use crate::bot::Leads;
use crate::conversation::Target;
use crate::id::{ListId, ModuleId};
use crate::suggest;

/// The words behind `to` that are no modules.
pub(crate) const TARGETS: [&str; 4] = ["end", "stay", "back", "again"];

/// Reads a list of actions, or one alone.
pub(crate) fn actions(site: &Site<'_>, node: &Node) -> Vec<(Action, Spot)> {
    let items = match &node.kind {
        Kind::List { items, .. } => items.as_slice(),
        Kind::Text { .. } | Kind::Map { .. } => std::slice::from_ref(node),
        Kind::Nothing | Kind::Broken => &[],
    };
    let mut found = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let tap = site.tap && place == 0;
        let site = Site { tap, ..site.clone() };
        let read = action(&site, item);
        if read.is_none() {
            site.lost();
        }
        found.extend(read.map(|action| (action, item.spot)));
    }
    found
}

fn action(site: &Site<'_>, node: &Node) -> Option<Action> {
    match &node.kind {
        Kind::Text { text, .. } => {
            let nothing = Node { spot: node.spot, kind: Kind::Nothing };
            if !Action::NAMES.contains(&text.as_str()) {
                site.report(unknown(text, node.spot, true));
                return None;
            }
            Action::load(text, &nothing, site)
        }
        Kind::Map { entries, .. } => match entries.as_slice() {
            [(key, value)] if Action::NAMES.contains(&key.text.as_str()) => {
                Action::load(&key.text, value, site)
            }
            [(key, _)] => {
                site.report(unknown(&key.text, key.spot, false));
                None
            }
            [] => None,
            [(first, _), (second, _), ..] => {
                let message = format!(
                    "one action has one key; here are `{}` and `{}`",
                    first.text, second.text
                );
                let known =
                    entries.iter().all(|(key, _)| Action::NAMES.contains(&key.text.as_str()));
                let help = if known {
                    format!("begin a new line for the second: `- {}: …`", second.text)
                } else {
                    format!(
                        "put the settings into it: `- {}: {{ {}: …, … }}`",
                        first.text, second.text
                    )
                };
                site.report(Diagnostic::error("wrong-shape", second.spot, message).help(help));
                None
            }
        },
        Kind::Nothing | Kind::List { .. } => {
            site.wrong_shape(node, "an action", "write one action, like `- say: Hello`");
            None
        }
        Kind::Broken => None,
    }
}

fn unknown(name: &str, spot: Spot, bare: bool) -> Diagnostic {
    if let Some(name) = name.strip_prefix('-').filter(|name| !name.starts_with(' ')) {
        return without_space(Spot { end: spot.start + 1, ..spot }, &format!("{name}: …"));
    }
    let found = Diagnostic::error("unknown-action", spot, format!("there is no action `{name}`"));
    if let Some(near) = suggest::guess(name, Action::NAMES.iter().copied()) {
        return found.meant(&near, spot);
    }
    let first = name.split([' ', ':']).next().filter(|first| Action::NAMES.contains(first));
    if let (true, Some(first)) = (bare, first) {
        let rest = name[first.len()..].trim_start_matches(':').trim();
        let written = format!("{first}: {}", plain_or_quoted(rest));
        return found
            .help(format!("a colon and a space stand behind it: `- {written}`"))
            .try_mend(spot, written);
    }
    if bare && name.contains(' ') {
        let written = format!("say: {}", plain_or_quoted(name));
        return found
            .help(format!("a text for the person is an action too: `- {written}`"))
            .try_mend(spot, written);
    }
    if let Some(ours) = hints::called(name, Action::NAMES) {
        let found = found.help(hints::is_called(&ours));
        return if bare { found } else { found.try_mend(spot, ours) };
    }
    if let Some(hint) = hints::meant("an action", name, Action::NAMES) {
        return found.help(hint);
    }
    found.help(format!("actions are: {}", Action::NAMES.join(", ")))
}

/// Where `to` leads.
pub(crate) fn target(site: &Site<'_>, node: &Node) -> Option<Target> {
    let words = site.words(node, "`to`")?;
    Some(match words.text.as_str() {
        "end" => Target::End,
        "stay" => Target::Stay,
        "back" => Target::Back,
        "again" => Target::Again,
        module => {
            let used = (module.to_owned(), words.spot);
            site.loading.uses(|uses| uses.modules.push(used));
            Target::Module(ModuleId::new(module))
        }
    })
}

/// What `do` and `to` are; the `do` is kept under `id`.
pub(crate) fn leads(site: &Site<'_>, run: Option<&Node>, to: Option<&Node>, id: &ListId) -> Leads {
    let to = to.and_then(|node| target(site, node));
    let site = Site { in_do: true, ..site.clone() };
    let actions = run.map(|node| actions(&site, node)).unwrap_or_default();
    if actions.is_empty() {
        return Leads { list: None, to, item: None };
    }
    site.keep(id, actions);
    Leads { list: Some(id.clone()), to, item: None }
}
