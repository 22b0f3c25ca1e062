//! The platform says no, or that something went wrong on its side: what is over is over, what may pass is tried again.

use baton_simulator::{Call, GraphAct};

use super::{dev, goes_wrong, repeats, tried};
use crate::world::{World, refused};

/// The answer is refused for good, and not tried again by itself.
#[track_caller]
fn refuses(code: i64, subcode: Option<i64>) -> World {
    let world = dev();
    goes_wrong(&world, GraphAct::refuse(code, subcode));
    world.person("anna").says("one");
    world.later("2h");
    world.expect("anna", [refused(Call::Message, code, subcode.unwrap_or_default())]);
    let shown = world.shown("anna");
    assert_eq!((&shown["unsettled"], &shown["hand"]), (&0.into(), &"bot".into()));
    assert_eq!(world.counter("resent"), 0);
    world
}

#[test]
fn a_message_the_platform_does_not_like_100_is_over() {
    let world = refuses(100, None);
    assert_eq!(world.shown("anna")["held"], false);
    world.person("anna").says("two");
    world.expect("anna", [repeats("two")]);
}

/// What the person cannot get now is shown as held, and said when they write.
#[track_caller]
fn assert_is_held(code: i64, subcode: Option<i64>) {
    let world = refuses(code, subcode);
    assert_eq!(world.shown("anna")["held"], true);
    world.person("anna").says("two");
    world.expect("anna", [repeats("one"), repeats("two")]);
    assert_eq!(world.shown("anna")["held"], false);
}

#[test]
fn what_a_closed_window_10_2018278_keeps_out_is_held() {
    assert_is_held(10, Some(2_018_278));
}

#[test]
fn what_a_person_who_is_not_reached_551_did_not_get_is_held() {
    assert_is_held(551, None);
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
