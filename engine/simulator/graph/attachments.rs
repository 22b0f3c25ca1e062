//! Reusable attachments: `message_attachments`, and `is_reusable` in a send.

use serde_json::{Value, json};

use crate::error::Refusal;
use crate::graph::params::Params;
use crate::graph::{Accepted, check};
use crate::platform::Platform;

impl Platform {
    /// `POST /message_attachments`.
    pub(super) fn upload(&mut self, page: usize, params: &Params) -> Result<Accepted, Refusal> {
        let message = params.value("message").cloned().unwrap_or_default();
        check::attachment(&message["attachment"], &self.pages[page].attachments)?;
        let id = self.keep_attachment(page, &message).ok_or_else(|| {
            Refusal::parameter("message_attachments needs payload.is_reusable: true")
        })?;
        Ok(Accepted::plain(json!({ "attachment_id": id })))
    }

    /// Keeps an attachment that says it is reusable and gives it an id.
    pub(super) fn keep_attachment(&mut self, page: usize, message: &Value) -> Option<String> {
        let reusable = message.pointer("/attachment/payload/is_reusable")?;
        if reusable != &Value::Bool(true) {
            return None;
        }
        let id = format!("{}", 1_000_000_000_000_000 + self.chance.below(1_000_000_000_000_000));
        self.pages[page].attachments.insert(id.clone());
        Some(id)
    }
}
