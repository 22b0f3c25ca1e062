//! The person's words, openings and other doings, in each of the four states.

use crate::action::{Action, Handover as Definition};
use crate::arrive;
use crate::bot::Leads;
use crate::condition::fit::Message;
use crate::condition::text::Tier;
use crate::condition::{Class, Condition, Connection, EventName, Joined};
use crate::conversation::{Cause, Hand, Handover, ReturnedBy, Tapped};
use crate::event::{Arrived, Event, Opening, Press, Referral, System, SystemKind, Word};
use crate::follow;
use crate::handover::open::close;
use crate::handover::{ask_owner_of_people, come_back, definition};
use crate::hear;
use crate::id::{ModuleId, Timestamp};
use crate::keyword;
use crate::limit;
use crate::note::Note;
use crate::offer;
use crate::press;
use crate::run;
use crate::rush;
use crate::scene::Scene;
use crate::unsaid;
use crate::value::Value;
use crate::wake;

/// The person wrote, sent or tapped something.
pub(crate) fn heard(scene: &mut Scene, word: &Word) {
    if scene.speaking() {
        hear::expire_session(scene);
    }
    let before = scene.conversation.person.last_word_at;
    record(scene, word.sent_at);
    let silent = !scene.speaking();
    scene.note(Note::Heard { text: word.text.clone(), silent });
    if let Some(before) = before.filter(|before| *before > word.sent_at) {
        scene.note(Note::Late { ms: before.ms_since(word.sent_at) });
    }
    match &scene.conversation.hand {
        Hand::Bot { since, .. } => {
            let lag = since.plus_ms(limit::STANDBY_LAG.as_millis());
            if word.arrived == Arrived::Standby && word.sent_at > lag {
                let gathered = scene.conversation.gathered.take();
                close(scene, Cause::FirstSeen, None, true);
                let before = gathered.map(|gathered| gathered.word);
                let words = before.into_iter().chain([word.clone()]).map(Event::Word);
                scene.conversation.waiting.extend(words);
                return ask_owner_of_people(scene);
            }
            if !rush::is_too_much(scene, word.sent_at, before) {
                hear::word(scene, word);
            }
        }
        Hand::Opening { h, .. } => {
            let back = asks_back(scene, h, word);
            touch(scene);
            if let Some(asked) = back {
                cancel(scene, asked);
            }
        }
        Hand::People { h } => {
            let back = asks_back(scene, h, word);
            let unclear = word.arrived == Arrived::Messaging
                && h.passed
                && h.passed_at.is_none_or(|passed| word.sent_at > passed);
            touch(scene);
            match back {
                Some(asked) => {
                    remember_ask(scene, &asked);
                    come_back(scene, asked.by);
                }
                None if unclear => wait_for_owner(scene, word),
                None => {}
            }
        }
        Hand::Taking { h, .. } => {
            if asks_back(scene, h, word).is_none() {
                keep_waiting(scene, Event::Word(word.clone()));
            }
        }
    }
}

/// What the person did could not be run. Who has the thread reads it; the bot asks to be told again.
pub(crate) fn lost(scene: &mut Scene, sent_at: Timestamp) {
    if scene.speaking() {
        hear::expire_session(scene);
    }
    record(scene, sent_at);
    touch(scene);
    scene.note(Note::Remark("what came could not be run, and was put aside".into()));
    if scene.speaking() {
        wake::excuse(scene);
    }
}

/// The clock of the person: the last word and the 24-hour window.
fn record(scene: &mut Scene, sent_at: Timestamp) {
    let person = &mut scene.conversation.person;
    let sent_at = sent_at.min(scene.now);
    person.last_word_at = person.last_word_at.max(Some(sent_at));
    person.window_until = person.window_until.max(Some(sent_at.plus_ms(limit::WINDOW.as_millis())));
    person.unreachable = false;
}

/// A word of either side puts off `idle_timeout`.
fn touch(scene: &mut Scene) {
    let now = scene.now;
    match &mut scene.conversation.hand {
        Hand::Opening { h, .. } | Hand::People { h } | Hand::Taking { h, .. } => {
            h.last_word_at = now;
        }
        Hand::Bot { .. } => {}
    }
}

/// How a person asks for the bot again.
pub(crate) struct AsksBack {
    /// What brings it back.
    pub(crate) by: ReturnedBy,
    /// The typed keyword.
    typed: Option<String>,
    /// The tapped button whose own list replaces the suspended one.
    instead: Option<Tapped>,
}

/// Whether a word asks for the bot again: a return keyword, the return button, or a button with `take_back`.
fn asks_back(scene: &Scene, h: &Handover, word: &Word) -> Option<AsksBack> {
    let plain = |by| AsksBack { by, typed: None, instead: None };
    if press::is_return_button(word) {
        return Some(plain(ReturnedBy::Button));
    }
    let text = definition(scene, h);
    if let Some(tapped) = &word.press {
        if tapped.payload.is_none() && is_a_return_label(scene, text, tapped, word) {
            return Some(plain(ReturnedBy::Button));
        }
        if let Some((tapped, found)) = press::take_back(scene, word, &owners(scene, h)) {
            let instead = found.leads_on(scene.newest()).then_some(tapped);
            return Some(AsksBack { by: ReturnedBy::Button, typed: None, instead });
        }
    }
    let message = Message::new(word);
    let said = [Tier::Exact, Tier::Folded]
        .into_iter()
        .any(|tier| message.says(&text.return_keywords, tier));
    let typed = Some(word.text.clone());
    said.then_some(AsksBack { by: ReturnedBy::Keyword, typed, instead: None })
}

