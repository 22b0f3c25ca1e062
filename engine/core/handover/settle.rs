//! What became of a pass, a take, an owner question or a send.

use crate::conversation::{Cause, Hand, Handover, Outcome, ReturnedBy, Routing};
use crate::effect::Send;
use crate::event::{Owner, Refusal, Refused, Settled};
use crate::handover::back::back;
use crate::handover::open::{close, over};
use crate::handover::{ask_owner, ask_owner_of_people, take};
use crate::id::{AppId, EffectId};
use crate::limit;
use crate::note::Note;
use crate::question;
use crate::run::{self, Source};
use crate::scene::Scene;
use crate::unsaid;

/// The platform refuses a take where no app is the default one with this code (messenger-platform 3.7).
const NO_DEFAULT_APP: i64 = 27;

/// A send was refused for good. `unsaid`: what it was to say, where that can be said later.
pub(crate) fn send_refused(
    scene: &mut Scene,
    effect: EffectId,
    refused: &Refused,
    unsaid: Option<&Send>,
) {
    let (code, subcode) = (refused.code, refused.subcode);
    scene.note(Note::Refused { effect, code, subcode });
    match refused.class {
        Refusal::AnotherAppControls => return another_app(scene),
        // Our clock thought otherwise.
        Refusal::OutsideWindow => scene.conversation.person.window_until = Some(scene.now),
        Refusal::PersonGone => scene.conversation.person.unreachable = true,
        Refusal::BadMessage | Refusal::Other => {
            return scene.fault(format!("the platform refused a message ({code}/{subcode})"));
        }
    }
    // From now on nothing is tried until the person writes.
    if let Some(send) = unsaid {
        unsaid::keep(scene, send);
    }
}

fn another_app(scene: &mut Scene) {
    match &scene.conversation.hand {
        Hand::Bot { since, by_platform, .. } => {
            let lately = scene.now.ms_since(*since) < limit::PING_PONG.as_millis();
            let contradicts = *by_platform && lately;
            close(scene, Cause::Refused, None, true);
            scene.note(Note::OwnerCorrected { owner: None });
            if !contradicts {
                return ask_owner_of_people(scene);
            }
            let check = scene.now.plus_ms(limit::CHECK_FAILED.as_millis());
            if let Hand::People { h } = &mut scene.conversation.hand {
                h.check_at = Some(check);
            }
        }
        Hand::Opening { h, cancelled, .. } => {
            let (h, cancelled) = (h.clone(), *cancelled);
            over(scene, h, cancelled, true);
            scene.note(Note::OwnerCorrected { owner: None });
            ask_owner_of_people(scene);
        }
        Hand::People { .. } | Hand::Taking { .. } => {}
    }
}

/// A pass has ended.
pub(crate) fn passed(scene: &mut Scene, effect: EffectId, settled: &Settled) {
    let Hand::Opening { h, pass, cancelled, asked, .. } = &scene.conversation.hand else { return };
    if *pass != effect || (asked.is_some() && *settled != Settled::Accepted) {
        return;
    }
    let (h, cancelled) = (h.clone(), *cancelled);
    match (settled, cancelled) {
        (Settled::Accepted, cancelled) => over(scene, h, cancelled, false),
        (Settled::Refused(_) | Settled::Unsettled | Settled::Dropped, Some(by)) => {
            back(scene, h, by, false);
        }
        (Settled::Refused(_) | Settled::Unsettled | Settled::Dropped, None) => {
            let id = ask_owner(scene);
            let until = scene.now.plus_ms(limit::OWNER.as_millis());
            if let Hand::Opening { asked, guard, .. } = &mut scene.conversation.hand {
                *asked = Some(id);
                *guard = until;
            }
        }
    }
}

/// A take has ended.
pub(crate) fn took(scene: &mut Scene, effect: EffectId, settled: &Settled) {
    let Hand::Taking { h, take, by, asked, .. } = &scene.conversation.hand else { return };
    if *take != effect || (asked.is_some() && *settled != Settled::Accepted) {
        return;
    }
    let (h, by) = (h.clone(), *by);
    match settled {
        Settled::Accepted => back(scene, h, by, false),
        // Without a default app nobody takes and everybody may answer: there is nothing to wait for.
        Settled::Refused(refused) if refused.code == NO_DEFAULT_APP && h.receiver.is_inbox() => {
            back(scene, h, by, false);
        }
        Settled::Refused(_) | Settled::Unsettled | Settled::Dropped => take_unclear(scene),
    }
}

/// A take was refused or nobody knows: the owner tells.
pub(super) fn take_unclear(scene: &mut Scene) {
    let id = ask_owner(scene);
    let until = scene.now.plus_ms(limit::OWNER.as_millis());
    if let Hand::Taking { asked, guard, .. } = &mut scene.conversation.hand {
        *asked = Some(id);
        *guard = until;
    }
}

/// The platform says who owns the thread.
pub(crate) fn owner_is(scene: &mut Scene, effect: EffectId, owner: &Owner) {
    match &scene.conversation.hand {
        Hand::Opening { h, asked: Some(asked), cancelled, .. } if *asked == effect => {
            let (h, cancelled) = (h.clone(), *cancelled);
            opening_owner(scene, h, cancelled, owner);
        }
        Hand::People { h } if h.asked.is_some_and(|(asked, _)| asked == effect) => {
            let h = h.clone();
            people_owner(scene, h, owner);
        }
        Hand::Taking { h, by, asked: Some(asked), .. } if *asked == effect => {
            let (h, by) = (h.clone(), *by);
            taking_owner(scene, h, by, owner);
        }
        Hand::Bot { .. } | Hand::Opening { .. } | Hand::People { .. } | Hand::Taking { .. } => {}
    }
}

