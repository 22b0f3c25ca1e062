//! What everybody may look at while the writer works: counters, and how the pages are.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use baton_core::id::{PageId, Timestamp};

use super::page::Page;
use super::{Health, PageHealth};

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
}

/// The board.
#[derive(Debug)]
pub(super) struct Board {
    pub(super) counters: Counters,
    pages: HashMap<PageId, PageBoard>,
    /// Why we are not ready.
    trouble: Mutex<Option<String>>,
    stopping: AtomicBool,
    /// Webhooks of some page were not taken in since the worker looked.
    refused: AtomicBool,
}

#[derive(Debug)]
struct PageBoard {
    health: Mutex<PageHealth>,
    last_webhook: AtomicI64,
    refused_at: AtomicI64,
}

/// Adds one.
pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Board {
    pub(super) fn new<'a>(pages: impl Iterator<Item = &'a Page>) -> Self {
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
            };
            (page.id.clone(), board)
        };
        Self {
            counters: Counters::default(),
            pages: pages.map(board).collect(),
            trouble: Mutex::default(),
            stopping: AtomicBool::new(false),
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
        if let Some(page) = self.pages.get(page) {
            page.refused_at.store(now.0, Ordering::Relaxed);
            self.refused.store(true, Ordering::Release);
        }
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
        if let Some(why) = why.as_ref().filter(|_| trouble.is_none()) {
            tracing::error!("not ready: {why}");
        }
        *trouble = why;
    }

    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Everything, for operators.
    pub(super) fn health(&self) -> Health {
        let trouble = self.trouble.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut reasons: Vec<String> = trouble.iter().cloned().collect();
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
        Health { ready: reasons.is_empty(), reasons, pages, counters: self.counters.all() }
    }
}
