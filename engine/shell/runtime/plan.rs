//! What a batch is about: its items, sorted by conversation, before anything is read or stepped.
//! Making a plan changes nothing, so a batch that was not committed is simply planned again.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use baton_core::conversation::Routing;
use baton_core::effect::Lane;
use baton_core::event::Event;
use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};
use baton_core::note::Note;

use super::board::Counters;
use super::item::Item;
use super::sort::Sorter;
use super::verdict::PageSign;
use super::worker::Worker;
use crate::messenger::effect_name::EffectName;
use crate::store::{Opening, OutboxChange, Parked, Quarantined, Resent};

/// What a batch is about.
pub(super) struct Plan<'a> {
    /// From before anything of it was begun: claims count from here.
    pub(super) began: Instant,
    pub(super) now: Timestamp,
    pub(super) opening: Opening,
    /// It asks which of its events are new.
    pub(super) opens: bool,
    pub(super) parts: BTreeMap<ConversationId, Part<'a>>,
    /// Settled effects.
    pub(super) over: HashSet<EffectName>,
    /// Effects that go on.
    pub(super) changed: Vec<(Lane, OutboxChange)>,
    pub(super) quarantined: Vec<Quarantined>,
    pub(super) parked: Vec<Parked>,
    pub(super) unparked: Vec<(ConversationId, [u8; 16])>,
    pub(super) resent: Vec<Resent>,
    pub(super) audit: Vec<(Timestamp, ConversationId, String)>,
    /// Timers of conversations whose deadlines cannot be stepped.
    pub(super) rearmed: Vec<(ConversationId, Timestamp)>,
    pub(super) signs: Vec<(PageId, PageSign)>,
    pub(super) routing: Vec<(PageId, Routing)>,
    /// What is to be counted once it is true.
    pub(super) counted: Vec<Counted>,
    /// Takes: accepted or refused.
    pub(super) takes: Vec<(PageId, bool)>,
    pub(super) keys: HashSet<(ConversationId, [u8; 16])>,
    /// Conversations whose parked event fails again: nothing of theirs runs in this batch.
    pub(super) blocked: HashSet<ConversationId>,
}

/// What of a plan is true once it is committed.
pub(super) struct Facts {
    pub(super) began: Instant,
    pub(super) now: Timestamp,
    pub(super) over: HashSet<EffectName>,
    pub(super) changed: Vec<(Lane, OutboxChange)>,
    pub(super) parked: Vec<ConversationId>,
    pub(super) unparked: Vec<ConversationId>,
    pub(super) resent: Vec<Resent>,
    pub(super) signs: Vec<(PageId, PageSign)>,
    pub(super) routing: Vec<(PageId, Routing)>,
    pub(super) counted: Vec<Counted>,
}

/// One more of something: which counter.
pub(super) type Counted = fn(&Counters) -> &AtomicU64;

/// One conversation's part in a batch.
pub(super) struct Part<'a> {
    pub(super) page: PageId,
    pub(super) contact: ContactId,
    pub(super) events: Vec<Happening<'a>>,
    /// Its timer row fired.
    pub(super) due: bool,
    /// What the runtime itself has to note.
    pub(super) remarks: Vec<Note>,
    /// Lanes whose next effects are to be claimed.
    pub(super) claims: Vec<Lane>,
}

/// One event of a conversation.
pub(super) struct Happening<'a> {
    /// By the platform's time, then by arrival.
    pub(super) order: (Timestamp, usize),
    pub(super) event: Cow<'a, Event>,
    pub(super) key: Option<[u8; 16]>,
    pub(super) item: usize,
}

impl<'a> Plan<'a> {
    /// A conversation's part.
    pub(super) fn part(
        &mut self,
        id: ConversationId,
        page: &PageId,
        contact: &ContactId,
    ) -> &mut Part<'a> {
        let part = self.parts.entry(id).or_insert_with(|| Part {
            page: page.clone(),
            contact: contact.clone(),
            events: Vec::new(),
            due: false,
            remarks: Vec::new(),
            claims: Vec::new(),
        });
        if part.page.as_str().is_empty() {
            (part.page, part.contact) = (page.clone(), contact.clone());
        }
        part
    }

    /// What is true once the batch is committed.
    pub(super) fn facts(self) -> Facts {
        Facts {
            began: self.began,
            now: self.now,
            over: self.over,
            changed: self.changed,
            parked: self.parked.iter().map(|parked| parked.conversation).collect(),
            unparked: self.unparked.iter().map(|(id, _)| *id).collect(),
            resent: self.resent,
            signs: self.signs,
            routing: self.routing,
            counted: self.counted,
        }
    }

    /// Whether the batch must read before it can be stepped: conversations nobody remembers, or
    /// which of its events are new.
    pub(super) fn must_open(&self) -> bool {
        !self.opening.load.is_empty() || (self.opens && !self.opening.keys.is_empty())
    }
}

/// Sorts a batch.
pub(super) fn plan<'a>(worker: &Worker, items: &'a [Item], stamp: i64) -> Plan<'a> {
    let mut plan = Plan {
        began: Instant::now(),
        now: worker.clock.now(),
        opening: Opening { stamp, ..Opening::default() },
        opens: false,
        parts: BTreeMap::new(),
        over: HashSet::new(),
        changed: Vec::new(),
        quarantined: Vec::new(),
        parked: Vec::new(),
        unparked: Vec::new(),
        resent: Vec::new(),
        audit: Vec::new(),
        rearmed: Vec::new(),
        signs: Vec::new(),
        routing: Vec::new(),
        counted: Vec::new(),
        takes: Vec::new(),
        keys: HashSet::new(),
        blocked: HashSet::new(),
    };
    let mut sorter = Sorter { worker, plan: &mut plan };
    for (at, item) in items.iter().enumerate() {
        sorter.sort(at, item);
    }
    let stepped = plan.parts.iter().filter(|(_, part)| part.must_step());
    let missing = stepped.map(|(id, _)| *id).filter(|id| !worker.cache.contains(*id));
    plan.opening.load = missing.collect();
    plan
}

impl Part<'_> {
    /// Whether its conversation must be had.
    pub(super) fn must_step(&self) -> bool {
        !self.events.is_empty() || self.due || !self.remarks.is_empty()
    }
}
