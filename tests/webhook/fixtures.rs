//! Bodies as the platform really sends them: every one is answered 200, becomes the event it is, and the server goes on.
//! Those of public client libraries are read where their folder is there; those that are written down here always, one
//! of each kind.

use std::path::PathBuf;

use baton_core::note::Note;
use serde_json::{Value, json};

use super::world;
use crate::world::{PAGE, Plan, World, now, repository};

/// A body, the name of its shape, and the event it is.
type Shape = (String, Value, &'static str);

/// Items from the platform's own documentation, one of each kind.
fn own() -> Vec<Shape> {
    let at = now();
    let inbox = 263_902_037_430_900_u64;
    let attached = |kind: &str, payload: Value| json!({ "message": { "mid": kind, "attachments": [{ "type": kind, "payload": payload }] } });
    let place = json!({ "coordinates": { "lat": 55.67, "long": 12.56 } });
    let sticker =
        json!({ "url": "https://x.example/s.png", "sticker_id": 369_239_263_222_822_u64 });
    let feedback = json!({ "feedback_screens": [{ "screen_id": 0, "questions": { "hauydmns8": {
        "type": "csat", "payload": "4", "follow_up": { "type": "free_form", "payload": "Nice." } } } }] });
    let items = [
        ("text", json!({ "message": { "mid": "o_1", "text": "hello" } }), "text: hello"),
        (
            "image",
            attached("image", json!({ "url": "https://x.example/i.png" })),
            "image https://x.example/i.png",
        ),
        ("location", attached("location", place), "location 55.67 12.56"),
        ("sticker", attached("image", sticker), "sticker:"),
        (
            "reply",
            json!({ "message": { "mid": "o_4", "text": "yes", "reply_to": { "mid": "o_1" } } }),
            "text: yes",
        ),
        (
            "quick reply",
            json!({ "message": { "mid": "o_6", "text": "Green", "quick_reply": { "payload": "G" } } }),
            "text: Green",
        ),
        (
            "unsent",
            json!({ "message": { "mid": "o_1", "is_deleted": true } }),
            "unknown: message_deleted",
        ),
        (
            "echo",
            json!({ "message": { "mid": "o_7", "is_echo": true, "app_id": inbox, "text": "Hi" } }),
            "echo of 263902037430900: Hi",
        ),
        (
            "postback",
            json!({ "postback": { "mid": "o_5", "title": "Get Started", "payload": "X",
            "referral": { "ref": "summer", "source": "SHORTLINK", "type": "OPEN_THREAD" } } }),
            "text: Get Started",
        ),
        (
            "referral",
            json!({ "referral": { "ref": "summer", "source": "ADS", "type": "OPEN_THREAD" } }),
            "referral summer",
        ),
        (
            "reaction",
            json!({ "reaction": { "reaction": "love", "emoji": "❤", "action": "react",
            "mid": "o_1" } }),
            "reaction love",
        ),
        ("delivery", json!({ "delivery": { "mids": ["o_9"], "watermark": at } }), "watermark"),
        ("read", json!({ "read": { "watermark": at } }), "watermark"),
        (
            "optin",
            json!({ "optin": { "type": "notification_messages", "payload": "x" } }),
            "optin  x",
        ),
        (
            "linked",
            json!({ "account_linking": { "status": "linked", "authorization_code": "c" } }),
            "linked c",
        ),
        ("feedback", json!({ "messaging_feedback": feedback }), "feedback 4"),
        (
            "pass",
            json!({ "pass_thread_control": { "new_owner_app_id": 1001,
            "previous_owner_app_id": inbox, "metadata": "m" } }),
            "passed m",
        ),
        (
            "take",
            json!({ "take_thread_control": { "previous_owner_app_id": 1001,
            "new_owner_app_id": inbox, "metadata": "m" } }),
            "handed over",
        ),
        (
            "request",
            json!({ "request_thread_control": { "requested_owner_app_id": inbox,
            "metadata": "" } }),
            "taken in",
        ),
        (
            "game",
            json!({ "game_play": { "game_id": "1", "player_id": "2" } }),
            "unknown: game_play",
        ),
    ];
    let body = |item: Value| json!({ "object": "page", "entry": [{ "id": PAGE, "time": at, "messaging": [item] }] });
    items.into_iter().map(|(name, item, is)| (name.to_owned(), body(item), is)).collect()
}

/// Which event each body of the client libraries is.
const FOREIGN: [(&str, &str); 27] = [
    ("01-account-linking.json", "linked PASS_THROUGH_AUTHORIZATION_CODE"),
    ("02-delivery.json", "watermark"),
    ("03-feed.json", "unknown: changes.feed"),
    ("04-game-plays.json", "unknown: game_play"),
    ("05-leadgen.json", "unknown: changes.leadgen"),
    ("06-message-echo.json", "echo of 184719329217930000: Hello, bot!"),
    ("07-message-echo-video.json", "echo of 184719329217930001:"),
    ("08-message-echo-file.json", "echo of 184719329217930001:"),
    ("09-message-echo-audio.json", "echo of 184719329217930001:"),
    ("10-message-echo-location.json", "echo of 184719329222930001:"),
    ("11-message-reaction.json", "reaction like"),
    ("12-message-request.json", "unknown: message_request"),
    ("13-message.json", "image https://www.example.com/1.jpg"),
    ("14-message-video.json", "video https://www.example.com/2.mp4"),
    ("15-message-file.json", "file https://www.example.com/3.pdf"),
    ("16-message-audio.json", "audio https://www.example.com/4.ogg"),
    // Its numbers are none.
    ("17-message-location.json", "location"),
    ("18-optin.json", "optin PASS_THROUGH_PARAM"),
    // To an app that is not ours.
    ("19-pass-thread-control.json", "handed over"),
    ("20-payment.json", "unknown: payment"),
    ("21-policy-enforcement.json", "unknown: policy_enforcement"),
    // Taps on buttons nobody declared, without a title: words that say nothing.
    ("22-postback.json", "text:"),
    ("23-postback.json", "text:"),
    ("24-read.json", "watermark"),
    ("25-referral.json", "referral my-ref-value"),
    ("40-server-body-text.json", "text: Hello, bot!"),
    ("41-server-body-entry-without-messaging.json", "nothing"),
];

/// Bodies of public client libraries' tests; none where the folder is not there.
fn foreign() -> Vec<Shape> {
    let folder = repository().join("../shared/fixtures/jgorset-facebook-messenger");
    let readme = repository().join("../shared/fixtures/README.md");
    let Ok(readme) = std::fs::read_to_string(readme) else { return Vec::new() };
    let rows = readme.lines().filter_map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    });
    let read = |name: &str| -> Option<Value> {
        let text = std::fs::read_to_string(PathBuf::from(&folder).join(name)).ok()?;
        Some(serde_json::from_str(&text).unwrap())
    };
    rows.filter_map(|(name, shape)| {
        let body = match shape.as_str() {
            "webhook-body" => read(&name)?,
            "messaging-item" => {
                let item = read(&name)?;
                let page = item["recipient"]["id"].clone();
                json!({ "object": "page", "entry": [{ "id": page, "time": item["timestamp"],
                    "messaging": [item] }] })
            }
            "changes-item" => {
                json!({ "object": "page", "entry": [{ "id": PAGE, "time": now(),
                    "changes": [read(&name)?] }] })
            }
            _ => return None,
        };
        let is = FOREIGN.iter().find(|(known, _)| *known == name);
        let (_, is) = is.unwrap_or_else(|| panic!("{name}: which event is it?"));
        Some((name, body, *is))
    })
    .collect()
}

