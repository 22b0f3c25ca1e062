//! Values from and to JSON as services speak it.

use serde_json::Value as Json;

use super::{LARGEST_WHOLE, Type, Value, print_number};

/// What a JSON document has at a path such as `orders.0.id`; an empty path is all of it.
pub fn at_path<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    if path.is_empty() {
        return Some(json);
    }
    path.split('.').try_fold(json, |json, part| match json {
        Json::Object(members) => members.get(part),
        Json::Array(items) => items.get(part.parse::<usize>().ok()?),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    })
}

impl Value {
    /// The value of JSON read as the declared type; none where it cannot be that. `null` is
    /// missing.
    ///
    /// A whole number too large to be exact (a long id) is kept as text, digit by digit.
    pub fn from_json(json: &Json, kind: Type) -> Option<Value> {
        match (json, kind) {
            (Json::Number(number), Type::Text) => Some(Value::Text(number.to_string())),
            _ => Value::natural(json).read_as(kind),
        }
    }

    /// The value of JSON as it stands.
    pub fn natural(json: &Json) -> Value {
        match json {
            Json::Null => Value::Missing,
            Json::Bool(yes) => Value::YesNo(*yes),
            Json::String(text) => Value::Text(text.clone()),
            Json::Number(number) => read_number(number),
            Json::Array(items) => Value::List(items.iter().map(Value::natural).collect()),
            Json::Object(members) => {
                let members =
                    members.iter().map(|(name, json)| (name.clone(), Value::natural(json)));
                Value::Map(members.collect())
            }
        }
    }

    /// As JSON for a service: dates as ISO texts, whole numbers without a fraction, missing as
    /// `null`.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Missing => Json::Null,
            Value::Text(text) => Json::String(text.clone()),
            Value::Number(number) => json_number(*number),
            Value::YesNo(yes) => Json::Bool(*yes),
            Value::Date(_) | Value::Time(_) | Value::DateTime(_) => Json::String(self.print("en")),
            Value::List(list) => Json::Array(list.iter().map(Value::to_json).collect()),
            Value::Map(map) => Json::Object(
                map.iter().map(|(name, value)| (name.clone(), value.to_json())).collect(),
            ),
        }
    }
}

fn read_number(number: &serde_json::Number) -> Value {
    let whole = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
    match (whole, number.as_f64()) {
        (Some(whole), _) if whole > LARGEST_WHOLE as u64 => Value::Text(number.to_string()),
        (_, Some(size)) if size.is_finite() => Value::Number(size),
        (_, Some(_) | None) => Value::Text(number.to_string()),
    }
}

/// A number in JSON: whole where it is whole, otherwise with the noise of binary fractions left
/// out.
pub(super) fn json_number(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() <= LARGEST_WHOLE {
        return Json::from(number as i64);
    }
    let printed = print_number(number).parse::<f64>().unwrap_or(number);
    serde_json::Number::from_f64(printed).map_or(Json::Null, Json::Number)
}
