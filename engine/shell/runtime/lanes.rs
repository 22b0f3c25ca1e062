//! The open lanes: every unsettled effect, as the outbox table holds it, and what each lane does
//! next. One process serves a SQLite file, so this is exact. Invariant: within a lane one effect at
//! a time, strictly in order.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use baton_core::effect::{Effect, Lane};
use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};

use super::accepted::Mid;
use super::settings::Settings;
use crate::store::{OutboxChange, RowState};

/// Effects claimed ahead of the one that runs: so many of one turn go out without a commit between
/// them.
pub(super) const AHEAD: usize = 8;

/// All open lanes.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    talks: HashMap<ConversationId, Talk>,
}

/// The lanes of one conversation.
#[derive(Debug)]
pub(super) struct Talk {
    pub(super) page: PageId,
    pub(super) contact: ContactId,
    /// Who may speak, as the last commit says; senders look at it right before each request.
    pub(super) epoch: Arc<AtomicU32>,
    speak: VecDeque<Row>,
    call: VecDeque<Row>,
}

/// An unsettled effect.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) sequence: u64,
    pub(super) stamp: i64,
    pub(super) effect: Arc<Effect>,
    pub(super) state: RowState,
    pub(super) claim: i64,
    /// When our claim began, measured from before its commit.
    pub(super) claimed: Option<Instant>,
    pub(super) not_before: Option<Timestamp>,
    pub(super) tries: u32,
    pub(super) sent_at: Option<Timestamp>,
    /// When it was tried first.
    pub(super) first_at: Option<Timestamp>,
    /// The typing dots are shown before it.
    pub(super) typing: bool,
    /// A task has it.
    pub(super) running: bool,
    /// Its claim is on its way into a commit.
    pub(super) claiming: bool,
    /// It is over: a task that still waits to send it must not.
    pub(super) over: Arc<AtomicBool>,
    /// The past messages were asked for and could not be had.
    pub(super) past_unavailable: bool,
    /// Once its outcome is unknown: messages of the thread that are others of ours.
    pub(super) others: Vec<Mid>,
}

/// What a lane does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Nothing, until something else happens.
    Nothing,
    /// Its head is stale: drop it.
    Drop,
    /// Its head is a pass to nobody: everything before it is settled.
    Fence,
    /// Wait until then.
    Wait(Timestamp),
    /// Claim in a commit first.
    Claim,
    /// Its page has no room: wait until it has.
    Stall,
    /// Perform the head.
    Perform,
    /// Find out what became of the head.
    Doubt,
}

impl Row {
    pub(super) fn new(effect: Effect, stamp: i64, state: RowState) -> Self {
        Self {
            sequence: effect.id().map_or(0, |id| id.0),
            stamp,
            not_before: not_before(&effect),
            effect: Arc::new(effect),
            state,
            claim: 0,
            claimed: None,
            tries: 0,
            sent_at: None,
            first_at: None,
            typing: false,
            running: false,
            claiming: false,
            over: Arc::default(),
            past_unavailable: false,
            others: Vec::new(),
        }
    }

    /// The row as the table holds it, to be changed.
    pub(super) fn change(&self, conversation: ConversationId) -> OutboxChange {
        OutboxChange {
            conversation,
            sequence: self.sequence,
            stamp: self.stamp,
            state: self.state,
            claim: self.claim,
            deadline: None,
            not_before: self.not_before,
            tries: self.tries,
            sent_at: self.sent_at,
        }
    }
}

fn not_before(effect: &Effect) -> Option<Timestamp> {
    match effect {
        Effect::Send(send) => send.not_before,
        Effect::Typing { .. }
        | Effect::Pass { .. }
        | Effect::Take { .. }
        | Effect::AskOwner { .. }
        | Effect::Http { .. }
        | Effect::AskProfile { .. } => None,
    }
}

/// Whether performing it needs room on its page.
pub(super) fn goes_to_platform(effect: &Effect) -> bool {
    match effect {
        Effect::Http { .. } | Effect::Pass { to: None, .. } => false,
        Effect::Send(_)
        | Effect::Typing { .. }
        | Effect::Pass { to: Some(_), .. }
        | Effect::Take { .. }
        | Effect::AskOwner { .. }
        | Effect::AskProfile { .. } => true,
    }
}

