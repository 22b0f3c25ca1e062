//! Modules: their actions in short or long form, choices, connections, and whether they wait.

use super::button;
use super::connection;
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::list;
use super::loading::{Loading, Site};
use super::reading::{as_name, is_name};
use super::source::Spot;
use super::tree::{Key, Node};
use crate::action::{Action, Ask, Say};
use crate::bot::{Choice, KeywordsHere, Module};
use crate::condition::{Class, Connection};
use crate::id::ModuleId;

/// Where the parts of a module stand, for findings about them.
#[derive(Debug, Clone, Default)]
pub(crate) struct ModuleSpots {
    /// Its key.
    pub(crate) key: Spot,
    /// Its connections.
    pub(crate) connections: Vec<Spot>,
}

/// Words that cannot name a module: the targets, and what YAML tools take for yes, no and nothing.
const RESERVED: [&str; 14] = [
    "end", "stay", "back", "again", "nothing", "on", "off", "yes", "no", "y", "n", "null", "true",
    "false",
];

/// Reads one module; `None` when its id cannot be one.
pub(super) fn load<'a>(
    loading: &'a Loading<'a>,
    key: &Key,
    node: &Node,
) -> Option<(Module, ModuleSpots)> {
    let id = module_id(loading, key)?;
    let site = Site::module(loading, &id);
    let mut fields = Fields::of(&site, node, "a module")?;
    let name = fields.take("name").and_then(|node| site.words(node, "`name`"));
    if let Some(note) = fields.take("note") {
        site.words(note, "`note`");
    }
    let actions = actions(&mut fields);
    let choices: Vec<(Choice, Spot)> =
        fields.take("choices").map(|node| button::choices(&site, node)).unwrap_or_default();
    let keywords = fields.take("keywords").and_then(|node| {
        let words = site.words(node, "`keywords`")?;
        let options = [
            ("all", KeywordsHere::All),
            ("exact", KeywordsHere::Exact),
            ("none", KeywordsHere::None),
        ];
        site.one_of(&words, "`keywords`", &options, &[])
    });
    let forced = waits_yes(&mut fields);
    let to = fields.take("to");
    let connections_node = fields.take("connections");
    let mut connections =
        connections_node.map(|node| connection::connections(node, &site, &id)).unwrap_or_default();
    let place = connections.last().map_or(0, |(last, _)| usize::from(last.place) + 1);
    connections.extend(to.and_then(|node| connection::short(node, &site, place)));
    fields.finish();
    let question_at = question_at(&actions, !choices.is_empty());
    let (connections, spots): (Vec<Connection>, Vec<Spot>) = connections.into_iter().unzip();
    let waits = forced || waits(&actions, &choices, &connections);
    let choices = choices.into_iter().map(|(choice, _)| choice).collect();
    site.keep(&crate::id::ListId::new(id.as_str()), actions);
    let module = Module {
        name: name.map_or_else(|| id.to_string(), |words| words.text),
        id,
        waits,
        keywords,
        choices,
        question_at,
        connections,
    };
    Some((module, ModuleSpots { key: key.spot, connections: spots }))
}

fn module_id<'a>(loading: &'a Loading<'a>, key: &Key) -> Option<ModuleId> {
    let name = key.text.as_str();
    if RESERVED.contains(&name) {
        let why = if list::TARGETS.contains(&name) {
            "has a meaning of its own behind `to`"
        } else {
            "is read as yes, no or nothing by YAML tools"
        };
        loading.report(
            Diagnostic::error(
                "reserved-name",
                key.spot,
                format!("no module can be called `{name}`: it {why}"),
            )
            .help(format!("take another id, for example `the_{name}`")),
        );
        return None;
    }
    if is_name(name) {
        return Some(ModuleId::new(name));
    }
    let proposal = as_name(name);
    let instead = if proposal.is_empty() { String::new() } else { format!(": `{proposal}`") };
    loading.report(
        Diagnostic::error("bad-name", key.spot, format!("`{name}` cannot be the id of a module"))
            .help(format!(
                "an id has small letters, digits and _, and begins with a letter{instead}; \
                 the label for people is `name`"
            )),
    );
    None
}

