//! One turn of a conversation in a world of tests: stepped twice, once on what was stored, and both must agree.

use crate::bot::Bots;
use crate::conversation::Conversation;
use crate::event::Event;
use crate::id::Timestamp;
use crate::step::{Step, step};

/// What a step leaves; `None` where it comes out differently when it is repeated, or on the conversation as it was
/// stored and read back: a fault of the engine.
pub(crate) fn turn(
    bots: &Bots,
    conversation: &Conversation,
    event: &Event,
    now: Timestamp,
) -> Option<Step> {
    let stored = serde_json::to_string(conversation);
    let read = stored.and_then(|stored| serde_json::from_str::<Conversation>(&stored));
    let Ok(mut read) = read else { return None };
    // No part of what is stored: the shell stamps it before each step.
    read.page.clone_from(&conversation.page);
    read.on_the_way = conversation.on_the_way;
    let one = step(bots, conversation.clone(), event, now);
    let two = step(bots, read, event, now);
    (one == two).then_some(one)
}
