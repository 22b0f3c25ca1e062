//! Crashing: wherever the process dies, what was answered is done, and it is done once.

use baton_simulator::{Call, EventKind, GraphAct, GraphFault, WebhookAct, WebhookFault, When};

use super::words::word;
use super::world::{World, bot};
use crate::runtime::Settings;

#[test]
fn what_was_committed_and_not_sent_is_sent_once_by_the_next_process() {
    let mut world = World::new();
    world.platform().expire_token(super::world::PAGE);
    world.write("anna", "hi");
    world.until("it is committed", |world| world.count("outbox") == 1);
    world.kill();
    world.platform().set_token(super::world::PAGE, "token");
    world.wake();
    world.until_said("anna", &["Hello"]);
    world.settle();
    assert_eq!(world.said("anna"), ["Hello"]);
}

#[test]
fn a_message_that_was_on_the_wire_is_settled_by_its_echo_and_not_sent_again() {
    let mut world = World::new();
    world.platform().add_graph_fault(GraphFault {
        when: When::first(1),
        ..GraphFault::on(&[Call::Message], GraphAct::Slow(3_000))
    });
    world.write("anna", "hi");
    world.until("it was accepted", |world| world.said("anna").len() == 1);
    world.kill();
    world.wake();
    world.settle();
    assert_eq!(world.said("anna"), ["Hello"]);
}

#[test]
fn after_a_crash_only_what_was_on_the_wire_is_in_doubt() {
    let mut world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    world.platform().add_graph_fault(GraphFault {
        when: When::first(1),
        ..GraphFault::on(&[Call::Message], GraphAct::Slow(60_000))
    });
    world.write("anna", "many");
    world.until("the first was accepted", |world| world.said("anna").len() >= 2);
    world.kill();
    world.wake();
    world.until_said("anna", &["Hello", "one", "two", "three", "four"]);
    world.settle();
    assert_eq!(world.said("anna").len(), 5, "nothing twice");
}

#[test]
fn after_a_crash_of_the_machine_what_was_claimed_is_looked_for_before_it_is_sent() {
    let mut world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    // Its echo would let the next one go out.
    world.platform().add_webhook_fault(WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop));
    world.platform().add_graph_fault(GraphFault {
        when: When::first(1),
        ..GraphFault::on(&[Call::Message], GraphAct::Slow(60_000))
    });
    world.write("anna", "many");
    world.until("the first was accepted", |world| world.said("anna").len() == 2);
    world.kill();
    // The ledger of another start of the machine says nothing; here it is gone.
    std::fs::remove_file(world.directory.path().join("baton.db.ledger")).unwrap();
    world.wake();
    assert!(world.count("outbox where state = 'unknown'") >= 3);
    world.settle();
    assert_eq!(world.said("anna"), ["Hello", "one", "two", "three", "four"]);
}

/// Nothing of ours comes back, so that only the thread's past can tell what was accepted.
fn lose_echoes(world: &World) {
    world.platform().add_webhook_fault(WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop));
}

fn next_message(world: &World, when: When, act: GraphAct) {
    world.platform().add_graph_fault(GraphFault { when, ..GraphFault::on(&[Call::Message], act) });
}

#[test]
fn the_same_words_said_before_a_crash_are_no_proof_of_those_in_doubt_after_it() {
    let mut world = World::new();
    lose_echoes(&world);
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "ping");
    world.until_said("anna", &["Hello", "pong"]);
    world.settle();
    world.kill();
    world.wake();
    next_message(&world, When::first(1), GraphAct::DieBefore);
    world.write("anna", "ping");
    world.until_said("anna", &["Hello", "pong", "pong"]);
    world.settle();
    assert_eq!(world.counter("resent"), 1);
}

#[test]
fn of_two_pictures_in_a_turn_the_one_that_was_cut_off_by_a_crash_is_sent_by_the_next_process() {
    let mut world = World::new();
    lose_echoes(&world);
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    let sent = world.accepted(Call::Message);
    next_message(&world, When::nth(2), GraphAct::DieBefore);
    world.write("anna", "pictures");
    world.until("the second is in doubt", |world| {
        world.count("outbox where state = 'unknown'") == 1
    });
    assert_eq!(world.accepted(Call::Message), sent + 1);
    world.kill();
    world.wake();
    world.until("both are there", |world| world.accepted(Call::Message) == sent + 2);
    world.settle();
    assert_eq!(world.accepted(Call::Message), sent + 2);
}

#[test]
fn what_was_accepted_and_not_marked_before_a_crash_is_not_even_looked_for() {
    let mut world = World::with(Settings { company: 60_000, ..super::world::quick() });
    lose_echoes(&world);
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    let noted = world.directory.path().join("baton.db.accepted");
    world.until("it is written down", |_| std::fs::metadata(&noted).unwrap().len() > 8);
    assert_eq!(world.count("outbox"), 1, "its mark waits for company");
    world.kill();
    world.wake();
    assert_eq!(world.count("outbox"), 0);
    world.settle();
    assert_eq!(world.calls(Call::Conversations), 0);
    assert_eq!(world.said("anna"), ["Hello"]);
}

