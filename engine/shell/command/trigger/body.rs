//! The body of a webhook: what the simulated platform tells our app when this happens.

use baton_simulator::{
    AgentAct, Channel, EchoChannel, GraphRequest, Method, OtherApp, PersonAct, Platform, Setup,
};
use serde_json::{Value, json};

use super::Kind;

/// The page's token on the simulated platform; nothing of it leaves this process.
const TOKEN: &str = "token";

/// What a webhook is about.
pub(super) struct Asked<'a> {
    pub(super) kind: Kind,
    pub(super) standby: bool,
    pub(super) page: &'a str,
    pub(super) contact: &'a str,
    pub(super) ours: &'a str,
    pub(super) other: &'a str,
    pub(super) text: &'a str,
    pub(super) title: &'a str,
    pub(super) payload: &'a str,
    pub(super) reference: Option<&'a str>,
    pub(super) attachment: (&'a str, &'a str),
    pub(super) metadata: Option<&'a str>,
}

/// The webhook; `seed` keeps its message id apart from all others.
///
/// # Errors
/// Why nothing of the kind comes, in words.
pub(super) fn body(asked: &Asked<'_>, now: i64, seed: u64) -> Result<Value, String> {
    let mut world = World::new(asked, now, seed);
    world.before()?;
    world.told();
    world.happens()?;
    let wanted = world.key();
    let channel = if asked.standby { Channel::Standby } else { Channel::Messaging };
    let fits = |body: &Value| {
        let item = &body["entry"][0][channel.key()][0];
        let echo = item["message"]["is_echo"] == Value::Bool(true);
        !item[wanted].is_null() && (asked.kind == Kind::Echo) == echo
    };
    let told = world.told();
    told.into_iter().rev().find(fits).ok_or_else(|| {
        let word = if asked.standby { "in standby " } else { "" };
        format!("nothing of that kind comes {word}from the platform")
    })
}

struct World<'a> {
    asked: &'a Asked<'a>,
    platform: Platform,
    now: i64,
}

impl<'a> World<'a> {
    fn new(asked: &'a Asked<'a>, now: i64, seed: u64) -> Self {
        let mut setup = Setup::one_page(asked.ours, asked.page, TOKEN);
        setup.seed = seed;
        setup.traffic.deliveries = asked.kind == Kind::Delivery;
        let echoes = if asked.standby { EchoChannel::Standby } else { EchoChannel::Messaging };
        setup.unsure.echo_elsewhere = echoes;
        setup.other_apps = vec![OtherApp::new(asked.other, "Another app")];
        Self { asked, platform: Platform::new(setup), now }
    }

    /// What must have happened before.
    fn before(&mut self) -> Result<(), String> {
        // The window is open, and the thread is ours.
        self.person(&PersonAct::write("hi"))?;
        if self.asked.kind == Kind::QuickReply {
            let reply = json!({ "content_type": "text", "title": self.asked.title, "payload": self.asked.payload });
            self.page_says(&json!({ "text": "?", "quick_replies": [reply] }))?;
        }
        let elsewhere = matches!(self.asked.kind, Kind::HandoverReturn | Kind::HandoverPass);
        if self.asked.standby || elsewhere {
            self.agent(&AgentAct::Take)?;
        }
        Ok(())
    }

    fn happens(&mut self) -> Result<(), String> {
        let asked = self.asked;
        let text = |text: &str| text.to_owned();
        match asked.kind {
            Kind::Message => self.person(&PersonAct::write(asked.text)),
            Kind::QuickReply => self.person(&PersonAct::tap(asked.title)),
            Kind::Postback => {
                let (title, payload) = (text(asked.title), text(asked.payload));
                self.person(&PersonAct::Press { title, payload })
            }
            Kind::GetStarted => {
                self.person(&PersonAct::GetStarted { referral: asked.reference.map(text) })
            }
            Kind::Referral => {
                let reference = asked.reference.ok_or("name the link's ref with --ref")?;
                self.person(&PersonAct::Referral { reference: text(reference) })
            }
            Kind::Attachment => {
                let (kind, url) = (text(asked.attachment.0), text(asked.attachment.1));
                self.person(&PersonAct::Attach { kind, url })
            }
            Kind::Read => self.person(&PersonAct::Read),
            Kind::Delivery => self.page_says(&json!({ "text": asked.text })),
            Kind::Echo => self.agent(&AgentAct::write(asked.text)),
            Kind::HandoverReturn if asked.metadata.is_none() => self.agent(&AgentAct::Done),
            Kind::HandoverReturn | Kind::HandoverPass => {
                let (to, metadata) = (text(asked.ours), asked.metadata.map(text));
                self.agent(&AgentAct::Pass { to, metadata })
            }
            Kind::HandoverTake => self.agent(&AgentAct::Take),
            Kind::HandoverRequest => self.agent(&AgentAct::Request),
        }
    }

