//! What the worker looks at by the clock: due timers, waiting lanes, silent pages, parked events,
//! old rows.

use std::sync::atomic::Ordering;

use super::agenda::Wake;
use super::item::{Item, What};
use super::worker::Worker;
use crate::store::Problem;

/// Due timers taken at once; more wait for the next look.
const TIMERS: i64 = 500;
/// Parked events taken at once.
const PARKED: i64 = 256;
/// Between two turns of retention when there is more, and when there is not.
const TIDY_SOON: u64 = 1_000;
const TIDY_LATER: u64 = 60_000;
/// How often we note that we are alive.
const ALIVE: u64 = 5_000;
/// When a look failed, the next one.
const FAILED: u64 = 1_000;

impl Worker {
    /// Does what is due.
    pub(super) async fn wake_due(&mut self) {
        let now = self.clock.now();
        if self.agenda.next().is_none_or(|at| at > now) {
            return;
        }
        for wake in self.agenda.due(now) {
            let retry = wake.clone();
            let done = match wake {
                Wake::Timers => self.take_timers().await,
                Wake::Parked => self.take_parked().await,
                Wake::Tidy => self.tidy().await,
                Wake::Lane(id, lane) => {
                    self.drive(id, lane);
                    Ok(())
                }
                Wake::Page(page) => {
                    self.open_page(&page);
                    Ok(())
                }
                Wake::Deferred => self.try_again().await,
                Wake::Alive => {
                    self.note_alive();
                    Ok(())
                }
            };
            if let Err(problem) = done {
                if problem.is_damage() {
                    match self.stand_still(&problem.to_string()).await {}
                }
                tracing::error!(%problem, "looking at what is due");
                self.agenda.add(now.plus_ms(FAILED), retry);
            }
        }
    }

    /// Looks at the timer table at once.
    pub(super) fn look_at_timers(&mut self) {
        self.agenda.add(self.clock.now(), Wake::Timers);
    }

    async fn take_timers(&mut self) -> Result<(), Problem> {
        let now = self.clock.now();
        if self.pending.iter().any(|item| matches!(item.what, What::Due(_))) {
            // The table shows as due what was taken and not run yet: taken again and again it would
            // crowd out the rest.
            self.next_timer = Some(now);
            self.agenda.add(now, Wake::Timers);
            return Ok(());
        }
        let due = self.readers.due(now, TIMERS).await?;
        let more = i64::try_from(due.len()).is_ok_and(|count| count >= TIMERS);
        self.pending.extend(due.into_iter().map(|id| Item::new(What::Due(id))));
        self.next_timer = if more { Some(now) } else { self.readers.next_timer(now).await? };
        if let Some(next) = self.next_timer {
            self.agenda.add(next, Wake::Timers);
        }
        Ok(())
    }

    async fn take_parked(&mut self) -> Result<(), Problem> {
        let now = self.clock.now();
        let parked = self.readers.parked(PARKED).await?;
        self.parked = self.readers.parked_counts().await?;
        if parked.is_empty() {
            return Ok(());
        }
        self.agenda.add(now.plus_ms(self.settings.parked), Wake::Parked);
        let mut held = None;
        for row in parked {
            // What came after an event that is not due waits with it.
            if row.not_before > now || held == Some(row.conversation) {
                held = Some(row.conversation);
                continue;
            }
            self.pending.push_back(Item::new(What::Again(row)));
        }
        Ok(())
    }

    /// What could not be written is tried again. Where nothing waits, a turn of retention shows whether the database
    /// takes what is written again: nobody sends a webhook to a server that says it is not ready.
    async fn try_again(&mut self) -> Result<(), Problem> {
        self.pending.extend(self.deferred.drain(..));
        if !self.in_trouble || !self.pending.is_empty() {
            return Ok(());
        }
        match self.forget_old().await {
            Ok(_) => {
                self.in_trouble = false;
                self.recover();
            }
            Err(problem) if problem.is_damage() => return Err(problem),
            Err(problem) => {
                tracing::debug!(%problem, "still not written");
                self.agenda.add(self.clock.now().plus_ms(FAILED), Wake::Deferred);
            }
        }
        Ok(())
    }

    async fn forget_old(&mut self) -> Result<bool, Problem> {
        let keep = self.settings.history.unwrap_or(0);
        let keep = i64::try_from(keep).unwrap_or(i64::MAX);
        self.writer.forget_old(self.clock.now(), keep).await
    }

    /// Retention, while nobody waits.
    async fn tidy(&mut self) -> Result<(), Problem> {
        let busy = self.load.items.load(Ordering::Relaxed) > 0 || !self.pending.is_empty();
        let mut wait = TIDY_SOON;
        if !busy && !self.in_trouble {
            let more = self.forget_old().await?;
            wait = if more { TIDY_SOON } else { TIDY_LATER };
        }
        self.agenda.add(self.clock.now().plus_ms(wait), Wake::Tidy);
        Ok(())
    }

    fn open_page(&mut self, page: &baton_core::id::PageId) {
        let now = self.clock.now();
        let Some(state) = self.pages.get_mut(page) else { return };
        if state.open_if_due(now) {
            self.board.show(page, |health| health.paused = None);
            self.use_room(page);
        }
    }

    fn note_alive(&mut self) {
        let now = self.clock.now();
        self.board.look_at_outage(now);
        self.board.tell_risen(now);
        self.board.reserve.restore();
        if let Err(error) = self.world.ledger.alive(now) {
            tracing::warn!(%error, "the send ledger cannot be written");
        }
        self.agenda.add(now.plus_ms(ALIVE), Wake::Alive);
    }
}
