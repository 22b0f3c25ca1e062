//! Claiming: which effects of a batch may go out, written down in the same commit. Invariant: an
//! effect is claimed by one commit before it is written to the wire, and only while its lane, its
//! page and its time allow it to start.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use baton_core::conversation::Conversation;
use baton_core::effect::{Effect, Lane};
use baton_core::id::{ConversationId, PageId, Timestamp};

use super::draft::Writing;
use super::lanes::{Row, Talk, goes_to_platform, may_be_born_claimed};
use crate::messenger::effect_name::EffectName;
use crate::store::{OutboxChange, RowState};

/// A service may take a minute with all its tries; its claim outlasts that.
const SERVICE_CLAIM: u64 = 90_000;

impl Writing<'_, '_> {
    /// New effects as rows: claimed with their birth where their lane is closed and they can start
    /// soon.
    pub(super) fn rows(
        &self,
        id: ConversationId,
        conversation: &Conversation,
        effects: Vec<Effect>,
    ) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut typing = false;
        for effect in effects {
            if matches!(effect, Effect::Typing { .. }) {
                typing = true;
                continue;
            }
            let sends = matches!(effect, Effect::Send(_));
            let mut row = Row::new(effect, self.plan.opening.stamp, RowState::Queued);
            row.typing = sends && std::mem::take(&mut typing);
            rows.push(row);
        }
        for lane in [Lane::Speak, Lane::Call] {
            let page = self.worker.pages.get(&conversation.page.id);
            let settles = lane == Lane::Call || page.is_some_and(|page| page.echoes);
            if settles && self.has_room(&conversation.page.id) && self.is_closed(id, lane) {
                self.bear_claimed(&mut rows, lane);
            }
        }
        rows
    }

    fn bear_claimed(&self, rows: &mut [Row], lane: Lane) {
        let of_lane = rows.iter().filter(|row| row.effect.lane() == lane);
        let claimed: HashSet<u64> = Talk::claimable(of_lane, self.plan.now, &self.worker.settings)
            .into_iter()
            .filter(|row| may_be_born_claimed(&row.effect))
            .map(|row| row.sequence)
            .collect();
        for row in rows.iter_mut().filter(|row| claimed.contains(&row.sequence)) {
            row.state = RowState::Claimed;
            row.claimed = Some(self.plan.began);
        }
    }

    fn has_room(&self, page: &PageId) -> bool {
        let most = self.worker.settings.in_flight;
        self.worker.pages.get(page).is_some_and(|page| page.has_room(most))
    }

    /// A lane is open while it has any unsettled effect.
    pub(super) fn is_closed(&self, id: ConversationId, lane: Lane) -> bool {
        let talk = self.worker.lanes.get(id);
        talk.is_none_or(|talk| self.left(id, talk, lane).next().is_none())
    }

    /// What is left in a lane when this batch is committed.
    fn left<'t>(
        &'t self,
        id: ConversationId,
        talk: &'t Talk,
        lane: Lane,
    ) -> impl Iterator<Item = &'t Row> {
        let over = &self.plan.over;
        talk.lane(lane).iter().filter(move |row| {
            let (sequence, stamp) = (row.sequence, row.stamp);
            !over.contains(&EffectName { conversation: id, sequence, stamp })
        })
    }

    /// Claims what a lane does next, in the commit that settles what came before.
    pub(super) fn claim(&mut self, id: ConversationId, lane: Lane) {
        self.draft.lanes.push((id, lane));
        let Some(talk) = self.worker.lanes.get(id) else { return };
        let settings = &self.worker.settings;
        let stepped = self.draft.stepped.iter().find(|stepped| stepped.conversation.id == id);
        let epoch = stepped.map(|stepped| stepped.conversation.epoch);
        let epoch = epoch.unwrap_or_else(|| talk.epoch.load(Ordering::Acquire));
        let Some(head) = self.left(id, talk, lane).next() else { return };
        let stale = head.effect.epoch().is_some_and(|asked| asked != epoch);
        let busy = head.running || head.state == RowState::Unknown || stale;
        if busy || (goes_to_platform(&head.effect) && !self.has_room(&talk.page)) {
            return;
        }
        let changing = |row: &Row| {
            let same = |change: &OutboxChange| {
                change.sequence == row.sequence && change.stamp == row.stamp
            };
            self.plan.changed.iter().any(|(_, change)| change.conversation == id && same(change))
        };
        if changing(head) {
            return;
        }
        let limit = Duration::from_millis(settings.claim_limit);
        let fresh = |row: &&Row| {
            row.state == RowState::Claimed
                && row.claimed.is_some_and(|claimed| claimed.elapsed() < limit)
        };
        let rows = Talk::claimable(self.left(id, talk, lane), self.plan.now, settings);
        let claims: Vec<OutboxChange> = rows
            .into_iter()
            .filter(|row| !fresh(row) && !changing(row))
            .map(|row| OutboxChange {
                state: RowState::Claimed,
                claim: row.claim + 1,
                deadline: Some(self.deadline(&row.effect)),
                ..row.change(id)
            })
            .collect();
        self.draft.claims.extend(claims.into_iter().map(|change| (lane, change)));
    }

    fn deadline(&self, effect: &Effect) -> Timestamp {
        let claim = match effect {
            Effect::Http { .. } => SERVICE_CLAIM,
            Effect::Send(_)
            | Effect::Typing { .. }
            | Effect::Pass { .. }
            | Effect::Take { .. }
            | Effect::AskOwner { .. }
            | Effect::AskProfile { .. } => self.worker.settings.claim,
        };
        self.plan.now.plus_ms(claim)
    }
}
