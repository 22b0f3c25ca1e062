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

const SHOP: &str = "
bot: changes
language: en
start: shop
fallback: { say: Sorry? }
modules:
  shop:
    say: Our chairs.
    choices: [ { label: Oak, to: oak }, { label: Ask, to: ask } ]
  oak: { say: Oak., to: end }
  ask: { ask: Your e-mail?, expect: email, save_as: email, to: oak }
";

fn renamed() -> String {
    SHOP.replace("  shop:", "  store:")
        .replace("start: shop", "start: store")
        .replace("label: Oak, to: oak", "label: Oak chair, to: oak")
        .replace("  ask: {", "  mail: {")
        .replace("to: ask", "to: mail")
        + "moved: { shop: store, ask: question, question: mail, \"shop.oak\": store.oak_chair }\n"
}

#[test]
fn a_module_that_moved_goes_on_as_its_successor() {
    let mut world = World::new(SHOP);
    world.says("hi");
    world.taps("Ask");
    world.publish(&renamed());
    world.says("anna@example.com");
    world.reads(&["Our chairs. [Oak|Ask]", "Your e-mail?", "Oak."]);
    assert_eq!(world.var("email"), "anna@example.com");
}

#[test]
fn a_button_that_moved_still_does_what_it_says() {
    let mut world = World::new(SHOP);
    world.says("hi");
    world.publish(&renamed());
    world.taps("Oak");
    world.reads(&["Our chairs. [Oak|Ask]", "Oak."]);
    world.taps("Ask");
    world.reads(&["Your e-mail?"]);
    world.taps("Oak");
    world.reads(&["Oak."]);
}

#[test]
fn what_did_not_move_is_typed_text() {
    let mut world = World::new(SHOP);
    world.says("hi");
    world.publish(
        &renamed().replace("\"shop.oak\": store.oak_chair", "\"shop.ash\": store.oak_chair"),
    );
    world.taps("Oak");
    world.reads(&["Our chairs. [Oak|Ask]", "Sorry?", "Our chairs. [Oak chair|Ask]"]);
}
/// A conversation with people, as format 1 kept it; `BOT` is the version it runs on.
const FORMAT_1: &str = r#"{"id":3471212568730140367,"clock":1772440202000,"seed":3471212568730140367,"person":
{"id":"anna","last_word_at":1772440202000,"window_until":1772526602000,"unreachable":false},"hand":{"People":
{"h":{"number":1,"cause":"Flow","source":{"bot":"BOT","at":["person",0]},"receiver":"263902037430900",
"owner":"263902037430900","passed":true,"metadata":"","opened_at":1772440202000,"passed_at":1772440202000,
"said":true,"last_word_at":1772440202000,"timeout":3600000,"idle":900000,"pickup":300000,
"timeout_at":1772443802000,"idle_at":1772441102000,"pickup_at":1772440502000,"check_at":1772526602000,
"take_tries":0,"failed_checks":0}}},"epoch":1,"frames":[{"bot":"BOT","list":"person","visit":2,"next":1,
"tries":0,"since":1772440202000,"then":"Connections","state":"Away"}],"begun":true,
"trail":["welcome"],"misses":0,"facts":{"input":{"text":"Person","kind":"text","label":"Person"}},
"counters":{"effect":3,"said":2,"visit":2,"handover":1}}"#;

#[test]
fn a_state_of_the_former_format_goes_on() {
    let mut world = World::new(HANDS);
    let state = FORMAT_1.replace("BOT", world.bots.newest.hash.as_str());
    let page = world.c.page.clone();
    world.c = serde_json::from_str(&state).unwrap();
    world.c.page = page;
    world.owner = crate::event::Owner::Other(INBOX.into());
    world.agent_passes_back();
    world.reads(&["I am back.", "How was it?", "Please rate us."]);
}
