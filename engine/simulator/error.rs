//! The Graph API's errors: the codes that mean something, and the envelope around them.

use serde_json::{Map, Value};

/// A refusal by the platform's rules, as the error envelope tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status; nearly always 400.
    pub status: u16,
    /// `error.code`.
    pub code: i64,
    /// `error.error_subcode`.
    pub subcode: Option<i64>,
    /// `error.type`.
    pub kind: &'static str,
    /// `error.message`.
    pub message: String,
    /// `error.is_transient`, left out when `None`.
    pub transient: Option<bool>,
}

impl Refusal {
    pub(crate) fn new(code: i64, subcode: Option<i64>, message: impl Into<String>) -> Self {
        let message = format!("(#{code}) {}", message.into());
        Self { status: 400, code, subcode, kind: "OAuthException", message, transient: None }
    }

    /// 100 without a subcode: a parameter is wrong or missing.
    pub(crate) fn parameter(what: impl Into<String>) -> Self {
        Self::new(100, None, what)
    }

    /// 10/2018300: somebody else has the thread.
    pub(crate) fn not_owner() -> Self {
        let text = "Message failed to send because another app is controlling this thread now.";
        Self::new(10, Some(2_018_300), text)
    }

    /// 10/2018278: the 24-hour window (or the seven days of a tag) is closed.
    pub(crate) fn window() -> Self {
        Self::new(10, Some(2_018_278), "This message is sent outside of allowed window.")
    }

    /// 100/2018001: nobody has this id on this page.
    pub(crate) fn no_such_person() -> Self {
        Self::new(100, Some(2_018_001), "No matching user found")
    }

    /// 551: the person blocked the page or left.
    pub(crate) fn unavailable() -> Self {
        Self::new(551, Some(1_545_041), "This person isn't available right now.")
    }

    /// 190: the token is none of ours.
    pub(crate) fn token(subcode: Option<i64>, message: &str) -> Self {
        let mut refusal = Self::new(190, subcode, message);
        refusal.message = message.to_owned();
        refusal
    }

    /// 613: too many calls in this second.
    pub(crate) fn too_fast() -> Self {
        Self::new(613, None, "Calls to this api have exceeded the rate limit.")
    }

    /// The refusal a fault script asks for, in the words Meta uses for the code.
    pub(crate) fn scripted(
        status: u16,
        code: i64,
        subcode: Option<i64>,
        transient: Option<bool>,
    ) -> Self {
        let words = match (code, subcode) {
            (1, _) => "An unknown error occurred",
            (2, _) => "Service temporarily unavailable",
            (4, _) => "Application request limit reached",
            (10, Some(2_018_300)) => {
                return Self { status, transient, ..Self::not_owner() };
            }
            (10, Some(2_018_278)) => {
                return Self { status, transient, ..Self::window() };
            }
            (32, _) => "Page request limit reached",
            (100, Some(2_018_001)) => "No matching user found",
            (190, _) => "Invalid OAuth access token.",
            (551, _) => "This person isn't available right now.",
            (613, _) => "Calls to this api have exceeded the rate limit.",
            (1200, _) => "Temporary send message failure. Please try again later.",
            _ => "The request could not be completed.",
        };
        Self { status, transient, ..Self::new(code, subcode, words) }
    }

    /// The body of the answer: `{"error": {…}}` as Graph writes it.
    pub(crate) fn envelope(&self, trace: String) -> Value {
        let mut error = Map::new();
        error.insert("message".into(), self.message.clone().into());
        error.insert("type".into(), self.kind.into());
        error.insert("code".into(), self.code.into());
        if let Some(subcode) = self.subcode {
            error.insert("error_subcode".into(), subcode.into());
        }
        if let Some(transient) = self.transient {
            error.insert("is_transient".into(), transient.into());
        }
        error.insert("fbtrace_id".into(), trace.into());
        Value::Object(Map::from_iter([("error".to_owned(), Value::Object(error))]))
    }
}
