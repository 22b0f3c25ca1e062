//! One item of `messaging`, `standby` or `changes`: whose it is, and which kind of event.
//!
//! Invariant: the page is the one that equals `entry[].id`; who is called sender does not matter,
//! since the platform's own sources disagree on it (messenger-platform 2.15).

use baton_core::event::{Arrived, Event};
use baton_core::id::{ContactId, PageId, Timestamp};
use bytes::Bytes;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::key::EventKey;
use super::{Inbound, Item, control, message, postback, system};
use crate::messenger::effect_name::Names;
use crate::messenger::lenient::{Raw, fields, id_of, object};
use crate::messenger::moment::moment;

/// Where an item stood.
pub(super) struct Place<'a> {
    pub channel: &'static str,
    /// `entry[].id`.
    pub page: Option<&'a str>,
    pub arrived: Arrived,
}

/// The keys of an item; the kind of event is the one that is there (messenger-platform 2.1).
#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    sender: Raw<'a>,
    #[serde(borrow)]
    recipient: Raw<'a>,
    #[serde(borrow)]
    timestamp: Raw<'a>,
    #[serde(borrow)]
    message: Raw<'a>,
    #[serde(borrow)]
    postback: Raw<'a>,
    #[serde(borrow)]
    referral: Raw<'a>,
    #[serde(borrow)]
    optin: Raw<'a>,
    #[serde(borrow)]
    delivery: Raw<'a>,
    #[serde(borrow)]
    read: Raw<'a>,
    #[serde(borrow)]
    reaction: Raw<'a>,
    #[serde(borrow)]
    account_linking: Raw<'a>,
    #[serde(borrow)]
    messaging_feedback: Raw<'a>,
    #[serde(borrow)]
    response_feedback: Raw<'a>,
    #[serde(borrow)]
    pass_thread_control: Raw<'a>,
    #[serde(borrow)]
    take_thread_control: Raw<'a>,
    #[serde(borrow)]
    request_thread_control: Raw<'a>,
}

/// What every kind of event needs to know of its item.
pub(super) struct Context<'a> {
    pub channel: &'static str,
    pub page: PageId,
    pub contact: ContactId,
    pub arrived: Arrived,
    /// By the platform's clock, if usable.
    pub at: Option<Timestamp>,
    pub json: &'a str,
    pub names: &'a Names,
}

/// What a kind of event makes of an item.
pub(super) enum Found {
    /// An event and its key.
    Event(EventKey, Event),
    /// Everything up to this moment was delivered or read.
    Watermark(Timestamp),
    /// A message of ours.
    OwnEcho(message::Own),
    /// Nothing this program acts on; a word for the counter.
    Unknown(&'static str),
}

impl Context<'_> {
    /// The moment for the event itself; 1970 until the runtime gives it one.
    pub(super) fn sent_at(&self) -> Timestamp {
        self.at.unwrap_or_default()
    }

    /// The key of an event that has no id of its own.
    pub(super) fn key(&self, kind: &str) -> EventKey {
        let at = self.sent_at().0.to_be_bytes();
        let (page, contact) = (self.page.as_str().as_bytes(), self.contact.as_str().as_bytes());
        EventKey::of(kind, &[page, contact, &at, self.json.as_bytes()])
    }
}

/// Reads one item. `raw` are its bytes; `forged` counts names of ours that are not.
pub(super) fn read(
    place: &Place<'_>,
    json: &RawValue,
    raw: Bytes,
    names: &Names,
    forged: &mut u32,
) -> Item {
    let parts: Parts<'_> = match object(json.get()) {
        Ok(parts) => parts,
        Err(reason) => {
            return Item::Bad { reason: format!("item: {reason}"), raw };
        }
    };
    let echo = parts.message.is_some_and(message::is_echo);
    let Some(ends) = ends(place.page, &parts, echo) else {
        return unknown(place.page, &kind_of(json), raw);
    };
    let context = Context {
        channel: place.channel,
        page: ends.page,
        contact: ends.contact,
        arrived: place.arrived,
        at: moment(parts.timestamp),
        json: json.get(),
        names,
    };
    let found = find(&parts, &context, echo || ends.by_page, forged);
    let Context { channel, page, contact, arrived, at: sent_at, .. } = context;
    match found {
        Some(Found::Event(key, event)) => {
            Item::Event(Inbound { channel, page, contact, key, sent_at, arrived, event, raw })
        }
        Some(Found::Watermark(at)) => Item::Watermark { page, contact, at },
        Some(Found::OwnEcho(own)) => Item::OwnEcho { page, contact, name: own.name, mid: own.mid },
        Some(Found::Unknown(kind)) => unknown(Some(page.as_str()), kind, raw),
        None => unknown(Some(page.as_str()), &kind_of(json), raw),
    }
}

