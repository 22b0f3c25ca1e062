//! Waiting: timers fire once, when they are due, by the one clock.

use super::words::word;
use super::world::{World, quick};

#[test]
fn a_wait_ends_when_its_time_has_come_and_not_before() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "soon");
    world.until("it waits", |world| world.count("timer") == 1);
    world.forward(9 * 60_000);
    world.write("bert", "hi");
    world.until_said("bert", &["Hello"]);
    assert_eq!(world.said("anna"), ["Hello"]);
    world.forward(61_000);
    world.until_said("anna", &["Hello", "It is time.", "Hello"]);
    world.settle();
    assert_eq!(world.count("timer"), 0);
}

#[test]
fn a_timer_that_fell_due_while_nobody_ran_fires_at_the_next_start() {
    let mut world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "soon");
    world.until("it waits", |world| world.count("timer") == 1);
    world.settle();
    world.kill();
    world.clock.forward(11 * 60_000);
    world.wake();
    world.until_said("anna", &["Hello", "It is time.", "Hello"]);
}

#[test]
fn a_handover_deadline_that_fell_into_an_outage_of_ours_waits_for_what_the_agent_did_meanwhile() {
    let mut world = World::with(crate::runtime::Settings { hold: 300_000, ..quick() });
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "agent");
    world.until("people have it", |world| world.count("handover where passed = 1") == 1);
    world.settle();
    world.kill();
    world.clock.forward(11 * 60_000);
    world.wake();
    world.write("bert", "hi");
    world.until_said("bert", &["Hello"]);
    assert_eq!(world.count("handover where returned_at is not null"), 0);
    world.forward(5 * 60_000 + 1_000);
    world.until("the deadline is heard after all", |world| {
        world.count("handover where returned_by = 'timeout'") == 1
    });
}

#[test]
fn thousands_of_timers_that_fall_due_together_all_fire() {
    let world = World::new();
    let now = world.runtime().now();
    for hundred in 0..40 {
        let soon = |n| word(&format!("p{hundred}-{n}"), 1, now, "soon");
        let words = (0..100).map(soon).collect();
        world.block_on(world.runtime().accept(words)).unwrap();
    }
    world.until("they wait", |world| world.count("timer") == 4_000);
    world.forward(11 * 60_000);
    world.until("all have fired", |world| world.count("timer") == 0);
}
