//! The other side of a conversation: performs what the core asks for, and keeps what the person reads.
//! Every step is taken twice and on a stored and read conversation, and must come out the same.

mod acts;

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::bot::{Bot, Bots};
use crate::conversation::{Conversation, Hand, Handover, PageFacts, ReturnedBy, Routing};
use crate::effect::{Button, ButtonDoes, Content, Effect, Message};
use crate::event::{Answer, Event, Owner, Profile, Refusal, Refused, Settled};
use crate::id::{AppId, ContactId, EffectId, PageId, Timestamp};
use crate::language::{SourceFile, load, render};
use crate::limit;
use crate::note::Note;
use crate::rehearsal::turn;

/// Our own app.
pub(super) const US: &str = "111";
/// The inbox.
pub(super) const INBOX: &str = AppId::PAGE_INBOX;
/// Monday 2 March 2026, 09:30 in Copenhagen.
pub(super) const START: i64 = 1_772_440_200_000;

pub(super) struct World {
    pub(super) bots: Bots,
    pub(super) c: Conversation,
    pub(super) now: Timestamp,
    pub(super) routing: Routing,
    /// Who has the thread in truth.
    pub(super) owner: Owner,
    /// What the person read and no test has looked at yet.
    unread: Vec<String>,
    /// What the person sees and can tap: labels and payloads, the newest last.
    shown: Vec<(String, String)>,
    /// Effects that wait to be performed.
    pub(super) pending: VecDeque<Effect>,
    performing: bool,
    /// Leaves passes, takes, calls and questions in `pending`.
    pub(super) slow: bool,
    /// Why the platform refuses our messages.
    pub(super) refuses: Option<Refusal>,
    /// Messages of ours are on their way when something happens.
    pub(super) busy: bool,
    /// What services answer, in order; none left: the call stays open.
    pub(super) answers: VecDeque<Answer>,
    /// How takes end.
    pub(super) take: Settled,
    /// How passes end.
    pub(super) pass: Settled,
    /// Everything performed but messages, in words.
    pub(super) done: Vec<String>,
    pub(super) notes: Vec<Note>,
    /// The locale of the person's profile.
    pub(super) locale: Option<&'static str>,
}

/// Loads a bot that must be right; each once a test thread, since properties use them again and again.
pub(super) fn bot(yaml: &str) -> Arc<Bot> {
    thread_local! {
        static BOTS: RefCell<BTreeMap<String, Arc<Bot>>> = const { RefCell::new(BTreeMap::new()) };
    }
    if let Some(bot) = BOTS.with_borrow(|bots| bots.get(yaml).cloned()) {
        return bot;
    }
    let bot = read(yaml);
    BOTS.with_borrow_mut(|bots| bots.insert(yaml.to_owned(), bot.clone()));
    bot
}

fn read(yaml: &str) -> Arc<Bot> {
    // Behind the bot's own file may stand those of its languages, each below a line `=== lang/da.yaml`.
    let mut parts = yaml.split("\n=== ");
    let main = parts.next().map(|text| ("bot.yaml", text));
    let others = parts.map(|part| part.split_once('\n').expect("a path, then the file"));
    let file =
        |(path, text): (&str, &str)| SourceFile { path: path.into(), text: format!("{text}\n") };
    let loaded = load(main.into_iter().chain(others).map(file).collect());
    let findings = render(&loaded, false);
    Arc::new(loaded.bot.unwrap_or_else(|| panic!("{findings}")))
}

pub(super) fn refused(class: Refusal, code: i64) -> Refused {
    Refused { class, code, subcode: 0 }
}

impl World {
    /// A page where we are the default app.
    pub(super) fn new(yaml: &str) -> Self {
        Self::on(Routing::WeAreDefault, yaml)
    }

    pub(super) fn on(routing: Routing, yaml: &str) -> Self {
        let now = Timestamp(START);
        let facts = facts(routing);
        Self {
            bots: Bots::only(bot(yaml)),
            c: Conversation::new(facts, ContactId::new("anna"), now),
            now,
            routing,
            owner: Owner::Us,
            unread: Vec::new(),
            shown: Vec::new(),
            pending: VecDeque::new(),
            performing: false,
            slow: false,
            refuses: None,
            busy: false,
            answers: VecDeque::new(),
            take: Settled::Accepted,
            pass: Settled::Accepted,
            done: Vec::new(),
            notes: Vec::new(),
            locale: None,
        }
    }