/// Whether a claim can be written together with the effect itself: its outcome can be found out
/// later, or it may be repeated. A call that must not be repeated is claimed right before it is
/// made, so that a crash between the two does not leave it in doubt.
pub(super) fn may_be_born_claimed(effect: &Effect) -> bool {
    match effect {
        Effect::Http { call, .. } => call.repeatable,
        Effect::Send(_)
        | Effect::Typing { .. }
        | Effect::Pass { .. }
        | Effect::Take { .. }
        | Effect::AskOwner { .. }
        | Effect::AskProfile { .. } => true,
    }
}

impl Lanes {
    pub(super) fn get(&self, id: ConversationId) -> Option<&Talk> {
        self.talks.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: ConversationId) -> Option<&mut Talk> {
        self.talks.get_mut(&id)
    }

    /// The lanes of a conversation, opened where they are closed.
    pub(super) fn open(
        &mut self,
        id: ConversationId,
        page: &PageId,
        contact: &ContactId,
    ) -> &mut Talk {
        self.talks.entry(id).or_insert_with(|| Talk {
            page: page.clone(),
            contact: contact.clone(),
            epoch: Arc::default(),
            speak: VecDeque::new(),
            call: VecDeque::new(),
        })
    }

    /// Forgets lanes in which nothing is left.
    pub(super) fn close_if_empty(&mut self, id: ConversationId) {
        if self.talks.get(&id).is_some_and(|talk| talk.speak.is_empty() && talk.call.is_empty()) {
            self.talks.remove(&id);
        }
    }

    /// Conversations with anything unsettled.
    pub(super) fn ids(&self) -> Vec<ConversationId> {
        self.talks.keys().copied().collect()
    }

    /// Whether any effect is with a task.
    pub(super) fn any_running(&self) -> bool {
        let running = |row: &Row| row.running;
        self.talks.values().any(|talk| {
            talk.speak.front().is_some_and(running) || talk.call.front().is_some_and(running)
        })
    }
}

impl Talk {
    pub(super) fn lane(&self, lane: Lane) -> &VecDeque<Row> {
        match lane {
            Lane::Speak => &self.speak,
            Lane::Call => &self.call,
        }
    }

    pub(super) fn lane_mut(&mut self, lane: Lane) -> &mut VecDeque<Row> {
        match lane {
            Lane::Speak => &mut self.speak,
            Lane::Call => &mut self.call,
        }
    }

    pub(super) fn row(&self, lane: Lane, sequence: u64, stamp: i64) -> Option<&Row> {
        self.lane(lane).iter().find(|row| row.sequence == sequence && row.stamp == stamp)
    }

    pub(super) fn row_mut(&mut self, lane: Lane, sequence: u64, stamp: i64) -> Option<&mut Row> {
        self.lane_mut(lane).iter_mut().find(|row| row.sequence == sequence && row.stamp == stamp)
    }

    /// Whether who may speak has changed since the effect was asked for.
    fn is_stale(&self, row: &Row) -> bool {
        let now = self.epoch.load(Ordering::Acquire);
        row.effect.epoch().is_some_and(|epoch| epoch != now)
    }

    /// What a lane does next. `room`: whether its page lets another call start.
    pub(super) fn next(&self, lane: Lane, room: bool, now: Timestamp, settings: &Settings) -> Move {
        let Some(head) = self.lane(lane).front() else { return Move::Nothing };
        if head.running || head.claiming {
            return Move::Nothing;
        }
        if head.state == RowState::Unknown {
            return Move::Doubt;
        }
        if self.is_stale(head) {
            return Move::Drop;
        }
        if matches!(*head.effect, Effect::Pass { to: None, .. }) {
            return Move::Fence;
        }
        if self.waits_for_words(head) {
            return Move::Nothing;
        }
        if let Some(at) = head.not_before.filter(|at| *at > now.plus_ms(settings.soon)) {
            return Move::Wait(at);
        }
        if goes_to_platform(&head.effect) && !room {
            return Move::Stall;
        }
        let limit = Duration::from_millis(settings.claim_limit);
        let fresh = head.claimed.is_some_and(|claimed| claimed.elapsed() < limit);
        if head.state == RowState::Claimed && fresh { Move::Perform } else { Move::Claim }
    }

