//! A map of the language as a schema: its keys, the author's names, and what must hold among them.

use serde_json::{Map, Value, json};

use super::{plain, shape};
use crate::language::definition::{Definition, Key, Rule};

/// Names that are values or targets: YAML tools or `to` would take them for something else.
const NO_NAMES: [&str; 14] = [
    "on", "off", "yes", "no", "y", "n", "null", "true", "false", "nothing", "end", "stay", "back",
    "again",
];

/// The schema of a map.
pub(super) fn schema(definition: &'static Definition) -> Value {
    let mut schema = Map::new();
    let kinds = if can_be_empty(definition) { json!(["object", "null"]) } else { json!("object") };
    schema.insert("title".into(), json!(definition.name));
    schema.insert("description".into(), json!(definition.doc));
    schema.insert("markdownDescription".into(), json!(described(definition)));
    schema.insert("type".into(), kinds);
    let mut properties = Map::new();
    for (name, what) in definition.all_keys().map(property) {
        // One name can stand beside several keys, with something else behind it.
        let what = match properties.remove(&name) {
            Some(other) => json!({ "anyOf": [other, what] }),
            None => what,
        };
        properties.insert(name, what);
    }
    if !properties.is_empty() {
        schema.insert("properties".into(), Value::Object(properties));
    }
    names(definition, &mut schema);
    let required: Vec<&str> =
        definition.keys().filter(|key| key.required).map(|key| key.name).collect();
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    if definition.single || definition.rules.iter().any(|rule| matches!(rule, Rule::Filled)) {
        schema.insert("minProperties".into(), json!(1));
    }
    if definition.single {
        schema.insert("maxProperties".into(), json!(1));
    }
    rules(definition, &mut schema);
    snippets(definition, &mut schema);
    Value::Object(schema)
}

/// Nothing behind the key is an empty map, unless the map needs something.
fn can_be_empty(definition: &Definition) -> bool {
    let needs = |rule: &Rule| match rule {
        Rule::One(_) | Rule::Some(_) | Rule::Filled => true,
        Rule::NotTwo(_) | Rule::Needs(..) => false,
    };
    !definition.single
        && !definition.keys().any(|key| key.required)
        && !definition.rules.iter().any(needs)
}

fn described(definition: &Definition) -> String {
    if definition.example.is_empty() {
        return definition.doc.to_owned();
    }
    format!("{}\n\n```yaml\n{}\n```", definition.doc, definition.example)
}

/// A key with what can stand behind it.
fn property(key: &'static Key) -> (String, Value) {
    let mut schema = shape::schema(key.shape);
    if key.bare {
        schema = json!({ "anyOf": [ { "type": "null" }, schema ] });
    }
    let mut of_key = Map::new();
    of_key.insert("description".into(), json!(shape::sentence(key)));
    of_key.insert("markdownDescription".into(), json!(shape::page(key)));
    let example = plain::read(key.example);
    if let Some(value) = example.as_ref().and_then(|example| example.get(key.name)) {
        of_key.insert("examples".into(), json!([value]));
    }
    if let Value::Object(what) = schema {
        of_key.extend(what);
    }
    (key.name.to_owned(), Value::Object(of_key))
}

/// What the author names, or that there is nothing to name.
fn names(definition: &Definition, schema: &mut Map<String, Value>) {
    let Some(own) = &definition.own else {
        schema.insert("additionalProperties".into(), json!(false));
        return;
    };
    let mut behind = shape::schema(own.shape);
    if let Value::Object(behind) = &mut behind {
        behind.entry("title").or_insert_with(|| json!(own.name));
    }
    if definition.spelled.is_empty() {
        schema.insert("additionalProperties".into(), behind);
        return;
    }
    schema.insert("patternProperties".into(), json!({ definition.spelled: behind }));
    schema.insert("additionalProperties".into(), json!(false));
    if definition.id == "modules" {
        schema.insert("propertyNames".into(), json!({ "not": { "enum": NO_NAMES } }));
    }
}

fn rules(definition: &Definition, schema: &mut Map<String, Value>) {
    let mut all = Vec::new();
    let mut needs = Map::new();
    for (place, beside) in definition.beside.iter().enumerate() {
        for key in beside.keys {
            let before = definition.beside[..place].iter();
            let same = before.filter(|other| other.keys.iter().any(|of| of.name == key.name));
            let with: Vec<Value> = same.chain([beside]).map(|beside| has(beside.key)).collect();
            needs.insert(key.name.to_owned(), json!({ "anyOf": with }));
        }
    }
    for rule in definition.rules {
        let said = rule.words();
        match rule {
            Rule::One(keys) => {
                all.push(some(keys, &said));
                all.push(not_two(keys, &said));
            }
            Rule::NotTwo(keys) => all.push(not_two(keys, &said)),
            Rule::Some([key]) => all.push(json!({ "required": [key], "errorMessage": said })),
            Rule::Some(keys) => all.push(some(keys, &said)),
            Rule::Needs(key, others) => all.push(json!({
                "if": { "required": [key] },
                "then": some(others, &said),
            })),
            Rule::Filled => {}
        }
    }
    if !needs.is_empty() {
        schema.insert("dependencies".into(), Value::Object(needs));
    }
    if !all.is_empty() {
        schema.insert("allOf".into(), Value::Array(all));
    }
}

fn has(key: &str) -> Value {
    json!({ "required": [key] })
}

fn some(keys: &[&str], said: &str) -> Value {
    let each: Vec<Value> = keys.iter().map(|key| has(key)).collect();
    json!({ "anyOf": each, "errorMessage": said })
}

/// Each key with any of those behind it. Only a map has keys: of an empty one nothing is refused.
fn not_two(keys: &[&str], said: &str) -> Value {
    let mut pairs = Vec::new();
    for (place, key) in keys.iter().enumerate() {
        let others: Vec<Value> = keys[place + 1..].iter().map(|other| has(other)).collect();
        if !others.is_empty() {
            pairs.push(json!({ "required": [key], "anyOf": others }));
        }
    }
    json!({ "not": { "type": "object", "anyOf": pairs }, "errorMessage": said })
}

/// The example as a snippet: what an editor proposes where the map is empty.
fn snippets(definition: &Definition, schema: &mut Map<String, Value>) {
    let Some(body) = plain::read(definition.example).filter(Value::is_object) else { return };
    let snippet = json!({
        "label": definition.name.trim_matches('`'),
        "description": definition.doc,
        "body": body,
    });
    schema.insert("defaultSnippets".into(), json!([snippet]));
}
