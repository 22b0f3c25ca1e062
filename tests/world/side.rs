//! The platform's side of a world: in the process of `baton dev`, or in the test's own beside `baton serve`.
//! Both speak to the engine by the same signed webhooks and the same Graph calls over loopback.

use std::sync::{MutexGuard, PoisonError};

use baton::platform::{Front, system_clock};
use baton_simulator::{AgentAct, Entry, GraphFault, Line, PersonAct, Platform, WebhookFault};
use serde_json::{Value, json};

use super::{PAGE, World};

/// Where the platform lives.
pub(crate) enum Side {
    /// Inside `baton dev`, behind its dev API.
    Dev,
    /// Here, with a front on loopback.
    Here(Front),
}

impl World {
    /// The platform itself; with `serve` only.
    pub(crate) fn platform(&self) -> MutexGuard<'_, Platform> {
        match &self.side {
            Side::Here(front) => front.platform().lock().unwrap_or_else(PoisonError::into_inner),
            Side::Dev => panic!("this world runs as dev: its platform is another process"),
        }
    }

    /// The front of the platform; with `serve` only.
    pub(crate) fn front(&self) -> &Front {
        match &self.side {
            Side::Here(front) => front,
            Side::Dev => panic!("this world runs as dev: its platform is another process"),
        }
    }

    /// A person acts; nothing is waited for.
    pub(super) fn act_person(&self, contact: &str, act: &PersonAct) {
        self.known.borrow_mut().insert(contact.to_owned());
        match &self.side {
            Side::Dev => {
                self.dev_post(&format!("/dev/contacts/{contact}/messages"), &said(act));
            }
            Side::Here(front) => {
                let done = self.platform().person(system_clock()(), PAGE, contact, act);
                done.unwrap_or_else(|why| panic!("{contact} cannot {act:?}: {why:?}"));
                front.wake();
            }
        }
    }

    /// An agent or another app acts; `Err` with the reason where the platform refuses it.
    pub(super) fn act_agent(&self, contact: &str, app: &str, act: &AgentAct) -> Result<(), String> {
        self.known.borrow_mut().insert(contact.to_owned());
        match &self.side {
            Side::Dev => {
                let (what, body) = agent(contact, act);
                let (status, answer) = self.post(&format!("/dev/agents/{app}/{what}"), &body);
                if status == 200 { Ok(()) } else { Err(answer.to_string()) }
            }
            Side::Here(front) => {
                let done = self.platform().agent(system_clock()(), PAGE, contact, app, act);
                front.wake();
                done.map(drop).map_err(|why| format!("{why:?}"))
            }
        }
    }

    /// Every call about a contact, oldest first.
    pub(crate) fn ledger(&self, contact: &str) -> Vec<Entry> {
        match &self.side {
            Side::Dev => {
                let answer = self.get(&format!("/dev/ledger?contact={contact}"));
                serde_json::from_value(answer["entries"].clone()).unwrap()
            }
            Side::Here(_) => {
                let platform = self.platform();
                let of = |entry: &&Entry| entry.contact.as_deref() == Some(contact);
                platform.ledger().entries().iter().filter(of).cloned().collect()
            }
        }
    }

    /// What a contact reads, oldest first.
    pub(crate) fn lines(&self, contact: &str) -> Vec<Line> {
        match &self.side {
            Side::Dev => {
                let answer = self.get(&format!("/dev/contacts/{contact}"));
                serde_json::from_value(answer["lines"].clone()).unwrap()
            }
            Side::Here(_) => self.platform().lines(PAGE, contact).into_iter().cloned().collect(),
        }
    }

    /// Who owns a contact's thread on the platform.
    pub(crate) fn owner(&self, contact: &str) -> Option<String> {
        match &self.side {
            Side::Dev => {
                let answer = self.get(&format!("/dev/contacts/{contact}"));
                answer["owner"].as_str().map(str::to_owned)
            }
            Side::Here(_) => {
                let now = system_clock()();
                self.platform().owner(now, PAGE, contact).map(str::to_owned)
            }
        }
    }

    /// From now on Graph calls go wrong like this.
    pub(crate) fn break_graph(&self, fault: GraphFault) {
        match &self.side {
            Side::Dev => self.dev_post("/dev/faults", &json!({ "graph": fault })),
            Side::Here(_) => self.platform().add_graph_fault(fault),
        }
    }

    /// From now on webhooks go wrong like this.
    pub(crate) fn break_webhooks(&self, fault: WebhookFault) {
        match &self.side {
            Side::Dev => self.dev_post("/dev/faults", &json!({ "webhook": fault })),
            Side::Here(_) => self.platform().add_webhook_fault(fault),
        }
    }

    /// Nothing goes wrong any more.
    pub(crate) fn mend(&self) {
        match &self.side {
            Side::Dev => self.dev_post("/dev/faults", &json!({ "clear": true })),
            Side::Here(_) => self.platform().clear_faults(),
        }
    }

    /// The setting "Take control of conversations" of our app.
    pub(crate) fn may_take(&self, may: bool) {
        match &self.side {
            Side::Dev => self.dev_post("/dev/faults", &json!({ "may_take": may })),
            Side::Here(_) => self.platform().set_may_take(may),
        }
    }

    fn dev_post(&self, path: &str, body: &Value) {
        let (status, answer) = self.post(path, body);
        assert_eq!(status, 200, "{path} {body}: {answer}");
    }
}

/// An act as `POST /dev/contacts/{id}/messages` takes it.
fn said(act: &PersonAct) -> Value {
    match act {
        PersonAct::Write { text } => json!({ "text": text }),
        PersonAct::Tap { label } => json!({ "tap": label }),
        PersonAct::Press { title, payload } => {
            json!({ "press": { "title": title, "payload": payload } })
        }
        PersonAct::Attach { kind, url } => json!({ "attachment": { "kind": kind, "url": url } }),
        PersonAct::GetStarted { referral: None } => json!({ "get_started": true }),
        PersonAct::GetStarted { referral: Some(reference) } => {
            json!({ "get_started": { "ref": reference } })
        }
        PersonAct::Referral { reference } => json!({ "referral": reference }),
        PersonAct::React { reaction } => json!({ "reaction": reaction }),
        PersonAct::Read => json!({ "read": true }),
        PersonAct::Block => json!({ "blocks": true }),
        PersonAct::Unblock => json!({ "blocks": false }),
    }
}

/// An act as `POST /dev/agents/{app}/{what}` takes it.
fn agent(contact: &str, act: &AgentAct) -> (&'static str, Value) {
    let plain = json!({ "contact": contact });
    match act {
        AgentAct::Write { text } => ("messages", json!({ "contact": contact, "text": text })),
        AgentAct::Automation { text, metadata } => {
            let body = json!({ "contact": contact, "text": text, "metadata": metadata });
            ("automation", body)
        }
        AgentAct::Pass { to, metadata } => {
            ("pass", json!({ "contact": contact, "to": to, "metadata": metadata }))
        }
        AgentAct::Done => ("done", plain),
        AgentAct::Take => ("take", plain),
        AgentAct::Request => ("request", plain),
        AgentAct::Release => ("release", plain),
    }
}
