//! Why a message led where it did: of each choice, connection and keyword that was tried, what kept it from fitting.
//!
//! Asked for only where a test has departed, so that a step need not remember what it tried.

use super::Subject;
use super::meet::module_of;
use super::thread::Turn;
use super::world::World;
use crate::bot::{KeywordsHere, Module};
use crate::condition::fit::{Found, Message};
use crate::condition::text::Tier;
use crate::condition::{Class, Condition, Connection, Is, Sends};
use crate::conversation::{Conversation, FrameState, Hand, Outcome};
use crate::event::{Event, Word};
use crate::expression::Expression;
use crate::hear;
use crate::id::ModuleId;
use crate::input;
use crate::language::{Place, outcome_word};
use crate::note::Note;
use crate::offer;
use crate::outcome::mentions;
use crate::press;
use crate::question;
use crate::scene::Scene;
use crate::scope;

/// Lines that are shown; of a bot with hundreds of keywords nobody reads all.
const SHOWN: usize = 24;
/// Letters of a line of the flow that are shown.
const LETTERS: usize = 64;

/// What was tried in one turn, and why it did not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Why {
    heading: String,
    tried: Vec<Tried>,
    /// Something fitted: what stands below it was not tried.
    taken: bool,
}

/// One thing that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tried {
    place: Place,
    /// The short `to` beside the actions, of which the place shows only where it leads.
    short: bool,
    why: String,
}

impl Why {
    /// As lines of text, each with its place in the flow.
    pub(crate) fn shown(&self, subject: &Subject) -> String {
        let mut out = format!("  {}\n", self.heading);
        for Tried { place, short, why } in self.tried.iter().take(SHOWN) {
            let line: String = place.line(&subject.files).chars().take(LETTERS).collect();
            let at = place.shown(&subject.files);
            let to = if *short { "to: " } else { "" };
            out.push_str(&format!("    {at}  {to}{line}\n        {why}\n"));
        }
        if self.tried.len() > SHOWN {
            out.push_str(&format!("    … and {} more\n", self.tried.len() - SHOWN));
        }
        out
    }

    /// Adds what was tried, and why it did not fit; `true` where it did, so that nothing else was tried.
    fn add(&mut self, place: Option<&Place>, short: bool, why: Option<String>) -> bool {
        self.taken = why.is_none();
        let why = why.unwrap_or_else(|| "this fits".to_owned());
        self.tried.push(Tried { place: place.cloned().unwrap_or_default(), short, why });
        self.taken
    }
}

/// Of the last act: what was tried for the person's word, and after how an action ended.
pub(crate) fn why(subject: &Subject, world: &World<'_>) -> Vec<Why> {
    let thread = &world.threads[world.who];
    why_of(subject, &thread.turns, &thread.conversation)
}

/// The same of some turns that follow each other, and the conversation behind them.
pub(super) fn why_of(subject: &Subject, turns: &[Turn], behind: &Conversation) -> Vec<Why> {
    let mut all = Vec::new();
    for (at, turn) in turns.iter().enumerate() {
        let after = turns.get(at + 1).map_or(behind, |next| &next.before);
        if let Event::Word(word) = &turn.event {
            all.extend(of_word(subject, turn, word, after));
        }
        let ended = turn.notes.iter().rev().find(|note| matches!(note, Note::Ended { .. }));
        if let Some(Note::Ended { list, outcome }) = ended {
            all.extend(of_outcome(subject, turn, after, list, *outcome));
        }
    }
    all
}

