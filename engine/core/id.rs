//! The names things go by. Each is a type of its own, so that they do not mix.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A text that names something; cheap to clone, compared by its letters.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(Arc::from(text.as_ref()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

name! {
    /// A page (or account) that people write to, as the platform numbers it.
    PageId
}
name! {
    /// A person on one page: the page-scoped id (PSID).
    ContactId
}
name! {
    /// An app on the platform: digits, kept as text since ids exceed 53 bits.
    AppId
}
name! {
    /// A module, as the author named it.
    ModuleId
}
name! {
    /// A button, choice or menu entry within its owner.
    ButtonId
}
name! {
    /// A published bot version: the hash of its files.
    BotHash
}
name! {
    /// A list of actions within a bot: `module`, or `module#…` for the list of a `do`.
    ListId
}

impl AppId {
    /// The Page inbox of Messenger and Business Suite (messenger-platform, thread control: fixed app ids).
    pub const PAGE_INBOX: &'static str = "263902037430900";
    /// The inbox of Instagram (same page).
    pub const INSTAGRAM_INBOX: &'static str = "1217981644879628";

    /// Whether this is one of Meta's own inboxes, where people answer.
    pub fn is_inbox(&self) -> bool {
        matches!(self.as_str(), Self::PAGE_INBOX | Self::INSTAGRAM_INBOX)
    }
}

/// A conversation: a hash of channel, page and contact, so that it needs no index of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationId(pub i64);

impl ConversationId {
    /// The conversation of one contact with one page on one channel.
    pub fn of(channel: &str, page: &PageId, contact: &ContactId) -> Self {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for part in [channel, page.as_str(), contact.as_str()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&digest[..8]);
        Self(i64::from_be_bytes(bytes))
    }
}

/// An effect of one conversation: its sequence number there, rising by one from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EffectId(pub u64);

/// A moment: Unix time in milliseconds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This moment and `ms` milliseconds more; stays at the end of time instead of overflowing.
    pub fn plus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(i64::try_from(ms).unwrap_or(i64::MAX)))
    }

    /// Milliseconds from `earlier` to this moment; 0 if it is not earlier.
    pub fn ms_since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}
