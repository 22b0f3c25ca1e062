//! The definitions are whole, and what they show loads.
//!
//! That the loader reads exactly the keys that are defined is asserted where it reads them.

use std::collections::BTreeSet;

use super::around::{framed, is_sound, loaded};
use super::render;
use crate::language::definition::{Definition, Key, Shape};

/// Where a map stands in a bot; `@` is what is in it.
const PLACES: &[(&str, &str)] = &[
    ("bot", "@"),
    ("variables", "variables:\n  @"),
    ("variable", "variables:\n  it:\n    @"),
    ("fallback", "fallback:\n  @"),
    ("message", "modules:\n  it:\n    say:\n      @\n    to: end"),
    (
        "button",
        "modules:\n  it:\n    say:\n      text: Hi\n      buttons:\n        - @\n    to: end",
    ),
    ("menu_entry", "menu:\n  - @"),
    ("ice_breaker", "ice_breakers:\n  - @"),
    ("moved", "moved:\n  @"),
    ("personas", "personas:\n  @"),
    ("template", "modules:\n  it:\n    say:\n      template:\n        @\n    to: end"),
    ("action", "modules:\n  it:\n    actions:\n      @\n    to: end"),
    ("card", "modules:\n  it:\n    say:\n      cards:\n        - @\n    to: end"),
    ("made_cards", "modules:\n  it:\n    say:\n      cards:\n        @\n    to: end"),
    ("set", "modules:\n  it:\n    set:\n      @\n    to: end"),
    ("compute", "modules:\n  it:\n    compute:\n      @\n    to: end"),
    ("http", "modules:\n  it:\n    http:\n      @\n    to: end"),
    (
        "http_headers",
        "modules:\n  it:\n    http:\n      get: shop/a\n      headers:\n        @\n    to: end",
    ),
    ("form", "modules:\n  it:\n    http:\n      post: shop/a\n      form:\n        @\n    to: end"),
    ("save", "modules:\n  it:\n    http:\n      get: shop/a\n      save:\n        @\n    to: end"),
    ("handover", "modules:\n  it:\n    handover:\n      @\n    to: end"),
    ("take_back", "menu:\n  - label: Back\n    do:\n      - take_back:\n          @"),
    (
        "return",
        "modules:\n  it: { call: other, to: end }\n  other:\n    actions:\n      - return:\n          @",
    ),
    ("remind", "modules:\n  it:\n    remind:\n      @\n    to: end"),
    ("emit", "modules:\n  it:\n    emit:\n      @\n    to: end"),
    (
        "event_data",
        "modules:\n  it:\n    emit:\n      name: lead\n      data:\n        @\n    to: end",
    ),
    ("question", "menu:\n  - label: A\n    do:\n      - ask:\n          @"),
    ("entries", "entries:\n  @"),
    ("entry", "entries:\n  get_started:\n    @"),
    ("refs", "entries:\n  ref:\n    @"),
    ("receivers", "receivers:\n  @"),
    ("bot_handover", "handover:\n  @"),
    ("services", "services:\n  @"),
    ("service", "services:\n  shop:\n    @"),
    ("auth", "services:\n  shop:\n    url: https://shop.example\n    auth:\n      @"),
    (
        "auth_headers",
        "services:\n  shop:\n    url: https://shop.example\n    auth:\n      header:\n        @",
    ),
    ("hours", "hours:\n  @"),
    ("opening", "hours:\n  it:\n    @"),
    ("session", "session:\n  @"),
    ("texts", "texts:\n  @"),
    ("keyword", "keywords:\n  - @"),
    ("modules", "modules:\n  @"),
    ("module", "modules:\n  it:\n    @"),
    (
        "connection",
        "modules:\n  it:\n    say: Hi\n    http: { get: shop/a }\n    choices: [ { label: A, id: more_news } ]\n    connections:\n      - @",
    ),
    (
        "condition",
        "modules:\n  it:\n    say: Hi\n    http: { get: shop/a }\n    choices: [ { label: A, id: more_news } ]\n    connections:\n      - to: end\n        when:\n          @",
    ),
    ("made_choices", "modules:\n  it:\n    say: Hi\n    choices:\n      @\n    to: end"),
    ("choice", "modules:\n  it:\n    say: Hi\n    choices:\n      - @\n    to: end"),
];