    /// A call waits until everything said before it is settled.
    fn waits_for_words(&self, head: &Row) -> bool {
        matches!(*head.effect, Effect::Http { .. })
            && self.speak.front().is_some_and(|said| said.sequence < head.sequence)
    }

    /// The rows that are claimed together when the head may start: the head and what follows it
    /// closely.
    pub(super) fn claimable<'a>(
        rows: impl Iterator<Item = &'a Row>,
        now: Timestamp,
        settings: &Settings,
    ) -> Vec<&'a Row> {
        let soon = now.plus_ms(settings.soon);
        let mut claimed = Vec::new();
        for row in rows.take(AHEAD) {
            let waits = row.not_before.is_some_and(|at| at > soon);
            let first = claimed.is_empty();
            let alone = !may_be_born_claimed(&row.effect);
            if waits || row.state == RowState::Unknown || (alone && !first) {
                break;
            }
            claimed.push(row);
            if alone {
                break;
            }
        }
        claimed
    }
}

#[cfg(test)]
mod tests {
    use baton_core::effect::{Content, Message, Send};
    use baton_core::id::EffectId;

    use super::*;

    fn send(sequence: u64, epoch: u32, not_before: Option<i64>) -> Effect {
        let content = Content::Text { text: "hi".into(), buttons: vec![] };
        Effect::Send(Send {
            id: EffectId(sequence),
            epoch,
            not_before: not_before.map(Timestamp),
            message: Message { content, choices: vec![], suggest: None, persona: None },
        })
    }

    fn talk(rows: Vec<Row>) -> Talk {
        let (speak, call) =
            rows.into_iter().partition(|row: &Row| row.effect.lane() == Lane::Speak);
        Talk {
            page: PageId::new("p"),
            contact: ContactId::new("c"),
            epoch: Arc::default(),
            speak,
            call,
        }
    }

    fn claimed(effect: Effect) -> Row {
        Row { claimed: Some(Instant::now()), ..Row::new(effect, 1, RowState::Claimed) }
    }

    fn next(talk: &Talk) -> Move {
        talk.next(Lane::Speak, true, Timestamp(0), &Settings::default())
    }

    #[test]
    fn a_claimed_head_is_performed_and_one_that_runs_is_left_alone() {
        let mut talk = talk(vec![claimed(send(1, 0, None)), claimed(send(2, 0, None))]);
        assert_eq!(next(&talk), Move::Perform);
        talk.lane_mut(Lane::Speak)[0].running = true;
        assert_eq!(next(&talk), Move::Nothing);
    }

    #[test]
    fn a_head_whose_epoch_has_passed_is_dropped() {
        let talk = talk(vec![claimed(send(1, 0, None))]);
        talk.epoch.store(1, Ordering::Release);
        assert_eq!(next(&talk), Move::Drop);
    }

    #[test]
    fn an_effect_of_unknown_outcome_is_looked_into_even_when_it_is_stale() {
        let mut talk = talk(vec![claimed(send(1, 0, None))]);
        talk.epoch.store(1, Ordering::Release);
        talk.lane_mut(Lane::Speak)[0].state = RowState::Unknown;
        assert_eq!(next(&talk), Move::Doubt);
    }

    #[test]
    fn a_queued_head_is_claimed_first_and_a_late_one_waits() {
        let queued = Row::new(send(1, 0, None), 1, RowState::Queued);
        assert_eq!(next(&talk(vec![queued])), Move::Claim);
        let later = Row::new(send(1, 0, Some(9_000)), 1, RowState::Queued);
        assert_eq!(next(&talk(vec![later])), Move::Wait(Timestamp(9_000)));
    }

    #[test]
    fn a_claim_of_long_ago_is_renewed_before_anything_is_sent() {
        let mut row = claimed(send(1, 0, None));
        row.claimed = Instant::now().checked_sub(Duration::from_secs(16));
        assert_eq!(next(&talk(vec![row])), Move::Claim);
    }

    #[test]
    fn no_more_than_a_few_are_claimed_ahead() {
        let rows: Vec<Row> =
            (1..20).map(|n| Row::new(send(n, 0, None), 1, RowState::Queued)).collect();
        let claimable = Talk::claimable(rows.iter(), Timestamp(0), &Settings::default());
        assert_eq!(claimable.len(), AHEAD);
    }
}
