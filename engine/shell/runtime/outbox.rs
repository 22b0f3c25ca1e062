//! Performs effects. Invariant: right before each request it looks at who may speak, and nothing is
//! written to the network that is not in the ledger first or whose claim is too old.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use baton_core::effect::{Content, Effect};
use baton_core::id::{ContactId, EffectId, PageId, Timestamp};
use futures_util::FutureExt;
use tokio::sync::mpsc::Sender;

use super::accepted::{Accepted, Mid};
use super::clock::Clock;
use super::item::{End, Item, Past, Report, What};
use super::ledger::{Ledger, Slot};
use crate::fetch::{Fetch, PageKey};
use crate::messenger::client::Client;
use crate::messenger::effect_name::EffectName;
use crate::messenger::outcome::{Outcome, Scope};

/// The platform's clock and ours may differ by so much when past messages are compared.
const CLOCK_SLACK: i64 = 5_000;

/// What performing needs.
#[derive(Clone)]
pub(super) struct World {
    pub(super) client: Arc<Client>,
    pub(super) fetch: Fetch,
    pub(super) clock: Clock,
    pub(super) ledger: Arc<Ledger>,
    pub(super) accepted: Arc<Accepted>,
    pub(super) reports: Sender<Item>,
}

/// One effect to perform.
pub(super) struct Job {
    pub(super) name: EffectName,
    pub(super) claim: i64,
    /// Nothing is handed to the network after this moment.
    pub(super) limit: Instant,
    pub(super) page: PageId,
    pub(super) contact: ContactId,
    pub(super) effect: Arc<Effect>,
    /// Who may speak now.
    pub(super) epoch: Arc<AtomicU32>,
    /// It was settled meanwhile, by a late echo of an earlier try.
    pub(super) over: Arc<AtomicBool>,
    pub(super) not_before: Option<Timestamp>,
    pub(super) typing: bool,
    /// What speaks for the page, for a service that asks for it.
    pub(super) key: Option<PageKey>,
}

impl World {
    /// Performs an effect and reports how it ended.
    pub(super) fn perform(&self, job: Job) {
        let world = self.clone();
        tokio::spawn(async move {
            let carried = AssertUnwindSafe(world.carry_out(&job)).catch_unwind().await;
            let (end, slot) = carried.unwrap_or_else(|_| (broken(world.clock.now()), None));
            let page = super::lanes::goes_to_platform(&job.effect).then(|| job.page.clone());
            world.report(&job.name, &job.effect, job.claim, slot, page, end).await;
        });
    }

    /// Looks through the thread's past messages for a send of unknown outcome.
    /// `others`: messages there that are known to be others.
    pub(super) fn look_back(&self, job: Job, sent_at: Timestamp, others: Vec<Mid>) {
        let world = self.clone();
        tokio::spawn(async move {
            let past = world.past(&job, sent_at, &others).await;
            world.report(&job.name, &job.effect, job.claim, None, None, End::Past(past)).await;
        });
    }

    /// Asks who owns the thread, to settle a pass or take of unknown outcome.
    pub(super) fn probe(&self, job: Job) {
        let world = self.clone();
        tokio::spawn(async move {
            let asked = Effect::AskOwner { id: EffectId(job.name.sequence) };
            let outcome =
                world.client.perform(&job.page, &job.contact, &asked, &job.name, job.limit).await;
            let owner = match outcome {
                Outcome::Owner(owner) => owner,
                Outcome::Sent { .. }
                | Outcome::Profile(_)
                | Outcome::Refused(_)
                | Outcome::NotSent { .. }
                | Outcome::TokenDead
                | Outcome::Unknown { .. }
                | Outcome::ProbablyNot { .. } => baton_core::event::Owner::Failed,
            };
            world.report(&job.name, &job.effect, job.claim, None, None, End::Probe(owner)).await;
        });
    }

    async fn report(
        &self,
        name: &EffectName,
        effect: &Effect,
        claim: i64,
        slot: Option<Slot>,
        page: Option<PageId>,
        end: End,
    ) {
        let report = Report { name: *name, lane: effect.lane(), claim, slot, page, end };
        let sent = self.reports.send(Item::new(What::Report(report))).await;
        if sent.is_err() {
            // The runtime has stopped; the row stays claimed and the next start takes it over.
            tracing::debug!("a call ended after the runtime did");
        }
    }

