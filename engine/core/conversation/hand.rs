//! Who may speak, and everything that was fixed when a handover opened.

use serde::{Deserialize, Serialize};

use crate::duration::Duration;
use crate::id::{AppId, BotHash, ButtonId, EffectId, ListId, ModuleId, Timestamp};
use crate::value::Value;

/// Who may speak. The bot does only in `Bot`; in `Opening` its last words are on their way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Hand {
    /// The bot.
    Bot {
        /// Since when.
        since: Timestamp,
        /// Whether the platform alone told us so, and no person or timer did.
        by_platform: bool,
        /// The owner of the handover that ended last, to know the late twin of its return.
        last_owner: Option<AppId>,
    },
    /// A handover is on its way: what the bot says before it, then the pass.
    Opening {
        /// The handover.
        h: Box<Handover>,
        /// The pass; its settlement decides.
        pass: EffectId,
        /// When we stop waiting for it.
        guard: Timestamp,
        /// Asked to come back before the pass was through.
        cancelled: Option<ReturnedBy>,
        /// A question who owns the thread, since the pass is not clear.
        asked: Option<EffectId>,
    },
    /// People have it; the bot is silent.
    People {
        /// The handover.
        h: Box<Handover>,
    },
    /// We are taking control back.
    Taking {
        /// The handover.
        h: Box<Handover>,
        /// The take; its settlement decides.
        take: EffectId,
        /// When we stop waiting for it.
        guard: Timestamp,
        /// Why.
        by: ReturnedBy,
        /// A question who owns the thread, since the take is not clear.
        asked: Option<EffectId>,
    },
}

/// One handover, with everything that was fixed when it opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handover {
    /// Its number in this conversation.
    pub number: u32,
    /// How it came about.
    pub cause: Cause,
    /// Where its texts, keywords and buttons stand: they are read there until it ends.
    pub source: HandoverSource,
    /// To whom it went, as the author or the platform named it.
    pub receiver: AppId,
    /// Who has the thread, as far as we know.
    pub owner: Option<AppId>,
    /// Control really left us: a return needs a take.
    pub passed: bool,
    /// What went along.
    pub metadata: String,
    /// A question who owns the thread: its number and when we stop waiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<(EffectId, Timestamp)>,
    /// When the owner was asked for last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// When it opened.
    pub opened_at: Timestamp,
    /// When control was through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_at: Option<Timestamp>,
    /// Whether anything was said to the person about it.
    #[serde(default)]
    pub said: bool,
    /// First word of an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_agent_word_at: Option<Timestamp>,
    /// Last word of either side.
    pub last_word_at: Timestamp,
    /// Since the handover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Since the last word of either side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle: Option<Duration>,
    /// Until an agent's first word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup: Option<Duration>,
    /// When the timeout falls due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_at: Option<Timestamp>,
    /// When to look whether it has been idle; may be early, never late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_at: Option<Timestamp>,
    /// When nobody has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup_at: Option<Timestamp>,
    /// When the engine asks the platform for the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_at: Option<Timestamp>,
    /// When a refused take is tried again, and for what reason it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<(Timestamp, ReturnedBy)>,
    /// Takes refused so far.
    #[serde(default)]
    pub take_tries: u8,
    /// Owner questions without an answer so far.
    #[serde(default)]
    pub failed_checks: u8,
    /// The tapped button whose own list replaces the suspended one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Tapped>,
    /// A return keyword that was typed, to see whether it is a keyword of the bot too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
}

/// Something that was tapped, found again in the newest version when it is its turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tapped {
    /// Its owner.
    pub owner: ModuleId,
    /// Its id.
    pub id: ButtonId,
    /// What its payload carried of the item it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Value>,
}

/// A return that waits for the window to open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The handover that ended.
    pub h: Handover,
    /// By what.
    pub by: ReturnedBy,
    /// Whether it came as an event a flow can wait for (an app passed control to us).
    pub as_event: bool,
}

/// Where the fixed texts of a handover stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverSource {
    /// In this version of the bot,
    pub bot: BotHash,
    /// at this place of a list; `None`: in the bot-wide `handover`.
    pub at: Option<(ListId, u16)>,
}

/// How a handover came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// A flow's `handover`.
    Flow,
    /// An app asked for the thread and got it.
    Requested,
    /// An app took it, or it was passed away without us.
    Took,
    /// An agent wrote.
    Wrote,
    /// A send was refused: another app controls the thread.
    Refused,
    /// We saw people at it, and no event told us.
    FirstSeen,
    /// An operator.
    Operator,
}

/// What brought a conversation back, as `handover.returned_by` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReturnedBy {
    /// An agent passed it back.
    Agent,
    /// The person typed a return keyword.
    Keyword,
    /// The person tapped the return button.
    Button,
    /// `timeout`.
    Timeout,
    /// `idle_timeout`.
    Idle,
    /// `pickup_timeout`.
    NobodyAnswered,
    /// An operator of the server.
    Operator,
    /// The platform says the thread is ours.
    Platform,
}

impl ReturnedBy {
    /// The word authors read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Keyword => "keyword",
            Self::Button => "button",
            Self::Timeout => "timeout",
            Self::Idle => "idle",
            Self::NobodyAnswered => "nobody_answered",
            Self::Operator => "operator",
            Self::Platform => "platform",
        }
    }
}
