//! The open question: asking it, asking it again, taking its answer.

use crate::action::{Action, Ask, Say};
use crate::answer::{self, Kind};
use crate::bot::{Choice, Leads, Module};
use crate::conversation::{Frame, FrameState, Outcome, Then};
use crate::default_text::DefaultText;
use crate::event::Word;
use crate::follow;
use crate::hear;
use crate::limit;
use crate::message::{self, Dress};
use crate::note::Note;
use crate::offer::{self, Chosen};
use crate::run::{self, Source};
use crate::scene::Scene;
use crate::scope::Scope;
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

/// What became of a message that carries choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// It was sent.
    All,
    /// There is nothing to choose from: what the author wrote for that was sent in its place.
    Instead,
    /// The same, and nothing is written for that.
    Nothing,
}

/// Sends what a list says at an action, with the module's choices where they belong.
pub(crate) fn say(scene: &mut Scene, say: &Say, at: u16, again: bool) -> Result<Said, String> {
    let Some(frame) = scene.top() else { return Ok(Said::All) };
    let module = scene.module_of(frame).filter(|module| module.question_at == Some(at));
    let (list, visit) = (frame.list.clone(), frame.visit);
    let action = scene.list_of(frame).and_then(|list| list.actions.get(usize::from(at)));
    let suggest = action.and_then(Action::as_question).and_then(|ask| ask.suggest);
    let chance = (list.as_str(), visit, u64::from(at));
    if let Some(module) = module.filter(|module| offer::is_empty(scene, module)) {
        return say_empty(scene, module, say, again, chance);
    }
    let choices = match module.filter(|module| !module.choices.is_empty()) {
        Some(module) => offer::quick_replies(scene, module, offer::room_of(scene, module))?,
        None => Vec::new(),
    };
    let dress = Dress { choices, suggest, again, chance, ..Dress::default() };
    let messages = message::render(scene, say, dress)?;
    scene.send(messages)?;
    Ok(Said::All)
}

/// There is nothing to choose from: `if_empty` stands in place of the message with the choices.
fn say_empty(
    scene: &mut Scene,
    module: &Module,
    say: &Say,
    again: bool,
    chance: (&str, u32, u64),
) -> Result<Said, String> {
    let before = say.parts.len() - usize::from(!say.parts.is_empty());
    let before = if again { 0 } else { before };
    let before = Say { parts: say.parts[..before].to_vec() };
    let dress = || Dress { chance, ..Dress::default() };
    let mut messages = message::render(scene, &before, dress())?;
    let instead = module.each.as_ref().and_then(|each| each.if_empty.as_ref());
    if let Some(instead) = instead {
        messages.extend(message::render(scene, instead, dress())?);
    }
    scene.send(messages)?;
    Ok(if instead.is_some() { Said::Instead } else { Said::Nothing })
}

/// The list ran dry under the question: what the choices were made from is empty now.
pub(crate) fn ran_dry(scene: &mut Scene, said: Said) {
    if said != Said::All {
        run::ended(scene, Outcome::Empty, Source::Each(said));
    }
}

