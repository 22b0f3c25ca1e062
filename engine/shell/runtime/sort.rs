//! Sorts the items of a batch into a plan: each by its kind, to its conversation. Reads memory,
//! changes nothing.

use std::borrow::Cow;

use baton_core::effect::Lane;
use baton_core::event::{Event, Settled};
use baton_core::id::{ContactId, ConversationId, EffectId, PageId, Timestamp};
use baton_core::note::Note;

use super::crumbs::DEADLY;
use super::item::{Echo, End, Item, Operate, Report, What};
use super::lanes::Row;
use super::plan::{Happening, Plan};
use super::verdict::{self, GoesOn, Verdict};
use super::worker::Worker;
use crate::messenger::effect_name::EffectName;
use crate::messenger::inbound::Inbound;
use crate::messenger::outcome::Outcome;
use crate::store::{Key, OutboxChange, Parked, Quarantined, Resent, RowState};

/// Events older than this, or further ahead than the next, are not run: their keys are gone
/// (durability 3.6).
const OLDEST: i64 = 8 * 86_400_000;
const NEWEST: i64 = 86_400_000;
/// A deadline that cannot be stepped is tried again after this.
const BROKEN: u64 = 600_000;
/// Tries of a parked event.
const TRIES: u32 = 3;
/// Sorts into a plan.
pub(super) struct Sorter<'w, 'p, 'a> {
    pub(super) worker: &'w Worker,
    pub(super) plan: &'p mut Plan<'a>,
}

impl<'a> Sorter<'_, '_, 'a> {
    /// Sorts one item; `at` is its place in the batch.
    pub(super) fn sort(&mut self, at: usize, item: &'a Item) {
        match &item.what {
            What::Event(inbound) => self.event(at, item, inbound),
            What::Echo(echo) => self.echo(at, echo),
            What::Keep(page, reason, raw) => self.plan.quarantined.push(Quarantined {
                conversation: None,
                page: page.clone(),
                at: self.plan.now,
                reason: reason.clone(),
                raw: raw.to_vec(),
            }),
            What::Report(report) => self.report(at, item, report),
            What::Claim(id, lane) => {
                let Some(talk) = self.worker.lanes.get(*id) else { return };
                self.plan.part(*id, &talk.page, &talk.contact).claims.push(*lane);
            }
            What::Due(id) if item.park.is_none() => {
                // Who it is stands in the row that is read.
                self.plan.part(*id, &PageId::new(""), &ContactId::new("")).due = true;
            }
            What::Due(id) => self.plan.rearmed.push((*id, self.plan.now.plus_ms(BROKEN))),
            What::Operate(operate) => self.operate(at, item, operate),
            What::Again(parked) => self.again(at, item, parked),
        }
    }

    fn event(&mut self, at: usize, item: &Item, inbound: &'a Inbound) {
        let now = self.plan.now;
        let id = ConversationId::of(inbound.channel, &inbound.page, &inbound.contact);
        if let Some(sent) = inbound.sent_at
            && (sent.0 < now.0 - OLDEST || sent.0 > now.0 + NEWEST)
        {
            self.plan.counted.push(|counters| &counters.late);
            self.plan.quarantined.push(Quarantined {
                conversation: Some(id),
                page: Some(inbound.page.clone()),
                at: now,
                reason: "late".into(),
                raw: inbound.raw.to_vec(),
            });
            return;
        }
        let moment = inbound.sent_at.map_or(0, |at| at.0);
        let behind = self.worker.parked.contains_key(&id) || self.plan.blocked.contains(&id);
        let reason = item.park.clone().or_else(|| behind.then(|| "behind a parked event".into()));
        if let Some(reason) = reason {
            let raw = serde_json::to_vec(&inbound.event).unwrap_or_else(|_| inbound.raw.to_vec());
            let tries = u32::from(item.park.is_some());
            let parked = Parked {
                conversation: id,
                key: inbound.key.0,
                at: Some(moment),
                arrived: now,
                channel: inbound.channel.into(),
                page: inbound.page.clone(),
                contact: inbound.contact.clone(),
                raw,
                reason,
                tries,
                not_before: now.plus_ms(self.worker.settings.parked),
            };
            self.park(at, item, parked);
            return;
        }
        if !self.plan.keys.insert((id, inbound.key.0)) {
            self.plan.counted.push(|counters| &counters.duplicates);
            return;
        }
        self.plan.opening.keys.push(Key { conversation: id, key: inbound.key.0, at: moment });
        let happening = Happening {
            order: (inbound.sent_at.unwrap_or(now), at),
            event: Cow::Borrowed(&inbound.event),
            key: Some(inbound.key.0),
            item: at,
        };
        self.plan.part(id, &inbound.page, &inbound.contact).events.push(happening);
    }

