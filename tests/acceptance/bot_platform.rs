//! B1–B23: The Bot Platform's three messages.

use crate::world::{APP, INBOX, Plan, World, passes, says, takes};

const OFFER: &str = "Welcome to the bot! What would you like to do?";
const HUMAN: &str = "You're now chatting to a real person. Tap the button, or write \"bot\", to come back to the bot.";
const BACK: &str = "You're now back in the bot.";

fn plan() -> Plan {
    Plan::folder("examples/the-bot-platform-handover")
}

fn world() -> World {
    plan().dev()
}

/// A person who has tapped "Talk to human"; nothing of it is compared.
fn with_a_human(world: &World, contact: &str) {
    let person = world.person(contact);
    person.says("hi");
    person.taps("Talk to human");
    world.skip(contact);
    assert_eq!(world.owner(contact).as_deref(), Some(INBOX));
}

#[test]
fn b01_the_person_goes_to_the_page_inbox() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").taps("Talk to human");
    world.expect("anna", [says(OFFER), says(HUMAN), passes(INBOX, "")]);
    assert_eq!(world.owner("anna").as_deref(), Some(INBOX));
}

#[test]
fn b02_the_button_and_the_agent_both_bring_it_back() {
    let world = world();
    with_a_human(&world, "anna");
    world.person("anna").taps("Return to bot");
    world.expect("anna", [takes(), says(BACK)]);
    with_a_human(&world, "bob");
    world.inbox().marks_done("bob");
    world.expect("bob", [says(BACK)]);
}

#[test]
fn b03_serve_names_the_page_setting() {
    let world = plan().serve();
    world.server.wait_for("the Page setting", |line| {
        line.contains("Responses are partially automated, with some support by people")
    });
}

#[test]
fn b04_the_bots_app_is_default_and_the_inbox_is_receiver() {
    let world = plan().serve();
    world.person("anna").says("hi");
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    world.person("anna").taps("Talk to human");
    world.expect("anna", [says(OFFER), says(HUMAN), passes(INBOX, "")]);
    world.inbox().marks_done("anna");
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    world.expect("anna", [says(BACK)]);
}

#[test]
fn b05_three_messages_in_their_order() {
    let world = world();
    let anna = world.person("anna");
    anna.says("hi");
    anna.taps("Talk to human");
    world.inbox().marks_done("anna");
    world.expect("anna", [says(OFFER), says(HUMAN), passes(INBOX, ""), says(BACK)]);
}

#[test]
fn b06_the_offer_is_a_text_with_a_button() {
    let world = world();
    world.person("anna").says("hi");
    world.expect("anna", [says(OFFER)]);
    assert_eq!(world.offers("anna"), ["Talk to human", "Opening times"]);
}

