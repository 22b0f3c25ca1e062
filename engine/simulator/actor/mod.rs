//! The people in the story: persons in Messenger, agents in an inbox, other apps' automations.

mod agent;
mod person;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::error::Refusal;

/// What a person does in Messenger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonAct {
    /// Writes a text.
    Write {
        /// The text.
        text: String,
    },
    /// Taps the newest button or quick reply with this label.
    Tap {
        /// The label as the person reads it.
        label: String,
    },
    /// Taps something that is in no message: a menu entry, an ice breaker, an old button.
    Press {
        /// Its label.
        title: String,
        /// Its payload, as our app set it.
        payload: String,
    },
    /// Sends a picture, a file, a location …
    Attach {
        /// `image`, `video`, `audio`, `file`, `location`, `fallback`.
        kind: String,
        /// Its address (not of locations).
        url: String,
    },
    /// Taps Get Started, perhaps after a link with a ref.
    GetStarted {
        /// The link's ref.
        referral: Option<String>,
    },
    /// Comes by an m.me link into the thread there is.
    Referral {
        /// The link's ref.
        #[serde(rename = "ref")]
        reference: String,
    },
    /// Reacts to the page's newest message.
    React {
        /// `love`, `like`, …
        reaction: String,
    },
    /// Reads everything.
    Read,
    /// Blocks the page: sends are answered with 551.
    Block,
    /// Takes that back.
    Unblock,
}

impl PersonAct {
    /// Writes a text.
    pub fn write(text: &str) -> Self {
        Self::Write { text: text.to_owned() }
    }

    /// Taps the newest button or quick reply with this label.
    pub fn tap(label: &str) -> Self {
        Self::Tap { label: label.to_owned() }
    }
}

/// What an agent does, in the Page inbox or in another app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentAct {
    /// Writes; with a default app the thread is taken over by it.
    Write {
        /// The text.
        text: String,
    },
    /// Something the app sends by itself, without taking over: an away text, an order update.
    Automation {
        /// The text.
        text: String,
        /// `message.metadata`, as other apps use it, too.
        metadata: Option<String>,
    },
    /// "Mark as done": passes back to the default app, or to who passed it where there is none.
    Done,
    /// Passes to a certain app.
    Pass {
        /// App id.
        to: String,
        /// Free text for the receiver.
        metadata: Option<String>,
    },
    /// Takes the thread.
    Take,
    /// Asks for the thread ("Move to inbox").
    Request,
    /// Lets the thread go.
    Release,
}

impl AgentAct {
    /// Writes a text.
    pub fn write(text: &str) -> Self {
        Self::Write { text: text.to_owned() }
    }
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Message id, where the act made a message or a tap.
    pub mid: Option<String>,
}

/// Why an act could not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActRefused {
    /// The setup has no such page.
    NoSuchPage,
    /// The setup has no such app.
    NoSuchApp,
    /// No message offers a button with this label (or only a quick reply that has vanished).
    NothingToTap,
    /// The button opens a web page or a phone call; the platform tells nobody.
    TellsNobody,
    /// The platform's rules refuse it.
    Refused(Refusal),
}

impl From<Refusal> for ActRefused {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
