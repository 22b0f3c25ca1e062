//! The one loop that runs lists of actions, and what comes when a list or an action ends.

use crate::action::Action;
use crate::bot::Module;
use crate::calls;
use crate::condition::{Class, Connection};
use crate::conversation::{FrameState, Outcome, Then};
use crate::default_text::DefaultText;
use crate::follow::{self, Leaving};
use crate::limit;
use crate::message::{self, Dress};
use crate::note::Note;
use crate::outcome::{After, after_outcome, asks_last, effective, has_outcomes, is_bad, listens};
use crate::question::{self, Said};
use crate::scene::{Cost, Scene};

/// What an action leaves.
pub(crate) enum Progress {
    /// On to the next.
    Next,
    /// It waits for something.
    Suspend(FrameState),
    /// It ended in a way connections can ask for.
    Ended(Outcome),
    /// The list its choices are made from has nothing in it.
    Empty(Said),
    /// It would write outside the 24-hour window: the same action again once the person has written.
    Hold,
    /// The rest of its list is left, with its `to`.
    Leave,
    /// It cannot go on; the path stops.
    Fault(String),
}

/// Which action an outcome comes from: in a `do`, a failed call goes on and a failed handover does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// `ask`
    Ask,
    /// `http`
    Http,
    /// `handover`
    Handover,
    /// The list behind the choices.
    Each(Said),
}

/// Runs what is on top until it waits or everything has ended. Nothing runs while people have the thread,
/// or while a return waits for the person to write.
pub(crate) fn run(scene: &mut Scene) {
    while scene.speaking() && scene.conversation.held.is_none() {
        if scene.conversation.frames.len() > limit::FRAMES {
            give_up(scene, follow::too_deep());
        }
        if !wakes(scene) {
            return;
        }
        let Some(frame) = scene.top() else { return };
        let Some(list) = scene.list_of(frame) else {
            give_up(scene, "this list is no longer in the bot");
            continue;
        };
        match list.actions.get(usize::from(frame.next)) {
            Some(action) => perform(scene, action),
            None => list_ended(scene),
        }
    }
}

/// Whether the list on top runs, or now can: its answer came while it could not run, or the window is open again.
fn wakes(scene: &mut Scene) -> bool {
    let Some(frame) = scene.top() else { return false };
    match frame.state.clone() {
        FrameState::Running => true,
        // What it called is gone: it goes on.
        FrameState::Calling { .. } => {
            wake(scene, None);
            true
        }
        FrameState::Ready { ended: outcome } => {
            wake(scene, outcome);
            true
        }
        FrameState::OutsideWindow if scene.may_write() => {
            wake(scene, None);
            true
        }
        FrameState::Standing
        | FrameState::Asking
        | FrameState::Http { .. }
        | FrameState::Away
        | FrameState::Sleeping { .. }
        | FrameState::OutsideWindow => false,
    }
}

/// The list on top goes on, with the outcome of what it waited for.
pub(crate) fn wake(scene: &mut Scene, outcome: Option<Outcome>) {
    if let Some(frame) = scene.top_mut() {
        frame.state = FrameState::Running;
    }
    if let Some(outcome) = outcome {
        ended(scene, outcome, waited_in(scene));
    }
}

/// What the list on top waited in.
fn waited_in(scene: &Scene) -> Source {
    let actions = scene.top().and_then(|frame| scene.list_of(frame)).map(|list| &list.actions);
    let action = actions.and_then(|actions| actions.get(usize::from(scene.place())));
    action.map_or(Source::Http, source)
}

fn perform(scene: &mut Scene, action: &Action) {
    if let Err(bound) = scene.spend(Cost::Action) {
        return give_up(scene, bound);
    }
    if let Some(frame) = scene.top_mut() {
        frame.next += 1;
    }
    match action.run(scene) {
        Progress::Next => {}
        Progress::Suspend(state) => suspend(scene, state),
        Progress::Ended(outcome) => ended(scene, outcome, source(action)),
        Progress::Empty(said) => ended(scene, Outcome::Empty, Source::Each(said)),
        Progress::Hold => {
            if let Some(frame) = scene.top_mut() {
                frame.next -= 1;
            }
            scene.note(Note::Held);
            suspend(scene, FrameState::OutsideWindow);
        }
        Progress::Leave => {
            scene.conversation.frames.pop();
            question::ask_again(scene);
        }
        Progress::Fault(why) => give_up(scene, why),
    }
}

/// What an action's outcome comes from; without one nothing asks.
fn source(action: &Action) -> Source {
    action.source().unwrap_or(Source::Ask)
}

fn suspend(scene: &mut Scene, state: FrameState) {
    let waits = matches!(state, FrameState::Standing | FrameState::Asking);
    let now = scene.now;
    if let Some(frame) = scene.top_mut() {
        frame.state = state;
        frame.since = now;
    }
    if waits {
        follow::remember(scene);
    }
}

/// An action of the list on top has ended with an outcome.
pub(crate) fn ended(scene: &mut Scene, outcome: Outcome, source: Source) {
    let Some(frame) = scene.top_mut() else { return };
    frame.state = FrameState::Running;
    frame.outcome = Some(outcome);
    let list = frame.list.to_string();
    scene.note(Note::Ended { list, outcome });
    let Some(module) = scene.top_module() else {
        return ended_in_do(scene, outcome, source);
    };
    let counted = effective(scene, module, outcome);
    if !is_bad(outcome, counted) {
        return;
    }
    let counted = counted.unwrap_or(outcome);
    let after = match source {
        // The short `to` is for the good outcome, where an action has one.
        Source::Each(_) if !has_outcomes(scene) => After::Good,
        Source::Each(_) | Source::Ask | Source::Http | Source::Handover => After::Bad,
    };
    if let Some(connection) = after_outcome(scene, module, counted, after) {
        return follow::take_own(scene, connection);
    }
    match source {
        Source::Each(Said::Instead) => follow::end_path(scene),
        Source::Each(_) => {
            give_up(scene, "the list of the choices is empty, and nothing says what then");
        }
        Source::Handover => {
            say_default(scene, apology(outcome));
            stand_or_end(scene, module);
        }
        Source::Http | Source::Ask => give_up(scene, "it failed, and no connection says what then"),
    }
}