/// Whether a tap without its payload is on a return button: of this handover, or of an earlier one, since those
/// buttons stay where they are.
fn is_a_return_label(scene: &Scene, text: &Definition, tapped: &Press, word: &Word) -> bool {
    let title = tapped.title.clone().unwrap_or_else(|| word.text.clone());
    let word = Word { text: title, ..Word::default() };
    let message = Message::new(&word);
    let bot = scene.newest();
    let lists = bot.modules.values().filter_map(|module| bot.lists.get(&module.list()));
    let handovers = lists.flat_map(|list| &list.actions).filter_map(Action::as_handover);
    let earlier = handovers.filter_map(|definition| definition.return_button.as_ref());
    let mut labels =
        text.return_button.iter().chain(&bot.handover.base.return_button).chain(earlier);
    labels.any(|label| offer::is_label(scene, label, &message, Tier::Exact))
}

/// Whose buttons the person may see during this handover.
fn owners(scene: &Scene, h: &Handover) -> Vec<ModuleId> {
    use crate::bot::owner;
    let mut owners = vec![ModuleId::new(owner::HANDOVER_SAY)];
    let lists = scene.conversation.frames.iter().map(|frame| &frame.list);
    for list in lists.chain(h.source.at.as_ref().map(|(list, _)| list)) {
        let module = ModuleId::new(list.as_str().split('#').next().unwrap_or_default());
        if !owners.contains(&module) {
            owners.push(module);
        }
    }
    // Last: where two buttons have one label, the one under the handover's own text was meant.
    owners.push(ModuleId::new(owner::MENU));
    owners
}

/// Asked back while the pass is on its way: what is unsent is dropped, and its settlement tells where control is.
pub(crate) fn cancel(scene: &mut Scene, asked: AsksBack) {
    scene.bump_epoch();
    if let Hand::Opening { h, cancelled, .. } = &mut scene.conversation.hand {
        h.instead = h.instead.take().or(asked.instead);
        h.typed = h.typed.take().or(asked.typed);
        cancelled.get_or_insert(asked.by);
    }
}

/// An operator asks for it: no keyword, no button.
pub(crate) fn by_operator() -> AsksBack {
    AsksBack { by: ReturnedBy::Operator, typed: None, instead: None }
}

fn remember_ask(scene: &mut Scene, asked: &AsksBack) {
    if let Hand::People { h } = &mut scene.conversation.hand {
        h.instead.clone_from(&asked.instead);
        h.typed.clone_from(&asked.typed);
    }
}

/// A word on `messaging` while people should have the thread: perhaps it is ours again. Asked at most once a minute;
/// sooner, the word waits for the next time.
fn wait_for_owner(scene: &mut Scene, word: &Word) {
    keep_waiting(scene, Event::Word(word.clone()));
    let now = scene.now;
    let Hand::People { h } = &mut scene.conversation.hand else { return };
    let next = h.asked_at.map(|at| at.plus_ms(limit::ASK_AGAIN.as_millis()));
    match next.filter(|next| *next > now) {
        Some(next) => h.check_at = Some(h.check_at.map_or(next, |check| check.min(next))),
        None => ask_owner_of_people(scene),
    }
}

fn keep_waiting(scene: &mut Scene, event: Event) {
    if scene.conversation.waiting.len() < limit::WAITING {
        scene.conversation.waiting.push(event);
    } else {
        scene.note(Note::Remark("a word was not kept: too many are waiting".into()));
    }
}

/// Get Started, or a link or ad.
pub(crate) fn opened(scene: &mut Scene, opening: &Opening) {
    if scene.speaking() {
        hear::expire_session(scene);
    }
    let before = scene.conversation.person.last_word_at;
    record(scene, opening.sent_at);
    let name = if opening.get_started { EventName::GetStarted } else { EventName::Referral };
    match scene.conversation.hand {
        Hand::Bot { .. } => {
            if rush::is_too_much(scene, opening.sent_at, before) {
                return;
            }
            if hear::must_wait(scene) || arrive::ask_profile(scene) {
                return hear::defer(scene, Event::Opening(opening.clone()));
            }
            let word = word_of(name);
            scene.note(Note::Heard { text: format!("[{word}]"), silent: false });
            set_event(scene, name, opening.referral.as_ref());
            unsaid::say(scene);
            if scene.conversation.held.is_some() {
                let leads = entry(scene, opening).map(|(_, leads)| leads.clone());
                return super::go_on_returning(scene, leads);
            }
            enter_by(scene, opening, name);
            run::run(scene);
        }
        Hand::Opening { .. } | Hand::People { .. } => touch(scene),
        Hand::Taking { .. } => keep_waiting(scene, Event::Opening(opening.clone())),
    }
}

