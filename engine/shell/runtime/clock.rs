//! The one "now" of the runtime: the database's time and an offset that only `dev` moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use baton_core::id::Timestamp;

/// Tells the time. Cheap to clone; all clones share the offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// The database's time: SQLite lives in this process, so its time is this machine's.
    pub fn new() -> Self {
        Self::default()
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Timestamp(ms.saturating_add(self.offset.load(Ordering::Acquire)))
    }

    /// Moves every later "now" forward; time never goes back.
    pub fn forward(&self, ms: u64) {
        let ms = i64::try_from(ms).unwrap_or(i64::MAX);
        self.offset.fetch_add(ms, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clone_sees_the_clock_moved() {
        let clock = Clock::new();
        let other = clock.clone();
        let before = other.now();
        clock.forward(3_600_000);
        assert!(other.now().ms_since(before) >= 3_600_000);
    }
}
