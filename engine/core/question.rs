//! The open question: asking it, asking it again, taking its answer.

use crate::action::{Action, Ask, Say};
use crate::answer::{self, Kind};
use crate::bot::Choice;
use crate::conversation::{Frame, FrameState, Outcome, Then};
use crate::default_text::DefaultText;
use crate::follow;
use crate::hear;
use crate::limit;
use crate::message::{self, Dress};
use crate::note::Note;
use crate::run::{self, Source};
use crate::scene::Scene;
use crate::value::Value;

/// The action whose last message carries the open question or the choices; `None` when no question is open.
fn open_at(scene: &Scene, frame: &Frame) -> Option<u16> {
    match &frame.state {
        FrameState::Asking => frame.next.checked_sub(1),
        FrameState::Standing => {
            let module = scene.module_of(frame)?;
            if module.choices.is_empty() { None } else { module.question_at }
        }
        FrameState::Running
        | FrameState::Http { .. }
        | FrameState::Away
        | FrameState::Sleeping { .. }
        | FrameState::Ready { .. }
        | FrameState::OutsideWindow
        | FrameState::Calling { .. } => None,
    }
}

/// The question that waits for an answer on top.
pub(crate) fn asked<'a>(scene: &Scene<'a>) -> Option<&'a Ask> {
    let frame = scene.top()?;
    if frame.state != FrameState::Asking {
        return None;
    }
    let place = usize::from(frame.next.checked_sub(1)?);
    scene.list_of(frame)?.actions.get(place)?.as_question()
}

/// The choices of the module on top that can be chosen now: while it stands, or while the question that carries
/// them is open.
pub(crate) fn choices<'a>(scene: &Scene<'a>) -> &'a [Choice] {
    let Some((frame, module)) = scene.top().zip(scene.top_module()) else { return &[] };
    let open = match frame.state {
        FrameState::Standing => true,
        FrameState::Asking => module.question_at == frame.next.checked_sub(1),
        FrameState::Running
        | FrameState::Http { .. }
        | FrameState::Away
        | FrameState::Sleeping { .. }
        | FrameState::Ready { .. }
        | FrameState::OutsideWindow
        | FrameState::Calling { .. } => false,
    };
    if open { &module.choices } else { &[] }
}

/// Sends what a list says at an action, with the module's choices where they belong.
pub(crate) fn say(scene: &mut Scene, say: &Say, at: u16, again: bool) -> Result<(), String> {
    let Some(frame) = scene.top() else { return Ok(()) };
    let module = scene.module_of(frame).filter(|module| module.question_at == Some(at));
    let (list, visit) = (frame.list.clone(), frame.visit);
    let dress = Dress {
        choices: module.filter(|m| !m.choices.is_empty()).map(|m| (&m.id, m.choices.as_slice())),
        again,
        chance: (list.as_str(), visit, u64::from(at)),
        ..Dress::default()
    };
    let messages = message::render(scene, say, &dress)?;
    scene.send(messages)
}

/// Sends the message that carries the open question or the choices once more; nothing where none is open.
pub(crate) fn ask_again(scene: &mut Scene) {
    let Some(frame) = scene.top() else { return };
    let Some(at) = open_at(scene, frame) else { return };
    if !scene.speaking() {
        return;
    }
    if !scene.window_open() {
        return scene.note(Note::Held);
    }
    let action = scene.list_of(frame).and_then(|list| list.actions.get(usize::from(at)));
    let Some(said) = action.and_then(Action::speech) else { return };
    if let Err(why) = say(scene, said, at, true) {
        scene.fault(why);
    }
}

/// Opens the question once more that an outcome has just closed, and asks it again: `to: again`.
pub(crate) fn again(scene: &mut Scene) {
    let ask = scene.top().filter(|frame| frame.state == FrameState::Standing);
    let ask = ask.filter(|frame| frame.outcome.is_some()).and_then(|frame| {
        let actions = &scene.list_of(frame)?.actions;
        actions.get(usize::from(frame.next.checked_sub(1)?))
    });
    if let Some(Action::Ask(_)) = ask
        && let Some(frame) = scene.top_mut()
    {
        frame.state = FrameState::Asking;
        frame.outcome = None;
        frame.tries = 0;
    }
    ask_again(scene);
}

/// The window turned out to be closed under what was asked last: it is asked when the person writes.
pub(crate) fn hold(scene: &mut Scene) {
    let Some(at) = scene.top().and_then(|frame| open_at(scene, frame)) else { return };
    if let Some(frame) = scene.top_mut() {
        frame.next = at;
        frame.state = FrameState::OutsideWindow;
        scene.note(Note::Held);
    }
}

/// Whether the question takes only certain answers; else any text is one.
pub(crate) fn is_narrow(scene: &Scene, ask: &Ask) -> bool {
    let choices_alone = ask.expect.is_none() && !choices(scene).is_empty();
    let kind = ask.expect.is_some_and(|kind| kind != Kind::Text);
    kind || ask.matches.is_some() || ask.valid_if.is_some() || choices_alone
}

