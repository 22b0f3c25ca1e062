//! Questions: what answers them, what does not, and what comes then.

use super::World;

fn world(modules: &str) -> World {
    let head = "
bot: asks
language: en
start: first
keywords:
  - { when: [menu], to: first }
  - { when: { contains: [price] }, do: [ say: It is free. ] }
fallback: { say: Sorry?, give_up_after: 3, to: lost }
variables: { amount: { type: number }, answer_kept: { type: any } }
modules:
  lost: { say: Lost., to: end }
  done: { say: 'Done {{answer_kept}}.', to: end }
  other: { say: Other., to: end }
";
    let mut world = World::new(&format!("{head}{modules}"));
    world.says("hi");
    world
}

const EMAIL: &str = "
  first:
    ask: Your e-mail?
    expect: email
    save_as: answer_kept
    if_invalid: Like anna@example.com.
    tries: 3
    connections:
      - when: { outcome: too_many_tries }
        to: other
    to: done
";

#[test]
fn a_valid_answer_is_kept_and_leads_on() {
    let mut world = world(EMAIL);
    world.says("anna@example.com");
    world.reads(&["Your e-mail?", "Done anna@example.com."]);
}

#[test]
fn if_invalid_stands_in_place_of_the_question_and_the_last_try_says_nothing() {
    let mut world = world(EMAIL);
    world.says("anna");
    world.says("anna@");
    world.reads(&["Your e-mail?", "Like anna@example.com.", "Like anna@example.com."]);
    assert_eq!(world.c.misses, 0, "with `tries` an invalid answer is no miss");
    world.says("x");
    world.reads(&["Other."]);
}

#[test]
fn without_if_invalid_the_fallback_is_said_and_the_question_again_and_it_is_a_miss() {
    let mut world = world(
        "
  first: { ask: How many?, expect: number, min: 1, max: 9, save_as: answer_kept, to: done }
",
    );
    world.says("many");
    world.says("10");
    world.reads(&["How many?", "Sorry?", "How many?", "Sorry?", "How many?"]);
    world.says("0");
    world.reads(&["Lost."]);
}

#[test]
fn while_any_text_answers_only_keywords_that_are_the_whole_message_hold() {
    let ask = "
  first: { ask: Your name?, save_as: answer_kept, to: done }
";
    let mut asked = world(ask);
    asked.says("What is the price?");
    asked.reads(&["Your name?", "Done What is the price?."]);
    let mut asked = world(ask);
    asked.says("menu");
    asked.reads(&["Your name?", "Your name?"]);
    let mut asked = world(&ask.replace("save_as", "keywords: none, save_as"));
    asked.says("menu");
    asked.reads(&["Your name?", "Done menu."]);
    let mut asked = world(&ask.replace("save_as", "keywords: all, save_as"));
    asked.says("the price");
    asked.reads(&["Your name?", "It is free.", "Your name?"]);
}

const COLOURS: &str = "
  first:
    ask: Which colour?
    save_as: answer_kept
    choices:
      - { label: Red, value: r }
      - { label: Blue }
      - { label: Green, do: [ say: A good choice. ] }
      - { label: Gold, value: gold, to: other }
      - { label: None, to: lost }
    to: done
";

#[test]
fn on_a_question_a_choice_is_the_answer() {
    for (tap, read) in [
        ("Red", vec!["Done r."]),
        ("Blue", vec!["Done Blue."]),
        ("Green", vec!["A good choice.", "Done Green."]),
        ("Gold", vec!["Other."]),
        ("None", vec!["Lost."]),
    ] {
        let mut tapped = world(COLOURS);
        tapped.take_unread();
        tapped.taps(tap);
        tapped.reads(&read);
        let mut typed = world(COLOURS);
        typed.take_unread();
        typed.says(&tap.to_lowercase());
        typed.reads(&read);
        assert_eq!(typed.var("answer_kept"), tapped.var("answer_kept"));
    }
    let mut world = world(COLOURS);
    world.taps("None");
    assert_eq!(world.var("answer_kept"), "", "a way out answers nothing");
}

#[test]
fn nothing_else_is_accepted_where_choices_stand_alone() {
    let mut world = world(COLOURS);
    world.take_unread();
    world.says("purple");
    world.reads(&["Sorry?", "Which colour? [Red|Blue|Green|Gold|None]"]);
    world.says("what is the price");
    world.reads(&["It is free.", "Which colour? [Red|Blue|Green|Gold|None]"]);
}

#[test]
fn choices_and_expect_together_take_both_and_read_the_choice_alike() {
    let module = "
  first:
    ask: How much?
    expect: number
    save_as: amount
    choices: [ { label: A dozen, value: '12' } ]
    to: counted
  counted: { say: 'It is {{amount}}.', to: end }
";
    for (word, read) in [("A dozen", "It is 12."), ("7", "It is 7.")] {
        let mut world = world(module);
        world.says(word);
        world.reads(&["How much? [A dozen]", read]);
    }
}

