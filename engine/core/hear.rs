//! What happens with a message when the bot may speak: who takes it, in the order of section 7 of the language.

use crate::arrive;
use crate::bot::{Bot, Choice, KeywordsHere, Module};
use crate::condition::fit::{Found, Message};
use crate::condition::text::Tier;
use crate::condition::{Class, Connection, EventName};
use crate::conversation::{Conversation, Frame, FrameState};
use crate::event::{Event, Word};
use crate::follow::{self, Leaving};
use crate::gather;
use crate::handover;
use crate::id::{ButtonId, Timestamp};
use crate::input;
use crate::keyword;
use crate::limit;
use crate::note::Note;
use crate::offer;
use crate::press;
use crate::question;
use crate::run;
use crate::scene::Scene;
use crate::session::AfterEnd;
use crate::unsaid;
use crate::value::Value;
use crate::wake;

/// A word of the person, while the bot may speak.
pub(crate) fn word(scene: &mut Scene, word: &Word) {
    if must_wait(scene) {
        return defer(scene, Event::Word(word.clone()));
    }
    // What was typed before may hand the conversation over; people read what came behind it.
    if !gather::takes(scene, word) && scene.speaking() {
        now(scene, word);
    }
}

/// A word of the person that waits for no other.
pub(crate) fn now(scene: &mut Scene, word: &Word) {
    if must_wait(scene) || arrive::ask_profile(scene) {
        return defer(scene, Event::Word(word.clone()));
    }
    listen(scene, word);
}

/// Whether words have to wait: a service is being called, or the profile has been asked for.
pub(crate) fn must_wait(scene: &Scene) -> bool {
    waits(&scene.conversation)
}

/// The same of a conversation.
pub(crate) fn waits(c: &Conversation) -> bool {
    let calling = |frame: &Frame| matches!(frame.state, FrameState::Http { .. });
    c.asking_profile.is_some() || c.frames.iter().any(calling)
}

/// Keeps an event until what we wait for has come; the one too many fails the call we wait for.
pub(crate) fn defer(scene: &mut Scene, event: Event) {
    scene.conversation.waiting.push(event);
    if scene.conversation.waiting.len() > limit::WAITING {
        scene.fault("too_many_messages: more words waited than are kept");
        arrive::no_answer(scene, "too_many_messages");
        arrive::no_profile(scene);
        scene.conversation.waiting.truncate(limit::WAITING);
    }
}

/// A session that was silent too long is over before the word that comes now.
pub(crate) fn expire_session(scene: &mut Scene) {
    if !is_over(&scene.conversation, scene.newest(), scene.now) {
        return;
    }
    let c = &mut scene.conversation;
    c.frames.clear();
    c.trail.clear();
    c.session.clear();
    c.misses = 0;
    c.begun = false;
    scene.note(Note::Remark("the session had expired".into()));
}

/// Whether a word that comes now begins a new session.
pub(crate) fn is_over(c: &Conversation, newest: &Bot, now: Timestamp) -> bool {
    let busy = |frame: &Frame| match frame.state {
        FrameState::Http { .. } | FrameState::Away => true,
        FrameState::Sleeping { .. } | FrameState::OutsideWindow => true,
        FrameState::Running | FrameState::Standing | FrameState::Asking => false,
        // What it calls decides.
        FrameState::Calling { .. } => false,
        FrameState::Ready { .. } => true,
    };
    let (Some(bound), Some(word)) = (newest.session.expires_after, c.person.last_word_at) else {
        return false;
    };
    // What the bot asked meanwhile of its own accord, after a pause or a reminder, wants an answer too.
    let asked = c.frames.last().map_or(word, |frame| frame.since);
    now.ms_since(word.max(asked)) > bound.as_millis() && !c.frames.iter().any(busy) && !c.is_held()
}

pub(crate) fn listen(scene: &mut Scene, word: &Word) {
    input::take_note_of(scene, word);
    scene.conversation.fired.clear();
    if unsaid::say(scene) || wake::is_held(scene) {
        return wake::wake(scene, word);
    }
    if by_link(scene, word) || press::tap(scene, word) {
        return run::run(scene);
    }
    if std::mem::take(&mut scene.question_is_new) {
        return wake::ask_the_new(scene, word);
    }
    let message = press::as_message(scene, word);
    if !named(scene, &message) && !open_end(scene, &message) {
        nothing_fits(scene);
    }
    run::run(scene);
}

/// The passes over what names something: first exactly, then folded, then with small typing errors.
fn named(scene: &mut Scene, message: &Message) -> bool {
    for tier in Tier::ALL {
        if own_named(scene, message, tier)
            || an_answer(scene, message, tier)
            || keyword::takes(scene, message, tier)
        {
            return true;
        }
    }
    false
}

