//! A flow hands over: what is said, what is passed, and what becomes of it.

use super::World;
use super::world::{INBOX, US, refused};
use crate::conversation::{Hand, ReturnedBy, Routing};
use crate::event::{Event, Moved, Operator, Owner, Refusal, Settled};

pub(super) const BOT: &str = r#"
bot: shop
language: en
start: welcome
receivers: { desk: "222" }
keywords:
  - { id: menu, when: [menu], to: welcome }
  - { id: hours, when: [hours], do: [ say: We open at nine. ] }
  - { id: price, when: [price], do: [ say: It is free. ] }
fallback: { say: Sorry? }
menu: [ { label: Stop waiting, id: stop, do: [ take_back ], to: welcome } ]
modules:
  welcome:
    say: Hello!
    choices:
      - { label: Person, to: person }
      - { label: Quick help, do: [ handover: { say: Wait here. }, say: We are done. ], to: rate }
      - { label: Desk, do: [ handover: { receiver: desk, metadata: "order 7" } ] }
  person:
    actions:
      - handover:
          say: Our team is with you. Write "bot" to come back.
          return_button: Back to the bot
          timeout: 1h
          idle_timeout: 15m
          pickup_timeout: 5m
          return_keywords: [bot, menu, hours, الروبوت]
          say_on_return: I am back.
      - say: How was it?
    connections:
      - when: { outcome: nobody_answered }
        to: nobody
    to: rate
  nobody: { say: Nobody was there., to: end }
  rate:
    say: Please rate us.
    connections:
      - when: [good]
        to: welcome
"#;

pub(super) const OPENED: &str =
    "Our team is with you. Write \"bot\" to come back. [Back to the bot]";

/// With people, on a page of this kind.
pub(super) fn with_people(routing: Routing) -> World {
    let mut world = World::on(routing, BOT);
    world.says("hi");
    world.taps("Person");
    world.reads(&["Hello! [Person|Quick help|Desk]", OPENED]);
    world.done.clear();
    world
}

#[test]
fn what_is_said_goes_before_the_pass_and_then_the_bot_is_silent() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.slow = true;
    world.taps("Person");
    world.reads(&["Hello! [Person|Quick help|Desk]", OPENED]);
    assert!(matches!(world.c.hand, Hand::Opening { .. }));
    world.says("are you there?");
    world.slow = false;
    world.perform();
    world.did(&[&format!("pass {INBOX}")]);
    for word in ["price", "xyz", "3"] {
        world.says(word);
    }
    world.agent(INBOX, "Hello, this is Maria.");
    world.reacts();
    world.reads(&[]);
    assert!(matches!(world.c.hand, Hand::People { .. }));
}

#[test]
fn metadata_goes_along_to_a_declared_receiver() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.taps("Desk");
    world.did(&["pass 222 order 7"]);
}

#[test]
fn the_list_behind_a_handover_runs_when_control_comes_back() {
    let mut world = with_people(Routing::WeAreDefault);
    world.agent(INBOX, "Hello");
    world.agent_passes_back();
    world.reads(&["I am back.", "How was it?", "Please rate us."]);
    assert_eq!(world.returned_by(), Some(ReturnedBy::Agent));
    assert_eq!(world.at(), "rate");
}

#[test]
fn in_a_do_the_rest_and_its_to_run_when_control_comes_back() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.taps("Quick help");
    world.reads(&["Hello! [Person|Quick help|Desk]", "Wait here."]);
    world.agent_passes_back();
    world.reads(&["We are done.", "Please rate us."]);
}

#[test]
fn without_a_text_of_the_authors_the_person_is_told_and_the_question_asked_again() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.taps("Desk");
    world.take_unread();
    world.control(Moved::Passed, Some("222"), Some(US));
    world.reads(&["You are talking to our assistant again.", "Hello! [Person|Quick help|Desk]"]);
}

#[test]
fn a_refused_pass_fails_the_rest_is_skipped_and_the_person_told() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.pass = Settled::Refused(refused(Refusal::Other, 100));
    world.taps("Quick help");
    world.reads(&[
        "Hello! [Person|Quick help|Desk]",
        "Wait here.",
        "Nobody can be reached right now. I am still here.",
        "Hello! [Person|Quick help|Desk]",
    ]);
    world.did(&["ask owner"]);
    assert!(world.bot_has_it());
    assert_eq!(world.count(), (1, 1));
}

#[test]
fn an_outcome_failed_takes_its_connection() {
    let bot = BOT.replace(
        "      - when: { outcome: nobody_answered }",
        "      - when: { outcome: failed }\n        to: rate\n      - when: { outcome: nobody_answered }",
    );
    let mut world = World::new(&bot);
    world.says("hi");
    world.pass = Settled::Unsettled;
    world.taps("Person");
    world.reads(&["Hello! [Person|Quick help|Desk]", OPENED, "Please rate us."]);
}

