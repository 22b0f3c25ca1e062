//! Words that come faster than they can be answered: so many are answered, then the person is told that it was too much,
//! and the rest is only recorded until they pause. The conversation stays where the last answer left it.
//!
//! Who waits for the answer before writing on is never too fast. What counts is when the words were written: what is
//! delivered late was not hasty.

use crate::default_text::DefaultText;
use crate::id::Timestamp;
use crate::limit;
use crate::note::Note;
use crate::question;
use crate::run;
use crate::scene::Scene;

/// Whether a word is one too many to be answered. `before`: when the person wrote the last one.
pub(crate) fn is_too_much(
    scene: &mut Scene,
    sent_at: Timestamp,
    before: Option<Timestamp>,
) -> bool {
    if !scene.conversation.on_the_way && scene.conversation.rush.is_none() {
        return false;
    }
    let sent_at = sent_at.min(scene.now);
    let passed = before.map_or(u64::MAX, |before| sent_at.ms_since(before));
    let mut rush = scene.conversation.rush.take().unwrap_or_default();
    rush.told_at = rush.told_at.filter(|at| scene.now.ms_since(*at) < limit::TOLD.as_millis());
    rush.weight = rush.weight.saturating_sub(passed);
    rush.silent &= passed < limit::PAUSE.as_millis();
    if !rush.silent {
        let pace = limit::RUSH_PACE.as_millis();
        rush.weight = if scene.conversation.on_the_way { rush.weight + pace } else { 0 };
        rush.silent = rush.weight > limit::RUSH * pace;
    }
    let (silent, told) = (rush.silent, rush.told_at.is_some());
    if silent {
        rush.told_at.get_or_insert(scene.now);
        scene.note(Note::Remark("too many words at once: this one is not answered".into()));
    }
    let matters = rush.weight > 0 || rush.told_at.is_some();
    scene.conversation.rush = matters.then_some(rush);
    if silent && !told {
        run::say_default(scene, DefaultText::TooMuch);
        question::ask_again(scene);
    }
    silent
}
