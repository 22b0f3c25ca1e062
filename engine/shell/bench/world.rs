//! The platform of the bench: what a person's word becomes on its way to us, and what a Graph call
//! is answered.
//!
//! Invariant: the same for every subject. Messages are answered here at the least cost, or by the
//! simulated platform with all its rules; everything else a server may ask goes to the simulated
//! platform in any case.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use baton_simulator::{
    Delivery, GraphRequest, Method, PageSetup, PersonAct, Platform, Recording, Routing, Setup,
    Traffic,
};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::platform::{Clock, signed, system_clock};

/// Our app.
pub(super) const APP: &str = "9001";
/// Signs webhooks. Nothing here is worth hiding.
pub(super) const SECRET: &str = "bench-secret";
/// Pages: Meta allows 300 messages a second and page, and Baton keeps to it, so one page would
/// measure that rule.
pub(super) const PAGES: usize = 128;

/// A page's number.
pub(super) fn page(index: usize) -> String {
    (2000 + index % PAGES).to_string()
}

/// A page's token.
pub(super) fn token(page: &str) -> String {
    format!("bench-token-{page}")
}

/// A person on a page. Such a number begins with the page's four digits.
pub(super) fn contact(page: &str, person: usize) -> String {
    format!("{page}{person:08}")
}

/// Who answers messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// A stand-in that accepts every message at the least cost.
    StandIn,
    /// The simulated platform: thread control, window, shapes and all.
    Simulated,
}

/// A webhook to be posted.
pub(super) struct Letter {
    /// Its number at the simulated platform, which wants to know how it ended.
    id: Option<u64>,
    pub(super) body: Vec<u8>,
    pub(super) signature: String,
}

/// A call of the Graph API.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) token: Option<String>,
    pub(super) body: Bytes,
}

/// What became of a call.
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) body: String,
    /// The contact and the text, if it was a message and is accepted.
    pub(super) said: Option<(String, String)>,
    /// What our webhook is told of it.
    pub(super) letters: Vec<Letter>,
}

/// The platform.
pub(super) struct World {
    answers: Answers,
    /// Whether an echo, a delivery and a read go with every message.
    beside: bool,
    platform: RefCell<Platform>,
    clock: Clock,
    key: signed::Key,
    mids: Cell<u64>,
}

/// The part of a message call that counts.
#[derive(Deserialize)]
struct Sending<'a> {
    #[serde(borrow)]
    recipient: Recipient<'a>,
    #[serde(borrow)]
    message: Option<Message<'a>>,
}

#[derive(Deserialize)]
struct Recipient<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    metadata: Option<Cow<'a, str>>,
}

impl World {
    pub(super) fn new(answers: Answers, beside: bool) -> Self {
        let mut setup = Setup::one_page(APP, &page(0), &token(&page(0)));
        let routing = || Routing::DefaultApp(APP.to_owned());
        setup.pages = (0..PAGES)
            .map(|index| PageSetup::new(&page(index), &token(&page(index)), routing()))
            .collect();
        setup.traffic = Traffic { echoes: beside, deliveries: beside, reads: beside };
        setup.recording = Recording::Counts;
        // Nobody promises that a word waits until the echo before it was answered.
        setup.redelivery.in_order = false;
        Self {
            answers,
            beside,
            platform: RefCell::new(Platform::new(setup)),
            clock: system_clock(),
            key: signed::key(SECRET),
            mids: Cell::new(0),
        }
    }

    /// How many webhooks go beside each turn.
    pub(super) fn beside(&self) -> usize {
        if self.beside { 3 } else { 0 }
    }