fn of_word(subject: &Subject, turn: &Turn, word: &Word, after: &Conversation) -> Option<Why> {
    let mut scene = Scene::new(&subject.bots, turn.before.clone(), turn.now);
    if !scene.speaking() {
        if !matches!(after.hand, Hand::People { .. }) {
            return None;
        }
        let heading = format!(
            "people have the conversation when \"{}\" is said, and none of the ways back is it",
            word.text
        );
        return Some(Why { heading, tried: Vec::new(), taken: false });
    }
    hear::expire_session(&mut scene);
    input::take_note_of(&mut scene, word);
    let module = scene.top_module();
    let place = module.map_or("nowhere yet".to_owned(), |module| format!("in `{}`", module.id));
    let heading = format!("what \"{}\" was compared with, {place}:", word.text);
    let mut why = Why { heading, tried: Vec::new(), taken: false };
    let tapped = press::named(word).map(|named| (named.owner, named.id));
    if tapped.is_some_and(|key| scene.newest().presses.contains_key(&key)) {
        return None;
    }
    let message = press::as_message(&scene, word);
    if let Some(module) = module {
        own(subject, &scene, module, &message, &mut why);
    }
    let narrow = question::asked(&scene).map(|ask| question::is_narrow(&scene, ask));
    if !why.taken && narrow == Some(true) {
        asked(subject, &mut scene, word, &mut why);
    }
    if !why.taken {
        keywords(subject, &scene, module, &message, &mut why);
    }
    if !why.taken && narrow == Some(false) {
        asked(subject, &mut scene, word, &mut why);
    }
    (!why.tried.is_empty()).then_some(why)
}

fn own(
    subject: &Subject,
    scene: &Scene<'_>,
    module: &Module,
    message: &Message<'_>,
    why: &mut Why,
) {
    for choice in offer::module(scene).map_or(&[] as &[_], |module| &module.choices) {
        let place = subject.places.presses.get(&(module.id.clone(), choice.id.clone()));
        let heard = |tier| offer::heard(scene, message, tier, |one| one.id == choice.id).is_some();
        let is_label = Tier::ALL.into_iter().any(heard);
        let no = (!is_label).then(|| "the message is not this label".to_owned());
        if why.add(place, false, no) {
            return;
        }
    }
    let stands = scene.top().is_some_and(|frame| frame.state == FrameState::Standing);
    let places = subject.places.modules.get(&module.id).map(|(_, places)| places.as_slice());
    for (at, connection) in module.connections.iter().enumerate() {
        let place = places.and_then(|places| places.get(at));
        let no = match connection.class {
            Class::Named => misfit(scene, connection, message),
            Class::Open | Class::State if stands => misfit(scene, connection, message),
            Class::Open | Class::State if question::asked(scene).is_some() => {
                Some("it plays no part while a question is open".to_owned())
            }
            Class::Open | Class::State => Some("it plays no part while the list runs".to_owned()),
            Class::Event => Some("it waits for an event, not for a word".to_owned()),
            Class::Silence => Some("it waits for a silence".to_owned()),
            Class::Outcome => Some("it waits for how an action ends".to_owned()),
        };
        if why.add(place, connection.short, no) {
            return;
        }
    }
}

/// Whether the open question takes it.
fn asked(subject: &Subject, scene: &mut Scene<'_>, word: &Word, why: &mut Why) {
    let Some(ask) = question::asked(scene) else { return };
    let place = scene.top().and_then(|frame| {
        let actions = subject.places.lists.get(&frame.list)?;
        actions.get(usize::from(frame.next.checked_sub(1)?))
    });
    let valid = question::read(scene, ask, word).is_some();
    why.add(place, false, (!valid).then(|| "it is no valid answer to the question".to_owned()));
}

fn keywords(
    subject: &Subject,
    scene: &Scene<'_>,
    module: Option<&Module>,
    message: &Message<'_>,
    why: &mut Why,
) {
    let free = question::asked(scene).is_some_and(|ask| !question::is_narrow(scene, ask));
    let whole_only = match module.and_then(|module| module.keywords) {
        Some(KeywordsHere::None) => return,
        Some(KeywordsHere::Exact) => true,
        Some(KeywordsHere::All) => false,
        None => free,
    };
    for (at, connection) in scene.newest().keywords.iter().enumerate() {
        let exact = connection.when.as_ref().is_some_and(Condition::is_exact);
        let no = match connection.class {
            Class::Named if whole_only && !exact => {
                Some("here only keywords for the whole message hold".to_owned())
            }
            Class::Named | Class::Open | Class::State => misfit(scene, connection, message),
            Class::Event | Class::Silence | Class::Outcome => {
                Some("it waits for something else than a word".to_owned())
            }
        };
        if why.add(subject.places.keywords.get(at), false, no) {
            return;
        }
    }
}

