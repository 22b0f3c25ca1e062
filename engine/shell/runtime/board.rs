//! What everybody may look at while the writer works: counters, and how the pages are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use baton_core::id::{PageId, Timestamp};

use super::clock::Clock;
use super::outage::Outage;
use super::page::Page;
use super::{Health, PageHealth};
use crate::store::Reserve;

/// Declares the counters once: the field, and the name operators see.
macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// Counted since the start.
        #[derive(Debug, Default)]
        pub(super) struct Counters { $($(#[$doc])* pub(super) $name: AtomicU64,)* }

        impl Counters {
            fn all(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name.load(Ordering::Relaxed)),)*]
            }
        }
    };
}

counters! {
    /// Events stepped.
    events
    /// Redeliveries dropped.
    duplicates
    /// Events too old, or from the future, and not run.
    late
    /// Items kept for people to look at.
    kept
    /// Items of pages we do not serve.
    foreign
    /// Reads and deliveries.
    watermarks
    /// Batches committed.
    batches
    /// Effects settled.
    settled
    /// Effects dropped since who may speak had changed.
    overtaken
    /// Effects settled by their echo alone.
    settled_by_echo
    /// Effects sent again after an unknown outcome.
    resent
    /// Effects the platform showed twice.
    duplicate_sends
    /// Answers that came for an effect settled before.
    late_results
    /// Events parked.
    parked
    /// Events quarantined as poison.
    poison
    /// Webhooks answered with 503.
    overloaded
    /// Alarms raised by conversations.
    alarms
    /// Limits and values that flows could not use.
    faults
    /// Times in which webhooks were not taken in for minutes.
    outages
}

/// Risen counters are told so often.
const TELL_EVERY: u64 = 60_000;
/// Counters that are told when they have risen, with what it means.
const TOLD: [(&str, &str); 7] = [
    ("duplicate_sends", "messages are known to have arrived twice"),
    (
        "poison",
        "events could not be run three times; they are set aside, and the conversations go on",
    ),
    ("parked", "events could not be run when they came, and wait"),
    ("resent", "messages of unknown outcome were sent again"),
    ("late", "events that are too old, or from the future, were kept and not run"),
    ("kept", "items of webhooks that are of no use to us were kept; they are in `quarantine`"),
    ("foreign", "webhooks came for pages that this server does not serve"),
];

/// The board.
#[derive(Debug)]
pub(super) struct Board {
    pub(super) counters: Counters,
    pub(super) outage: Outage,
    /// Room on the disk for results; given up, it lets nothing new in.
    pub(super) reserve: Arc<Reserve>,
    clock: Clock,
    pages: HashMap<PageId, PageBoard>,
    /// Why we are not ready.
    trouble: Mutex<Option<String>>,
    stopping: AtomicBool,
    /// What was told of the counters last, and when.
    told: Mutex<(Timestamp, HashMap<&'static str, u64>)>,
    /// Webhooks of some page were not taken in since the worker looked.
    refused: AtomicBool,
}

#[derive(Debug)]
struct PageBoard {
    health: Mutex<PageHealth>,
    last_webhook: AtomicI64,
    refused_at: AtomicI64,
    /// Items of it that wait or are being run.
    waiting: Arc<AtomicUsize>,
}

/// One item's part of what its page may have waiting; given back when the item is done.
#[derive(Debug)]
pub(super) struct Share(Arc<AtomicUsize>);

impl Drop for Share {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Adds one.
pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Board {
    /// `alarm`: not taking webhooks for so long is told to operators.
    pub(super) fn new<'a>(
        pages: impl Iterator<Item = &'a Page>,
        clock: Clock,
        reserve: Arc<Reserve>,
        alarm: u64,
    ) -> Self {
        let board = |page: &Page| {
            let routing = page.routing.unwrap_or(baton_core::conversation::Routing::WeAreDefault);
            let health = PageHealth {
                page: page.id.clone(),
                routing,
                token_works: None,
                last_webhook: None,
                take_refused: false,
                paused: None,
            };
            let board = PageBoard {
                health: Mutex::new(health),
                last_webhook: AtomicI64::new(0),
                refused_at: AtomicI64::new(0),
                waiting: Arc::default(),
            };
            (page.id.clone(), board)
        };
        Self {
            counters: Counters::default(),
            outage: Outage::new(alarm),
            reserve,
            clock,
            pages: pages.map(board).collect(),
            trouble: Mutex::default(),
            stopping: AtomicBool::new(false),
            told: Mutex::default(),
            refused: AtomicBool::new(false),
        }
    }

    /// Whether we serve a page.
    pub(super) fn serves(&self, page: &PageId) -> bool {
        self.pages.contains_key(page)
    }

