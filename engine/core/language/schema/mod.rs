//! The definitions as a JSON Schema (draft-07), for completion, hover and a first check while an
//! author types.
//!
//! Invariant: whatever the loader takes, the schema takes. It sees less than the loader (no names
//! that lead nowhere, no templates), never more. The keys `markdownDescription`, `defaultSnippets`,
//! `errorMessage`, `patternErrorMessage` and `enumDescriptions` are those of the editors.

mod map;
mod plain;
mod shape;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::definition::Definition;

/// Where the schema of a flow lies beside a bot.
pub const FILE: &str = "baton.schema.json";

/// Where the schema of conversation tests lies beside a bot.
pub const TEST_FILE: &str = "baton.test.schema.json";

/// How the line begins that tells an editor of the schema.
pub const LINE: &str = "# yaml-language-server: $schema=";

/// The schema of one kind of file: everything a map of this definition can hold.
///
/// Keys of its maps stand in the order of the definitions, so that the same definitions give the
/// same text.
pub fn schema(root: &'static Definition) -> Value {
    let mut definitions = Map::new();
    for definition in root.and_within() {
        definitions.insert(definition.id.to_owned(), map::schema(definition));
    }
    // Those that are used; one that another of them uses stands behind it.
    for (name, what) in shape::shared() {
        let used = Value::Object(definitions.clone()).to_string();
        if used.contains(&format!("\"{}\"", reference(name))) {
            definitions.insert(name.to_owned(), what);
        }
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("Baton: {}", root.name),
        "description": root.doc,
        "allOf": [ { "$ref": reference(root.id) } ],
        "definitions": definitions,
    })
}

/// Points to a part of the schema.
fn reference(id: &str) -> String {
    format!("#/definitions/{id}")
}

/// The line that tells an editor of a schema, for a file that lies so many folders below it.
pub fn line(schema: &str, folders: usize) -> String {
    format!("{LINE}{}{schema}", "../".repeat(folders))
}
