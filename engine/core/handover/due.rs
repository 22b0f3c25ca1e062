//! Deadlines: which there are, which is due, and what falls due then. A stale one cannot exist: they are read
//! from the state itself.

use crate::arrive;
use crate::condition::{Class, Condition, Joined};
use crate::conversation::{Conversation, Fired, FrameState, Hand, ReturnedBy};
use crate::event::Owner;
use crate::follow;
use crate::gather;
use crate::handover::back;
use crate::handover::settle;
use crate::handover::{ask_owner_of_people, come_back};
use crate::id::{ModuleId, Timestamp};
use crate::limit;
use crate::reminders;
use crate::run;
use crate::scene::Scene;

/// What can fall due, in the order in which what falls due at one moment is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Deadline {
    Pickup,
    Idle,
    Timeout,
    Check,
    Retry,
    Asked,
    Opening,
    Taking,
    Http,
    Profile,
    Gather,
    Wait,
    NoReply,
    Remind,
}

/// More than this many due at once would be a fault of the machine; what is left fires at the next look.
const AT_ONCE: usize = 32;

/// Every deadline of a conversation.
pub(crate) fn deadlines(c: &Conversation) -> Vec<(Timestamp, Deadline)> {
    let mut all = Vec::new();
    let mut add = |at: Option<Timestamp>, what| all.extend(at.map(|at| (at, what)));
    match &c.hand {
        Hand::Bot { .. } => {}
        Hand::Opening { guard, .. } => add(Some(*guard), Deadline::Opening),
        Hand::People { h } => {
            add(h.pickup_at, Deadline::Pickup);
            add(h.idle_at, Deadline::Idle);
            add(h.timeout_at, Deadline::Timeout);
            add(h.check_at, Deadline::Check);
            add(h.retry.map(|(at, _)| at).filter(|_| h.asked.is_none()), Deadline::Retry);
            add(h.asked.map(|(_, until)| until), Deadline::Asked);
        }
        Hand::Taking { guard, .. } => add(Some(*guard), Deadline::Taking),
    }
    add(c.asking_profile.map(|(_, until)| until), Deadline::Profile);
    for frame in &c.frames {
        match &frame.state {
            FrameState::Http { guard, .. } => add(Some(*guard), Deadline::Http),
            FrameState::Sleeping { due } => add(Some(*due), Deadline::Wait),
            FrameState::Running | FrameState::Standing | FrameState::Asking => {}
            FrameState::Away | FrameState::Ready { .. } | FrameState::OutsideWindow => {}
            FrameState::Calling { .. } => {}
        }
    }
    let silent = matches!(c.hand, Hand::Bot { .. });
    add(c.gathered.as_ref().map(|gathered| gathered.until).filter(|_| silent), Deadline::Gather);
    add(c.frames.last().and_then(|frame| frame.quiet_at).filter(|_| silent), Deadline::NoReply);
    add(reminders::next(c), Deadline::Remind);
    all
}

/// Runs everything that is due, earliest first.
pub(crate) fn look(scene: &mut Scene) {
    for _ in 0..AT_ONCE {
        let now = scene.now;
        let due = deadlines(&scene.conversation).into_iter().filter(|(at, _)| *at <= now).min();
        let Some((_, what)) = due else { return };
        fire(scene, what);
        arm(scene);
    }
}

fn fire(scene: &mut Scene, what: Deadline) {
    match what {
        Deadline::Pickup => fire_return(scene, ReturnedBy::NobodyAnswered),
        Deadline::Timeout => fire_return(scene, ReturnedBy::Timeout),
        Deadline::Idle => idle(scene),
        Deadline::Check => check(scene),
        Deadline::Retry => ask_owner_of_people(scene),
        Deadline::Asked => {
            if let Hand::People { h } = &scene.conversation.hand {
                let h = h.clone();
                settle::people_owner(scene, h, &Owner::Failed);
            }
        }
        Deadline::Opening => opening(scene),
        Deadline::Taking => taking(scene),
        Deadline::Http => arrive::no_answer(scene, "timeout"),
        Deadline::Profile => arrive::no_profile(scene),
        Deadline::Gather => gather::flush(scene),
        Deadline::Wait => wait(scene),
        Deadline::NoReply => no_reply(scene),
        Deadline::Remind => reminders::fire(scene),
    }
}

/// A deadline of the author's brings the conversation back, once; the others have nothing to add to that.
fn fire_return(scene: &mut Scene, by: ReturnedBy) {
    let Hand::People { h } = &mut scene.conversation.hand else { return };
    h.pickup_at = None;
    h.timeout_at = None;
    h.idle_at = None;
    if h.retry.is_none() {
        come_back(scene, by);
    }
}

