//! What the worker looks at later, by the runtime's clock, so that a clock moved forward moves all
//! of it.

use std::collections::BTreeSet;

use baton_core::effect::Lane;
use baton_core::id::{ConversationId, PageId, Timestamp};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wake {
    /// The timer table has due rows.
    Timers,
    /// A lane's head may start, or its doubt goes on.
    Lane(ConversationId, Lane),
    /// A page's time of silence is over.
    Page(PageId),
    /// Parked events are tried again.
    Parked,
    /// What could not be written is tried again.
    Deferred,
    /// A turn of retention.
    Tidy,
    /// Note that we are alive.
    Alive,
}

/// What is looked at, and when.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    entries: BTreeSet<(Timestamp, Wake)>,
}

impl Agenda {
    pub(super) fn add(&mut self, at: Timestamp, wake: Wake) {
        self.entries.insert((at, wake));
    }

    /// When the next entry is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.entries.first().map(|(at, _)| *at)
    }

    /// Takes everything that is due.
    pub(super) fn due(&mut self, now: Timestamp) -> Vec<Wake> {
        let mut due = Vec::new();
        while let Some(entry) = self.entries.first().filter(|(at, _)| *at <= now).cloned() {
            self.entries.remove(&entry);
            due.push(entry.1);
        }
        due
    }
}
