//! What a person does, and what our app hears of it.

use serde_json::{Map, Value, json};

use crate::actor::{ActRefused, Done, PersonAct};
use crate::event::{Channel, EventKind};
use crate::platform::{Platform, Spot};
use crate::thread::{Line, Speaker, Thread};

/// Payload of Get Started where `messenger_profile` set none.
const GET_STARTED: &str = "GET_STARTED";

impl Platform {
    /// A person does something. The first act of an unknown contact begins their thread.
    pub fn person(
        &mut self,
        now: i64,
        page: &str,
        contact: &str,
        act: &PersonAct,
    ) -> Result<Done, ActRefused> {
        let page = self.page_index(page).ok_or(ActRefused::NoSuchPage)?;
        let spot = Spot { page, contact };
        let mid = match act {
            PersonAct::Write { text } => Some(self.wrote(now, spot, text, Map::new())),
            PersonAct::Tap { label } => Some(self.tapped(now, spot, label)?),
            PersonAct::Press { title, payload } => {
                Some(self.pressed(now, spot, title, Some(payload), None))
            }
            PersonAct::Attach { kind, url } => Some(self.attached(now, spot, kind, url)),
            PersonAct::GetStarted { referral } => {
                Some(self.got_started(now, spot, referral.as_deref()))
            }
            PersonAct::Referral { .. }
            | PersonAct::React { .. }
            | PersonAct::Read
            | PersonAct::Block
            | PersonAct::Unblock => {
                self.did_silently(now, spot, act)?;
                None
            }
        };
        Ok(Done { mid })
    }

    /// Acts that leave no message in the thread.
    fn did_silently(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        act: &PersonAct,
    ) -> Result<(), ActRefused> {
        match act {
            PersonAct::Referral { reference } => self.came_by_link(now, spot, reference),
            PersonAct::React { reaction } => self.reacted(now, spot, reaction)?,
            PersonAct::Read => {
                let channel = self.channel(now, spot);
                let read = json!({ "watermark": now });
                self.tell(now, spot, EventKind::Read, channel, "read", read);
            }
            PersonAct::Block => self.enter(spot).blocked = true,
            PersonAct::Unblock => self.enter(spot).blocked = false,
            PersonAct::Write { .. }
            | PersonAct::Tap { .. }
            | PersonAct::Press { .. }
            | PersonAct::Attach { .. }
            | PersonAct::GetStarted { .. } => {}
        }
        Ok(())
    }

    fn enter(&mut self, spot: Spot<'_>) -> &mut Thread {
        let threads = &mut self.pages[spot.page].threads;
        // Looked up first: nearly always it is there, and the key need not be copied.
        if !threads.contains_key(spot.contact) {
            threads.insert(spot.contact.to_owned(), Thread::default());
        }
        threads.get_mut(spot.contact).expect("it was inserted above")
    }

    /// The window opens; an idle thread goes to the default app. Returns our channel.
    fn acted(&mut self, now: i64, spot: Spot<'_>) -> Channel {
        let default = self.pages[spot.page].default_app().map(str::to_owned);
        let thread = self.enter(spot);
        thread.acted(now);
        if let Some(default) = default.filter(|_| thread.owner(now).is_none()) {
            thread.give(&default, now);
        }
        self.channel(now, spot)
    }

    fn remember_person(&mut self, now: i64, spot: Spot<'_>, text: &str) -> String {
        let mid = self.new_mid();
        let line = Line {
            mid: mid.clone(),
            at: now,
            from: Speaker::Person,
            text: text.to_owned(),
            taps: Vec::new(),
        };
        self.enter(spot).remember(line);
        mid
    }

    fn wrote(&mut self, now: i64, spot: Spot<'_>, text: &str, more: Map<String, Value>) -> String {
        let channel = self.acted(now, spot);
        let mid = self.remember_person(now, spot, text);
        let mut message = Map::new();
        message.insert("mid".into(), mid.as_str().into());
        message.insert("text".into(), text.into());
        message.extend(more);
        self.tell(now, spot, EventKind::Message, channel, "message", Value::Object(message));
        mid
    }