    /// A person writes.
    pub(super) fn write(&self, page: &str, contact: &str, text: &str) -> Vec<Letter> {
        let now = (self.clock)();
        if self.answers == Answers::Simulated {
            let mut platform = self.platform.borrow_mut();
            let known = platform.person(now, page, contact, &PersonAct::write(text));
            known.expect("the page is one of the setup's, and everybody may write");
            return self.due(&mut platform, now);
        }
        let message = format!(r#""message":{{"mid":"{}","text":"{text}"}}"#, self.mid());
        vec![self.letter(page, now, contact, page, &message)]
    }

    /// A webhook was answered with 200; what comes next.
    pub(super) fn answered(&self, letter: &Letter) -> Vec<Letter> {
        let Some(id) = letter.id else { return Vec::new() };
        let now = (self.clock)();
        let mut platform = self.platform.borrow_mut();
        platform.answered(id, true, now);
        self.due(&mut platform, now)
    }

    /// Answers a call.
    pub(super) fn graph(&self, call: Call) -> Answered {
        let is_message = call.method == Method::Post && call.path.ends_with("/messages");
        if is_message && self.answers == Answers::StandIn {
            return self.accept(&call.body);
        }
        let now = (self.clock)();
        let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
        let text = |pointer| body.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let said = is_message.then(|| text("/recipient/id").zip(text("/message/text"))).flatten();
        let query = url::form_urlencoded::parse(call.query.as_bytes()).into_owned().collect();
        let Call { method, path, token, .. } = call;
        let mut platform = self.platform.borrow_mut();
        let answer = platform.graph(now, GraphRequest { method, path, query, body, token });
        let letters = self.due(&mut platform, now);
        let said = said.filter(|_| answer.status == 200);
        Answered { status: answer.status, body: answer.body.to_string(), said, letters }
    }

    /// The stand-in's answer: whatever it is, it is accepted.
    fn accept(&self, body: &[u8]) -> Answered {
        let Ok(sending) = serde_json::from_slice::<Sending<'_>>(body) else {
            let body = json!({ "error": { "code": 100, "message": "no message" } }).to_string();
            return Answered { status: 400, body, said: None, letters: Vec::new() };
        };
        let contact = sending.recipient.id.into_owned();
        let Some(message) = sending.message else {
            let body = format!(r#"{{"recipient_id":"{contact}"}}"#);
            return Answered { status: 200, body, said: None, letters: Vec::new() };
        };
        let mid = self.mid();
        let letters = if self.beside { self.three(&contact, &mid, &message) } else { Vec::new() };
        let body = format!(r#"{{"recipient_id":"{contact}","message_id":"{mid}"}}"#);
        let said = Some((contact, message.text.into_owned()));
        Answered { status: 200, body, said, letters }
    }

    /// Echo, delivery and read of a message.
    fn three(&self, contact: &str, mid: &str, message: &Message<'_>) -> Vec<Letter> {
        let now = (self.clock)();
        let page = contact.get(..4).unwrap_or_default();
        let quoted = |text: &str| Value::from(text).to_string();
        let text = quoted(&message.text);
        let metadata = quoted(message.metadata.as_deref().unwrap_or_default());
        let echo = format!(
            concat!(
                r#""message":{{"is_echo":true,"app_id":{APP},"metadata":{metadata},"#,
                r#""mid":"{mid}","text":{text}}}"#
            ),
            APP = APP,
            metadata = metadata,
            mid = mid,
            text = text,
        );
        let delivery = format!(r#""delivery":{{"mids":["{mid}"],"watermark":{now}}}"#);
        let read = format!(r#""read":{{"watermark":{now}}}"#);
        vec![
            self.letter(page, now, page, contact, &echo),
            self.letter(page, now, contact, page, &delivery),
            self.letter(page, now, contact, page, &read),
        ]
    }

    fn letter(&self, page: &str, now: i64, from: &str, to: &str, what: &str) -> Letter {
        let body = format!(
            concat!(
                r#"{{"object":"page","entry":[{{"id":"{page}","time":{now},"messaging":[{{"#,
                r#""sender":{{"id":"{from}"}},"recipient":{{"id":"{to}"}},"#,
                r#""timestamp":{now},{what}}}]}}]}}"#
            ),
            page = page,
            now = now,
            from = from,
            to = to,
            what = what,
        );
        let signature = signed::signature(&self.key, body.as_bytes());
        Letter { id: None, body: body.into_bytes(), signature }
    }

    fn mid(&self) -> String {
        self.mids.set(self.mids.get() + 1);
        format!("m_bench_{:020}", self.mids.get())
    }

    fn due(&self, platform: &mut Platform, now: i64) -> Vec<Letter> {
        platform.due(now).into_iter().map(|delivery| self.posted(&delivery)).collect()
    }

    fn posted(&self, delivery: &Delivery) -> Letter {
        let body = signed::bytes(&delivery.body);
        let signature = signed::signature(&self.key, &body);
        Letter { id: Some(delivery.id), body, signature }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(contact: &str) -> Call {
        let body = json!({ "recipient": { "id": contact }, "message": { "text": "a \"b\"" } });
        Call {
            method: Method::Post,
            path: format!("/v25.0/{}/messages", page(0)),
            query: String::new(),
            token: Some(token(&page(0))),
            body: Bytes::from(body.to_string()),
        }
    }

    #[test]
    fn stand_in_and_simulated_platform_tell_the_same_of_a_message() {
        for answers in [Answers::StandIn, Answers::Simulated] {
            let world = World::new(answers, true);
            let contact = contact(&page(0), 7);
            let wrote = world.write(&page(0), &contact, "hi");
            assert_eq!(wrote.len(), 1);
            let answered = world.graph(message(&contact));
            assert_eq!(answered.status, 200, "{}", answered.body);
            assert_eq!(answered.said, Some((contact.clone(), "a \"b\"".to_owned())));
            let mut letters = answered.letters;
            let mut kinds = Vec::new();
            letters.extend(wrote.iter().flat_map(|letter| world.answered(letter)));
            while let Some(letter) = (!letters.is_empty()).then(|| letters.remove(0)) {
                let body: Value = serde_json::from_slice(&letter.body).unwrap();
                let item = body.pointer("/entry/0/messaging/0").unwrap();
                let kind = ["message", "delivery", "read"].into_iter().find(|k| !item[k].is_null());
                kinds.push(kind.unwrap());
                letters.extend(world.answered(&letter));
            }
            assert_eq!(kinds, ["message", "delivery", "read"], "{answers:?}");
        }
    }

    #[test]
    fn a_question_of_the_server_is_answered_by_the_simulated_platform() {
        let world = World::new(Answers::StandIn, false);
        let path = format!("/v25.0/{}/subscribed_apps", page(3));
        let token = Some(token(&page(3)));
        let (query, body) = (String::new(), Bytes::new());
        let answered = world.graph(Call { method: Method::Get, path, query, token, body });
        assert!(answered.body.contains("message_echoes"), "{}", answered.body);
    }
}
