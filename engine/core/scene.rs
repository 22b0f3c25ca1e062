//! One step while it happens: the conversation being changed, and what has been asked and noted so far.
//! Only a scene changes a conversation; nothing here reads a clock or fails.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::bot::{Bot, Bots, List, Module};
use crate::conversation::{Conversation, Frame, FrameState, Hand, Routing, Then};
use crate::effect::{Effect, Message, Send};
use crate::id::{AppId, EffectId, ListId, ModuleId, Timestamp};
use crate::limit;
use crate::note::Note;
use crate::value::Value;

/// A step while it happens.
pub(crate) struct Scene<'a> {
    /// The versions at hand.
    pub(crate) bots: &'a Bots,
    /// The conversation, changed as the step goes on.
    pub(crate) conversation: Conversation,
    /// The moment of this step; never before an earlier step's.
    pub(crate) now: Timestamp,
    /// The answer being checked by `valid_if`.
    pub(crate) answer: Option<Value>,
    effects: Vec<Effect>,
    notes: Vec<Note>,
    spent: Spent,
    typing_until: Option<Timestamp>,
    /// The contact's zone, once it was needed.
    pub(crate) zone: OnceCell<TimeZone>,
    /// Names without a value that something was compared with.
    pub(crate) missing: RefCell<BTreeSet<String>>,
    /// What could not be calculated while connections were looked at.
    broken: RefCell<BTreeSet<String>>,
    /// The module was changed under the open question: the person has not seen the new one.
    pub(crate) question_is_new: bool,
    /// An approved template was sent in place of the next message.
    pub(crate) said_for_it: bool,
}

/// What this event has used of its bounds.
#[derive(Default)]
struct Spent {
    modules: u32,
    actions: u32,
    calls: u32,
    messages: u32,
    apologised: bool,
}

/// Something a step may do only so often.
#[derive(Clone, Copy)]
pub(crate) enum Cost {
    /// Entering a module.
    Module,
    /// Running an action.
    Action,
    /// Calling a service.
    Call,
    /// Sending a message.
    Message,
}

impl<'a> Scene<'a> {
    /// Opens the scene; time does not go back behind what the conversation has seen.
    pub(crate) fn new(bots: &'a Bots, mut conversation: Conversation, now: Timestamp) -> Self {
        let now = now.max(conversation.clock);
        conversation.clock = now;
        Self {
            bots,
            conversation,
            now,
            answer: None,
            effects: Vec::new(),
            notes: Vec::new(),
            spent: Spent::default(),
            typing_until: None,
            zone: OnceCell::new(),
            missing: RefCell::new(BTreeSet::new()),
            broken: RefCell::new(BTreeSet::new()),
            question_is_new: false,
            said_for_it: false,
        }
    }

    /// Closes the scene.
    pub(crate) fn end(mut self) -> (Conversation, Vec<Effect>, Vec<Note>) {
        for name in std::mem::take(self.missing.get_mut()) {
            self.note(Note::Remark(format!(
                "`{name}` had no value where something was asked of it"
            )));
        }
        for broken in std::mem::take(self.broken.get_mut()) {
            self.fault(broken);
        }
        (self.conversation, self.effects, self.notes)
    }

