//! A flow changes under live conversations: when one moves to the newest version of its bot.
//!
//! What stands at a module that still exists moves at its next step; what runs or is with people stays on its own.

use crate::action::Ask;
use crate::bot::{Bot, List, Module};
use crate::conversation::{Frame, FrameState};
use crate::event::Event;
use crate::id::ModuleId;
use crate::note::Note;
use crate::question;
use crate::scene::Scene;

/// What a newer version makes of a conversation as soon as the bot speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Landing<'a> {
    /// What runs, or is on the newest version already, stays where it is.
    Stays,
    /// What stands goes on in this module, with its list.
    Moves(&'a Module, &'a List),
    /// The module it stands in is gone.
    Gone,
}

/// Where a conversation goes on in a newer version.
pub(crate) fn landing<'a>(newest: &'a Bot, frames: &[Frame]) -> Landing<'a> {
    let [frame] = frames else { return Landing::Stays };
    let stands = matches!(frame.state, FrameState::Standing | FrameState::Asking);
    if !stands || frame.bot == newest.hash {
        return Landing::Stays;
    }
    let module = newest.module(&ModuleId::new(frame.list.as_str()));
    match module.and_then(|module| Some((module, newest.lists.get(&module.list())?))) {
        Some((module, list)) => Landing::Moves(module, list),
        None => Landing::Gone,
    }
}

/// Moves the conversation to the newest version where that is safe.
pub(crate) fn move_on(scene: &mut Scene, event: &Event) {
    let newest = scene.newest();
    if !scene.speaking() {
        return;
    }
    match landing(newest, &scene.conversation.frames) {
        Landing::Stays => {}
        Landing::Moves(module, list) => {
            adopt(scene, newest, module, list, matches!(event, Event::Word(_)));
        }
        Landing::Gone => {
            let id = scene.top().map_or(String::new(), |frame| frame.list.to_string());
            // The module is gone: the next word is answered as after the end of a path.
            scene.conversation.frames.clear();
            scene.note(Note::Remark(format!("module `{id}` is no longer in the bot")));
        }
    }
}

/// A question that has changed is asked when the person writes; until then the old one stands.
fn adopt(scene: &mut Scene, newest: &Bot, module: &Module, list: &List, is_word: bool) {
    let Some(frame) = scene.top() else { return };
    let (next, state, again) = match frame.state {
        FrameState::Asking => place_of_question(scene, frame, list),
        FrameState::Running
        | FrameState::Standing
        | FrameState::Http { .. }
        | FrameState::Away
        | FrameState::Sleeping { .. }
        | FrameState::Ready { .. }
        | FrameState::OutsideWindow
        | FrameState::Calling { .. } => (end_of(list), FrameState::Standing, false),
    };
    if again && !is_word {
        return;
    }
    let gone = state == FrameState::Standing && !module.waits;
    if let Some(frame) = scene.top_mut() {
        frame.bot = newest.hash.clone();
        frame.list = module.list();
        frame.next = next;
        frame.state = state;
    }
    scene.conversation.fired.retain(|fired| fired.module != module.id);
    if gone {
        scene.conversation.frames.clear();
    } else {
        scene.question_is_new = again;
    }
}

fn end_of(list: &List) -> u16 {
    u16::try_from(list.actions.len()).unwrap_or(u16::MAX)
}

/// Where the open question stands in the new list, and whether it has to be asked again.
fn place_of_question(scene: &Scene, frame: &Frame, list: &List) -> (u16, FrameState, bool) {
    let old = question::asked(scene);
    let same =
        |ask: &Ask| old.is_some_and(|old| old.expect == ask.expect && old.save_as == ask.save_as);
    let questions = list.actions.iter().enumerate().filter_map(|(at, action)| {
        Some((u16::try_from(at + 1).unwrap_or(u16::MAX), action.as_question()?))
    });
    let questions: Vec<_> = questions.collect();
    let kept = questions.iter().filter(|(_, ask)| same(ask));
    let nearest = kept.min_by_key(|(next, _)| next.abs_diff(frame.next));
    match (nearest, questions.first()) {
        (Some((next, _)), _) => (*next, FrameState::Asking, false),
        (None, Some((next, _))) => (*next, FrameState::Asking, true),
        (None, None) => (end_of(list), FrameState::Standing, false),
    }
}
