//! A small world for tests: variables with their types, one contact, one moment.

use std::borrow::Cow;
use std::cell::RefCell;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::{Names, Place, Scope};
use crate::tongue::Tongues;
use crate::value::{Map, Type, Value};

/// Monday 2 March 2026, 09:30 in Copenhagen.
pub(crate) const NOW: &str = "2026-03-02T08:30:00Z";

pub(crate) struct Stage {
    pub(crate) values: Map,
    pub(crate) types: Vec<(&'static str, Type)>,
    pub(crate) language: &'static str,
    pub(crate) place: Option<Place>,
    pub(crate) missing: RefCell<Vec<String>>,
    zone: TimeZone,
}

impl Stage {
    pub(crate) fn new() -> Stage {
        let types = vec![
            ("score", Type::Number),
            ("limit", Type::Number),
            ("topic", Type::Text),
            ("email", Type::Text),
            ("agreed", Type::YesNo),
            ("due", Type::Date),
            ("meeting", Type::DateTime),
            ("slots", Type::List),
            ("order", Type::Any),
            ("count", Type::Number),
        ];
        let mut stage = Stage {
            values: Map::new(),
            types,
            language: "en",
            place: None,
            missing: RefCell::new(Vec::new()),
            zone: TimeZone::get("Europe/Copenhagen").unwrap(),
        };
        stage.set("score", json!(3));
        stage.set("topic", json!("Refund"));
        stage.set("slots", json!(["9:00", "10:00"]));
        stage.set(
            "order",
            json!({"id": "A-17", "total": 250.5, "paid": true, "ready": "2026-03-10", "note": null,
            "lines": [{"name": "Chair", "price": 100}, {"name": "Table", "price": 150.5}]}),
        );
        stage.set("user", json!({"first_name": "Anna"}));
        stage.values.insert("due".into(), Value::Date(jiff::civil::date(2026, 3, 24)));
        stage.values.insert(
            "meeting".into(),
            Value::from("2026-03-24T13:00:00Z").read_as(Type::DateTime).unwrap(),
        );
        stage
    }

    pub(crate) fn set(&mut self, name: &str, value: serde_json::Value) {
        self.values.insert(name.to_owned(), Value::natural(&value));
    }
}

impl Scope for Stage {
    fn root(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.values.get(name).map(Cow::Borrowed)
    }

    fn empty(&self, name: &str) -> Value {
        self.variable(name).map_or(Value::Missing, Type::empty)
    }

    fn now(&self) -> Timestamp {
        NOW.parse().unwrap()
    }

    fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn language(&self) -> &str {
        self.language
    }

    fn tongues(&self) -> Tongues {
        Tongues::default()
    }

    fn tagged(&self, tag: &str) -> bool {
        tag == "vip"
    }

    fn open(&self, hours: &str) -> bool {
        hours == "support"
    }

    fn chance(&self, place: u32) -> u64 {
        u64::from(place) * 250_000
    }

    fn note_missing(&self, name: &str) {
        self.missing.borrow_mut().push(name.to_owned());
    }
}

impl Names for Stage {
    fn variable(&self, name: &str) -> Option<Type> {
        self.types.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    fn variables(&self) -> Vec<&str> {
        self.types.iter().map(|(name, _)| *name).collect()
    }

    fn has_hours(&self, name: &str) -> bool {
        name == "support"
    }

    fn hours(&self) -> Vec<&str> {
        vec!["support"]
    }

    fn captured(&self, group: &str) -> bool {
        group == "order_number"
    }

    fn kind_in(&self, place: Place) -> Option<Type> {
        (self.place == Some(place)).then_some(Type::Any)
    }
}