/// The module on top, as far as words can reach it.
pub(crate) fn listening<'a>(scene: &Scene<'a>) -> Option<&'a Module> {
    let frame = scene.top()?;
    match frame.state {
        FrameState::Standing | FrameState::Asking | FrameState::Sleeping { .. } => {
            scene.module_of(frame)
        }
        FrameState::Running | FrameState::Http { .. } | FrameState::Away => None,
        FrameState::Ready { .. } | FrameState::OutsideWindow | FrameState::Calling { .. } => None,
    }
}

/// Choices that lead out and connections above the first open one.
fn own_named(scene: &mut Scene, message: &Message, tier: Tier) -> bool {
    let Some(module) = listening(scene) else { return false };
    let asking = question::asked(scene).is_some();
    let wanted = |choice: &Choice| !asking || choice.is_way_out();
    if let Some(chosen) = offer::heard(scene, message, tier, wanted) {
        question::chose(scene, &chosen);
        return true;
    }
    if offer::more_heard(scene, message, tier) {
        question::ask_again(scene);
        return true;
    }
    own_connection(scene, module, message, tier)
}

/// Connections that name something, above the first open one. While a question is open, or the module sleeps,
/// none is open: what an open one would take is for the question, or for the list that goes on.
fn own_connection(scene: &mut Scene, module: &Module, message: &Message, tier: Tier) -> bool {
    let stands = scene.top().is_some_and(|frame| frame.state == FrameState::Standing);
    for connection in &module.connections {
        match connection.class {
            Class::Named => {
                if try_connection(scene, connection, message, tier) {
                    scene.conversation.misses = 0;
                    follow::take_own(scene, connection);
                    return true;
                }
            }
            Class::Open if stands && fits(scene, connection, message, tier).is_some() => {
                return false;
            }
            Class::State if stands && follow::given(scene, connection) => return false,
            Class::Open | Class::State | Class::Event | Class::Silence | Class::Outcome => {}
        }
    }
    false
}

/// What a connection finds in the message, where it fits with its `if`.
pub(crate) fn fits(
    scene: &Scene,
    connection: &Connection,
    message: &Message,
    tier: Tier,
) -> Option<Found> {
    let when = connection.when.as_ref()?;
    let mut found = Found::new();
    let fits = when.fits(scene, message, tier, &mut found) && follow::given(scene, connection);
    fits.then_some(found)
}

/// Whether a connection that names something fits in this pass; what it found is kept for `input.*`.
pub(crate) fn try_connection(
    scene: &mut Scene,
    connection: &Connection,
    message: &Message,
    tier: Tier,
) -> bool {
    let gains = connection.when.as_ref().filter(|when| when.gains_in(tier));
    // The `if` may read what the condition finds, so it is put where `input.*` reads before asking.
    let Some(when) = gains else { return false };
    let mut found = Found::new();
    if !when.fits(scene, message, tier, &mut found) {
        return false;
    }
    let before = scene.conversation.facts.input.clone();
    scene.conversation.facts.input.extend(found);
    if follow::given(scene, connection) {
        return true;
    }
    scene.conversation.facts.input = before;
    false
}

/// A valid answer to a narrow question, or the label of one of its choices.
fn an_answer(scene: &mut Scene, message: &Message, tier: Tier) -> bool {
    let Some(ask) = question::asked(scene) else { return false };
    if let Some(chosen) = offer::heard(scene, message, tier, |choice| !choice.is_way_out()) {
        question::chose(scene, &chosen);
        return true;
    }
    if tier != Tier::Exact || !question::is_narrow(scene, ask) {
        return false;
    }
    let Some(value) = question::read(scene, ask, message.word) else { return false };
    question::answered(scene, ask, value);
    true
}

/// What takes any message: the question that takes any text, then open connections, then those without a condition.
fn open_end(scene: &mut Scene, message: &Message) -> bool {
    if let Some(ask) = question::asked(scene)
        && !question::is_narrow(scene, ask)
        && let Some(value) = question::read(scene, ask, message.word)
    {
        question::answered(scene, ask, value);
        return true;
    }
    if own_open(scene, message) {
        return true;
    }
    let bot = scene.newest();
    let open = bot.keywords.open();
    let keywords_here = listening(scene).and_then(|module| module.keywords);
    if keywords_here == Some(KeywordsHere::None) || question::asked(scene).is_some() {
        return false;
    }
    for connection in open {
        if fits(scene, connection, message, Tier::Folded).is_some() {
            keyword::take(scene, connection);
            return true;
        }
    }
    false
}

