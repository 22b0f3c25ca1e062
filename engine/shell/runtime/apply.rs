//! After the commit: memory learns what the database knows now, whoever waits is answered, and what
//! was asked of the world begins. Invariant: nothing here can fail, and nothing here happens before
//! the commit is known.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use baton_core::effect::{Effect, Lane};
use baton_core::id::{ConversationId, PageId, Timestamp};

use super::OperateProblem;
use super::agenda::Wake;
use super::board::count;
use super::draft::{Draft, Stepped};
use super::item::{Echo, End, Item, Past, Report, What};
use super::plan::Facts;
use super::verdict::PageSign;
use super::worker::Worker;
use crate::messenger::effect_name::EffectName;
use crate::messenger::outcome::Outcome;
use crate::store::{OutboxChange, RowState};

impl Worker {
    /// Makes a batch true.
    pub(super) fn apply(&mut self, mut draft: Draft, facts: Facts, items: Vec<Item>) {
        let recovered = std::mem::take(&mut self.in_trouble);
        self.count_batch(&draft, &facts);
        for name in &facts.over {
            self.settle(name);
        }
        for (lane, change) in &facts.changed {
            self.change(*lane, change, None);
        }
        for (lane, change) in &draft.claims {
            self.change(*lane, change, Some(facts.began));
        }
        let stamp = draft.stamp;
        let mut lanes = std::mem::take(&mut draft.lanes);
        lanes.extend(facts.changed.iter().map(|(lane, change)| (change.conversation, *lane)));
        for stepped in std::mem::take(&mut draft.stepped) {
            lanes.extend(self.remember(stepped, stamp));
        }
        self.learn(&mut draft, &facts);
        for (_, due) in &draft.timers {
            self.expect_timer(*due);
        }
        for (at, item) in items.into_iter().enumerate() {
            let operated = draft.operated.remove(&at);
            self.answer(item, operated, &facts);
        }
        lanes.sort_unstable();
        lanes.dedup();
        for (id, lane) in lanes {
            self.drive(id, lane);
            // A call waits for what was said before it.
            if lane == Lane::Speak {
                self.drive(id, Lane::Call);
            }
            self.lanes.close_if_empty(id);
        }
        if recovered {
            self.recover();
        }
    }

    /// The database takes what we write again: everything that stood still goes on.
    pub(super) fn recover(&mut self) {
        self.board.set_trouble(None);
        for id in self.lanes.ids() {
            self.drive(id, Lane::Speak);
            self.drive(id, Lane::Call);
        }
    }

    fn count_batch(&self, draft: &Draft, facts: &Facts) {
        let counters = &self.board.counters;
        for counter in &facts.counted {
            count(counter(counters));
        }
        counters.events.fetch_add(draft.events, Ordering::Relaxed);
        counters.duplicates.fetch_add(draft.duplicates, Ordering::Relaxed);
        count(&counters.batches);
    }

    /// An effect is over.
    fn settle(&mut self, name: &EffectName) {
        let Some(talk) = self.lanes.get_mut(name.conversation) else { return };
        for lane in [Lane::Speak, Lane::Call] {
            let rows = talk.lane_mut(lane);
            let at = rows
                .iter()
                .position(|row| row.sequence == name.sequence && row.stamp == name.stamp);
            let Some(row) = at.and_then(|at| rows.remove(at)) else { continue };
            row.over.store(true, Ordering::Release);
            if row.state == RowState::Unknown
                && let Some(page) = self.pages.get_mut(&talk.page)
            {
                page.doubts = page.doubts.saturating_sub(1);
            }
            return;
        }
    }

