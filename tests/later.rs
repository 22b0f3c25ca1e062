//! What a flow does later or in parts: reminders, calls of modules, texts taken as one. Through the real client, and
//! through kill -9.

use crate::world::{Plan, World, says};

const BOT: &str = r#"
bot: later
language: en
start: book
session: { expires_after: nothing }
personas: { maria: "77" }
fallback: { say: Sorry? }
keywords:
  - { when: [soon], do: [ remind: { id: soon, after: 3s, to: reminder } ] }
  - { when: [maria], do: [ say: { text: I am Maria., persona: maria } ] }
ice_breakers: [ { label: "Where is my order?", to: reminder } ]
modules:
  book:
    actions:
      - say: Hello.
      - call: contact
      - remind: { id: visit, after: 2d, to: reminder, template: { name: visit_reminder, with: ["{{name}}"] } }
      - say: Thank you, {{name}}.
    to: end
  contact: { ask: Your name?, save_as: name }
  reminder:
    say: Will you come?
    choices: [ { label: "Yes", to: good } ]
  good: { say: Good., to: end }
"#;

/// The name is asked for.
fn asked(world: &World) {
    world.person("anna").says("hi");
    world.expect("anna", [says("Hello."), says("Your name?")]);
}

#[test]
fn a_reminder_goes_out_days_later_as_an_approved_template_and_its_answer_counts() {
    let world = Plan::yaml(BOT).dev();
    asked(&world);
    world.person("anna").says("Anna");
    world.expect("anna", [says("Thank you, Anna.")]);
    assert!(world.shown("anna")["reminders"]["visit"].is_string(), "{}", world.shown("anna"));
    world.later("47h");
    world.expect_nothing("anna");
    world.later("1h");
    world.expect("anna", [says("[template visit_reminder] Anna")]);
    world.person("anna").says("yes");
    world.expect("anna", [says("Good.")]);
}

#[test]
fn a_call_and_a_reminder_survive_kill_9() {
    let mut world = Plan::yaml(BOT).serve();
    asked(&world);
    world.person("anna").says_at_once("soon");
    world.wait_until("the question again", |world| {
        (world.acts("anna").last() == Some(&says("Your name?"))).then_some(())
    });
    world.crash();
    world.person("anna").says_at_once("Anna");
    world.wait_until("the reminder", |world| {
        (world.acts("anna").last() == Some(&says("Will you come?"))).then_some(())
    });
    let said = world.acts("anna");
    assert!(said.contains(&says("Thank you, Anna.")), "{said:?}");
}

#[test]
fn texts_that_wait_for_the_next_survive_kill_9() {
    let mut world = Plan::yaml(BOT).edit("expires_after: nothing", "gather: 2s").serve();
    world.person("anna").says_at_once("hi");
    world.wait_until("the question", |world| (world.acts("anna").len() == 2).then_some(()));
    world.skip("anna");
    world.person("anna").says_at_once("Anna");
    world.person("anna").says_at_once("Jensen");
    world.wait_until("both are kept", |world| {
        let kept = world.platform().undelivered() == 0;
        (kept && world.shown("anna")["next_due"].is_string()).then_some(())
    });
    world.crash();
    world.wait_until("the answer", |world| (world.acts("anna").len() > 2).then_some(()));
    world.expect("anna", [says("Thank you, Anna\nJensen.")]);
}

#[test]
fn a_persona_and_an_ice_breaker_reach_the_platform_as_it_knows_them() {
    let world = Plan::yaml(BOT).serve();
    world.person("anna").presses("Where is my order?", "1.@ice_breakers.where_is_my_order");
    world.expect("anna", [says("Will you come?")]);
    world.person("anna").says("maria");
    world.expect("anna", [says("I am Maria."), says("Will you come?")]);
    let platform = world.platform();
    let bodies = platform.ledger().entries().iter().map(|entry| entry.body.clone());
    let by_maria: Vec<_> = bodies.filter(|body| body["persona_id"] == "77").collect();
    assert_eq!(by_maria.len(), 1);
}
