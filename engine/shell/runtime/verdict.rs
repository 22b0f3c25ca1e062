//! What becomes of an effect after a call of it ended. A pure function; the worker carries it out
//! in a commit.

use baton_core::effect::Effect;
use baton_core::event::{Answer, Event, Owner, Refusal, Refused, Settled};
use baton_core::id::{EffectId, Timestamp};
use indexmap::IndexMap;

use super::item::{End, Past};
use super::lanes::Row;
use super::settings::Settings;
use crate::messenger::outcome::{Outcome, Scope};
use crate::store::RowState;

/// The longest pause between two tries.
const LONGEST_PAUSE: u64 = 60_000;
/// Questions are asked so often; the core does not wait longer.
const ASKED: u32 = 3;

/// What becomes of an effect.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// It is over. The event is what the conversation hears of it; the text is the message's id.
    Settled(Option<Event>, Option<String>),
    /// It is over without having been tried: who may speak had changed.
    Overtaken(Option<Event>),
    /// It goes on.
    GoesOn(GoesOn),
}

/// How an effect goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoesOn {
    pub(super) state: RowState,
    pub(super) not_before: Option<Timestamp>,
    pub(super) tries: u32,
    pub(super) sent_at: Option<Timestamp>,
    /// Sent again though nobody knows whether it was accepted: it may be seen twice.
    pub(super) resent: bool,
}

/// What was found out about the page on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PageSign {
    /// Its token works.
    Works,
    /// Its token is dead.
    TokenDead,
    /// It must not be called for so many milliseconds.
    Closed(u64),
}

/// What a call says about its page.
pub(super) fn sign(end: &End) -> Option<PageSign> {
    let End::Outcome(outcome, _) = end else { return None };
    match outcome {
        Outcome::TokenDead => Some(PageSign::TokenDead),
        Outcome::NotSent { after_ms, scope: Scope::Page, .. } => Some(PageSign::Closed(*after_ms)),
        Outcome::Sent { .. } | Outcome::Owner(_) | Outcome::Profile(_) | Outcome::Refused(_) => {
            Some(PageSign::Works)
        }
        Outcome::NotSent { scope: Scope::Conversation, .. }
        | Outcome::Unknown { .. }
        | Outcome::ProbablyNot { .. } => None,
    }
}

/// What becomes of an effect. `blocks`: whether others wait behind it.
pub(super) fn verdict(
    row: &Row,
    end: &End,
    blocks: bool,
    now: Timestamp,
    settings: &Settings,
) -> Verdict {
    let again = Again { row, blocks, now, settings };
    match end {
        End::Outcome(outcome, sent_at) => after_outcome(&again, outcome, *sent_at),
        End::Answer(answer) => match &*row.effect {
            Effect::Http { id, .. } => {
                settled(Event::Answer { effect: *id, answer: answer.clone() })
            }
            other => unsettled(other),
        },
        End::Stale => overtaken(&row.effect),
        End::TooLate => Verdict::GoesOn(again.keep(RowState::Queued, row.not_before)),
        End::Past(Past::Found(mid)) => Verdict::Settled(None, Some(mid.clone())),
        End::Past(Past::Absent) | End::SendAgain => {
            Verdict::GoesOn(GoesOn { resent: true, ..again.keep(RowState::Again, None) })
        }
        End::Past(Past::Unavailable) => {
            Verdict::GoesOn(again.keep(RowState::Unknown, row.not_before))
        }
        End::Probe(owner) => after_probe(&again, owner),
        End::GivenUp => unsettled(&row.effect),
    }
}