#[test]
fn b07_a_button_hands_over() {
    let world = world();
    world.person("anna").says("hi");
    world.skip("anna");
    world.person("anna").taps("Talk to human");
    world.expect("anna", [says(HUMAN), passes(INBOX, "")]);
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn b08_the_confirming_message_goes_before_the_pass() {
    let world = world();
    world.person("anna").says("hi");
    world.skip("anna");
    world.person("anna").taps("Talk to human");
    world.expect("anna", [says(HUMAN), passes(INBOX, "")]);
}

#[test]
fn b09_the_confirming_message_holds_a_return_button() {
    let world = world();
    with_a_human(&world, "anna");
    assert_eq!(world.offers("anna"), ["Return to bot"]);
}

#[test]
fn b10_the_return_button_takes_control() {
    let world = world();
    with_a_human(&world, "anna");
    world.later("5m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.person("anna").taps("Return to bot");
    world.expect("anna", [takes(), says(BACK)]);
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    // While the bot has the thread the same button does nothing wrong.
    world.person("anna").taps("Return to bot");
    assert_eq!(world.hand("anna"), "bot");
}

#[test]
fn b11_a_message_confirms_the_return() {
    let world = world();
    with_a_human(&world, "anna");
    world.person("anna").says("bot");
    world.expect("anna", [takes(), says(BACK)]);
}

#[test]
fn b12_the_return_message_holds_a_button_to_the_menu() {
    let world = world();
    with_a_human(&world, "anna");
    world.inbox().marks_done("anna");
    assert_eq!(world.offers("anna"), ["Main menu"]);
    world.skip("anna");
    world.person("anna").taps("Main menu");
    world.expect("anna", [says(OFFER)]);
}

#[test]
fn b13_a_changed_or_broken_folder_changes_nothing_until_serve_restarts() {
    let mut world = plan().serve();
    let hours = "We are open from 9 to 17, Monday to Friday.";
    let see = |world: &World, hours: &str| {
        world.person("anna").says("menu");
        world.skip("anna");
        world.person("anna").taps("Opening times");
        world.expect("anna", [says(hours), says(OFFER)]);
    };
    world.person("anna").says("hi");
    see(&world, hours);
    world.edit_bot(hours, "We are open day and night.");
    see(&world, hours);
    world.edit_bot("start: main_menu", "start: nowhere");
    see(&world, hours);
    world.edit_bot("start: nowhere", "start: main_menu");
    world.restart();
    see(&world, "We are open day and night.");
}

#[test]
fn b13_dev_takes_a_change_over_and_leaves_a_broken_one() {
    let world = world();
    world.person("anna").says("hi");
    let answers_with = |world: &World, text: &str| {
        world.person("anna").says("menu");
        world.acts("anna").last() == Some(&says(text))
    };
    world.edit_bot(OFFER, "Welcome! What is it?");
    world.wait_until("the change", |world| {
        answers_with(world, "Welcome! What is it?").then_some(())
    });
    world.edit_bot("start: main_menu", "start: nowhere");
    world.server.wait_for("what is wrong", |line| line.contains("nowhere"));
    assert!(answers_with(&world, "Welcome! What is it?"));
}

#[test]
fn b17_the_agent_asks_for_the_thread_and_gets_it() {
    let world = world();
    world.person("anna").says("hi");
    world.later("2m");
    world.skip("anna");
    world.inbox().asks_for("anna");
    world.expect("anna", [says(HUMAN), passes(INBOX, "")]);
    assert_eq!(world.owner("anna").as_deref(), Some(INBOX));
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn b18_the_person_gets_the_confirming_message_when_pulled() {
    let world = world();
    world.person("anna").says("hi");
    world.skip("anna");
    world.inbox().asks_for("anna");
    world.expect("anna", [says(HUMAN), passes(INBOX, "")]);
    assert_eq!(world.offers("anna"), ["Return to bot"]);
}

#[test]
fn b19_mark_as_done_returns_the_thread() {
    let world = world();
    world.person("anna").says("hi");
    world.inbox().asks_for("anna");
    world.inbox().marks_done("anna");
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    assert_eq!(world.hand("anna"), "bot");
}

#[test]
fn b20_the_return_message_follows_mark_as_done() {
    let world = world();
    world.person("anna").says("hi");
    world.inbox().asks_for("anna");
    world.skip("anna");
    world.inbox().marks_done("anna");
    world.expect("anna", [says(BACK)]);
}

#[test]
fn b22_a_thread_stuck_with_people_is_seen_and_comes_back() {
    let world = world();
    with_a_human(&world, "anna");
    world.later("1m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.later("11h");
    let shown = world.shown("anna");
    assert_eq!(shown["hand"], "people");
    assert!(shown["since"].is_string(), "{shown}");
    assert!(shown["deadlines"]["idle"].is_string(), "{shown}");
    world.expect_nothing("anna");
    world.later("1h");
    world.expect("anna", [takes(), says(BACK)]);
}

#[test]
fn b23_keyword_and_menu_work_after_the_return() {
    let world = world();
    with_a_human(&world, "anna");
    world.inbox().marks_done("anna");
    world.skip("anna");
    world.person("anna").says("Menu!");
    world.expect("anna", [says(OFFER)]);
    world.person("anna").presses("Main menu", "1.@menu.main_menu");
    world.expect("anna", [says(OFFER)]);
}
