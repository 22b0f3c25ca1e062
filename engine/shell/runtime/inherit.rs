//! What the process before us left unsettled, as ours: by the database, its ledger and the messages it saw accepted.

use baton_core::effect::Effect;
use baton_core::id::{ConversationId, Timestamp};

use super::accepted::Accepted;
use super::lanes::{Lanes, Row};
use super::ledger::Left;
use super::settings::Settings;
use crate::messenger::effect_name::EffectName;
use crate::store::{OutboxChange, OutboxRow, Problem, Readers, RowState};

/// What the process before us left unsettled, as ours.
#[derive(Default)]
pub(super) struct TakenOver {
    pub(super) lanes: Lanes,
    /// What changes of it in the table.
    pub(super) changed: Vec<OutboxChange>,
    /// What was accepted, and only its mark is missing.
    pub(super) settled: Vec<(ConversationId, u64, i64)>,
}

/// Reads every unsettled effect. What was claimed and never written to the wire is queued again;
/// what may have been is unknown.
pub(super) async fn take_over(
    readers: &Readers,
    left: &Left,
    accepted: &Accepted,
    settings: &Settings,
) -> Result<TakenOver, Problem> {
    let mut taken = TakenOver::default();
    let proven = accepted.names();
    let mut after = (ConversationId(i64::MIN), 0, i64::MIN);
    loop {
        let rows = readers.unsettled(after).await?;
        let Some(last) = rows.last() else { break };
        after = (last.conversation, last.sequence, last.stamp);
        for stored in rows {
            let OutboxRow { conversation, sequence, stamp, .. } = stored;
            if proven.contains(&EffectName { conversation, sequence, stamp }) {
                taken.settled.push((conversation, sequence, stamp));
                continue;
            }
            let (row, change) = inherit(&stored, left, accepted, settings.claim);
            taken.changed.extend(change);
            let talk = taken.lanes.open(conversation, &stored.page, &stored.contact);
            talk.epoch.store(stored.epoch, std::sync::atomic::Ordering::Release);
            talk.lane_mut(row.effect.lane()).push_back(row);
        }
    }
    Ok(taken)
}

/// A row of the process before us as ours, and what changes of it in the table.
fn inherit(
    stored: &OutboxRow,
    left: &Left,
    accepted: &Accepted,
    claim: u64,
) -> (Row, Option<OutboxChange>) {
    let OutboxRow { conversation, sequence, stamp, .. } = *stored;
    let name = EffectName { conversation, sequence, stamp };
    let mut row = Row::new(stored.effect.clone(), stamp, stored.state);
    row.claim = stored.claim;
    row.not_before = stored.not_before;
    row.tries = stored.tries;
    row.sent_at = stored.sent_at;
    row.first_at = stored.sent_at;
    let on_the_wire = left.on_the_wire.as_ref().is_none_or(|names| names.contains(&name));
    let claimed = stored.state == RowState::Claimed;
    if claimed && on_the_wire && !may_repeat(&stored.effect) {
        row.state = RowState::Unknown;
        let claimed_at =
            stored.deadline.map(|deadline| Timestamp(deadline.0 - claim.cast_signed()));
        row.sent_at = row.sent_at.or(claimed_at);
    } else if claimed {
        row.state = RowState::Queued;
    }
    if row.state == RowState::Unknown {
        row.others = accepted.others(&name);
    }
    let change = claimed.then(|| row.change(conversation));
    (row, change)
}

/// Whether an effect that may have been performed can simply be performed again.
fn may_repeat(effect: &Effect) -> bool {
    match effect {
        Effect::AskOwner { .. } | Effect::AskProfile { .. } | Effect::Pass { to: None, .. } => true,
        Effect::Http { call, .. } => call.repeatable,
        Effect::Send(_)
        | Effect::Typing { .. }
        | Effect::Pass { to: Some(_), .. }
        | Effect::Take { .. } => false,
    }
}
