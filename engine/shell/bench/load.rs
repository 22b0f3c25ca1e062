//! The people of the bench: each writes, waits until the answer has been accepted by the platform,
//! and writes again.
//!
//! Invariant: every answer is compared with what must come, counted, and nothing is measured that
//! was not checked. One thread does all of it, so that the other core is the subject's.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::Notify;
use tokio::task::spawn_local;

use super::flow;
use super::line::Line;
use super::world::{self, Call, Letter, PAGES, World};

/// A turn that takes longer is lost.
const TURN: Duration = Duration::from_secs(10);
/// What is not answered with 200 comes again, as at Meta, so often and after so long.
const AGAIN: (usize, Duration) = (50, Duration::from_millis(100));

/// What must not happen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Faults {
    /// No answer came.
    pub lost: u64,
    /// An answer came that nobody waited for.
    pub doubled: u64,
    /// Another answer than expected came.
    pub wrong: u64,
    /// A webhook was not answered with 200 however often it came.
    pub refused: u64,
}

impl Faults {
    /// All of them.
    pub fn all(self) -> u64 {
        self.lost + self.doubled + self.wrong + self.refused
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            lost: self.lost + other.lost,
            doubled: self.doubled + other.doubled,
            wrong: self.wrong + other.wrong,
            refused: self.refused + other.refused,
        }
    }
}

/// A finished turn.
pub(super) struct Turn {
    pub(super) ended: Instant,
    /// From the webhook to the accepted answer.
    pub(super) took: Duration,
}

/// Somebody who writes.
#[derive(Default)]
struct Person {
    waiting: RefCell<Waiting>,
    /// Something they wait for has come.
    news: Notify,
}

#[derive(Default)]
struct Waiting {
    /// Who they are on the page they are writing to.
    contact: String,
    answer: Option<(String, Instant)>,
    /// Webhooks about them that were not answered yet.
    on_the_wire: usize,
}

/// Everything that goes on beside the subject.
pub(super) struct Load {
    world: World,
    subject: Cell<Option<SocketAddr>>,
    lines: RefCell<Vec<Line>>,
    people: Vec<Rc<Person>>,
    turns: RefCell<Vec<Turn>>,
    faults: Cell<Faults>,
    over: Cell<bool>,
    /// Webhooks that had to come again.
    again: Cell<u64>,
    /// When the subject last asked for something that is no message.
    asked: Cell<Instant>,
}

impl Load {
    pub(super) fn new(world: World, people: usize) -> Rc<Self> {
        Rc::new(Self {
            world,
            subject: Cell::new(None),
            lines: RefCell::default(),
            people: (0..people).map(|_| Rc::default()).collect(),
            turns: RefCell::default(),
            faults: Cell::default(),
            over: Cell::new(false),
            again: Cell::new(0),
            asked: Cell::new(Instant::now()),
        })
    }

    /// Lets everybody talk with a server; they talk until [`Self::end`].
    pub(super) fn begin(self: &Rc<Self>, subject: SocketAddr) -> tokio::task::JoinSet<()> {
        self.subject.set(Some(subject));
        let mut all = tokio::task::JoinSet::new();
        for index in 0..self.people.len() {
            all.spawn_local(Rc::clone(self).talk(index));
        }
        all
    }

    /// No turn begins any more.
    pub(super) fn end(&self) {
        self.over.set(true);
    }

    /// How long the subject has asked for nothing but messages to be sent.
    pub(super) fn quiet(&self) -> Duration {
        self.asked.get().elapsed()
    }

    /// The turns so far.
    pub(super) fn take_turns(&self) -> Vec<Turn> {
        self.turns.take()
    }

    /// How many webhooks were not answered with 200 and came again.
    pub(super) fn again(&self) -> u64 {
        self.again.get()
    }

    pub(super) fn faults(&self) -> Faults {
        self.faults.get()
    }

