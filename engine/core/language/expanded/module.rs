//! The long form of a module: its actions in one list, whatever key they had.

use super::{Long, long};
use crate::action::{ASK_SETTINGS, Action};
use crate::language::definition::{ACTION, MODULE, Shape};
use crate::language::tree::{Key, Kind, Node};

/// Keys of a module that are its own, in the order in which they are written.
const BEFORE: [&str; 2] = ["name", "note"];

/// A module whose actions stand in `actions`.
pub(super) fn module(entries: &[(Key, Node)]) -> Long {
    let mut actions = Vec::new();
    let find = |name: &str| entries.iter().find(|(key, _)| key.text == name).map(|found| &found.1);
    if let Some(say) = find("say") {
        actions.push(one("say", long(say, Shape::Messages)));
    }
    for (key, value) in entries.iter().filter(|(key, _)| key.text != "say") {
        if key.text == "ask" {
            actions.push(one("ask", asked(value, entries)));
        } else if Action::NAMES.contains(&key.text.as_str()) {
            let shape = ACTION.key(&key.text).map_or(Shape::Value, |key| key.shape);
            actions.push(one(&key.text, long(value, shape)));
        } else if key.text == "actions"
            && let Long::List(more) = long(value, Shape::Actions)
        {
            actions.extend(more);
        }
    }
    let mut keys: Vec<(String, Long)> = Vec::new();
    let own = |(key, value): &(Key, Node)| {
        let beside = ASK_SETTINGS.iter().any(|setting| setting.name == key.text);
        let action = key.text == "actions" || Action::NAMES.contains(&key.text.as_str());
        let shape = MODULE.key(&key.text).map_or(Shape::Value, |key| key.shape);
        (!beside && !action).then(|| (key.text.clone(), long(value, shape)))
    };
    let (before, behind): (Vec<_>, Vec<_>) =
        entries.iter().filter_map(own).partition(|(key, _)| BEFORE.contains(&key.as_str()));
    keys.extend(before);
    if !actions.is_empty() {
        keys.push(("actions".to_owned(), Long::List(actions)));
    }
    keys.extend(behind);
    Long::Map(keys)
}

fn one(name: &str, value: Long) -> Long {
    Long::Map(vec![(name.to_owned(), value)])
}

/// A question with the settings that stand beside it.
fn asked(value: &Node, entries: &[(Key, Node)]) -> Long {
    let shape = ACTION.key("ask").map_or(Shape::Value, |key| key.shape);
    let mut question = match long(value, shape) {
        Long::Map(keys) => keys,
        other => return other,
    };
    for (key, value) in entries {
        let setting = ASK_SETTINGS.iter().find(|setting| setting.name == key.text);
        if let (Some(setting), false) = (setting, matches!(value.kind, Kind::Broken)) {
            question.push((key.text.clone(), long(value, setting.shape)));
        }
    }
    Long::Map(question)
}