    /// The key of the item that is asked for.
    fn key(&self) -> &'static str {
        match self.asked.kind {
            Kind::Message | Kind::QuickReply | Kind::Attachment | Kind::Echo => "message",
            Kind::Postback | Kind::GetStarted => "postback",
            Kind::Referral => "referral",
            Kind::Read => "read",
            Kind::Delivery => "delivery",
            Kind::HandoverReturn | Kind::HandoverPass => "pass_thread_control",
            Kind::HandoverTake => "take_thread_control",
            Kind::HandoverRequest => "request_thread_control",
        }
    }

    fn person(&mut self, act: &PersonAct) -> Result<(), String> {
        let (page, contact) = (self.asked.page, self.asked.contact);
        let done = self.platform.person(self.now, page, contact, act);
        done.map(drop).map_err(|refused| super::stage::why(&refused))
    }

    fn agent(&mut self, act: &AgentAct) -> Result<(), String> {
        let Asked { page, contact, other, .. } = *self.asked;
        let done = self.platform.agent(self.now, page, contact, other, act);
        done.map(drop).map_err(|refused| super::stage::why(&refused))
    }

    /// Our own app sends something.
    fn page_says(&mut self, message: &Value) -> Result<(), String> {
        let body = json!({
            "recipient": { "id": self.asked.contact }, "messaging_type": "RESPONSE", "message": message,
        });
        let request = GraphRequest {
            method: Method::Post,
            path: "/v25.0/me/messages".to_owned(),
            query: Vec::new(),
            body,
            token: Some(TOKEN.to_owned()),
        };
        let answer = self.platform.graph(self.now, request);
        let error = answer.body["error"]["message"].as_str().map(str::to_owned);
        error.map_or(Ok(()), Err)
    }

    /// Everything our app was told since the last time.
    fn told(&mut self) -> Vec<Value> {
        let mut bodies = Vec::new();
        loop {
            let due = self.platform.due(self.now);
            if due.is_empty() {
                return bodies;
            }
            for delivery in due {
                bodies.push(Value::clone(&delivery.body));
                self.platform.answered(delivery.id, true, self.now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: Kind, standby: bool) -> Asked<'static> {
        Asked {
            kind,
            standby,
            page: "100",
            contact: "4711",
            ours: "1001",
            other: baton_core::id::AppId::PAGE_INBOX,
            text: "Where is it?",
            title: "Oak",
            payload: "1.order.oak",
            reference: Some("sale"),
            attachment: ("image", "https://cdn.example.com/x.png"),
            metadata: None,
        }
    }

    fn item(kind: Kind, standby: bool) -> Value {
        let body = body(&asked(kind, standby), 1_772_440_200_000, 7).unwrap();
        assert_eq!((&body["object"], &body["entry"][0]["id"]), (&json!("page"), &json!("100")));
        let key = if standby { "standby" } else { "messaging" };
        body["entry"][0][key][0].clone()
    }

    #[test]
    fn every_kind_has_the_shape_the_platform_gives_it() {
        let message = item(Kind::Message, false);
        assert_eq!(
            (&message["message"]["text"], &message["sender"]["id"]),
            (&json!("Where is it?"), &json!("4711"))
        );
        assert_eq!(
            item(Kind::QuickReply, false)["message"]["quick_reply"]["payload"],
            "1.order.oak"
        );
        assert_eq!(item(Kind::Postback, false)["postback"]["payload"], "1.order.oak");
        assert_eq!(item(Kind::GetStarted, false)["postback"]["referral"]["ref"], "sale");
        assert_eq!(item(Kind::Referral, false)["referral"]["ref"], "sale");
        assert_eq!(item(Kind::Attachment, false)["message"]["attachments"][0]["type"], "image");
        assert!(item(Kind::Read, false)["read"]["watermark"].is_number());
        assert!(item(Kind::Delivery, false)["delivery"]["mids"][0].is_string());
        let echo = item(Kind::Echo, false);
        assert_eq!(
            (&echo["message"]["is_echo"], &echo["sender"]["id"]),
            (&json!(true), &json!("100"))
        );
        assert_eq!(
            item(Kind::HandoverReturn, false)["pass_thread_control"]["new_owner_app_id"],
            "1001"
        );
        assert_eq!(
            item(Kind::HandoverPass, false)["pass_thread_control"]["new_owner_app_id"],
            "1001"
        );
        assert!(item(Kind::HandoverTake, false)["take_thread_control"].is_object());
        assert!(item(Kind::HandoverRequest, false)["request_thread_control"].is_object());
    }

    #[test]
    fn a_copy_in_standby_carries_no_payload_and_a_return_has_none() {
        assert_eq!(item(Kind::Message, true)["message"]["text"], "Where is it?");
        assert!(item(Kind::Postback, true)["postback"]["payload"].is_null());
        assert!(body(&asked(Kind::HandoverReturn, true), 1_772_440_200_000, 7).is_err());
    }

    #[test]
    fn two_webhooks_have_different_message_ids() {
        let mid = |seed| {
            body(&asked(Kind::Message, false), 5, seed).unwrap()["entry"][0]["messaging"][0]["message"]["mid"].clone()
        };
        assert_ne!(mid(1), mid(2));
    }
}
