//! The one place where tests wait by looking again: for what nothing can ring a bell for, the platform's ledger and
//! the server's own state. Bounded, and never a fixed pause.

use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

/// How long anything may take; a loaded machine with two cores is slow.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Often enough that nobody notices the wait, seldom enough to leave the machine to the server.
const LOOK: Duration = Duration::from_millis(4);

/// Says when to look again, and when it has been too long.
pub(super) struct Patience<'r> {
    runtime: &'r Runtime,
    ticks: Interval,
    end: Instant,
}

impl<'r> Patience<'r> {
    pub(super) fn new(runtime: &'r Runtime, within: Duration) -> Self {
        let inside = runtime.enter();
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        drop(inside);
        Self { runtime, ticks, end: Instant::now() + within }
    }

    /// Waits a moment; `false` when it has been too long.
    pub(super) fn lasts(&mut self) -> bool {
        self.runtime.block_on(self.ticks.tick());
        Instant::now() < self.end
    }
}