/// A word of either side has put it off: no row was written then, so it is put off now.
fn idle(scene: &mut Scene) {
    let Hand::People { h } = &mut scene.conversation.hand else { return };
    let Some(idle) = h.idle else {
        h.idle_at = None;
        return;
    };
    let due = h.last_word_at.plus_ms(idle.as_millis());
    if due > scene.now {
        h.idle_at = Some(due);
    } else {
        fire_return(scene, ReturnedBy::Idle);
    }
}

/// Events get lost: at least once a day the platform is asked whether people still have the thread.
fn check(scene: &mut Scene) {
    let Hand::People { h } = &mut scene.conversation.hand else { return };
    if scene.now.ms_since(h.last_word_at) >= limit::ABANDONED.as_millis() {
        let h = h.clone();
        return back::back(scene, h, ReturnedBy::Platform, false);
    }
    h.check_at = Some(scene.now.plus_ms(limit::CHECK.as_millis()));
    ask_owner_of_people(scene);
}

fn opening(scene: &mut Scene) {
    let Hand::Opening { h, cancelled, asked, .. } = &scene.conversation.hand else { return };
    let (h, cancelled, asked) = (h.clone(), *cancelled, asked.is_some());
    match cancelled {
        Some(by) => back::back(scene, h, by, false),
        None if asked => settle::opening_owner(scene, h, None, &Owner::Failed),
        None => settle::failed(scene, &h, "not_delivered"),
    }
}

fn taking(scene: &mut Scene) {
    let Hand::Taking { h, by, asked, .. } = &scene.conversation.hand else { return };
    let (h, by, asked) = (h.clone(), *by, asked.is_some());
    if asked {
        settle::taking_owner(scene, h, by, &Owner::Failed);
    } else {
        settle::take_unclear(scene);
    }
}

fn wait(scene: &mut Scene) {
    let now = scene.now;
    for frame in &mut scene.conversation.frames {
        let due = matches!(&frame.state, FrameState::Sleeping { due } if *due <= now);
        if due {
            frame.state = FrameState::Ready { ended: None };
        }
    }
    run::run(scene);
}

/// A silence fits a connection: each fires once, the shortest first.
fn no_reply(scene: &mut Scene) {
    let Some((index, _)) = next_silence(scene) else { return };
    let Some(module) = scene.top_module() else { return };
    let Some(connection) = module.connections.get(index) else { return };
    let fired = Fired { module: module.id.clone(), connection: index };
    scene.conversation.fired.push(fired);
    if let Some(frame) = scene.top_mut() {
        frame.quiet_at = None;
    }
    if follow::given(scene, connection) {
        follow::take_own(scene, connection);
        run::run(scene);
    }
}

/// The next silence the module on top waits for: its connection and when it falls due.
fn next_silence(scene: &Scene) -> Option<(usize, Timestamp)> {
    let frame = scene.top()?;
    if !matches!(frame.state, FrameState::Standing | FrameState::Asking) {
        return None;
    }
    let Hand::Bot { since, .. } = scene.conversation.hand else { return None };
    if scene.conversation.held.is_some() {
        return None;
    }
    let module = scene.module_of(frame)?;
    let word = scene.conversation.person.last_word_at.unwrap_or_default();
    let from = frame.since.max(word).max(since);
    let silences = module.connections.iter().enumerate().filter_map(|(index, connection)| {
        let silence = connection.class == Class::Silence && !has_fired(scene, &module.id, index);
        let length = connection.when.as_ref().and_then(length).filter(|_| silence)?;
        Some((index, from.plus_ms(length)))
    });
    silences.min_by_key(|(index, at)| (*at, *index))
}

/// Once in a silence, also where the path came back to the module meanwhile: a nudge that leads back to what it is
/// about would else be said over and over.
fn has_fired(scene: &Scene, module: &ModuleId, connection: usize) -> bool {
    let fired = &scene.conversation.fired;
    fired.iter().any(|fired| fired.connection == connection && fired.module == *module)
}

fn length(condition: &Condition) -> Option<u64> {
    match condition.joined() {
        Joined::One(Condition::NoReply(duration)) => Some(duration.as_millis()),
        Joined::All(parts) => parts.iter().find_map(length),
        Joined::One(_) | Joined::Any(_) | Joined::Not(_) => None,
    }
}

/// Sets when the list on top looks for a silence next.
pub(crate) fn arm(scene: &mut Scene) {
    let at = next_silence(scene).map(|(_, at)| at);
    if let Some(frame) = scene.top_mut() {
        frame.quiet_at = at;
    }
}
