//! What people write, as the messenger room would read it.

use baton_core::event::{Arrived, Event, Word};
use baton_core::id::{ContactId, PageId, Timestamp};

use super::world::PAGE;
use crate::messenger::inbound::{self, EventKey, Inbound};

/// A word to the page of the world.
pub(super) fn word(contact: &str, key: u8, sent_at: Timestamp, text: &str) -> inbound::Item {
    word_to(PAGE, contact, key, sent_at, text)
}

/// The same to any page.
pub(super) fn word_to(
    page: &str,
    contact: &str,
    key: u8,
    sent_at: Timestamp,
    text: &str,
) -> inbound::Item {
    let word = Word { sent_at, text: text.into(), ..Word::default() };
    inbound::Item::Event(Inbound {
        channel: "messenger",
        page: PageId::new(page),
        contact: ContactId::new(contact),
        key: EventKey([key; 16]),
        sent_at: Some(sent_at),
        arrived: Arrived::Messaging,
        event: Event::Word(word),
        raw: bytes::Bytes::from_static(b"{}"),
    })
}
