//! The runtime's story, told against the simulated platform over real sockets.

mod crashing;
mod doubting;
mod sending;
mod taking_in;
mod waiting;
mod words;
mod world;

use std::sync::atomic::{AtomicBool, Ordering};

use baton_core::effect::{Content, Effect};
use baton_core::event::Event;

/// A word that makes the step fail, so that tests can see what becomes of poison.
pub(super) fn trip_over(event: &Event) {
    if let Event::Word(word) = event {
        assert!(word.text != "poison", "poison");
    }
}

/// A text whose first call fails by a fault of ours.
pub(super) fn trip_over_a_call(effect: &Effect) {
    static TRIPPED: AtomicBool = AtomicBool::new(false);
    let Effect::Send(send) = effect else { return };
    let Content::Text { text, .. } = &send.message.content else { return };
    assert!(text != "got n666" || TRIPPED.swap(true, Ordering::Relaxed), "a fault of ours");
}
