//! Modules: their actions in short or long form, choices, connections, and whether they wait.

use super::choices;
use super::connection;
use super::definition::{KEYWORDS_HERE, MODULE};
use super::diagnostic::Diagnostic;
use super::fields::{BOOLEANS, Fields};
use super::fix::Trust;
use super::list;
use super::loading::{Loading, Site};
use super::reading::{as_name, is_name};
use super::scan;
use super::source::Spot;
use super::tree::{Key, Kind, Node};
use crate::action::{Action, Ask, Say};
use crate::bot::{Choice, Module};
use crate::channel;
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

/// Reads one module; `None` when nothing can be made of it.
pub(super) fn load<'a>(
    loading: &'a Loading<'a>,
    key: &Key,
    node: &Node,
) -> Option<(Module, ModuleSpots)> {
    let id = module_id(loading, key)?;
    let site = Site::module(loading, &id);
    if is_key_of_one(key, node) {
        let message = format!("`{id}` stands here like a module, beside the others");
        let help =
            format!("indent it one step deeper, below the module it belongs to: `  {id}: …`");
        let found = Diagnostic::error("wrong-shape", key.spot, message).help(help);
        let deeper = loading.files.get(key.spot.file).map(|file| {
            let line = file.line_at(key.spot.start);
            let indent = key.spot.start - line.start;
            scan::indented(file, line.start, indent, indent + 2)
        });
        loading.report(found.fixed(Trust::Tried, deeper.unwrap_or_default()));
        return None;
    }
    if let Kind::Text { quoted, .. } = &node.kind {
        only_a_text(&site, node, *quoted);
        return None;
    }
    let mut fields = Fields::of(&site, node, &MODULE)?;
    let name = fields.take("name").and_then(|node| site.words(node, "`name`"));
    if let Some(note) = fields.take("note") {
        site.words(note, "`note`");
    }
    let mut actions = actions(&mut fields);
    let (choices, each) =
        fields.take("choices").map(|node| choices::load(&site, node)).unwrap_or_default();
    let keywords = fields.take("keywords").and_then(|node| {
        let words = site.words(node, "`keywords`")?;
        site.one_of(&words, "`keywords`", &KEYWORDS_HERE)
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
    if let (Some((_, spot)), None, true) = (choices.first(), question_at, loading.is_whole(&id)) {
        site.report(
            Diagnostic::error(
                "missing-key",
                *spot,
                "choices stand below a message, and this module has none",
            )
            .help("add `say: …` above them"),
        );
    }
    approved_with_choices(&site, &actions, question_at, choices.first());
    chip(&site, &actions, &choices, question_at);
    let answers = question_at.filter(|_| !choices.is_empty());
    actions_expect(&mut actions, answers);
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
        each,
        question_at,
        connections,
    };
    Some((module, ModuleSpots { key: key.spot, connections: spots }))
}

/// `welcome: Hello`: a text where a module is, which says it most likely.
fn only_a_text(site: &Site<'_>, node: &Node, quoted: bool) {
    if site.lacks_colon(node) {
        return;
    }
    let said = site.loading.source(node.spot);
    let safe = quoted || !said.contains([',', '{', '}', '[', ']', '\n']);
    let said = if safe { said.to_owned() } else { super::lines::quoted(said) };
    let instead = format!("{{ say: {said} }}");
    let fixed = site.loading.rewritten(node.spot, &instead);
    site.report(
        Diagnostic::error("wrong-shape", node.spot, "a module cannot be a text")
            .help(format!("say what to do with it: {fixed}"))
            .try_mend(node.spot, instead),
    );
}

/// Quick replies stand below texts, pictures and cards; an approved template has its own buttons.
fn approved_with_choices(
    site: &Site<'_>,
    actions: &[(Action, Spot)],
    at: Option<u16>,
    choice: Option<&(Choice, Spot)>,
) {
    let said = at.and_then(|at| actions.get(usize::from(at))?.0.speech());
    let (Some(said), Some((_, spot))) = (said, choice) else { return };
    if said.ends_approved() {
        let message = "choices cannot stand below an approved template";
        site.report(
            Diagnostic::error("wrong-shape", *spot, message)
                .help("its buttons are approved with it; put a text behind it: `say: [ { template: … }, Shall we? ]`"),
        );
    }
}

/// Whether this is a key of a module that is indented too little: no module is called so and is a
/// text or a list.
fn is_key_of_one(key: &Key, node: &Node) -> bool {
    let shape = matches!(node.kind, Kind::Text { .. } | Kind::List { .. });
    let name = key.text.as_str();
    shape && MODULE.keys().any(|key| key.name == name)
}

fn module_id<'a>(loading: &'a Loading<'a>, key: &Key) -> Option<ModuleId> {
    let name = key.text.as_str();
    if BOOLEANS.contains(&name) {
        loading.report(
            Diagnostic::error(
                "boolean-key",
                key.spot,
                format!("`{name}` is a value in YAML, and no module is called so"),
            )
            .help(format!("take another id, for example `said_{name}`")),
        );
        return None;
    }
    if list::TARGETS.contains(&name) || name == "nothing" {
        loading.report(
            Diagnostic::error(
                "reserved-name",
                key.spot,
                format!("no module can be called `{name}`: it has a meaning of its own"),
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
    // Read on under it, so that what is wrong inside is told in the same breath.
    let readable = name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-' || c == ' ');
    readable.then(|| ModuleId::new(name))
}

/// The actions of a module: `actions`, or one action as a key, with `say` before it.
fn actions(fields: &mut Fields<'_, '_>) -> Vec<(Action, Spot)> {
    let site = fields.site.clone();
    let say = fields.take_with_key("say");
    let long = fields.take_with_key("actions");
    let mut found = Vec::new();
    if let Some((_, node)) = say {
        let read = Say::load(node, &site);
        if read.is_none() {
            site.lost();
        }
        found.extend(read.map(|say| (Action::Say(say), node.spot)));
    }
    let mut single: Vec<(&str, &Key, &Node)> = Vec::new();
    for name in Action::NAMES.iter().filter(|name| **name != "say") {
        single.extend(fields.take_with_key(name).map(|(key, node)| (*name, key, node)));
    }
    single.sort_by_key(|(_, key, _)| key.spot);
    let mut keys: Vec<&Key> =
        single.iter().map(|(_, key, _)| *key).chain(long.map(|(key, _)| key)).collect();
    keys.sort_by_key(|key| key.spot);
    if let [first, second, ..] = keys.as_slice() {
        let message = format!(
            "a module has one action beside its `say`; here are `{}` and `{}`",
            first.text, second.text
        );
        site.report(
            Diagnostic::error("two-actions", second.spot, message)
                .help("put them into the list `actions`, in their order, each with a dash"),
        );
    }
    for (name, key, node) in single {
        let action = if name == "ask" {
            Ask::load_beside(node, fields).map(|ask| Action::Ask(Box::new(ask)))
        } else {
            Action::load(name, node, &site)
        };
        if action.is_none() {
            site.lost();
        }
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

/// The last action that speaks carries the choices; without choices the last question is the
/// question.
fn question_at(actions: &[(Action, Spot)], choices: bool) -> Option<u16> {
    let carries = |action: &Action| match choices {
        true => action.speech().is_some(),
        false => action.as_question().is_some(),
    };
    let place = actions.iter().rposition(|(action, _)| carries(action))?;
    u16::try_from(place).ok()
}

/// A chip of the profile takes the place of a choice.
fn chip(
    site: &Site<'_>,
    actions: &[(Action, Spot)],
    choices: &[(Choice, Spot)],
    question_at: Option<u16>,
) {
    let action = question_at.and_then(|at| actions.get(usize::from(at)));
    let chip = action.and_then(|(action, _)| action.as_question()?.suggest);
    let most = channel::CHOICES - 1;
    if let (Some(_), Some((_, beyond))) = (chip, choices.get(most)) {
        let message = format!("beside `suggest` the platform shows {most} choices at most");
        site.report(
            Diagnostic::error("channel-limit", *beyond, message)
                .help(format!("keep {most}, or leave `suggest` out")),
        );
    }
}

/// A question takes any text unless it says otherwise or the module's choices are its answers.
fn actions_expect(actions: &mut [(Action, Spot)], choices_at: Option<u16>) {
    for (place, (action, _)) in actions.iter_mut().enumerate() {
        let Action::Ask(ask) = action else { continue };
        let by_choice = choices_at.is_some_and(|at| usize::from(at) == place);
        if ask.expect.is_none() && (!by_choice || ask.matches.is_some()) {
            ask.expect = Some(crate::answer::Kind::Text);
        }
    }
}

/// Whether the module waits for the person, an event or time after its actions.
fn waits(
    actions: &[(Action, Spot)],
    choices: &[(Choice, Spot)],
    connections: &[Connection],
) -> bool {
    let asks = actions.iter().any(|(action, _)| action.awaits());
    let named = connections.iter().any(|connection| match connection.class {
        Class::Named | Class::Open | Class::Event | Class::Silence => true,
        Class::Outcome | Class::State => false,
    });
    let goes_on = connections.iter().any(|connection| connection.short);
    let taps = actions.iter().rev().find_map(|(action, _)| Some(action.speech()?.ends_in_taps()));
    asks || !choices.is_empty() || named || (taps == Some(true) && !goes_on)
}
