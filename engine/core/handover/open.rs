//! How a handover begins: opened by a flow, an operator or a request, or found begun by people.

use indexmap::IndexMap;

use crate::action::Handover as Definition;
use crate::channel::Piece;
use crate::conversation::{Cause, Hand, Handover, HandoverSource, ReturnedBy};
use crate::cut;
use crate::default_text::DefaultText;
use crate::effect::Effect;
use crate::handover::{come_back, definition};
use crate::id::AppId;
use crate::limit;
use crate::message::{self, Dress};
use crate::names::moment_value;
use crate::note::Note;
use crate::scene::Scene;
use crate::value::Value;

/// What a handover is opened with.
pub(crate) struct Opening {
    /// Where its texts stand.
    pub(crate) source: HandoverSource,
    /// How it came about.
    pub(crate) cause: Cause,
    /// To whom.
    pub(crate) receiver: AppId,
    /// Given along.
    pub(crate) metadata: String,
}

/// Says what is to be said, passes control, and is silent from then on.
pub(crate) fn open(scene: &mut Scene, opening: Opening) {
    let Opening { source, cause, receiver, metadata } = opening;
    let short = cut::shortened(&metadata, Piece::Metadata.room());
    if short.is_some() {
        scene.fault("the metadata was shortened to 1000 characters");
    }
    let metadata = short.unwrap_or(metadata);
    let mut h = begin(scene, source, cause, receiver.clone(), metadata.clone());
    scene.conversation.facts.handover = facts(scene, &h);
    let definition = definition(scene, &h);
    h.said = say(scene, definition, &h);
    let to = leaves(scene, &receiver).then(|| receiver.clone());
    let id = scene.next_effect();
    let epoch = scene.conversation.epoch;
    scene.ask(Effect::Pass { id, epoch, to, metadata });
    let guard = scene.now.plus_ms(limit::OPENING.as_millis());
    still(scene);
    scene.conversation.hand = Hand::Opening { h, pass: id, guard, cancelled: None, asked: None };
}

/// Whether control really leaves us: on a page where apps share the thread, the inbox needs no pass and a
/// passed thread could never be taken back.
pub(crate) fn leaves(scene: &Scene, receiver: &AppId) -> bool {
    !(scene.shared() && receiver.is_inbox())
}

/// People have the thread without our doing: the bot is silent at once.
pub(crate) fn close(scene: &mut Scene, cause: Cause, owner: Option<AppId>, passed: bool) {
    scene.bump_epoch();
    still(scene);
    let bot = scene.newest().hash.clone();
    let receiver = owner.clone().unwrap_or_else(|| scene.conversation.page.inbox_app.clone());
    let source = HandoverSource { bot, at: None };
    let mut h = begin(scene, source, cause, receiver, String::new());
    h.owner = owner;
    h.passed = passed;
    start_deadlines(scene, &mut h);
    scene.conversation.hand = Hand::People { h };
}

/// Control is through: from now on people have it, and the deadlines run.
pub(crate) fn through(scene: &mut Scene, mut h: Box<Handover>) {
    scene.bump_epoch();
    h.passed = leaves(scene, &h.receiver);
    h.owner = h.owner.take().or_else(|| Some(h.receiver.clone()));
    start_deadlines(scene, &mut h);
    scene.note(Note::HandoverPassed { number: h.number });
    scene.conversation.hand = Hand::People { h };
}

/// People have it, although the pass was not accepted in so many words; who asked for the bot meanwhile gets it
/// back.
pub(crate) fn over(scene: &mut Scene, h: Box<Handover>, cancelled: Option<ReturnedBy>, left: bool) {
    through(scene, h);
    if let Hand::People { h } = &mut scene.conversation.hand {
        h.passed |= left;
    }
    if let Some(by) = cancelled {
        come_back(scene, by);
    }
}

/// What `handover.*` reads while it is open.
fn facts(scene: &Scene, h: &Handover) -> IndexMap<String, Value> {
    IndexMap::from([
        ("receiver".to_owned(), Value::text(h.receiver.as_str())),
        ("opened_at".to_owned(), moment_value(scene, h.opened_at)),
        ("metadata".to_owned(), Value::text(&h.metadata)),
    ])
}

fn start_deadlines(scene: &Scene, h: &mut Handover) {
    let now = scene.now;
    h.passed_at = Some(now);
    h.last_word_at = now;
    h.timeout_at = h.timeout.map(|timeout| now.plus_ms(timeout.as_millis()));
    h.idle_at = h.idle.map(|idle| now.plus_ms(idle.as_millis()));
    let unanswered = h.first_agent_word_at.is_none();
    h.pickup_at = h.pickup.filter(|_| unanswered).map(|pickup| now.plus_ms(pickup.as_millis()));
    h.check_at = Some(now.plus_ms(limit::CHECK.as_millis()));
}

fn begin(
    scene: &mut Scene,
    source: HandoverSource,
    cause: Cause,
    receiver: AppId,
    metadata: String,
) -> Box<Handover> {
    scene.conversation.counters.handover += 1;
    let now = scene.now;
    let mut h = Box::new(Handover {
        number: scene.conversation.counters.handover,
        cause,
        source,
        receiver: receiver.clone(),
        owner: None,
        passed: false,
        metadata: metadata.clone(),
        asked: None,
        asked_at: None,
        opened_at: now,
        passed_at: None,
        said: false,
        first_agent_word_at: None,
        last_word_at: now,
        timeout: None,
        idle: None,
        pickup: None,
        timeout_at: None,
        idle_at: None,
        pickup_at: None,
        check_at: None,
        retry: None,
        take_tries: 0,
        failed_checks: 0,
        instead: None,
        typed: None,
    });
    let text = definition(scene, &h);
    h.timeout = text.timeout;
    h.idle = text.idle;
    h.pickup = text.pickup;
    scene.note(Note::HandoverOpened { number: h.number, receiver, metadata, cause, at: now });
    h
}

/// Says the handover's own text with the button that brings the conversation back; `true` if anything was said.
fn say(scene: &mut Scene, text: &Definition, h: &Handover) -> bool {
    if text.say.is_none() && text.return_button.is_none() {
        return false;
    }
    if !scene.may_write() {
        // The person asked for people: the pass does not wait for a text that may not be sent.
        scene.note(Note::Held);
        return false;
    }
    let under = message::own_text(scene, DefaultText::ComeBack);
    let list = h.source.at.as_ref().map_or("@handover", |(list, _)| list.as_str());
    let dress = Dress {
        return_button: text.return_button.as_ref().map(|label| (label, under.as_str())),
        chance: (list, h.number, 0),
        ..Dress::default()
    };
    let empty = crate::action::Say::default();
    let say = text.say.as_ref().unwrap_or(&empty);
    let sent = message::render(scene, say, dress).and_then(|messages| scene.send(messages));
    match sent {
        Ok(()) => true,
        Err(why) => {
            scene.fault(why);
            false
        }
    }
}

/// Nothing fires for the person's silence while people have the thread, and who has it reads what waited.
fn still(scene: &mut Scene) {
    scene.conversation.waiting.clear();
    scene.conversation.gathered = None;
    for frame in &mut scene.conversation.frames {
        frame.quiet_at = None;
    }
}