/// Sets what `event.*` reads.
pub(crate) fn set_event(scene: &mut Scene, name: EventName, referral: Option<&Referral>) {
    let mut event = indexmap::IndexMap::new();
    event.insert("type".to_owned(), Value::text(word_of(name)));
    if let Some(referral) = referral {
        let text = |text: &Option<String>| Value::text(text.clone().unwrap_or_default());
        event.insert("ref".to_owned(), text(&referral.reference));
        event.insert("source".to_owned(), text(&referral.source));
        event.insert("ad_id".to_owned(), text(&referral.ad_id));
    }
    scene.conversation.facts.event = event;
}

fn enter_by(scene: &mut Scene, opening: &Opening, name: EventName) {
    scene.conversation.misses = 0;
    if follow_event(scene, name) {
        return;
    }
    let bot = scene.newest();
    if let Some((name, leads)) = entry(scene, opening) {
        follow::note_entry(scene, &name);
        return follow::come_in(scene, leads);
    }
    if opening.get_started || !scene.conversation.begun {
        follow::enter(scene, &bot.start);
    }
}

/// The entry the bot declares for it, with its name.
fn entry<'a>(scene: &Scene<'a>, opening: &Opening) -> Option<(String, &'a Leads)> {
    let entries = &scene.newest().entries;
    let reference = opening.referral.as_ref().and_then(|referral| referral.reference.as_deref());
    let by_ref = reference.and_then(|reference| entries.by_ref(reference));
    let by_ref = by_ref.map(|(name, leads)| (format!("ref.{name}"), leads));
    let started = entries.get_started.as_ref().filter(|_| opening.get_started);
    by_ref.or_else(|| Some(("get_started".to_owned(), started?)))
}

/// Takes a connection on an event: the waiting module's, then the bot's keywords. `false` when there is none.
pub(crate) fn follow_event(scene: &mut Scene, name: EventName) -> bool {
    let waits = scene.top().is_some_and(|frame| {
        use crate::conversation::FrameState::{Asking, Sleeping, Standing};
        matches!(frame.state, Standing | Asking | Sleeping { .. })
    });
    if waits
        && let Some(module) = scene.top_module()
        && let Some(connection) = on_event(scene, &module.connections, name)
    {
        follow::take_own(scene, connection);
        return true;
    }
    let bot = scene.newest();
    match on_event(scene, &bot.keywords, name) {
        Some(connection) => {
            keyword::take(scene, connection);
            true
        }
        None => false,
    }
}

/// The first of these connections that waits for the event.
pub(crate) fn on_event<'c>(
    scene: &Scene,
    connections: &'c [Connection],
    name: EventName,
) -> Option<&'c Connection> {
    connections.iter().find(|connection| {
        connection.class == Class::Event
            && connection.when.as_ref().is_some_and(|when| names(when, name))
            && follow::given(scene, connection)
    })
}

/// Whether a condition asks for this event.
pub(crate) fn names(condition: &Condition, name: EventName) -> bool {
    match condition.joined() {
        Joined::One(Condition::Event(named)) => *named == name,
        Joined::All(parts) => parts.iter().all(|part| names(part, name)),
        Joined::Any(parts) => parts.iter().any(|part| names(part, name)),
        Joined::Not(part) => !names(part, name),
        Joined::One(_) => false,
    }
}

/// A reaction, an opt-in, feedback, a linked account. What no connection names changes nothing.
pub(crate) fn system(scene: &mut Scene, system: &System) {
    let name = match system.kind {
        SystemKind::Reaction => EventName::Reaction,
        SystemKind::Optin => EventName::Optin,
        SystemKind::Feedback => EventName::Feedback,
        SystemKind::Linked => EventName::Linked,
    };
    if scene.speaking() && hear::must_wait(scene) {
        return hear::defer(scene, Event::System(system.clone()));
    }
    scene.note(Note::Heard { text: format!("[{}]", word_of(name)), silent: !scene.speaking() });
    if !scene.speaking() || scene.conversation.held.is_some() {
        return;
    }
    let before = std::mem::take(&mut scene.conversation.facts.event);
    let mut event = system.data.clone();
    event.insert("type".to_owned(), Value::text(word_of(name)));
    scene.conversation.facts.event = event;
    if follow_event(scene, name) {
        run::run(scene);
    } else {
        scene.conversation.facts.event = before;
    }
}

/// The word authors write for an event.
pub(crate) fn word_of(name: EventName) -> &'static str {
    match name {
        EventName::GetStarted => "get_started",
        EventName::Referral => "referral",
        EventName::Optin => "optin",
        EventName::Reaction => "reaction",
        EventName::Feedback => "feedback",
        EventName::Linked => "linked",
        EventName::PassThreadControl => "pass_thread_control",
        EventName::TakeThreadControl => "take_thread_control",
        EventName::RequestThreadControl => "request_thread_control",
    }
}