    /// A Graph call came; its answer.
    pub(super) fn called(self: &Rc<Self>, call: Call) -> (u16, String) {
        let answered = self.world.graph(call);
        let Some((contact, text)) = answered.said else {
            self.asked.set(Instant::now());
            return (answered.status, answered.body);
        };
        let person = contact.get(4..).and_then(|digits| digits.parse::<usize>().ok());
        match person.and_then(|index| self.people.get(index)) {
            Some(person) => {
                self.heard(person, &contact, text);
                self.post(person, answered.letters);
            }
            None => self.fault(|faults| faults.doubled += 1),
        }
        (answered.status, answered.body)
    }

    fn heard(&self, person: &Person, contact: &str, text: String) {
        let mut waiting = person.waiting.borrow_mut();
        if waiting.contact == contact && waiting.answer.is_none() {
            waiting.answer = Some((text, Instant::now()));
            person.news.notify_one();
        } else {
            self.fault(|faults| faults.doubled += 1);
        }
    }

    fn fault(&self, count: impl FnOnce(&mut Faults)) {
        let mut faults = self.faults.get();
        count(&mut faults);
        self.faults.set(faults);
    }

    /// Goes from page to page and has a round on each.
    async fn talk(self: Rc<Self>, index: usize) {
        let first = index * PAGES / self.people.len();
        for visit in 0.. {
            let page = world::page(first + visit);
            let contact = world::contact(&page, index);
            for (says, answer) in flow::round(visit / PAGES + 1) {
                if self.over.get() || !self.turn(index, &page, &contact, says, &answer).await {
                    return;
                }
            }
        }
    }

    /// One turn; `false` when it was lost.
    async fn turn(
        self: &Rc<Self>,
        index: usize,
        page: &str,
        contact: &str,
        says: &str,
        must: &str,
    ) -> bool {
        let person = &self.people[index];
        {
            let mut waiting = person.waiting.borrow_mut();
            contact.clone_into(&mut waiting.contact);
            waiting.answer = None;
        }
        let begun = Instant::now();
        self.post(person, self.world.write(page, contact, says));
        let beside = self.world.beside();
        let Ok((text, ended)) = tokio::time::timeout(TURN, person.settled(beside)).await else {
            self.fault(|faults| faults.lost += 1);
            return false;
        };
        if text != must {
            tracing::warn!(says, must, text, "another answer than expected");
            self.fault(|faults| faults.wrong += 1);
        }
        self.turns.borrow_mut().push(Turn { ended, took: ended - begun });
        true
    }

    /// Posts webhooks about a person, at once and beside each other.
    fn post(self: &Rc<Self>, person: &Rc<Person>, letters: Vec<Letter>) {
        person.waiting.borrow_mut().on_the_wire += letters.len();
        for letter in letters {
            drop(spawn_local(Rc::clone(self).carry(Rc::clone(person), letter)));
        }
    }

    async fn carry(self: Rc<Self>, person: Rc<Person>, letter: Letter) {
        for tries in 1.. {
            let status = self.deliver(&letter).await;
            if matches!(status, Ok(200)) {
                break;
            }
            self.again.set(self.again.get() + 1);
            tracing::debug!(?status, "a webhook was not taken in");
            if tries == AGAIN.0 {
                self.fault(|faults| faults.refused += 1);
                break;
            }
            tokio::time::sleep(AGAIN.1).await;
        }
        self.post(&person, self.world.answered(&letter));
        person.waiting.borrow_mut().on_the_wire -= 1;
        person.news.notify_one();
    }

    async fn deliver(&self, letter: &Letter) -> std::io::Result<u16> {
        let address = self.subject.get().ok_or(std::io::ErrorKind::NotConnected)?;
        let free = self.lines.borrow_mut().pop();
        let mut line = match free {
            Some(line) => line,
            None => Line::open(address).await?,
        };
        let status = line.post(&letter.body, &letter.signature).await?;
        self.lines.borrow_mut().push(line);
        Ok(status)
    }
}

impl Person {
    /// Waits until the answer has come, and no more is on the wire than what goes with one turn:
    /// nobody waits for the echo of what they read, and no server may fall behind with echoes.
    async fn settled(&self, beside: usize) -> (String, Instant) {
        loop {
            {
                let mut waiting = self.waiting.borrow_mut();
                if waiting.on_the_wire <= beside
                    && let Some(answer) = waiting.answer.take()
                {
                    return answer;
                }
            }
            self.news.notified().await;
        }
    }
}
