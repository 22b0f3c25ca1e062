//! The platform says no, or that something went wrong on its side: what is over is over, what may pass is tried again.

use baton_simulator::{Call, GraphAct};

use super::{dev, goes_wrong, repeats, tried};
use crate::world::{World, refused};

/// The answer is refused for good: it is not tried again, and the conversation goes on.
#[track_caller]
fn assert_is_over(code: i64, subcode: Option<i64>) -> World {
    let world = dev();
    goes_wrong(&world, GraphAct::refuse(code, subcode));
    let anna = world.person("anna");
    anna.says("one");
    world.later("2h");
    world.expect("anna", [refused(Call::Message, code, subcode.unwrap_or_default())]);
    assert_eq!(world.shown("anna")["unsettled"], 0);
    assert_eq!(world.counter("resent"), 0);
    anna.says("two");
    assert_eq!(world.acts("anna").pop(), Some(repeats("two")));
    assert_eq!(world.hand("anna"), "bot");
    world
}

#[test]
fn a_person_who_cannot_be_reached_551() {
    let world = assert_is_over(551, None);
    world.expect("anna", [repeats("two")]);
}

#[test]
fn a_message_the_platform_does_not_like_100() {
    let world = assert_is_over(100, None);
    world.expect("anna", [repeats("two")]);
}

#[test]
fn a_closed_window_10_2018278() {
    assert_is_over(10, Some(2_018_278));
}

/// Probably not accepted: after ten seconds without an echo it is tried again.
#[track_caller]
fn assert_passes(code: i64) {
    let world = dev();
    goes_wrong(&world, GraphAct::refuse(code, None));
    let anna = world.person("anna");
    anna.says_at_once("one");
    tried(&world, "anna", 2);
    anna.says_at_once("two");
    let both = |world: &World| (world.shown("anna")["unsettled"] == 2).then_some(());
    world.wait_until("what waits", both);
    world.expect("anna", [refused(Call::Message, code, 0)]);
    world.later("13s");
    world.expect("anna", [repeats("one"), repeats("two")]);
    world.later("2h");
    world.expect_nothing("anna");
    assert_eq!(world.counter("duplicate_sends"), 0);
}

#[test]
fn a_passing_fault_of_the_platform_1200() {
    assert_passes(1200);
}

#[test]
fn a_passing_fault_of_the_platform_2() {
    assert_passes(2);
}

#[test]
fn a_passing_fault_of_the_platform_1() {
    assert_passes(1);
}
