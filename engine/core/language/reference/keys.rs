//! The pages of keys, actions and conditions.

use super::{example, table};
use crate::action::Action;
use crate::language::definition::{CONDITION, Definition, Key, Shape};
use crate::rehearsal::TEST_FILE;

/// Every map with its keys, but the actions and conditions, which have pages of their own.
pub(super) fn keys() -> String {
    let mut text = String::from(
        "Every map an author can write, from the bot down, with each of its keys. What the bot does is on \
         the page of [actions](actions.md), what a `when` asks for on the page of [conditions](conditions.md).\n\n",
    );
    let elsewhere = ["action", "condition"];
    for definition in Definition::all().into_iter().filter(|map| !elsewhere.contains(&map.id)) {
        // A map without keys says nothing that its action does not say.
        if definition.all_keys().next().is_some() || definition.own.is_some() {
            text += &map(definition);
        }
    }
    text
}

/// Every map of a file of conversation tests.
pub(super) fn tests() -> String {
    let intro = "Every map of a file of conversation tests, from the file down. How tests are written is told in \
                 [testing](../testing.md).\n\n";
    intro.to_owned() + &TEST_FILE.and_within().into_iter().map(map).collect::<String>()
}

/// Every action with its settings.
pub(super) fn actions() -> String {
    let mut text = String::from(
        "What a bot can do. In a list each action is an item with one key; a module with one action uses its name \
         as a key. The same actions stand in the `actions` of a module and in the `do` of connections, choices, \
         buttons and menu entries.\n\n",
    );
    for key in &Action::KEYS {
        text += &of_list(key, &format!("- {}", key.example.replace('\n', "\n  ")));
    }
    text
}

/// Everything a `when` can ask for.
pub(super) fn conditions() -> String {
    let mut text = format!(
        "What must have happened for a connection to be taken. {}\n\n",
        CONDITION.doc.split_once(". ").map_or("", |parts| parts.1)
    );
    for key in CONDITION.keys() {
        let example = key.example.replace('\n', ", ");
        text += &of_list(key, &format!("when: {{ {example} }}"));
    }
    text
}

fn map(definition: &'static Definition) -> String {
    let mut text = format!("## {}\n\n", definition.name);
    if definition.id != definition.name.trim_matches('`') {
        text = format!("## {} (`{}`)\n\n", definition.name, definition.id);
    }
    text += &format!("{}\n\n", definition.doc);
    for rule in definition.rules.iter().filter(|_| definition.id != "module") {
        let words = rule.words();
        let (first, rest) = words.split_at(1);
        text += &format!("{}{rest}. ", first.to_uppercase());
    }
    if !definition.short.is_empty() {
        text += &format!("A value alone in its place is short for `{}`. ", definition.short);
    }
    if definition.id == "module" {
        text += "It has one action beside its `say` at the most; several stand in `actions`. ";
    }
    text = text.trim_end().to_owned() + "\n\n";
    text += &example(definition.example);
    let of_actions = definition.id == "module";
    let is_action = |key: &Key| Action::NAMES.contains(&key.name);
    let keys = definition.all_keys().filter(|key| !(of_actions && is_action(key)));
    let mut rows: Vec<[String; 3]> = keys.map(row).collect();
    if let Some(own) = &definition.own {
        rows.push([own.name.to_owned(), own.shape.words(), String::new()]);
    }
    if of_actions {
        let names: Vec<_> = Action::NAMES.iter().map(|name| format!("`{name}`")).collect();
        let doc = "One action; see [actions](actions.md).".to_owned();
        rows.push([names.join(", "), "as in a list of actions".to_owned(), doc]);
    }
    text + &table(["key", "takes", "means"], &rows) + "\n"
}

fn row(key: &Key) -> [String; 3] {
    let needed = if key.required { "**needed** " } else { "" };
    let mut means = format!("{needed}{}", key.doc);
    if !key.default.is_empty() {
        means += &format!(" Left out: {}.", key.default);
    }
    if !key.example.contains('\n') {
        means += &format!(" Example: `{}`", key.example.replace('`', ""));
    }
    [format!("`{}`", key.name), takes(key), means]
}

fn takes(key: &Key) -> String {
    if matches!(key.shape, Shape::Map(map) if map.all_keys().next().is_none() && map.own.is_none())
    {
        return "nothing".to_owned();
    }
    let bare = if key.bare { ", or nothing" } else { "" };
    format!("{}{bare}", key.shape.words())
}

/// An action or condition with its words and settings.
fn of_list(key: &'static Key, shown: &str) -> String {
    let mut text = format!("## {}\n\n{}\n\n", key.name, key.doc);
    text += &format!("Takes: {}.\n\n", takes(key));
    text += &example(shown);
    let words: Vec<[String; 2]> = key
        .shape
        .choices()
        .iter()
        .map(|word| [format!("`{}`", word.word), word.doc.to_owned()])
        .collect();
    if !words.is_empty() {
        text += &(table(["word", "means"], &words) + "\n");
    }
    let mut maps = Vec::new();
    if !matches!(key.shape, Shape::Messages | Shape::Actions | Shape::Condition | Shape::List(_)) {
        key.shape.maps(&mut |map| maps.push(map));
    }
    for map in maps.into_iter().filter(|map| map.id != "message") {
        let rows: Vec<[String; 3]> = map.all_keys().map(row).collect();
        if !rows.is_empty() {
            text += &(table(["key", "takes", "means"], &rows) + "\n");
        }
    }
    text
}
