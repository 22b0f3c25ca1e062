//! What a batch leads to: the conversations stepped, and all that is to be written. Invariant:
//! nothing of it is true before its commit; whoever loses it has lost nothing.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use baton_core::bot::Bots;
use baton_core::conversation::{Conversation, PageFacts};
use baton_core::effect::{Effect, Lane};
use baton_core::event::Event;
use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};
use baton_core::note::Note;
use baton_core::step::{Step, step};

use super::cache::Entry;
use super::history;
use super::item::{Item, What};
use super::lanes::Row;
use super::plan::{Part, Plan};
use super::show;
use super::worker::Worker;
use super::{OperateProblem, Operated};
use crate::store::{HistoryLine, Journal, Opened, OutboxChange, PageRow, Stored, pack, unpack};

/// A deadline on a page we do not serve is looked at again after this.
const UNSERVED: u64 = 600_000;

/// Which items of a batch must not be stepped again, and why.
pub(super) struct Poison {
    pub(super) items: Vec<usize>,
    pub(super) why: String,
}

/// What a batch leads to.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) stamp: i64,
    pub(super) stepped: Vec<Stepped>,
    /// Lanes whose heads were settled, or that were to be claimed.
    pub(super) lanes: Vec<(ConversationId, Lane)>,
    pub(super) claims: Vec<(Lane, OutboxChange)>,
    pub(super) timers: Vec<(ConversationId, Timestamp)>,
    pub(super) timers_over: Vec<ConversationId>,
    pub(super) history: Vec<HistoryLine>,
    pub(super) journal: Vec<(ConversationId, u32, Journal)>,
    pub(super) pages: Vec<PageRow>,
    /// Answers for operators, by item.
    pub(super) operated: HashMap<usize, Result<Operated, OperateProblem>>,
    pub(super) duplicates: u64,
    pub(super) events: u64,
}

/// A conversation after its steps.
pub(super) struct Stepped {
    pub(super) conversation: Conversation,
    /// The conversation, packed.
    pub(super) state: Box<[u8]>,
    pub(super) was: Option<i64>,
    pub(super) history: Option<i64>,
    pub(super) timer: Option<Timestamp>,
    /// It was only looked at: nothing of it is written.
    pub(super) unchanged: bool,
    pub(super) rows: Vec<Row>,
    pub(super) notes: Vec<Note>,
}

