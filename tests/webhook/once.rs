//! Everything once and in order: duplicates at the same time, many messages in one POST, many POSTs at the same time.

use super::{said, world};
use crate::world::{envelope, message};

#[test]
fn a_webhook_that_comes_up_to_five_times_at_once_has_one_effect() {
    let world = world();
    for contact in 1..=5 {
        world.person(&contact.to_string()).says("hi");
    }
    let mut bodies = Vec::new();
    for times in 1..=5 {
        let contact = times.to_string();
        let body = envelope(&[message(&contact, &format!("m_{times}"), &format!("n{times}"))]);
        bodies.extend(std::iter::repeat_n(body, times));
    }
    assert!(world.webhooks_at_once(&bodies).iter().all(|status| *status == 200));
    // And once more when all is over.
    assert!(world.webhooks_at_once(&bodies).iter().all(|status| *status == 200));
    for contact in 1..=5 {
        let contact = contact.to_string();
        assert_eq!(said(&world, &contact), ["Ready.".to_owned(), format!("got {contact}")]);
    }
}

#[test]
fn a_duplicate_after_a_restart_has_no_effect() {
    let mut world = world();
    world.person("anna").says("hi");
    let body = envelope(&[message("anna", "m_1", "n1")]);
    assert_eq!(world.webhook(&body), 200);
    assert_eq!(said(&world, "anna"), ["Ready.", "got 1"]);
    world.crash();
    assert_eq!(world.webhook(&body), 200);
    assert_eq!(said(&world, "anna"), ["Ready.", "got 1"]);
}

#[test]
fn ten_messages_in_one_post_are_answered_in_their_order() {
    let world = world();
    world.person("anna").says("hi");
    let items: Vec<_> =
        (0..10).map(|n| message("anna", &format!("m_{n}"), &format!("n{n}"))).collect();
    assert_eq!(world.webhook(&envelope(&items)), 200);
    let answers = (0..10).map(|n| format!("got {n}"));
    let expected: Vec<_> = std::iter::once("Ready.".to_owned()).chain(answers).collect();
    assert_eq!(said(&world, "anna"), expected);
}

#[test]
fn ten_posts_at_once_are_answered_once_each() {
    let world = world();
    world.person("anna").says("hi");
    let bodies: Vec<_> = (0..10)
        .map(|n| envelope(&[message("anna", &format!("m_{n}"), &format!("n{n}"))]))
        .collect();
    assert!(world.webhooks_at_once(&bodies).iter().all(|status| *status == 200));
    let answered = said(&world, "anna");
    let mut sorted = answered[1..].to_vec();
    sorted.sort();
    let expected: Vec<_> = (0..10).map(|n| format!("got {n}")).collect();
    assert_eq!(sorted, expected);
}
