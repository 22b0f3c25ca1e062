//! The runtime's story, told against the simulated platform over real sockets.

mod crashing;
mod sending;
mod taking_in;
mod waiting;
mod world;

use baton_core::event::Event;

/// A word that makes the step fail, so that tests can see what becomes of poison.
pub(super) fn trip_over(event: &Event) {
    if let Event::Word(word) = event {
        assert!(word.text != "poison", "poison");
    }
}
