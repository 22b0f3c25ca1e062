//! Carries webhooks from the platform's queue to the server, signed, several at once.
//!
//! When each goes and comes again is the model's decision; the courier only tells it how each
//! attempt ended. Everything handed out is answered for, also when the front stops.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use baton_simulator::{Delivery, Platform};
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::{Clock, locked, signed};

/// How long the courier sleeps at most while something is to come: the clock may be moved.
const NAP: Duration = Duration::from_millis(500);

/// Everything the deliveries need.
pub(super) struct Courier {
    pub(super) platform: Arc<Mutex<Platform>>,
    pub(super) clock: Clock,
    pub(super) client: reqwest::Client,
    pub(super) url: watch::Receiver<String>,
    pub(super) key: signed::Key,
    pub(super) wake: Arc<Notify>,
    pub(super) concurrency: usize,
}

impl Courier {
    /// Delivers until the front stops, then waits for what is on the wire.
    pub(super) async fn deliver(self, mut stop: watch::Receiver<bool>) {
        let courier = Arc::new(self);
        let mut on_the_wire = JoinSet::new();
        loop {
            while let Some(ended) = on_the_wire.try_join_next() {
                courier.note(ended);
            }
            let free = courier.concurrency - on_the_wire.len();
            let (due, next) = {
                let mut platform = locked(&courier.platform);
                (platform.due_at_most((courier.clock)(), free), platform.next_due())
            };
            let full = due.len() == free;
            for delivery in due {
                on_the_wire.spawn(courier.clone().carry(delivery));
            }
            // With no hand free only an ended delivery helps, however much is due.
            let nap = next.filter(|_| !full).map(|due| courier.until(due));
            tokio::select! {
                () = courier.wake.notified() => {}
                Some(ended) = on_the_wire.join_next() => courier.note(ended),
                () = tokio::time::sleep(nap.unwrap_or_default()), if nap.is_some() => {}
                // An error means that the front is gone, which is the same as a stop.
                _ = stop.changed() => break,
            }
        }
        while let Some(ended) = on_the_wire.join_next().await {
            courier.note(ended);
        }
    }

    fn until(&self, due: i64) -> Duration {
        let ms = due.saturating_sub((self.clock)());
        Duration::from_millis(u64::try_from(ms).unwrap_or(0)).min(NAP)
    }

    fn note(&self, ended: Result<(), tokio::task::JoinError>) {
        if let Err(error) = ended {
            tracing::error!(%error, "a webhook's delivery died");
        }
    }

    /// One attempt, answered for.
    async fn carry(self: Arc<Self>, delivery: Delivery) {
        let ok = self.post(&delivery).await.unwrap_or_else(|error| {
            tracing::debug!(id = delivery.id, %error, "a webhook was not answered");
            false
        });
        let now = (self.clock)();
        locked(&self.platform).answered(delivery.id, ok, now);
    }

    /// Whether it was answered with 200; the body is read so that the connection can be used again.
    async fn post(&self, delivery: &Delivery) -> Result<bool, reqwest::Error> {
        let bytes = signed::bytes(&delivery.body);
        let signature = signed::signature(&self.key, &bytes);
        let url = self.url.borrow().clone();
        let request = self.client.post(url).body(bytes);
        let request = request.header(CONTENT_TYPE, "application/json");
        let answer = request.header("X-Hub-Signature-256", signature).send().await?;
        let ok = answer.status() == StatusCode::OK;
        answer.bytes().await?;
        Ok(ok)
    }
}
