//! What happens with a message when the bot may speak: who takes it, in the order of section 7 of the language.

use crate::arrive;
use crate::bot::{KeywordsHere, Module};
use crate::condition::fit::{Found, Message};
use crate::condition::text::Tier;
use crate::condition::{Class, Connection};
use crate::conversation::{Frame, FrameState};
use crate::event::{AttachmentKind, Event, Word};
use crate::follow::{self, Leaving};
use crate::id::ButtonId;
use crate::limit;
use crate::note::Note;
use crate::press;
use crate::question;
use crate::run;
use crate::scene::Scene;
use crate::value::Value;
use crate::wake;

/// A word of the person, while the bot may speak.
pub(crate) fn word(scene: &mut Scene, word: &Word) {
    if must_wait(scene) {
        return defer(scene, Event::Word(word.clone()));
    }
    if arrive::ask_profile(scene) {
        return defer(scene, Event::Word(word.clone()));
    }
    listen(scene, word);
}

/// Whether words have to wait: a service is being called, or the profile has been asked for.
pub(crate) fn must_wait(scene: &Scene) -> bool {
    let calling = |frame: &Frame| matches!(frame.state, FrameState::Http { .. });
    scene.conversation.asking_profile.is_some() || scene.conversation.frames.iter().any(calling)
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
    let busy = |frame: &Frame| match frame.state {
        FrameState::Http { .. } | FrameState::Away => true,
        FrameState::Sleeping { .. } | FrameState::OutsideWindow => true,
        FrameState::Running | FrameState::Standing | FrameState::Asking => false,
        // What it calls decides.
        FrameState::Calling { .. } => false,
        FrameState::Ready { .. } => true,
    };
    let Some(bound) = scene.newest().session_expires else { return };
    let Some(last) = scene.conversation.person.last_word_at else { return };
    if scene.now.ms_since(last) <= bound.as_millis() {
        return;
    }
    if scene.conversation.frames.iter().any(busy) || scene.conversation.held.is_some() {
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

/// Sets what `input.*` reads.
pub(crate) fn take_note_of(scene: &mut Scene, word: &Word) {
    let mut input = Found::new();
    input.insert("text".into(), Value::text(&word.text));
    input.insert("kind".into(), Value::text(kind_of(word)));
    if let Some(press) = &word.press {
        input.insert("label".into(), Value::text(press.title.clone().unwrap_or_default()));
    }
    if let Some(attachment) = word.attachments.first() {
        let text = |text: &Option<String>| Value::text(text.clone().unwrap_or_default());
        input.insert("url".into(), text(&attachment.url));
        input.insert("file_name".into(), text(&attachment.title));
        if let Some((latitude, longitude)) = attachment.place {
            input.insert("latitude".into(), Value::Number(latitude));
            input.insert("longitude".into(), Value::Number(longitude));
        }
    }
    scene.conversation.facts.input = input;
}

fn kind_of(word: &Word) -> &'static str {
    let Some(attachment) = word.attachments.first() else { return "text" };
    match attachment.kind {
        AttachmentKind::Image => "image",
        AttachmentKind::Video => "video",
        AttachmentKind::Audio => "audio",
        AttachmentKind::File => "file",
        AttachmentKind::Sticker => "sticker",
        AttachmentKind::Location => "location",
        AttachmentKind::Contact => "contact",
        AttachmentKind::Other => "other",
    }
}

pub(crate) fn listen(scene: &mut Scene, word: &Word) {
    take_note_of(scene, word);
    for frame in &mut scene.conversation.frames {
        frame.fired = 0;
    }
    if wake::is_held(scene) {
        return wake::wake(scene, word);
    }
    if by_link(scene, word) || press::tap(scene, word) {
        return run::run(scene);
    }
    if std::mem::take(&mut scene.question_is_new) {
        return wake::ask_the_new(scene, word);
    }
    let message = press::as_message(word);
    if !named(scene, &message) && !open_end(scene, &message) {
        nothing_fits(scene);
    }
    run::run(scene);
}

/// The passes over what names something: first exactly, then folded.
fn named(scene: &mut Scene, message: &Message) -> bool {
    for tier in [Tier::Exact, Tier::Folded] {
        if own_named(scene, message, tier)
            || an_answer(scene, message, tier)
            || keyword(scene, message, tier)
        {
            return true;
        }
    }
    false
}

/// The module on top, as far as words can reach it.
fn listening<'a>(scene: &Scene<'a>) -> Option<&'a Module> {
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
    let choice = question::choices(scene).iter().find(|choice| {
        (!asking || choice.is_way_out()) && press::is_label(scene, &choice.label, message, tier)
    });
    if let Some(choice) = choice {
        question::chose(scene, choice);
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
fn fits(scene: &Scene, connection: &Connection, message: &Message, tier: Tier) -> Option<Found> {
    let when = connection.when.as_ref()?;
    let mut found = Found::new();
    let fits = when.fits(scene, message, tier, &mut found) && follow::given(scene, connection);
    fits.then_some(found)
}

/// Whether a connection that names something fits in this pass; what it found is kept for `input.*`.
fn try_connection(
    scene: &mut Scene,
    connection: &Connection,
    message: &Message,
    tier: Tier,
) -> bool {
    let compares = connection.when.as_ref().is_some_and(|when| when.compares_text());
    if tier == Tier::Folded && !compares {
        return false;
    }
    // The `if` may read what the condition finds, so it is put where `input.*` reads before asking.
    let Some(when) = connection.when.as_ref() else { return false };
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
    let choice = question::choices(scene).iter().find(|choice| {
        !choice.is_way_out() && press::is_label(scene, &choice.label, message, tier)
    });
    if let Some(choice) = choice {
        question::chose(scene, choice);
        return true;
    }
    if tier == Tier::Folded || !question::is_narrow(scene, ask) {
        return false;
    }
    let Some(value) = question::read(scene, ask, &message.word.text) else { return false };
    question::answered(scene, ask, value);
    true
}

/// Keywords of the bot that name something.
fn keyword(scene: &mut Scene, message: &Message, tier: Tier) -> bool {
    let here = listening(scene).and_then(|module| module.keywords);
    let free_text = question::asked(scene).is_some_and(|ask| !question::is_narrow(scene, ask));
    let exact_only = match here {
        Some(KeywordsHere::None) => return false,
        Some(KeywordsHere::Exact) => true,
        Some(KeywordsHere::All) => false,
        None => free_text,
    };
    let bot = scene.newest();
    for connection in &bot.keywords {
        let exact = connection.when.as_ref().is_some_and(|when| when.is_exact());
        let open = connection.class == Class::Named && (exact || !exact_only);
        if open && try_connection(scene, connection, message, tier) {
            take_keyword(scene, connection);
            return true;
        }
    }
    false
}

/// The keyword of the bot that a return keyword also is.
pub(crate) fn keyword_for<'a>(scene: &Scene<'a>, text: &str) -> Option<&'a Connection> {
    let word = Word { text: text.to_owned(), ..Word::default() };
    let message = Message::new(&word);
    let bot: &'a crate::bot::Bot = scene.newest();
    [Tier::Exact, Tier::Folded].into_iter().find_map(|tier| {
        let mut named = bot.keywords.iter().filter(|c| c.class == Class::Named);
        named.find(|connection| fits(scene, connection, &message, tier).is_some())
    })
}

