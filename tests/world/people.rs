//! The people of a story: persons, agents in an inbox or another app, an operator at the admin API.
//! Every act waits until the world is quiet again, so that what follows can be looked at.

use baton_simulator::{AgentAct, PersonAct};
use serde_json::{Value, json};

use super::{PAGE, World};

/// A person in Messenger.
pub(crate) struct Person<'w> {
    pub(super) world: &'w World,
    pub(super) id: String,
}

impl Person<'_> {
    fn does(&self, act: &PersonAct) {
        self.world.act_person(&self.id, act);
        self.world.quiet();
    }

    /// Writes.
    pub(crate) fn says(&self, text: &str) {
        self.does(&PersonAct::write(text));
    }

    /// Writes, and nobody waits for what comes of it.
    pub(crate) fn says_at_once(&self, text: &str) {
        self.world.act_person(&self.id, &PersonAct::write(text));
    }

    /// Taps the newest button or quick reply with this label.
    pub(crate) fn taps(&self, label: &str) {
        self.does(&PersonAct::tap(label));
    }

    /// Taps a button, and nobody waits for what comes of it.
    pub(crate) fn taps_at_once(&self, label: &str) {
        self.world.act_person(&self.id, &PersonAct::tap(label));
    }

    /// Taps something that stands in no message: the menu, an old button.
    pub(crate) fn presses(&self, title: &str, payload: &str) {
        self.does(&PersonAct::Press { title: title.to_owned(), payload: payload.to_owned() });
    }

    /// Sends a picture.
    pub(crate) fn sends_a_photo(&self) {
        let url = "https://cdn.example/photo.jpg".to_owned();
        self.does(&PersonAct::Attach { kind: "image".to_owned(), url });
    }

    /// Taps Get Started.
    pub(crate) fn gets_started(&self) {
        self.does(&PersonAct::GetStarted { referral: None });
    }
}

/// Somebody who answers through an app: the Page inbox or another one.
pub(crate) struct Agent<'w> {
    pub(super) world: &'w World,
    pub(super) app: String,
}

impl Agent<'_> {
    fn does(&self, contact: &str, act: &AgentAct) {
        self.begins(contact, act);
        self.world.quiet();
    }

    fn begins(&self, contact: &str, act: &AgentAct) {
        let done = self.world.act_agent(contact, &self.app, act);
        done.unwrap_or_else(|why| panic!("app {} cannot {act:?}: {why}", self.app));
    }

    /// Writes to the person.
    pub(crate) fn writes(&self, contact: &str, text: &str) {
        self.does(contact, &AgentAct::write(text));
    }

    /// Sends something by itself, without a human.
    pub(crate) fn sends_automatically(&self, contact: &str, text: &str) {
        self.does(contact, &AgentAct::Automation { text: text.to_owned(), metadata: None });
    }

    /// "Mark as done".
    pub(crate) fn marks_done(&self, contact: &str) {
        self.does(contact, &AgentAct::Done);
    }

    /// "Mark as done", and nobody waits for what comes of it.
    pub(crate) fn marks_done_at_once(&self, contact: &str) {
        self.begins(contact, &AgentAct::Done);
    }

    /// Passes the thread to an app.
    pub(crate) fn passes(&self, contact: &str, to: &str, metadata: &str) {
        let metadata = Some(metadata.to_owned());
        self.does(contact, &AgentAct::Pass { to: to.to_owned(), metadata });
    }

    /// Takes the thread.
    pub(crate) fn takes(&self, contact: &str) {
        self.does(contact, &AgentAct::Take);
    }

    /// "Move to inbox": asks for the thread.
    pub(crate) fn asks_for(&self, contact: &str) {
        self.does(contact, &AgentAct::Request);
    }

    /// Lets the thread go, and nobody is told.
    pub(crate) fn lets_go(&self, contact: &str) {
        self.does(contact, &AgentAct::Release);
    }
}

/// Somebody at the controls of the server, by its admin API.
pub(crate) struct Operator<'w> {
    pub(super) world: &'w World,
}

impl Operator<'_> {
    /// Brings a conversation back; status and answer.
    pub(crate) fn returns(&self, contact: &str) -> (u16, Value) {
        self.asks(contact, "return", &Value::Null)
    }

    /// Hands a conversation over; status and answer.
    pub(crate) fn hands_over(&self, contact: &str, receiver: &str) -> (u16, Value) {
        self.asks(contact, "handover", &json!({ "receiver": receiver }))
    }

    fn asks(&self, contact: &str, what: &str, body: &Value) -> (u16, Value) {
        let path = format!("/api/v1/pages/{PAGE}/contacts/{contact}/{what}");
        let answer = self.world.post(&path, body);
        self.world.quiet();
        answer
    }
}
