//! Who may speak: the bot, or people. A machine of four states, `Hand`, moved by every event there is.
//!
//! | event | Bot | Opening | People (silent) | Taking |
//! |---|---|---|---|---|
//! | word on `messaging` | heard | recorded | control left us: ask the owner (once a minute), the word waits; else recorded | waits |
//! | word on `standby` | sent before we got the thread: heard; else People, ask the owner, the word waits | recorded | recorded | waits |
//! | return keyword, button | heard; the button asks again | cancelled: stay until the pass is settled | control left us: take; else back | recorded |
//! | a word that could not be run | the fallback is said, no miss | recorded | recorded | recorded |
//! | agent's echo | sent before: recorded; else People, or nothing (`ignore`) | People, ask the owner; cancelled: take, or back | first and last word | recorded |
//! | another app's echo | nothing | nothing | nothing | nothing |
//! | control to us | late twin: recorded; else an event of the flow | back | back | back |
//! | control to another | People | People; cancelled: take | owner corrected | owner corrected |
//! | control, of an earlier handover | — | nothing | nothing | nothing |
//! | request | grant: say, pass; refuse: nothing | refused | nothing | refused |
//! | pass accepted | stale | People, deadlines start; cancelled: take, or back | stale | stale |
//! | pass refused, unclear | stale | ask the owner; cancelled: back | stale | stale |
//! | pass dropped | stale | cancelled: back; else as refused | stale | stale |
//! | take accepted | stale | stale | stale | back |
//! | take refused, unclear | stale | stale | stale | ask the owner |
//! | owner: us, idle | stale | failed; cancelled: back | control left us: back (another is default: closed silently); else next check | back |
//! | owner: other, hidden | stale | People; cancelled: take | waiting words are theirs; next check | People, try again later |
//! | owner: no answer | stale | failed | a word waits: back; else next check | People, try again later |
//! | send refused: another app | People, ask the owner | People, ask the owner; cancelled: take | nothing | nothing |
//! | timeout, idle, nobody answered | cannot be | cannot be | control left us: take; else back; a refused take goes on by itself | cannot be |
//! | check | cannot be | cannot be | ask the owner; 7 days without a word: back | cannot be |
//! | guard | cannot be | failed | as no answer | ask the owner |
//! | operator: return, open, go to | declined, open, jump | cancelled, declined, declined | take or back, declined, declined | recorded, declined, declined |
//! | answer, pause, profile | resumes | kept until the return | kept until the return | kept until the return |
//!
//! Every state but Bot has a deadline that leads out of it.

mod back;
mod control;
mod due;
mod echo;
mod open;
mod operator;
mod settle;
mod word;

pub(crate) use back::go_on_returning;
pub(crate) use control::came_as;
pub(crate) use open::{Opening, open};

use crate::action::{Action, Handover as Definition};
use crate::arrive;
use crate::bot::Doors;
use crate::conversation::{Hand, Handover, ReturnedBy};
use crate::effect::Effect;
use crate::event::Event;
use crate::gather;
use crate::id::EffectId;
use crate::limit;
use crate::scene::Scene;

/// Moves the machine by one event.
pub(crate) fn turn(scene: &mut Scene, event: &Event) {
    match event {
        Event::Word(word) => word::heard(scene, word),
        Event::Opening(opening) => {
            heard_before(scene);
            word::opened(scene, opening);
        }
        Event::Lost { sent_at } => {
            heard_before(scene);
            word::lost(scene, *sent_at);
        }
        Event::Echo(echo) => echo::overheard(scene, echo),
        Event::Control(control) => control::moved(scene, control),
        Event::Requested { app, metadata, .. } => {
            control::requested(scene, app, metadata.as_deref());
        }
        Event::System(system) => {
            heard_before(scene);
            word::system(scene, system);
        }
        Event::Sent { effect, refused, unsaid } => {
            settle::send_refused(scene, *effect, refused, unsaid.as_deref());
        }
        Event::Passed { effect, settled } => settle::passed(scene, *effect, settled),
        Event::Took { effect, settled } => settle::took(scene, *effect, settled),
        Event::OwnerIs { effect, owner } => settle::owner_is(scene, *effect, owner),
        Event::Answer { effect, answer } => arrive::answer(scene, *effect, answer),
        Event::ProfileIs { effect, profile } => arrive::profile(scene, *effect, profile.as_ref()),
        Event::Due => due::look(scene),
        Event::Operator(operator) => operator::asked(scene, operator),
    }
}

/// What was typed before something else is heard before it.
fn heard_before(scene: &mut Scene) {
    if scene.speaking() {
        gather::flush(scene);
    }
}

pub(crate) use due::{arm, deadlines};
pub(crate) use word::set_event;

/// What the author wrote for this handover, in the version it opened in.
pub(crate) fn definition<'a>(scene: &Scene<'a>, h: &Handover) -> &'a Definition {
    let bot = scene.bots.get(&h.source.bot).unwrap_or(&scene.bots.newest);
    let action = h.source.at.as_ref().and_then(|(list, at)| {
        bot.lists.get(list).and_then(|list| list.actions.get(usize::from(*at)))
    });
    action.and_then(Action::as_handover).unwrap_or(&bot.handover.base)
}

/// What the newest version says about the doors an agent opens.
fn doors<'a>(scene: &Scene<'a>) -> &'a Doors {
    &scene.newest().handover
}

/// Asks the platform who owns the thread.
fn ask_owner(scene: &mut Scene) -> EffectId {
    let id = scene.next_effect();
    scene.ask(Effect::AskOwner { id });
    id
}

/// While people have the thread: asks for the owner, unless a question is on its way.
fn ask_owner_of_people(scene: &mut Scene) {
    let Hand::People { h } = &scene.conversation.hand else { return };
    if h.asked.is_some() {
        return;
    }
    let id = ask_owner(scene);
    let now = scene.now;
    if let Hand::People { h } = &mut scene.conversation.hand {
        h.asked = Some((id, now.plus_ms(limit::OWNER.as_millis())));
        h.asked_at = Some(now);
    }
}

/// Takes the thread back; the list goes on when the take is accepted.
fn take(scene: &mut Scene, mut h: Box<Handover>, by: ReturnedBy) {
    let id = scene.next_effect();
    let epoch = scene.conversation.epoch;
    scene.ask(Effect::Take { id, epoch, metadata: format!("baton:{}", by.word()) });
    h.retry = None;
    h.asked = None;
    let guard = scene.now.plus_ms(limit::TAKING.as_millis());
    scene.conversation.hand = Hand::Taking { h, take: id, guard, by, asked: None };
}

/// Something wants the conversation back while people have it: a take where control left us, else at once.
/// Where a take was refused before, its reason was the first and counts.
fn come_back(scene: &mut Scene, by: ReturnedBy) {
    let Hand::People { h } = &scene.conversation.hand else { return };
    let (h, by) = (h.clone(), h.retry.map_or(by, |(_, first)| first));
    if h.passed { take(scene, h, by) } else { back::back(scene, h, by, false) }
}