fn after_outcome(again: &Again<'_>, outcome: &Outcome, sent_at: Timestamp) -> Verdict {
    let effect = &*again.row.effect;
    match outcome {
        Outcome::Sent { mid } => accepted(effect, mid.clone()),
        Outcome::Refused(refused) => refusal(effect, refused),
        Outcome::Owner(owner) => match effect {
            Effect::AskOwner { id } => {
                settled(Event::OwnerIs { effect: *id, owner: owner.clone() })
            }
            other => unsettled(other),
        },
        Outcome::Profile(profile) => match effect {
            Effect::AskProfile { id } => {
                settled(Event::ProfileIs { effect: *id, profile: profile.clone() })
            }
            other => unsettled(other),
        },
        Outcome::TokenDead => match effect {
            // Whoever asked does not wait for a new token.
            Effect::AskOwner { .. } | Effect::AskProfile { .. } => unsettled(effect),
            Effect::Send(_)
            | Effect::Typing { .. }
            | Effect::Pass { .. }
            | Effect::Take { .. }
            | Effect::Http { .. } => Verdict::GoesOn(again.keep(RowState::Queued, None)),
        },
        Outcome::NotSent { scope: Scope::Page, .. } => {
            Verdict::GoesOn(again.keep(RowState::Queued, None))
        }
        Outcome::NotSent { after_ms, scope: Scope::Conversation, .. } => again.later(*after_ms),
        Outcome::Unknown { .. } => after_unknown(again, sent_at),
        Outcome::ProbablyNot { .. } => match effect {
            Effect::Send(_) | Effect::Typing { .. } => match again.later(again.settings.echo) {
                Verdict::GoesOn(next) => Verdict::GoesOn(GoesOn { resent: true, ..next }),
                over => over,
            },
            // No echo tells of a pass or take: the owner of the thread does.
            Effect::Pass { .. } | Effect::Take { .. } => after_unknown(again, sent_at),
            Effect::AskOwner { .. } | Effect::AskProfile { .. } | Effect::Http { .. } => {
                again.later(0)
            }
        },
    }
}

/// Nobody knows whether it was accepted.
fn after_unknown(again: &Again<'_>, sent_at: Timestamp) -> Verdict {
    match &*again.row.effect {
        Effect::AskOwner { .. } | Effect::AskProfile { .. } => again.later(0),
        effect @ Effect::Http { .. } => unsettled(effect),
        effect if again.row.tries + 1 >= again.settings.tries => unsettled(effect),
        Effect::Send(_) | Effect::Typing { .. } | Effect::Pass { .. } | Effect::Take { .. } => {
            Verdict::GoesOn(GoesOn {
                sent_at: Some(sent_at),
                tries: again.row.tries + 1,
                ..again.keep(RowState::Unknown, None)
            })
        }
    }
}

/// The owner of the thread tells what became of a pass or a take.
fn after_probe(again: &Again<'_>, owner: &Owner) -> Verdict {
    let effect = &*again.row.effect;
    let accepted_by = match (effect, owner) {
        (Effect::Pass { to, .. }, Owner::Other(app)) => to.as_ref() == Some(app),
        // We are neither owner nor the default app: the pass is through.
        (Effect::Pass { .. }, Owner::Hidden) | (Effect::Take { .. }, Owner::Us) => true,
        (Effect::Pass { .. }, Owner::Us | Owner::Idle | Owner::Failed)
        | (Effect::Take { .. }, Owner::Idle | Owner::Other(_) | Owner::Hidden | Owner::Failed)
        | (
            Effect::Send(_)
            | Effect::Typing { .. }
            | Effect::AskOwner { .. }
            | Effect::Http { .. }
            | Effect::AskProfile { .. },
            _,
        ) => false,
    };
    let try_again = matches!(
        (effect, owner),
        (Effect::Pass { .. }, Owner::Us) | (Effect::Take { .. }, Owner::Other(_) | Owner::Hidden)
    );
    if accepted_by {
        accepted(effect, None)
    } else if try_again {
        again.later(0)
    } else if *owner == Owner::Failed {
        match again.later(0) {
            Verdict::GoesOn(next) => Verdict::GoesOn(GoesOn { state: RowState::Unknown, ..next }),
            over => over,
        }
    } else {
        unsettled(effect)
    }
}

fn settled(event: Event) -> Verdict {
    Verdict::Settled(Some(event), None)
}

/// The platform accepted it.
pub(super) fn accepted(effect: &Effect, mid: Option<String>) -> Verdict {
    match effect {
        Effect::Pass { id, .. } => {
            settled(Event::Passed { effect: *id, settled: Settled::Accepted })
        }
        Effect::Take { id, .. } => settled(Event::Took { effect: *id, settled: Settled::Accepted }),
        Effect::Send(_)
        | Effect::Typing { .. }
        | Effect::AskOwner { .. }
        | Effect::Http { .. }
        | Effect::AskProfile { .. } => Verdict::Settled(None, mid),
    }
}

