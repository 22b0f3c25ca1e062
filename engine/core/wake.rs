//! Words that are no answer to what the person sees: they wake what was held up, come late, or answer a question
//! that is gone. Only a tap or a keyword among them acts.

use crate::bot::Leads;
use crate::conversation::FrameState;
use crate::event::Word;
use crate::follow;
use crate::handover;
use crate::hear;
use crate::input;
use crate::keyword;
use crate::press;
use crate::question;
use crate::run;
use crate::scene::Scene;
use crate::unsaid;

/// A word that wakes a list the window held up is no answer to what the person has not seen yet:
/// a tap or a keyword wins, else it only wakes.
pub(crate) fn wake(scene: &mut Scene, word: &Word) {
    let interrupt = interrupt(scene, word);
    if scene.conversation.held.is_some() {
        return handover::go_on_returning(scene, interrupt);
    }
    if let Some(leads) = interrupt {
        let bot = scene.newest();
        follow::jump(scene, bot, &leads);
    }
    run::run(scene);
}

/// The bot was changed under the open question: a keyword acts, anything else answers a question that is gone.
pub(crate) fn ask_the_new(scene: &mut Scene, word: &Word) {
    match keyword::named(scene, &word.text) {
        Some(keyword) => keyword::take(scene, keyword),
        None => question::ask_again(scene),
    }
    run::run(scene);
}

/// A word that came while it was not clear who has the thread, once it is clear that we do.
///
/// The question the person sees was asked again just now, so only a tap or a keyword acts.
pub(crate) fn late_word(scene: &mut Scene, word: &Word) {
    if scene.conversation.frames.is_empty() {
        return hear::listen(scene, word);
    }
    input::take_note_of(scene, word);
    if press::tap(scene, word) {
        return run::run(scene);
    }
    if let Some(keyword) = keyword::named(scene, &word.text) {
        keyword::take(scene, keyword);
        run::run(scene);
    }
}

/// Something came that nobody could read: the person is asked to say it again, which is no miss of theirs. It wakes
/// what the window held up, as any word would.
pub(crate) fn excuse(scene: &mut Scene) {
    unsaid::say(scene);
    hear::say_fallback(scene);
    if scene.conversation.held.is_some() {
        handover::go_on_returning(scene, None);
    } else if is_held(scene) {
        run::run(scene);
    } else {
        question::ask_again(scene);
    }
}

/// What a tap or a keyword leads to, wherever the conversation stands.
fn interrupt(scene: &Scene, word: &Word) -> Option<Leads> {
    let pressed = press::known(scene, word)
        .map(|(named, press)| Leads { item: named.item, ..press.leads.clone() });
    let pressed = pressed.filter(|leads| leads.list.is_some() || leads.to.is_some());
    pressed.or_else(|| keyword::named(scene, &word.text).map(|keyword| keyword.leads.clone()))
}

/// Whether something waits for the person to write, since the window was closed.
pub(crate) fn is_held(scene: &Scene) -> bool {
    let list = scene.top().is_some_and(|frame| frame.state == FrameState::OutsideWindow);
    list || scene.conversation.held.is_some()
}
