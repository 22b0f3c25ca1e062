//! `GET /conversations`: a person's last messages, and whether we own the thread
//! (messenger-platform 6.12; the shape is not confirmed).

use serde_json::{Map, Value, json};

use crate::control::Standing;
use crate::date::graph_time;
use crate::error::Refusal;
use crate::graph::Accepted;
use crate::graph::params::Params;
use crate::platform::{Platform, Spot};
use crate::thread::{Line, Speaker};

/// How many messages come with their details.
const DETAILED: usize = 20;

impl Platform {
    pub(super) fn conversations(
        &self,
        now: i64,
        page: usize,
        contact: Option<&str>,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        let fields = params.names("fields");
        let threads = &self.pages[page].threads;
        let contacts: Vec<&str> = match contact {
            Some(contact) => {
                threads.get_key_value(contact).map(|(id, _)| id.as_str()).into_iter().collect()
            }
            None => threads.keys().take(25).map(String::as_str).collect(),
        };
        let data: Vec<Value> = contacts
            .into_iter()
            .map(|contact| self.conversation(now, Spot { page, contact }, &fields))
            .collect();
        Ok(Accepted::plain(json!({ "data": data })))
    }

    fn conversation(&self, now: i64, spot: Spot<'_>, fields: &[String]) -> Value {
        let mut shown = Map::new();
        for field in fields {
            if field == "is_owner" {
                let owner = self.standing(now, spot, &self.app) == Ok(Standing::Owner);
                shown.insert("is_owner".into(), owner.into());
            } else if field.starts_with("messages") {
                shown.insert("messages".into(), json!({ "data": self.newest(spot, field) }));
            }
        }
        shown.insert("id".into(), format!("t_{}", spot.contact).into());
        Value::Object(shown)
    }

    /// The newest messages first, as many as `messages.limit(n)` says.
    fn newest(&self, spot: Spot<'_>, field: &str) -> Vec<Value> {
        let limit = field.split_once("limit(").and_then(|(_, rest)| rest.split_once(')'));
        let limit = limit.and_then(|(limit, _)| limit.parse().ok()).unwrap_or(DETAILED);
        let page = &self.pages[spot.page].id;
        let thread = self.thread(spot);
        let lines = thread.into_iter().flat_map(|thread| thread.lines().rev());
        lines.take(limit.min(DETAILED)).map(|line| shown_line(line, page, spot.contact)).collect()
    }
}

fn shown_line(line: &Line, page: &str, contact: &str) -> Value {
    let (from, to) = match line.from {
        Speaker::Person => (contact, page),
        Speaker::App(_) => (page, contact),
    };
    json!({ "id": line.mid, "created_time": graph_time(line.at), "from": { "id": from },
            "to": { "data": [{ "id": to }] }, "message": line.text })
}
