//! Doubting: the answer to a commit is lost. The file is reopened and asked; nothing happens twice, and nothing not at
//! all.

use super::words::word;
use super::world::{World, quick};
use crate::runtime::settings::Loss;

/// Anna has said hi and was answered. `careful`: the next batches are opened before they are stepped.
fn greeted(careful: bool) -> World {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    if careful {
        let now = world.runtime().now();
        for _ in 0..2 {
            let again = word("bert", 7, now, "unheard");
            world.block_on(world.runtime().accept(vec![again])).unwrap();
        }
        world.settle();
    }
    world
}

fn lose(world: &World, losses: &[Loss]) {
    world.settings.losses.add(losses);
}

#[test]
fn a_commit_that_was_written_and_not_answered_is_not_done_again() {
    for careful in [false, true] {
        let world = greeted(careful);
        let keys = world.count("event_key");
        lose(&world, &[Loss::AfterCommit]);
        world.write("anna", "many");
        world.until_said("anna", &["Hello", "one", "two", "three", "four"]);
        world.settle();
        assert_eq!(world.said("anna").len(), 5, "nothing twice");
        assert_eq!(world.count("event_key"), keys + 1);
        assert!(world.runtime().health().ready);
    }
}

#[test]
fn a_commit_that_was_neither_written_nor_answered_is_done_again() {
    for careful in [false, true] {
        let world = greeted(careful);
        let keys = world.count("event_key");
        lose(&world, &[Loss::BeforeCommit]);
        world.write("anna", "many");
        world.until_said("anna", &["Hello", "one", "two", "three", "four"]);
        world.settle();
        assert_eq!(world.said("anna").len(), 5, "nothing twice");
        assert_eq!(world.count("event_key"), keys + 1);
        assert!(world.runtime().health().ready);
    }
}

#[test]
fn a_result_whose_commit_is_in_doubt_is_written_once() {
    for loss in [Loss::BeforeCommit, Loss::AfterCommit] {
        // The word, and then what became of the handover's pass: both in doubt.
        let world = greeted(false);
        lose(&world, &[loss, loss, loss]);
        world.write("anna", "agent");
        world.until("people have it", |world| world.count("handover where passed = 1") == 1);
        world.settle();
        assert_eq!(world.said("anna"), ["Hello", "A person comes."]);
        assert_eq!(world.accepted(baton_simulator::Call::Pass), 1);
    }
}

#[test]
fn doubts_without_an_end_are_left_to_the_next_process() {
    let mut world = greeted(false);
    lose(&world, &[Loss::BeforeCommit; 100]);
    world.write("anna", "many");
    let why = world.block_on(world.runtime().broken());
    assert!(why.contains("again and again"), "{why}");
    let health = world.runtime().health();
    assert!(!health.ready && health.failing_since.is_some(), "{health:?}");
    let late = word("anna", 9, world.clock.now(), "ping");
    assert!(world.block_on(world.runtime().accept(vec![late])).is_err(), "refused at once");
    world.kill();
    world.settings = quick();
    world.wake();
    world.until_said("anna", &["Hello", "one", "two", "three", "four"]);
    world.settle();
    assert_eq!(world.said("anna").len(), 5, "nothing twice");
}
