//! Everything around the bot in one test: the conversations of its people, what is faked and what is to fail, and time.
//!
//! Of the platform as far as a flow can tell: who owns a thread, and what was accepted. What Meta answers to a wrong
//! request, its echoes and its delays are the simulator's. Invariant: every turn is stepped twice, once on the
//! conversation as it was stored, and both agree; so nothing lives between two turns but what is stored.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::coverage::Covered;
use super::fake::{Fake, Reply, request_of};
use super::fault::Planned;
use super::person::{Person, Start};
use super::tale::{Line, Tale};
use super::thread::{Happening, Tap, Thread, Turn};
use super::turn::turn;
use crate::bot::Bots;
use crate::conversation::{Conversation, PageFacts};
use crate::effect::{ButtonDoes, HttpCall};
use crate::event::{Answer, Event};
use crate::id::{AppId, ContactId, PageId, Timestamp};
use crate::note::Note;
use crate::step::Step;
use crate::value::Value;

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

/// Everything around the bot in one test.
pub(crate) struct World<'a> {
    bots: &'a Bots,
    facts: Arc<PageFacts>,
    pub(crate) now: Timestamp,
    pub(crate) threads: Vec<Thread>,
    /// Whose conversation it is.
    pub(crate) who: usize,
    /// Of the test, then of the file; with how often each was used.
    pub(super) fakes: Vec<(&'a Fake, u8)>,
    pub(crate) planned: Vec<Planned>,
    /// Calls that no fake answers; `None`: such a call stops the test.
    pub(crate) invented: Option<Invented>,
    pub(crate) covered: Covered,
    pub(crate) tale: Tale,
    /// Mistakes of the flow met while running.
    pub(crate) faults: Vec<Note>,
}

/// Calls that no fake answers, and what they are answered.
pub(crate) struct Invented {
    /// Each call with its answer, in order.
    pub(crate) calls: Vec<(HttpCall, Answer)>,
    known: std::vec::IntoIter<Answer>,
}

impl Invented {
    /// Calls are answered by these in order, and behind them by nothing.
    pub(crate) fn of(known: Vec<Answer>) -> Self {
        Self { calls: Vec::new(), known: known.into_iter() }
    }

    /// What a call is answered.
    pub(crate) fn answer(&mut self, call: HttpCall) -> Answer {
        let answer = self.known.next().unwrap_or_else(|| Reply::nothing().answer());
        self.calls.push((call, answer.clone()));
        answer
    }
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
        self.threads.push(Thread::new(person, conversation));
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
        let several = self.threads.len() > 1;
        let thread = &mut self.threads[who];
        let Some(step) = turn(self.bots, &thread.conversation, &event, self.now) else {
            return Err(Stopped::Disagrees);
        };
        let Step { conversation, effects, notes } = step;
        let before = std::mem::replace(&mut thread.conversation, conversation);
        thread.pending.extend(effects);
        self.covered.note(&notes);
        for note in &notes {
            if let Note::Emitted { name, data } = note {
                let data = Value::Map(data.clone()).to_json();
                thread.emitted.push((name.clone(), data.clone()));
                let person = (several).then(|| thread.person.id.clone());
                self.tale.tell(self.now, person, Line::Emitted(name.clone(), data));
            }
        }
        // A message the test let fail is no mistake of the flow.
        let planned = matches!(event, Event::Sent { .. });
        let faults = notes.iter().filter(|note| matches!(note, Note::Fault { .. }) && !planned);
        self.faults.extend(faults.cloned());
        thread.turns.push(Turn { before, event, notes, now: self.now });
        Ok(())
    }

    /// The bot did something that a step must expect.
    pub(super) fn did(&mut self, who: usize, happening: Happening) {
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
        let entries = bot.menu.iter().chain(&bot.ice_breakers).flat_map(|button| {
            let payload = crate::message::payload(&button.owner, &button.id);
            let does = match &button.does {
                crate::bot::Does::Press => ButtonDoes::Press(payload),
                crate::bot::Does::Url(url) => ButtonDoes::Url(url.source().to_owned()),
                crate::bot::Does::Phone(phone) => ButtonDoes::Phone(phone.source().to_owned()),
            };
            // A menu is shown in the language of the person's app: tapped by its label in any of them.
            let labels = button.label.text.all().filter_map(crate::template::Template::as_plain);
            labels.map(move |label| Tap {
                label: label.to_owned(),
                does: does.clone(),
                quick: false,
            })
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