    /// An effect goes on. `claimed`: it was claimed, and that began then.
    fn change(&mut self, lane: Lane, change: &OutboxChange, claimed: Option<Instant>) {
        let Some(talk) = self.lanes.get_mut(change.conversation) else { return };
        let page = self.pages.get_mut(&talk.page);
        let Some(row) = talk.row_mut(lane, change.sequence, change.stamp) else { return };
        if change.state == RowState::Unknown && row.state != RowState::Unknown {
            let OutboxChange { conversation, sequence, stamp, .. } = *change;
            let name = EffectName { conversation, sequence, stamp };
            row.others = self.world.accepted.others(&name);
        }
        if let Some(page) = page {
            let doubtful = |state: RowState| usize::from(state == RowState::Unknown);
            page.doubts =
                (page.doubts + doubtful(change.state)).saturating_sub(doubtful(row.state));
        }
        row.state = change.state;
        row.claim = change.claim;
        row.not_before = change.not_before;
        row.tries = change.tries;
        row.sent_at = change.sent_at;
        row.claimed = claimed;
        row.running = false;
        // Waiting for a page is no try.
        if change.state == RowState::Queued {
            row.first_at = None;
        }
    }

    /// A conversation as it is from now on. Returns its lanes where there are any.
    fn remember(&mut self, mut stepped: Stepped, stamp: i64) -> Vec<(ConversationId, Lane)> {
        let id = stepped.conversation.id;
        let rows = std::mem::take(&mut stepped.rows);
        let epoch = stepped.conversation.epoch;
        let mut lanes = Vec::new();
        if !rows.is_empty() {
            let (page, contact) = (&stepped.conversation.page.id, &stepped.conversation.person.id);
            let talk = self.lanes.open(id, page, contact);
            for row in rows {
                talk.lane_mut(row.effect.lane()).push_back(row);
            }
        }
        if let Some(talk) = self.lanes.get(id) {
            talk.epoch.store(epoch, Ordering::Release);
            lanes.extend([(id, Lane::Speak), (id, Lane::Call)]);
        }
        self.cache.put(id, stepped.into_entry(stamp));
        lanes
    }