/// What keeps a connection from fitting; `None`: it fits.
fn misfit(scene: &Scene<'_>, connection: &Connection, message: &Message<'_>) -> Option<String> {
    let unfit = connection.when.as_ref().and_then(|when| unfit(scene, when, message));
    unfit.or_else(|| connection.given.as_ref().and_then(|given| untrue(scene, given)))
}

/// What keeps a condition from fitting.
fn unfit(scene: &Scene<'_>, condition: &Condition, message: &Message<'_>) -> Option<String> {
    let fits = |tier| condition.fits(scene, message, tier, &mut Found::new());
    if Tier::ALL.into_iter().any(fits) {
        return None;
    }
    Some(match condition {
        Condition::All(parts) => {
            return parts.iter().find_map(|part| unfit(scene, part, message));
        }
        Condition::Says(_) => "the whole message is none of these texts".to_owned(),
        Condition::Like(_) => "the whole message is like none of these texts".to_owned(),
        Condition::Understands(_) => {
            "the platform's language understanding did not find it".to_owned()
        }
        Condition::Contains(_) => "none of these stands in the message".to_owned(),
        Condition::StartsWith(_) => "the message begins with none of these".to_owned(),
        Condition::Matches(_) => "the expression does not fit".to_owned(),
        Condition::Is(Is::Yes) => "the message is no yes".to_owned(),
        Condition::Is(Is::No) => "the message is no no".to_owned(),
        Condition::Is(Is::Kind(_)) => "the message is no such thing".to_owned(),
        Condition::Sends(Sends::Text | Sends::Anything) => "no text was sent".to_owned(),
        Condition::Sends(_) => "nothing of the kind was sent".to_owned(),
        Condition::Pressed(_) => "this button was not pressed".to_owned(),
        Condition::Event(_) | Condition::Outcome(_) | Condition::NoReply(_) => {
            "it waits for something else than a word".to_owned()
        }
        Condition::Any(_) => "none of them holds".to_owned(),
        Condition::Not(_) => "what it excludes holds".to_owned(),
    })
}

/// Why an `if` does not hold: the values it reads.
fn untrue(scene: &Scene<'_>, given: &Expression) -> Option<String> {
    match given.holds(scene) {
        Ok(true) => return None,
        Ok(false) => {}
        Err(fault) => return Some(format!("its `if` cannot be calculated: {fault}")),
    }
    let mut values: Vec<String> = Vec::new();
    for name in given.names() {
        let value = scope::find(scene, &name.path);
        let name = name.path.join(".");
        let shown = match value.is_missing() {
            true => format!("`{name}` has no value"),
            false => format!("`{name}` is {}", value.to_json()),
        };
        if !values.contains(&shown) {
            values.push(shown);
        }
    }
    let values = values.join(", ");
    Some(if values.is_empty() {
        "its `if` does not hold".to_owned()
    } else {
        format!("its `if` does not hold: {values}")
    })
}

fn of_outcome(
    subject: &Subject,
    turn: &Turn,
    after: &Conversation,
    list: &str,
    outcome: Outcome,
) -> Option<Why> {
    let id = ModuleId::new(module_of(&crate::id::ListId::new(list)));
    let module = subject.bots.newest.modules.get(&id).filter(|_| list == id.as_str())?;
    let scene = Scene::new(&subject.bots, after.clone(), turn.now);
    let heading = format!("`{id}` ended with the outcome {}:", outcome_word(outcome));
    let mut why = Why { heading, tried: Vec::new(), taken: false };
    let places = subject.places.modules.get(&id).map(|(_, places)| places.as_slice());
    for (at, connection) in module.connections.iter().enumerate() {
        let no = match connection.class {
            Class::Outcome => {
                let named = connection.when.as_ref().is_some_and(|when| mentions(when, outcome));
                let other = || "it waits for another outcome".to_owned();
                if named { misgiven(&scene, connection) } else { Some(other()) }
            }
            Class::State => misgiven(&scene, connection),
            Class::Named | Class::Open | Class::Event | Class::Silence => continue,
        };
        if why.add(places.and_then(|places| places.get(at)), connection.short, no) {
            break;
        }
    }
    (!why.tried.is_empty()).then_some(why)
}

fn misgiven(scene: &Scene<'_>, connection: &Connection) -> Option<String> {
    connection.given.as_ref().and_then(|given| untrue(scene, given))
}
