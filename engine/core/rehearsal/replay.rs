//! A recorded conversation, played against another version of its bot: where the two part.
//!
//! What was recorded is what came in: words, taps, answers of services, deadlines, each with its moment. Both versions are
//! stepped through it side by side, and what each does is compared. Invariant: until they part they ask for the same
//! effects in the same order, so that recorded results belong to the effects of both.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::tale::happening_shown;
use super::thread::{Happening, Turn};
use super::why::why_of;
use crate::bot::{Bot, Bots};
use crate::conversation::{Conversation, PageFacts};
use crate::effect::Effect;
use crate::event::Event;
use crate::id::{BotHash, ContactId, EffectId, Timestamp};
use crate::language::{SourceFile, load};
use crate::note::Note;
use crate::step::{Step, step};
use crate::value::Value;

/// Lines that are shown before the place where the two part.
const SHOWN: usize = 40;

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

/// What the person or the world outside sees of an effect.
fn done(effect: &Effect, bot: &Bot) -> Option<String> {
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

fn emitted(note: &Note) -> Option<String> {
    let Note::Emitted { name, data } = note else { return None };
    Some(format!("    --  emits {name} {}", Value::Map(data.clone()).to_json()))
}

/// The way a version went, in words: what was taken and entered, what nothing fitted.
fn way(note: &Note) -> Option<String> {
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
fn came(event: &Event) -> Option<String> {
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
            let whom = |app: &Option<crate::id::AppId>| {
                app.as_ref().map_or("nobody".to_owned(), ToString::to_string)
            };
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
struct Tale {
    lines: Vec<(Timestamp, String)>,
}

impl Tale {
    /// The last lines, with how much time lies between them where it is much.
    fn shown(&self) -> String {
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
                out +=
                    &format!("    --  {} later\n", crate::duration::Duration(ms / 1_000 * 1_000));
            }
            out += line;
            out.push('\n');
            last = Some(*at);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Answer, Word};
    use crate::rehearsal::Subject;

    const OLD: &str = "
bot: shop
language: en
start: welcome
services: { shop: { url: 'https://shop.example' } }
fallback: { say: Sorry? }
modules:
  welcome:
    say: Hello!
    choices: [ { label: Order, to: order } ]
  order:
    http: { get: shop/orders, save: { total: total } }
    connections: [ { when: { outcome: failed }, to: end } ]
    to: told
  told: { say: 'There are {{total}}.', to: end }
";

    fn files(text: &str) -> Vec<SourceFile> {
        vec![SourceFile { path: "bot.yaml".into(), text: text.to_owned() }]
    }

    fn subject(text: &str) -> Subject {
        let loaded = load(files(text));
        let told = crate::language::render(&loaded, false);
        let bot = loaded.bot.unwrap_or_else(|| panic!("{told}"));
        Subject::new(Arc::new(bot), loaded.places, loaded.files)
    }

    fn word(text: &str, sent_at: Timestamp) -> Event {
        Event::Word(Word { sent_at, text: text.to_owned(), ..Word::default() })
    }

    /// A conversation that was had with the old version: hi, order, and the service's answer.
    fn trace() -> Trace {
        let old = subject(OLD);
        let page = PageFacts::unknown();
        let at = |ms: i64| Timestamp(1_772_440_200_000 + ms);
        let mut conversation =
            Conversation::new(Arc::new(page.clone()), ContactId::new("anna"), at(0));
        let mut steps = Vec::new();
        let mut call = None;
        for (ms, text) in [(0, "hi"), (5_000, "Order")] {
            let event = word(text, at(ms));
            let done = step(&old.bots, conversation, &event, at(ms));
            conversation = done.conversation;
            let calls = |effect: &Effect| numbered(effect).filter(|(kind, _)| *kind == 4);
            call = done.effects.iter().find_map(calls).map(|(_, id)| id).or(call);
            steps.push(TraceStep { at: at(ms), event: Some(event), on_the_way: false });
        }
        let answer = Answer {
            status: 200,
            headers: indexmap::IndexMap::new(),
            body: Some(serde_json::json!({ "total": 3 })),
            error: None,
            ms: 40,
        };
        let event = Event::Answer { effect: call.expect("the service is called"), answer };
        steps.push(TraceStep { at: at(6_000), event: Some(event), on_the_way: false });
        let hash = old.bots.newest.hash.clone();
        Trace {
            baton_trace: FORMAT,
            page,
            contact: ContactId::new("anna"),
            whole: true,
            versions: vec![(hash.clone(), vec![("bot.yaml".to_owned(), OLD.to_owned())])],
            newest: vec![(at(0), hash)],
            steps,
        }
    }

    #[test]
    fn a_version_that_says_the_same_does_not_depart_whatever_it_is_called_inside() {
        let new = OLD.replace("told", "result") + "moved: { told: result }\n";
        let replayed = replay(&trace(), &subject(&new)).unwrap();
        assert_eq!(replayed.parted, None);
        assert_eq!(replayed.played, 3);
        assert!(replayed.transcript.contains("   bot  There are 3."), "{}", replayed.transcript);
    }

    #[test]
    fn a_recorded_answer_of_a_service_reaches_the_other_version_too() {
        let new = OLD.replace("There are {{total}}.", "You have {{total}} orders.");
        let parted = replay(&trace(), &subject(&new)).unwrap().parted.unwrap();
        assert_eq!(parted.recorded, ["   bot  There are 3."]);
        assert_eq!(parted.now, ["   bot  You have 3 orders."]);
        assert_eq!(parted.after, "    --  the service answers 200");
    }

    #[test]
    fn where_another_way_is_taken_it_is_said_why() {
        let new = OLD.replace("label: Order", "label: My orders");
        let replayed = replay(&trace(), &subject(&new)).unwrap();
        let parted = replayed.parted.unwrap();
        // The choices stand below the first message already.
        assert_eq!(parted.after, "  user  hi");
        let new = OLD.replace(
            "say: Hello!\n    choices: [ { label: Order, to: order } ]",
            "say: Hello!\n    choices: [ { label: Order, to: told } ]",
        );
        let parted = replay(&trace(), &subject(&new)).unwrap().parted.unwrap();
        assert_eq!(parted.recorded, ["    --  GET shop/orders"]);
        assert!(parted.way_now.contains(&"enters `told`".to_owned()), "{:?}", parted.way_now);
        assert!(parted.why.contains("bot.yaml:9"), "{}", parted.why);
    }

    #[test]
    fn a_version_that_asks_for_the_profile_first_is_not_another_for_that() {
        let new =
            OLD.replace("say: Hello!", "say: '{{#if user.last_name}}Hi{{else}}Hello{{/if}}!'");
        let replayed = replay(&trace(), &subject(&new)).unwrap();
        assert_eq!(replayed.parted, None, "{}", replayed.transcript);
    }

    #[test]
    fn what_was_not_kept_ends_the_play_and_a_strange_trace_is_refused() {
        let mut cut = trace();
        cut.steps[2].event = None;
        let replayed = replay(&cut, &subject(OLD)).unwrap();
        assert!(replayed.cut && replayed.parted.is_none());
        assert_eq!(replayed.played, 2);
        let strange = Trace { baton_trace: 9, ..trace() };
        assert_eq!(replay(&strange, &subject(OLD)).unwrap_err(), Unplayable::Form(9));
        let text = serde_json::to_string(&trace()).unwrap();
        let read: Trace = serde_json::from_str(&text).unwrap();
        assert!(replay(&read, &subject(OLD)).unwrap().parted.is_none());
    }
}
