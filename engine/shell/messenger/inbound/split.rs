//! Takes a webhook body apart into raw items (messenger-platform 1.2).
//!
//! Invariant: the body is cut by one reader that never looks inside an item, so items cannot
//! disturb each other; only a body that is no JSON at all is bad as a whole.

use std::borrow::Cow;

use baton_core::event::Arrived;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::item::{self, Place};
use super::{Item, Reading};
use crate::messenger::effect_name::Names;
use crate::messenger::lenient::{Elements, Raw, id, object, text};

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    object: Raw<'a>,
    #[serde(borrow, default)]
    entry: Elements<'a>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    id: Raw<'a>,
    #[serde(borrow, default)]
    messaging: Elements<'a>,
    #[serde(borrow, default)]
    standby: Elements<'a>,
    #[serde(borrow, default)]
    changes: Elements<'a>,
    // Some pages of the platform's documentation put one change straight into the entry.
    #[serde(borrow)]
    field: Raw<'a>,
    #[serde(borrow)]
    value: Raw<'a>,
}

#[derive(Deserialize)]
struct Change<'a> {
    #[serde(borrow)]
    field: Raw<'a>,
    #[serde(borrow)]
    value: Raw<'a>,
}

/// Reads a whole body.
pub(super) fn read(body: &Bytes, names: &Names) -> Reading {
    let text = readable(body);
    let mut reader = Reader { body, text: &text, names, reading: Reading::default() };
    match object::<Envelope<'_>>(&text) {
        Ok(envelope) => reader.envelope(&envelope),
        Err(reason) => {
            let reason = format!("body: {reason}");
            reader.reading.items.push(Item::Bad { reason, raw: body.clone() });
        }
    }
    reader.reading
}

/// The body as text of the same length: bytes that are no UTF-8 become `?`, so that the rest can
/// still be cut into items. The items they stand in are bad by their own bytes.
fn readable(body: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

struct Reader<'a> {
    body: &'a Bytes,
    text: &'a str,
    names: &'a Names,
    reading: Reading,
}

impl Reader<'_> {
    fn envelope(&mut self, envelope: &Envelope<'_>) {
        let product = text(envelope.object).unwrap_or(Cow::Borrowed("page"));
        let channel = match product.as_ref() {
            "page" => "messenger",
            "instagram" => "instagram",
            _ => return self.unknown(None, &format!("object.{product}"), self.body.clone()),
        };
        if envelope.entry.odd {
            let raw = self.body.clone();
            return self.reading.items.push(Item::Bad { reason: "entry is no list".into(), raw });
        }
        for raw in &envelope.entry.all {
            match object::<Entry<'_>>(raw.get()) {
                Ok(entry) => self.entry(channel, &entry, raw),
                Err(reason) => self.bad(&format!("entry: {reason}"), raw),
            }
        }
    }

    fn entry(&mut self, channel: &'static str, entry: &Entry<'_>, raw: &RawValue) {
        let page = id(entry.id);
        let page = page.as_deref();
        let place = |arrived| Place { channel, page, arrived };
        for raw in &entry.messaging.all {
            self.item(&place(Arrived::Messaging), raw);
        }
        for raw in &entry.standby.all {
            self.item(&place(Arrived::Standby), raw);
        }
        for raw in &entry.changes.all {
            match object::<Change<'_>>(raw.get()) {
                Ok(change) => self.change(channel, page, &change, raw),
                Err(reason) => self.bad(&format!("change: {reason}"), raw),
            }
        }
        if entry.field.is_some() {
            let change = Change { field: entry.field, value: entry.value };
            self.change(channel, page, &change, raw);
        }
        if entry.messaging.odd || entry.standby.odd || entry.changes.odd {
            self.bad("messaging, standby or changes is no list", raw);
        }
    }

    /// A change is an item when it has the two ends of one: the dashboard's test button and
    /// Instagram Login write messages so. All else (posts, lead ads, labels) is no conversation.
    fn change(
        &mut self,
        channel: &'static str,
        page: Option<&str>,
        change: &Change<'_>,
        raw: &RawValue,
    ) {
        let field = text(change.field).unwrap_or_default();
        let arrived = if field == "standby" { Arrived::Standby } else { Arrived::Messaging };
        match change.value {
            Some(value) if item::has_ends(value) => {
                self.item(&Place { channel, page, arrived }, value);
            }
            _ => self.unknown(page, &format!("changes.{field}"), self.bytes(raw)),
        }
    }

    fn item(&mut self, place: &Place<'_>, raw: &RawValue) {
        let bytes = self.bytes(raw);
        if std::str::from_utf8(&bytes).is_err() {
            return self.bad("not UTF-8", raw);
        }
        let forged = &mut self.reading.forged;
        self.reading.items.push(item::read(place, raw, bytes, self.names, forged));
    }

    fn bad(&mut self, reason: &str, raw: &RawValue) {
        let raw = self.bytes(raw);
        self.reading.items.push(Item::Bad { reason: reason.into(), raw });
    }

    fn unknown(&mut self, page: Option<&str>, kind: &str, raw: Bytes) {
        self.reading.items.push(item::unknown(page, kind, raw));
    }

    /// The item's own bytes within the body; nothing is copied.
    fn bytes(&self, raw: &RawValue) -> Bytes {
        let json = raw.get();
        // Both lie in the same text, and the text is as long as the body.
        let from = json.as_ptr() as usize - self.text.as_ptr() as usize;
        self.body.slice(from..from + json.len())
    }
}
