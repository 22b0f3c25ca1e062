//! The other side of the conversations of a test: performs what the core asks for, keeps what people see, and lets
//! time pass.
//!
//! The platform as far as a flow can tell: who owns a thread, and what was accepted. What Meta answers to a wrong
//! request, its echoes and its delays are the simulator's. Invariant: every turn is stepped twice, once on the
//! conversation as it was stored, and both agree; so nothing lives between two turns but what is stored.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::coverage::Covered;
use super::fake::{Fake, Reply, request_of};
use super::fault::{self, Planned, PlatformCall};
use super::person::{Person, Start};
use super::tale::{Line, Tale};
use super::turn::turn;
use crate::bot::Bots;
use crate::conversation::{Conversation, PageFacts};
use crate::effect::{Auth, ButtonDoes, Content, Effect, HttpCall, Message, Send};
use crate::event::{Answer, Event, Owner, Refusal, Refused, Settled};
use crate::id::{AppId, ContactId, EffectId, PageId, Timestamp};
use crate::note::Note;
use crate::step::Step;

/// Our own app.
pub(crate) const US: &str = "1001";
/// The Page.
const PAGE: &str = "100";
/// What one act may ask of the world: more is a conversation that goes round in circles.
const EFFECTS: usize = 20_000;
/// What may fall due while time passes once.
const TIMERS: usize = 10_000;

/// Why a test cannot go on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stopped {
    /// A service is called that no fake answers.
    NoFake(Box<HttpCall>),
    /// What somebody is to do cannot be done.
    Impossible(String),
    /// The flow asks for more and more, or a deadline fires for ever.
    Circles,
    /// The same turn came out differently when it was stepped again: a fault of the engine.
    Disagrees,
}

/// Something the bot did that a test has to expect.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Happening {
    /// It said something.
    Said(Message),
    /// It gave control away.
    Passed(AppId, String),
    /// It took control.
    Took(String),
    /// It called a service.
    Called(Box<HttpCall>),
}

/// What a person can tap.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tap {
    pub(crate) label: String,
    pub(crate) does: ButtonDoes,
    /// A quick reply: gone with the next message.
    pub(crate) quick: bool,
}

/// A turn of the present act, for whoever asks why it went as it did.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) before: Conversation,
    pub(crate) event: Event,
    pub(crate) notes: Vec<Note>,
    pub(crate) now: Timestamp,
}

/// The conversation of one person.
#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) person: Person,
    pub(crate) conversation: Conversation,
    /// Who has the thread in truth.
    pub(crate) owner: Owner,
    /// The newest last.
    pub(crate) taps: Vec<Tap>,
    /// What the bot did and no step has expected yet.
    pub(crate) news: VecDeque<Happening>,
    /// Since the last act.
    pub(crate) turns: Vec<Turn>,
    pending: VecDeque<Effect>,
    /// Answers of services that take their time.
    answers: Vec<(Timestamp, EffectId, Answer)>,
}

/// Everything around the bot in one test.
pub(crate) struct World<'a> {
    bots: &'a Bots,
    facts: Arc<PageFacts>,
    pub(crate) now: Timestamp,
    pub(crate) threads: Vec<Thread>,
    /// Whose conversation it is.
    pub(crate) who: usize,
    /// Of the test, then of the file; with how often each was used.
    fakes: Vec<(&'a Fake, u8)>,
    pub(crate) planned: Vec<Planned>,
    /// Calls that no fake answers; `None`: such a call stops the test.
    pub(crate) invented: Option<Vec<HttpCall>>,
    pub(crate) covered: Covered,
    pub(crate) tale: Tale,
    /// Mistakes of the flow met while running.
    pub(crate) faults: Vec<Note>,
}

impl<'a> World<'a> {
    /// A world in which nothing has happened yet.
    pub(crate) fn new(
        bots: &'a Bots,
        person: &Person,
        start: &Start,
        fakes: impl Iterator<Item = &'a Fake>,
    ) -> Self {
        let facts = PageFacts {
            id: PageId::new(PAGE),
            name: bots.newest.name.clone(),
            own_app: AppId::new(US),
            zone: start.zone.clone(),
            ..PageFacts::unknown()
        };
        let mut world = Self {
            bots,
            facts: Arc::new(facts),
            now: start.at,
            threads: Vec::new(),
            who: 0,
            fakes: fakes.map(|fake| (fake, 0)).collect(),
            planned: Vec::new(),
            invented: None,
            covered: Covered::default(),
            tale: Tale::default(),
            faults: Vec::new(),
        };
        world.meet(person.clone());
        world
    }

