//! How an event gets into the queue, and what the fault script does to it on the way.

use std::sync::Arc;

use serde_json::Value;

use super::{Gathering, Held, Letter, Mail, Queued};
use crate::event;
use crate::fault::WebhookAct;

/// How long an event that is to be overtaken waits at most for others, in ms.
pub(super) const LONGEST_HOLD: i64 = 5_000;

impl Mail {
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
                self.held.push(Held { id, contact, behind });
                return;
            }
            Some(act @ WebhookAct::Batch { .. }) => self.gather(now, letter, act),
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
        let queued = Queued { page, lane, body, due, attempts: 0, holds_lane: false };
        self.queued.insert(id, queued);
        self.due.insert((due, id));
        id
    }

    fn gather(&mut self, now: i64, letter: Letter, act: WebhookAct) {
        let WebhookAct::Batch { size, within, one_entry } = act else {
            return;
        };
        let open = self.gathering.iter().position(|one| one.act == act && one.page == letter.page);
        let index = open.unwrap_or_else(|| {
            let body = serde_json::json!({ "object": "page", "entry": [] });
            let lane = self.rule.in_order.then(|| lane_of(&letter));
            let id = self.queue(letter.page, lane, body, now + within);
            self.gathering.push(Gathering { id, page: letter.page, act: act.clone(), gathered: 0 });
            self.gathering.len() - 1
        });
        let gathering = &mut self.gathering[index];
        gathering.gathered += 1;
        let (id, full) = (gathering.id, gathering.gathered >= size);
        if let Some(queued) = self.queued.get_mut(&id) {
            if queued.lane.as_deref().is_some_and(|lane| lane != lane_of(&letter)) {
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
}

fn lane_of(letter: &Letter) -> String {
    format!("{}/{}", letter.page, letter.contact)
}

fn add_item(body: &mut Value, now: i64, letter: Letter, one_entry: bool) {
    let Some(entries) = body["entry"].as_array_mut() else {
        return;
    };
    let last = entries.last_mut().filter(|_| one_entry).and_then(Value::as_object_mut);
    let Some(entry) = last else {
        entries.push(event::entry(&letter.page_id, now, letter.channel, letter.item));
        return;
    };
    let items = entry.entry(letter.channel.key()).or_insert_with(|| Value::Array(Vec::new()));
    if let Some(items) = items.as_array_mut() {
        items.push(letter.item);
    }
}