    /// Puts an event away for later; one that was tried often enough, or killed the process so often, for good.
    fn park(&mut self, at: usize, item: &Item, parked: Parked) {
        self.plan.blocked.insert(parked.conversation);
        let deadly = self.worker.crumbs.deaths(&parked.key) >= DEADLY;
        if parked.tries < TRIES && !deadly {
            self.plan.counted.push(|counters| &counters.parked);
            self.plan.parked.push(parked);
            return;
        }
        self.plan.counted.push(|counters| &counters.poison);
        tracing::error!(conversation = parked.conversation.0, reason = parked.reason, "poison");
        self.plan.unparked.push((parked.conversation, parked.key));
        if let Some(at) = parked.at {
            // It was taken in, and put away for good: its redelivery is a duplicate.
            let (conversation, key) = (parked.conversation, parked.key);
            self.plan.opening.keys.push(Key { conversation, key, at });
        }
        if !item.mute {
            self.excuse(at, &parked);
        }
        self.plan.quarantined.push(Quarantined {
            conversation: Some(parked.conversation),
            page: Some(parked.page),
            at: self.plan.now,
            reason: format!("poison: {}", parked.reason),
            raw: parked.raw,
        });
    }

    /// What the person said is put away for good, and they are told so; nobody waits for anything else.
    fn excuse(&mut self, at: usize, parked: &Parked) {
        if parked.at.is_none() {
            return;
        }
        let sent_at = match serde_json::from_slice::<Event>(&parked.raw) {
            Ok(Event::Word(word)) => word.sent_at,
            Ok(Event::Opening(opening)) => opening.sent_at,
            // Another version of this program wrote it: most of what comes is a word.
            Err(_) => parked.arrived,
            Ok(_) => return,
        };
        let happening = Happening {
            order: (Timestamp(i64::MIN), at),
            event: Cow::Owned(Event::Lost { sent_at }),
            key: Some(parked.key),
            item: at,
        };
        let Parked { conversation, page, contact, .. } = parked;
        self.plan.part(*conversation, page, contact).events.push(happening);
    }

    fn again(&mut self, at: usize, item: &Item, parked: &'a Parked) {
        let known = !self.plan.keys.insert((parked.conversation, parked.key));
        if known || self.plan.blocked.contains(&parked.conversation) {
            return;
        }
        let event = serde_json::from_slice::<Event>(&parked.raw);
        let reason = item.park.clone().or_else(|| event.as_ref().err().map(ToString::to_string));
        if let Some(reason) = reason {
            let not_before = self.plan.now.plus_ms(self.worker.settings.parked);
            let tries = parked.tries + 1;
            self.park(at, item, Parked { reason, tries, not_before, ..parked.clone() });
            return;
        }
        let Ok(event) = event else { return };
        self.plan.unparked.push((parked.conversation, parked.key));
        let id = parked.conversation;
        if let Some(at) = parked.at {
            self.plan.opening.keys.push(Key { conversation: id, key: parked.key, at });
        }
        let happening = Happening {
            order: (Timestamp(i64::MIN), at),
            event: Cow::Owned(event),
            key: parked.at.map(|_| parked.key),
            item: at,
        };
        self.plan.part(id, &parked.page, &parked.contact).events.push(happening);
    }

