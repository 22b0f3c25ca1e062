//! Reminders: jumps that are due later, whatever happens until then.

use super::World;
use super::world::{INBOX, answer};

const BOT: &str = r#"
bot: reminds
language: en
start: first
variables:
  visit: { type: date_time }
  day: { type: date }
  hour: { type: time }
services: { shop: { url: "https://shop.example" } }
keywords:
  - { when: [soon], do: [ remind: { id: visit, after: 2h, to: reminder } ] }
  - { when: [sooner], do: [ remind: { id: visit, after: 1h, to: reminder } ] }
  - { when: [late], do: [ remind: { id: late, after: 2d, to: reminder, template: { name: visit_reminder, with: ["{{user.id}}"] } } ] }
  - { when: [bare], do: [ remind: { id: bare, after: 2d, to: reminder } ] }
  - { when: [forget], do: [ forget_reminder: [visit, late] ] }
  - { when: [dated], do: [ { set: { visit: "2026-03-04T10:00+01:00" } }, remind: { before: "{{visit}}", by: 1d, to: reminder, template: visit_reminder } ] }
  - { when: [that day], do: [ { set: { day: "2026-03-02" } }, remind: { at: "{{day}}", to: reminder } ] }
  - { when: [at noon], do: [ { set: { hour: "12:00" } }, remind: { at: "{{hour}}", to: reminder } ] }
  - { when: [said], do: [ { set: { typed: tomorrow at 8 } }, remind: { at: "{{typed}}", to: reminder } ] }
  - { when: [nonsense], do: [ { set: { typed: whenever } }, remind: { at: "{{typed}}", to: reminder } ] }
  - { when: [call], do: [ http: { get: shop/x } ] }
  - { when: [person], do: [ handover: { say: Our team. }, say: And on. ] }
fallback: { say: Sorry? }
modules:
  first: { ask: A number?, expect: number, to: end }
  reminder:
    say: Will you come?
    choices: [ { label: "Yes", to: good }, { label: "No", to: end } ]
  good: { say: Good., to: end }
"#;

fn world(word: &str) -> World {
    let mut world = World::new(BOT);
    world.says("hi");
    world.says(word);
    world.take_unread();
    world
}

const ASKED: &str = "Will you come? [Yes|No]";

#[test]
fn a_reminder_fires_at_its_moment_and_takes_the_conversation_along() {
    let mut world = world("soon");
    world.later("1h 59m 59s");
    world.reads(&[]);
    world.later("1s");
    world.reads(&[ASKED]);
    world.says("yes");
    world.reads(&["Good."]);
    assert_eq!((world.c.reminders.len(), world.c.next_due()), (0, None));
}

#[test]
fn it_stays_whatever_the_person_writes_and_a_session_ends_without_it() {
    let mut world = world("late");
    world.says("x");
    world.take_unread();
    world.later("26h");
    world.says("hello again");
    world.reads(&["A number?"]);
    world.later("22h");
    world.reads(&[ASKED]);
}

#[test]
fn one_of_the_same_id_takes_its_place_and_one_that_is_forgotten_is_gone() {
    let mut world = world("soon");
    world.says("sooner");
    world.later("1h");
    world.reads(&[ASKED]);
    world.later("2h");
    world.reads(&[]);
    world.says("soon");
    world.says("forget");
    world.take_unread();
    world.later("3h");
    world.reads(&[]);
}

#[test]
fn outside_the_window_the_template_stands_in_place_of_the_first_message() {
    let mut world = world("late");
    world.later("2d");
    world.reads(&["[template visit_reminder] anna"]);
    assert_eq!(world.at(), "reminder");
    world.says("yes");
    world.reads(&["Good."]);
}

#[test]
fn outside_the_window_nothing_is_sent_without_a_template_and_everything_stays() {
    let mut world = world("bare");
    world.later("2d");
    world.reads(&[]);
    assert_eq!((world.at(), world.c.reminders.len()), ("first", 0));
    let noted = |note: &crate::note::Note| format!("{note:?}").contains("was not sent");
    assert!(world.notes.iter().any(noted));
}

#[test]
fn while_people_have_the_thread_it_waits_for_the_return_and_its_list() {
    let mut world = world("soon");
    world.says("person");
    world.agent(INBOX, "Hello");
    world.later("3h");
    world.reads(&["Our team."]);
    world.agent_passes_back();
    world.later("1s");
    world.reads(&["And on.", "A number?", ASKED]);
}

#[test]
fn while_a_service_is_asked_it_waits_for_the_answer() {
    let mut world = world("soon");
    world.later("1h 59m 58s");
    world.says("call");
    world.later("5s");
    world.reads(&[]);
    world.answers.push_back(answer(200, serde_json::json!({})));
    world.perform();
    world.later("1s");
    world.reads(&[ASKED]);
}

#[test]
fn a_return_that_waits_for_the_person_lets_only_the_template_out() {
    let mut world = world("late");
    world.says("bare");
    world.says("person");
    world.take_unread();
    world.later("30h");
    world.agent_passes_back();
    world.later("20h");
    world.reads(&["[template visit_reminder] anna"]);
    assert_eq!(world.c.reminders.len(), 1, "the other waits for the return");
    world.says("yes");
    world.later("1s");
    world.reads(&["And on.", "A number?", ASKED]);
}

#[test]
fn a_moment_is_a_date_time_a_day_from_nine_a_next_time_or_what_a_person_typed() {
    // It is Monday 2 March 2026, 09:30 in Copenhagen.
    for (word, hours) in [("dated", 24.5), ("at noon", 2.5), ("said", 22.5)] {
        let world = world(word);
        let due = world.c.reminders.first().expect(word).due;
        let from_start = due.0 - super::world::START;
        assert_eq!(from_start as f64 / 3_600_000.0, hours, "{word}");
    }
    let past = world("that day");
    assert!(past.c.reminders.is_empty(), "nine in the morning is over");
    let bad = world("nonsense");
    assert!(bad.c.reminders.is_empty());
    assert!(bad.faults().iter().any(|fault| fault.contains("no moment")), "{:?}", bad.faults());
}

#[test]
fn a_contact_has_so_many_reminders_and_not_one_more() {
    let many: Vec<String> =
        (0..17).map(|n| format!("remind: {{ id: r{n}, after: 1h, to: other }}")).collect();
    let mut world = World::new(&format!(
        "
bot: many
language: en
start: first
fallback: {{ say: Sorry? }}
modules:
  first: {{ actions: [ {} ], to: end }}
  other: {{ say: Other., to: end }}
",
        many.join(", ")
    ));
    world.says("hi");
    assert_eq!(world.c.reminders.len(), 16);
    assert!(world.faults().iter().any(|fault| fault.contains("16 reminders")));
}

#[test]
fn a_reminder_goes_to_what_took_the_place_of_its_module() {
    let mut world = world("soon");
    world.publish(
        &BOT.replace("reminder", "visit_soon")
            .replace("forget_visit_soon", "forget_reminder")
            .replace("fallback:", "moved: { reminder: visit_soon }\nfallback:"),
    );
    world.later("2h");
    world.reads(&[ASKED]);
    assert_eq!(world.at(), "visit_soon");
}