pub(super) fn opening_owner(
    scene: &mut Scene,
    mut h: Box<Handover>,
    cancelled: Option<ReturnedBy>,
    owner: &Owner,
) {
    match (owner, cancelled) {
        (Owner::Us | Owner::Idle | Owner::Failed, Some(by)) => back(scene, h, by, false),
        (Owner::Us | Owner::Idle | Owner::Failed, None) => {
            failed(scene, &h, "the receiver did not get the thread");
        }
        (Owner::Other(app), cancelled) => {
            h.owner = Some(app.clone());
            over(scene, h, cancelled, true);
        }
        (Owner::Hidden, cancelled) => over(scene, h, cancelled, true),
    }
}

/// A handover came to nothing: the rest of its list is skipped, the person is told.
pub(super) fn failed(scene: &mut Scene, h: &Handover, why: &str) {
    let at = scene.now;
    scene.note(Note::HandoverFailed { number: h.number, why: why.to_owned(), at });
    scene.bump_epoch();
    scene.conversation.hand = Hand::Bot { since: at, by_platform: false, last_owner: None };
    let away = crate::conversation::FrameState::Away;
    if scene.top().is_some_and(|frame| frame.state == away) {
        run::ended(scene, Outcome::Failed, Source::Handover);
    } else if h.said {
        run::say_default(scene, crate::default_text::DefaultText::Failed);
        question::ask_again(scene);
    }
    run::run(scene);
}

fn is_ours(scene: &Scene, owner: &Owner) -> Option<bool> {
    match (owner, scene.conversation.page.routing) {
        (Owner::Us, _) => Some(true),
        (Owner::Idle, Routing::WeAreDefault | Routing::Shared) => Some(true),
        (Owner::Idle, Routing::AnotherIsDefault) => Some(false),
        (Owner::Other(_) | Owner::Hidden | Owner::Failed, _) => None,
    }
}

pub(super) fn people_owner(scene: &mut Scene, mut h: Box<Handover>, owner: &Owner) {
    h.asked = None;
    // What never left us is still ours: that tells nothing about the people who write there.
    let left = h.passed;
    match is_ours(scene, owner).filter(|_| left) {
        Some(true) => {
            // A take that was refused is through now: its own reason counts.
            let by = h.retry.map_or(ReturnedBy::Platform, |(_, by)| by);
            return back(scene, h, by, false);
        }
        Some(false) => return let_go(scene, &h),
        None => {}
    }
    if let Some((at, by)) = h.retry
        && at <= scene.now
    {
        return take(scene, h, by);
    }
    match owner {
        Owner::Failed => {
            if h.passed && !scene.conversation.waiting.is_empty() {
                return back(scene, h, ReturnedBy::Platform, false);
            }
            h.failed_checks = h.failed_checks.saturating_add(1);
            h.check_at = Some(scene.now.plus_ms(limit::CHECK_FAILED.as_millis()));
        }
        Owner::Other(app) => {
            h.passed = true;
            still_people(scene, &mut h, Some(app.clone()));
        }
        Owner::Hidden => {
            h.passed = true;
            still_people(scene, &mut h, None);
        }
        Owner::Us | Owner::Idle => still_people(scene, &mut h, None),
    }
    scene.conversation.hand = Hand::People { h };
}

fn still_people(scene: &mut Scene, h: &mut Handover, owner: Option<AppId>) {
    if owner.is_some() && h.owner != owner {
        h.owner.clone_from(&owner);
        scene.note(Note::OwnerCorrected { owner });
    }
    h.failed_checks = 0;
    h.check_at = Some(scene.now.plus_ms(limit::CHECK.as_millis()));
    // The people have read what waited; it is recorded and not answered.
    scene.conversation.waiting.clear();
}

/// The thread is idle and another app is the default one: only that app may speak to the person now.
fn let_go(scene: &mut Scene, h: &Handover) {
    let at = scene.now;
    scene.note(Note::HandoverClosed { number: h.number, by: ReturnedBy::Platform, at });
    scene.bump_epoch();
    scene.conversation.hand =
        Hand::Bot { since: at, by_platform: true, last_owner: h.owner.clone() };
    scene.conversation.frames.clear();
    scene.conversation.waiting.clear();
}

pub(super) fn taking_owner(scene: &mut Scene, mut h: Box<Handover>, by: ReturnedBy, owner: &Owner) {
    if is_ours(scene, owner) == Some(true) {
        return back(scene, h, by, false);
    }
    h.take_tries = h.take_tries.saturating_add(1);
    let step = usize::from(h.take_tries - 1).min(limit::TAKE_AGAIN.len() - 1);
    let again = scene.now.plus_ms(limit::TAKE_AGAIN[step].as_millis());
    h.retry = Some((again, by));
    h.check_at = Some(scene.now.plus_ms(limit::CHECK.as_millis()));
    if let Owner::Other(app) = owner {
        h.owner = Some(app.clone());
    }
    scene.conversation.waiting.clear();
    let text = "Facebook refuses to give the conversation back. Does the app have the Page's setting \
                \"Take control of conversations\"?";
    scene.note(Note::Alarm { code: "take_refused".into(), text: text.into() });
    scene.conversation.hand = Hand::People { h };
}
