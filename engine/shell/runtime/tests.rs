//! The runtime's story.

use baton_core::event::Event;

/// A word that makes the step fail, so that tests can see what becomes of poison.
pub(super) fn trip_over(event: &Event) {
    if let Event::Word(word) = event {
        assert!(word.text != "poison", "poison");
    }
}
