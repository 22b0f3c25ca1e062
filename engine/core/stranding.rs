//! What a new version of a bot does to a conversation that is under way, before anybody publishes it.
//!
//! Invariant: nothing is guessed here. Where a conversation goes on, whether its session is over and whether a tap is
//! known are asked of the functions that decide it in a step.

use crate::bot::{Bot, Bots};
use crate::conversation::{Conversation, Frame, FrameState};
use crate::hear;
use crate::id::{BotHash, ModuleId, Timestamp};
use crate::session::AfterEnd;
use crate::value::Type;
use crate::version::{self, Landing};

/// One way in which a conversation hangs on something that is no longer there, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stranded {
    /// The module that is gone, or in which what hangs stands; of a variable its name.
    pub at: String,
    /// What hangs on it.
    pub what: Hangs,
    /// What becomes of it.
    pub fate: Fate,
}

/// What of a conversation hangs on something that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hangs {
    /// It waits there for the person.
    Waits,
    /// A list of it runs, sleeps, calls a service or waits for what it called.
    Runs,
    /// It was handed over there, and people have it.
    Handover,
    /// A reminder will lead there.
    Reminder,
    /// The person sees a button or choice of it.
    Button,
    /// A variable that holds something of another type.
    Variable(Type, Type),
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The next word finds no module: keywords are tried, then this.
    Ends(AfterEnd),
    /// It goes on to its end on the version it began with, which is kept.
    Finishes,
    /// The version it began with is not at hand: it gives up with the fallback.
    GivesUp,
    /// It does not fire.
    Unfired,
    /// A tap on it is read as typed text.
    Typed,
    /// It stays as it was saved until it is saved anew: texts show it, calculations with it are faults.
    Stays,
}

/// What of a conversation the newest version strands; nothing of one whose session is over by then.
pub fn stranded(bots: &Bots, conversation: &Conversation, now: Timestamp) -> Vec<Stranded> {
    let newest = &*bots.newest;
    let mut found = Vec::new();
    let over = hear::is_over(conversation, newest, now);
    if !over {
        standing(bots, conversation, &mut found);
    }
    for reminder in &conversation.reminders {
        if newest.module(&reminder.to).is_none() {
            let at = reminder.to.to_string();
            found.push(Stranded { at, what: Hangs::Reminder, fate: Fate::Unfired });
        }
    }
    let kept = conversation.variables.iter();
    let session = conversation.session.iter().filter(|_| !over);
    for (name, value) in kept.chain(session) {
        let Some(declared) = newest.variables.get(name) else { continue };
        let (was, is) = (value.kind(), declared.kind);
        let fits = is == Type::Any || was == is || value.is_missing();
        if !fits && was != Type::Any {
            let what = Hangs::Variable(was, is);
            found.push(Stranded { at: name.clone(), what, fate: Fate::Stays });
        }
    }
    found.sort();
    found.dedup();
    found
}

fn standing(bots: &Bots, conversation: &Conversation, found: &mut Vec<Stranded>) {
    let newest = &*bots.newest;
    let frames = conversation.frames.as_slice();
    match version::landing(newest, frames) {
        Landing::Gone => {
            let at = frames.first().map_or(String::new(), |frame| frame.list.to_string());
            let fate = Fate::Ends(newest.session.after_end);
            found.push(Stranded { at, what: Hangs::Waits, fate });
        }
        Landing::Moves(..) => buttons(bots, frames, found),
        // While its version goes on to the end, so do its buttons.
        Landing::Stays => running(bots, frames, found),
    }
    if let Some(handover) = conversation.handover()
        && let Some((list, _)) = &handover.source.at
        && let Some(at) = gone(newest, list.as_str())
    {
        let fate = finishes(bots, &handover.source.bot);
        found.push(Stranded { at, what: Hangs::Handover, fate });
    }
}

/// Lists that run or wait in a module that is gone.
fn running(bots: &Bots, frames: &[Frame], found: &mut Vec<Stranded>) {
    for frame in frames.iter().filter(|frame| frame.bot != bots.newest.hash) {
        let away = frame.state == FrameState::Away;
        let Some(at) = gone(&bots.newest, frame.list.as_str()).filter(|_| !away) else { continue };
        found.push(Stranded { at, what: Hangs::Runs, fate: finishes(bots, &frame.bot) });
    }
}

fn finishes(bots: &Bots, version: &BotHash) -> Fate {
    if bots.get(version).is_some() { Fate::Finishes } else { Fate::GivesUp }
}

/// The module a list belongs to, where it is gone. Lists of the bot itself begin with `@`.
fn gone(newest: &Bot, list: &str) -> Option<String> {
    let module = list.split('#').next().unwrap_or(list);
    let is_gone = !module.starts_with('@') && newest.module(&ModuleId::new(module)).is_none();
    is_gone.then(|| module.to_owned())
}

/// What the person sees of the module the conversation stands in, and the new version does not know.
fn buttons(bots: &Bots, frames: &[Frame], found: &mut Vec<Stranded>) {
    let newest = &*bots.newest;
    let Some(frame) = frames.last().filter(|frame| frame.bot != newest.hash) else { return };
    let Some(bot) = bots.get(&frame.bot) else { return };
    // Whether there is one is asked, so that their order means nothing.
    let mut lost = false;
    for ((owner, id), press) in &bot.presses {
        let own = owner.as_str() == frame.list.as_str();
        lost |= own && press.acts() && newest.press(owner, id).is_none();
    }
    if lost {
        let at = frame.list.to_string();
        found.push(Stranded { at, what: Hangs::Button, fate: Fate::Typed });
    }
}