impl Stepped {
    fn of(conversation: Conversation, known: Known) -> Self {
        let Known { stamp, history, timer, .. } = known;
        Self {
            conversation,
            state: Box::default(),
            was: Some(stamp),
            history,
            timer,
            unchanged: true,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn new(facts: Arc<PageFacts>, contact: ContactId, now: Timestamp) -> Self {
        Self {
            conversation: Conversation::new(facts, contact, now),
            state: Box::default(),
            was: None,
            history: None,
            timer: None,
            unchanged: true,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// As it is kept in memory after the commit of `stamp`.
    pub(super) fn into_entry(self, stamp: i64) -> Entry {
        Entry {
            state: self.state,
            page: self.conversation.page.id.clone(),
            stamp: if self.unchanged { self.was.unwrap_or(stamp) } else { stamp },
            history: self.history,
            timer: self.timer,
        }
    }
}

/// A conversation as memory or the database knows it.
struct Known {
    /// What the core remembers, or why this program cannot read it.
    conversation: Result<Conversation, String>,
    page: PageId,
    stamp: i64,
    history: Option<i64>,
    timer: Option<Timestamp>,
}

impl From<Entry> for Known {
    fn from(entry: Entry) -> Self {
        let Entry { state, page, stamp, history, timer } = entry;
        Self { conversation: unpack(&state), page, stamp, history, timer }
    }
}

impl From<Stored> for Known {
    fn from(stored: Stored) -> Self {
        let Stored { conversation, page, stamp, history, timer, .. } = stored;
        Self { conversation, page, stamp, history, timer }
    }
}

/// Steps a batch. What it takes from the cache is lost unless the batch is committed.
pub(super) fn carry_out(
    worker: &mut Worker,
    plan: &mut Plan<'_>,
    opened: Opened,
    items: &[Item],
) -> Result<Draft, Poison> {
    let bots = worker.versions.bots();
    let Opened { fresh, loaded } = opened;
    let loaded = loaded.into_iter().map(|stored| (stored.id, stored)).collect();
    let mut draft = Draft { stamp: plan.opening.stamp, ..Draft::default() };
    draft.timers.append(&mut plan.rearmed);
    let mut parts = std::mem::take(&mut plan.parts);
    let mut writing =
        Writing { worker, plan, items, bots: &bots, fresh, loaded, draft: &mut draft };
    for (id, part) in &mut parts {
        writing.part(*id, part)?;
    }
    for (id, part) in &parts {
        for lane in &part.claims {
            writing.claim(*id, *lane);
        }
    }
    writing.pages();
    Ok(draft)
}

/// A draft in the making.
pub(super) struct Writing<'w, 'a> {
    pub(super) worker: &'w mut Worker,
    pub(super) plan: &'w Plan<'a>,
    items: &'a [Item],
    bots: &'w Bots,
    fresh: HashSet<(ConversationId, [u8; 16])>,
    loaded: HashMap<ConversationId, Stored>,
    pub(super) draft: &'w mut Draft,
}

impl Writing<'_, '_> {
    fn part(&mut self, id: ConversationId, part: &mut Part<'_>) -> Result<(), Poison> {
        if !part.must_step() {
            return Ok(());
        }
        let before = part.events.len();
        part.events.retain(|event| event.key.is_none_or(|key| self.fresh.remove(&(id, key))));
        self.draft.duplicates += (before - part.events.len()) as u64;
        if !part.must_step() {
            return Ok(());
        }
        part.events.sort_by_key(|event| event.order);
        let Some(mut stepped) = self.conversation(id, part)? else { return Ok(()) };
        if !part.remarks.is_empty() {
            stepped.unchanged = false;
            stepped.notes.append(&mut part.remarks);
        }
        let mut effects: Vec<Effect> = Vec::new();
        let is_open = !self.is_closed(id, Lane::Speak);
        for happening in &part.events {
            if !self.may_happen(&stepped, &happening.event, happening.item) {
                continue;
            }
            let says = |effect: &Effect| matches!(effect, Effect::Send(_));
            stepped.conversation.on_the_way = is_open || effects.iter().any(says);
            self.remember(&mut stepped, &happening.event);
            let result = self.step(stepped.conversation, &happening.event);
            let result = result.map_err(|why| Poison { items: vec![happening.item], why })?;
            (stepped.conversation, stepped.unchanged) = (result.conversation, false);
            stepped.notes.extend(result.notes);
            effects.extend(result.effects);
            self.draft.events += 1;
            self.operated(&stepped, happening.item);
        }
        if part.due && self.is_due(&stepped) {
            self.remember(&mut stepped, &Event::Due);
            let result = self.step(stepped.conversation, &Event::Due);
            let result = result.map_err(|why| Poison { items: self.due_items(id), why })?;
            (stepped.conversation, stepped.unchanged) = (result.conversation, false);
            stepped.notes.extend(result.notes);
            effects.extend(result.effects);
        }
        stepped.rows = self.rows(id, &stepped.conversation, effects);
        self.timer(id, part.due, &mut stepped);
        self.notes(id, &mut stepped);
        stepped.state = pack(&stepped.conversation);
        self.draft.stepped.push(stepped);
        Ok(())
    }

    /// The conversation as it was committed last, or a new one for something that begins one.
    fn conversation(
        &mut self,
        id: ConversationId,
        part: &Part<'_>,
    ) -> Result<Option<Stepped>, Poison> {
        let known = match self.worker.cache.take(id) {
            Some(entry) => Some(Known::from(entry)),
            None => self.loaded.remove(&id).map(Known::from),
        };
        let page = known.as_ref().map_or(&part.page, |known| &known.page);
        let Some(facts) = self.worker.pages.get(page).map(|page| Arc::clone(&page.facts)) else {
            if part.due && known.is_some() {
                // Its page is not served now; it may be again.
                self.draft.timers.push((id, self.plan.now.plus_ms(UNSERVED)));
            } else if part.due {
                self.draft.timers_over.push(id);
            }
            return Ok(None);
        };
        if let Some(known) = known {
            let stepped = self.readable(id, part, known)?;
            return Ok(stepped.map(|mut stepped| {
                stepped.conversation.page = facts;
                stepped
            }));
        }
        let begins = part.events.iter().any(|happening| {
            let outside = matches!(self.items[happening.item].what, What::Event(_));
            outside || matches!(self.items[happening.item].what, What::Again(_))
        });
        if part.due {
            self.draft.timers_over.push(id);
        }
        for happening in &part.events {
            self.not_found(happening.item);
        }
        Ok(begins.then(|| Stepped::new(facts, part.contact.clone(), self.plan.now)))
    }

    fn readable(
        &self,
        id: ConversationId,
        part: &Part<'_>,
        mut known: Known,
    ) -> Result<Option<Stepped>, Poison> {
        let conversation = std::mem::replace(&mut known.conversation, Err(String::new()));
        let why = match conversation {
            Ok(conversation) => return Ok(Some(Stepped::of(conversation, known))),
            Err(why) => why,
        };
        let mut items: Vec<usize> = part.events.iter().map(|event| event.item).collect();
        items.extend(self.due_items(id));
        if items.is_empty() {
            // Only a remark of ours would have been noted in it.
            return Ok(None);
        }
        Err(Poison { items, why: format!("the conversation cannot be read: {why}") })
    }

    fn due_items(&self, id: ConversationId) -> Vec<usize> {
        let is_due = |item: &Item| matches!(item.what, What::Due(due) if due == id);
        self.items.iter().enumerate().filter(|(_, item)| is_due(item)).map(|(at, _)| at).collect()
    }

    /// Keeps what a step is about to be of, where a history is kept.
    fn remember(&self, stepped: &mut Stepped, event: &Event) {
        if self.worker.settings.history.is_some() {
            let on_the_way = stepped.conversation.on_the_way;
            stepped.notes.push(history::came(event, on_the_way));
        }
    }

    fn step(&self, conversation: Conversation, event: &Event) -> Result<Step, String> {
        let (bots, now) = (self.bots, self.plan.now);
        let stepped = catch_unwind(AssertUnwindSafe(|| {
            #[cfg(test)]
            super::tests::trip_over(event);
            step(bots, conversation, event, now)
        }));
        stepped.map_err(|panic| {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            format!("a step failed: {}", text.unwrap_or("panic"))
        })
    }

    /// Whether an operator's request fits the conversation; everything else always happens.
    fn may_happen(&mut self, stepped: &Stepped, event: &Event, item: usize) -> bool {
        let Event::Operator(ask) = event else { return true };
        let allowed = show::allowed(&stepped.conversation, ask, self.bots);
        let Err(problem) = allowed else { return true };
        self.draft.operated.insert(item, Err(problem));
        false
    }

    fn operated(&mut self, stepped: &Stepped, item: usize) {
        if matches!(self.items[item].what, What::Operate(_)) {
            let hand = show::hand_word(&stepped.conversation.hand).to_owned();
            self.draft.operated.insert(item, Ok(Operated { hand }));
        }
    }

    fn not_found(&mut self, item: usize) {
        if matches!(self.items[item].what, What::Operate(_)) {
            let message = "there is no conversation with that contact on that page".to_owned();
            let problem = OperateProblem { code: "not_found".into(), message };
            self.draft.operated.insert(item, Err(problem));
        }
    }
}
