//! Nobody knows whether a message was accepted: its echo tells, or a later one's, or the thread's past.

use baton_simulator::{Call, EventKind, GraphAct, GraphFault, WebhookAct, WebhookFault, When};

use super::{dev, goes_wrong, greeted, repeats, tried, wrong};
use crate::world::{World, refused, says};

/// A call that never reached the platform's rules.
fn lost() -> crate::world::Act {
    refused(Call::Message, 0, 0)
}

/// From now on nothing of ours comes back.
fn lose_echoes(world: &World) {
    world.break_webhooks(WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop));
}

/// How often the thread's past was asked for.
fn asked_past(world: &World, contact: &str) -> usize {
    let asked = world.ledger(contact).into_iter().filter(|entry| entry.call == Call::Conversations);
    asked.count()
}

#[test]
fn what_dies_before_it_is_accepted_is_sent_again_when_the_thread_shows_it_is_not_there() {
    let world = dev();
    goes_wrong(&world, GraphAct::DieBefore);
    world.person("anna").says_at_once("one");
    tried(&world, "anna", 2);
    // Not before half a minute is over.
    let (status, moved) = world.post("/dev/clock", &serde_json::json!({ "by": "20s" }));
    assert_eq!(status, 200, "{moved}");
    world.expect("anna", [lost()]);
    world.later("11s");
    world.expect("anna", [repeats("one")]);
    assert_eq!(asked_past(&world, "anna"), 1);
    assert_eq!(world.counter("resent"), 1);
    assert_eq!(world.counter("duplicate_sends"), 0);
}

#[test]
fn a_later_echo_of_the_page_proves_that_it_is_not_there() {
    let world = dev();
    greeted(&world, "bob");
    goes_wrong(&world, GraphAct::DieBefore);
    world.person("anna").says_at_once("one");
    tried(&world, "anna", 2);
    world.wait_until("the doubt", |world| (world.counter("settled") >= 2).then_some(()));
    world.person("bob").says_at_once("two");
    tried(&world, "bob", 2);
    world.later("31s");
    world.expect("anna", [lost(), repeats("one")]);
    world.expect("bob", [repeats("two")]);
    assert_eq!(world.counter("resent"), 1);
}

#[test]
fn what_follows_waits_for_what_is_in_doubt() {
    let world = dev();
    goes_wrong(&world, GraphAct::DieBefore);
    for word in ["one", "two", "three"] {
        world.person("anna").says_at_once(word);
    }
    tried(&world, "anna", 2);
    world.wait_until("the others", |world| (world.shown("anna")["unsettled"] == 3).then_some(()));
    world.expect("anna", [lost()]);
    world.later("31s");
    world.expect("anna", [repeats("one"), repeats("two"), repeats("three")]);
}

#[test]
fn what_is_accepted_and_never_answered_is_settled_by_its_echo() {
    let world = dev();
    goes_wrong(&world, GraphAct::DieAfter);
    world.person("anna").says("one");
    world.later("10m");
    world.expect("anna", [repeats("one")]);
    assert!(world.counter("settled_by_echo") >= 1);
    assert_eq!(world.counter("resent"), 0);
    assert_eq!(asked_past(&world, "anna"), 0);
}

#[test]
fn what_is_accepted_behind_a_broken_proxy_is_settled_by_its_echo() {
    let world = dev();
    goes_wrong(&world, GraphAct::MadeThenHtml(502));
    world.person("anna").says("one");
    world.later("10m");
    world.expect("anna", [repeats("one")]);
    assert_eq!(world.counter("resent"), 0);
}

#[test]
fn a_broken_proxy_alone_accepts_nothing() {
    let world = dev();
    goes_wrong(&world, GraphAct::Html(503));
    world.person("anna").says_at_once("one");
    tried(&world, "anna", 2);
    world.later("31s");
    let acts = world.acts("anna");
    assert_eq!(acts.iter().filter(|act| **act == repeats("one")).count(), 1, "{acts:?}");
    assert_eq!(world.counter("resent"), 1);
}

#[test]
fn an_echo_before_the_answer_settles_and_the_answer_comes_too_late() {
    let world = dev();
    let before = world.counter("settled_by_echo");
    goes_wrong(&world, GraphAct::Slow(1_000));
    world.person("anna").says("one");
    assert_eq!(world.counter("settled_by_echo"), before + 1);
    // What follows does not wait for the answer either.
    world.person("anna").says("two");
    world.expect("anna", [repeats("one"), repeats("two")]);
    let late = |world: &World| (world.counter("late_results") >= 1).then_some(());
    world.wait_until("the answer", late);
    world.later("10m");
    world.expect_nothing("anna");
    assert_eq!(world.counter("resent"), 0);
}

#[test]
fn a_lost_echo_is_missed_by_nobody_when_the_answer_came() {
    let world = dev();
    lose_echoes(&world);
    let anna = world.person("anna");
    anna.says("one");
    anna.says("two");
    world.later("10m");
    world.expect("anna", [repeats("one"), repeats("two")]);
    assert_eq!(world.counter("resent"), 0);
}

#[test]
fn without_answer_and_echo_the_thread_itself_tells() {
    let world = dev();
    lose_echoes(&world);
    goes_wrong(&world, GraphAct::DieAfter);
    world.person("anna").says_at_once("one");
    tried(&world, "anna", 2);
    world.later("31s");
    world.later("10m");
    world.expect("anna", [repeats("one")]);
    assert_eq!(asked_past(&world, "anna"), 1);
    assert_eq!(world.counter("resent"), 0);
}

#[test]
fn when_nothing_can_tell_it_is_sent_again_and_that_is_counted() {
    let world = dev();
    lose_echoes(&world);
    world.break_graph(GraphFault::on(&[Call::Conversations], GraphAct::DieBefore));
    goes_wrong(&world, GraphAct::DieAfter);
    world.person("anna").says_at_once("one");
    tried(&world, "anna", 2);
    world.wait_until("the past is asked for", |world| {
        let (status, moved) = world.post("/dev/clock", &serde_json::json!({ "by": "10s" }));
        assert_eq!(status, 200, "{moved}");
        (asked_past(world, "anna") > 0).then_some(())
    });
    // The one way in which a person can read a message twice, and no secret is made of it.
    world.later("2m");
    world.expect("anna", [repeats("one"), repeats("one")]);
    assert_eq!(world.counter("resent"), 1);
}

#[test]
fn a_message_is_not_taken_for_an_older_one_of_the_same_words() {
    let world = dev();
    wrong(&world, "anna", When::nth(2), GraphAct::DieBefore);
    let anna = world.person("anna");
    anna.says("one");
    anna.says_at_once("one");
    tried(&world, "anna", 3);
    world.later("31s");
    world.expect("anna", [repeats("one"), lost(), repeats("one")]);
}

#[test]
fn a_platform_that_never_answers_is_given_up_after_ten_seconds() {
    let world = dev();
    lose_echoes(&world);
    goes_wrong(&world, GraphAct::Slow(60_000));
    let began = std::time::Instant::now();
    world.person("anna").says_at_once("one");
    tried(&world, "anna", 2);
    // Only when the call is given up can its outcome be doubted, and the thread's past be asked.
    world.later("31s");
    let took = began.elapsed().as_secs();
    assert!((9..25).contains(&took), "{took} s");
    world.expect("anna", [repeats("one")]);
    assert_eq!(world.counter("resent"), 0);
    world.mend();
    world.person("anna").says("two");
    world.expect("anna", [says("You said: two")]);
}
