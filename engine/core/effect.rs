//! What the core asks of the world. Effects are committed with the state that asked for them and only then performed.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::id::{AppId, EffectId, Timestamp};

/// One thing to be done in the world, in the order of `id` within its lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Send a message.
    Send(Send),
    /// Show the typing dots. Never stored: a restart may forget it.
    Typing {
        /// Who may speak; stale when the conversation's has moved on.
        epoch: u32,
    },
    /// Pass control to another app. Performed when every earlier send of the conversation is settled.
    Pass {
        /// Its number.
        id: EffectId,
        /// Who may speak.
        epoch: u32,
        /// To whom; `None` passes nothing and only reports when the earlier sends are settled.
        to: Option<AppId>,
        /// Given along; up to 1,000 characters.
        metadata: String,
    },
    /// Take control from whoever has it.
    Take {
        /// Its number.
        id: EffectId,
        /// Who may speak.
        epoch: u32,
        /// Given along.
        metadata: String,
    },
    /// Ask the platform who owns the thread.
    AskOwner {
        /// Its number.
        id: EffectId,
    },
    /// Call a service. Waits until everything said before it is settled.
    Http {
        /// Its number.
        id: EffectId,
        /// What to call.
        call: HttpCall,
    },
    /// Ask the platform for the person's profile.
    AskProfile {
        /// Its number.
        id: EffectId,
    },
}

/// The lane an effect belongs to: each is performed strictly in order, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lane {
    /// Messages and thread control.
    Speak,
    /// Services, owner and profile questions.
    Call,
}

impl Effect {
    /// The effect's number; `None` for what is never stored.
    pub fn id(&self) -> Option<EffectId> {
        match self {
            Self::Send(send) => Some(send.id),
            Self::Typing { .. } => None,
            Self::Pass { id, .. }
            | Self::Take { id, .. }
            | Self::AskOwner { id }
            | Self::Http { id, .. }
            | Self::AskProfile { id } => Some(*id),
        }
    }

    /// Who may speak for this effect to be performed; `None` when it does not matter.
    pub fn epoch(&self) -> Option<u32> {
        match self {
            Self::Send(send) => Some(send.epoch),
            Self::Typing { epoch } | Self::Pass { epoch, .. } | Self::Take { epoch, .. } => {
                Some(*epoch)
            }
            Self::AskOwner { .. } | Self::Http { .. } | Self::AskProfile { .. } => None,
        }
    }

    /// The lane it is performed in.
    pub fn lane(&self) -> Lane {
        match self {
            Self::Send(_) | Self::Typing { .. } | Self::Pass { .. } | Self::Take { .. } => {
                Lane::Speak
            }
            Self::AskOwner { .. } | Self::Http { .. } | Self::AskProfile { .. } => Lane::Call,
        }
    }
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Send {
    /// Its number.
    pub id: EffectId,
    /// Who may speak; dropped when the conversation's epoch has moved on.
    pub epoch: u32,
    /// Not before this moment (a `typing` pause before it).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// What to send.
    pub message: Message,
}

/// A chip beside the quick replies that holds what the platform knows of the person; it shows none
/// where the platform knows nothing (messenger-platform 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suggest {
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
}

/// A rendered message within the channel's limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// What it shows.
    pub content: Content,
    /// Quick replies: at most 13, gone after the next message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<QuickReply>,
    /// In whose name it is said: the platform's id of a persona (messenger-platform 6.6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persona: Option<String>,
    /// A chip beside them, counted among the 13.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggest: Option<Suggest>,
}

/// What a message shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// A text: up to 2,000 characters, 640 with buttons (at most 3).
    Text {
        /// The text.
        text: String,
        /// Its buttons.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<Button>,
    },
    /// A picture, film, sound or file by its address.
    Media {
        /// What it is.
        kind: Media,
        /// Where the platform fetches it.
        url: String,
    },
    /// Up to 10 cards side by side.
    Cards(Vec<Card>),
    /// An approved utility template; it may go out at any time.
    Utility(Utility),
}

/// An approved utility template with what is put into it (messenger-platform 4.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utility {
    /// Its name at Meta.
    pub name: String,
    /// The language it was approved in, as a tag like `en` or `pt-BR`.
    pub language: String,
    /// What is put into its text, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
}

/// Kinds of media that can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Media {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound.
    Audio,
    /// Any file.
    File,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Up to 80 characters.
    pub title: String,
    /// Up to 80 characters.
    pub subtitle: Option<String>,
    /// Address of the picture.
    pub image: Option<String>,
    /// Where a tap on the card leads.
    pub url: Option<String>,
    /// At most 3.
    pub buttons: Vec<Button>,
}

/// A button under a text or card; stays tappable for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// Up to 20 characters.
    pub label: String,
    /// What a tap does.
    pub does: ButtonDoes,
}

/// What a tap on a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ButtonDoes {
    /// Comes back to us with this payload.
    Press(String),
    /// Opens an address.
    Url(String),
    /// Calls a number, `+` and digits.
    Phone(String),
}

/// A quick reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuickReply {
    /// Up to 20 characters.
    pub label: String,
    /// Comes back to us.
    pub payload: String,
    /// A small picture beside the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}

/// A call of a declared service, complete but for its secrets, which the shell fills in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HttpCall {
    /// The service's name, for `BATON_SERVICE_<NAME>_URL` and for messages.
    pub service: String,
    /// Its declared address.
    pub base: String,
    /// How it is authorised.
    pub auth: Auth,
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: Method,
    /// Path and query below the address, inserted values already percent-encoded.
    pub path: String,
    /// Further headers.
    pub headers: IndexMap<String, String>,
    /// What is sent.
    pub body: Body,
    /// How long one try may take, in milliseconds.
    pub timeout_ms: u64,
    /// How often a try may be repeated.
    pub retries: u8,
    /// Whether a repetition does no harm: get, put and delete, and what the author calls safe.
    pub repeatable: bool,
}

/// HTTP methods a flow can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

/// The body of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// None.
    Empty,
    /// A JSON value.
    Json(serde_json::Value),
    /// Form fields.
    Form(Vec<(String, String)>),
    /// Plain text.
    Text(String),
}

/// How a service is authorised; secrets stay names until the call is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Auth {
    /// Not at all.
    None,
    /// `Authorization: Bearer …`
    Bearer(SecretText),
    /// User and password.
    Basic(SecretText, SecretText),
    /// Headers of its own.
    Headers(Vec<(String, SecretText)>),
    /// The page's own token; only towards the Graph API.
    PageToken,
}

/// A text with secrets in it, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretText(pub Vec<SecretPart>);

/// A piece of a text with secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecretPart {
    /// As it stands.
    Text(String),
    /// The value of `BATON_SECRET_<NAME>`.
    Secret(String),
}