    /// What the batch taught about pages, parked events and effects sent again.
    fn learn(&mut self, draft: &mut Draft, facts: &Facts) {
        for row in std::mem::take(&mut draft.pages) {
            let Some(page) = self.pages.get_mut(&row.id) else { continue };
            let refused = row.take_refused_at.is_some();
            self.board.show(&row.id, |health| health.take_refused = refused);
            page.row = row;
        }
        for (page, routing) in &facts.routing {
            let Some(state) = self.pages.get_mut(page) else { continue };
            tracing::info!(%page, from = ?state.facts.routing, to = ?routing, "routing learned");
            Arc::make_mut(&mut state.facts).routing = *routing;
            self.board.show(page, |health| health.routing = *routing);
        }
        for id in &facts.unparked {
            if let Some(count) = self.parked.get_mut(id) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.parked.remove(id);
                }
            }
        }
        if !facts.parked.is_empty() {
            // Counting exactly would need to know which were parked before; reading does.
            for id in &facts.parked {
                *self.parked.entry(*id).or_default() += 1;
            }
            self.agenda.add(facts.now.plus_ms(self.settings.parked), Wake::Parked);
        }
        for row in &facts.resent {
            let (conversation, sequence, stamp) = (row.conversation, row.sequence, row.stamp);
            let name = EffectName { conversation, sequence, stamp };
            self.resent.insert(name, row.clone());
        }
        for (page, sign) in &facts.signs {
            self.heed(page, sign, facts.now);
        }
    }

    /// Heeds what a call said about its page.
    fn heed(&mut self, page: &PageId, sign: &PageSign, now: Timestamp) {
        let Some(state) = self.pages.get_mut(page) else { return };
        let probe = self.settings.token_probe;
        match sign {
            PageSign::Works => {
                state.heed(sign, now, probe);
                if state.told.take().is_some() {
                    tracing::info!(%page, "the page's sends go on");
                }
                self.board.show(page, |health| health.token_works = Some(true));
            }
            PageSign::TokenDead | PageSign::Closed(_) => {
                let until = state.heed(sign, now, probe);
                let why = state.closed_because().map(str::to_owned);
                // Once, however often it is tried whether it is over.
                if state.told.as_ref() != Some(sign) {
                    state.told = Some(sign.clone());
                    tell_pause(page, sign);
                }
                self.board.show(page, |health| {
                    health.paused = why;
                    if *sign == PageSign::TokenDead {
                        health.token_works = Some(false);
                    }
                });
                self.agenda.add(until, Wake::Page(page.clone()));
            }
        }
    }

    fn expect_timer(&mut self, due: Timestamp) {
        if self.next_timer.is_none_or(|next| due < next) {
            self.next_timer = Some(due);
            self.agenda.add(due, Wake::Timers);
        }
    }

    /// Answers whoever waits for an item.
    fn answer(
        &mut self,
        item: Item,
        operated: Option<Result<super::Operated, OperateProblem>>,
        facts: &Facts,
    ) {
        if let Some(key) = item.key().copied() {
            self.crumbs.clear(&key);
        }
        if let Some(stub) = item.stub {
            stub.done();
        }
        match item.what {
            What::Report(report) => self.finished(&report),
            What::Echo(echo) => self.echoed(&echo, facts.over.contains(&echo.name)),
            What::Operate(operate) => {
                let lost = || {
                    let message = "the request could not be carried out".to_owned();
                    Err(OperateProblem { code: "failed".into(), message })
                };
                if operate.answer.send(operated.unwrap_or_else(lost)).is_err() {
                    tracing::debug!("the operator has gone away");
                }
            }
            What::Claim(id, lane) => {
                let head = self.lanes.get_mut(id).and_then(|talk| talk.lane_mut(lane).front_mut());
                if let Some(head) = head {
                    head.claiming = false;
                }
            }
            What::Event(_) | What::Keep(..) | What::Due(..) | What::Again(_) => {}
        }
    }

    /// A call has ended: its room and its slot in the ledger are free.
    fn finished(&mut self, report: &Report) {
        if let Some(slot) = report.slot
            && let Err(error) = self.world.ledger.clear(slot)
        {
            tracing::error!(%error, "the send ledger cannot be written");
        }
        let EffectName { conversation, sequence, .. } = report.name;
        if let End::Past(Past::Unavailable) = report.end
            && let Some(talk) = self.lanes.get_mut(conversation)
            && let Some(row) = talk.row_mut(report.lane, sequence, report.name.stamp)
        {
            row.past_unavailable = true;
        }
        let Some(page) = report.page.as_ref().and_then(|page| self.pages.get_mut(page)) else {
            return;
        };
        page.in_flight = page.in_flight.saturating_sub(1);
        if let End::Outcome(Outcome::Sent { .. }, sent_at) = &report.end {
            page.watch(conversation, sequence, *sent_at);
        }
        let id = page.page.id.clone();
        self.use_room(&id);
    }

    /// A message of ours came back; `settled`: nobody knew before that it was accepted.
    fn echoed(&mut self, echo: &Echo, settled: bool) {
        if let Some(page) = self.pages.get_mut(&echo.page) {
            page.echo(echo.name.conversation, echo.name.sequence);
        }
        if let Some(mid) = echo.mid.as_ref().filter(|_| settled) {
            self.world.was_accepted(&echo.name, mid);
        }
    }

    /// Lets lanes that wait for room on a page go on.
    pub(super) fn use_room(&mut self, page: &PageId) {
        let most = self.settings.in_flight;
        loop {
            let Some(state) = self.pages.get_mut(page) else { return };
            if !state.has_room(most) {
                return;
            }
            let Some((id, lane)) = state.stalled.pop_front() else { return };
            self.drive(id, lane);
        }
    }
}

fn tell_pause(page: &PageId, sign: &PageSign) {
    match sign {
        PageSign::TokenDead => {
            tracing::error!(%page, "the page's token does not work; its sends wait");
        }
        PageSign::Closed(ms) => {
            let seconds = ms / 1_000;
            tracing::warn!(%page, seconds, "the platform asks us to wait; the page's sends wait");
        }
        PageSign::Works => {}
    }
}

/// Whether an effect is settled by an echo of its message.
pub(super) fn has_echo(effect: &Effect) -> bool {
    matches!(effect, Effect::Send(_))
}
