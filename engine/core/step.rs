//! The core's one function: a conversation, an event and the time go in; the next conversation comes out.
//!
//! It is total, bounded and deterministic: whatever goes in, it returns, soon, and twice the same.

use crate::arrive;
use crate::conversation::Conversation;
use crate::effect::Effect;
use crate::event::Event;
use crate::handover;
use crate::id::Timestamp;
use crate::note::Note;
use crate::scene::Scene;
use crate::version;

pub use crate::bot::Bots;

/// What a step leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The conversation from now on.
    pub conversation: Conversation,
    /// What is to be done in the world, in order; nothing of it before the conversation is stored.
    pub effects: Vec<Effect>,
    /// The trace.
    pub notes: Vec<Note>,
}

/// Applies one event to a conversation.
pub fn step(bots: &Bots, conversation: Conversation, event: &Event, now: Timestamp) -> Step {
    let mut scene = Scene::new(bots, conversation, now);
    version::move_on(&mut scene, event);
    handover::turn(&mut scene, event);
    arrive::replay(&mut scene);
    handover::arm(&mut scene);
    let (conversation, effects, notes) = scene.end();
    Step { conversation, effects, notes }
}

impl Conversation {
    /// The earliest moment at which [`Event::Due`] changes something; `None` while nothing waits for time.
    pub fn next_due(&self) -> Option<Timestamp> {
        handover::deadlines(self).into_iter().map(|(at, _)| at).min()
    }
}
