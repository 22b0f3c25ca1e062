//! A recorded conversation, played against another version of its bot: where the two part.
//!
//! What was recorded is what came in: words, taps, answers of services, deadlines, each with its moment. Both versions are
//! stepped through it side by side, and what each does is compared. Invariant: until they part they ask for the same
//! effects in the same order, so that recorded results belong to the effects of both.

#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::thread::Turn;
use super::why::why_of;
use crate::bot::{Bot, Bots};
use crate::conversation::{Conversation, PageFacts};
use crate::effect::Effect;
use crate::event::Event;
use crate::id::{BotHash, ContactId, EffectId, Timestamp};
use crate::language::{SourceFile, load};
use crate::step::{Step, step};

use words::{Tale, came, done, emitted, way};

/// The form of a trace; a program reads its own.
pub const FORMAT: u16 = 1;

/// Everything that came in, in one conversation, and the bot it came to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// [`FORMAT`] of the program that wrote it.
    pub baton_trace: u16,
    /// What was known of the page.
    pub page: PageFacts,
    /// The person.
    pub contact: ContactId,
    /// Whether it begins with the person's first word; else what came before is no longer kept.
    pub whole: bool,
    /// The versions of the bot by their names, each with its files: path and text.
    pub versions: Vec<(BotHash, Vec<(String, String)>)>,
    /// Which version was the newest from when on, in order.
    pub newest: Vec<(Timestamp, BotHash)>,
    /// What came in, in order.
    pub steps: Vec<TraceStep>,
}

/// One thing that came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TraceStep {
    /// When it was run.
    pub at: Timestamp,
    /// What it was; `None`: something that was too large to be kept, and nothing can be played from here on.
    pub event: Option<Event>,
    /// Whether messages of ours were on their way then.
    pub on_the_way: bool,
}

/// Why a trace cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unplayable {
    /// Another program wrote it.
    #[error("this trace has form {0}, and this program reads form {FORMAT}")]
    Form(u16),
    /// Nothing is in it.
    #[error("nothing that came in is recorded in it")]
    Empty,
    /// The version it was recorded with is not in it, or is no longer read without a mistake.
    #[error("the bot it was recorded with cannot be read: version {0}")]
    Version(BotHash),
}

/// How a trace went.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// What happened, as far as both went the same way.
    pub transcript: String,
    /// Where they part; none: they do not.
    pub parted: Option<Parted>,
    /// How many steps were played.
    pub played: usize,
    /// Something that came in was not kept, and what follows could not be played.
    pub cut: bool,
}

/// Where two versions part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// What came in.
    pub after: String,
    /// What the recorded version did.
    pub recorded: Vec<String>,
    /// What the other one does.
    pub now: Vec<String>,
    /// The way of the recorded version.
    pub way_recorded: Vec<String>,
    /// The way of the other one.
    pub way_now: Vec<String>,
    /// What the other one compared the message with, with places in its files.
    pub why: String,
}

/// One of the two versions on its way; what it did since the two were compared last.
struct Side {
    conversation: Conversation,
    turns: Vec<Turn>,
    done: Vec<String>,
    way: Vec<String>,
    /// Its effects, by what they are.
    effects: Vec<(u8, EffectId)>,
}

impl Side {
    fn new(trace: &Trace, at: Timestamp) -> Self {
        let page = Arc::new(trace.page.clone());
        Self {
            conversation: Conversation::new(page, trace.contact.clone(), at),
            turns: Vec::new(),
            done: Vec::new(),
            way: Vec::new(),
            effects: Vec::new(),
        }
    }

    fn step(&mut self, bots: &Bots, one: &TraceStep, event: &Event) {
        let mut before = self.conversation.clone();
        before.on_the_way = one.on_the_way;
        let Step { conversation, effects, notes } = step(bots, before.clone(), event, one.at);
        self.conversation = conversation;
        self.done.extend(effects.iter().filter_map(|effect| done(effect, &bots.newest)));
        self.done.extend(notes.iter().filter_map(emitted));
        self.way.extend(notes.iter().filter_map(way));
        self.effects.extend(effects.iter().filter_map(numbered));
        self.turns.push(Turn { before, event: event.clone(), notes, now: one.at });
    }

    /// Whether an answer is up to the question for the profile, which the other side may not have asked.
    fn asks_profile(&self) -> bool {
        self.conversation.asking_profile.is_some()
    }

    fn forget(&mut self) {
        self.turns.clear();
        self.done.clear();
        self.way.clear();
        self.effects.clear();
    }
}

