//! What a step wants remembered for people: the trace of a conversation. Notes never change what happens next.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::conversation::{Cause, Outcome, ReturnedBy};
use crate::event::Event;
use crate::id::{AppId, EffectId, ModuleId, Timestamp};
use crate::value::Value;

/// One line of a conversation's trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Note {
    /// What the notes behind this one come of. Whoever keeps the trace writes it, so that the conversation can be
    /// played again; a step writes none.
    Came {
        /// What happened; `None`: it was too large to be kept.
        event: Option<Box<Event>>,
        /// Whether messages of ours were on their way then.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_the_way: bool,
    },
    /// The person said or tapped something; the text as it came.
    Heard {
        /// What was said.
        text: String,
        /// Whether an answer is up to people.
        silent: bool,
    },
    /// What was heard just now came late: the person had said something else after it, which was run before it.
    Late {
        /// How many milliseconds later that was said.
        ms: u64,
    },
    /// An agent or another app wrote.
    Overheard {
        /// Who.
        app: Option<AppId>,
        /// What.
        text: String,
        /// Whether it counts as an agent's word.
        agent: bool,
    },
    /// The bot said something.
    Said {
        /// The send.
        effect: EffectId,
        /// Its text, or what it is.
        text: String,
    },
    /// A module was entered.
    Entered(ModuleId),
    /// A connection was taken.
    Followed {
        /// Where it stands: a module, `keywords`, `entries.<name>`, or `<owner>.<id>` of what was tapped.
        from: String,
        /// Its place there, from 0; always 0 for an entry and for what was tapped.
        index: u16,
    },
    /// An action ended.
    Ended {
        /// In which list.
        list: String,
        /// How.
        outcome: Outcome,
    },
    /// Something happened that the world outside wants to know of: for analytics and outgoing webhooks.
    Emitted {
        /// What.
        name: String,
        /// What is to be known of it.
        data: IndexMap<String, Value>,
    },
    /// Nothing fitted.
    Missed {
        /// How many in a row.
        misses: u8,
    },
    /// Something the author should know; the conversation went on by its rule.
    Fault {
        /// In which list.
        list: String,
        /// At which action, from 0.
        action: u16,
        /// What was wrong.
        fault: String,
    },
    /// A handover opened.
    HandoverOpened {
        /// Its number.
        number: u32,
        /// To whom.
        receiver: AppId,
        /// What goes along.
        metadata: String,
        /// How it came about.
        cause: Cause,
        /// When.
        at: Timestamp,
    },
    /// Control was through, and the bot is silent from now on.
    HandoverPassed {
        /// Its number.
        number: u32,
    },
    /// An agent wrote the first word.
    AgentAnswered {
        /// The handover's number.
        number: u32,
        /// When.
        at: Timestamp,
    },
    /// A handover ended and the bot speaks again.
    HandoverClosed {
        /// Its number.
        number: u32,
        /// By what.
        by: ReturnedBy,
        /// When.
        at: Timestamp,
    },
    /// A handover came to nothing.
    HandoverFailed {
        /// Its number.
        number: u32,
        /// Why, in a few words.
        why: String,
        /// When.
        at: Timestamp,
    },
    /// Another app has the thread, other than we thought.
    OwnerCorrected {
        /// Who, where the platform tells.
        owner: Option<AppId>,
    },
    /// A message of ours was refused.
    Refused {
        /// Which.
        effect: EffectId,
        /// The platform's code and subcode.
        code: i64,
        /// The subcode; 0 for none.
        subcode: i64,
    },
    /// An effect was not performed since who may speak had changed.
    Overtaken {
        /// Which.
        effect: EffectId,
    },
    /// Something waits until the person writes, since the 24-hour window is closed.
    Held,
    /// What an operator asked for was not done.
    Declined {
        /// Why, and what to do.
        why: String,
    },
    /// Something an operator must look at.
    Alarm {
        /// A stable word: `take_refused`, …
        code: String,
        /// What to look at.
        text: String,
    },
    /// Anything else worth a line.
    Remark(String),
}
