//! The only door out of People: the handover ends, the person is told, and what was suspended goes on.

use indexmap::IndexMap;

use crate::action::{Action, OnReturn};
use crate::bot::Leads;
use crate::condition::EventName;
use crate::conversation::{Cause, FrameState, Hand, Handover, Held, Outcome, ReturnedBy, Target};
use crate::default_text::DefaultText;
use crate::event::Event;
use crate::follow;
use crate::handover::{definition, word};
use crate::hear;
use crate::names::moment_value;
use crate::note::Note;
use crate::question;
use crate::run::{self, Source};
use crate::scene::Scene;
use crate::value::Value;

/// Ends the handover. `as_event`: it came as control passed to us, which a flow may wait for.
pub(crate) fn back(scene: &mut Scene, h: Handover, by: ReturnedBy, as_event: bool) {
    let now = scene.now;
    scene.note(Note::HandoverClosed { number: h.number, by, at: now });
    scene.bump_epoch();
    let by_platform = by == ReturnedBy::Platform;
    scene.conversation.hand = Hand::Bot { since: now, by_platform, last_owner: h.owner.clone() };
    scene.conversation.facts.handover = facts(scene, &h, by);
    scene.conversation.held = Some(Box::new(Held { h, by, as_event }));
    if scene.window_open() {
        go_on_returning(scene, None);
    } else {
        scene.note(Note::Held);
    }
}

/// What `handover.*` reads.
fn facts(scene: &Scene, h: &Handover, by: ReturnedBy) -> IndexMap<String, Value> {
    let waited = scene.now.ms_since(h.opened_at) / 1_000;
    IndexMap::from([
        ("receiver".to_owned(), Value::text(h.receiver.as_str())),
        ("opened_at".to_owned(), moment_value(scene, h.opened_at)),
        ("returned_at".to_owned(), moment_value(scene, scene.now)),
        ("returned_by".to_owned(), Value::text(by.word())),
        ("metadata".to_owned(), Value::text(&h.metadata)),
        ("agent_wrote".to_owned(), Value::YesNo(h.first_agent_word_at.is_some())),
        ("waited".to_owned(), Value::Number(waited as f64)),
    ])
}

/// The rest of a return, once the window is open. A word that opened it may lead elsewhere.
pub(crate) fn go_on_returning(scene: &mut Scene, interrupt: Option<Leads>) {
    let Some(held) = scene.conversation.held.take() else { return };
    let keyword = held.h.typed.as_deref().and_then(|typed| hear::keyword_for(scene, typed));
    let interrupt = keyword.map(|keyword| keyword.leads.clone()).or(interrupt);
    let event = EventName::PassThreadControl;
    let leads = event_leads(scene, &held, event);
    say_on_return(scene, &held, leads.is_some());
    start_silence_anew(scene);
    if let Some((owner, id)) = &held.h.instead {
        instead(scene, &(owner.clone(), id.clone()));
    } else {
        go_on(scene, &held, leads, interrupt);
    }
    run::run(scene);
    late_words(scene);
}

/// Goes on with what was suspended, or where the interrupt or the event leads.
fn go_on(scene: &mut Scene, held: &Held, event: Option<Leads>, interrupt: Option<Leads>) {
    let bot = scene.newest();
    let leaves =
        |leads: &Leads| matches!(leads.to, Some(Target::Module(_) | Target::End | Target::Back));
    if let Some(leads) = interrupt.as_ref().filter(|leads| leaves(leads)) {
        return follow::jump(scene, bot, leads);
    }
    rest(scene, held, event);
    run::run(scene);
    if let Some(leads) = interrupt {
        follow::jump(scene, bot, &leads);
    }
}

/// The tapped button's own list in place of the suspended one.
fn instead(scene: &mut Scene, key: &(crate::id::ModuleId, crate::id::ButtonId)) {
    let bot = scene.newest();
    if scene.top().is_some_and(|frame| frame.state == FrameState::Away) {
        scene.conversation.frames.pop();
    }
    if let Some(press) = bot.presses.get(key) {
        follow::jump(scene, bot, &press.leads);
    }
}

