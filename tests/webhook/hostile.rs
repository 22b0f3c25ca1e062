//! Signed bodies that nobody should send: bad inputs 13 to 16, 18 to 23, 26. Signed means that it comes from the
//! platform, so it is answered 200 once: anything else would make it come again for ever.

use serde_json::{Value, json};

use super::{said, world};
use crate::world::{PAGE, World, envelope, message, now};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// After whatever came before, a healthy message is answered.
#[track_caller]
fn still_works(world: &World) {
    assert_eq!(world.get("/healthz")["status"], "ok");
    world.person("witness").says("hi");
    assert_eq!(said(world, "witness").last().map(String::as_str), Some("Ready."));
}

#[test]
fn input_13_invalid_utf_8() {
    let world = world();
    let mut body = envelope(&[message("anna", "m_1", "hi XX")]).to_string().into_bytes();
    let at = body.windows(2).position(|two| two == b"XX").unwrap();
    body[at..at + 2].copy_from_slice(&[0xff, 0xfe]);
    assert_eq!(world.webhook_bytes(&body), 200);
    still_works(&world);
}

#[test]
fn input_14_json_nested_a_hundred_thousand_deep() {
    let world = world();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(world.webhook_bytes(deep.as_bytes()), 200);
    let inside = envelope(&[message("anna", "m_1", "DEEP")]).to_string();
    let inside = inside.replace("\"DEEP\"", &deep);
    assert_eq!(world.webhook_bytes(inside.as_bytes()), 200);
    still_works(&world);
}

#[test]
fn input_15_a_key_twice_is_read_the_same_way_every_time() {
    let world = world();
    let body = envelope(&[message("anna", "m_1", "hi")]).to_string();
    let body = body.replace("\"mid\":\"m_1\"", "\"mid\":\"m_1\",\"mid\":\"m_2\"");
    for _ in 0..3 {
        assert_eq!(world.webhook_bytes(body.as_bytes()), 200);
    }
    world.known("anna");
    assert!(said(&world, "anna").len() <= 1);
    still_works(&world);
}

#[test]
fn input_16_nothing_in_it() {
    let world = world();
    let bodies = [
        json!({ "object": "page", "entry": [] }),
        json!({ "object": "page" }),
        json!({ "object": "page", "entry": [{ "id": PAGE, "time": now() }] }),
        json!({ "object": "page", "entry": [{ "id": PAGE, "time": now(), "messaging": [] }] }),
        json!({ "object": "page", "entry": [{ "id": PAGE, "time": now(), "changes": [] }] }),
    ];
    for body in bodies {
        assert_eq!(world.webhook(&body), 200, "{body}");
    }
    still_works(&world);
}

#[test]
fn input_18_one_bad_item_among_good_ones() {
    let world = world();
    let mut items: Vec<_> =
        (0..9).map(|n| message(&format!("c{n}"), &format!("m_{n}"), "hi")).collect();
    items.insert(4, json!({ "sender": 7, "recipient": [], "message": "no object" }));
    items.insert(6, json!("not even an object"));
    // The contacts must be there for the platform to accept an answer.
    for n in 0..9 {
        world.greet(&format!("c{n}"));
    }
    assert_eq!(world.webhook(&envelope(&items)), 200);
    for n in 0..9 {
        assert_eq!(said(&world, &format!("c{n}")), ["Ready."]);
    }
}

#[test]
fn input_19_timestamps_of_every_kind() {
    let world = world();
    let stamps = [
        json!(now() / 1000),
        json!(now().to_string()),
        json!(-5),
        json!(9_223_372_036_854_775_807_i64),
        json!(1e300),
        Value::Null,
        json!("soon"),
    ];
    for (number, stamp) in stamps.into_iter().enumerate() {
        let mut item = message(&format!("c{number}"), &format!("m_{number}"), "hi");
        item["timestamp"] = stamp.clone();
        world.greet(&format!("c{number}"));
        assert_eq!(world.webhook(&envelope(&[item])), 200, "{stamp}");
    }
    let mut item = message("without", "m_w", "hi");
    item.as_object_mut().unwrap().remove("timestamp");
    world.greet("without");
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    for contact in ["c0", "c1", "without"] {
        assert_eq!(said(&world, contact), ["Ready."], "{contact}");
    }
    still_works(&world);
}

#[test]
fn input_20_message_ids_of_every_kind() {
    let world = world();
    let mids = [String::new(), "x".repeat(10_000), "a\0b".to_owned()];
    for (number, mid) in mids.iter().enumerate() {
        let contact = format!("c{number}");
        world.greet(&contact);
        let body = envelope(&[message(&contact, mid, "hi")]);
        assert_eq!(world.webhook(&body), 200);
        assert_eq!(world.webhook(&body), 200);
        assert!(said(&world, &contact).len() <= 1, "once, or not at all");
    }
    still_works(&world);
}

#[test]
fn input_21_ids_that_are_code_and_pages_that_are_not_ours() {
    let world = world();
    let contact = "x'); drop table conversation; --<script>\n";
    assert_eq!(world.webhook(&envelope(&[message(contact, "m_1", "hi")])), 200);
    let mut foreign = envelope(&[message("anna", "m_2", "hi")]);
    foreign["entry"][0]["id"] = json!("999999");
    foreign["entry"][0]["messaging"][0]["recipient"]["id"] = json!("999999");
    assert_eq!(world.webhook(&foreign), 200);
    assert!(!world.knows("anna"), "a page that is not ours is not stored");
    still_works(&world);
}

#[test]
fn input_22_a_kind_nobody_knows() {
    let world = world();
    let item = json!({
        "sender": { "id": "anna" }, "recipient": { "id": PAGE }, "timestamp": now(),
        "telepathy": { "thought": "hi" },
    });
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    let changes = json!({ "object": "page", "entry": [{ "id": PAGE, "time": now(),
        "changes": [{ "field": "feed", "value": { "item": "like" } }] }] });
    assert_eq!(world.webhook(&changes), 200);
    still_works(&world);
}

#[test]
fn input_23_an_echo_with_forged_metadata() {
    let world = world();
    let before = world.counter("forged_names");
    let item = json!({
        "sender": { "id": PAGE }, "recipient": { "id": "anna" }, "timestamp": now(),
        "message": { "is_echo": true, "app_id": 1001, "mid": "m_1", "text": "got 1",
            "metadata": "b1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaa" },
    });
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    assert_eq!(world.counter("forged_names"), before + 1);
    still_works(&world);
}

#[test]
fn input_26_a_body_of_nine_days_ago_is_not_run() {
    let world = world();
    world.greet("anna");
    let mut item = message("anna", "m_1", "hi");
    item["timestamp"] = json!(now() - 9 * DAY);
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    assert_eq!(said(&world, "anna"), Vec::<String>::new());
    still_works(&world);
}