/// Sends the message that carries the open question or the choices once more; nothing where none is open.
pub(crate) fn ask_again(scene: &mut Scene) {
    let Some(frame) = scene.top() else { return };
    let Some(at) = open_at(scene, frame) else { return };
    if !scene.speaking() {
        return;
    }
    if !scene.may_write() {
        return scene.note(Note::Held);
    }
    let action = scene.list_of(frame).and_then(|list| list.actions.get(usize::from(at)));
    let Some(said) = action.and_then(Action::speech) else { return };
    match say(scene, said, at, true) {
        Ok(said) => ran_dry(scene, said),
        Err(why) => scene.fault(why),
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

/// Whether a question or choices wait for an answer.
pub(crate) fn is_open(scene: &Scene) -> bool {
    scene.top().is_some_and(|frame| open_at(scene, frame).is_some())
}

/// Whether the question takes only certain answers; else any text is one.
pub(crate) fn is_narrow(scene: &Scene, ask: &Ask) -> bool {
    let choices_alone = ask.expect.is_none() && offer::module(scene).is_some();
    let kind = ask.expect.is_some_and(|kind| kind != Kind::Text);
    let bounded = ask.min.is_some() || ask.max.is_some();
    kind || bounded || ask.matches.is_some() || ask.valid_if.is_some() || choices_alone
}

/// Reads a message as the answer; `None` when it is not valid.
pub(crate) fn read(scene: &mut Scene, ask: &Ask, word: &Word) -> Option<Value> {
    let text = word.text.trim();
    let typed = ask.expect.is_none_or(|kind| kind.attachment().is_none());
    if typed && text.is_empty() {
        return None;
    }
    let value = match ask.expect {
        None if offer::module(scene).is_some() => return None,
        None | Some(Kind::Text) => Value::text(text),
        Some(kind) => answer::read_word(kind, word, &scene.reading())?,
    };
    if ask.matches.as_ref().is_some_and(|pattern| !pattern.fits_whole(text)) {
        return None;
    }
    if !ask.is_within(scene, &value) {
        return None;
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
pub(crate) fn chose(scene: &mut Scene, chosen: &Chosen) {
    scene.conversation.misses = 0;
    let choice = chosen.choice;
    let owner = scene.top().map_or(String::new(), |frame| frame.list.to_string());
    scene.note(Note::Followed { from: format!("{owner}.{}", choice.id), index: 0 });
    let whole = chosen.text(scene, |scope| message::text_of(scope, &choice.label.text));
    let whole = whole.unwrap_or_default();
    // What a payload carries of an item is not enough for the label, unless that is the value.
    let partly = chosen.item.is_some() && choice.value.is_some();
    let label = chosen.tapped.clone().filter(|_| partly).unwrap_or_else(|| whole.clone());
    scene.conversation.facts.input.insert("label".into(), Value::text(label));
    let ask = asked(scene);
    let value = choice_value(scene, ask.and_then(|ask| ask.expect), chosen);
    scene.conversation.facts.input.insert("value".into(), value.clone());
    let Some(ask) = ask else {
        return chose_way(scene, chosen);
    };
    let leads = chosen.leads();
    if choice.is_way_out() {
        return follow::lead_own(scene, &leads);
    }
    if let Some(name) = &ask.save_as {
        scene.keep(name, value);
    }
    if leads.to.as_ref().is_some_and(|to| !follow::leaves(to)) {
        // It is kept, and the question stays open.
        return follow::lead_own(scene, &leads);
    }
    run::ended(scene, Outcome::Answered, Source::Ask);
    follow_answer(scene, &leads);
}

/// On a choice with an answer its `do` runs, then its `to`, or the list goes on behind the question.
fn follow_answer(scene: &mut Scene, leads: &Leads) {
    match (&leads.list, &leads.to) {
        (Some(list), None) => {
            let Some(frame) = scene.top() else { return };
            let bot = scene.bot_of(frame);
            // The question is answered, so nothing is asked again: the list below goes on.
            let then = Then::Resume { said_before: None };
            follow::push_with(scene, bot, list, then, leads.item.as_ref());
        }
        (Some(_) | None, Some(_)) => follow::lead_own(scene, leads),
        (None, None) => {}
    }
}

/// A choice of a module without a question: its own way, or its `do` and then the module's connections.
fn chose_way(scene: &mut Scene, chosen: &Chosen) {
    let (choice, leads) = (chosen.choice, chosen.leads());
    if leads.to.is_some() {
        return follow::lead_own(scene, &leads);
    }
    match (&leads.list, scene.top()) {
        (Some(list), Some(frame)) => {
            let bot = scene.bot_of(frame);
            let then = Then::Choice(choice.id.clone());
            follow::push_with(scene, bot, list, then, leads.item.as_ref());
        }
        (Some(_) | None, None) => {}
        (None, Some(_)) => hear::after_choice(scene, &choice.id),
    }
}

/// A choice of a message from before was tapped: what it is worth is known, wherever the conversation stands.
pub(crate) fn take_note_of(scene: &mut Scene, chosen: &Chosen) {
    let value = choice_value(scene, None, chosen);
    scene.conversation.facts.input.insert("value".into(), value);
}

/// What a choice keeps: its value, else its label, read by `expect`. It is the label of the main language, so
/// that conditions and services need not know in which language it was chosen.
fn choice_value(scene: &Scene, expect: Option<Kind>, chosen: &Chosen) -> Value {
    let label = || Value::text(chosen.text(scene, |scope| main_label(scope, chosen.choice)));
    let value = match &chosen.choice.value {
        Some(tree) => chosen.text(scene, |scope| tree.value(scope)).unwrap_or_else(|_| label()),
        None => label(),
    };
    let (Some(kind), Some(text)) = (expect, value.as_text()) else { return value };
    answer::read(kind, text, &scene.reading()).unwrap_or(value)
}

/// The label of a choice in the main language.
pub(crate) fn main_label(scope: &dyn Scope, choice: &Choice) -> String {
    choice.label.text.render_main(scope, limit::RENDERED).unwrap_or_default()
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
    match say(scene, text, at, false) {
        Ok(said) => ran_dry(scene, said),
        Err(why) => {
            scene.fault(why);
            run::say_default(scene, DefaultText::Invalid);
        }
    }
}
