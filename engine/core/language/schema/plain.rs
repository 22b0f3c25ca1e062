//! YAML as editors read it: YAML 1.2 with its core schema, without places.

use serde_json::{Map, Number, Value};

use crate::language::reader;
use crate::language::tree::{Kind, Node};
use crate::language::{SourceFile, values};

/// What a text of YAML holds; `None` where it cannot be read.
pub(crate) fn read(text: &str) -> Option<Value> {
    let file = SourceFile { path: String::new(), text: text.to_owned() };
    let read = reader::parse(0, &file, None, &mut Vec::new());
    Some(value(&read.ok()??))
}

fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Nothing | Kind::Broken => Value::Null,
        Kind::Text { text, quoted: true } => Value::String(text.clone()),
        Kind::Text { text, quoted: false } => scalar(text),
        Kind::List { items, .. } => Value::Array(items.iter().map(value).collect()),
        Kind::Map { entries, .. } => {
            let entries = entries.iter().map(|(key, node)| (key.text.clone(), value(node)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

fn scalar(text: &str) -> Value {
    match text {
        "null" | "~" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        text => match values::json_number(text) {
            Some(number) if number.fract() == 0.0 => Value::Number(Number::from(number as i64)),
            Some(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            None => Value::String(text.to_owned()),
        },
    }
}