/// The actions of a module: `actions`, or one action as a key, with `say` before it.
fn actions(fields: &mut Fields<'_, '_>) -> Vec<(Action, Spot)> {
    let site = fields.site.clone();
    let say = fields.take_with_key("say");
    let long = fields.take_with_key("actions");
    let mut found = Vec::new();
    if let Some((_, node)) = say {
        found.extend(Say::load(node, &site).map(|say| (Action::Say(say), node.spot)));
    }
    let mut single: Option<&str> = None;
    for name in Action::NAMES.iter().filter(|name| **name != "say") {
        let Some((key, node)) = fields.take_with_key(name) else { continue };
        if let Some(other) = single.or(long.map(|_| "actions")) {
            site.report(
                Diagnostic::error("wrong-shape", key.spot, format!("a module has one action as a key; here are `{other}` and `{name}`"))
                    .help(format!("write a list in their order: `actions:`, below it `- {other}: …` and `- {name}: …`")),
            );
        }
        single = Some(name);
        let action = if *name == "ask" {
            Ask::load_beside(node, fields).map(|ask| Action::Ask(Box::new(ask)))
        } else {
            Action::load(name, node, &site)
        };
        found.extend(action.map(|action| (action, spot_of(key, node))));
    }
    if let Some((_, node)) = long {
        found.extend(list::actions(&site, node));
    }
    found
}

/// From the key to the end of what stands behind it.
fn spot_of(key: &Key, node: &Node) -> Spot {
    Spot { end: node.spot.end.max(key.spot.end), ..key.spot }
}

fn waits_yes(fields: &mut Fields<'_, '_>) -> bool {
    let site = fields.site.clone();
    let Some(node) = fields.take("waits") else { return false };
    let forced = site.yes_no(node, "`waits`");
    if forced == Some(false) {
        site.report(
            Diagnostic::error(
                "waits-no",
                node.spot,
                "`waits: no` cannot hold: what waits follows from the module",
            )
            .help(
                "leave it out; a module without question, choices and conditions goes on at once",
            ),
        );
    }
    forced == Some(true)
}

/// The last action that speaks carries the choices; without choices the last question is the question.
fn question_at(actions: &[(Action, Spot)], choices: bool) -> Option<u16> {
    let carries = |action: &Action| match action {
        Action::Ask(_) => true,
        Action::Say(_) => choices,
        Action::Set(_)
        | Action::Compute(_)
        | Action::Unset(_)
        | Action::Tag(_)
        | Action::Untag(_)
        | Action::Http(_)
        | Action::Handover(_)
        | Action::TakeBack(_)
        | Action::Wait(_) => false,
    };
    let place = actions.iter().rposition(|(action, _)| carries(action))?;
    u16::try_from(place).ok()
}

/// Whether the module waits for the person, an event or time after its actions.
fn waits(
    actions: &[(Action, Spot)],
    choices: &[(Choice, Spot)],
    connections: &[Connection],
) -> bool {
    let asks =
        actions.iter().any(|(action, _)| matches!(action, Action::Ask(_) | Action::Handover(_)));
    let named = connections.iter().any(|connection| match connection.class {
        Class::Named | Class::Open | Class::Event | Class::Silence => true,
        Class::Outcome | Class::State => false,
    });
    let goes_on = connections.iter().any(|connection| connection.short);
    let taps = actions.iter().rev().find_map(|(action, _)| match action {
        Action::Say(say) => Some(say.ends_in_taps()),
        Action::Ask(ask) => Some(ask.say.ends_in_taps()),
        Action::Set(_)
        | Action::Compute(_)
        | Action::Unset(_)
        | Action::Tag(_)
        | Action::Untag(_)
        | Action::Http(_)
        | Action::Handover(_)
        | Action::TakeBack(_)
        | Action::Wait(_) => None,
    });
    asks || !choices.is_empty() || named || (taps == Some(true) && !goes_on)
}