#[test]
fn a_refused_pass_is_as_good_as_accepted_where_the_receiver_has_the_thread() {
    for owner in [Owner::Other(INBOX.into()), Owner::Hidden, Owner::Other("333".into())] {
        let mut world = World::new(BOT);
        world.says("hi");
        world.pass = Settled::Refused(refused(Refusal::AnotherAppControls, 10));
        world.owner = owner.clone();
        world.slow = true;
        std::sync::Arc::make_mut(&mut world.c.page).routing = Routing::WeAreDefault;
        let word = crate::event::Word { arrived: Default::default(), ..world.word("person") };
        world.step(Event::Word(word));
        world.slow = false;
        world.perform();
        assert!(matches!(&world.c.hand, Hand::People { h } if h.passed), "{owner:?}");
    }
}

#[test]
fn a_pass_that_never_settles_fails_after_its_guard() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.slow = true;
    world.taps("Person");
    world.later("14m 59s");
    assert!(matches!(world.c.hand, Hand::Opening { .. }));
    world.later("1s");
    assert!(world.bot_has_it());
    world.reads(&[
        "Hello! [Person|Quick help|Desk]",
        OPENED,
        "Nobody can be reached right now. I am still here.",
    ]);
    world.slow = false;
    world.perform();
    world.did(&[]);
}

#[test]
fn asked_back_while_the_pass_is_on_its_way_it_is_dropped_or_taken_back() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.slow = true;
    world.taps("Person");
    world.says("bot");
    assert!(matches!(world.c.hand, Hand::Opening { .. }));
    world.slow = false;
    world.perform();
    world.did(&[]);
    world.reads(&[
        "Hello! [Person|Quick help|Desk]",
        OPENED,
        "I am back.",
        "How was it?",
        "Please rate us.",
    ]);
    assert_eq!(world.returned_by(), Some(ReturnedBy::Keyword));

    let mut world = World::new(BOT);
    world.says("hi");
    world.slow = true;
    world.taps("Person");
    let pass = world.last_effect();
    world.says("bot");
    world.pending.clear();
    world.owner = Owner::Other(INBOX.into());
    world.slow = false;
    world.step(Event::Passed { effect: pass, settled: Settled::Accepted });
    world.did(&["take"]);
    assert_eq!(world.returned_by(), Some(ReturnedBy::Keyword));
}

#[test]
fn control_that_comes_back_before_the_pass_is_settled_ends_it() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.slow = true;
    world.taps("Person");
    world.agent_passes_back();
    assert!(world.bot_has_it());
    assert_eq!(world.returned_by(), Some(ReturnedBy::Agent));
    world.slow = false;
    world.perform();
    assert!(world.bot_has_it());
    assert_eq!(world.count(), (1, 1));
}

#[test]
fn an_agent_who_writes_while_the_pass_is_on_its_way_has_the_thread() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.slow = true;
    world.taps("Person");
    world.agent(INBOX, "Hello");
    assert!(matches!(&world.c.hand, Hand::People { h } if h.first_agent_word_at.is_some()));
    world.says("thanks");
    world.take_unread();
    world.reads(&[]);
}

#[test]
fn a_send_refused_since_another_app_controls_makes_people_of_the_opening() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.slow = true;
    world.taps("Person");
    world.owner = Owner::Other("333".into());
    let effect = crate::id::EffectId(2);
    let refused = refused(Refusal::AnotherAppControls, 10);
    world.step(Event::Sent { effect, refused, unsaid: None });
    world.slow = false;
    world.perform();
    world.did(&["ask owner"]);
    assert_eq!(world.h().owner, Some("333".into()));
}

#[test]
fn a_second_handover_is_declined_and_so_is_a_jump() {
    let mut world = with_people(Routing::WeAreDefault);
    world.operator(Operator::Open { receiver: None, metadata: None });
    world.goes_to("rate");
    world.reads(&[]);
    assert_eq!(world.count(), (1, 0));
}

#[test]
fn outside_hours_nothing_is_passed_or_said() {
    let bot = BOT
        .replace("          say: Our", "          hours: never\n          say: Our")
        .replace("menu: [ {", "hours: { never: { zone: UTC, mon: [\"3:00-3:01\"] } }\nmenu: [ {");
    let mut world = World::new(&bot);
    world.says("hi");
    world.taps("Person");
    world.reads(&[
        "Hello! [Person|Quick help|Desk]",
        "Our team is not here right now. I am still here.",
    ]);
    world.did(&[]);
}

#[test]
fn on_a_shared_page_the_inbox_handover_is_silence_without_a_pass() {
    let mut world = with_people(Routing::Shared);
    world.did(&[]);
    world.says("hours");
    world.reads(&["I am back.", "How was it?", "Please rate us.", "We open at nine."]);
    world.did(&[]);
}

#[test]
fn a_button_that_has_no_room_goes_out_behind() {
    let bot = BOT.replace(
        "          say: Our team is with you. Write \"bot\" to come back.",
        "          say: { image: 'https://cdn.example.com/a.png' }",
    );
    let mut world = World::new(&bot);
    world.says("hi");
    world.taps("Person");
    world.reads(&[
        "Hello! [Person|Quick help|Desk]",
        "[Image https://cdn.example.com/a.png]",
        "Tap here to come back to me. [Back to the bot]",
    ]);
}
