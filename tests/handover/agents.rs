//! Agents pull a contact to themselves: they ask, take, or just write. Other senders change nothing.

use super::{HELLO, welcomed, world};
use crate::world::{APP, INBOX, passes, says, takes};

const TEAM: &str = "You talk to our team now.";
const AGAIN: &str = "The assistant is back.";

#[test]
fn a_request_is_granted_and_the_text_goes_before_the_pass() {
    let world = world();
    welcomed(&world, "anna");
    world.later("1m");
    world.inbox().asks_for("anna");
    world.expect("anna", [says(TEAM), passes(INBOX, "")]);
    assert_eq!(world.hand("anna"), "people");
    world.inbox().marks_done("anna");
    world.expect("anna", [AGAIN, HELLO].map(says));
}

#[test]
fn an_agent_who_takes_it_gets_silence() {
    let world = world();
    welcomed(&world, "anna");
    world.later("1m");
    world.inbox().takes("anna");
    assert_eq!(world.hand("anna"), "people");
    world.person("anna").says("hours");
    world.later("15m");
    world.expect_nothing("anna");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.inbox().marks_done("anna");
    world.expect("anna", [AGAIN, HELLO].map(says));
}

#[test]
fn an_agent_who_takes_it_and_says_nothing_goes_unnoticed() {
    let world = world();
    welcomed(&world, "anna");
    world.later("1m");
    world.inbox().takes("anna");
    world.inbox().marks_done("anna");
    // The person has seen nothing of it: only the question that was open is asked again.
    world.expect("anna", [says(HELLO)]);
}

#[test]
fn an_agent_in_the_inbox_who_just_writes_gets_silence() {
    let world = world();
    welcomed(&world, "anna");
    world.later("1m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    assert_eq!(world.hand("anna"), "people");
    world.person("anna").says("hours");
    world.later("15m");
    world.expect_nothing("anna");
    world.person("anna").says("bot");
    world.expect("anna", [takes(), says(AGAIN), says(HELLO)]);
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
}

#[test]
fn an_agent_in_a_declared_receiver_who_just_writes_gets_silence() {
    let world = world();
    welcomed(&world, "anna");
    world.later("1m");
    world.app("555").writes("anna", "Hello, this is the desk.");
    assert_eq!(world.hand("anna"), "people");
    world.person("anna").says("hours");
    world.expect_nothing("anna");
}

#[test]
fn an_automatic_message_of_another_app_changes_nothing() {
    let world = world();
    welcomed(&world, "anna");
    world.later("1m");
    world.app("777").sends_automatically("anna", "Your order has been shipped.");
    assert_eq!(world.hand("anna"), "bot");
    world.person("anna").says("hours");
    world.expect("anna", ["Nine to five.", HELLO].map(says));
}

#[test]
fn an_automatic_message_of_another_app_does_not_prolong_a_handover() {
    let world = world();
    super::with_people(&world, "anna");
    world.later("5m");
    world.app("777").sends_automatically("anna", "Your order has been shipped.");
    world.later("5m");
    // Nobody has answered, whatever the other app sent.
    assert_eq!(world.hand("anna"), "bot");
}

#[test]
fn the_inbox_own_away_text_is_no_agent() {
    let world = world();
    welcomed(&world, "anna");
    // Faster than anybody types.
    world.inbox().sends_automatically("anna", "Thanks for writing!");
    assert_eq!(world.hand("anna"), "bot");
    world.later("1m");
    // Listed by the author, however late it comes.
    world.inbox().sends_automatically("anna", "We are out for lunch.");
    assert_eq!(world.hand("anna"), "bot");
    world.person("anna").says("hours");
    world.expect("anna", ["Nine to five.", HELLO].map(says));
}