/// Takes a keyword from wherever the conversation stands.
pub(crate) fn take_keyword(scene: &mut Scene, connection: &Connection) {
    scene.conversation.misses = 0;
    scene.note(Note::Followed { from: "keywords".into(), index: connection.place });
    let bot = scene.newest();
    follow::jump(scene, bot, &connection.leads);
}

/// What takes any message: the question that takes any text, then open connections, then those without a condition.
fn open_end(scene: &mut Scene, message: &Message) -> bool {
    if let Some(ask) = question::asked(scene)
        && !question::is_narrow(scene, ask)
        && let Some(value) = question::read(scene, ask, &message.word.text)
    {
        question::answered(scene, ask, value);
        return true;
    }
    if own_open(scene, message) {
        return true;
    }
    let bot = scene.newest();
    let open = bot.keywords.iter().filter(|c| c.class == Class::Open);
    let keywords_here = listening(scene).and_then(|module| module.keywords);
    if keywords_here == Some(KeywordsHere::None) || question::asked(scene).is_some() {
        return false;
    }
    for connection in open {
        if fits(scene, connection, message, Tier::Folded).is_some() {
            take_keyword(scene, connection);
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
    let text = choice.map(|choice| question::main_label(scene, choice)).unwrap_or_default();
    let word = Word { text, ..Word::default() };
    let mut message = Message::new(&word);
    message.pressed = Some(id.as_str());
    for tier in [Tier::Exact, Tier::Folded] {
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
    let reference = word.referral.as_ref().and_then(|referral| referral.reference.as_deref());
    let Some(leads) = reference.and_then(|reference| bot.entries.refs.get(reference)) else {
        return false;
    };
    scene.conversation.misses = 0;
    follow::jump(scene, bot, leads);
    true
}

/// A conversation that stands nowhere: a new one begins, an ended one is answered by the fallback.
fn enter_or_miss(scene: &mut Scene) {
    let bot = scene.newest();
    if scene.conversation.begun {
        return miss(scene);
    }
    scene.conversation.misses = 0;
    follow::enter(scene, &bot.start);
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
