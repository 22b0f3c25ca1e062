//! Lists of actions that run or wait: where a conversation stands.

use serde::{Deserialize, Serialize};

use crate::id::{BotHash, ButtonId, EffectId, ListId, ModuleId, Timestamp};
use crate::value::Value;

/// How an action ended, as connections see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// A question was answered.
    Answered,
    /// A question was answered wrongly too often.
    TooManyTries,
    /// A service answered.
    Ok,
    /// A service answered that there is no such thing.
    NotFound,
    /// A service, or a handover, failed.
    Failed,
    /// People gave the conversation back, or the person came back.
    Returned,
    /// A deadline brought it back.
    TimedOut,
    /// No agent wrote a word.
    NobodyAnswered,
    /// Outside opening hours.
    Closed,
    /// The list the choices are made from has nothing in it.
    Empty,
}

/// A list of actions that runs or waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The version it began on.
    pub bot: BotHash,
    /// Which list.
    pub list: ListId,
    /// Which visit: buttons and chance of one visit belong together.
    pub visit: u32,
    /// The next action.
    pub next: u16,
    /// How the last action with an outcome ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Invalid answers so far.
    #[serde(default)]
    pub tries: u8,
    /// Since when it waits.
    pub since: Timestamp,
    /// When the next `no_reply` connection falls due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_at: Option<Timestamp>,
    /// What comes after its end.
    pub then: Then,
    /// What it is at.
    pub state: FrameState,
    /// What `item` is in it: of the list from which what was tapped was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Value>,
    /// The first shown of choices made from a list, from 0.
    #[serde(default)]
    pub shown: u16,
}

/// What comes after the end of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Then {
    /// The module's connections.
    Connections,
    /// Its module's `to`: the module is left, and what called it stays.
    Goto(Target),
    /// The `to` of what belongs to no module here: everything is left.
    Jump(Target),
    /// Whatever stood before; an open question is asked again if something was said.
    Resume {
        /// How many messages had been sent when it began; `None`: never ask again (`to: stay`).
        said_before: Option<u64>,
    },
    /// The connections of the module below, with the choice whose list this was.
    Choice(ButtonId),
}

/// Where a connection leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A module.
    Module(ModuleId),
    /// The end of the path.
    End,
    /// Nowhere else.
    Stay,
    /// The module that waited before.
    Back,
    /// The open question once more.
    Again,
}

/// What a frame is at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FrameState {
    /// It runs.
    Running,
    /// It waits for whatever its module's connections name.
    Standing,
    /// Its question is open.
    Asking,
    /// A service is being called.
    Http {
        /// The call.
        effect: EffectId,
        /// When we stop waiting.
        guard: Timestamp,
    },
    /// Its own handover is open.
    Away,
    /// It pauses until then.
    Sleeping {
        /// When it goes on.
        due: Timestamp,
    },
    /// What it waited for came while people had the thread.
    Ready {
        /// How it ended, where that has an outcome.
        ended: Option<Outcome>,
    },
    /// Its next message would fall outside the 24-hour window, or would not arrive.
    OutsideWindow,
    /// A module runs above it as a part of it.
    Calling {
        /// How many modules `to: back` remembered when the call began: it goes back no further within the call.
        remembered: u8,
    },
}
