//! C1–C19: Certainly's human takeover.

use crate::world::{APP, INBOX, Plan, World, passes, says};

const WELCOME: &str = "Hi! I answer first, and I can bring in a person. What is it about?";
const ASK: &str = "Would you like to talk to a human?";
const CONFIRM: &str = "Are you sure? Tell me what it is about, and I will bring in a colleague.";
const COLLEAGUE: &str = "Thank you. A colleague takes over.";
const BACK: &str = "You are talking to our assistant again.";
const AFTER: &str = "I hope my colleague could help. I am here if you need anything else.";
/// The billing and delivery people work in this app.
const DESK: &str = "1234567890";

fn plan() -> Plan {
    Plan::folder("examples/certainly-human-takeover").app(DESK)
}

fn world() -> World {
    plan().dev()
}

/// Leads a person to the second module, where the next word hands over.
fn asked_to_confirm(world: &World, contact: &str) {
    let person = world.person(contact);
    person.says("hi");
    person.says("I want a human");
    person.taps("Yes");
    world.skip(contact);
}

#[test]
fn c01_the_bot_answers_and_nothing_is_passed_before_a_handover() {
    let world = world();
    let anna = world.person("anna");
    anna.says("hi");
    anna.says("when is my delivery?");
    anna.says("what are your opening hours");
    anna.says("a human please");
    let answers = [WELCOME, "We deliver within 4 days.", "We are open from 9 to 17.", ASK];
    world.expect("anna", answers.map(says));
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    assert_eq!(world.hand("anna"), "bot");
}

#[test]
fn c02_a_handover_is_a_state_the_operator_can_see() {
    let world = world();
    asked_to_confirm(&world, "anna");
    assert_eq!(world.hand("anna"), "bot");
    world.person("anna").says("a complaint");
    let shown = world.shown("anna");
    assert_eq!(shown["hand"], "people");
    assert_eq!(shown["owner"], INBOX);
    assert_eq!(shown["metadata"], "complaint");
    assert!(shown["since"].is_string() && shown["why"].is_string(), "{shown}");
    assert!(shown["deadlines"]["idle"].is_string(), "{shown}");
    world.inbox().marks_done("anna");
    assert_eq!(world.hand("anna"), "bot");
}

#[test]
fn c03_the_target_is_the_page_inbox_or_another_app() {
    let world = world();
    for (contact, word, app) in [("anna", "an invoice", DESK), ("bob", "a complaint", INBOX)] {
        asked_to_confirm(&world, contact);
        world.person(contact).says(word);
        assert_eq!(world.owner(contact).as_deref(), Some(app), "{contact}");
    }
}

#[test]
fn c04_the_bot_is_silent_while_people_have_the_thread() {
    let world = world();
    asked_to_confirm(&world, "anna");
    let anna = world.person("anna");
    anna.says("a complaint");
    world.skip("anna");
    world.later("1m");
    anna.says("what are your opening hours");
    anna.says("gibberish");
    anna.sends_a_photo();
    world.later("20m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    anna.says("human");
    world.later("3h");
    world.expect_nothing("anna");
    world.inbox().marks_done("anna");
    world.expect("anna", [BACK, AFTER].map(says));
}

#[test]
fn c05_serve_says_when_the_app_is_not_subscribed_to_the_page() {
    let world = plan().platform(|setup| setup.pages[0].subscribed.clear()).serve();
    world.server.wait_for("what is missing", |line| line.contains("not subscribed to `messages`"));
    world.server.wait_for("what to do", |line| line.contains("/subscribed_apps"));
}

#[test]
fn c06_serve_says_when_the_app_is_not_the_default_one() {
    let world = plan().routing("shared").serve();
    let what = "how routing is set";
    let line = world.server.wait_for(what, |line| line.contains("Conversation Routing is off"));
    assert!(line.contains("choose your app as the default app"), "{line}");
    let world = plan().routing("other_default").serve();
    world.server.wait_for(what, |line| line.contains("your app is not the default app"));
}

#[test]
fn c07_new_and_idle_threads_go_to_the_bot() {
    let world = world();
    let anna = world.person("anna");
    anna.says("hi");
    world.expect("anna", [says(WELCOME)]);
    world.later("25h");
    assert_eq!(world.owner("anna"), None);
    // A day later it is a new session, too, so the bot begins anew.
    anna.says("and my delivery?");
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    world.expect("anna", [says(WELCOME)]);
}

#[test]
fn c08_the_page_inbox_is_a_receiver_by_name() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("a complaint");
    world.expect("anna", [says(COLLEAGUE), passes(INBOX, "complaint")]);
}