/// Says of everything it hears which event it was.
const TELLING: &str = r#"
bot: telling
start: hello
keywords:
  - when: { sends: image }
    do: [ { say: "image {{input.url}}" } ]
  - when: { sends: video }
    do: [ { say: "video {{input.url}}" } ]
  - when: { sends: audio }
    do: [ { say: "audio {{input.url}}" } ]
  - when: { sends: file }
    do: [ { say: "file {{input.url}}" } ]
  - when: { sends: location }
    do: [ { say: "location {{input.latitude}} {{input.longitude}}" } ]
  - when: { event: reaction }
    do: [ { say: "reaction {{event.reaction}}" } ]
  - when: { event: optin }
    do: [ { say: "optin {{event.ref}} {{event.payload}}" } ]
  - when: { event: linked }
    do: [ { say: "linked {{event.payload}}" } ]
  - when: { event: feedback }
    do: [ { say: "feedback {{event.payload}}" } ]
  - when: { event: referral }
    do: [ { say: "referral {{event.ref}}" } ]
  - when: { event: pass_thread_control }
    do: [ { say: "passed {{event.metadata}}" } ]
  - when: { event: take_thread_control }
    do: [ { say: "taken {{event.metadata}}" } ]
fallback: { say: "{{input.kind}}: {{input.text}}" }
entries: { get_started: { to: opened } }
handover: { when_requested: refuse }
modules:
  hello:
    say: Hello.
    connections:
      - when: [never said]
        to: hello
  opened:
    say: "opened {{event.ref}}"
    to: hello
