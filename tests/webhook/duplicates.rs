//! The platform delivers a webhook again when it is in doubt, sometimes many times at once. One effect each.

use baton_simulator::{WebhookAct, WebhookFault};
use serde_json::{Value, json};

use super::{greeted, repeats, world};
use crate::world::{envelope, message, says};

#[test]
fn every_delivery_one_to_five_times_at_once_has_one_effect() {
    let world = world();
    let people: Vec<_> = (0..5).map(|n| format!("person {n}")).collect();
    people.iter().for_each(|contact| greeted(&world, contact));
    let mut bodies = Vec::new();
    for word in 0..4 {
        for (at, contact) in people.iter().enumerate() {
            let mid = format!("m_{at}_{word}");
            let body = envelope(&[message(contact, &mid, &format!("word {word}"))]);
            bodies.extend(vec![body; 1 + (at + word) % 5]);
        }
    }
    let copies = bodies.len() - 20;
    let statuses = world.webhooks_at_once(&bodies);
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    world.quiet();
    for contact in &people {
        let mut said = world.acts(contact);
        said.remove(0);
        let mut expected: Vec<_> = (0..4).map(|n| repeats(&format!("word {n}"))).collect();
        // Which of four parallel bodies is first is up to the network.
        said.sort_by_key(|act| format!("{act:?}"));
        expected.sort_by_key(|act| format!("{act:?}"));
        assert_eq!(said, expected, "{contact}");
    }
    // The platform may have delivered something again by itself, on a machine that is busy.
    assert!(world.counter("duplicates") >= copies as u64);
}

#[test]
fn a_duplicate_after_a_restart_is_one_still() {
    let mut world = world();
    greeted(&world, "anna");
    let body = envelope(&[message("anna", "m_1", "once")]);
    assert_eq!(world.webhook(&body), 200);
    world.quiet();
    world.expect("anna", [repeats("once")]);
    world.crash();
    assert_eq!(world.webhook(&body), 200);
    world.quiet();
    world.expect_nothing("anna");
    assert_eq!(world.counter("duplicates"), 1);
}

#[test]
fn copies_that_come_by_and_by_are_duplicates_too() {
    let world = world();
    world.break_webhooks(WebhookFault::on(&[], WebhookAct::Again { times: 4, every: 40 }));
    world.person("anna").says("hi");
    world.person("anna").says("again and again");
    world.expect("anna", [says("Hello."), repeats("again and again")]);
    assert_eq!(world.counter("duplicates"), 6);
}

/// The same item in `standby`.
fn overheard(item: &Value) -> Value {
    let mut body = envelope(&[]);
    body["entry"][0]["standby"] = json!([item]);
    body
}

#[test]
fn the_copy_in_standby_and_the_one_in_messaging_are_one_word() {
    let world = world();
    greeted(&world, "anna");
    for (at, overheard_first) in [false, true].into_iter().enumerate() {
        let text = format!("word {at}");
        let item = message("anna", &format!("m_{at}"), &text);
        let mut bodies = [envelope(std::slice::from_ref(&item)), overheard(&item)];
        if overheard_first {
            bodies.reverse();
        }
        for body in &bodies {
            assert_eq!(world.webhook(body), 200);
        }
        world.quiet();
        let heard = world.heard("anna");
        assert_eq!(heard.iter().filter(|(heard, _)| *heard == text).count(), 1, "{heard:?}");
        let said = world.acts("anna").into_iter().filter(|act| *act == repeats(&text)).count();
        assert!(said <= 1, "{:?}", world.acts("anna"));
        // What comes as a word to us is answered; a copy of what somebody else answers is not.
        assert!(overheard_first || said == 1, "{:?}", world.acts("anna"));
    }
    assert_eq!(world.counter("duplicates"), 2);
}

#[test]
fn the_same_word_in_messaging_and_standby_of_one_body_is_answered_once() {
    let world = world();
    greeted(&world, "anna");
    let item = message("anna", "m_1", "once");
    let mut body = envelope(std::slice::from_ref(&item));
    body["entry"][0]["standby"] = json!([item]);
    assert_eq!(world.webhook(&body), 200);
    world.quiet();
    world.expect("anna", [repeats("once")]);
}