    fn operate(&mut self, at: usize, item: &Item, operate: &Operate) {
        let Some(page) = self.worker.pages.get(&operate.page) else { return };
        if item.park.is_some() {
            return;
        }
        let id = ConversationId::of(&page.page.channel, &operate.page, &operate.contact);
        let event = Cow::Owned(Event::Operator(operate.ask.clone()));
        let what = format!("{:?}", operate.ask);
        let happening = Happening { order: (self.plan.now, at), event, key: None, item: at };
        self.plan.part(id, &operate.page, &operate.contact).events.push(happening);
        self.plan.audit.push((self.plan.now, id, what));
    }

    fn echo(&mut self, at: usize, echo: &Echo) {
        self.count_twice(&echo.name, echo.mid.as_ref());
        let Some(talk) = self.worker.lanes.get(echo.name.conversation) else { return };
        if talk.page != echo.page || talk.contact != echo.contact {
            return;
        }
        let Some(row) = talk.row(Lane::Speak, echo.name.sequence, echo.name.stamp) else { return };
        self.plan.counted.push(|counters| &counters.settled_by_echo);
        let verdict = verdict::accepted(&row.effect, echo.mid.clone());
        self.carry_out(at, &echo.name, Lane::Speak, row, verdict);
    }

    /// A second message id for an effect that was sent again: the person saw it twice.
    fn count_twice(&mut self, name: &EffectName, mid: Option<&String>) {
        let Some(mid) = mid else { return };
        let planned = self.plan.resent.iter().rposition(|row| is(row, name));
        let known = planned.map(|at| &self.plan.resent[at]).or(self.worker.resent.get(name));
        let Some(known) = known else { return };
        let mut row = known.clone();
        if row.first_mid.is_none() {
            row.first_mid = Some(mid.clone());
        } else if row.first_mid.as_ref() != Some(mid) && row.second_mid.is_none() {
            row.second_mid = Some(mid.clone());
            self.plan.counted.push(|counters| &counters.duplicate_sends);
        } else {
            return;
        }
        self.plan.resent.push(row);
    }

    fn report(&mut self, at: usize, item: &Item, report: &Report) {
        if let Some(page) = self.worker.lanes.get(report.name.conversation).map(|talk| &talk.page)
            && let Some(sign) = verdict::sign(&report.end)
        {
            self.plan.signs.push((page.clone(), sign));
        }
        let Some(talk) = self.worker.lanes.get(report.name.conversation) else {
            self.plan.counted.push(|counters| &counters.late_results);
            return;
        };
        let lane = talk.lane(report.lane);
        let row = talk.row(report.lane, report.name.sequence, report.name.stamp);
        // A result of an older claim does not count, but proof that it was accepted does.
        let proof = matches!(report.end, End::Outcome(Outcome::Sent { .. }, _));
        let row = row.filter(|row| row.claim == report.claim || proof);
        let Some(row) = row.filter(|_| !self.plan.over.contains(&report.name)) else {
            self.plan.counted.push(|counters| &counters.late_results);
            return;
        };
        if let End::Probe(owner) = &report.end {
            let asked = Event::OwnerIs { effect: EffectId(row.sequence), owner: owner.clone() };
            self.learn(&talk.page, &asked);
        }
        let settings = &self.worker.settings;
        let verdict = verdict::verdict(row, &report.end, lane.len() > 1, self.plan.now, settings);
        if item.park.is_some() {
            self.park_result(at, item, report, row, &verdict);
            return;
        }
        if let Verdict::Settled(_, mid) = &verdict {
            self.count_twice(&report.name, mid.as_ref());
        }
        self.carry_out(at, &report.name, report.lane, row, verdict);
    }