fn refusal(effect: &Effect, refused: &Refused) -> Verdict {
    let refused = refused.clone();
    match effect {
        Effect::Send(send) => {
            let later = matches!(refused.class, Refusal::OutsideWindow | Refusal::PersonGone);
            let unsaid = later.then(|| Box::new(send.clone()));
            settled(Event::Sent { effect: send.id, refused, unsaid })
        }
        Effect::Pass { id, .. } => {
            settled(Event::Passed { effect: *id, settled: Settled::Refused(refused) })
        }
        Effect::Take { id, .. } => {
            settled(Event::Took { effect: *id, settled: Settled::Refused(refused) })
        }
        Effect::AskOwner { .. }
        | Effect::AskProfile { .. }
        | Effect::Http { .. }
        | Effect::Typing { .. } => unsettled(effect),
    }
}

/// Nobody will ever know, or it cannot be done: the conversation hears it and goes on.
fn unsettled(effect: &Effect) -> Verdict {
    let event = match effect {
        Effect::Send(send) => {
            let refused = Refused { class: Refusal::Other, code: 0, subcode: 0 };
            Event::Sent { effect: send.id, refused, unsaid: None }
        }
        Effect::Typing { .. } => return Verdict::Settled(None, None),
        Effect::Pass { id, .. } => Event::Passed { effect: *id, settled: Settled::Unsettled },
        Effect::Take { id, .. } => Event::Took { effect: *id, settled: Settled::Unsettled },
        Effect::AskOwner { id } => Event::OwnerIs { effect: *id, owner: Owner::Failed },
        Effect::AskProfile { id } => Event::ProfileIs { effect: *id, profile: None },
        Effect::Http { id, .. } => Event::Answer { effect: *id, answer: no_answer() },
    };
    settled(event)
}

/// Whether a call that must not be repeated was made, nobody knows.
fn no_answer() -> Answer {
    Answer { status: 0, headers: IndexMap::new(), body: None, error: Some("unknown".into()), ms: 0 }
}

fn overtaken(effect: &Effect) -> Verdict {
    let dropped = |event: fn(EffectId, Settled) -> Event, id: EffectId| {
        Verdict::Overtaken(Some(event(id, Settled::Dropped)))
    };
    match effect {
        Effect::Pass { id, .. } => {
            dropped(|effect, settled| Event::Passed { effect, settled }, *id)
        }
        Effect::Take { id, .. } => dropped(|effect, settled| Event::Took { effect, settled }, *id),
        Effect::Send(_)
        | Effect::Typing { .. }
        | Effect::AskOwner { .. }
        | Effect::Http { .. }
        | Effect::AskProfile { .. } => Verdict::Overtaken(None),
    }
}

/// The rules of trying again.
struct Again<'a> {
    row: &'a Row,
    blocks: bool,
    now: Timestamp,
    settings: &'a Settings,
}

impl Again<'_> {
    /// It stays as it is, but for its state.
    fn keep(&self, state: RowState, not_before: Option<Timestamp>) -> GoesOn {
        let row = self.row;
        GoesOn { state, not_before, tries: row.tries, sent_at: row.sent_at, resent: false }
    }

    /// Once more, not before `after_ms` and its own pause; or over, when it was tried for long
    /// enough.
    fn later(&self, after_ms: u64) -> Verdict {
        let tries = self.row.tries + 1;
        let since = self.row.first_at.unwrap_or(self.now);
        let bound = if self.blocks { self.settings.blocking } else { self.settings.trying };
        let most = match &*self.row.effect {
            Effect::AskOwner { .. } | Effect::AskProfile { .. } => ASKED,
            Effect::Send(_)
            | Effect::Typing { .. }
            | Effect::Pass { .. }
            | Effect::Take { .. }
            | Effect::Http { .. } => self.settings.tries,
        };
        if tries >= most || self.now.ms_since(since) > bound {
            return unsettled(&self.row.effect);
        }
        let pause = self.settings.pause << self.row.tries.min(6);
        let pause = pause.min(LONGEST_PAUSE);
        let wait =
            after_ms.max(pause) + jitter(self.row.sequence ^ self.row.stamp.cast_unsigned(), pause);
        let not_before = Some(self.now.plus_ms(wait));
        Verdict::GoesOn(GoesOn { tries, ..self.keep(RowState::Again, not_before) })
    }
}

/// Up to a quarter of the pause, so that many do not try at the same moment. Any spread will do; it
/// needs no chance.
fn jitter(name: u64, pause: u64) -> u64 {
    name.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17) % (pause / 4 + 1)
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
