//! Renders templates into a text that has an end.

use std::io;
use std::sync::LazyLock;

use handlebars::{Context, Handlebars, Output, RenderContext, Renderable};
use serde_json::{Map, Value as Json};

use super::compile::Blocks;
use super::helper::{ADDRESS, LANGUAGE, NOW, registry};
use super::{ROUNDS, TemplateFault};
use crate::scope::{Scope, find};
use crate::value::{Moment, Value};

/// A text that grows up to a limit.
pub(super) struct Sink {
    pub(super) text: String,
    limit: usize,
}

impl Sink {
    pub(super) fn new(limit: usize) -> Sink {
        Sink { text: String::new(), limit }
    }

    pub(super) fn add(&mut self, text: &str) -> Result<(), TemplateFault> {
        if self.text.len() + text.len() > self.limit {
            return Err(TemplateFault::Overlong(self.limit));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Adds a value as people read it, or encoded for an address.
    pub(super) fn insert(
        &mut self,
        value: &Value,
        scope: &dyn Scope,
        address: bool,
    ) -> Result<(), TemplateFault> {
        if let (Value::Text(text), false) = (value, address) {
            return self.add(text);
        }
        let text = in_zone(value, scope).print(scope.language());
        self.add(&if address { percent_encoded(&text) } else { text })
    }
}

/// The name of the error by which Handlebars is stopped at the limit.
const FULL: &str = "the text is full";

impl Output for Sink {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.add(text).map_err(|_| io::Error::other(FULL))
    }
}

static REGISTRY: LazyLock<Handlebars<'static>> = LazyLock::new(registry);

impl Blocks {
    pub(super) fn write(
        &self,
        scope: &dyn Scope,
        sink: &mut Sink,
        address: bool,
    ) -> Result<(), TemplateFault> {
        let mut context = Map::new();
        let mut longest = 1;
        for path in &self.paths {
            let value = find(scope, path);
            longest = longest.max(longest_list(&value));
            context.insert(path.join("."), json(&value, scope));
        }
        let loops = u32::try_from(self.loops).unwrap_or(u32::MAX);
        if self.loops > 1 && longest.checked_pow(loops).is_none_or(|rounds| rounds > ROUNDS) {
            return Err(TemplateFault::TooCostly);
        }
        context.insert(LANGUAGE.to_owned(), scope.language().into());
        context
            .insert(NOW.to_owned(), scope.now().to_zoned(scope.zone().clone()).to_string().into());
        context.insert(ADDRESS.to_owned(), address.into());
        let mut data = Context::null();
        *data.data_mut() = Json::Object(context);
        let limit = sink.limit;
        let rendered = self.template.render(&REGISTRY, &data, &mut RenderContext::new(None), sink);
        rendered.map_err(|error| {
            let reason = error.reason().to_string();
            if reason.contains(FULL) {
                TemplateFault::Overlong(limit)
            } else {
                TemplateFault::Broken(reason)
            }
        })
    }
}

/// A value with its moments on the clock of the contact.
fn in_zone(value: &Value, scope: &dyn Scope) -> Value {
    match value {
        Value::DateTime(moment) => Value::DateTime(Moment::in_zone(moment.at, scope.zone())),
        Value::List(list) => Value::List(list.iter().map(|item| in_zone(item, scope)).collect()),
        Value::Map(map) => Value::Map(
            map.iter().map(|(name, item)| (name.clone(), in_zone(item, scope))).collect(),
        ),
        Value::Missing | Value::Text(_) | Value::Number(_) | Value::YesNo(_) => value.clone(),
        Value::Date(_) | Value::Time(_) => value.clone(),
    }
}

pub(super) fn json(value: &Value, scope: &dyn Scope) -> Json {
    match value {
        Value::Text(_) | Value::Number(_) | Value::YesNo(_) | Value::Missing => value.to_json(),
        Value::Date(_) | Value::Time(_) => value.to_json(),
        Value::DateTime(_) | Value::List(_) | Value::Map(_) => in_zone(value, scope).to_json(),
    }
}

/// The most items of any list or group in a value.
fn longest_list(value: &Value) -> usize {
    let of = |items: &mut dyn Iterator<Item = &Value>| items.map(longest_list).max().unwrap_or(0);
    match value {
        Value::List(list) => list.len().max(of(&mut list.iter())),
        Value::Map(map) => map.len().max(of(&mut map.values())),
        Value::Missing | Value::Text(_) | Value::Number(_) | Value::YesNo(_) => 0,
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) => 0,
    }
}

/// Everything but letters and digits of ASCII and `-._~` as `%XX` (RFC 3986).
pub(super) fn percent_encoded(text: &str) -> String {
    const FIGURES: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(FIGURES[usize::from(byte >> 4)]));
            encoded.push(char::from(FIGURES[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// Whether the path of an address has a step `.` or `..`, in any spelling that counts as one
/// (WHATWG URL).
pub(super) fn climbs(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.split(['/', '\\']).any(|step| {
        let step = step.to_ascii_lowercase().replace("%2e", ".");
        step == "." || step == ".."
    })
}
