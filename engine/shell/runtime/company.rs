//! Marks may wait for company. Invariant: nothing that a conversation or a person waits for does;
//! the platform waits a few milliseconds longer for the answer to an echo.
//!
//! Of every turn's two commits the second only deletes the row of a message that was accepted.
//! Written together with the next turn's events it costs nothing; alone it costs a sync. If we die
//! before it is written, the row is settled at the next start by what the platform shows, as it is
//! for one that dies a moment before its answer comes.

use std::time::Duration;

use baton_core::effect::{Effect, Lane};
use tokio::time::{Instant, sleep_until};

use super::item::{End, Item, What};
use super::worker::Worker;
use crate::messenger::outcome::Outcome;

impl Worker {
    /// While there are marks only, waits a little for anything else.
    pub(super) async fn await_company(&mut self, items: &mut Vec<Item>) {
        let mut mere = !items.is_empty() && items.iter().all(|item| self.is_mere_mark(item));
        if !mere || self.stop_at.is_some() {
            return;
        }
        let end = Instant::now() + Duration::from_millis(self.settings.company);
        while mere && items.len() < self.settings.batch / 2 {
            tokio::select! {
                Some(item) = self.queue.recv() => {
                    self.load.let_go(&item);
                    mere = self.is_mere_mark(&item);
                    items.push(item);
                }
                Some(item) = self.reports.recv() => {
                    mere = self.is_mere_mark(&item);
                    items.push(item);
                }
                Some(order) = self.orders.recv() => {
                    self.obey(order).await;
                    break;
                }
                () = sleep_until(end) => break,
            }
        }
        self.gather(items);
    }

    /// Whether an item says only that a message was accepted, and nothing else waits in its
    /// conversation or its page.
    fn is_mere_mark(&self, item: &Item) -> bool {
        let id = match &item.what {
            What::Report(report) => match report.end {
                End::Outcome(Outcome::Sent { .. }, _) => report.name.conversation,
                _ => return false,
            },
            What::Echo(echo) => echo.name.conversation,
            What::Event(_)
            | What::Keep(..)
            | What::Claim(..)
            | What::Due(..)
            | What::Operate(_)
            | What::Again(_) => return false,
        };
        let Some(talk) = self.lanes.get(id) else { return true };
        let alone = talk.lane(Lane::Speak).len() <= 1 && talk.lane(Lane::Call).is_empty();
        let head = talk.lane(Lane::Speak).front();
        let is_message = head.is_none_or(|row| matches!(*row.effect, Effect::Send(_)));
        let page = self.pages.get(&talk.page);
        alone && is_message && page.is_none_or(|page| page.stalled.is_empty() && page.doubts == 0)
    }
}
