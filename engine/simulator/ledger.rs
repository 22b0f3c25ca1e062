//! The append-only record of everything that reached the platform and what became of it.
//!
//! Entries are never changed or removed; their order is the order of acceptance.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::setup::Recording;

/// The kinds of call that reach the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// A message to a person.
    Message,
    /// `typing_on`, `typing_off`, `mark_seen`, `react`, `unreact`.
    SenderAction,
    /// `pass_thread_control`.
    Pass,
    /// `take_thread_control`.
    Take,
    /// `request_thread_control`.
    Request,
    /// `release_thread_control`.
    Release,
    /// `extend_thread_control`.
    Extend,
    /// `GET thread_owner`.
    Owner,
    /// `GET /{psid}`: the person's profile.
    Profile,
    /// `GET conversations`.
    Conversations,
    /// `GET secondary_receivers`.
    Receivers,
    /// `GET /me` or `GET /{page}` with fields.
    Page,
    /// `subscribed_apps` of the page or `subscriptions` of the app.
    Subscription,
    /// `messenger_profile`.
    MessengerProfile,
    /// `message_attachments`.
    Upload,
    /// A path the platform does not know.
    Unknown,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Accepted {
        /// Message id, of messages.
        mid: Option<String>,
    },
    /// It was refused with this error.
    Refused {
        /// `error.code`.
        code: i64,
        /// `error.error_subcode`.
        subcode: Option<i64>,
    },
    /// A fault kept it from reaching the platform's rules at all.
    Lost,
}

impl Outcome {
    /// Whether the platform did what was asked.
    pub const fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }
}

/// One call, as it arrived.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Unix ms.
    pub at: i64,
    /// Page id; empty where the token named none.
    pub page: String,
    /// The person it is about, where it is about one.
    pub contact: Option<String>,
    /// What was called.
    pub call: Call,
    /// App id of the caller: ours for every Graph call, others for what agents and automations do.
    pub from_app: String,
    /// `message.metadata` of messages, `metadata` of control calls.
    pub metadata: Option<String>,
    /// The text a person reads: `message.text`, or the text or title of a template.
    pub text: Option<String>,
    /// The body as it was sent.
    pub body: Value,
    /// Whether the answer was kept from the caller by a fault (it may have been accepted).
    pub unanswered: bool,
    /// What became of it.
    pub result: Outcome,
}

/// The record itself.
#[derive(Debug)]
pub struct Ledger {
    recording: Recording,
    entries: Vec<Entry>,
    counts: BTreeMap<(Call, bool), u64>,
}

impl Ledger {
    pub(crate) fn new(recording: Recording) -> Self {
        Self { recording, entries: Vec::new(), counts: BTreeMap::new() }
    }

    /// Whether bodies are kept; callers that would clone one ask first.
    pub(crate) fn keeps_entries(&self) -> bool {
        self.recording == Recording::Entries
    }

    pub(crate) fn count(&mut self, call: Call, accepted: bool) {
        *self.counts.entry((call, accepted)).or_default() += 1;
    }

    pub(crate) fn write(&mut self, entry: Entry) {
        self.count(entry.call, entry.result.is_accepted());
        if self.keeps_entries() {
            self.entries.push(entry);
        }
    }

    /// Everything since the beginning, oldest first; empty when only counts are kept.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What came after the first `seen` entries, for readers that go on where they stopped.
    pub fn since(&self, seen: usize) -> &[Entry] {
        self.entries.get(seen..).unwrap_or_default()
    }

    /// How many calls of a kind were accepted.
    pub fn accepted(&self, call: Call) -> u64 {
        self.counts.get(&(call, true)).copied().unwrap_or_default()
    }

    /// How many calls of a kind were refused or lost.
    pub fn refused(&self, call: Call) -> u64 {
        self.counts.get(&(call, false)).copied().unwrap_or_default()
    }

    /// Texts of the accepted messages of one app to one contact, in order.
    pub fn said<'a>(&'a self, app: &'a str, contact: &'a str) -> impl Iterator<Item = &'a str> {
        self.entries
            .iter()
            .filter(move |entry| {
                entry.call == Call::Message
                    && entry.result.is_accepted()
                    && entry.from_app == app
                    && entry.contact.as_deref() == Some(contact)
            })
            .map(|entry| entry.text.as_deref().unwrap_or_default())
    }
}
