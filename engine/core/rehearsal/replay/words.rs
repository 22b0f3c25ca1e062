//! What is shown of a recorded conversation: who did what, what came of it, and which way a version went.

use crate::bot::Bot;
use crate::duration::Duration;
use crate::effect::Effect;
use crate::event::Event;
use crate::id::{AppId, Timestamp};
use crate::note::Note;
use crate::rehearsal::tale::happening_shown;
use crate::rehearsal::thread::Happening;
use crate::value::Value;

/// Lines that are shown before the place where the two part.
const SHOWN: usize = 40;

/// What the person or the world outside sees of an effect.
pub(super) fn done(effect: &Effect, bot: &Bot) -> Option<String> {
    let happening = match effect {
        Effect::Send(send) => Happening::Said(send.message.clone()),
        Effect::Pass { to: Some(to), metadata, .. } => {
            Happening::Passed(to.clone(), metadata.clone())
        }
        Effect::Take { metadata, .. } => Happening::Took(metadata.clone()),
        Effect::Http { call, .. } => Happening::Called(Box::new(call.clone())),
        Effect::Typing { .. }
        | Effect::Pass { to: None, .. }
        | Effect::AskOwner { .. }
        | Effect::AskProfile { .. } => return None,
    };
    let who = if matches!(happening, Happening::Said(_)) { "   bot" } else { "    --" };
    Some(format!("{who}  {}", happening_shown(&happening, bot).replace('\n', "\n          ")))
}

pub(super) fn emitted(note: &Note) -> Option<String> {
    let Note::Emitted { name, data } = note else { return None };
    Some(format!("    --  emits {name} {}", Value::Map(data.clone()).to_json()))
}

/// The way a version went, in words: what was taken and entered, what nothing fitted.
pub(super) fn way(note: &Note) -> Option<String> {
    match note {
        Note::Entered(module) => Some(format!("enters `{module}`")),
        Note::Followed { from, index } if from.contains('.') => {
            Some(format!("takes `{from}`, {}", index + 1))
        }
        Note::Followed { from, index } => {
            Some(format!("takes connection {} of `{from}`", index + 1))
        }
        Note::Ended { list, outcome } => {
            Some(format!("`{list}` ends with {outcome:?}").to_lowercase())
        }
        Note::Missed { misses } => Some(format!("nothing fits (miss {misses})")),
        Note::Fault { list, action, fault } => {
            Some(format!("fault in `{list}`, action {}: {fault}", action + 1))
        }
        Note::HandoverFailed { why, .. } => Some(format!("the handover fails: {why}")),
        Note::Remark(remark) => Some(remark.clone()),
        Note::Held => Some("waits until the person writes".to_owned()),
        Note::Declined { why } => Some(why.clone()),
        Note::Came { .. }
        | Note::Heard { .. }
        | Note::Late { .. }
        | Note::Overheard { .. }
        | Note::Said { .. }
        | Note::Emitted { .. }
        | Note::HandoverOpened { .. }
        | Note::HandoverPassed { .. }
        | Note::AgentAnswered { .. }
        | Note::HandoverClosed { .. }
        | Note::OwnerCorrected { .. }
        | Note::Refused { .. }
        | Note::Overtaken { .. }
        | Note::Alarm { .. } => None,
    }
}

/// What came in, as a line of a transcript; nothing where nobody did anything.
pub(super) fn came(event: &Event) -> Option<String> {
    let user = |text: &str| Some(format!("  user  {text}"));
    let world = |text: String| Some(format!("    --  {text}"));
    match event {
        Event::Word(word) => match (&word.press, word.text.is_empty()) {
            (Some(press), _) => {
                user(&format!("taps [{}]", press.title.as_deref().unwrap_or(&word.text)))
            }
            (None, false) => user(&word.text),
            (None, true) => user("sends something"),
        },
        Event::Opening(opening) if opening.get_started => user("taps Get Started"),
        Event::Opening(opening) => {
            let reference =
                opening.referral.as_ref().and_then(|referral| referral.reference.clone());
            user(&format!("comes by the link {}", reference.unwrap_or_default()))
        }
        Event::Echo(echo) if echo.ours => None,
        Event::Echo(echo) => {
            Some(format!(" agent  {}", echo.text.as_deref().unwrap_or("sends something")))
        }
        Event::Control(control) => {
            let whom =
                |app: &Option<AppId>| app.as_ref().map_or("nobody".to_owned(), ToString::to_string);
            let (from, to) = (whom(&control.from), whom(&control.to));
            world(format!("control goes from {from} to {to}"))
        }
        Event::Requested { app, .. } => world(format!("{app} asks for the conversation")),
        Event::Lost { .. } => user("says something that could not be read"),
        Event::System(system) => user(&format!("{:?}", system.kind).to_lowercase()),
        Event::Sent { refused, .. } => world(format!("a message is refused with {}", refused.code)),
        Event::Answer { answer, .. } => match &answer.error {
            Some(error) => world(format!("the service does not answer: {error}")),
            None => world(format!("the service answers {}", answer.status)),
        },
        Event::Operator(operator) => world(format!("an operator: {operator:?}")),
        Event::Passed { .. }
        | Event::Took { .. }
        | Event::OwnerIs { .. }
        | Event::ProfileIs { .. }
        | Event::Due => None,
    }
}

/// A transcript in the making.
#[derive(Default)]
pub(super) struct Tale {
    pub(super) lines: Vec<(Timestamp, String)>,
}

impl Tale {
    /// The last lines, with how much time lies between them where it is much.
    pub(super) fn shown(&self) -> String {
        let mut out = String::new();
        let hidden = self.lines.len().saturating_sub(SHOWN);
        if hidden > 0 {
            out += &format!("     …  {hidden} lines before\n");
        }
        let mut last: Option<Timestamp> = None;
        for (at, line) in self.lines.iter().skip(hidden) {
            // What lies within a minute follows each other.
            let pause = last.map(|last| at.ms_since(last)).filter(|ms| *ms >= 60_000);
            if let Some(ms) = pause {
                out += &format!("    --  {} later\n", Duration(ms / 1_000 * 1_000));
            }
            out += line;
            out.push('\n');
            last = Some(*at);
        }
        out
    }
}
