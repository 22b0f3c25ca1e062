//! The queue of webhooks for our app: when each is due, what waits for what, what comes again.
//!
//! A letter stays here until it was answered with 200. Letters of one contact wait for each other
//! while all goes well; once one has failed its quick attempts, the others overtake it.

mod post;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;

use crate::event::Channel;
use crate::fault::WebhookAct;
use crate::setup::Redelivery;

/// One POST to our webhook.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Names the delivery towards [`crate::Platform::answered`].
    pub id: u64,
    /// The body.
    pub body: Arc<Value>,
    /// Which attempt this is, counted from 1.
    pub attempt: u32,
}

/// An event on its way into the queue.
pub(crate) struct Letter {
    pub(crate) page: usize,
    pub(crate) page_id: String,
    pub(crate) contact: String,
    pub(crate) channel: Channel,
    pub(crate) item: Value,
}

struct Queued {
    page: usize,
    lane: Option<String>,
    body: Arc<Value>,
    due: i64,
    attempts: u32,
    /// A quick retry: its lane is still its own.
    holds_lane: bool,
}

#[derive(Default)]
struct Lane {
    busy: bool,
    waiting: VecDeque<u64>,
}

struct Held {
    id: u64,
    contact: String,
    behind: u32,
}

struct Gathering {
    id: u64,
    page: usize,
    act: WebhookAct,
    gathered: u32,
}

/// All webhooks that were not answered with 200 yet.
pub(crate) struct Mail {
    rule: Redelivery,
    next_id: u64,
    queued: BTreeMap<u64, Queued>,
    due: BTreeSet<(i64, u64)>,
    lanes: BTreeMap<String, Lane>,
    held: Vec<Held>,
    gathering: Vec<Gathering>,
    failing_since: BTreeMap<usize, i64>,
    delivered: u64,
}

impl Mail {
    pub(crate) fn new(rule: Redelivery) -> Self {
        Self {
            rule,
            next_id: 1,
            queued: BTreeMap::new(),
            due: BTreeSet::new(),
            lanes: BTreeMap::new(),
            held: Vec::new(),
            gathering: Vec::new(),
            failing_since: BTreeMap::new(),
            delivered: 0,
        }
    }

    /// Hands out what is due, at most so many; each must be answered for.
    pub(crate) fn due(&mut self, now: i64, at_most: usize) -> Vec<Delivery> {
        let mut out = Vec::new();
        while out.len() < at_most {
            let Some(&(due, id)) = self.due.first().filter(|(due, _)| *due <= now) else {
                break;
            };
            self.due.remove(&(due, id));
            let Some(queued) = self.queued.get_mut(&id) else {
                continue;
            };
            if let Some(key) = queued.lane.clone() {
                let lane = self.lanes.entry(key).or_default();
                if lane.busy && !queued.holds_lane {
                    lane.waiting.push_back(id);
                    continue;
                }
                lane.busy = true;
            }
            queued.attempts += 1;
            queued.holds_lane = false;
            self.gathering.retain(|one| one.id != id);
            self.held.retain(|one| one.id != id);
            out.push(Delivery { id, body: queued.body.clone(), attempt: queued.attempts });
        }
        out
    }

    /// Takes note of an answer. Returns the page to unsubscribe, when it failed for too long.
    pub(crate) fn answered(&mut self, id: u64, ok: bool, now: i64) -> Option<usize> {
        let queued = self.queued.get_mut(&id)?;
        let page = queued.page;
        let lane = queued.lane.clone();
        if ok {
            self.queued.remove(&id);
            self.failing_since.remove(&page);
            self.delivered += 1;
            self.free(lane);
            return None;
        }
        let quick = queued.attempts < self.rule.at_once;
        let pause = if quick {
            0
        } else {
            let index = (queued.attempts - self.rule.at_once.min(queued.attempts)) as usize;
            let pauses = &self.rule.pauses;
            pauses.get(index).or(pauses.last()).copied().unwrap_or(60_000)
        };
        queued.holds_lane = quick;
        queued.due = now + pause;
        self.due.insert((queued.due, id));
        if !quick {
            self.free(lane);
        }
        let since = *self.failing_since.entry(page).or_insert(now);
        let limit = self.rule.unsubscribe_after?;
        (now - since >= limit).then_some(page)
    }

    fn free(&mut self, lane: Option<String>) {
        let Some(key) = lane else { return };
        let Some(lane) = self.lanes.get_mut(&key) else {
            return;
        };
        lane.busy = false;
        match lane.waiting.pop_front() {
            Some(next) => {
                if let Some(queued) = self.queued.get(&next) {
                    self.due.insert((queued.due, next));
                }
            }
            None => {
                self.lanes.remove(&key);
            }
        }
    }

    /// When the next one is due; those that wait behind another are not counted.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.due.first().map(|(due, _)| *due)
    }

    /// How many were not answered with 200 yet.
    pub(crate) fn unanswered(&self) -> usize {
        self.queued.len()
    }

    /// How many were answered with 200.
    pub(crate) fn delivered(&self) -> u64 {
        self.delivered
    }
}
