//! What our app did to a contact, as the platform's ledger has it: the sentences tests compare.

use std::fmt;

use baton_simulator::{Call, Entry, Outcome};
use serde_json::Value;

/// One call of ours about a contact that a person or an agent could notice.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// A message was accepted.
    Says(String),
    /// Control was passed, with this metadata.
    Passes(String, String),
    /// Control was taken.
    Takes,
    /// A call was refused with a code and subcode, or lost on the wire (code 0).
    Refused(Call, i64, i64),
    /// Any other call that moves control.
    Other(Call),
}

/// A message with this text.
pub(crate) fn says(text: &str) -> Act {
    Act::Says(text.to_owned())
}

/// A pass to this app with this metadata.
pub(crate) fn passes(to: &str, metadata: &str) -> Act {
    Act::Passes(to.to_owned(), metadata.to_owned())
}

/// A take.
pub(crate) fn takes() -> Act {
    Act::Takes
}

/// A refused call.
pub(crate) fn refused(call: Call, code: i64, subcode: i64) -> Act {
    Act::Refused(call, code, subcode)
}

impl Act {
    /// Reads a ledger entry; questions and typing bubbles are nothing.
    pub(crate) fn of(entry: &Entry) -> Option<Self> {
        let noticed = matches!(
            entry.call,
            Call::Message | Call::Pass | Call::Take | Call::Request | Call::Release | Call::Extend
        );
        if !noticed {
            return None;
        }
        Some(match (&entry.result, entry.call) {
            (Outcome::Refused { code, subcode }, call) => {
                Self::Refused(call, *code, subcode.unwrap_or_default())
            }
            (Outcome::Lost, call) => Self::Refused(call, 0, 0),
            (Outcome::Accepted { .. }, Call::Message) => {
                Self::Says(entry.text.clone().unwrap_or_default())
            }
            (Outcome::Accepted { .. }, Call::Pass) => {
                let to = match &entry.body["target_app_id"] {
                    Value::String(id) => id.clone(),
                    other => other.to_string(),
                };
                Self::Passes(to, entry.metadata.clone().unwrap_or_default())
            }
            (Outcome::Accepted { .. }, Call::Take) => Self::Takes,
            (Outcome::Accepted { .. }, call) => Self::Other(call),
        })
    }
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Says(text) => write!(f, "says({text:?})"),
            Self::Passes(to, metadata) => write!(f, "passes({to:?}, {metadata:?})"),
            Self::Takes => write!(f, "takes()"),
            Self::Refused(call, code, subcode) => write!(f, "refused({call:?}, {code}, {subcode})"),
            Self::Other(call) => write!(f, "{call:?}"),
        }
    }
}