    fn tapped(&mut self, now: i64, spot: Spot<'_>, label: &str) -> Result<String, ActRefused> {
        let thread = self.thread(spot).ok_or(ActRefused::NothingToTap)?;
        let (line, tap) = thread.offered(label).ok_or(ActRefused::NothingToTap)?;
        let payload = tap.payload.clone().ok_or(ActRefused::TellsNobody)?;
        let sender = match &line.from {
            Speaker::App(app) => app.clone(),
            Speaker::Person => return Err(ActRefused::NothingToTap),
        };
        let quick_reply = tap.quick_reply;
        if !quick_reply {
            return Ok(self.pressed(now, spot, label, Some(&payload), Some(&sender)));
        }
        let mut more = Map::new();
        let channel = self.acted(now, spot);
        if self.sees_payload(channel, Some(&sender)) {
            more.insert("quick_reply".into(), json!({ "payload": payload }));
        }
        Ok(self.wrote(now, spot, label, more))
    }

    /// Only the app that sent a button gets its payload, and in standby nobody does.
    fn sees_payload(&self, channel: Channel, sender: Option<&str>) -> bool {
        let ours = sender.is_none_or(|sender| sender == self.app);
        ours && (channel == Channel::Messaging || self.unsure.standby_payload)
    }

    /// A postback; `sender` is the app whose message holds the button (`None`: ours, no message).
    fn pressed(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        title: &str,
        payload: Option<&str>,
        sender: Option<&str>,
    ) -> String {
        let mut postback = Map::new();
        let channel = self.acted(now, spot);
        let mid = self.remember_person(now, spot, title);
        postback.insert("mid".into(), mid.as_str().into());
        postback.insert("title".into(), title.into());
        if let Some(payload) = payload.filter(|_| self.sees_payload(channel, sender)) {
            postback.insert("payload".into(), payload.into());
        }
        let postback = Value::Object(postback);
        self.tell(now, spot, EventKind::Postback, channel, "postback", postback);
        mid
    }

    fn got_started(&mut self, now: i64, spot: Spot<'_>, referral: Option<&str>) -> String {
        let channel = self.acted(now, spot);
        let mid = self.remember_person(now, spot, "Get Started");
        let set = &self.pages[spot.page].messenger_profile;
        let payload = set.get("get_started").and_then(|value| value["payload"].as_str());
        let payload = payload.unwrap_or(GET_STARTED).to_owned();
        let mut postback = Map::new();
        postback.insert("mid".into(), mid.as_str().into());
        postback.insert("title".into(), "Get Started".into());
        if self.sees_payload(channel, None) {
            postback.insert("payload".into(), payload.into());
        }
        if let Some(reference) = referral {
            postback.insert("referral".into(), by_link(reference));
        }
        let postback = Value::Object(postback);
        self.tell(now, spot, EventKind::Postback, channel, "postback", postback);
        mid
    }

    fn came_by_link(&mut self, now: i64, spot: Spot<'_>, reference: &str) {
        let channel = self.acted(now, spot);
        let referral = by_link(reference);
        self.tell(now, spot, EventKind::Referral, channel, "referral", referral);
    }

    fn attached(&mut self, now: i64, spot: Spot<'_>, kind: &str, url: &str) -> String {
        let channel = self.acted(now, spot);
        let mid = self.remember_person(now, spot, &format!("[{kind}]"));
        let payload = match kind {
            "location" => json!({ "coordinates": { "lat": 52.52, "long": 13.405 } }),
            "fallback" => json!({ "url": url, "title": "A link" }),
            "sticker" => json!({ "url": url, "sticker_id": 369_239_263_222_822_u64 }),
            _ => json!({ "url": url }),
        };
        let attachment = json!({ "type": kind, "payload": payload });
        let message = json!({ "mid": mid, "attachments": [attachment] });
        self.tell(now, spot, EventKind::Message, channel, "message", message);
        mid
    }

    /// A reaction opens the window, but it is no word: an idle thread stays idle.
    fn reacted(&mut self, now: i64, spot: Spot<'_>, reaction: &str) -> Result<(), ActRefused> {
        let thread = self.thread_mut(spot).ok_or(ActRefused::NothingToTap)?;
        let of_page = |line: &&Line| line.from != Speaker::Person;
        let mid = thread.lines().rev().find(of_page).ok_or(ActRefused::NothingToTap)?.mid.clone();
        thread.acted(now);
        let channel = self.channel(now, spot);
        let emoji = "❤️";
        let value = json!({ "reaction": reaction, "emoji": emoji, "action": "react", "mid": mid });
        self.tell(now, spot, EventKind::Reaction, channel, "reaction", value);
        Ok(())
    }
}

fn by_link(reference: &str) -> Value {
    json!({ "ref": reference, "source": "SHORTLINK", "type": "OPEN_THREAD" })
}
