//! The handover through the real binary: how it begins, the silence, every way back, and what goes wrong.

mod agents;
mod faults;
mod opening;
mod returning;
mod routing;
mod silence;
mod surviving;

use crate::world::{INBOX, Plan, World, passes, says};

pub(super) const HELLO: &str = "Hello. What is it about?";
pub(super) const COLLEAGUE: &str = "A colleague comes.";
pub(super) const BACK: &str = "I am back.";
pub(super) const HOW: &str = "How was it, from 1 to 5?";

/// A bot with everything a handover can have, short enough to be read beside its tests.
pub(super) const BOT: &str = r#"
bot: help
start: welcome
fallback:
  say: Sorry?
keywords:
  - when: [hours]
    do: [ say: Nine to five. ]
  - id: menu
    when: [menu]
    to: welcome
receivers: { desk: "555" }
handover:
  return_keywords: [bot]
  say: You talk to our team now.
  say_on_return: The assistant is back.
  not_agents: [We are out for lunch.]
modules:
  welcome:
    say: Hello. What is it about?
    choices:
      - { label: A person, to: person }
      - { label: The desk, to: desk }
      - { label: A wrong desk, to: wrong_desk }
    connections:
      - when: { no_reply: 10m }
        do:
          - say: Are you there?
          - say: Take your time.
  person:
    handover:
      receiver: page_inbox
      metadata: "order 17, late"
      say: A colleague comes.
      return_button: Back to the bot
      return_keywords: [bot, zurück, الروبوت, menu]
      pickup_timeout: 10m
      idle_timeout: 1h
      timeout: 3h
      say_on_return: I am back.
    connections:
      - when: { outcome: nobody_answered }
        to: nobody
    to: how
  desk:
    handover: { receiver: desk, say: The desk comes., timeout: 30h, say_on_return: I am back. }
    to: how
  wrong_desk:
    handover: { target_app_id: "999", say: The desk comes. }
    connections:
      - when: { outcome: failed }
        do: [ say: Nobody was reached. ]
        to: welcome
    to: how
  nobody:
    say: Everybody is busy.
    to: welcome
  how:
    ask: How was it, from 1 to 5?
    expect: number
    save_as: score
    if_invalid: A number, please.
    to: thanks
  thanks:
    say: Thank you.
    to: end
"#;

pub(super) fn plan() -> Plan {
    Plan::yaml(BOT).app("555").app("777")
}

pub(super) fn world() -> World {
    plan().dev()
}

/// A person who has been welcomed; nothing of it is compared.
pub(super) fn welcomed(world: &World, contact: &str) {
    world.person(contact).says("hi");
    world.expect(contact, [says(HELLO)]);
}

/// A person whom people in the inbox have.
pub(super) fn with_people(world: &World, contact: &str) {
    welcomed(world, contact);
    world.person(contact).taps("A person");
    world.expect(contact, [says(COLLEAGUE), passes(INBOX, "order 17, late")]);
    assert_eq!(world.owner(contact).as_deref(), Some(INBOX));
    assert_eq!(world.hand(contact), "people");
}
