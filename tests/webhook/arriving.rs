//! Bad inputs 13 to 23 and 26: signed bodies with something wrong inside. Every one is answered 200, since the
//! platform would repeat it for ever; what can be run is run, and the rest is kept for people to look at.

use std::time::{Duration, Instant};

use baton_simulator::{Call, GraphAct, GraphFault, Outcome, When};
use serde_json::{Value, json};

use super::{greeted, repeats, world};
use crate::world::{APP, PAGE, Stored, World, envelope, message, now, says, sign};

/// A body whose only item stands there as it is written.
fn around(item: &str) -> String {
    let time = now();
    format!(r#"{{"object":"page","entry":[{{"id":"{PAGE}","time":{time},"messaging":[{item}]}}]}}"#)
}

/// An item of anna's around what is written of her message.
fn annas(message: &str) -> String {
    let time = now();
    format!(
        r#"{{"sender":{{"id":"anna"}},"recipient":{{"id":"{PAGE}"}},"timestamp":{time},"message":{message}}}"#
    )
}

/// The reasons why something was put aside, and nothing else was stored.
#[track_caller]
fn assert_only_put_aside(world: &World, count: usize) -> Vec<(String, Vec<u8>)> {
    let stored = world.stored();
    assert_eq!(stored.quarantine.len(), count, "{stored:?}");
    assert_eq!(world.counter("kept"), count as u64);
    let nothing = Stored { quarantine: stored.quarantine.clone(), ..Stored::default() };
    assert_eq!(stored, nothing);
    stored.quarantine
}

#[test]
fn input_13_bytes_that_are_no_text() {
    let world = world();
    greeted(&world, "anna");
    let before = world.stored();
    let good = annas(r#"{"mid":"m_good","text":"a good neighbour"}"#);
    let bad = annas(r#"{"mid":"m_bad","text":"?"}"#);
    let body = around(&format!("{bad},{good}"));
    let at = body.find("\"?\"").unwrap() + 1;
    let mut bytes = body.into_bytes();
    bytes[at] = 0xff;
    assert_eq!(world.webhook_bytes(&bytes), 200);
    world.quiet();
    world.expect("anna", [repeats("a good neighbour")]);
    let stored = world.stored();
    assert_eq!(stored.keys, before.keys + 1);
    assert_eq!(stored.quarantine.len(), 1);
    let (reason, raw) = &stored.quarantine[0];
    assert_eq!(reason, "bad: not UTF-8");
    assert!(raw.contains(&0xff) && raw.len() < bytes.len(), "the item is kept as it came");
    assert_eq!(world.counter("kept"), 1);
}

#[test]
fn input_14_json_that_is_nested_too_deep() {
    let world = world();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(world.webhook_bytes(deep.as_bytes()), 200);
    assert_eq!(world.webhook_bytes(around(&deep).as_bytes()), 200);
    assert_eq!(world.webhook_bytes(around(&annas(&deep)).as_bytes()), 200);
    let open = "[".repeat(100_000);
    assert_eq!(world.webhook_bytes(around(&open).as_bytes()), 200);
    let put_aside = assert_only_put_aside(&world, 4);
    assert_eq!(put_aside[0].1, deep.as_bytes());
    // What nobody reads may be as deep as it likes.
    greeted(&world, "anna");
    let item = annas(&format!(r#"{{"mid":"m_1","text":"deep","nlp":{deep}}}"#));
    assert_eq!(world.webhook_bytes(around(&item).as_bytes()), 200);
    world.quiet();
    world.expect("anna", [repeats("deep")]);
}

#[test]
fn input_15_a_field_that_is_there_twice() {
    let world = world();
    let page = format!(r#""recipient":{{"id":"{PAGE}"}}"#);
    let bodies = [
        around(&annas(r#"{"mid":"m_1","mid":"m_2","text":"hi"}"#)),
        around(&annas(r#"{"mid":"m_3","text":"hi","text":"ho"}"#)),
        around(&format!(
            r#"{{"sender":{{"id":"anna"}},"sender":{{"id":"bob"}},{page},"message":{{"mid":"m_4"}}}}"#
        )),
        around(&format!(
            r#"{{"sender":{{"id":"anna"}},{page},"postback":{{"payload":"A","payload":"B"}}}}"#
        )),
        r#"{"object":"page","entry":[],"entry":[]}"#.to_owned(),
        r#"{"object":"page","entry":[{"id":"100","messaging":[],"messaging":[]}]}"#.to_owned(),
    ];
    // Of two readers one would believe the first and one the second: nobody does.
    for (at, body) in bodies.iter().enumerate() {
        assert_eq!(world.webhook_bytes(body.as_bytes()), 200, "{body}");
        assert_only_put_aside(&world, at + 1);
    }
}

#[test]
fn input_16_a_body_with_nothing_in_it() {
    let world = world();
    for body in [
        json!({ "object": "page", "entry": [] }),
        json!({ "object": "page" }),
        json!({ "object": "page", "entry": null }),
        json!({ "object": "page", "entry": [{ "id": PAGE, "time": now() }] }),
        json!({ "object": "page", "entry": [{ "id": PAGE, "messaging": [] }] }),
        json!({ "object": "page", "entry": [{}] }),
        json!({}),
    ] {
        assert_eq!(world.webhook(&body), 200, "{body}");
        assert_eq!(world.stored(), Stored::default(), "{body}");
    }
}

/// Many words of a hundred people.
fn crowd(count: usize) -> Vec<Value> {
    let word = |n: usize| message(&format!("p{}", n % 100), &format!("m_{n}"), &format!("{n}"));
    (0..count).map(word).collect()
}

#[test]
fn input_17_a_thousand_items_in_one_body() {
    let world = world();
    for contact in (0..100).map(|n| format!("p{n}")) {
        world.person(&contact).says_at_once("hi");
    }
    world.quiet();
    let began = Instant::now();
    assert_eq!(world.webhook(&envelope(&crowd(1_000))), 200);
    // The platform gives us five seconds; a debug build on a busy machine is slow.
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let stored = world.stored();
    assert_eq!((stored.conversations, stored.keys), (100, 1_100));
    assert_eq!(world.counter("duplicates"), 0);
    world.quiet();
    for n in 0..100 {
        let answers = (n..1_000).step_by(100).map(|word| repeats(&word.to_string()));
        world.expect(&format!("p{n}"), std::iter::once(says("Hello.")).chain(answers));
    }
}

#[test]
fn input_18_one_bad_item_among_good_ones() {
    let world = world();
    let mut items = crowd(999);
    items.insert(500, json!(42));
    assert_eq!(world.webhook(&envelope(&items)), 200);
    let stored = world.stored();
    assert_eq!((stored.conversations, stored.keys), (100, 999));
    assert_eq!(stored.quarantine, [("bad: item: no object".to_owned(), b"42".to_vec())]);
}

#[test]
fn input_19_a_time_in_any_form() {
    let world = world();
    greeted(&world, "anna");
    let seconds = now() / 1_000;
    let times = [
        json!(seconds),
        json!(now().to_string()),
        json!(seconds.to_string()),
        json!(-5),
        json!(9_223_372_036_854_775_808_u64),
        json!(0),
        json!(null),
        json!("yesterday"),
        json!(1e300),
        json!([now()]),
    ];
    for (at, time) in times.iter().enumerate() {
        let mut item = message("anna", &format!("m_{at}"), &format!("word {at}"));
        item["timestamp"] = time.clone();
        assert_eq!(world.webhook(&envelope(&[item])), 200, "{time}");
        world.quiet();
        world.expect("anna", [repeats(&format!("word {at}"))]);
    }
    let mut item = message("anna", "m_without", "word without");
    item.as_object_mut().unwrap().remove("timestamp");
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    world.quiet();
    world.expect("anna", [repeats("word without")]);
    // A time that can be read and lies far ahead is no time of ours.
    let mut item = message("anna", "m_ahead", "from the year 9000");
    item["timestamp"] = json!(221_845_392_000_000_i64);
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    world.quiet();
    world.expect_nothing("anna");
    assert_eq!(world.counter("late"), 1);
}

#[test]
fn input_20_an_id_that_is_empty_endless_or_holds_a_nul() {
    let world = world();
    greeted(&world, "anna");
    let ids = [String::new(), "m".repeat(10 * 1024), "m_\u{0}_nul".to_owned()];
    for (at, id) in ids.iter().enumerate() {
        let body = envelope(&[message("anna", id, &format!("word {at}\u{0}"))]);
        assert_eq!(world.webhook(&body), 200);
        assert_eq!(world.webhook(&body), 200, "the same once more");
        world.quiet();
        let said = world.acts("anna");
        assert_eq!(said.len(), at + 2, "{said:?}");
    }
    assert_eq!(world.counter("duplicates"), 3);
    assert!(world.stored().quarantine.is_empty());
}

#[test]
fn input_21_a_person_whose_id_is_a_trap() {
    let world = world();
    let traps = ["'; drop table conversation; --", "<b>anna</b>", "an\nna", "../../etc/passwd"];
    for (at, trap) in traps.iter().enumerate() {
        assert_eq!(world.webhook(&envelope(&[message(trap, &format!("m_{at}"), "hi")])), 200);
    }
    let mut expected: Vec<_> = traps.map(str::to_owned).into();
    expected.sort();
    assert_eq!(world.stored_contacts(), expected);
    let path = "/api/v1/pages/100/contacts/..%2F..%2Fetc%2Fpasswd";
    assert_eq!(world.get(path)["contact"], "../../etc/passwd");
}

#[test]
fn input_21_a_page_of_somebody_else() {
    let world = world();
    let mut body = envelope(&[message("anna", "m_1", "hi")]);
    body["entry"][0]["id"] = json!("999");
    body["entry"][0]["messaging"][0]["recipient"]["id"] = json!("999");
    assert_eq!(world.webhook(&body), 200);
    assert_eq!(world.counter("foreign"), 1);
    // Nor is anything kept of it that nobody knows how to read.
    let item = body["entry"][0]["messaging"][0].as_object_mut().unwrap();
    item.remove("message");
    item.insert("brand_new_thing".to_owned(), json!({ "since": 2027 }));
    assert_eq!(world.webhook(&body), 200);
    assert_eq!(world.counter("foreign"), 2);
    assert_eq!(world.stored(), Stored::default());
}

#[test]
fn input_22_a_kind_of_event_nobody_knows() {
    let world = world();
    let mut item = message("anna", "m_1", "hi");
    item.as_object_mut().unwrap().remove("message");
    item["brand_new_thing"] = json!({ "since": 2027 });
    assert_eq!(world.webhook(&envelope(&[item.clone()])), 200);
    let put_aside = assert_only_put_aside(&world, 1);
    assert!(put_aside[0].0.contains("brand_new_thing"), "{put_aside:?}");
    let raw: Value = serde_json::from_slice(&put_aside[0].1).unwrap();
    assert_eq!(raw, item, "it is kept as it came");
}

/// An echo of a message of our app's with this metadata.
fn echo(contact: &str, mid: &str, metadata: &str) -> Value {
    json!({
        "sender": { "id": PAGE },
        "recipient": { "id": contact },
        "timestamp": now(),
        "message": {
            "is_echo": true, "app_id": APP.parse::<u64>().unwrap(), "mid": mid, "text": "You said: x",
            "metadata": metadata,
        },
    })
}

#[test]
fn input_23_an_echo_with_a_forged_name() {
    let world = world();
    greeted(&world, "anna");
    greeted(&world, "bob");
    let mut fault = GraphFault::on(&[Call::Message], GraphAct::DieBefore);
    fault.contact = Some("bob".to_owned());
    fault.when = When::nth(1);
    world.break_graph(fault);
    world.person("bob").says_at_once("x");
    let lost = |world: &World| {
        let last = world.ledger("bob").pop()?;
        Some(last.body["message"]["metadata"].as_str()?.to_owned())
            .filter(|_| last.result == Outcome::Lost)
    };
    let name = world.wait_until("the send", lost);
    let before = world.counter("settled_by_echo");
    assert!(name.starts_with("b1."), "{name}");
    // With another signature; for another person.
    let forged =
        format!("{}{}", &name[..name.len() - 1], if name.ends_with('a') { 'b' } else { 'a' });
    for (at, item) in [echo("bob", "m_e1", &forged), echo("anna", "m_e2", &name)].iter().enumerate()
    {
        assert_eq!(world.webhook(&envelope(std::slice::from_ref(item))), 200);
        assert_eq!(world.counter("forged_names"), at as u64 + 1);
        assert_eq!(world.shown("bob")["unsettled"], 1, "nothing is settled by it");
    }
    assert_eq!(world.counter("settled_by_echo"), before);
    // The true name for the right person settles it.
    assert_eq!(world.webhook(&envelope(&[echo("bob", "m_e3", &name)])), 200);
    world.quiet();
    assert_eq!(world.counter("settled_by_echo"), before + 1);
    world.person("bob").says("y");
    let last = world.acts("bob").pop();
    assert_eq!(last, Some(repeats("y")), "nobody was silenced, and nothing is sent again");
}

#[test]
fn input_26_a_signed_body_that_is_nine_days_old() {
    let world = world();
    greeted(&world, "anna");
    let mut item = message("anna", "m_1", "a voice from the past");
    item["timestamp"] = json!(now() - 9 * 86_400_000);
    let body = envelope(&[item]).to_string();
    let before = world.stored();
    let signature = sign(body.as_bytes());
    let (status, _) = world.webhook_with(body.as_bytes(), &[("x-hub-signature-256", &signature)]);
    assert_eq!(status, 200);
    world.quiet();
    world.expect_nothing("anna");
    assert_eq!(world.counter("late"), 1);
    let stored = world.stored();
    assert_eq!((stored.keys, stored.history), (before.keys, before.history));
    assert_eq!(stored.quarantine.len(), 1);
    assert_eq!(stored.quarantine[0].0, "late");
    assert_eq!(world.acts("anna"), [says("Hello.")]);
}
