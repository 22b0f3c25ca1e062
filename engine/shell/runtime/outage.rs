//! Whether webhooks are taken in, since when not, and whether they ever will be again in this process. Invariant: an
//! outage begins with its first failure and ends with the first success, however many failures lie between.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};

use baton_core::id::Timestamp;
use tokio::sync::watch;

/// How we are towards the platform, which unsubscribes an app that fails for an hour.
#[derive(Debug)]
pub(super) struct Outage {
    /// Of the first failure; 0: none since the last success.
    since: AtomicI64,
    /// A webhook was refused: only one that is taken in ends this.
    refused: AtomicBool,
    told: AtomicBool,
    /// An operator is told after so many milliseconds.
    alarm: u64,
    /// Long ones that are over.
    over: watch::Sender<u64>,
    /// Failures of the database in a row.
    failures: AtomicU32,
    /// Why nothing can be done any more before another start.
    broken: watch::Sender<Option<String>>,
}

impl Outage {
    pub(super) fn new(alarm: u64) -> Self {
        Self {
            since: AtomicI64::new(0),
            refused: AtomicBool::new(false),
            told: AtomicBool::new(false),
            alarm,
            over: watch::Sender::new(0),
            failures: AtomicU32::new(0),
            broken: watch::Sender::new(None),
        }
    }

    /// A webhook was not taken in.
    pub(super) fn fails(&self, now: Timestamp) {
        self.refused.store(true, Ordering::Relaxed);
        self.would_fail(now);
    }

    /// A webhook would not be taken in.
    pub(super) fn would_fail(&self, now: Timestamp) {
        if self.since.load(Ordering::Relaxed) == 0 {
            self.since.store(now.0, Ordering::Relaxed);
        }
    }

    /// A webhook was taken in.
    pub(super) fn works(&self, now: Timestamp) {
        let Some(since) = self.since() else { return };
        self.since.store(0, Ordering::Relaxed);
        self.refused.store(false, Ordering::Relaxed);
        self.told.store(false, Ordering::Relaxed);
        self.ended(now.ms_since(since));
    }

    /// A webhook would be taken in again. Those that were refused come again, and show it.
    pub(super) fn would_work(&self, now: Timestamp) {
        if !self.refused.load(Ordering::Relaxed) {
            self.works(now);
        }
    }

    /// One has ended after so long; it may have begun before this process did.
    pub(super) fn ended(&self, lasted: u64) {
        if lasted >= self.alarm {
            tracing::warn!(seconds = lasted / 1_000, "webhooks are taken in again");
            self.over.send_modify(|count| *count += 1);
        }
    }

    /// Looks at the clock; `true` when this one is long enough to be told, once.
    pub(super) fn is_alarming(&self, now: Timestamp) -> bool {
        let Some(since) = self.since() else { return false };
        now.ms_since(since) >= self.alarm && !self.told.swap(true, Ordering::Relaxed)
    }

    /// Since when nothing was taken in; `None`: all is well.
    pub(super) fn since(&self) -> Option<Timestamp> {
        let since = self.since.load(Ordering::Relaxed);
        (since > 0).then_some(Timestamp(since))
    }

    /// How many long ones have ended, and news of it.
    pub(super) fn over(&self) -> watch::Receiver<u64> {
        self.over.subscribe()
    }

    /// The database failed once more; how often in a row.
    pub(super) fn failed(&self) -> u32 {
        self.failures.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The database took what was written.
    pub(super) fn sound(&self) {
        self.failures.store(0, Ordering::Relaxed);
    }

    /// Nothing more can be done before another start. The first reason stays.
    pub(super) fn break_down(&self, why: String) {
        self.broken.send_if_modified(|broken| {
            let first = broken.is_none();
            if first {
                *broken = Some(why);
            }
            first
        });
    }

    /// Why nothing can be done any more, once that is so.
    pub(super) fn broken(&self) -> watch::Receiver<Option<String>> {
        self.broken.subscribe()
    }

    /// Whether nothing can be done any more.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.borrow().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn at(minutes: i64) -> Timestamp {
        Timestamp(1_000_000 + minutes * MINUTE)
    }

    fn outage() -> Outage {
        Outage::new(300_000)
    }

    #[test]
    fn it_counts_from_the_first_failure_and_is_told_once() {
        let outage = outage();
        outage.fails(at(0));
        outage.fails(at(4));
        assert_eq!(outage.since(), Some(at(0)));
        assert!(!outage.is_alarming(at(4)));
        assert!(outage.is_alarming(at(5)));
        assert!(!outage.is_alarming(at(6)), "told already");
        outage.works(at(7));
        assert_eq!((outage.since(), *outage.over().borrow()), (None, 1));
        outage.fails(at(8));
        assert!(outage.is_alarming(at(13)), "another one");
    }

    #[test]
    fn a_success_between_makes_two_short_ones_of_it() {
        let outage = outage();
        for minute in [0, 3, 6, 9] {
            outage.fails(at(minute));
            assert!(!outage.is_alarming(at(minute + 2)));
            outage.works(at(minute + 2));
        }
        assert_eq!(*outage.over().borrow(), 0);
    }

    #[test]
    fn who_refused_must_take_something_in_and_who_only_would_have_need_not() {
        let outage = outage();
        outage.would_fail(at(0));
        outage.would_work(at(1));
        assert_eq!(outage.since(), None);
        outage.would_fail(at(2));
        outage.fails(at(3));
        outage.would_work(at(4));
        assert_eq!(outage.since(), Some(at(2)));
        outage.works(at(5));
        assert_eq!(outage.since(), None);
    }

    #[test]
    fn the_first_reason_of_a_breakdown_stays() {
        let outage = outage();
        assert!(!outage.is_broken());
        outage.break_down("the file is damaged".into());
        outage.break_down("the worker died".into());
        assert_eq!(outage.broken().borrow().as_deref(), Some("the file is damaged"));
    }
}