/// What was suspended: the list behind the handover, a list that got ready meanwhile, the event, the open question.
fn rest(scene: &mut Scene, held: &Held, event: Option<Leads>) {
    let state = scene.top().map(|frame| frame.state.clone());
    match state {
        Some(FrameState::Away) => return run::ended(scene, outcome(held.by), Source::Handover),
        Some(FrameState::Ready { ended }) => return wake(scene, ended),
        Some(FrameState::OutsideWindow) => return wake(scene, None),
        Some(
            FrameState::Running
            | FrameState::Standing
            | FrameState::Asking
            | FrameState::Http { .. }
            | FrameState::Sleeping { .. },
        )
        | None => {}
    }
    let bot = scene.newest();
    if let Some(leads) = event {
        let name = EventName::PassThreadControl;
        if !word::follow_event(scene, name) {
            follow::jump(scene, bot, &leads);
        }
        return;
    }
    if held.h.cause != Cause::Flow
        && let Some(module) = &bot.handover.after
    {
        scene.conversation.frames.clear();
        return follow::enter(scene, module);
    }
    if state.is_none() && held.as_event && held.h.cause != Cause::Flow {
        return follow::enter(scene, &bot.start);
    }
    question::ask_again(scene);
}

/// A list goes on that got its answer, or slept enough, while people had the thread.
pub(crate) fn wake(scene: &mut Scene, ended: Option<Outcome>) {
    if let Some(frame) = scene.top_mut() {
        frame.state = FrameState::Running;
    }
    if let Some(outcome) = ended {
        run::ended(scene, outcome, Source::Http);
    }
}

fn outcome(by: ReturnedBy) -> Outcome {
    match by {
        ReturnedBy::Timeout | ReturnedBy::Idle => Outcome::TimedOut,
        ReturnedBy::NobodyAnswered => Outcome::NobodyAnswered,
        ReturnedBy::Agent | ReturnedBy::Keyword | ReturnedBy::Button => Outcome::Returned,
        ReturnedBy::Operator | ReturnedBy::Platform => Outcome::Returned,
    }
}

/// Where the event of the return leads, if the flow had no handover of its own open.
fn event_leads(scene: &Scene, held: &Held, name: EventName) -> Option<Leads> {
    if !held.as_event || held.h.cause == Cause::Flow {
        return None;
    }
    let bot = scene.newest();
    let own = scene.top_module().and_then(|m| word::on_event(scene, &m.connections, name));
    let keyword = || word::on_event(scene, &bot.keywords, name);
    let connection = own.or_else(keyword).map(|connection| connection.leads.clone());
    connection.or_else(|| bot.entries.passed.clone())
}

/// What the author wrote is always said; the default text where the person would not be told otherwise.
fn say_on_return(scene: &mut Scene, held: &Held, event_follows: bool) {
    let h = &held.h;
    let unnoticed = match h.cause {
        Cause::Flow | Cause::Requested | Cause::Operator => false,
        Cause::Took | Cause::Wrote | Cause::Refused | Cause::FirstSeen => {
            h.first_agent_word_at.is_none() && !h.said
        }
    };
    if unnoticed {
        return;
    }
    match &definition(scene, h).say_on_return {
        OnReturn::Nothing => {}
        OnReturn::Say(say) => run::say_aside(scene, say, ("@say_on_return", h.number, 0)),
        OnReturn::Default => {
            if !event_follows && !next_is_said(scene) && !nobody_is_named(scene, held.by) {
                run::say_default(scene, DefaultText::Returned);
            }
        }
    }
}

fn next_is_said(scene: &Scene) -> bool {
    let Some(frame) = scene.top().filter(|frame| frame.state == FrameState::Away) else {
        return false;
    };
    let next = scene.list_of(frame).and_then(|list| list.actions.get(usize::from(frame.next)));
    matches!(next, Some(Action::Say(_)))
}

fn nobody_is_named(scene: &Scene, by: ReturnedBy) -> bool {
    by == ReturnedBy::NobodyAnswered
        && scene.top().is_some_and(|frame| frame.state == FrameState::Away)
        && scene.top_module().is_some_and(|m| run::names(m, Outcome::NobodyAnswered))
}

/// `no_reply` counts anew from the return.
fn start_silence_anew(scene: &mut Scene) {
    let now = scene.now;
    if let Some(frame) = scene.top_mut() {
        frame.since = now;
        frame.fired = 0;
    }
}

/// Words that came while it was not clear who has the thread.
fn late_words(scene: &mut Scene) {
    for event in std::mem::take(&mut scene.conversation.waiting) {
        match event {
            Event::Word(word) => hear::late_word(scene, &word),
            Event::Opening(opening) => word::opened(scene, &opening),
            Event::Echo(_)
            | Event::Control(_)
            | Event::Requested { .. }
            | Event::System(_)
            | Event::Sent { .. }
            | Event::Passed { .. }
            | Event::Took { .. }
            | Event::OwnerIs { .. }
            | Event::Answer { .. }
            | Event::ProfileIs { .. }
            | Event::Due
            | Event::Operator(_) => {}
        }
    }
}
