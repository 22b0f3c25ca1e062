//! The queue of webhooks for our app: when each is due, what waits for what, what comes again.
//!
//! A letter stays here until it was answered with 200. Letters of one contact wait for each other
//! while all goes well; once one has failed its quick attempts, the others overtake it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;

use crate::event::{self, Channel};
use crate::fault::WebhookAct;
use crate::setup::Redelivery;

/// How long an event that is to be overtaken waits at most for others, in ms.
const LONGEST_HOLD: i64 = 5_000;

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

    /// Queues an event, with whatever the fault script does to it.
    pub(crate) fn post(&mut self, now: i64, letter: Letter, act: Option<WebhookAct>) {
        let contact = letter.contact.clone();
        match act {
            None => {
                self.single(now, now, &letter, true);
            }
            Some(WebhookAct::Drop) => return,
            Some(WebhookAct::Delay(late)) => {
                self.single(now, now + late, &letter, false);
            }
            Some(WebhookAct::Times(times)) => {
                (0..times).for_each(|_| self.beside(now, now, &letter));
            }
            Some(WebhookAct::Again { times, every }) => {
                (0..i64::from(times)).for_each(|n| self.beside(now, now + n * every, &letter));
            }
            Some(WebhookAct::Behind(behind)) => {
                let id = self.single(now, now + LONGEST_HOLD, &letter, false);
                self.held.push(Held {
                    id,
                    contact,
                    behind,
                });
                return;
            }
            Some(WebhookAct::Batch {
                size,
                within,
                one_entry,
            }) => {
                self.gather(
                    now,
                    letter,
                    WebhookAct::Batch {
                        size,
                        within,
                        one_entry,
                    },
                );
            }
        }
        self.overtake(now, &contact);
    }

    /// One letter of its own; in its contact's lane when it is an ordinary one.
    fn single(&mut self, now: i64, due: i64, letter: &Letter, ordinary: bool) -> u64 {
        let body = event::envelope(&letter.page_id, now, letter.channel, letter.item.clone());
        let in_lane = ordinary && self.rule.in_order;
        let lane = in_lane.then(|| lane_of(letter));
        self.queue(letter.page, lane, body, due)
    }

    /// A copy that shall arrive beside others, so it is in nobody's lane.
    fn beside(&mut self, now: i64, due: i64, letter: &Letter) {
        self.single(now, due, letter, false);
    }

    fn queue(&mut self, page: usize, lane: Option<String>, body: Value, due: i64) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        let body = Arc::new(body);
        let queued = Queued {
            page,
            lane,
            body,
            due,
            attempts: 0,
            holds_lane: false,
        };
        self.queued.insert(id, queued);
        self.due.insert((due, id));
        id
    }

    fn gather(&mut self, now: i64, letter: Letter, act: WebhookAct) {
        let WebhookAct::Batch {
            size,
            within,
            one_entry,
        } = act
        else {
            return;
        };
        let open = self
            .gathering
            .iter()
            .position(|one| one.act == act && one.page == letter.page);
        let index = open.unwrap_or_else(|| {
            let body = serde_json::json!({ "object": "page", "entry": [] });
            let lane = self.rule.in_order.then(|| lane_of(&letter));
            let id = self.queue(letter.page, lane, body, now + within);
            self.gathering.push(Gathering {
                id,
                page: letter.page,
                act: act.clone(),
                gathered: 0,
            });
            self.gathering.len() - 1
        });
        let gathering = &mut self.gathering[index];
        gathering.gathered += 1;
        let (id, full) = (gathering.id, gathering.gathered >= size);
        if let Some(queued) = self.queued.get_mut(&id) {
            if queued
                .lane
                .as_deref()
                .is_some_and(|lane| lane != lane_of(&letter))
            {
                queued.lane = None;
            }
            add_item(Arc::make_mut(&mut queued.body), now, letter, one_entry);
        }
        if full {
            self.gathering.swap_remove(index);
            self.reschedule(id, now);
        }
    }

    fn overtake(&mut self, now: i64, contact: &str) {
        let mut released = Vec::new();
        self.held.retain_mut(|held| {
            if held.contact != contact {
                return true;
            }
            held.behind = held.behind.saturating_sub(1);
            if held.behind == 0 {
                released.push(held.id);
            }
            held.behind > 0
        });
        released.into_iter().for_each(|id| self.reschedule(id, now));
    }

    fn reschedule(&mut self, id: u64, due: i64) {
        let Some(queued) = self.queued.get_mut(&id) else {
            return;
        };
        // Only one that still waits for its time; on the wire or in a lane it is past that.
        if self.due.remove(&(queued.due, id)) {
            queued.due = due;
            self.due.insert((due, id));
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
            out.push(Delivery {
                id,
                body: queued.body.clone(),
                attempt: queued.attempts,
            });
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
            pauses
                .get(index)
                .or(pauses.last())
                .copied()
                .unwrap_or(60_000)
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

fn lane_of(letter: &Letter) -> String {
    format!("{}/{}", letter.page, letter.contact)
}

fn add_item(body: &mut Value, now: i64, letter: Letter, one_entry: bool) {
    let Some(entries) = body["entry"].as_array_mut() else {
        return;
    };
    let last = entries
        .last_mut()
        .filter(|_| one_entry)
        .and_then(Value::as_object_mut);
    let Some(entry) = last else {
        entries.push(event::entry(
            &letter.page_id,
            now,
            letter.channel,
            letter.item,
        ));
        return;
    };
    let items = entry
        .entry(letter.channel.key())
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Some(items) = items.as_array_mut() {
        items.push(letter.item);
    }
}

#[cfg(test)]
mod tests;