/// Plays a recorded conversation against another version.
///
/// # Errors
/// Why the recorded side cannot be played.
pub fn replay(trace: &Trace, subject: &Subject) -> Result<Replayed, Unplayable> {
    if trace.baton_trace != FORMAT {
        return Err(Unplayable::Form(trace.baton_trace));
    }
    let first = trace.steps.first().ok_or(Unplayable::Empty)?;
    let versions = versions(trace)?;
    let (mut recorded, mut now) = (Side::new(trace, first.at), Side::new(trace, first.at));
    // What the numbers of recorded effects are on the other side.
    let mut numbers: HashMap<EffectId, EffectId> = HashMap::new();
    let (mut tale, mut after) = (Tale::default(), None);
    let mut played = 0;
    for one in &trace.steps {
        let Some(event) = &one.event else {
            let transcript = tale.shown();
            return Ok(Replayed { transcript, parted: None, played, cut: true });
        };
        recorded.step(&newest_at(trace, &versions, one.at)?, one, event);
        now.step(&subject.bots, one, &renumbered(event, &numbers));
        if let (Some((effect, _)), false) =
            (now.conversation.asking_profile, recorded.asks_profile())
        {
            // Nobody was asked then; the platform may have given none.
            now.step(&subject.bots, one, &Event::ProfileIs { effect, profile: None });
        }
        played += 1;
        let came = came(event);
        tale.lines.extend(came.iter().map(|came| (one.at, came.clone())));
        after = came.or(after);
        if recorded.asks_profile() || now.asks_profile() {
            continue;
        }
        if recorded.done != now.done {
            let parted = parted(subject, after, recorded, now);
            return Ok(Replayed {
                transcript: tale.shown(),
                parted: Some(parted),
                played,
                cut: false,
            });
        }
        numbers.extend(pairs(&recorded.effects, &now.effects));
        tale.lines.extend(recorded.done.iter().map(|line| (one.at, line.clone())));
        recorded.forget();
        now.forget();
    }
    Ok(Replayed { transcript: tale.shown(), parted: None, played, cut: false })
}

fn parted(subject: &Subject, after: Option<String>, recorded: Side, now: Side) -> Parted {
    let why = why_of(subject, &now.turns, &now.conversation);
    Parted {
        after: after.unwrap_or_else(|| "    --  time passes".to_owned()),
        recorded: recorded.done,
        now: now.done,
        way_recorded: recorded.way,
        way_now: now.way,
        why: why.iter().map(|why| why.shown(subject)).collect(),
    }
}

/// Effects of the same kind belong together in their order.
fn pairs(recorded: &[(u8, EffectId)], now: &[(u8, EffectId)]) -> Vec<(EffectId, EffectId)> {
    let of = |kind: u8, all: &[(u8, EffectId)]| -> Vec<EffectId> {
        all.iter().filter(|(one, _)| *one == kind).map(|(_, id)| *id).collect()
    };
    (0..KINDS).flat_map(|kind| of(kind, recorded).into_iter().zip(of(kind, now))).collect()
}

/// Kinds of effects that have a number.
const KINDS: u8 = 6;

fn numbered(effect: &Effect) -> Option<(u8, EffectId)> {
    match effect {
        Effect::Send(send) => Some((0, send.id)),
        Effect::Pass { id, .. } => Some((1, *id)),
        Effect::Take { id, .. } => Some((2, *id)),
        Effect::AskOwner { id } => Some((3, *id)),
        Effect::Http { id, .. } => Some((4, *id)),
        Effect::AskProfile { id } => Some((5, *id)),
        Effect::Typing { .. } => None,
    }
}

/// A recorded result under the number its effect has on the other side.
fn renumbered(event: &Event, numbers: &HashMap<EffectId, EffectId>) -> Event {
    let mut event = event.clone();
    match &mut event {
        Event::Sent { effect, .. }
        | Event::Passed { effect, .. }
        | Event::Took { effect, .. }
        | Event::OwnerIs { effect, .. }
        | Event::Answer { effect, .. }
        | Event::ProfileIs { effect, .. } => {
            *effect = numbers.get(effect).copied().unwrap_or(*effect)
        }
        Event::Word(_)
        | Event::Opening(_)
        | Event::Echo(_)
        | Event::Control(_)
        | Event::Requested { .. }
        | Event::Lost { .. }
        | Event::System(_)
        | Event::Due
        | Event::Operator(_) => {}
    }
    event
}

/// All versions of a trace, read.
fn versions(trace: &Trace) -> Result<HashMap<BotHash, Arc<Bot>>, Unplayable> {
    let mut all = HashMap::new();
    for (hash, files) in &trace.versions {
        let file =
            |(path, text): &(String, String)| SourceFile { path: path.clone(), text: text.clone() };
        let bot = load(files.iter().map(file).collect()).bot;
        let bot = bot.ok_or_else(|| Unplayable::Version(hash.clone()))?;
        all.insert(hash.clone(), Arc::new(bot));
    }
    Ok(all)
}

/// The versions as they were at a moment.
fn newest_at(
    trace: &Trace,
    versions: &HashMap<BotHash, Arc<Bot>>,
    at: Timestamp,
) -> Result<Bots, Unplayable> {
    let then = trace.newest.iter().rev().find(|(from, _)| *from <= at).or(trace.newest.first());
    let Some((_, hash)) = then else { return Err(Unplayable::Empty) };
    let newest = versions.get(hash).ok_or_else(|| Unplayable::Version(hash.clone()))?;
    Ok(Bots { newest: Arc::clone(newest), by_hash: versions.clone() })
}