    /// One step, twice and on the stored state; then everything it asks for.
    pub(super) fn step(&mut self, event: Event) {
        let event = &event;
        self.c.page = facts(self.routing);
        self.c.on_the_way = self.busy;
        let before = self.c.clone();
        let one = turn(&self.bots, &before, event, self.now);
        let one = one.unwrap_or_else(|| panic!("twice the same, stored or not: {event:?}"));
        self.check(&before, &one.conversation, &one.effects, &one.notes);
        self.c = one.conversation;
        self.notes.extend(one.notes);
        self.pending.extend(one.effects);
        self.perform();
    }

    /// What must hold after every step.
    fn check(
        &self,
        before: &Conversation,
        after: &Conversation,
        effects: &[Effect],
        notes: &[Note],
    ) {
        let ids: Vec<u64> = effects.iter().filter_map(Effect::id).map(|id| id.0).collect();
        assert!(ids.is_sorted() && ids.iter().all(|id| *id > before.counters.effect));
        assert!(effects.len() <= 2 * limit::MESSAGES as usize + 32, "{} effects", effects.len());
        assert!(after.frames.len() <= limit::FRAMES && after.waiting.len() <= limit::WAITING);
        if !matches!(after.hand, Hand::Bot { .. }) {
            assert!(after.next_due().is_some(), "{:?} has no deadline", after.hand);
        }
        let silent = |c: &Conversation| matches!(c.hand, Hand::People { .. } | Hand::Taking { .. });
        let closed = notes.iter().any(|note| matches!(note, Note::HandoverClosed { .. }));
        if silent(before) && silent(after) && !closed {
            let sends = effects.iter().any(|effect| matches!(effect, Effect::Send(_)));
            assert!(!sends, "the bot speaks while people have the thread");
        }
        let running =
            after.frames.iter().any(|f| f.state == crate::conversation::FrameState::Running);
        assert!(!running || after.held.is_some(), "a list was left running: {:?}", after.frames);
    }

    /// Performs what waits, in order, until nothing does or the world is slow.
    pub(super) fn perform(&mut self) {
        if std::mem::replace(&mut self.performing, true) {
            return;
        }
        for _ in 0..20_000 {
            let Some(at) = self.pending.iter().position(|effect| self.can_perform(effect)) else {
                self.performing = false;
                return;
            };
            let effect = self.pending.remove(at).unwrap();
            self.perform_one(effect);
        }
        let last = self.done.last_chunk::<4>();
        panic!("the conversation goes round in circles: {last:?} {:?}", self.c.hand);
    }

