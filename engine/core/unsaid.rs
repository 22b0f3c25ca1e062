//! Messages that were on their way when the platform said that the person cannot be written to now: the window was
//! closed although our clock had it open, or the person is not reached. They are kept and said when the person writes.

use crate::effect::Send;
use crate::limit;
use crate::note::Note;
use crate::question;
use crate::scene::Scene;

/// Keeps what was refused, in the order in which it was to be said; nothing of what who may speak now did not say.
pub(crate) fn keep(scene: &mut Scene, send: &Send) {
    if !scene.speaking() || send.epoch != scene.conversation.epoch {
        return;
    }
    if scene.conversation.unsaid.len() >= limit::UNSAID {
        let more = "a refused message is not kept: too many wait for the person to write";
        return scene.note(Note::Remark(more.into()));
    }
    scene.conversation.unsaid.push(send.clone());
    scene.note(Note::Held);
}

/// Says what was kept, now that the person has written. `true`: the open question was among it, so what they wrote is
/// no answer to it.
pub(crate) fn say(scene: &mut Scene) -> bool {
    if scene.conversation.unsaid.is_empty() || !scene.may_write() {
        return false;
    }
    let kept = std::mem::take(&mut scene.conversation.unsaid);
    let messages = kept.into_iter().map(|send| (0, send.message)).collect();
    if let Err(bound) = scene.send(messages) {
        scene.fault(bound);
    }
    question::is_open(scene)
}
