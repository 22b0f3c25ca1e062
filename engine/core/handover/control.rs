//! Thread control moves, or another app asks for it.

use indexmap::IndexMap;

use crate::condition::{Connection, EventName};
use crate::conversation::{Cause, Hand, HandoverSource, ReturnedBy};
use crate::event::{Control, Event, Moved};
use crate::follow;
use crate::handover::ask_owner_of_people;
use crate::handover::back::back;
use crate::handover::open::{self, Opening, close};
use crate::handover::word::{follow_event, names, word_of};
use crate::hear;
use crate::id::AppId;
use crate::limit;
use crate::note::Note;
use crate::question;
use crate::run;
use crate::scene::Scene;
use crate::value::Value;

/// Where control went, seen from us.
enum Way {
    ToUs,
    Away {
        from_us: bool,
    },
    /// Our own pass to ourselves, or an event that tells nothing.
    Nowhere,
}

/// Control moved from one app to another.
pub(crate) fn moved(scene: &mut Scene, control: &Control) {
    match way(scene, control) {
        Way::ToUs => to_us(scene, control),
        Way::Away { from_us } => away(scene, control, from_us),
        Way::Nowhere => {}
    }
}

fn way(scene: &Scene, control: &Control) -> Way {
    let ours = |app: &Option<AppId>| app.as_ref().map(|app| scene.is_us(app));
    let people = !scene.speaking();
    match (ours(&control.from), ours(&control.to), control.moved) {
        // A pass to ourselves while the bot has the thread only prolongs it.
        (Some(true), Some(true), _) if !people => Way::Nowhere,
        (_, Some(true), _) => Way::ToUs,
        (_, None, Moved::Passed) => Way::ToUs,
        (from, Some(false), _) => Way::Away { from_us: from == Some(true) },
        (Some(false), None, Moved::Taken) => Way::Away { from_us: false },
        (Some(true) | None, None, Moved::Taken) => Way::Away { from_us: true },
    }
}

fn set_event(scene: &mut Scene, control: &Control, name: EventName) {
    let app = |app: &Option<AppId>| Value::text(app.as_ref().map_or("", AppId::as_str));
    scene.conversation.facts.event = IndexMap::from([
        ("type".to_owned(), Value::text(word_of(name))),
        ("metadata".to_owned(), Value::text(control.metadata.clone().unwrap_or_default())),
        ("from_app".to_owned(), app(&control.from)),
        ("to_app".to_owned(), app(&control.to)),
    ]);
}

fn to_us(scene: &mut Scene, control: &Control) {
    let name = match control.moved {
        Moved::Passed => EventName::PassThreadControl,
        Moved::Taken => EventName::TakeThreadControl,
    };
    if is_of_an_earlier(scene, control) {
        return;
    }
    match &scene.conversation.hand {
        Hand::Bot { since, last_owner, .. } => {
            let soon = scene.now.ms_since(*since) <= limit::LATE_TWIN.as_millis();
            // A payload that does not say from whom, this soon, is the twin too.
            let same = control.from.is_none() || *last_owner == control.from;
            let twin = soon && last_owner.is_some() && same;
            if !twin && hear::must_wait(scene) {
                return hear::defer(scene, Event::Control(control.clone()));
            }
            let text = format!("[{}]", word_of(name));
            scene.note(Note::Heard { text, silent: false });
            if !twin && scene.conversation.held.is_none() {
                set_event(scene, control, name);
                event_of_the_flow(scene, name);
            }
        }
        Hand::Opening { h, cancelled, .. } => {
            let (mut h, by) = (h.clone(), cancelled.unwrap_or(ReturnedBy::Agent));
            h.owner = control.from.clone().or(h.owner);
            set_event(scene, control, name);
            back(scene, h, by, true);
        }
        Hand::People { h } => {
            let mut h = h.clone();
            h.owner = control.from.clone().or(h.owner);
            set_event(scene, control, name);
            back(scene, h, ReturnedBy::Agent, control.moved == Moved::Passed);
        }
        Hand::Taking { h, by, .. } => {
            let (mut h, by) = (h.clone(), *by);
            h.owner = control.from.clone().or(h.owner);
            set_event(scene, control, name);
            back(scene, h, by, false);
        }
    }
}

