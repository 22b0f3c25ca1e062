//! Webhook bodies in, events out: every entry and every item, each on its own.
//!
//! Invariant: nothing that came from outside panics, recurses or takes a neighbour down with it;
//! an item that cannot be read becomes [`Item::Bad`] and the others stay what they are.

mod control;
mod item;
mod key;
mod message;
mod nlp;
mod postback;
mod split;
mod system;
#[cfg(test)]
mod tests;

use baton_core::event::{Arrived, Event};
use baton_core::id::{ContactId, PageId, Timestamp};
use bytes::Bytes;

use super::effect_name::{EffectName, Names};
pub use key::EventKey;

/// What a webhook body holds, in the order it stood there.
#[derive(Debug, Default, PartialEq)]
pub struct Reading {
    /// Its items.
    pub items: Vec<Item>,
    /// Echoes that carried a name of our form which is not ours, or belongs to another
    /// conversation.
    /// They are among the items as ordinary echoes; counted since an honest platform makes none.
    pub forged: u32,
}

/// One item of a webhook body.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly every item is an event")]
pub enum Item {
    /// Something happened to a conversation.
    Event(Inbound),
    /// A message of ours, proven by its name: it was accepted.
    OwnEcho {
        /// The page it was sent from.
        page: PageId,
        /// Who got it.
        contact: ContactId,
        /// Which send it was.
        name: EffectName,
        /// The platform's id of the message.
        mid: Option<String>,
    },
    /// Everything sent before this moment was delivered or read.
    Watermark {
        /// The page.
        page: PageId,
        /// The person.
        contact: ContactId,
        /// The moment.
        at: Timestamp,
    },
    /// Well formed, and nothing this program acts on.
    Unknown {
        /// The page, where the item tells.
        page: Option<PageId>,
        /// What it calls itself, at most 64 characters of `[A-Za-z0-9_.-]`.
        kind: String,
        /// The item as it came.
        raw: Bytes,
    },
    /// Not readable; to be quarantined.
    Bad {
        /// Why, without any of its content.
        reason: String,
        /// The item as it came; the whole body when that could not be split.
        raw: Bytes,
    },
}

/// An event on its way to its conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// `messenger` or `instagram`.
    pub channel: &'static str,
    /// The page (or Instagram account) it happened on.
    pub page: PageId,
    /// The person.
    pub contact: ContactId,
    /// Equal for every delivery of the same event.
    pub key: EventKey,
    /// When it happened by the platform's clock; `None` when the item tells no usable time.
    pub sent_at: Option<Timestamp>,
    /// Which array it stood in.
    pub arrived: Arrived,
    /// What happened.
    pub event: Event,
    /// The item as it came.
    pub raw: Bytes,
}

impl Inbound {
    /// Gives an event without a usable time the moment it arrived. Call it before stepping.
    pub fn happened_by(&mut self, now: Timestamp) {
        if self.sent_at.is_some() {
            return;
        }
        match &mut self.event {
            Event::Word(word) => word.sent_at = now,
            Event::Opening(opening) => opening.sent_at = now,
            Event::Echo(echo) => echo.sent_at = now,
            Event::Control(control) => control.sent_at = now,
            Event::Requested { sent_at, .. } => *sent_at = now,
            Event::System(system) => system.sent_at = now,
            Event::Lost { sent_at } => *sent_at = now,
            Event::Sent { .. }
            | Event::Passed { .. }
            | Event::Took { .. }
            | Event::OwnerIs { .. }
            | Event::Answer { .. }
            | Event::ProfileIs { .. }
            | Event::Due
            | Event::Operator(_) => {}
        }
    }
}

/// Reads a webhook body whose signature has been verified.
///
/// Never fails: what cannot be read is in the result as [`Item::Bad`]. Items share the body's
/// memory.
pub fn read(body: &Bytes, names: &Names) -> Reading {
    split::read(body, names)
}