    /// The newest version.
    pub(crate) fn newest(&self) -> &'a Bot {
        &self.bots.newest
    }

    /// The version a frame runs on; the newest where its own is no longer at hand.
    pub(crate) fn bot_of(&self, frame: &Frame) -> &'a Bot {
        self.bots.get(&frame.bot).unwrap_or(&self.bots.newest)
    }

    /// The list that runs or waits on top, with its bot.
    pub(crate) fn top(&self) -> Option<&Frame> {
        self.conversation.frames.last()
    }

    /// The same, to change.
    pub(crate) fn top_mut(&mut self) -> Option<&mut Frame> {
        self.conversation.frames.last_mut()
    }

    /// The actions of a frame's list; `None` when its version is no longer at hand. Another version's list
    /// of that name is another list.
    pub(crate) fn list_of(&self, frame: &Frame) -> Option<&'a List> {
        self.bots.get(&frame.bot)?.lists.get(&frame.list)
    }

    /// The module whose own list a frame runs; `None` for the list of a `do`.
    pub(crate) fn module_of(&self, frame: &Frame) -> Option<&'a Module> {
        self.bot_of(frame).modules.get(&ModuleId::new(frame.list.as_str()))
    }

    /// The module on top, while it waits or runs.
    pub(crate) fn top_module(&self) -> Option<&'a Module> {
        self.top().and_then(|frame| self.module_of(frame))
    }

    /// The place of the action that runs, in its list.
    pub(crate) fn place(&self) -> u16 {
        self.top().map_or(0, |frame| frame.next.saturating_sub(1))
    }

    /// Puts a list on top of what runs.
    pub(crate) fn push(&mut self, bot: &Bot, list: ListId, then: Then) {
        self.conversation.counters.visit = self.conversation.counters.visit.wrapping_add(1);
        let frame = Frame {
            bot: bot.hash.clone(),
            list,
            visit: self.conversation.counters.visit,
            next: 0,
            outcome: None,
            tries: 0,
            since: self.now,
            quiet_at: None,
            then,
            state: FrameState::Running,
            item: None,
            shown: 0,
        };
        self.conversation.frames.push(frame);
    }

    /// The number of the next effect.
    pub(crate) fn next_effect(&mut self) -> EffectId {
        self.conversation.counters.effect += 1;
        EffectId(self.conversation.counters.effect)
    }

    /// Asks something of the world.
    pub(crate) fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Leaves a line in the trace.
    pub(crate) fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Something the author should know, at the action that runs.
    pub(crate) fn fault(&mut self, fault: impl Into<String>) {
        let (list, action) = match self.top() {
            Some(frame) => (frame.list.to_string(), frame.next.saturating_sub(1)),
            None => (String::new(), 0),
        };
        self.note(Note::Fault { list, action, fault: fault.into() });
    }

    /// Spends one of what an event may do only so often; `Err` names the bound.
    pub(crate) fn spend(&mut self, cost: Cost) -> Result<(), String> {
        let (used, bound, what) = match cost {
            Cost::Module => (&mut self.spent.modules, limit::MODULES, "modules"),
            Cost::Action => (&mut self.spent.actions, limit::ACTIONS, "actions"),
            Cost::Call => (&mut self.spent.calls, limit::CALLS, "calls of services"),
            Cost::Message => (&mut self.spent.messages, limit::MESSAGES, "messages"),
        };
        *used += 1;
        if *used > bound {
            return Err(format!("more than {bound} {what} for one event; is there a loop?"));
        }
        Ok(())
    }

    /// Whether the fallback may be said for a fault; once an event, and then also where the bound of
    /// messages was the fault.
    pub(crate) fn may_apologise(&mut self) -> bool {
        if std::mem::replace(&mut self.spent.apologised, true) {
            return false;
        }
        self.spent.messages = self.spent.messages.min(limit::MESSAGES - limit::APOLOGY);
        true
    }

    /// Notes what could not be calculated where nothing may be changed.
    pub(crate) fn overlook(&self, fault: String) {
        self.broken.borrow_mut().insert(fault);
    }

    /// Whether the bot may write: the person's last word is less than 24 hours old, and the platform has not said
    /// since that our messages do not arrive.
    pub(crate) fn may_write(&self) -> bool {
        let until = self.conversation.person.window_until;
        self.may_reach() && until.is_some_and(|until| self.now < until)
    }

    /// Whether what may go out at any time arrives: the platform has not said since the last word that our messages
    /// do not.
    pub(crate) fn may_reach(&self) -> bool {
        !self.conversation.person.unreachable
    }

    /// Whether an approved template stands in place of the message that may not be said now; of one only.
    pub(crate) fn was_said_for_it(&mut self) -> bool {
        std::mem::take(&mut self.said_for_it)
    }

    /// Sends rendered messages; the second of each pair is a typing pause before it, in milliseconds.
    pub(crate) fn send(&mut self, messages: Vec<(u64, Message)>) -> Result<(), String> {
        for (pause, message) in messages {
            self.spend(Cost::Message)?;
            let not_before = self.typing_pause(pause);
            let id = self.next_effect();
            self.conversation.counters.said += 1;
            self.note(Note::Said { effect: id, text: crate::message::spoken(&message) });
            let epoch = self.conversation.epoch;
            self.ask(Effect::Send(Send { id, epoch, not_before, message }));
        }
        Ok(())
    }

    fn typing_pause(&mut self, pause: u64) -> Option<Timestamp> {
        if pause == 0 {
            return None;
        }
        let until = self.typing_until.unwrap_or(self.now).plus_ms(pause);
        self.typing_until = Some(until);
        self.ask(Effect::Typing { epoch: self.conversation.epoch });
        Some(until)
    }

    /// A number from the conversation's seed and these, the same at every replay.
    pub(crate) fn chance(&self, list: &str, visit: u32, index: u64) -> u64 {
        let mut mixed = mix(self.conversation.seed ^ u64::from(visit));
        for byte in list.bytes() {
            mixed = mix(mixed ^ u64::from(byte));
        }
        mix(mixed ^ index)
    }

    /// Who may speak has changed: what is on its way under the old number is dropped, and what was kept of it.
    pub(crate) fn bump_epoch(&mut self) {
        for send in std::mem::take(&mut self.conversation.unsaid) {
            self.note(Note::Overtaken { effect: send.id });
        }
        self.conversation.epoch = self.conversation.epoch.wrapping_add(1);
    }

    /// Whether that is our own app.
    pub(crate) fn is_us(&self, app: &AppId) -> bool {
        *app == self.conversation.page.own_app
    }

    /// Whether all connected apps may answer on this page.
    pub(crate) fn shared(&self) -> bool {
        self.conversation.page.routing == Routing::Shared
    }

    /// Whether the bot may speak.
    pub(crate) fn speaking(&self) -> bool {
        matches!(self.conversation.hand, Hand::Bot { .. })
    }
}

/// One round of SplitMix64: well-mixed bits from any seed.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