fn own_open(scene: &mut Scene, message: &Message) -> bool {
    let Some(frame) = scene.top() else { return false };
    if frame.state != FrameState::Standing {
        return false;
    }
    let Some(module) = scene.module_of(frame) else { return false };
    for connection in &module.connections {
        let takes = match connection.class {
            Class::Open => fits(scene, connection, message, Tier::Folded).is_some(),
            Class::State => follow::given(scene, connection),
            Class::Named | Class::Event | Class::Silence | Class::Outcome => false,
        };
        if takes {
            scene.conversation.misses = 0;
            follow::take_own(scene, connection);
            return true;
        }
    }
    false
}

/// After a choice without a way of its own: the module's connections, as if its label in the main language had
/// been typed, or it pressed.
pub(crate) fn after_choice(scene: &mut Scene, id: &ButtonId) {
    let Some(module) = listening(scene) else { return };
    let choice = module.choices.iter().find(|choice| choice.id == *id);
    let text = match (choice, &module.each) {
        // Only the label as it was chosen still tells of its item.
        (Some(_), Some(_)) => scene.conversation.facts.input.get("label").cloned(),
        (Some(choice), None) => Some(Value::text(question::main_label(scene, choice))),
        (None, _) => None,
    };
    let text = text.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned();
    let word = Word { text, ..Word::default() };
    let mut message = Message::new(&word);
    message.pressed = Some(id.as_str());
    for tier in Tier::ALL {
        if own_connection(scene, module, &message, tier) {
            return;
        }
    }
    if !own_open(scene, &message) {
        question::ask_again(scene);
    }
}

fn nothing_fits(scene: &mut Scene) {
    let state = scene.top().map(|frame| frame.state.clone());
    match state {
        None => enter_or_miss(scene),
        Some(FrameState::Sleeping { .. }) => {
            if let Some(frame) = scene.top_mut() {
                frame.state = FrameState::Running;
            }
        }
        Some(FrameState::Asking) => match question::asked(scene) {
            Some(ask) => question::invalid(scene, ask),
            None => miss(scene),
        },
        Some(
            FrameState::Running
            | FrameState::Standing
            | FrameState::Http { .. }
            | FrameState::Away
            | FrameState::Ready { .. }
            | FrameState::OutsideWindow
            | FrameState::Calling { .. },
        ) => miss(scene),
    }
}

/// A word that came through a link or ad the bot declares is that entry; its text is not matched again.
fn by_link(scene: &mut Scene, word: &Word) -> bool {
    let bot = scene.newest();
    let Some(referral) = &word.referral else { return false };
    let reference = referral.reference.as_deref();
    let entry = reference.and_then(|reference| bot.entries.by_ref(reference));
    let Some((name, leads)) = entry else { return false };
    scene.conversation.misses = 0;
    follow::note_entry(scene, &format!("ref.{name}"));
    handover::set_event(scene, EventName::Referral, Some(referral));
    follow::come_in(scene, leads);
    true
}

/// A conversation that stands nowhere: a new one begins, an ended one is answered as the author wishes.
fn enter_or_miss(scene: &mut Scene) {
    let bot = scene.newest();
    match bot.session.after_end {
        AfterEnd::Fallback if scene.conversation.begun => miss(scene),
        AfterEnd::Silent if scene.conversation.begun => {
            scene.note(Note::Remark("the path has ended, and nothing is answered then".into()));
        }
        AfterEnd::Fallback | AfterEnd::Silent | AfterEnd::Start => {
            scene.conversation.misses = 0;
            follow::enter(scene, &bot.start);
        }
    }
}

/// A miss: the fallback is said and the open question asked again, or its `to` is taken.
fn miss(scene: &mut Scene) {
    if !missed(scene) {
        say_fallback(scene);
        question::ask_again(scene);
    }
}

/// Counts a miss; `true` when it was one too many and the fallback's `to` has been taken.
pub(crate) fn missed(scene: &mut Scene) -> bool {
    let fallback = &scene.newest().fallback;
    let misses = scene.conversation.misses.saturating_add(1);
    scene.conversation.misses = misses;
    scene.note(Note::Missed { misses });
    let Some(to) = fallback.to.as_ref().filter(|_| misses >= fallback.give_up_after) else {
        return false;
    };
    scene.conversation.misses = 0;
    follow::go(scene, scene.newest(), to, Leaving::All);
    true
}

/// Says the fallback's text.
pub(crate) fn say_fallback(scene: &mut Scene) {
    let visit = u32::from(scene.conversation.misses);
    run::say_aside(scene, &scene.newest().fallback.say, ("@fallback", visit, 0));
}
