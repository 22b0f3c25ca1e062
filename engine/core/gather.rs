//! Short messages taken as one: people write a sentence in three pieces, and the bot answers once.
//!
//! Invariant: what is gathered is heard in the end, in its order, or read by the people who have the thread.

use crate::conversation::Gathered;
use crate::event::Word;
use crate::hear;
use crate::limit;
use crate::scene::Scene;

/// Keeps a typed text until the person has been still for a moment; `false` when it is to be heard at once.
///
/// What is no plain text ends the waiting: the texts before it are heard first.
pub(crate) fn takes(scene: &mut Scene, word: &Word) -> bool {
    let pause = scene.newest().session.gather.as_millis();
    let plain = word.press.is_none()
        && word.referral.is_none()
        && word.attachments.is_empty()
        && !word.text.trim().is_empty();
    if pause == 0 || !plain || !join(scene, word) {
        flush(scene);
        return false;
    }
    let until = scene.now.plus_ms(pause);
    if let Some(gathered) = &mut scene.conversation.gathered {
        gathered.until = until;
    }
    true
}

/// Puts a text behind those that wait; `false` where they are too many or too long together.
fn join(scene: &mut Scene, word: &Word) -> bool {
    let until = scene.now;
    let Some(gathered) = &mut scene.conversation.gathered else {
        let gathered = Gathered { word: word.clone(), texts: 1, until };
        scene.conversation.gathered = Some(Box::new(gathered));
        return true;
    };
    let length = gathered.word.text.chars().count() + word.text.chars().count();
    if usize::from(gathered.texts) >= limit::WAITING || length >= limit::VALUE {
        return false;
    }
    let text = format!("{}\n{}", gathered.word.text, word.text);
    gathered.word = Word { text, ..word.clone() };
    gathered.texts += 1;
    true
}

/// Hears what was gathered, as one message.
pub(crate) fn flush(scene: &mut Scene) {
    if let Some(gathered) = scene.conversation.gathered.take() {
        hear::now(scene, &gathered.word);
    }
}