#[test]
fn c09_a_module_asks_if_a_human_is_wanted() {
    let world = world();
    let anna = world.person("anna");
    anna.says("hi");
    anna.says("I need a person");
    world.expect("anna", [WELCOME, ASK].map(says));
    assert_eq!(world.offers("anna"), ["Yes", "No"]);
    anna.taps("No");
    world.expect("anna", ["All right, let us carry on.", WELCOME].map(says));
}

#[test]
fn c10_yes_leads_to_a_second_module_that_confirms() {
    let world = world();
    let anna = world.person("anna");
    anna.says("hi");
    anna.says("agent");
    world.skip("anna");
    anna.taps("Yes");
    world.expect("anna", [says(CONFIRM)]);
    anna.says("never mind");
    world.expect("anna", ["All right, let us carry on.", WELCOME].map(says));
}

#[test]
fn c11_any_input_fires_the_handover() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("whatever this is");
    world.expect("anna", [passes(INBOX, "")]);
    asked_to_confirm(&world, "bob");
    world.person("bob").sends_a_photo();
    world.expect("bob", [passes(INBOX, "")]);
}

#[test]
fn c12_a_connection_holds_the_handover_and_where_to_go() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("a complaint");
    world.expect("anna", [says(COLLEAGUE), passes(INBOX, "complaint")]);
    world.inbox().marks_done("anna");
    world.expect("anna", [BACK, AFTER].map(says));
}

#[test]
fn c13_the_handover_passes_thread_control() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("a complaint");
    let ledger = world.ledger("anna");
    let pass = ledger.iter().find(|entry| entry.call == baton_simulator::Call::Pass).unwrap();
    assert!(pass.result.is_accepted());
    assert_eq!(pass.body["recipient"]["id"], "anna");
    assert_eq!(world.owner("anna").as_deref(), Some(INBOX));
}

#[test]
fn c14_the_target_app_id_is_kept_digit_by_digit() {
    // As a number it would lose its last digit in JSON readers that know floats only.
    let long = "12345678901234567";
    let named = "target_app_id: \"1234567890\"";
    let world = plan().edit(named, &format!("target_app_id: {long}")).app(long).dev();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("an invoice");
    let said = "Thank you. A colleague from billing takes over.";
    world.expect("anna", [says(said), passes(long, "billing_question")]);
}

#[test]
fn c15_metadata_reaches_the_receiver_and_the_operator() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("an invoice");
    let said = "Thank you. A colleague from billing takes over.";
    world.expect("anna", [says(said), passes(DESK, "billing_question")]);
    assert_eq!(world.shown("anna")["metadata"], "billing_question");
}

#[test]
fn c16_metadata_with_spaces_is_sent_as_it_stands() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("my parcel");
    let said = "Thank you. A colleague from delivery takes over.";
    world.expect("anna", [says(said), passes(DESK, "Late parcel, please call back")]);
}

#[test]
fn c17_a_handover_needs_no_settings() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("something");
    world.expect("anna", [passes(INBOX, "")]);
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn c18_without_a_target_it_is_the_page_inbox() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("something");
    assert_eq!(world.owner("anna").as_deref(), Some("263902037430900"));
}

#[test]
fn c19_say_goes_before_the_pass_and_the_next_module_waits() {
    let world = world();
    asked_to_confirm(&world, "anna");
    world.person("anna").says("a complaint");
    world.expect("anna", [says(COLLEAGUE), passes(INBOX, "complaint")]);
    world.later("1h");
    world.expect_nothing("anna");
    world.inbox().marks_done("anna");
    world.expect("anna", [BACK, AFTER].map(says));
}
