//! The table of messenger-platform 3.3, 3.4 and 3.7, row by row.

mod with_default_app;
mod zero_config;

use serde_json::{Value, json};

use crate::thread::OWNERSHIP;
use crate::{
    AgentAct, EchoChannel, GraphAnswer, GraphRequest, Method, OtherApp, PAGE_INBOX, PersonAct,
    Platform, Routing, Setup, TakeTold,
};

const US: &str = "100";
const DESK: &str = "200";

fn world(routing: Routing) -> Platform {
    let mut setup = Setup::one_page(US, "9", "token");
    setup.pages[0].routing = routing;
    setup.other_apps.push(OtherApp::new(DESK, "Desk"));
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    heard(&mut platform, 0);
    platform
}

fn ours() -> Platform {
    world(Routing::DefaultApp(US.into()))
}

fn call(platform: &mut Platform, now: i64, edge: &str, more: Value) -> GraphAnswer {
    let mut body = json!({ "recipient": { "id": "7" } });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let request = GraphRequest {
        method: Method::Post,
        path: format!("/v25.0/me/{edge}"),
        query: Vec::new(),
        body,
        token: Some("token".into()),
    };
    platform.graph(now, request)
}

fn owner_shown(platform: &mut Platform, now: i64) -> Value {
    let request = GraphRequest {
        method: Method::Get,
        path: "/me/thread_owner".into(),
        query: vec![("recipient".into(), "7".into())],
        body: Value::Null,
        token: Some("token".into()),
    };
    platform.graph(now, request).body
}

/// `(code, subcode)` of a refusal; `(0, 0)` when it was accepted.
fn refusal(answer: &GraphAnswer) -> (i64, i64) {
    let error = &answer.body["error"];
    (error["code"].as_i64().unwrap_or(0), error["error_subcode"].as_i64().unwrap_or(0))
}

fn send(platform: &mut Platform, now: i64) -> (i64, i64) {
    let message = json!({ "messaging_type": "RESPONSE", "message": { "text": "hello" } });
    refusal(&call(platform, now, "messages", message))
}

/// All items our app was told, each with the channel it came by; answered at once.
fn heard(platform: &mut Platform, now: i64) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    loop {
        let due = platform.due(now);
        if due.is_empty() {
            return all;
        }
        for delivery in due {
            let entry = delivery.body["entry"][0].as_object().unwrap();
            for channel in ["messaging", "standby"] {
                let items = entry.get(channel).and_then(Value::as_array);
                let items = items.into_iter().flatten();
                all.extend(items.map(|item| (channel.to_owned(), item.clone())));
            }
            platform.answered(delivery.id, true, now);
        }
    }
}
