//! Marks may wait for company. Invariant: nothing that a conversation, a person or the platform waits for does.
//!
//! Of every turn's two commits the second only deletes the row of a message that was accepted. Written together with
//! the next turn's events it costs nothing; alone it costs a sync. If we die before it is written, the row is settled
//! at the next start by what the platform shows, as it is for one that dies a moment before its answer comes.

use std::time::Duration;

use baton_core::effect::{Effect, Lane};
use tokio::time::{Instant, sleep_until};

use super::item::{End, Item, What};
use super::worker::Worker;
use crate::messenger::outcome::Outcome;

/// Long enough that the next events are likely to come, short enough that a crash leaves few rows in doubt.
const COMPANY: Duration = Duration::from_millis(5);

impl Worker {
    /// While there are marks only, waits a little for anything else.
    pub(super) async fn await_company(&mut self, items: &mut Vec<Item>) {
        let mere = !items.is_empty() && items.iter().all(|item| self.is_mere_mark(item));
        if !mere || self.stop_at.is_some() {
            return;
        }
        let end = Instant::now() + COMPANY;
        while items.len() < self.settings.batch / 2 {
            tokio::select! {
                Some(item) = self.queue.recv() => {
                    self.load.let_go(&item);
                    items.push(item);
                    break;
                }
                Some(item) = self.reports.recv() => {
                    let mere = self.is_mere_mark(&item);
                    items.push(item);
                    if !mere {
                        break;
                    }
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

    /// Whether an item says only that a message was accepted, and nothing else waits in its conversation or its page.
    fn is_mere_mark(&self, item: &Item) -> bool {
        let What::Report(report) = &item.what else { return false };
        let End::Outcome(Outcome::Sent { .. }, _) = report.end else { return false };
        let Some(talk) = self.lanes.get(report.name.conversation) else { return true };
        let alone = talk.lane(Lane::Speak).len() == 1 && talk.lane(Lane::Call).is_empty();
        let head = talk.lane(Lane::Speak).front();
        let is_message = head.is_some_and(|row| matches!(*row.effect, Effect::Send(_)));
        let page = self.pages.get(&talk.page);
        alone && is_message && page.is_none_or(|page| page.stalled.is_empty() && page.doubts == 0)
    }
}