    async fn carry_out(&self, job: &Job) -> (End, Option<Slot>) {
        if job.typing && !self.is_stale(job) {
            self.show_typing(job);
        }
        if let Some(at) = job.not_before {
            tokio::time::sleep(Duration::from_millis(at.ms_since(self.clock.now()))).await;
        }
        if self.is_stale(job) {
            return (End::Stale, None);
        }
        if Instant::now() >= job.limit {
            return (End::TooLate, None);
        }
        let slot = match self.ledger.write(&job.name) {
            Ok(slot) => slot,
            Err(error) => {
                tracing::error!(%error, "the send ledger cannot be written");
                return (End::Outcome(unwritten(), self.clock.now()), None);
            }
        };
        (self.call(job).await, Some(slot))
    }

    async fn call(&self, job: &Job) -> End {
        if let Effect::Http { call, .. } = &*job.effect {
            let EffectName { conversation, sequence, stamp } = job.name;
            let key = format!("{:016x}-{sequence}-{stamp:016x}", conversation.0);
            return End::Answer(self.fetch.call(call, &key, job.key.as_ref()).await);
        }
        #[cfg(test)]
        super::tests::trip_over_a_call(&job.effect);
        let sent_at = self.clock.now();
        let outcome =
            self.client.perform(&job.page, &job.contact, &job.effect, &job.name, job.limit).await;
        if let Outcome::Sent { mid: Some(mid) } = &outcome {
            self.was_accepted(&job.name, mid);
        }
        End::Outcome(outcome, sent_at)
    }

    /// Writes down that the platform has a message of ours under this id.
    pub(super) fn was_accepted(&self, name: &EffectName, mid: &str) {
        if let Err(error) = self.accepted.add(name, mid) {
            // Only a look into the thread's past, after a crash, would have asked for it.
            tracing::warn!(%error, "an accepted message cannot be written down");
        }
    }

    fn is_stale(&self, job: &Job) -> bool {
        let speaks = job.effect.epoch();
        let overtaken = speaks.is_some_and(|epoch| epoch != job.epoch.load(Ordering::Acquire));
        overtaken || job.over.load(Ordering::Acquire)
    }

    /// An ornament: nobody waits for it, and nothing comes of its failure.
    fn show_typing(&self, job: &Job) {
        let (client, page) = (Arc::clone(&self.client), job.page.clone());
        let contact = job.contact.clone();
        tokio::spawn(async move { client.typing(&page, &contact).await });
    }

    async fn past(&self, job: &Job, sent_at: Timestamp, others: &[Mid]) -> Past {
        let Effect::Send(send) = &*job.effect else { return Past::Absent };
        let Ok(messages) = self.client.conversations(&job.page, &job.contact).await else {
            return Past::Unavailable;
        };
        let text = match &send.message.content {
            Content::Text { text, .. } => text.as_str(),
            // Its text is written at Meta: only the echo can tell.
            Content::Utility(_) => return Past::Unavailable,
            // Pictures and cards are listed without a text.
            Content::Media { .. } | Content::Cards(_) => "",
        };
        let found = messages.into_iter().find(|past| {
            let at = past.at.is_none_or(|at| at.0 >= sent_at.0 - CLOCK_SLACK);
            past.by_page && at && past.text == text && !others.contains(&Mid::of(&past.mid))
        });
        found.map_or(Past::Absent, |past| Past::Found(past.mid))
    }
}

/// A fault of ours in the middle of a call: without a report its lane would stand still until the next start. Whether
/// the call went out nobody knows; its place in the ledger stays taken.
fn broken(now: Timestamp) -> End {
    tracing::error!("a call was not finished because of a fault of ours");
    End::Outcome(Outcome::Unknown { why: "a fault of ours".into() }, now)
}

/// Without the ledger nothing may be sent: after a crash it would count as never sent.
fn unwritten() -> Outcome {
    let why = "the send ledger cannot be written".to_owned();
    Outcome::NotSent { after_ms: 1_000, scope: Scope::Conversation, why }
}