/// In a `do` there are no connections: a failed call goes on, the other bad ends drop the rest and its `to`.
fn ended_in_do(scene: &mut Scene, outcome: Outcome, source: Source) {
    let good = match outcome {
        Outcome::Answered | Outcome::Ok | Outcome::Returned => true,
        Outcome::TimedOut | Outcome::NobodyAnswered => true,
        Outcome::TooManyTries | Outcome::NotFound | Outcome::Failed | Outcome::Closed => false,
        Outcome::Empty => false,
    };
    if good || source == Source::Http {
        return;
    }
    if source == Source::Handover {
        say_default(scene, apology(outcome));
    }
    scene.conversation.frames.pop();
    question::ask_again(scene);
}

fn apology(outcome: Outcome) -> DefaultText {
    match outcome {
        Outcome::Closed => DefaultText::Closed,
        Outcome::Answered
        | Outcome::TooManyTries
        | Outcome::Ok
        | Outcome::NotFound
        | Outcome::Failed
        | Outcome::Returned
        | Outcome::TimedOut
        | Outcome::NobodyAnswered
        | Outcome::Empty => DefaultText::Failed,
    }
}

fn list_ended(scene: &mut Scene) {
    let Some(frame) = scene.top() else { return };
    match frame.then.clone() {
        Then::Connections => module_ended(scene),
        Then::Goto(target) => {
            let bot = scene.bot_of(frame);
            scene.conversation.frames.pop();
            follow::go(scene, bot, &target, Leaving::Module);
        }
        Then::Jump(target) => {
            let bot = scene.bot_of(frame);
            scene.conversation.frames.pop();
            follow::go(scene, bot, &target, Leaving::All);
        }
        Then::Resume { said_before } => {
            scene.conversation.frames.pop();
            let said = scene.conversation.counters.said;
            if said_before.is_some_and(|before| said > before) {
                question::ask_again(scene);
            }
        }
        Then::Choice(id) => {
            scene.conversation.frames.pop();
            crate::hear::after_choice(scene, &id);
        }
    }
}

fn module_ended(scene: &mut Scene) {
    let Some(frame) = scene.top() else { return };
    let outcome = frame.outcome;
    let Some(module) = scene.top_module() else {
        return give_up(scene, "this module is no longer in the bot");
    };
    let Some(outcome) = outcome else {
        if module.waits {
            return suspend(scene, FrameState::Standing);
        }
        return match state_connection(scene, module) {
            Some(connection) => follow::take_own(scene, connection),
            None => follow::end_path(scene),
        };
    };
    let counted = effective(scene, module, outcome).unwrap_or(outcome);
    let (asks_last, listens) = (asks_last(scene), listens(scene, module));
    let after = if listens && !asks_last { After::Waiting } else { After::Good };
    match after_outcome(scene, module, counted, after) {
        Some(connection) => follow::take_own(scene, connection),
        None if listens && !(asks_last && outcome == Outcome::Answered) => {
            suspend(scene, FrameState::Standing);
        }
        None => follow::end_path(scene),
    }
}

/// The first connection that asks for nothing but what is known.
pub(crate) fn state_connection<'m>(scene: &Scene, module: &'m Module) -> Option<&'m Connection> {
    let mut states = module.connections.iter().filter(|c| c.class == Class::State);
    states.find(|connection| follow::given(scene, connection))
}

/// Waits where a word can still lead on from here, else ends the path.
fn stand_or_end(scene: &mut Scene, module: &Module) {
    if listens(scene, module) {
        suspend(scene, FrameState::Standing);
    } else {
        follow::end_path(scene);
    }
}

/// A list cannot go on: noted, the path stops, the fallback is said once, the conversation stays usable.
pub(crate) fn give_up(scene: &mut Scene, why: impl Into<String>) {
    scene.fault(why);
    let dropped = calls::drop_list(scene);
    let aside = dropped.is_some_and(|frame| matches!(frame.then, Then::Resume { .. }));
    if !aside {
        scene.conversation.frames.clear();
    }
    if scene.may_apologise() {
        crate::hear::say_fallback(scene);
        if aside {
            question::ask_again(scene);
        }
    }
}

/// Says one of the engine's own texts.
pub(crate) fn say_default(scene: &mut Scene, which: DefaultText) {
    if !scene.may_write() {
        return scene.note(Note::Held);
    }
    let text = message::own_text(scene, which);
    if let Err(bound) = scene.send(vec![(0, message::text(&text))]) {
        scene.fault(bound);
    }
}

/// Says what an author wrote for everywhere; its buttons belong to their own owner.
pub(crate) fn say_aside(scene: &mut Scene, say: &crate::action::Say, chance: (&str, u32, u64)) {
    if !say.may_go(scene) {
        return scene.note(Note::Held);
    }
    let dress = Dress { chance, ..Dress::default() };
    let sent = message::render(scene, say, dress).and_then(|messages| scene.send(messages));
    if let Err(why) = sent {
        scene.fault(why);
    }
}
