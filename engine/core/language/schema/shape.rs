//! What can stand behind a key, as a schema. Where the language takes a text, every scalar is one:
//! `007` and `true` too, which editors read as a number and a yes.

use serde_json::{Value, json};

use super::reference;
use crate::action::MESSAGE;
use crate::language::definition::{ACTION, CONDITION, Key, NAME, Names, Shape, Word};

/// A length of time, in letters or words, each unit once.
const DURATION: &str = r"^\s*([0-9]+\s*([dD]|[dD][aA][yY][sS]?)(\s*|\s+and\s+))?([0-9]+\s*([hH]|[hH][rR][sS]?|[hH][oO][uU][rR][sS]?)(\s*|\s+and\s+))?([0-9]+\s*([mM]|[mM][iI][nN][sS]?|[mM][iI][nN][uU][tT][eE][sS]?)(\s*|\s+and\s+))?([0-9]+\s*([sS]|[sS][eE][cC][sS]?|[sS][eE][cC][oO][nN][dD][sS]?))?\s*$";

/// Parts of the schema that stand in many places.
pub(super) fn shared() -> Vec<(&'static str, Value)> {
    let message = json!({ "anyOf": [ text(), { "$ref": reference(MESSAGE.id) } ] });
    let action = schema(Shape::Map(&ACTION));
    let texts = json!({ "type": "array", "minItems": 1, "items": text() });
    let condition = json!({ "$ref": reference(CONDITION.id) });
    vec![
        ("messages", one_or_list(json!({ "$ref": reference("one_message") }))),
        ("one_message", message),
        ("actions", json!({ "anyOf": [ { "type": "null" }, one_or_list(action) ] })),
        ("when", json!({ "anyOf": [ text(), texts, condition ] })),
        ("value", json!({})),
    ]
}

fn one_or_list(one: Value) -> Value {
    json!({ "anyOf": [ one, { "type": "array", "minItems": 1, "items": one } ] })
}

fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

fn spelled(pattern: &str, form: &str) -> Value {
    json!({
        "type": ["string", "number", "boolean"],
        "pattern": pattern,
        "patternErrorMessage": format!("write {form}"),
    })
}

/// A text; where nothing is inserted, of so many characters at most.
fn label(most: usize) -> Value {
    json!({
        "type": ["string", "number", "boolean"],
        "if": { "type": "string", "not": { "pattern": r"\{\{" } },
        "then": { "maxLength": most },
    })
}

fn one_of(words: &[Word]) -> Value {
    let (names, docs): (Vec<_>, Vec<_>) = words.iter().map(|word| (word.word, word.doc)).unzip();
    json!({ "enum": names, "enumDescriptions": docs })
}

fn count(from: u8, to: u8) -> Value {
    json!({
        "type": ["integer", "string"],
        "minimum": from,
        "maximum": to,
        "pattern": "^[0-9]+$",
        "patternErrorMessage": format!("write a whole number from {from} to {to}"),
    })
}

/// The schema of a shape.
pub(super) fn schema(shape: Shape) -> Value {
    match shape {
        Shape::Text | Shape::Template | Shape::Expression | Shape::Pattern => text(),
        Shape::Texts => {
            json!({ "anyOf": [ text(), { "type": "array", "items": text() } ] })
        }
        Shape::Label(most) => label(most),
        Shape::Number => json!({
            "type": ["number", "string"],
            "pattern": r"^\s*[-+]?[0-9.,'\s]+\s*$",
            "patternErrorMessage": "write a number like 3 or 0.5",
        }),
        Shape::Count(from, to) => count(from, to),
        Shape::YesNo => json!({ "enum": ["yes", "no", true, false] }),
        Shape::Duration => json!({
            "type": "string",
            "pattern": DURATION,
            "minLength": 2,
            "patternErrorMessage": "write a length of time like 30s, 10m, 2h, 1d or 1h30m",
        }),
        Shape::Words(words) => one_of(words),
        Shape::Id => spelled(NAME, "a name: small letters, digits and _, beginning with a letter"),
        Shape::Name(names) => name(names),
        Shape::Several(names) => {
            json!({ "anyOf": [ name(names), { "type": "array", "items": name(names) } ] })
        }
        Shape::Value => json!({ "$ref": reference("value") }),
        Shape::Address => spelled(r"^https?://|\{\{", "an address that begins with https://"),
        Shape::Written { form, pattern } => spelled(pattern, form),
        Shape::Message => json!({ "$ref": reference("one_message") }),
        Shape::Messages => json!({ "$ref": reference("messages") }),
        Shape::Actions => json!({ "$ref": reference("actions") }),
        Shape::Condition => json!({ "$ref": reference("when") }),
        Shape::Map(map) if map.worded => {
            let bare = map.keys().filter(|key| key.bare);
            let words: Vec<Word> = bare.map(|key| Word { word: key.name, doc: key.doc }).collect();
            json!({ "anyOf": [ one_of(&words), { "$ref": reference(map.id) } ] })
        }
        Shape::Map(map) => json!({ "$ref": reference(map.id) }),
        Shape::List(item) => json!({ "type": ["array", "null"], "items": schema(*item) }),
        Shape::Either(shapes) => {
            let each: Vec<Value> = shapes.iter().map(|shape| schema(*shape)).collect();
            json!({ "anyOf": each })
        }
        Shape::Nothing => json!({ "const": "nothing" }),
    }
}

fn name(names: Names) -> Value {
    match names {
        Names::Module => spelled(NAME, "the id of a module"),
        Names::Target => json!({
            "type": "string",
            "pattern": NAME,
            "patternErrorMessage": "write the id of a module, or end, stay, back or again",
            "defaultSnippets": [
                { "label": "end", "description": "Ends the path.", "body": "end" },
                { "label": "stay", "description": "Stays here.", "body": "stay" },
                {
                    "label": "back",
                    "description": "Runs the module that waited before this one again.",
                    "body": "back",
                },
                { "label": "again", "description": "Asks the open question again.", "body": "again" },
            ],
        }),
        Names::Receiver => json!({
            "type": "string",
            "pattern": NAME,
            "patternErrorMessage": "write page_inbox, instagram_inbox or a name from `receivers`",
            "defaultSnippets": [
                {
                    "label": "page_inbox",
                    "description": "The inbox of your Page.",
                    "body": "page_inbox",
                },
                {
                    "label": "instagram_inbox",
                    "description": "The inbox of your Instagram account.",
                    "body": "instagram_inbox",
                },
            ],
        }),
        Names::Variable => spelled(NAME, "the name of a variable"),
        Names::Service => {
            spelled("^[a-z][a-z0-9_]*([/?]|$)", "the name of a service, a slash and the path")
        }
        Names::Persona => spelled(NAME, "a name from `personas`"),
        Names::Reminder => spelled(NAME, "the id of a reminder, else the module it leads to"),
        Names::Hours | Names::Mark | Names::Button => text(),
    }
}

/// A key in a few sentences, for editors that show plain text.
pub(super) fn sentence(key: &Key) -> String {
    match key.default {
        "" => key.doc.to_owned(),
        default => format!("{} Default: {default}.", key.doc),
    }
}

/// A key with its example, for editors that show Markdown.
pub(super) fn page(key: &Key) -> String {
    format!("{}\n\n```yaml\n{}\n```", sentence(key), key.example)
}