/// Whether the event tells of an earlier handover than the open one, and only came late.
fn is_of_an_earlier(scene: &Scene, control: &Control) -> bool {
    let opened = scene.conversation.handover().map(|h| h.opened_at);
    opened.is_some_and(|at| control.sent_at.plus_ms(limit::STANDBY_LAG.as_millis()) < at)
}

/// Whether the return that ended a handover is the event a connection waits for: control was passed to us.
pub(crate) fn came_as(scene: &Scene, connection: &Connection) -> bool {
    let by = scene.conversation.facts.handover.get("returned_by").and_then(Value::as_text);
    let kind = scene.conversation.facts.event.get("type").and_then(Value::as_text);
    let events = [EventName::PassThreadControl, EventName::TakeThreadControl];
    let name = events.into_iter().find(|name| kind == Some(word_of(*name)));
    by == Some(ReturnedBy::Agent.word())
        && name.is_some_and(|name| connection.when.as_ref().is_some_and(|when| names(when, name)))
}

/// We got the thread without a handover of ours: a connection on the event, `entries.passed`, the start.
fn event_of_the_flow(scene: &mut Scene, name: EventName) {
    let bot = scene.newest();
    if !follow_event(scene, name) {
        match &bot.entries.passed {
            Some(leads) => {
                follow::note_entry(scene, "passed");
                follow::jump(scene, bot, leads);
            }
            None if scene.conversation.frames.is_empty() => {
                if scene.may_write() {
                    follow::enter(scene, &bot.start);
                }
            }
            None => question::ask_again(scene),
        }
    }
    run::run(scene);
}

fn away(scene: &mut Scene, control: &Control, from_us: bool) {
    let owner = control.to.clone();
    match &mut scene.conversation.hand {
        Hand::Bot { since, .. } => {
            if control.sent_at < *since {
                return;
            }
            let cause = if from_us { Cause::Took } else { Cause::FirstSeen };
            close(scene, cause, owner, true);
        }
        Hand::Opening { h, cancelled, .. } => {
            let (mut h, cancelled) = (h.clone(), *cancelled);
            h.owner = owner.or(h.owner);
            open::over(scene, h, cancelled, true);
        }
        Hand::People { h } => {
            h.passed = true;
            h.owner.clone_from(&owner);
            scene.note(Note::OwnerCorrected { owner });
            if !from_us {
                ask_owner_of_people(scene);
            }
        }
        Hand::Taking { h, .. } => {
            h.owner.clone_from(&owner);
            scene.note(Note::OwnerCorrected { owner });
        }
    }
}

/// An app asks for the thread.
pub(crate) fn requested(scene: &mut Scene, app: &AppId, metadata: Option<&str>) {
    scene.note(Note::Heard { text: "[request_thread_control]".into(), silent: !scene.speaking() });
    if !scene.speaking() || scene.is_us(app) {
        return;
    }
    let metadata = metadata.unwrap_or_default().to_owned();
    let bot = scene.newest();
    scene.conversation.facts.event = IndexMap::from([
        ("type".to_owned(), Value::text(word_of(EventName::RequestThreadControl))),
        ("metadata".to_owned(), Value::text(&metadata)),
        ("from_app".to_owned(), Value::text(app.as_str())),
    ]);
    if follow_event(scene, EventName::RequestThreadControl) {
        return run::run(scene);
    }
    if !bot.handover.grant {
        return;
    }
    let source = HandoverSource { bot: bot.hash.clone(), at: None };
    let (cause, receiver) = (Cause::Requested, app.clone());
    open::open(scene, Opening { source, cause, receiver, metadata });
}
