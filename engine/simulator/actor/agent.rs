//! What agents and other apps do in a thread, by the same rules as ours.

use serde_json::{Value, json};

use crate::actor::{ActRefused, AgentAct, Done};
use crate::control::Standing;
use crate::error::Refusal;
use crate::ledger::{Call, Entry, Outcome};
use crate::platform::{Platform, Spot};
use crate::setup::PAGE_INBOX;

/// What the Page inbox writes into the metadata when an agent marks a thread as done.
const FROM_INBOX: &str = "Pass thread control from Page Inbox";

impl Platform {
    /// An agent (or an automation) acts through an app: the Page inbox or another one.
    ///
    /// Everything is written into the ledger under that app, refused or not.
    pub fn agent(
        &mut self,
        now: i64,
        page: &str,
        contact: &str,
        app: &str,
        act: &AgentAct,
    ) -> Result<Done, ActRefused> {
        let page = self.page_index(page).ok_or(ActRefused::NoSuchPage)?;
        if !self.knows_app(app) {
            return Err(ActRefused::NoSuchApp);
        }
        let spot = Spot { page, contact };
        let made = self.agent_acts(now, spot, app, act);
        self.record_agent(now, spot, app, act, &made);
        Ok(made?)
    }

    fn agent_acts(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        app: &str,
        act: &AgentAct,
    ) -> Result<Done, Refusal> {
        match act {
            AgentAct::Write { text } => return self.agent_writes(now, spot, app, text),
            AgentAct::Automation { text, metadata } => {
                self.standing(now, spot, app)?;
                let message = automation(text, metadata.as_deref());
                let (mid, _) = self.accept(now, spot, app, &message);
                return Ok(Done { mid: Some(mid) });
            }
            AgentAct::Done => self.done(now, spot, app)?,
            AgentAct::Pass { to, metadata } => {
                self.pass(now, spot, app, Some(to), metadata.as_deref())?;
            }
            AgentAct::Take => self.take(now, spot, app, None)?,
            AgentAct::Request => self.ask_for(now, spot, app, None)?,
            AgentAct::Release => self.release(now, spot, app)?,
        }
        Ok(Done { mid: None })
    }

    /// A human writes: the inbox takes over by it, another app where it may take control.
    fn agent_writes(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        app: &str,
        text: &str,
    ) -> Result<Done, Refusal> {
        let shared = self.pages[spot.page].default_app().is_none();
        // Nothing closes a thread of a page without routing to the people of its own inbox.
        let takes = match self.may_speak(now, spot, app, true) {
            Err(_) if shared && app == PAGE_INBOX => false,
            other => other?,
        };
        if takes {
            self.take_by_speaking(now, spot, app, self.unsure.takeover_told);
        }
        let (mid, _) = self.accept(now, spot, app, &json!({ "text": text }));
        Ok(Done { mid: Some(mid) })
    }

    /// "Mark as done". Where no default app is set, back to who passed the thread, else idle.
    fn done(&mut self, now: i64, spot: Spot<'_>, app: &str) -> Result<(), Refusal> {
        let metadata = (app == PAGE_INBOX).then_some(FROM_INBOX);
        if self.pages[spot.page].default_app().is_some() {
            return self.pass(now, spot, app, None, metadata);
        }
        // Nobody has it: the click only tidies the inbox up.
        if self.standing(now, spot, app)? == Standing::Idle {
            return Ok(());
        }
        let back_to = self.thread(spot).and_then(|thread| thread.passed_by.clone());
        match back_to {
            Some(back_to) => self.pass(now, spot, app, Some(&back_to), metadata),
            None => self.release(now, spot, app),
        }
    }

    fn record_agent(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        app: &str,
        act: &AgentAct,
        made: &Result<Done, Refusal>,
    ) {
        let (call, text, metadata) = match act {
            AgentAct::Write { text } => (Call::Message, Some(text.clone()), None),
            AgentAct::Automation { text, metadata } => {
                (Call::Message, Some(text.clone()), metadata.clone())
            }
            AgentAct::Pass { metadata, .. } => (Call::Pass, None, metadata.clone()),
            AgentAct::Done => (Call::Pass, None, None),
            AgentAct::Take => (Call::Take, None, None),
            AgentAct::Request => (Call::Request, None, None),
            AgentAct::Release => (Call::Release, None, None),
        };
        let result = match made {
            Ok(done) => Outcome::Accepted { mid: done.mid.clone() },
            Err(refusal) => Outcome::Refused { code: refusal.code, subcode: refusal.subcode },
        };
        let entry = Entry {
            at: now,
            page: self.pages[spot.page].id.clone(),
            contact: Some(spot.contact.to_owned()),
            call,
            from_app: app.to_owned(),
            metadata,
            text,
            body: Value::Null,
            unanswered: false,
            result,
        };
        self.ledger.write(entry);
    }
}

fn automation(text: &str, metadata: Option<&str>) -> Value {
    let mut message = json!({ "text": text });
    if let Some(metadata) = metadata {
        message["metadata"] = metadata.into();
    }
    message
}
