//! Drives lanes: begins what may begin now, and notes when to look again at what may not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use baton_core::effect::{Effect, Lane};
use baton_core::id::ConversationId;

use super::agenda::Wake;
use super::apply::has_echo;
use super::doubt::{Doubt, Step};
use super::item::{End, Item, Report, What};
use super::lanes::{Move, goes_to_platform};
use super::outbox::Job;
use super::worker::Worker;
use crate::messenger::effect_name::EffectName;
use crate::messenger::outcome::Outcome;

/// A question about a doubtful effect may take so long.
const QUESTION: Duration = Duration::from_secs(10);

impl Worker {
    /// Lets a lane do what it does next.
    pub(super) fn drive(&mut self, id: ConversationId, lane: Lane) {
        if self.in_trouble || self.stop_at.is_some() {
            return;
        }
        let now = self.clock.now();
        let Some(talk) = self.lanes.get(id) else { return };
        let room = self.pages.get(&talk.page).map(|page| page.has_room(self.settings.in_flight));
        match talk.next(lane, room.unwrap_or(false), now, &self.settings) {
            Move::Nothing => {}
            Move::Drop => self.conclude(id, lane, End::Stale),
            Move::Fence => self.conclude(id, lane, End::Outcome(Outcome::Sent { mid: None }, now)),
            Move::Wait(at) => self.agenda.add(at, Wake::Lane(id, lane)),
            Move::Claim => {
                if let Some(row) = self.head(id, lane) {
                    // Until the claim is committed nobody else begins it.
                    row.claiming = true;
                    self.pending.push_back(Item::new(What::Claim(id, lane)));
                }
            }
            Move::Stall => {
                let page = talk.page.clone();
                if let Some(page) = self.pages.get_mut(&page)
                    && !page.stalled.contains(&(id, lane))
                {
                    page.stalled.push_back((id, lane));
                }
            }
            Move::Perform => self.begin(id, lane),
            Move::Doubt => self.doubt(id, lane),
        }
    }

    fn head(&mut self, id: ConversationId, lane: Lane) -> Option<&mut super::lanes::Row> {
        self.lanes.get_mut(id)?.lane_mut(lane).front_mut()
    }

    /// The head's end is known without a call: it goes through a commit like any other.
    fn conclude(&mut self, id: ConversationId, lane: Lane, end: End) {
        let Some(row) = self.head(id, lane) else { return };
        row.running = true;
        let name = EffectName { conversation: id, sequence: row.sequence, stamp: row.stamp };
        let report = Report { name, lane, claim: row.claim, slot: None, page: None, end };
        self.pending.push_back(Item::new(What::Report(report)));
    }

    fn begin(&mut self, id: ConversationId, lane: Lane) {
        let now = self.clock.now();
        let limit = Duration::from_millis(self.settings.claim_limit);
        let Some(row) = self.head(id, lane) else { return };
        row.running = true;
        row.first_at.get_or_insert(now);
        let limit = row.claimed.map_or_else(Instant::now, |claimed| claimed + limit);
        let Some(job) = self.job(id, lane, limit) else { return };
        if goes_to_platform(&job.effect)
            && let Some(page) = self.pages.get_mut(&job.page)
        {
            page.in_flight += 1;
        }
        self.world.perform(job);
    }

    fn job(&self, id: ConversationId, lane: Lane, limit: Instant) -> Option<Job> {
        let talk = self.lanes.get(id)?;
        let row = talk.lane(lane).front()?;
        let key = self.pages.get(&talk.page).map(|page| page.page.key.clone());
        Some(Job {
            name: EffectName { conversation: id, sequence: row.sequence, stamp: row.stamp },
            claim: row.claim,
            limit,
            page: talk.page.clone(),
            contact: talk.contact.clone(),
            effect: Arc::clone(&row.effect),
            epoch: Arc::clone(&talk.epoch),
            over: Arc::clone(&row.over),
            not_before: row.not_before,
            typing: row.typing,
            key: key.filter(|_| matches!(*row.effect, Effect::Http { .. })),
        })
    }

    /// The head's outcome is unknown: finds out, or waits until it can be found out.
    fn doubt(&mut self, id: ConversationId, lane: Lane) {
        let now = self.clock.now();
        let Some(talk) = self.lanes.get(id) else { return };
        let Some(row) = talk.lane(lane).front() else { return };
        if !has_echo(&row.effect) {
            self.doubt_without_echo(id, lane);
            return;
        }
        let page = self.pages.get(&talk.page);
        let sent_at = row.sent_at.unwrap_or(now);
        let doubt = Doubt {
            sent_at,
            echoed: page.and_then(|page| page.echoed),
            deaf_until: page.and_then(|page| page.row.gap).map(|(_, until)| until),
            past_unavailable: row.past_unavailable,
            blocks: talk.lane(lane).len() > 1,
        };
        match doubt.step(now, &self.settings) {
            Step::Wait(at) => self.agenda.add(at, Wake::Lane(id, lane)),
            Step::AskPast => {
                let others = row.others.clone();
                let Some(job) = self.question(id, lane) else { return };
                self.world.look_back(job, sent_at, others);
            }
            Step::SendAgain => self.conclude(id, lane, End::SendAgain),
            Step::GiveUp => self.conclude(id, lane, End::GivenUp),
        }
    }

    /// No echo tells of it: the owner of the thread tells of a pass or take, and nobody of a call.
    fn doubt_without_echo(&mut self, id: ConversationId, lane: Lane) {
        let now = self.clock.now();
        let Some(row) = self.head(id, lane) else { return };
        if let Some(at) = row.not_before.filter(|at| *at > now) {
            self.agenda.add(at, Wake::Lane(id, lane));
            return;
        }
        if matches!(*row.effect, Effect::Pass { .. } | Effect::Take { .. }) {
            row.first_at.get_or_insert(now);
            let Some(job) = self.question(id, lane) else { return };
            self.world.probe(job);
        } else {
            self.conclude(id, lane, End::GivenUp);
        }
    }

    fn question(&mut self, id: ConversationId, lane: Lane) -> Option<Job> {
        self.head(id, lane)?.running = true;
        self.job(id, lane, Instant::now() + QUESTION)
    }
}
