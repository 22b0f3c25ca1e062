//! After an outage: the platform may have unsubscribed us meanwhile, and nobody would be heard again.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

use crate::webhook::ECHO;
use crate::world::{PAGE, Plan, World, now, says};

/// Ends the server, and starts it again as if it had ended so many minutes ago.
fn back_after(world: &mut World, minutes: i64) {
    world.server.kill();
    // When the process was alive last stands in the ledger, and nowhere else.
    let ledger = world.database().with_extension("db.ledger");
    let ledger = OpenOptions::new().write(true).open(ledger).unwrap();
    ledger.write_all_at(&(now() - minutes * 60_000).to_le_bytes(), 48).unwrap();
    world.start_again();
}

fn serve() -> World {
    let world = Plan::yaml(ECHO).serve();
    world.person("anna").says("hi");
    world.expect("anna", [says("Hello.")]);
    world
}

#[test]
fn a_page_that_lost_its_subscription_by_an_outage_is_subscribed_again() {
    let mut world = serve();
    world.platform().set_subscribed(PAGE, &[]);
    back_after(&mut world, 90);
    world.wait_until("the subscription", |world| {
        world.platform().subscribed(PAGE).contains(&"messages").then_some(())
    });
    let told = world.server.wait_for("that it did", |line| line.contains("was not subscribed to"));
    assert!(told.contains("message_echoes") && told.contains(PAGE), "{told}");
    world.person("anna").says("still there?");
    world.expect("anna", [says("You said: still there?")]);
}

#[test]
fn what_an_operator_has_switched_off_stays_off() {
    let mut world = serve();
    // Some fields are there: nobody was unsubscribed.
    world.platform().set_subscribed(PAGE, &["messages"]);
    back_after(&mut world, 90);
    world.server.wait_for("what is missing", |line| line.contains("field_missing"));
    assert_eq!(world.platform().subscribed(PAGE), ["messages"]);
    // None is there, and there was no outage.
    world.platform().set_subscribed(PAGE, &[]);
    world.restart();
    world.server.wait_for("what is missing", |line| line.contains("field_missing"));
    assert!(world.platform().subscribed(PAGE).is_empty());
}