"#;

/// The same body as if it were between our page and this contact, and of this moment, so that it is really run.
fn as_ours(body: &Value, contact: &str, at: i64) -> Value {
    let mut body = body.clone();
    for entry in body["entry"].as_array_mut().into_iter().flatten() {
        entry["id"] = json!(PAGE);
        for item in entry["messaging"].as_array_mut().into_iter().flatten() {
            item["timestamp"] = json!(at);
            let by_page = item["message"]["is_echo"] == true;
            let (person, page) =
                if by_page { ("recipient", "sender") } else { ("sender", "recipient") };
            item[person] = json!({ "id": contact });
            item[page] = json!({ "id": PAGE });
        }
    }
    body
}

/// What came of a body: the event it was taken for.
fn event(world: &World, contact: &str, body: &Value) -> String {
    // A second behind the word: soon enough for an inbox's echo to be an automatic answer, and no agent's.
    let soon = now() + 1_000;
    world.person(contact).says("hi");
    world.skip(contact);
    let body = &as_ours(body, contact, soon);
    let before = (world.counter("watermarks"), world.stored(), world.notes(contact).len());
    assert_taken(world, contact, body);
    world.quiet();
    let mut came: Vec<String> = Vec::new();
    for note in world.notes(contact).into_iter().skip(before.2) {
        match note {
            Note::Overheard { app, text, .. } => {
                came.push(format!(
                    "echo of {}: {text}",
                    app.map_or_else(String::new, |app| app.to_string())
                ));
            }
            Note::Said { text, .. } => came.push(text),
            Note::HandoverOpened { .. } => came.push("handed over".to_owned()),
            _ => {}
        }
    }
    if world.counter("watermarks") > before.0 {
        came.push("watermark".to_owned());
    }
    let after = world.stored();
    let kept = after.quarantine.iter().skip(before.1.quarantine.len());
    came.extend(kept.map(|(why, _)| why.clone()));
    if came.is_empty() && after.keys > before.1.keys {
        came.push("taken in".to_owned());
    }
    // A redelivery of it is no second event.
    assert_taken(world, contact, body);
    assert!(world.stored().keys <= after.keys, "{contact}");
    if came.is_empty() { "nothing".to_owned() } else { came.join(", ") }
}

#[track_caller]
fn assert_taken(world: &World, name: &str, body: &Value) {
    assert_eq!(world.webhook(body), 200, "{name}: {body}");
    assert_eq!(world.get("/readyz")["ready"], true, "{name}");
}

#[test]
fn every_body_the_platform_is_known_to_send_becomes_the_event_it_is() {
    let world = Plan::yaml(TELLING).serve();
    let (own, foreign) = (own(), foreign());
    if foreign.is_empty() {
        eprintln!("the payloads of client libraries are not here; only our own are compared");
    }
    let mut wrong = Vec::new();
    for (name, body, is) in own.iter().chain(&foreign) {
        // As it stands it may be of another page, or years old.
        assert_taken(&world, name, body);
        let contact = name.trim_end_matches(".json").replace(' ', "-");
        let came = event(&world, &contact, body);
        if came.trim_end() != *is {
            wrong.push(format!("{name} is `{is}` and was taken for `{came}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let bad: Vec<_> = world.stored().quarantine;
    let bad: Vec<_> = bad.iter().map(|(why, _)| why).filter(|why| why.starts_with("bad")).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert_eq!(world.counter("poison") + world.counter("parked"), 0);
    assert_eq!(world.counter("request_panicked"), 0);
}

#[test]
fn a_webhook_of_another_product_is_not_ours() {
    let world = world();
    let body = json!({ "object": "whatsapp_business_account", "entry": [] });
    assert_eq!(world.webhook(&body), 404);
}
