//! Choices and cards made from a list: each item in turn is what `item` means.
//!
//! Invariant: what is tapped a year later needs nothing but its payload, which carries what its `do`
//! and `set` read of the item.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::bot::{Button, Carried};
use crate::channel::Piece;
use crate::expression::Expression;
use crate::id::{ButtonId, ModuleId};
use crate::message;
use crate::scene::Scene;
use crate::scope::{Scope, find_root};
use crate::tongue::Tongues;
use crate::value::{Map, Value};

/// The name of an item in texts and expressions.
pub(crate) const ITEM: &str = "item";

/// A place in which `item` is this one.
pub(crate) struct WithItem<'s> {
    scope: &'s dyn Scope,
    item: &'s Value,
}

impl<'s> WithItem<'s> {
    /// What `scope` knows, and the item.
    pub(crate) fn new(scope: &'s dyn Scope, item: &'s Value) -> Self {
        Self { scope, item }
    }
}

impl Scope for WithItem<'_> {
    fn root(&self, name: &str) -> Option<Cow<'_, Value>> {
        if name == ITEM { Some(Cow::Borrowed(self.item)) } else { self.scope.root(name) }
    }

    fn empty(&self, name: &str) -> Value {
        self.scope.empty(name)
    }

    fn now(&self) -> Timestamp {
        self.scope.now()
    }

    fn zone(&self) -> &TimeZone {
        self.scope.zone()
    }

    fn language(&self) -> &str {
        self.scope.language()
    }

    fn tongues(&self) -> Tongues {
        self.scope.tongues()
    }

    fn tagged(&self, tag: &str) -> bool {
        self.scope.tagged(tag)
    }

    fn open(&self, hours: &str) -> bool {
        self.scope.open(hours)
    }

    fn chance(&self, place: u32) -> u64 {
        self.scope.chance(place)
    }

    fn note_missing(&self, name: &str) {
        self.scope.note_missing(name);
    }

    fn note_fault(&self, fault: String) {
        self.scope.note_fault(fault);
    }
}

/// The items of a list. What is missing has none; what is no list has none either, and is noted.
pub(crate) fn items(scene: &Scene, list: &Expression) -> Vec<Value> {
    match list.evaluate(scene) {
        Ok(Value::List(items)) => items,
        Ok(Value::Missing) => Vec::new(),
        Ok(other) => {
            let kind = other.kind().phrase();
            scene.overlook(format!("`each: {}` needs a list, this is {kind}", list.source()));
            Vec::new()
        }
        Err(fault) => {
            scene.overlook(format!("`each: {}`: {fault}", list.source()));
            Vec::new()
        }
    }
}

impl Carried {
    /// What is carried of an item; `None` where nothing is.
    fn of(&self, item: &Value) -> Option<Value> {
        match (self, item) {
            (Self::Nothing, _) => None,
            (Self::Members(members), Value::Map(map)) => {
                let kept = members.iter().filter_map(|name| Some((name.clone(), map.get(name)?)));
                Some(Value::Map(kept.map(|(name, value)| (name, value.clone())).collect::<Map>()))
            }
            (Self::Members(_) | Self::All, _) => Some(item.clone()),
        }
    }
}

/// The payload of something that was made from the item `scope` knows; `None`, and noted, where it
/// would become longer than the platform carries.
pub(crate) fn payload(
    scope: &dyn Scope,
    owner: &ModuleId,
    id: &ButtonId,
    carried: &Carried,
) -> Option<String> {
    let plain = message::payload(owner, id);
    let Some(kept) = carried.of(&find_root(scope, ITEM)) else { return Some(plain) };
    let kept = serde_json::to_string(&kept).expect("a value always becomes JSON");
    let payload = format!("{plain}.{kept}");
    if Piece::Payload.room().fits(&payload) {
        return Some(payload);
    }
    scope.note_fault(format!(
        "`{id}` was left out: what it needs of its item is longer than a button can carry; let it \
         `set` an id alone"
    ));
    None
}

/// The payload of a button.
pub(crate) fn button_payload(scope: &dyn Scope, button: &Button) -> Option<String> {
    payload(scope, &button.owner, &button.id, &button.carries)
}