    fn carry_out(&mut self, at: usize, name: &EffectName, lane: Lane, row: &Row, verdict: Verdict) {
        if self.plan.over.contains(name) {
            return;
        }
        let Some(talk) = self.worker.lanes.get(name.conversation) else { return };
        let (event, remark) = match verdict {
            Verdict::GoesOn(next) => {
                self.go_on(name, lane, row, next);
                return;
            }
            Verdict::Settled(event, _) => (event, None),
            Verdict::Overtaken(event) => {
                self.plan.counted.push(|counters| &counters.overtaken);
                (event, Some(Note::Overtaken { effect: EffectId(row.sequence) }))
            }
        };
        self.plan.counted.push(|counters| &counters.settled);
        self.plan.over.insert(*name);
        if let Some(event) = &event {
            self.learn(&talk.page, event);
        }
        let now = self.plan.now;
        let part = self.plan.part(name.conversation, &talk.page, &talk.contact);
        part.claims.push(lane);
        part.remarks.extend(remark);
        if let Some(event) = event {
            let event = Cow::Owned(event);
            part.events.push(Happening { order: (now, at), event, key: None, item: at });
        }
    }

    fn go_on(&mut self, name: &EffectName, lane: Lane, row: &Row, next: GoesOn) {
        if next.resent {
            self.plan.counted.push(|counters| &counters.resent);
            let known = self.worker.resent.get(name).cloned();
            self.plan.resent.push(Resent {
                at: self.plan.now,
                ..known.unwrap_or(Resent {
                    conversation: name.conversation,
                    sequence: name.sequence,
                    stamp: name.stamp,
                    at: self.plan.now,
                    first_mid: None,
                    second_mid: None,
                })
            });
        }
        let GoesOn { state, not_before, tries, sent_at, .. } = next;
        let deadline = (state == RowState::Unknown).then_some(self.plan.now);
        let change = OutboxChange {
            state,
            not_before,
            tries,
            sent_at,
            deadline,
            ..row.change(name.conversation)
        };
        self.plan.changed.push((lane, change));
    }

    /// The event of a settled effect kills the step: the effect is over, its event waits.
    fn park_result(
        &mut self,
        at: usize,
        item: &Item,
        report: &Report,
        row: &Row,
        verdict: &Verdict,
    ) {
        self.plan.over.insert(report.name);
        let event = match verdict {
            Verdict::Settled(event, _) | Verdict::Overtaken(event) => event.as_ref(),
            Verdict::GoesOn(_) => None,
        };
        let Some(event) = event else { return };
        let Some(talk) = self.worker.lanes.get(report.name.conversation) else { return };
        let Some(page) = self.worker.pages.get(&talk.page) else { return };
        let mut key = [0; 16];
        key[..8].copy_from_slice(&row.sequence.to_be_bytes());
        key[8..].copy_from_slice(&row.stamp.to_be_bytes());
        let parked = Parked {
            conversation: report.name.conversation,
            key,
            at: None,
            arrived: self.plan.now,
            channel: page.page.channel.clone(),
            page: talk.page.clone(),
            contact: talk.contact.clone(),
            raw: serde_json::to_vec(event).unwrap_or_default(),
            reason: "the step failed".into(),
            tries: 1,
            not_before: self.plan.now.plus_ms(self.worker.settings.parked),
        };
        self.park(at, item, parked);
    }

    /// What an outcome teaches about the page.
    fn learn(&mut self, page: &PageId, event: &Event) {
        let Some(state) = self.worker.pages.get(page) else { return };
        if let Some(routing) = state.learn(event) {
            self.plan.routing.push((page.clone(), routing));
        }
        if let Event::Took { settled, .. } = event {
            match settled {
                Settled::Accepted => self.plan.takes.push((page.clone(), true)),
                Settled::Refused(_) => self.plan.takes.push((page.clone(), false)),
                Settled::Unsettled | Settled::Dropped => {}
            }
        }
    }
}

fn is(row: &Resent, name: &EffectName) -> bool {
    row.conversation == name.conversation
        && row.sequence == name.sequence
        && row.stamp == name.stamp
}
