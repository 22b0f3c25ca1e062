//! The five control calls and `thread_owner` (messenger-platform 3.2).

use serde_json::{Map, Value, json};

use crate::control::Standing;
use crate::error::Refusal;
use crate::event;
use crate::graph::Accepted;
use crate::graph::params::Params;
use crate::ledger::Call;
use crate::platform::{Platform, Spot};

impl Platform {
    pub(super) fn control_call(
        &mut self,
        now: i64,
        call: Call,
        spot: Spot<'_>,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        let us = self.app.clone();
        let metadata = params.metadata();
        let metadata = metadata.as_deref();
        match call {
            Call::Take => self.take(now, spot, &us, metadata)?,
            Call::Request => self.request(now, spot, &us, metadata)?,
            Call::Release => self.release(now, spot, &us)?,
            Call::Extend => {
                let seconds = params.text("duration").and_then(|text| text.parse().ok());
                let seconds = seconds.ok_or_else(|| Refusal::parameter("duration is required"))?;
                self.extend(now, spot, &us, seconds)?;
            }
            Call::Owner => return self.thread_owner(now, spot),
            Call::Pass => {
                let target = params.text("target_app_id");
                self.pass(now, spot, &us, target.as_deref(), metadata)?;
            }
            Call::Message
            | Call::SenderAction
            | Call::Profile
            | Call::Conversations
            | Call::Receivers
            | Call::Page
            | Call::Subscription
            | Call::MessengerProfile
            | Call::Upload
            | Call::Unknown => return Err(Refusal::parameter("This is no control call")),
        }
        Ok(Accepted::success())
    }

    /// The owner and the default app see who; everybody else sees only until when.
    fn thread_owner(&self, now: i64, spot: Spot<'_>) -> Result<Accepted, Refusal> {
        let standing = self.standing(now, spot, &self.app)?;
        let thread = self.thread(spot).ok_or_else(Refusal::no_such_person)?;
        let Some(owner) = thread.owner(now) else {
            return Ok(Accepted::plain(json!({ "data": [] })));
        };
        let default = self.pages[spot.page].default_app() == Some(self.app.as_str());
        let mut shown = Map::new();
        if standing == Standing::Owner || default {
            shown.insert("app_id".into(), event::number(owner));
        }
        shown.insert("expiration".into(), (thread.expires_at() / 1000).into());
        let owner = json!({ "thread_owner": Value::Object(shown) });
        Ok(Accepted::plain(json!({ "data": [owner] })))
    }
}