#[test]
fn a_process_that_dies_again_and_again_under_load_loses_and_doubles_nothing() {
    let mut world = World::new();
    let mut expected = 0;
    for round in 0..6 {
        for n in 0..10 {
            world.write(&format!("c{n}"), &format!("n{round}"));
            expected += 1;
        }
        if round % 2 == 1 {
            let seen = world.accepted(Call::Message);
            world.until("some are through", |world| world.accepted(Call::Message) > seen);
        }
        world.kill();
        world.wake();
    }
    world.settle();
    world.until("every word is taken in", |world| world.platform().undelivered() == 0);
    world.settle();
    let said: Vec<Vec<String>> = (0..10).map(|n| world.said(&format!("c{n}"))).collect();
    let sum: usize = said.iter().map(Vec::len).sum();
    assert_eq!(sum, expected, "{said:?}");
    for texts in said {
        let mut unique = texts.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), texts.len(), "{texts:?}");
    }
}

#[test]
fn a_full_disk_loses_nothing_and_heals_by_itself() {
    let mut world = World::asleep(super::world::quick());
    world.disk = Some(60);
    world.wake();
    let mut contacts = 0;
    while world.counter("overloaded") == 0 {
        world.write(&format!("c{contacts}"), "hi");
        contacts += 1;
        world.until("it is answered or refused", |world| {
            world.counter("overloaded") > 0 || world.platform().undelivered() == 0
        });
    }
    world.drop_history();
    world.settle();
    assert!(world.runtime().health().ready);
    for n in 0..contacts {
        assert_eq!(world.said(&format!("c{n}")), ["Hello"], "c{n}");
    }
}

#[test]
fn after_a_full_disk_it_is_ready_again_without_anybody_writing() {
    let mut world = World::asleep(super::world::quick());
    world.disk = Some(60);
    world.wake();
    let mut contacts: u8 = 0;
    while world.runtime().health().ready {
        // Not by the platform, which would deliver it again.
        let text = word(&format!("c{contacts}"), 1, world.clock.now(), "hi");
        world.block_on(world.runtime().accept(vec![text])).ok();
        contacts += 1;
    }
    world.drop_history();
    world.until("it is ready", |world| world.runtime().health().ready);
}

#[test]
fn on_a_full_disk_the_kept_room_goes_first_and_comes_back() {
    let mut world = World::asleep(super::world::quick());
    (world.disk, world.reserve) = (Some(60), 65_536);
    world.wake();
    let kept = world.directory.path().join("baton.db.reserve");
    assert_eq!(std::fs::metadata(&kept).unwrap().len(), 65_536);
    let mut contacts = 0;
    while kept.exists() {
        world.write(&format!("c{contacts}"), "hi");
        contacts += 1;
        world.until("it is answered or refused", |world| {
            !kept.exists() || world.platform().undelivered() == 0
        });
    }
    let health = world.runtime().health();
    assert!(!health.ready && health.reasons.iter().any(|why| why.contains("full")), "{health:?}");
    let late = word("anna", 9, world.clock.now(), "ping");
    assert!(world.block_on(world.runtime().accept(vec![late])).is_err(), "nothing new is taken in");
    world.drop_history();
    // The room is looked for by the clock.
    world.forward(5_001);
    world.until("the room is kept again", |_| kept.exists());
    world.settle();
    assert!(world.runtime().health().ready);
    for n in 0..contacts {
        assert_eq!(world.said(&format!("c{n}")), ["Hello"], "c{n}");
    }
}

#[test]
fn an_outage_of_minutes_is_told_and_its_end_too() {
    let mut world = World::asleep(super::world::quick());
    world.disk = Some(60);
    world.wake();
    let mut outages = world.runtime().outages();
    let mut contacts = 0;
    while world.runtime().health().ready {
        world.write(&format!("c{contacts}"), "hi");
        contacts += 1;
        world.until("it is answered or refused", |world| {
            !world.runtime().health().ready || world.platform().undelivered() == 0
        });
    }
    assert!(world.runtime().health().failing_since.is_some());
    assert_eq!(world.counter("outages"), 0);
    world.forward(301_000);
    world.until("it is told", |world| world.counter("outages") == 1);
    world.drop_history();
    world.settle();
    world.until("it is over", |world| world.runtime().health().failing_since.is_none());
    assert!(outages.has_changed().unwrap());
    assert_eq!(*outages.borrow_and_update(), 1);
}

#[test]
fn a_stop_finishes_what_is_on_its_way() {
    let mut world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    world.platform().add_graph_fault(GraphFault {
        when: When::first(1),
        ..GraphFault::on(&[Call::Message], GraphAct::Slow(300))
    });
    world.write("anna", "ping");
    world.until("it is on its way", |world| world.said("anna").len() == 2);
    world.block_on(world.runtime().stop());
    assert_eq!(world.count("outbox"), 0);
    let late = word("anna", 9, world.clock.now(), "ping");
    assert!(world.block_on(world.runtime().accept(vec![late])).is_err());
    world.kill();
    world.wake();
    world.write("anna", "ping");
    world.until_said("anna", &["Hello", "pong", "pong"]);
}

#[test]
fn a_conversation_in_an_older_version_goes_on_in_it_after_a_restart() {
    let mut world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "soon");
    world.until("it waits", |world| world.count("timer") == 1);
    world.settle();
    let newer = world.bot.replace("It is time.", "It is a new time.");
    let (newer_bot, sources) = bot(&newer);
    world.block_on(world.runtime().publish(newer_bot, sources)).unwrap();
    assert_eq!(world.count("publication"), 2);
    world.bot = newer;
    world.kill();
    world.wake();
    assert_eq!(world.count("publication"), 2, "it is the newest already");
    world.forward(11 * 60_000);
    world.until_said("anna", &["Hello", "It is time.", "Hello"]);
}
