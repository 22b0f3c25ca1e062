//! A flow changes under live conversations.

use super::World;
use super::handing::{BOT as HANDS, OPENED};
use super::world::INBOX;

const OLD: &str = "
bot: changes
language: en
start: first
keywords: [ { when: [menu], to: first } ]
fallback: { say: Sorry? }
modules:
  first: { ask: Your e-mail?, expect: email, save_as: email, to: last }
  last: { say: Old., to: end }
";

fn world() -> World {
    let mut world = World::new(OLD);
    world.says("hi");
    world.take_unread();
    world
}

#[test]
fn what_stands_moves_to_the_newest_and_its_question_stays_open() {
    let mut world = world();
    world.publish(&OLD.replace("Old.", "New.").replace("Your e-mail?", "Your e-mail please?"));
    world.says("anna@example.com");
    world.reads(&["New."]);
}

#[test]
fn a_question_that_has_changed_is_asked_when_the_person_writes() {
    let mut world = world();
    world.publish(
        &OLD.replace("Your e-mail?", "How many?").replace("expect: email", "expect: number"),
    );
    world.reacts();
    world.reads(&[]);
    world.says("anna@example.com");
    world.reads(&["How many?"]);
    world.says("7");
    world.reads(&["Old."]);
}

#[test]
fn a_module_that_is_gone_is_answered_by_the_fallback() {
    let mut world = world();
    world.publish(&OLD.replace("first", "second"));
    world.says("anna@example.com");
    world.reads(&["Sorry?"]);
    world.says("menu");
    world.reads(&["Your e-mail?"]);
}

#[test]
fn a_list_that_is_with_people_finishes_on_its_own_version() {
    let mut world = World::new(HANDS);
    world.says("hi");
    world.taps("Person");
    world.publish(&HANDS.replace("How was it?", "Changed.").replace("I am back.", "New words."));
    world.agent(INBOX, "Hello");
    world.agent_passes_back();
    world.reads(&[
        "Hello! [Person|Quick help|Desk]",
        OPENED,
        "I am back.",
        "How was it?",
        "Please rate us.",
    ]);
    world.says("good");
    world.taps("Person");
    world.agent_passes_back();
    assert!(world.take_unread().contains(&"New words.".to_owned()));
}

#[test]
fn a_version_that_is_no_longer_at_hand_gives_up_in_words() {
    let mut world = World::new(HANDS);
    world.says("hi");
    world.taps("Person");
    world.take_unread();
    world.publish(&HANDS.replace("How was it?", "Changed."));
    let newest = world.bots.newest.clone();
    world.bots = crate::bot::Bots::only(newest);
    world.agent_passes_back();
    let read = world.take_unread();
    assert_eq!(read.last().unwrap(), "Sorry?");
    world.says("menu");
    world.reads(&["Hello! [Person|Quick help|Desk]"]);
}
