//! `POST /messages`: messages and sender actions (messenger-platform 4).
//!
//! Order of the checks: the shape, the person, who owns the thread, the window, the rate.

use serde_json::{Value, json};

use crate::control::Standing;
use crate::error::Refusal;
use crate::graph::params::Params;
use crate::graph::{Accepted, check, template};
use crate::platform::{Platform, Spot};
use crate::thread::{Line, Speaker};
use crate::window::{self, Claim};

/// Sender actions there are.
const ACTIONS: [&str; 5] = ["typing_on", "typing_off", "mark_seen", "react", "unreact"];

impl Platform {
    pub(super) fn messages(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        check::recipient(params.value("recipient"))?;
        match (params.value("message"), params.value("sender_action")) {
            (Some(_), Some(_)) => {
                let text = "message and sender_action can not be sent together";
                Err(Refusal::new(100, Some(2_018_014), text))
            }
            (None, None) => Err(Refusal::parameter("message or sender_action is required")),
            (None, Some(action)) => self.sender_action(now, spot, action, params),
            (Some(message), None) => self.message(now, spot, message, params),
        }
    }

    fn sender_action(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        action: &Value,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        if !action.as_str().is_some_and(|action| ACTIONS.contains(&action)) {
            return Err(Refusal::parameter(format!("Invalid sender_action {action}")));
        }
        self.may_reach(now, spot, params, false)?;
        Ok(Accepted::plain(json!({ "recipient_id": spot.contact })))
    }

    fn message(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        message: &Value,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        check::message(message, &self.pages[spot.page].attachments)?;
        let messaging_type = params.value("messaging_type").and_then(Value::as_str);
        check::utility(message, messaging_type)?;
        let hand_over = check::thread_control(params.value("thread_control"))?;
        self.may_reach(now, spot, params, template::is_feedback(message))?;
        self.within_rate(now, spot, message)?;
        let us = self.app.clone();
        let (mid, text) = self.accept(now, spot, &us, message);
        match hand_over {
            check::HandOver::No => {}
            check::HandOver::Release => self.release(now, spot, &us)?,
            check::HandOver::Pass(to) => self.pass(now, spot, &us, to.as_deref(), None)?,
        }
        let mut body = json!({ "recipient_id": spot.contact, "message_id": mid });
        if let Some(id) = self.keep_attachment(spot.page, message) {
            body["attachment_id"] = id.into();
        }
        Ok(Accepted { body, mid: Some(mid), text: Some(text) })
    }

    /// Whether our app may send to this person now.
    fn may_reach(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        params: &Params,
        feedback: bool,
    ) -> Result<(), Refusal> {
        let thread = self.thread(spot).ok_or_else(Refusal::no_such_person)?;
        if thread.blocked {
            return Err(Refusal::unavailable());
        }
        let last_action = thread.last_action_at;
        let messaging_type = params.value("messaging_type").and_then(Value::as_str);
        let tag = params.value("tag").and_then(Value::as_str);
        let human = tag == Some("HUMAN_AGENT");
        let us = self.app.clone();
        let takes = self.may_speak(now, spot, &us, human)?;
        let human_agent = self.human_agent;
        let claim = Claim { messaging_type, tag, feedback, human_agent };
        window::check(last_action, now, claim)?;
        if takes {
            self.take_by_speaking(now, spot, &us, true);
        }
        Ok(())
    }

    /// Whether an app may speak in the thread; `true` = it takes the thread by doing so.
    pub(crate) fn may_speak(
        &self,
        now: i64,
        spot: Spot<'_>,
        app: &str,
        human: bool,
    ) -> Result<bool, Refusal> {
        let default = self.pages[spot.page].default_app();
        match (self.standing(now, spot, app)?, default) {
            (Standing::Owner, _) => Ok(false),
            (Standing::Idle, Some(default)) if default == app => Ok(false),
            (Standing::Idle | Standing::Elsewhere, Some(_)) if human && self.app_may_take(app) => {
                Ok(true)
            }
            (Standing::Idle | Standing::Elsewhere, Some(_)) => Err(Refusal::not_owner()),
            (Standing::Idle, None) => Ok(self.unsure.answer_claims),
            (Standing::Elsewhere, None) if self.unsure.owner_excludes => Err(Refusal::not_owner()),
            (Standing::Elsewhere, None) => Ok(false),
        }
    }

    /// Gives the thread to who spoke. A claim without a default app is told to nobody.
    pub(crate) fn take_by_speaking(&mut self, now: i64, spot: Spot<'_>, app: &str, told: bool) {
        let previous = self.give(now, spot, app);
        if told && self.pages[spot.page].default_app().is_some() {
            self.tell_take(now, spot, previous.as_deref(), app, None);
        }
    }

    fn within_rate(&mut self, now: i64, spot: Spot<'_>, message: &Value) -> Result<(), Refusal> {
        let limits = self.limits;
        let page = &mut self.pages[spot.page];
        let kind = message.pointer("/attachment/type").and_then(Value::as_str);
        let fits = match kind {
            Some("audio" | "video") => page.media.take(now, limits.media),
            _ => page.messages.take(now, limits.messages),
        };
        if fits { Ok(()) } else { Err(Refusal::too_fast()) }
    }

    /// The message is in the thread: remembers it and tells of it. Returns its id and its text.
    pub(crate) fn accept(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        app: &str,
        message: &Value,
    ) -> (String, String) {
        let mid = self.new_mid();
        let text = template::text(message);
        let line = Line {
            mid: mid.clone(),
            at: now,
            from: Speaker::App(app.to_owned()),
            text: text.clone(),
            taps: template::taps(message),
        };
        if let Some(thread) = self.thread_mut(spot) {
            thread.remember(line);
        }
        let metadata = message.get("metadata").and_then(Value::as_str);
        self.tell_sent(now, spot, app, &mid, metadata, message);
        (mid, text)
    }
}
