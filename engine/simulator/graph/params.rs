//! A call's parameters, wherever they stood: JSON body, form body or query.

use serde_json::{Map, Value};

use crate::graph::route::{Node, Route};

/// Parameters whose value is JSON written into a form field or the query.
const JSON_IN_TEXT: [&str; 4] = ["recipient", "message", "thread_control", "payload"];

/// All parameters of a call as one object; the body goes before the query.
#[derive(Debug)]
pub(crate) struct Params {
    all: Map<String, Value>,
    token: Option<String>,
}

impl Params {
    pub(crate) fn new(query: Vec<(String, String)>, body: Value, token: Option<String>) -> Self {
        let mut all = match body {
            Value::Object(all) => all,
            _ => Map::new(),
        };
        for (key, value) in query {
            all.entry(key).or_insert_with(|| value.into());
        }
        for key in JSON_IN_TEXT {
            if let Some(value) = all.get_mut(key) {
                read_json(value);
            }
        }
        let in_params = all.remove("access_token");
        let token = token.or_else(|| in_params?.as_str().map(str::to_owned));
        Self { all, token }
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    pub(crate) fn value(&self, key: &str) -> Option<&Value> {
        self.all.get(key).filter(|value| !value.is_null())
    }

    /// A parameter as text; numbers are accepted, as Meta does for ids.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.value(key).and_then(id_text)
    }

    /// Messages and sender actions share a path; this is one of the latter.
    pub(crate) fn is_sender_action(&self) -> bool {
        self.value("sender_action").is_some() && self.value("message").is_none()
    }

    /// A list of names: `a,b` or an array.
    pub(crate) fn names(&self, key: &str) -> Vec<String> {
        match self.value(key) {
            Some(Value::Array(names)) => names.iter().filter_map(id_text).collect(),
            Some(Value::String(names)) => split_fields(names),
            _ => Vec::new(),
        }
    }

    /// The person a call is about.
    pub(crate) fn contact(&self, route: &Route) -> Option<String> {
        if let Node::Person(id) = &route.node {
            return Some(id.clone());
        }
        let person = self.value("recipient").or_else(|| self.value("user_id"))?;
        match person {
            Value::Object(recipient) => recipient.get("id").and_then(id_text),
            other => id_text(other),
        }
    }

    /// `message.metadata` of a message, `metadata` of anything else.
    pub(crate) fn metadata(&self) -> Option<String> {
        let in_message = self.value("message").and_then(|message| message.get("metadata"));
        in_message.or_else(|| self.value("metadata")).and_then(Value::as_str).map(str::to_owned)
    }

    /// Everything but the token, for the ledger.
    pub(crate) fn body_without_token(&self) -> Value {
        Value::Object(self.all.clone())
    }
}

fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Replaces JSON written as text by what it says; also Meta's own sloppy `{id:PSID}`.
fn read_json(value: &mut Value) {
    let Some(text) = value.as_str().map(str::trim) else {
        return;
    };
    if !text.starts_with(['{', '[']) {
        return;
    }
    if let Ok(read) = serde_json::from_str::<Value>(text) {
        *value = read;
        return;
    }
    let inner = text.trim_matches(['{', '}']);
    if let Some((key, inner)) = inner.split_once(':') {
        let key = key.trim().trim_matches('"').to_owned();
        let inner = inner.trim().trim_matches('"').to_owned();
        *value = Value::Object(Map::from_iter([(key, inner.into())]));
    }
}

/// Splits `a,b.limit(5){c,d}` at the commas outside the braces.
fn split_fields(fields: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut out = vec![String::new()];
    for letter in fields.chars() {
        match letter {
            '{' | '(' => depth += 1,
            '}' | ')' => depth -= 1,
            ',' if depth == 0 => {
                out.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = out.last_mut() {
            last.push(letter);
        }
    }
    out.retain(|field| !field.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn recipients_are_read_in_every_spelling() {
        let sloppy = Params::new(vec![("recipient".into(), "{id:7}".into())], Value::Null, None);
        let form = Params::new(Vec::new(), json!({ "recipient": "{\"id\":\"7\"}" }), None);
        let body = Params::new(Vec::new(), json!({ "recipient": { "id": 7 } }), None);
        let bare = Params::new(vec![("recipient".into(), "7".into())], Value::Null, None);
        let route = Route { method: crate::Method::Post, node: Node::Me, call: crate::Call::Pass };
        for params in [sloppy, form, body, bare] {
            assert_eq!(params.contact(&route).as_deref(), Some("7"));
        }
    }

    #[test]
    fn fields_are_split_outside_their_braces() {
        assert_eq!(
            split_fields("id,messages.limit(20){id,from},is_owner"),
            ["id", "messages.limit(20){id,from}", "is_owner"]
        );
    }
}