/// What must stand beside a key that cannot stand alone; an empty name is any other key.
const BESIDE: &[(&str, &str, &str)] = &[
    ("module", "save_as", "ask: Hi?"),
    ("module", "skip_if_known", "ask: Hi?"),
    ("module", "suggest", "ask: Hi?"),
    ("module", "expect", "ask: Hi?"),
    ("module", "min", "ask: Hi?"),
    ("module", "max", "ask: Hi?"),
    ("module", "matches", "ask: Hi?"),
    ("module", "valid_if", "ask: Hi?"),
    ("module", "if_invalid", "ask: Hi?"),
    (
        "module",
        "tries",
        "ask: Hi?\nconnections:\n  - { when: { outcome: too_many_tries }, to: end }",
    ),
    ("module", "choices", "say: Hi"),
    ("http", "post", ""),
    ("http", "put", ""),
    ("http", "patch", ""),
    ("http", "delete", ""),
    ("http", "must_have", "get: shop/orders\nsave: { order: orders.0 }"),
    ("http", "json", "post: shop/orders"),
    ("http", "form", "post: shop/orders"),
    ("http", "text", "post: shop/orders"),
    ("http", "", "get: shop/orders"),
    ("remind", "after", ""),
    ("remind", "at", ""),
    ("remind", "before", ""),
    ("remind", "by", ""),
    ("remind", "", "after: 2h"),
    ("ice_breaker", "", "to: end"),
    ("keyword", "", "when: [menu]\nto: end"),
    ("connection", "", "to: end"),
];

fn place(definition: &Definition) -> &'static str {
    let found = PLACES.iter().find(|(id, _)| *id == definition.id);
    found.unwrap_or_else(|| panic!("say in PLACES where `{}` stands", definition.id)).1
}

/// Lines of keys, those of the second that the first does not have put in front.
fn together(text: &str, more: &str) -> String {
    let key = |line: &str| line.split_once(':').map_or(line, |found| found.0).to_owned();
    let has = |line: &str| text.lines().any(|known| key(known) == key(line));
    let mut before = String::new();
    for line in more.lines().filter(|line| line.starts_with(' ') || !has(line)) {
        before += &format!("{line}\n");
    }
    before + text
}

/// The example of a key with what must stand beside it.
fn example(definition: &Definition, key: &Key) -> String {
    let mut text = key.example.to_owned();
    for needed in definition.keys().filter(|needed| needed.required) {
        text = together(&text, needed.example);
    }
    let of_key = BESIDE.iter().find(|(id, name, _)| *id == definition.id && *name == key.name);
    let of_map = BESIDE.iter().find(|(id, name, _)| *id == definition.id && name.is_empty());
    text = together(&text, of_key.or(of_map).map_or("", |found| found.2));
    match definition.id {
        "action" => format!("- {}", text.replace('\n', "\n  ")),
        _ => text,
    }
}

#[test]
fn every_key_has_words_and_an_example_that_loads() {
    let mut wrong = Vec::new();
    for definition in Definition::all() {
        // They stand in what is tapped or called, or with what they take away, never alone in any module.
        let elsewhere = ["take_back", "return", "forget_reminder"];
        for key in definition.all_keys().filter(|key| !elsewhere.contains(&key.name)) {
            if key.example.is_empty() || key.doc.is_empty() {
                wrong.push(format!("== {}.{} lacks words", definition.id, key.name));
            }
            let (whole, _) = loaded(&framed(place(definition), &example(definition, key)));
            if !is_sound(&whole) {
                wrong.push(format!("== {}.{}\n{}", definition.id, key.name, render(&whole, false)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} keys:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_map_has_words_and_an_example_that_loads() {
    let mut wrong = Vec::new();
    for definition in Definition::all() {
        let empty = definition.keys().next().is_none() && definition.own.is_none();
        let (whole, _) = loaded(&framed(place(definition), definition.example));
        if !empty && (definition.example.is_empty() || !is_sound(&whole)) {
            wrong.push(format!("== {}\n{}", definition.id, render(&whole, false)));
        }
    }
    assert!(wrong.is_empty(), "{} maps:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn names_are_unique_and_words_are_sentences() {
    let mut ids = BTreeSet::new();
    for definition in Definition::all() {
        assert!(ids.insert(definition.id), "two maps called {}", definition.id);
        assert!(definition.doc.ends_with('.'), "{}: {}", definition.id, definition.doc);
        let mut keys = BTreeSet::new();
        for key in definition.all_keys() {
            assert!(keys.insert(key.name), "{}.{} stands twice", definition.id, key.name);
            assert!(key.doc.ends_with(['.', '…']), "{}.{}: {}", definition.id, key.name, key.doc);
            assert!(!key.default.ends_with('.'), "{}.{}", definition.id, key.name);
            let Shape::Words(words) = key.shape else { continue };
            for word in words {
                assert!(word.doc.ends_with(['.', '…']), "{}: {}", key.name, word.word);
            }
        }
    }
    assert!(ids.len() > 30, "only {} maps are found from the bot", ids.len());
}
