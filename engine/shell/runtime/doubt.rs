//! What to do about a send of unknown outcome. Invariant: it is sent again only on positive
//! evidence that it was not accepted, or when nothing can tell, and then it is counted.

use baton_core::id::Timestamp;

use super::settings::Settings;

/// How often the thread's past messages are asked for while they cannot be had.
const ASK_AGAIN: u64 = 10_000;

/// What is known about a send of unknown outcome.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doubt {
    /// When it may have been sent, at the earliest.
    pub(super) sent_at: Timestamp,
    /// The latest of the page's sends whose echo has come.
    pub(super) echoed: Option<Timestamp>,
    /// Until when we did not take the page's webhooks.
    pub(super) deaf_until: Option<Timestamp>,
    /// The past messages could not be had.
    pub(super) past_unavailable: bool,
    /// Others wait behind it.
    pub(super) blocks: bool,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Look again at that moment.
    Wait(Timestamp),
    /// Look through the thread's past messages.
    AskPast,
    /// Send it again.
    SendAgain,
    /// It has blocked the others long enough.
    GiveUp,
}

impl Doubt {
    pub(super) fn step(&self, now: Timestamp, settings: &Settings) -> Step {
        let age = now.ms_since(self.sent_at);
        let after = |ms: u64| self.sent_at.plus_ms(ms);
        if age >= settings.blocking && self.blocks {
            return Step::GiveUp;
        }
        if age >= settings.absence && self.is_provably_absent() {
            return Step::SendAgain;
        }
        if age < settings.ask_past {
            return Step::Wait(after(settings.ask_past.min(settings.absence)).max(now.plus_ms(1)));
        }
        if !self.past_unavailable {
            return Step::AskPast;
        }
        if age >= settings.unavailable {
            return Step::SendAgain;
        }
        Step::Wait(after(settings.unavailable).min(now.plus_ms(ASK_AGAIN)))
    }

    /// A later send of the page has come back, and we have been listening all the time: its echo
    /// would have come too. After a deaf moment this proves nothing, since the platform repeats a
    /// lost echo minutes later while new ones flow at once.
    fn is_provably_absent(&self) -> bool {
        let listened = self.deaf_until.is_none_or(|until| until < self.sent_at);
        listened && self.echoed.is_some_and(|echoed| echoed > self.sent_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt() -> Doubt {
        Doubt {
            sent_at: Timestamp(1_000_000),
            echoed: None,
            deaf_until: None,
            past_unavailable: false,
            blocks: true,
        }
    }

    fn after(doubt: Doubt, ms: u64) -> Step {
        doubt.step(doubt.sent_at.plus_ms(ms), &Settings::default())
    }

    #[test]
    fn it_waits_for_the_echo_first() {
        assert_eq!(after(doubt(), 0), Step::Wait(Timestamp(1_030_000)));
    }

    #[test]
    fn a_later_echo_proves_that_it_was_not_accepted() {
        let doubt = Doubt { echoed: Some(Timestamp(1_000_500)), ..doubt() };
        assert_eq!(after(doubt, 29_999), Step::Wait(Timestamp(1_030_000)));
        assert_eq!(after(doubt, 30_000), Step::SendAgain);
    }

    #[test]
    fn after_a_deaf_moment_later_echoes_prove_nothing() {
        let deaf_until = Some(Timestamp(1_002_000));
        let doubt = Doubt { echoed: Some(Timestamp(1_003_000)), deaf_until, ..doubt() };
        assert_eq!(after(doubt, 30_000), Step::AskPast);
    }

    #[test]
    fn a_quiet_page_is_asked_for_its_past() {
        assert_eq!(after(doubt(), 30_000), Step::AskPast);
    }

    #[test]
    fn when_nothing_can_tell_it_is_sent_again_after_two_minutes() {
        let doubt = Doubt { past_unavailable: true, ..doubt() };
        assert_eq!(after(doubt, 40_000), Step::Wait(Timestamp(1_050_000)));
        assert_eq!(after(doubt, 120_000), Step::SendAgain);
    }

    #[test]
    fn it_blocks_the_others_no_longer_than_five_minutes() {
        assert_eq!(after(doubt(), 300_000), Step::GiveUp);
        let alone = Doubt { blocks: false, ..doubt() };
        assert_ne!(after(alone, 300_000), Step::GiveUp);
    }
}