    /// Somebody new.
    fn meet(&mut self, person: Person) {
        let contact = ContactId::new(&person.id);
        let conversation = Conversation::new(self.facts.clone(), contact, self.now);
        self.threads.push(Thread {
            person,
            conversation,
            owner: Owner::Us,
            taps: Vec::new(),
            news: VecDeque::new(),
            turns: Vec::new(),
            pending: VecDeque::new(),
            answers: Vec::new(),
        });
    }

    /// Turns to the conversation of this person.
    pub(crate) fn turn_to(&mut self, id: &str) {
        self.who = match self.threads.iter().position(|thread| thread.person.id == id) {
            Some(at) => at,
            None => {
                let person = self.threads[0].person.other(id);
                self.meet(person);
                self.threads.len() - 1
            }
        };
    }

    /// The present conversation.
    pub(crate) fn thread(&mut self) -> &mut Thread {
        &mut self.threads[self.who]
    }

    /// The bot in its versions.
    pub(crate) fn bots(&self) -> &'a Bots {
        self.bots
    }

    /// Which fakes were used.
    pub(crate) fn used(&self) -> Vec<bool> {
        self.fakes.iter().map(|(_, used)| *used > 0).collect()
    }

    /// Something happens in a conversation, and everything that comes of it at once.
    pub(crate) fn happens(&mut self, who: usize, event: Event) -> Result<(), Stopped> {
        self.turn(who, event)?;
        for _ in 0..EFFECTS {
            let Some(effect) = self.threads[who].pending.pop_front() else { return Ok(()) };
            if let Some(event) = self.perform(who, effect)? {
                self.turn(who, event)?;
            }
        }
        Err(Stopped::Circles)
    }

    /// One turn.
    fn turn(&mut self, who: usize, event: Event) -> Result<(), Stopped> {
        let thread = &mut self.threads[who];
        let Some(step) = turn(self.bots, &thread.conversation, &event, self.now) else {
            return Err(Stopped::Disagrees);
        };
        let Step { conversation, effects, notes } = step;
        let before = std::mem::replace(&mut thread.conversation, conversation);
        thread.pending.extend(effects);
        self.covered.note(&notes);
        // A message the test let fail is no mistake of the flow.
        let planned = matches!(event, Event::Sent { .. });
        let faults = notes.iter().filter(|note| matches!(note, Note::Fault { .. }) && !planned);
        self.faults.extend(faults.cloned());
        thread.turns.push(Turn { before, event, notes, now: self.now });
        Ok(())
    }

    /// Performs an effect; what comes back is heard in the next turn.
    fn perform(&mut self, who: usize, effect: Effect) -> Result<Option<Event>, Stopped> {
        let stale = effect.epoch().is_some_and(|of| of != self.threads[who].conversation.epoch);
        Ok(match effect {
            Effect::Typing { .. } => None,
            Effect::Send(_) if stale => None,
            Effect::Send(send) => self.send(who, send),
            Effect::Pass { id, to, metadata, .. } => {
                let settled = if stale { Settled::Dropped } else { self.pass(who, to, metadata) };
                Some(Event::Passed { effect: id, settled })
            }
            Effect::Take { id, metadata, .. } => {
                let settled = if stale { Settled::Dropped } else { self.take(who, metadata) };
                Some(Event::Took { effect: id, settled })
            }
            Effect::AskOwner { id } => {
                let failed = self.fails(PlatformCall::Owner).is_some();
                let owner = self.threads[who].owner.clone();
                let owner = if failed { Owner::Failed } else { owner };
                Some(Event::OwnerIs { effect: id, owner })
            }
            Effect::AskProfile { id } => {
                let failed = self.fails(PlatformCall::Profile).is_some();
                let profile = self.threads[who].person.profile.clone().filter(|_| !failed);
                Some(Event::ProfileIs { effect: id, profile })
            }
            Effect::Http { id, call } => self.call(who, id, call)?,
        })
    }

    fn send(&mut self, who: usize, send: Send) -> Option<Event> {
        let Send { id, message, .. } = &send;
        let refused =
            self.fails(PlatformCall::Messages).or_else(|| match self.threads[who].owner {
                Owner::Us | Owner::Idle => None,
                Owner::Other(_) | Owner::Hidden | Owner::Failed => {
                    let class = Refusal::AnotherAppControls;
                    Some(Refused { class, code: 10, subcode: 2_018_300 })
                }
            });
        if let Some(refused) = refused {
            self.tell(who, Line::Refused(crate::message::spoken(message), refused.clone()));
            let later = matches!(refused.class, Refusal::OutsideWindow | Refusal::PersonGone);
            let unsaid = later.then(|| Box::new(send.clone()));
            return Some(Event::Sent { effect: *id, refused, unsaid });
        }
        self.threads[who].show(message);
        self.did(who, Happening::Said(send.message));
        None
    }

    fn pass(&mut self, who: usize, to: Option<AppId>, metadata: String) -> Settled {
        // Nobody is told anything: it only says that what went before is settled.
        let Some(to) = to else { return Settled::Accepted };
        if let Some(refused) = self.fails(PlatformCall::Pass) {
            self.tell(who, Line::Refused("pass_thread_control".into(), refused.clone()));
            return Settled::Refused(refused);
        }
        self.threads[who].owner = Owner::Other(to.clone());
        self.did(who, Happening::Passed(to, metadata));
        Settled::Accepted
    }

    fn take(&mut self, who: usize, metadata: String) -> Settled {
        if let Some(refused) = self.fails(PlatformCall::Take) {
            self.tell(who, Line::Refused("take_thread_control".into(), refused.clone()));
            return Settled::Refused(refused);
        }
        self.threads[who].owner = Owner::Us;
        self.did(who, Happening::Took(metadata));
        Settled::Accepted
    }

    /// The refusal a call meets, where a test planned one. What is only tried again meets none.
    fn fails(&mut self, call: PlatformCall) -> Option<Refused> {
        loop {
            let at = self.planned.iter().position(|planned| planned.call == call)?;
            let planned = &mut self.planned[at];
            let refused = fault::meaning(call, planned.code, planned.subcode);
            planned.times -= 1;
            if planned.times == 0 {
                self.planned.remove(at);
            }
            if refused.is_some() {
                return refused;
            }
        }
    }

    fn call(&mut self, who: usize, id: EffectId, call: HttpCall) -> Result<Option<Event>, Stopped> {
        let free = |(fake, used): &&mut (&Fake, u8)| {
            fake.request.fits(&call) && fake.times.is_none_or(|times| *used < times)
        };
        let Some((fake, used)) = self.fakes.iter_mut().find(free) else {
            let Some(invented) = &mut self.invented else {
                return Err(Stopped::NoFake(Box::new(call)));
            };
            invented.push(call);
            return Ok(Some(Event::Answer { effect: id, answer: Reply::nothing().answer() }));
        };
        *used = used.saturating_add(1);
        let fake: &Fake = fake;
        if fake.reply.is_good() {
            self.threads[who].graph_was_called(&call);
        }
        let answer = fake.reply.answer();
        self.did(who, Happening::Called(Box::new(call)));
        let Some(delay) = fake.reply.delay else {
            return Ok(Some(Event::Answer { effect: id, answer }));
        };
        let at = self.now.plus_ms(delay.as_millis());
        self.threads[who].answers.push((at, id, answer));
        Ok(None)
    }

    fn did(&mut self, who: usize, happening: Happening) {
        self.tell(who, Line::Did(happening.clone()));
        self.threads[who].news.push_back(happening);
    }

    /// Writes a line of the transcript.
    pub(crate) fn tell(&mut self, who: usize, line: Line) {
        let person = (self.threads.len() > 1).then(|| self.threads[who].person.id.clone());
        self.tale.tell(self.now, person, line);
    }

    /// Time passes until then; what falls due happens at its own moment, earliest first.
    pub(crate) fn pass_time(&mut self, until: Timestamp) -> Result<(), Stopped> {
        for _ in 0..TIMERS {
            let due = self.threads.iter().enumerate();
            let due = due.filter_map(|(who, thread)| Some((thread.next()?, who))).min();
            let Some((at, who)) = due.filter(|(at, _)| *at <= until) else {
                self.now = self.now.max(until);
                return Ok(());
            };
            self.now = self.now.max(at);
            let event = self.threads[who].answered_by(at).unwrap_or(Event::Due);
            let fires = event == Event::Due;
            self.happens(who, event)?;
            if fires && self.threads[who].conversation.next_due() == Some(at) {
                return Err(Stopped::Circles);
            }
        }
        Err(Stopped::Circles)
    }

    /// The entries of the persistent menu and the ice breakers, as far as nothing is inserted in their labels.
    pub(crate) fn menu(&self) -> Vec<Tap> {
        let bot = &self.bots.newest;
        let entries = bot.menu.iter().chain(&bot.ice_breakers).filter_map(|button| {
            let label = button.label.text.as_plain()?.to_owned();
            let payload = crate::message::payload(&button.owner, &button.id);
            let does = match &button.does {
                crate::bot::Does::Press => ButtonDoes::Press(payload),
                crate::bot::Does::Url(url) => ButtonDoes::Url(url.source().to_owned()),
                crate::bot::Does::Phone(phone) => ButtonDoes::Phone(phone.source().to_owned()),
            };
            Some(Tap { label, does, quick: false })
        });
        entries.collect()
    }

    /// A call as a failure names it, and what fakes there are.
    pub(crate) fn fakes_shown(&self, call: &HttpCall) -> (String, Vec<String>) {
        let fakes: BTreeSet<String> =
            self.fakes.iter().map(|(fake, _)| fake.request.shown()).collect();
        (request_of(call), fakes.into_iter().collect())
    }
}

