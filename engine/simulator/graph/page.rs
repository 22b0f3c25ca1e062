//! `GET /me` and `secondary_receivers`: what a page tells about itself and its routing.

use serde_json::{Map, Value, json};

use crate::error::Refusal;
use crate::graph::Accepted;
use crate::graph::params::Params;
use crate::platform::Platform;
use crate::setup::PAGE_INBOX;

impl Platform {
    /// Fields of the page; always with its id.
    pub(super) fn page_fields(&self, page: usize, params: &Params) -> Result<Accepted, Refusal> {
        let page = &self.pages[page];
        let routed = page.default_app().is_some();
        let mut shown = Map::new();
        let mut fields = params.names("fields");
        if fields.is_empty() {
            fields.push("name".to_owned());
        }
        for field in fields {
            let value: Value = match field.as_str() {
                "id" => continue,
                "name" => page.name.clone().into(),
                "messaging_feature_status" => {
                    json!({ "hop_v2": routed, "msgr_multi_app": !routed, "ig_multi_app": false })
                }
                other => {
                    let text = format!("Tried accessing nonexisting field ({other})");
                    return Err(Refusal::parameter(text));
                }
            };
            shown.insert(field, value);
        }
        shown.insert("id".into(), page.id.clone().into());
        Ok(Accepted::plain(Value::Object(shown)))
    }

    /// The other receivers; shown to the default app alone (once: the primary receiver).
    pub(super) fn secondary_receivers(&self, page: usize) -> Result<Accepted, Refusal> {
        if self.pages[page].default_app() != Some(self.app.as_str()) {
            let text = "Only the primary receiver may see the secondary receivers";
            return Err(Refusal::new(100, Some(2_018_171), text));
        }
        let inbox = json!({ "id": PAGE_INBOX, "name": "Page Inbox" });
        let others = self.other_apps.iter().map(|app| json!({ "id": app.id, "name": app.name }));
        let data: Vec<Value> = std::iter::once(inbox).chain(others).collect();
        Ok(Accepted::plain(json!({ "data": data })))
    }
}
