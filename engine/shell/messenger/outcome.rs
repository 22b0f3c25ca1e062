//! How a call of the Graph API ended, as the outbox needs to know it.
//!
//! Invariant: `NotSent` is said only when it is provable; whatever might have arrived is `Unknown`
//! or `ProbablyNot`.

use baton_core::event::{Owner, Profile, Refusal, Refused};

/// How performing an effect ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Accepted: a message, a pass, a take, or another change of control.
    Sent {
        /// The platform's id of the message; `None` for everything else, and where the platform
        /// sent without telling it.
        mid: Option<String>,
    },
    /// Who owns the thread; [`Owner::Failed`] when the platform refuses to say.
    Owner(Owner),
    /// The person's profile; `None` when there is none to be had.
    Profile(Option<Profile>),
    /// Refused for good.
    Refused(Refused),
    /// Provably not accepted: try again.
    NotSent {
        /// Not before so many milliseconds have passed.
        after_ms: u64,
        /// Who has to wait.
        scope: Scope,
        /// What happened, in a few words without any content.
        why: String,
    },
    /// The page's token is dead, or there is none: nothing of this page can be sent.
    TokenDead,
    /// Nobody can tell whether it was accepted.
    Unknown {
        /// What happened.
        why: String,
    },
    /// The platform reports a failure of its own and may have sent nevertheless: wait 10 s for the
    /// echo, then try again (Graph 1, 2, 1200).
    ProbablyNot {
        /// What happened.
        why: String,
    },
}

/// Who has to wait before the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This conversation only.
    Conversation,
    /// Everything of the page.
    Page,
}

/// Why a question to the Graph API has no answer. Asking changes nothing, so it may be asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The page's token is dead, or there is none.
    TokenDead,
    /// Ask again later.
    Later {
        /// Not before so many milliseconds have passed.
        after_ms: u64,
        /// Who has to wait.
        scope: Scope,
        /// What happened.
        why: String,
    },
    /// The platform refuses to answer.
    Refused(Refused),
}

impl Outcome {
    /// A refusal nobody but the author of the program can mend.
    pub(super) fn impossible() -> Self {
        Self::Refused(Refused { class: Refusal::Other, code: 0, subcode: 0 })
    }

    /// Not sent, to be tried again after a moment by this conversation.
    pub(super) fn not_sent(after_ms: u64, why: &str) -> Self {
        Self::NotSent { after_ms, scope: Scope::Conversation, why: why.into() }
    }
}

impl From<Trouble> for Outcome {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::TokenDead => Self::TokenDead,
            Trouble::Later { after_ms, scope, why } => Self::NotSent { after_ms, scope, why },
            Trouble::Refused(refused) => Self::Refused(refused),
        }
    }
}
