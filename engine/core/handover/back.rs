//! The only door out of People: the handover ends, the person is told, and what was suspended goes on.

use indexmap::IndexMap;

use crate::action::{Action, OnReturn};
use crate::bot::Leads;
use crate::calls;
use crate::condition::EventName;
use crate::conversation::{
    Cause, FrameState, Hand, Handover, Held, Outcome, ReturnedBy, Tapped, Then,
};
use crate::default_text::DefaultText;
use crate::event::Event;
use crate::follow;
use crate::handover::{definition, word};
use crate::hear;
use crate::id::ModuleId;
use crate::keyword;
use crate::names::moment_value;
use crate::note::Note;
use crate::outcome;
use crate::question;
use crate::run;
use crate::scene::Scene;
use crate::value::Value;
use crate::wake;

/// Ends the handover. `as_event`: it came as control passed to us, which a flow may wait for.
pub(crate) fn back(scene: &mut Scene, h: Box<Handover>, by: ReturnedBy, as_event: bool) {
    let now = scene.now;
    scene.note(Note::HandoverClosed { number: h.number, by, at: now });
    scene.bump_epoch();
    let by_platform = by == ReturnedBy::Platform;
    scene.conversation.hand = Hand::Bot { since: now, by_platform, last_owner: h.owner.clone() };
    scene.conversation.facts.handover = facts(scene, &h, by);
    scene.conversation.held = Some(Box::new(Held { h: *h, by, as_event }));
    if scene.may_write() {
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
    if was_never_noticed(scene, &held) {
        // The words that waited are heard as ever: the person has seen what they answer.
        return run::run(scene);
    }
    let keyword = held.h.typed.as_deref().and_then(|typed| keyword::named(scene, typed));
    if let Some(keyword) = keyword {
        scene.note(Note::Followed { from: "keywords".into(), index: keyword.place });
    }
    let interrupt = keyword.map(|keyword| keyword.leads.clone()).or(interrupt);
    let leaves = interrupt.as_ref().and_then(|leads| leads.to.as_ref()).is_some_and(follow::leaves);
    let event = event_leads(scene, &held, EventName::PassThreadControl);
    let follows = event.is_some() || (!leaves && held.h.instead.is_none() && next_is_said(scene));
    say_on_return(scene, &held, follows);
    start_silence_anew(scene);
    let words = std::mem::take(&mut scene.conversation.waiting);
    end_away(scene, outcome(held.by));
    let bot = scene.newest();
    match (&held.h.instead, interrupt) {
        (Some(tapped), _) => instead(scene, tapped),
        (None, Some(leads)) if leaves => follow::jump(scene, bot, &leads),
        (None, interrupt) => go_on(scene, &held, event, interrupt),
    }
    run::run(scene);
    late_words(scene, words);
}

/// A word on standby made us think that people had the thread, and the platform says they never did.
fn was_never_noticed(scene: &Scene, held: &Held) -> bool {
    let unseen = held.h.cause == Cause::FirstSeen && held.h.first_agent_word_at.is_none();
    unseen && held.by == ReturnedBy::Platform && !scene.conversation.waiting.is_empty()
}

/// The list behind the handover can go on.
fn end_away(scene: &mut Scene, outcome: Outcome) {
    for frame in &mut scene.conversation.frames {
        if frame.state == FrameState::Away {
            frame.state = FrameState::Ready { ended: Some(outcome) };
        }
    }
}

/// Goes on with what was suspended; then runs the `do` of a keyword that stays.
fn go_on(scene: &mut Scene, held: &Held, event: Option<Leads>, interrupt: Option<Leads>) {
    let bot = scene.newest();
    let list = interrupt.and_then(|leads| leads.list);
    if runs_on(scene) {
        run::run(scene);
    } else if let Some(leads) = event {
        if !word::follow_event(scene, EventName::PassThreadControl) {
            follow::note_entry(scene, "passed");
            follow::jump(scene, bot, &leads);
        }
        run::run(scene);
    } else if let Some(module) = after(scene, held) {
        follow::enter(scene, &module);
        run::run(scene);
    } else if list.is_none() {
        question::ask_again(scene);
    }
    if let Some(list) = list.filter(|_| scene.speaking()) {
        // What it says stands between the person and the open question, so that is asked behind it.
        scene.push(bot, list, Then::Resume { said_before: Some(0) });
    }
}

/// Whether a list goes on by itself.
fn runs_on(scene: &Scene) -> bool {
    scene.top().is_some_and(|frame| match frame.state {
        FrameState::Running | FrameState::Ready { .. } | FrameState::OutsideWindow => true,
        FrameState::Standing | FrameState::Asking | FrameState::Http { .. } => false,
        FrameState::Away | FrameState::Sleeping { .. } | FrameState::Calling { .. } => false,
    })
}

/// The module to enter where no list goes on: the bot's own for handovers an agent began, or the start for a
/// thread that was passed to us with nothing open.
fn after(scene: &Scene, held: &Held) -> Option<ModuleId> {
    let bot = scene.newest();
    let by_agent = match held.h.cause {
        Cause::Flow | Cause::Operator => false,
        Cause::Requested | Cause::Took | Cause::Wrote | Cause::Refused | Cause::FirstSeen => true,
    };
    let nothing_open = scene.conversation.frames.is_empty() && held.as_event;
    let start = (nothing_open && held.h.cause != Cause::Flow).then_some(&bot.start);
    bot.handover.after.as_ref().filter(|_| by_agent).or(start).cloned()
}

/// The tapped button's own list in place of the suspended one.
fn instead(scene: &mut Scene, tapped: &Tapped) {
    let bot = scene.newest();
    if scene.top().is_some_and(|frame| matches!(frame.state, FrameState::Ready { .. })) {
        calls::drop_list(scene);
    }
    if let Some(press) = bot.presses.get(&(tapped.owner.clone(), tapped.id.clone())) {
        scene.note(Note::Followed { from: format!("{}.{}", tapped.owner, tapped.id), index: 0 });
        let leads = Leads { item: tapped.item.clone(), ..press.leads.clone() };
        follow::jump(scene, bot, &leads);
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
fn say_on_return(scene: &mut Scene, held: &Held, something_follows: bool) {
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
            if !something_follows && !nobody_is_named(scene, held.by) {
                let nobody = held.by == ReturnedBy::NobodyAnswered;
                let text = if nobody { DefaultText::Nobody } else { DefaultText::Returned };
                run::say_default(scene, text);
            }
        }
    }
}

/// Whether the next action of the list behind the handover speaks for itself.
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
        && scene.top_module().is_some_and(|m| outcome::names(scene, m, Outcome::NobodyAnswered))
}

/// `no_reply` counts anew from the return.
fn start_silence_anew(scene: &mut Scene) {
    let now = scene.now;
    if let Some(frame) = scene.top_mut() {
        frame.since = now;
    }
    scene.conversation.fired.clear();
}

/// Words that came while it was not clear who has the thread. Whom the conversation went to meanwhile reads the rest.
fn late_words(scene: &mut Scene, words: Vec<Event>) {
    for event in words {
        if !scene.speaking() {
            return;
        }
        if hear::must_wait(scene) {
            hear::defer(scene, event);
            continue;
        }
        match event {
            Event::Word(word) => wake::late_word(scene, &word),
            Event::Opening(opening) => word::opened(scene, &opening),
            Event::Echo(_)
            | Event::Control(_)
            | Event::Requested { .. }
            | Event::System(_)
            | Event::Lost { .. }
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
