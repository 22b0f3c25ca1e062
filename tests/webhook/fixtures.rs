//! Bodies as the platform really sends them: every one is answered 200, and the server goes on. Those of public client
//! libraries are read where the folder is there; those that are written down here always.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{greeted, repeats, world};
use crate::world::{PAGE, World, message, now, repository};

/// Bodies from the platform's own documentation, one of each kind.
fn own() -> Vec<(String, Value)> {
    let at = now();
    let ends = |more: Value| {
        let mut item =
            json!({ "sender": { "id": "anna" }, "recipient": { "id": PAGE }, "timestamp": at });
        let fields = more.as_object().cloned().unwrap_or_default();
        item.as_object_mut().unwrap().extend(fields);
        item
    };
    let inbox = 263_902_037_430_900_u64;
    let items = [
        ("text", json!({ "message": { "mid": "o_1", "text": "hello" } })),
        (
            "location",
            json!({ "message": { "mid": "o_2", "attachments": [{ "type": "location",
            "payload": { "coordinates": { "lat": 55.67, "long": 12.56 } } }] } }),
        ),
        (
            "sticker",
            json!({ "message": { "mid": "o_3", "sticker_id": 369_239_263_222_822_u64,
            "attachments": [{ "type": "image", "payload": { "url": "https://x.example/s.png",
            "sticker_id": 369_239_263_222_822_u64 } }] } }),
        ),
        (
            "reply",
            json!({ "message": { "mid": "o_4", "text": "yes", "reply_to": { "mid": "o_1" } } }),
        ),
        ("unsent", json!({ "message": { "mid": "o_1", "is_deleted": true } })),
        (
            "postback",
            json!({ "postback": { "mid": "o_5", "title": "Get Started", "payload": "X",
            "referral": { "ref": "summer", "source": "SHORTLINK", "type": "OPEN_THREAD" } } }),
        ),
        (
            "referral",
            json!({ "referral": { "ref": "summer", "source": "ADS", "type": "OPEN_THREAD" } }),
        ),
        (
            "reaction",
            json!({ "reaction": { "reaction": "love", "emoji": "❤", "action": "react",
            "mid": "o_1" } }),
        ),
        ("delivery", json!({ "delivery": { "mids": ["o_9"], "watermark": at } })),
        ("read", json!({ "read": { "watermark": at } })),
        ("optin", json!({ "optin": { "type": "notification_messages", "payload": "x" } })),
        (
            "pass",
            json!({ "pass_thread_control": { "new_owner_app_id": 1001,
            "previous_owner_app_id": inbox, "metadata": "" } }),
        ),
        (
            "request",
            json!({ "request_thread_control": { "requested_owner_app_id": inbox,
            "metadata": "" } }),
        ),
        ("game", json!({ "game_play": { "game_id": "1", "player_id": "2" } })),
    ];
    let body = |item: Value| json!({ "object": "page", "entry": [{ "id": PAGE, "time": at, "messaging": [ends(item)] }] });
    items.into_iter().map(|(name, item)| (name.to_owned(), body(item))).collect()
}

/// Bodies of public client libraries' tests; none where the folder is not there.
fn foreign() -> Vec<(String, Value)> {
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
        Some((name, body))
    })
    .collect()
}

/// The same body as if it were of our page and of now, so that it is really run.
fn as_ours(body: &Value) -> Value {
    let mut body = body.clone();
    for entry in body["entry"].as_array_mut().into_iter().flatten() {
        let theirs = std::mem::replace(&mut entry["id"], json!(PAGE));
        for item in entry["messaging"].as_array_mut().into_iter().flatten() {
            item["timestamp"] = json!(now());
            // Some of them were made with one id at both ends.
            if item["sender"]["id"] == item["recipient"]["id"] {
                item["sender"]["id"] = json!("somebody");
            }
            for end in ["sender", "recipient"] {
                if item[end]["id"] == theirs {
                    item[end]["id"] = json!(PAGE);
                }
            }
        }
    }
    body
}

#[track_caller]
fn assert_taken(world: &World, name: &str, body: &Value) {
    assert_eq!(world.webhook(body), 200, "{name}: {body}");
    assert_eq!(world.get("/readyz")["ready"], true, "{name}");
}

#[test]
fn every_body_the_platform_is_known_to_send_is_taken() {
    let world = world();
    greeted(&world, "anna");
    let (own, foreign) = (own(), foreign());
    for (name, body) in own.iter().chain(&foreign) {
        assert_taken(&world, name, body);
        assert_taken(&world, name, &as_ours(body));
        assert_taken(&world, &format!("{name} again"), &as_ours(body));
    }
    let bad: Vec<_> = world.stored().quarantine;
    let bad: Vec<_> = bad.iter().map(|(why, _)| why).filter(|why| why.starts_with("bad")).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert!(world.counter("events") > own.len() as u64 / 2, "they were run");
    assert_eq!(world.counter("poison") + world.counter("parked"), 0);
    assert_eq!(world.counter("request_panicked"), 0);
    // And the server is as it was.
    greeted(&world, "bob");
    let word = message("bob", "m_last", "still there?");
    assert_eq!(world.webhook(&crate::world::envelope(&[word])), 200);
    world.quiet();
    world.expect("bob", [repeats("still there?")]);
}

#[test]
fn a_webhook_of_another_product_is_not_ours() {
    let world = world();
    let body = json!({ "object": "whatsapp_business_account", "entry": [] });
    assert_eq!(world.webhook(&body), 404);
}