#[test]
fn a_choice_that_stays_keeps_the_question_open() {
    let mut world = world(
        "
  first:
    ask: Which?
    save_as: answer_kept
    expect: text
    choices: [ { label: Tell me more, do: [ say: More. ], to: again, value: more } ]
    to: done
",
    );
    world.taps("Tell me more");
    world.reads(&["Which? [Tell me more]", "More.", "Which? [Tell me more]"]);
    world.says("this");
    world.reads(&["Done this."]);
}

#[test]
fn choices_belong_to_the_last_message_and_not_to_an_earlier_question() {
    let mut world = world(
        "
  first:
    actions:
      - ask: { say: Your name?, save_as: answer_kept }
      - say: Coffee or tea?
    choices: [ { label: Coffee, to: done }, { label: Tea, to: other } ]
",
    );
    world.says("Coffee");
    world.reads(&["Your name?", "Coffee or tea? [Coffee|Tea]"]);
    world.says("Coffee");
    world.reads(&["Done Coffee."]);
}

#[test]
fn what_is_said_behind_a_question_is_waited_for() {
    let mut world = world(
        "
  first:
    actions:
      - ask: { say: Your name?, save_as: answer_kept }
      - say: Coffee or tea?
    connections:
      - { when: [coffee], to: done }
      - to: other
",
    );
    world.says("Anna");
    world.reads(&["Your name?", "Coffee or tea?"]);
    world.says("coffee");
    world.reads(&["Done Anna."]);
}

#[test]
fn what_is_known_is_not_asked() {
    let mut world = world(
        "
  first: { ask: Your name?, save_as: answer_kept, skip_if_known: yes, to: done }
",
    );
    world.says("Anna");
    world.says("menu");
    world.reads(&["Your name?", "Done Anna.", "Done Anna."]);
}

#[test]
fn valid_if_and_matches_decide_over_the_answer() {
    let mut world = world(
        "
  first:
    ask: A code?
    matches: '[A-Z]-\\d+'
    valid_if: size(answer) < 5
    if_invalid: No.
    save_as: answer_kept
    to: done
",
    );
    for (word, read) in [("xA-1", "No."), ("A-1234567", "No."), ("A-17", "Done A-17.")] {
        world.take_unread();
        world.says(word);
        world.reads(&[read]);
    }
}

#[test]
fn a_question_in_a_do_goes_on_there() {
    let mut world = world("
  first:
    say: Hello.
    choices:
      - { label: Rate, do: [ ask: { say: How many stars?, expect: number, save_as: answer_kept } ], to: done }
      - { label: Stay, do: [ say: Fine. ] }
");
    world.taps("Rate");
    world.says("5");
    world.reads(&["Hello. [Rate|Stay]", "How many stars?", "Done 5."]);
}

#[test]
fn too_many_tries_in_a_do_drop_its_to_and_ask_what_was_open() {
    let mut world = world(
        "
  first:
    say: Hello.
    choices:
      - { label: Rate, do: [ ask: { say: How many stars?, expect: number, tries: 1 } ], to: done }
",
    );
    world.taps("Rate");
    world.says("lots");
    world.reads(&["Hello. [Rate]", "How many stars?", "Hello. [Rate]"]);
}

#[test]
fn to_again_after_too_many_tries_opens_the_question_once_more() {
    let mut world = world(
        "
  first:
    ask: A number?
    expect: number
    save_as: answer_kept
    tries: 1
    connections:
      - { when: { outcome: too_many_tries }, do: [ say: Figures please. ], to: again }
    to: done
",
    );
    world.says("x");
    world.reads(&["A number?", "Figures please.", "A number?"]);
    world.says("5");
    world.reads(&["Done 5."]);
}

#[test]
fn a_long_answer_is_cut_and_noted_and_never_a_dead_end() {
    let mut world = world(
        "
  first: { ask: Your story?, save_as: answer_kept, to: other }
",
    );
    world.says(&"a".repeat(5_000));
    world.reads(&["Your story?", "Other."]);
    assert_eq!(world.var("answer_kept").len(), 4_096);
    assert!(world.faults().iter().any(|fault| fault.contains("cut")));
}

#[test]
fn a_connection_that_names_something_fits_while_a_question_is_open_and_open_ones_do_not() {
    let mut world = world(
        "
  first:
    ask: A number?
    expect: number
    save_as: answer_kept
    connections:
      - { when: { sends: anything }, to: lost }
      - { when: { sends: image }, to: other }
    to: done
",
    );
    world.says("x");
    world.reads(&["A number?", "Sorry?", "A number?"]);
    world.sends_a_picture();
    world.reads(&["Other."]);
}