/// Reads a message as the answer; `None` when it is not valid.
pub(crate) fn read(scene: &mut Scene, ask: &Ask, text: &str) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = match ask.expect {
        None if !choices(scene).is_empty() => return None,
        None | Some(Kind::Text) => Value::text(text),
        Some(kind) => answer::read(kind, text, &scene.reading())?,
    };
    if ask.matches.as_ref().is_some_and(|pattern| !pattern.fits_whole(text)) {
        return None;
    }
    if let Value::Number(number) = &value {
        let small = ask.min.is_some_and(|min| *number < min);
        let large = ask.max.is_some_and(|max| *number > max);
        if small || large {
            return None;
        }
    }
    let Some(valid_if) = &ask.valid_if else { return Some(value) };
    scene.answer = Some(value.clone());
    let holds = valid_if.holds(scene);
    scene.answer = None;
    match holds {
        Ok(true) => Some(value),
        Ok(false) => None,
        Err(fault) => {
            scene.fault(format!("`valid_if`: {fault}"));
            None
        }
    }
}

/// The question has its answer: it is kept, and the list goes on.
pub(crate) fn answered(scene: &mut Scene, ask: &Ask, mut value: Value) {
    if value.cut() {
        scene.fault(format!("the answer was cut to {} characters", limit::VALUE));
    }
    scene.conversation.facts.input.insert("value".into(), value.clone());
    if let Some(name) = &ask.save_as {
        scene.keep(name, value);
    }
    scene.conversation.misses = 0;
    run::ended(scene, Outcome::Answered, Source::Ask);
}

/// A choice of the open question, or of the module that stands, was tapped or typed.
pub(crate) fn chose(scene: &mut Scene, choice: &Choice) {
    scene.conversation.misses = 0;
    let label = message::label_of(scene, &choice.label).unwrap_or_default();
    scene.conversation.facts.input.insert("label".into(), Value::text(&label));
    let Some(ask) = asked(scene) else {
        return chose_way(scene, choice);
    };
    if choice.is_way_out() {
        return follow::lead_own(scene, &choice.leads);
    }
    let value = choice_value(scene, ask, choice);
    scene.conversation.facts.input.insert("value".into(), value.clone());
    if let Some(name) = &ask.save_as {
        scene.keep(name, value);
    }
    if choice.leads.to.as_ref().is_some_and(|to| !follow::leaves(to)) {
        // It is kept, and the question stays open.
        return follow::lead_own(scene, &choice.leads);
    }
    run::ended(scene, Outcome::Answered, Source::Ask);
    follow_answer(scene, choice);
}

/// On a choice with an answer its `do` runs, then its `to`, or the list goes on behind the question.
fn follow_answer(scene: &mut Scene, choice: &Choice) {
    match (&choice.leads.list, &choice.leads.to) {
        (Some(list), None) => {
            let Some(frame) = scene.top() else { return };
            let bot = scene.bot_of(frame);
            // The question is answered, so nothing is asked again: the list below goes on.
            scene.push(bot, list.clone(), Then::Resume { said_before: None });
        }
        (Some(_) | None, Some(_)) => follow::lead_own(scene, &choice.leads),
        (None, None) => {}
    }
}

/// A choice of a module without a question: its own way, or its `do` and then the module's connections.
fn chose_way(scene: &mut Scene, choice: &Choice) {
    if choice.leads.to.is_some() {
        return follow::lead_own(scene, &choice.leads);
    }
    match (&choice.leads.list, scene.top()) {
        (Some(list), Some(frame)) => {
            let bot = scene.bot_of(frame);
            scene.push(bot, list.clone(), Then::Choice(choice.id.clone()));
        }
        (Some(_) | None, None) => {}
        (None, Some(_)) => hear::after_choice(scene, &choice.id),
    }
}

/// What a choice keeps: its value, else its label, read by `expect`. It is the label of the main language, so
/// that conditions and services need not know in which language it was chosen.
fn choice_value(scene: &Scene, ask: &Ask, choice: &Choice) -> Value {
    let label = || Value::text(main_label(scene, choice));
    let value = match &choice.value {
        Some(tree) => tree.value(scene).unwrap_or_else(|_| label()),
        None => label(),
    };
    let (Some(kind), Some(text)) = (ask.expect, value.as_text()) else { return value };
    answer::read(kind, text, &scene.reading()).unwrap_or(value)
}

/// The label of a choice in the main language.
pub(crate) fn main_label(scene: &Scene, choice: &Choice) -> String {
    choice.label.text.render_main(scene, limit::RENDERED).unwrap_or_default()
}

/// No valid answer.
pub(crate) fn invalid(scene: &mut Scene, ask: &Ask) {
    let Some(frame) = scene.top_mut() else { return };
    frame.tries = frame.tries.saturating_add(1);
    let (tries, at) = (frame.tries, frame.next.saturating_sub(1));
    if let Some(bound) = ask.tries {
        if tries >= bound {
            return run::ended(scene, Outcome::TooManyTries, Source::Ask);
        }
    } else if hear::missed(scene) {
        return;
    }
    let Some(text) = &ask.if_invalid else {
        hear::say_fallback(scene);
        return ask_again(scene);
    };
    if let Err(why) = say(scene, text, at, false) {
        scene.fault(why);
        run::say_default(scene, DefaultText::Invalid);
    }
}