    /// A webhook of a page came.
    pub(super) fn heard(&self, page: &PageId, now: Timestamp) {
        if let Some(page) = self.pages.get(page) {
            page.last_webhook.store(now.0, Ordering::Relaxed);
        }
    }

    /// A webhook of a page was not taken in.
    pub(super) fn refused(&self, page: &PageId, now: Timestamp) {
        self.outage.fails(now);
        if let Some(page) = self.pages.get(page) {
            page.refused_at.store(now.0, Ordering::Relaxed);
            self.refused.store(true, Ordering::Release);
        }
    }

    /// Takes a part of what a page may have waiting: of a queue for so many items half, so that one page's flood leaves
    /// room for the others; all of it where there is no other page, and in any case what came in one body. `None`: the
    /// page has its part already.
    pub(super) fn share(&self, page: &PageId, queue: usize, body: usize) -> Option<Share> {
        let most = if self.pages.len() > 1 { queue / 2 } else { queue };
        let most = most.max(body);
        let waiting = &self.pages.get(page)?.waiting;
        let more = |count: usize| (count < most).then_some(count + 1);
        waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok()?;
        Some(Share(Arc::clone(waiting)))
    }

    /// Whether a webhook of any page was not taken in, once.
    pub(super) fn take_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed) && self.refused.swap(false, Ordering::Acquire)
    }

    /// When a webhook of a page was not taken in last, once.
    pub(super) fn take_refused_at(&self, page: &PageId) -> Option<Timestamp> {
        let at = self.pages.get(page)?.refused_at.swap(0, Ordering::Relaxed);
        (at > 0).then_some(Timestamp(at))
    }

    /// Changes what is shown of a page.
    pub(super) fn show(&self, page: &PageId, change: impl FnOnce(&mut PageHealth)) {
        let Some(page) = self.pages.get(page) else { return };
        let mut health = page.health.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        change(&mut health);
    }

    /// Says why we are not ready; `None`: we are.
    pub(super) fn set_trouble(&self, why: Option<String>) {
        let mut trouble = self.trouble.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match (&*trouble, &why) {
            (None, Some(why)) => {
                tracing::error!("not ready: {why}");
                self.outage.would_fail(self.clock.now());
            }
            (Some(_), None) => {
                tracing::info!("ready again");
                self.outage.would_work(self.clock.now());
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        *trouble = why;
    }

    /// Nothing more can be done before another start.
    pub(super) fn break_down(&self, why: &str) {
        self.set_trouble(Some(why.to_owned()));
        self.outage.break_down(why.to_owned());
    }

    /// Looks at the clock: an outage that lasts is told once.
    pub(super) fn look_at_outage(&self, now: Timestamp) {
        if !self.outage.is_alarming(now) {
            return;
        }
        count(&self.counters.outages);
        let minutes = self.outage.since().map_or(0, |since| now.ms_since(since) / 60_000);
        tracing::error!(
            minutes,
            "webhooks are not taken in; after an hour of this the platform unsubscribes the app"
        );
    }

    /// Tells which counters have risen; once a minute, so that a thousand are one line.
    pub(super) fn tell_risen(&self, now: Timestamp) {
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if now.ms_since(told.0) < TELL_EVERY {
            return;
        }
        told.0 = now;
        for (name, count) in self.counters.all() {
            let before = told.1.insert(name, count).unwrap_or(0);
            let says = TOLD.iter().find(|(known, _)| *known == name);
            if let Some((_, says)) = says.filter(|_| count > before) {
                tracing::warn!(counter = name, more = count - before, "{says}");
            }
        }
    }

    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Whether nothing new can be taken in.
    pub(super) fn is_closed(&self) -> bool {
        self.is_stopping() || self.outage.is_broken() || self.reserve.is_spent()
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Everything, for operators.
    pub(super) fn health(&self) -> Health {
        let trouble = self.trouble.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut reasons: Vec<String> = trouble.iter().cloned().collect();
        if self.reserve.is_spent() && reasons.is_empty() {
            reasons.push("the disk is full".into());
        }
        if self.is_stopping() {
            reasons.push("the server is stopping".into());
        }
        let page = |page: &PageBoard| {
            let health = page.health.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let heard = page.last_webhook.load(Ordering::Relaxed);
            PageHealth { last_webhook: (heard > 0).then_some(Timestamp(heard)), ..health.clone() }
        };
        let mut pages: Vec<PageHealth> = self.pages.values().map(page).collect();
        pages.sort_by(|a, b| a.page.cmp(&b.page));
        Health {
            ready: reasons.is_empty(),
            reasons,
            failing_since: self.outage.since(),
            pages,
            counters: self.counters.all(),
        }
    }
}
