//! What the writer knows of each page: how it routes threads, whether it may be called, when we
//! were deaf, and which lanes wait for room. Invariant: a page that is closed starts no call, and
//! nothing of it is lost meanwhile.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use baton_core::conversation::{PageFacts, Routing};
use baton_core::effect::Lane;
use baton_core::event::{Event, Owner, Settled};
use baton_core::id::{AppId, ConversationId, PageId, Timestamp};

use super::board::Board;
use super::page::Page;
use super::verdict::PageSign;
use crate::store::PageRow;

/// The platform's code for a take where no app is the default (messenger-platform 3.7, observed).
const TAKE_WITHOUT_DEFAULT: i64 = 27;
/// Sends whose names are remembered while a page has sends of unknown outcome.
const WATCHED: usize = 10_000;

/// One page.
#[derive(Debug)]
pub(super) struct PageState {
    pub(super) page: Page,
    pub(super) facts: Arc<PageFacts>,
    pub(super) row: PageRow,
    /// Closed until then, and why.
    closed: Option<(Timestamp, &'static str)>,
    /// What was told of it last; nothing: it works.
    pub(super) told: Option<PageSign>,
    /// Its token was dead last: one call at a time tries whether it works again.
    probing: bool,
    pub(super) in_flight: usize,
    pub(super) stalled: VecDeque<(ConversationId, Lane)>,
    /// Whether its messages come back to us. Without echoes a send in doubt is harder to settle, so
    /// that it is claimed right before it goes out and not before.
    pub(super) echoes: bool,
    /// Sends of unknown outcome.
    pub(super) doubts: usize,
    /// While there are any: when other sends went out, to know which echoes prove something.
    watched: HashMap<(ConversationId, u64), Timestamp>,
    pub(super) echoed: Option<Timestamp>,
}

/// All pages.
#[derive(Debug)]
pub(super) struct Pages {
    pages: HashMap<PageId, PageState>,
}

impl Pages {
    pub(super) fn new(pages: Vec<Page>, learned: Vec<PageRow>, board: &Board) -> Self {
        let mut learned: HashMap<PageId, PageRow> =
            learned.into_iter().map(|row| (row.id.clone(), row)).collect();
        let state = |page: Page| {
            let row = learned.remove(&page.id).unwrap_or_else(|| PageRow::new(page.id.clone()));
            let state = PageState::new(page, row);
            board.show(&state.page.id, |health| {
                health.routing = state.facts.routing;
                health.take_refused = state.row.take_refused_at.is_some();
            });
            (state.page.id.clone(), state)
        };
        Self { pages: pages.into_iter().map(state).collect() }
    }

    /// The channel of each page.
    pub(super) fn channels(&self) -> HashMap<PageId, (String, AppId)> {
        let entry = |page: &PageState| {
            (page.page.id.clone(), (page.page.channel.clone(), page.page.own_app.clone()))
        };
        self.pages.values().map(entry).collect()
    }

    pub(super) fn get(&self, page: &PageId) -> Option<&PageState> {
        self.pages.get(page)
    }

    pub(super) fn get_mut(&mut self, page: &PageId) -> Option<&mut PageState> {
        self.pages.get_mut(page)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut PageState> {
        self.pages.values_mut()
    }
}

impl PageState {
    fn new(page: Page, row: PageRow) -> Self {
        let learned = row.routing.map(|(routing, _)| routing);
        let facts = PageFacts {
            id: page.id.clone(),
            name: page.name.clone(),
            own_app: page.own_app.clone(),
            inbox_app: page.inbox_app.clone(),
            channel: page.channel.clone(),
            routing: page.routing.or(learned).unwrap_or(Routing::WeAreDefault),
            zone: page.zone.clone(),
        };
        Self {
            page,
            facts: Arc::new(facts),
            row,
            closed: None,
            told: None,
            probing: false,
            in_flight: 0,
            stalled: VecDeque::new(),
            echoes: true,
            doubts: 0,
            watched: HashMap::new(),
            echoed: None,
        }
    }

    /// Whether another call may start.
    pub(super) fn has_room(&self, most: usize) -> bool {
        let most = if self.probing { 1 } else { most };
        self.closed.is_none() && self.in_flight < most
    }

    /// Heeds what a call said; returns when to try again.
    pub(super) fn heed(&mut self, sign: &PageSign, now: Timestamp, probe: u64) -> Timestamp {
        let (until, why) = match sign {
            PageSign::TokenDead => (now.plus_ms(probe), "the token does not work"),
            PageSign::Closed(ms) => (now.plus_ms((*ms).max(1)), "the platform asks us to wait"),
            PageSign::Works => {
                self.probing = false;
                return now;
            }
        };
        self.probing |= *sign == PageSign::TokenDead;
        let until = self.closed.map_or(until, |(before, _)| before.max(until));
        self.closed = Some((until, why));
        until
    }

    /// Opens the page again when its time has come.
    pub(super) fn open_if_due(&mut self, now: Timestamp) -> bool {
        if self.closed.is_some_and(|(until, _)| until <= now) {
            self.closed = None;
        }
        self.closed.is_none()
    }

    /// Why sends wait.
    pub(super) fn closed_because(&self) -> Option<&'static str> {
        self.closed.map(|(_, why)| why)
    }

    /// What an event of ours teaches about how the page routes threads. Only while the
    /// configuration says `auto`.
    pub(super) fn learn(&self, event: &Event) -> Option<Routing> {
        if self.page.routing.is_some() {
            return None;
        }
        let seen = match event {
            Event::Took { settled: Settled::Refused(refused), .. }
                if refused.code == TAKE_WITHOUT_DEFAULT =>
            {
                Routing::Shared
            }
            // Where no app is the default one the owner is hidden from everybody else, too.
            Event::OwnerIs { owner: Owner::Hidden, .. } => match self.facts.routing {
                Routing::WeAreDefault | Routing::AnotherIsDefault => Routing::AnotherIsDefault,
                Routing::Shared => Routing::Shared,
            },
            Event::OwnerIs { owner: Owner::Other(_), .. } => Routing::WeAreDefault,
            _ => return None,
        };
        (seen != self.facts.routing).then_some(seen)
    }

    /// Remembers when a send went out, while another one is in doubt.
    pub(super) fn watch(&mut self, conversation: ConversationId, sequence: u64, at: Timestamp) {
        if self.doubts > 0 && self.watched.len() < WATCHED {
            self.watched.insert((conversation, sequence), at);
        }
    }

    /// An echo came: whatever was sent before that send would have come back by now.
    pub(super) fn echo(&mut self, conversation: ConversationId, sequence: u64) {
        if let Some(at) = self.watched.remove(&(conversation, sequence)) {
            self.echoed = self.echoed.max(Some(at));
        }
        if self.doubts == 0 {
            self.watched.clear();
        }
    }

    /// The gap we are in lasted until now.
    pub(super) fn deaf_until(&mut self, now: Timestamp) {
        if let Some((_, until)) = &mut self.row.gap {
            *until = (*until).max(now);
        }
    }

    /// We did not take webhooks at a moment; moments closer than a minute are one gap.
    pub(super) fn deaf(&mut self, at: Timestamp, outage: u64) {
        self.row.gap = Some(match self.row.gap {
            Some((from, until)) if at.ms_since(until) < outage => (from, until.max(at)),
            Some(_) | None => (at, at),
        });
    }
}
