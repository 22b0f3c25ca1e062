//! How fast one page may call, and whether it may call at all right now (messenger-platform 5.4).
//!
//! Invariant: within any second no more calls start than the platform allows; a page the platform
//! has closed starts none until the platform's own time is over.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use super::usage::Usage;

/// From this share on, every call counts twice: the platform closes at 100 without warning.
const CAREFUL_PERCENT: u16 = 75;
/// How long a warning is heeded; the next answer brings a newer one.
const CAREFUL_FOR: Duration = Duration::from_secs(60);
/// The pause when the platform names none.
const CLOSED_FOR: Duration = Duration::from_secs(60);

/// Calls per second and page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Texts, pictures, links, sender actions: 300 by the platform's rule.
    pub text: NonZeroU32,
    /// Sound and film: 10.
    pub media: NonZeroU32,
    /// Listings of past messages: 2.
    pub listing: NonZeroU32,
}

impl Default for Rates {
    fn default() -> Self {
        let number = |n| NonZeroU32::new(n).expect("not zero");
        Self { text: number(300), media: number(10), listing: number(2) }
    }
}

/// Which allowance a call draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Everything else.
    Text,
    /// Sound and film.
    Media,
    /// Past messages.
    Listing,
    /// Thread control and questions: outside the Send API's allowance.
    Free,
}

/// Tells the time in Unix milliseconds. The platform's pauses are counted by it, so that `dev`, which can move the
/// runtime's clock, need not wait for them.
#[derive(Clone)]
pub struct Now(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Now {
    /// Asks this.
    pub fn by(tell: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    fn ms(&self) -> u64 {
        u64::try_from((self.0)()).unwrap_or(0)
    }
}

impl Default for Now {
    /// This machine's clock.
    fn default() -> Self {
        Self::by(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }
}

impl fmt::Debug for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Now").field(&self.ms()).finish()
    }
}

/// One page's allowance.
pub struct Budget {
    text: DefaultDirectRateLimiter,
    media: DefaultDirectRateLimiter,
    listing: DefaultDirectRateLimiter,
    clock: DefaultClock,
    now: Now,
    /// Unix milliseconds.
    closed_until: AtomicU64,
    careful_until: AtomicU64,
}

impl Budget {
    /// A page nothing has been sent from yet.
    pub fn new(rates: Rates, now: Now) -> Self {
        Self {
            text: limiter(rates.text),
            media: limiter(rates.media),
            listing: limiter(rates.listing),
            clock: DefaultClock::default(),
            now,
            closed_until: AtomicU64::new(0),
            careful_until: AtomicU64::new(0),
        }
    }

    /// Takes a call's share; else how long until there is one.
    ///
    /// # Errors
    /// The time to wait; nothing was taken.
    pub fn start(&self, weight: Weight) -> Result<(), Duration> {
        let limiter = match weight {
            Weight::Text => &self.text,
            Weight::Media => &self.media,
            Weight::Listing => &self.listing,
            Weight::Free => return Ok(()),
        };
        let count = if self.careful_until.load(Ordering::Relaxed) > self.now.ms() { 2 } else { 1 };
        let count = NonZeroU32::new(count).expect("one or two");
        match limiter.check_n(count) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(wait)) => Err(wait.wait_time_from(self.clock.now())),
            // Every allowance holds two calls at least, so this is never reached.
            Err(_) => Err(Duration::from_secs(1)),
        }
    }

    /// How long the page stays closed; `None` when it is open.
    pub fn closed(&self) -> Option<Duration> {
        let left = self.closed_until.load(Ordering::Relaxed).saturating_sub(self.now.ms());
        (left > 0).then(|| Duration::from_millis(left))
    }

    /// Closes the page for the time the platform tells, or a minute.
    pub fn close(&self, usage: &Usage) -> Duration {
        let time = if usage.regain.is_zero() { CLOSED_FOR } else { usage.regain };
        self.closed_until.fetch_max(self.after(time), Ordering::Relaxed);
        time
    }

    /// Heeds the usage an answer reports.
    pub fn heed(&self, usage: &Usage) {
        if usage.percent >= CAREFUL_PERCENT {
            self.careful_until.fetch_max(self.after(CAREFUL_FOR), Ordering::Relaxed);
        }
        if !usage.regain.is_zero() {
            self.close(usage);
        }
    }

    fn after(&self, time: Duration) -> u64 {
        self.now.ms().saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }
}

/// A tenth may come at once and the rest evenly, so that no second sees more than `rate`.
fn limiter(rate: NonZeroU32) -> DefaultDirectRateLimiter {
    let burst = NonZeroU32::new((rate.get() / 10).max(2)).expect("two or more");
    let steady = rate.get().saturating_sub(burst.get()).max(1);
    let steady = NonZeroU32::new(steady).expect("one or more");
    RateLimiter::direct(Quota::per_second(steady).allow_burst(burst))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicI64;

    use super::*;

    fn started(budget: &Budget, weight: Weight) -> usize {
        (0..100).take_while(|_| budget.start(weight).is_ok()).count()
    }

    #[test]
    fn film_runs_out_while_texts_go_on() {
        let budget = Budget::new(Rates::default(), Now::default());
        assert!(started(&budget, Weight::Media) < 10);
        let wait = budget.start(Weight::Media).unwrap_err();
        assert!(wait <= Duration::from_millis(125), "{wait:?}");
        assert!(started(&budget, Weight::Text) >= 30);
        assert_eq!(started(&budget, Weight::Free), 100);
    }

    #[test]
    fn from_three_quarters_on_every_call_counts_twice() {
        let budget = Budget::new(Rates::default(), Now::default());
        budget.heed(&Usage { percent: 74, ..Usage::default() });
        assert_eq!(started(&budget, Weight::Media), 2);
        let budget = Budget::new(Rates::default(), Now::default());
        budget.heed(&Usage { percent: 75, ..Usage::default() });
        assert_eq!(started(&budget, Weight::Media), 1);
    }

    #[test]
    fn a_closed_page_stays_closed_for_the_longest_time_told() {
        let budget = Budget::new(Rates::default(), Now::default());
        assert_eq!(budget.closed(), None);
        let told = Usage { percent: 100, regain: Duration::from_secs(19 * 60) };
        assert_eq!(budget.close(&told), told.regain);
        assert_eq!(budget.close(&Usage::default()), CLOSED_FOR);
        assert!(budget.closed().unwrap() > Duration::from_secs(18 * 60));
    }

    #[test]
    fn a_clock_that_is_moved_shortens_the_pause() {
        let clock = Arc::new(AtomicI64::new(1_000_000));
        let told = Arc::clone(&clock);
        let now = Now::by(move || told.load(Ordering::Relaxed));
        let budget = Budget::new(Rates::default(), now);
        budget.close(&Usage { percent: 100, regain: Duration::from_secs(19 * 60) });
        clock.fetch_add(18 * 60_000, Ordering::Relaxed);
        assert_eq!(budget.closed(), Some(Duration::from_secs(60)));
        clock.fetch_add(60_000, Ordering::Relaxed);
        assert_eq!(budget.closed(), None);
    }
}