    fn can_perform(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Send(_) | Effect::Typing { .. } => true,
            Effect::Http { .. } => !self.answers.is_empty(),
            Effect::Pass { .. } | Effect::Take { .. } => !self.slow,
            Effect::AskOwner { .. } | Effect::AskProfile { .. } => !self.slow,
        }
    }

    fn perform_one(&mut self, effect: Effect) {
        let stale = effect.epoch().is_some_and(|epoch| epoch != self.c.epoch);
        match effect {
            Effect::Send(_) if stale => {}
            Effect::Send(send) => match self.refuses {
                Some(class) => {
                    let (effect, refused) = (send.id, refused(class, 10));
                    self.step(Event::Sent { effect, refused, unsaid: Some(Box::new(send)) });
                }
                None => self.show(&send.message),
            },
            Effect::Typing { .. } => {}
            Effect::Pass { id, to, metadata, .. } => {
                let settled = if stale { Settled::Dropped } else { self.pass.clone() };
                if let Some(to) = &to
                    && settled == Settled::Accepted
                {
                    self.owner = Owner::Other(to.clone());
                    self.done.push(format!("pass {to} {metadata}").trim_end().to_owned());
                }
                self.step(Event::Passed { effect: id, settled });
            }
            Effect::Take { id, .. } => {
                let settled = if stale { Settled::Dropped } else { self.take.clone() };
                if settled == Settled::Accepted {
                    self.owner = Owner::Us;
                    self.done.push("take".into());
                }
                self.step(Event::Took { effect: id, settled });
            }
            Effect::AskOwner { id } => {
                self.done.push("ask owner".into());
                self.step(Event::OwnerIs { effect: id, owner: self.owner.clone() });
            }
            Effect::Http { id, call } => {
                self.done.push(format!("{:?} {}{}", call.method, call.service, call.path));
                let answer = self.answers.pop_front().unwrap();
                self.step(Event::Answer { effect: id, answer });
            }
            Effect::AskProfile { id } => {
                let profile = Profile {
                    first_name: Some("Anna".into()),
                    locale: self.locale.map(str::to_owned),
                    ..Profile::default()
                };
                self.step(Event::ProfileIs { effect: id, profile: Some(profile) });
            }
        }
    }

    fn show(&mut self, message: &Message) {
        let mut line = crate::message::spoken(message);
        let buttons: Vec<&Button> = match &message.content {
            Content::Text { buttons, .. } => buttons.iter().collect(),
            Content::Cards(cards) => cards.iter().flat_map(|card| &card.buttons).collect(),
            Content::Media { .. } | Content::Utility(_) => Vec::new(),
        };
        let mut labels: Vec<String> = buttons.iter().map(|button| button.label.clone()).collect();
        for button in buttons {
            if let ButtonDoes::Press(payload) = &button.does {
                self.shown.push((button.label.clone(), payload.clone()));
            }
        }
        for choice in &message.choices {
            labels.push(choice.label.clone());
            self.shown.push((choice.label.clone(), choice.payload.clone()));
        }
        labels.extend(message.suggest.map(|suggest| format!("<{suggest:?}>").to_lowercase()));
        if !labels.is_empty() {
            line = format!("{line} [{}]", labels.join("|"));
        }
        self.unread.push(line);
    }

    /// What the person has read since the last look.
    #[track_caller]
    pub(super) fn reads(&mut self, lines: &[&str]) {
        assert_eq!(std::mem::take(&mut self.unread), lines, "{:#?}", self.notes);
    }

    pub(super) fn take_unread(&mut self) -> Vec<String> {
        std::mem::take(&mut self.unread)
    }

    /// What was done besides talking since the last look.
    #[track_caller]
    pub(super) fn did(&mut self, lines: &[&str]) {
        assert_eq!(std::mem::take(&mut self.done), lines, "{:#?}", self.notes);
    }

    pub(super) fn last_effect(&self) -> EffectId {
        EffectId(self.c.counters.effect)
    }

    /// Where the conversation stands.
    pub(super) fn at(&self) -> &str {
        self.c.module().unwrap_or_default()
    }

    pub(super) fn var(&self, name: &str) -> String {
        let value = self.c.session.get(name).or_else(|| self.c.variables.get(name));
        let text = |value: &crate::value::Value| {
            value.as_text().map_or_else(|| value.to_json().to_string(), str::to_owned)
        };
        value.map_or(String::new(), text)
    }

    pub(super) fn h(&self) -> &Handover {
        self.c.handover().expect("a handover is open")
    }

    /// How the last handover that ended came back.
    pub(super) fn returned_by(&self) -> Option<ReturnedBy> {
        self.notes.iter().rev().find_map(|note| match note {
            Note::HandoverClosed { by, .. } => Some(*by),
            _ => None,
        })
    }

    /// Openings are returns, failures and at most one that is open.
    pub(super) fn count(&self) -> (usize, usize) {
        let opened = |note: &&Note| matches!(note, Note::HandoverOpened { .. });
        let ended = |note: &&Note| {
            matches!(note, Note::HandoverClosed { .. } | Note::HandoverFailed { .. })
        };
        (self.notes.iter().filter(opened).count(), self.notes.iter().filter(ended).count())
    }

    pub(super) fn faults(&self) -> Vec<&str> {
        let fault = |note: &'_ Note| matches!(note, Note::Fault { .. });
        let faults = self.notes.iter().filter(|note| fault(note));
        let text = |note: &'_ Note| match note {
            Note::Fault { fault, .. } => fault.clone(),
            _ => String::new(),
        };
        faults.map(|note| text(note).leak() as &str).collect()
    }

    pub(super) fn bot_has_it(&self) -> bool {
        matches!(self.c.hand, Hand::Bot { .. })
    }

    /// A new version is published.
    pub(super) fn publish(&mut self, yaml: &str) {
        let newest = bot(yaml);
        self.bots.by_hash.insert(newest.hash.clone(), newest.clone());
        self.bots.newest = newest;
    }
}

/// A service's answer with this status and body.
pub(super) fn answer(status: u16, body: serde_json::Value) -> Answer {
    Answer { status, headers: IndexMap::new(), body: Some(body), error: None, ms: 7 }
}

fn facts(routing: Routing) -> Arc<PageFacts> {
    Arc::new(PageFacts {
        id: PageId::new("1"),
        name: "Nordic".into(),
        own_app: AppId::new(US),
        routing,
        zone: "Europe/Copenhagen".into(),
        ..PageFacts::unknown()
    })
}
