//! The schema is whole: every reference leads somewhere, every key is described.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{FILE, line, schema};
use crate::language::definition::{BOT, Definition};
use crate::rehearsal::TEST_FILE;

fn every<'v>(value: &'v Value, found: &mut dyn FnMut(&'v str, &'v Value)) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            found(key, value);
            every(value, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| every(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_reference_leads_to_a_part_and_every_part_is_used() {
    for root in [&BOT, &TEST_FILE] {
        let schema = schema(root);
        let parts: BTreeSet<String> =
            schema["definitions"].as_object().unwrap().keys().cloned().collect();
        let mut used = BTreeSet::new();
        every(&schema, &mut |key, value| {
            if let ("$ref", Some(to)) = (key, value.as_str()) {
                used.insert(to.trim_start_matches("#/definitions/").to_owned());
            }
        });
        assert_eq!(parts, used);
    }
}

#[test]
fn every_key_is_described_with_an_example() {
    let schema = schema(&BOT);
    for definition in Definition::all() {
        let of_map = &schema["definitions"][definition.id];
        assert_eq!(of_map["description"], definition.doc, "{}", definition.id);
        for key in definition.all_keys() {
            let of_key = &of_map["properties"][key.name];
            let words = of_key["markdownDescription"].as_str().unwrap_or_default();
            assert!(words.contains(key.doc), "{}.{}", definition.id, key.name);
            let bare = key.example == key.name;
            let shown = of_key["examples"].is_array();
            assert!(shown || bare, "{}.{} shows no value", definition.id, key.name);
        }
    }
}

#[test]
fn the_line_is_relative() {
    assert_eq!(line(FILE, 0), "# yaml-language-server: $schema=baton.schema.json");
    assert_eq!(line(FILE, 2), "# yaml-language-server: $schema=../../baton.schema.json");
}