impl Thread {
    /// When something happens here by itself next.
    fn next(&self) -> Option<Timestamp> {
        let answer = self.answers.iter().map(|(at, _, _)| *at).min();
        answer.into_iter().chain(self.conversation.next_due()).min()
    }

    /// The answer of a service that comes now.
    fn answered_by(&mut self, now: Timestamp) -> Option<Event> {
        let at = self.answers.iter().position(|(at, _, _)| *at <= now)?;
        let (_, effect, answer) = self.answers.remove(at);
        Some(Event::Answer { effect, answer })
    }

    /// The person sees a message; the quick replies of those before are gone.
    fn show(&mut self, message: &Message) {
        self.taps.retain(|tap| !tap.quick);
        let mut buttons: Vec<&crate::effect::Button> = Vec::new();
        match &message.content {
            Content::Text { buttons: under, .. } => buttons.extend(under),
            Content::Cards(cards) => buttons.extend(cards.iter().flat_map(|card| &card.buttons)),
            Content::Media { .. } | Content::Utility(_) => {}
        }
        self.taps.extend(buttons.into_iter().map(|button| Tap {
            label: button.label.clone(),
            does: button.does.clone(),
            quick: false,
        }));
        self.taps.extend(message.choices.iter().map(|choice| Tap {
            label: choice.label.clone(),
            does: ButtonDoes::Press(choice.payload.clone()),
            quick: true,
        }));
    }

    /// A plain call of the platform may move control too.
    fn graph_was_called(&mut self, call: &HttpCall) {
        if call.auth != Auth::PageToken {
            return;
        }
        let path = call.path.split('?').next().unwrap_or_default();
        let target = match &call.body {
            crate::effect::Body::Json(body) => body.get("target_app_id"),
            crate::effect::Body::Empty
            | crate::effect::Body::Form(_)
            | crate::effect::Body::Text(_) => None,
        };
        let target = target.map(|app| app.as_str().map_or_else(|| app.to_string(), str::to_owned));
        if path.ends_with("/pass_thread_control")
            && let Some(target) = target
        {
            self.owner = Owner::Other(AppId::new(target));
        } else if path.ends_with("/take_thread_control") {
            self.owner = Owner::Us;
        }
    }
}
