//! Lists: pauses, silences, asides, faults and bounds.

use super::World;
use super::world::INBOX;

fn world(modules: &str) -> World {
    let head = "
bot: runs
language: en
start: first
keywords:
  - { when: [menu], to: first }
  - { when: [price], do: [ say: It is free. ] }
  - { when: [slow], do: [ say: Wait…, wait: 1m, say: Now. ] }
fallback: { say: Sorry? }
modules:
  other: { say: Other., to: end }
";
    let mut world = World::new(&format!("{head}{modules}"));
    world.says("hi");
    world
}

const SLEEPS: &str = "
  first:
    actions: [ say: One., wait: 10m, say: Two. ]
    connections: [ { when: [skip], to: other } ]
    to: last
  last: { say: Last., to: end }
";

#[test]
fn a_pause_is_over_when_its_time_has_come() {
    let mut world = world(SLEEPS);
    world.later("9m 59s");
    world.reads(&["One."]);
    world.later("1s");
    world.reads(&["Two."]);
}

#[test]
fn a_word_that_leads_elsewhere_ends_a_pause_and_one_that_fits_nothing_lets_it_go_on() {
    for (word, read) in [("skip", "Other."), ("menu", "One."), ("xyz", "Two.")] {
        let mut world = world(SLEEPS);
        world.says(word);
        world.reads(&["One.", read]);
        assert_eq!(world.c.misses, 0);
    }
}

#[test]
fn a_keyword_that_stays_keeps_the_pause() {
    let mut world = world(SLEEPS);
    world.says("price");
    world.reads(&["One.", "It is free."]);
    world.later("10m");
    world.reads(&["Two."]);
}

#[test]
fn an_aside_that_sleeps_goes_on_and_the_question_is_asked_again() {
    let mut world = world(
        "
  first: { ask: A number?, expect: number, to: other }
",
    );
    world.says("slow");
    world.reads(&["A number?", "Wait…"]);
    world.later("1m");
    world.reads(&["Now.", "A number?"]);
}

#[test]
fn a_pause_that_ends_while_people_have_the_thread_goes_on_after_the_return() {
    let mut world = world(SLEEPS);
    world.agent(INBOX, "Hello");
    world.later("20m");
    world.reads(&["One."]);
    world.agent_passes_back();
    world.reads(&["You are talking to our assistant again.", "Two."]);
}

#[test]
fn a_pause_longer_than_the_window_waits_for_the_person() {
    let mut world = world(&SLEEPS.replace("10m", "2d"));
    world.later("2d");
    world.reads(&["One."]);
    world.says("hello?");
    world.reads(&["Two."]);
    let mut other = self::world(&SLEEPS.replace("10m", "2d"));
    other.later("2d");
    other.says("price");
    other.reads(&["One.", "It is free.", "Two."]);
}

const SILENT: &str = "
  first:
    ask: A number?
    expect: number
    connections:
      - { when: { no_reply: 20m }, to: other }
      - { when: { no_reply: 10m }, do: [ say: Are you there? ] }
    to: end
";

#[test]
fn silences_fire_once_each_the_shortest_first_and_a_word_starts_them_anew() {
    let mut world = world(SILENT);
    world.later("9m 59s");
    world.reads(&["A number?"]);
    world.later("1s");
    world.reads(&["Are you there?", "A number?"]);
    world.later("5m");
    world.says("x");
    world.reads(&["Sorry?", "A number?"]);
    world.later("10m");
    world.reads(&["Are you there?", "A number?"]);
    world.later("10m");
    world.reads(&["Other."]);
    assert_eq!(world.c.next_due(), None);
}

#[test]
fn a_nudge_that_leads_back_is_said_once_in_a_silence() {
    let mut world = world(
        "
  first:
    ask: A number?
    expect: number
    connections:
      - { when: { no_reply: 10m }, to: nudge }
    to: end
  nudge: { say: Are you there?, to: first }
",
    );
    world.reads(&["A number?"]);
    world.later("10m");
    world.reads(&["Are you there?", "A number?"]);
    world.later("10h");
    world.reads(&[]);
    world.says("x");
    world.reads(&["Sorry?", "A number?"]);
    world.later("10m");
    world.reads(&["Are you there?", "A number?"]);
}

#[test]
fn silence_does_not_count_while_people_have_the_thread() {
    let mut world = world(SILENT);
    world.agent(INBOX, "Hello");
    world.later("2h");
    world.agent_passes_back();
    world.reads(&["A number?", "You are talking to our assistant again.", "A number?"]);
    world.later("9m 59s");
    world.reads(&[]);
    world.later("1s");
    world.reads(&["Are you there?", "A number?"]);
}

#[test]
fn back_goes_to_the_module_that_waited_before() {
    let mut world = world(
        "
  first: { say: First., choices: [ { label: On, to: second } ] }
  second: { say: Second., choices: [ { label: On, to: third }, { label: Back, to: back } ] }
  third: { say: Third., choices: [ { label: Back, do: [ say: Going back. ], to: back } ] }
",
    );
    world.says("on");
    world.says("on");
    world.take_unread();
    world.says("back");
    world.reads(&["Going back.", "Second. [On|Back]"]);
    world.says("back");
    world.reads(&["First. [On]"]);
    assert_eq!(world.c.trail.len(), 1);
}

#[test]
fn a_loop_is_a_fault_said_once_and_the_conversation_stays_usable() {
    let mut world = world(
        "
  first: { say: First., choices: [ { label: Go, to: round } ] }
  round:
    actions: [ { set: { n: '1' } } ]
    connections: [ { if: n == '2', to: end }, { if: n == '1', to: round } ]
",
    );
    world.says("go");
    world.reads(&["First. [Go]", "Sorry?"]);
    assert!(world.faults().iter().any(|fault| fault.contains("modules")));
    world.says("menu");
    world.reads(&["First. [Go]"]);
}

#[test]
fn a_flood_is_cut_and_the_fallback_still_said() {
    let says = "say: x, ".repeat(0) + &["{ say: x }"; 70].join(", ");
    let mut world = world(&format!(
        "
  first: {{ actions: [ {says} ], to: end }}
"
    ));
    let read = world.take_unread();
    assert_eq!(read.last().unwrap(), "Sorry?");
    assert_eq!(read.len(), 65);
}

#[test]
fn values_are_set_computed_forgotten_and_marks_put_and_taken() {
    let mut world = world("
  first:
    actions:
      - set: { topic: refund, score: 1 }
      - compute: { score: score + 1 }
      - tag: [vip, waiting]
      - untag: waiting
      - unset: topic
    connections:
      - { if: score == 2 and tagged('vip') and not tagged('waiting') and not known(topic), to: other }
    to: end
");
    world.reads(&["Other."]);
}

#[test]
fn keywords_do_not_leak_a_level_each() {
    let mut world = world(
        "
  first: { ask: A number?, expect: number, to: other }
",
    );
    for _ in 0..40 {
        world.says("slow");
    }
    assert!(world.c.frames.len() <= 16);
    for _ in 0..40 {
        world.says("menu");
    }
    assert_eq!(world.c.frames.len(), 1);
}