/// Tries the kinds in turn; the first key that is there decides. `None`: a kind that is not known.
fn find(
    parts: &Parts<'_>,
    context: &Context<'_>,
    by_page: bool,
    forged: &mut u32,
) -> Option<Found> {
    if let Some(raw) = parts.message {
        return Some(match by_page {
            true => message::echo(raw, context, forged),
            false => message::word(raw, context),
        });
    }
    if let Some(raw) = parts.postback {
        return Some(postback::postback(raw, context));
    }
    if let Some(raw) = parts.referral {
        return Some(postback::referral(raw, context));
    }
    if let Some(raw) = parts.delivery.or(parts.read) {
        return Some(watermark(raw, context));
    }
    if let Some(raw) = parts.pass_thread_control {
        return Some(control::passed(raw, context));
    }
    if let Some(raw) = parts.take_thread_control {
        return Some(control::taken(raw, context));
    }
    if let Some(raw) = parts.request_thread_control {
        return Some(control::requested(raw, context));
    }
    if let Some(raw) = parts.reaction {
        return Some(system::reaction(raw, context));
    }
    if let Some(raw) = parts.optin {
        return Some(system::optin(raw, context));
    }
    if let Some(raw) = parts.account_linking {
        return Some(system::linked(raw, context));
    }
    if let Some(raw) = parts.messaging_feedback {
        return Some(system::feedback(raw, context));
    }
    parts.response_feedback.map(|raw| system::response_feedback(raw, context))
}

struct Ends {
    page: PageId,
    contact: ContactId,
    /// The page is the sender, and of another end.
    by_page: bool,
}

fn ends(entry: Option<&str>, parts: &Parts<'_>, echo: bool) -> Option<Ends> {
    let (sender, recipient) = (id_of(parts.sender), id_of(parts.recipient));
    let (sender, recipient) = (sender.as_deref(), recipient.as_deref());
    let page = entry.or(if echo { sender } else { recipient })?;
    let by_page = sender == Some(page) && recipient.is_some_and(|id| id != page);
    let to_page = recipient == Some(page);
    let contact = if by_page || (echo && !to_page) { recipient } else { sender }?;
    Some(Ends { page: PageId::new(page), contact: ContactId::new(contact), by_page })
}

/// Whether a change's value has the two ends of an item.
pub(super) fn has_ends(value: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Both<'a> {
        #[serde(borrow)]
        sender: Raw<'a>,
        #[serde(borrow)]
        recipient: Raw<'a>,
    }
    fields::<Both<'_>>(Some(value))
        .is_some_and(|both| both.sender.is_some() && both.recipient.is_some())
}

/// `watermark` where it is given; Instagram tells a message instead, read at the item's own time.
fn watermark(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Mark<'a> {
        #[serde(borrow)]
        watermark: Raw<'a>,
    }
    let mark = fields::<Mark<'_>>(Some(raw)).and_then(|mark| moment(mark.watermark));
    match mark.or(context.at) {
        Some(at) => Found::Watermark(at),
        None => Found::Unknown("watermark"),
    }
}

/// An item nothing is done with. The kind is cut to what a counter's label may hold.
pub(super) fn unknown(page: Option<&str>, kind: &str, raw: Bytes) -> Item {
    let plain = |char: &char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
    let kind = kind.chars().filter(plain).take(64).collect();
    Item::Unknown { page: page.map(PageId::new), kind, raw }
}

/// The first key beside the ends and the known siblings; `empty` when there is none.
fn kind_of(json: &RawValue) -> String {
    serde_json::from_str::<Kind>(json.get()).map_or_else(|_| "empty".into(), |kind| kind.0)
}

struct Kind(String);

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KindVisitor)
    }
}

struct KindVisitor;

impl<'de> Visitor<'de> for KindVisitor {
    type Value = Kind;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind, A::Error> {
        let mut kind = None;
        while let Some((key, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
            let known = matches!(
                key.as_str(),
                "sender" | "recipient" | "timestamp" | "hop_context" | "lead"
            );
            if !known && kind.is_none() {
                kind = Some(key);
            }
        }
        Ok(Kind(kind.unwrap_or_else(|| "empty".into())))
    }
}
