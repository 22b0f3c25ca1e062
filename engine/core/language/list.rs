//! Lists of actions, and where something leads.

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::hints;
use super::lines::plain_or_quoted;
use super::loading::Site;
use super::punctuation::without_space;
use super::source::Spot;
use super::splice::Edit;
use super::tree::{Key, Kind, Node};
use crate::action::Action;
use crate::bot::Leads;
use crate::conversation::Target;
use crate::id::{ListId, ModuleId};
use crate::suggest;

/// The words behind `to` that are no modules.
pub(crate) const TARGETS: [&str; 4] = ["end", "stay", "back", "again"];

/// Reads a list of actions, or one alone.
pub(crate) fn actions(site: &Site<'_>, node: &Node) -> Vec<(Action, Spot)> {
    let each = without_dashes(site, node);
    let items = match &node.kind {
        Kind::Map { .. } if !each.is_empty() => each.as_slice(),
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

/// `say` and `set` below each other without their dashes: told once, and each is read as what it is.
fn without_dashes(site: &Site<'_>, node: &Node) -> Vec<Node> {
    let Kind::Map { entries, flow: false } = &node.kind else { return Vec::new() };
    let known = entries.iter().all(|(key, _)| Action::NAMES.contains(&key.text.as_str()));
    let Some(file) = site.loading.files.get(node.spot.file) else { return Vec::new() };
    let own_line = |(key, _): &(Key, Node)| {
        let line = file.line_at(key.spot.start);
        file.text[line.start..key.spot.start].trim().is_empty()
    };
    if entries.len() < 2 || !known || !entries.iter().all(own_line) {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for (key, value) in entries {
        edits.push(Edit::replace(key.spot.start..key.spot.start, "- "));
        let below = file.text[key.spot.start..value.spot.end.max(key.spot.end)].match_indices('\n');
        edits.extend(below.map(|(at, _)| {
            let start = key.spot.start + at + 1;
            Edit::replace(start..start, "  ")
        }));
    }
    let (first, _) = &entries[0];
    let line = file.line_at(first.spot.start);
    let written = file.text[line].trim();
    let message = "each action in a list begins with a dash, and these have none";
    site.report(
        Diagnostic::error("missing-dash", first.spot, message)
            .help(format!("put a dash and a space before each: `- {written}`"))
            .fixed(Trust::Tried, edits),
    );
    let alone = |(key, value): &(Key, Node)| {
        let spot = Spot { end: value.spot.end.max(key.spot.end), ..key.spot };
        Node { spot, kind: Kind::Map { entries: vec![(key.clone(), value.clone())], flow: false } }
    };
    entries.iter().map(alone).collect()
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
