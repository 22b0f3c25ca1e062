//! What happens with a message: the order of section 7 of the language.

use super::World;

pub(super) const BOT: &str = r#"
bot: shop
language: en
start: welcome
keywords:
  - { id: menu, when: [menu, start over], to: welcome }
  - { id: hours, when: { contains: [opening hours] }, do: [ say: We open at nine. ] }
  - when: { is: number }
    do: [ say: A number. ]
fallback: { say: Sorry?, give_up_after: 3, to: person }
menu: [ { label: My order, id: order, to: order } ]
entries:
  get_started: { to: welcome }
  ref: { sale: { to: sale } }
modules:
  welcome:
    say: Hello! What now?
    choices:
      - { label: Order, to: order }
      - { label: Café, to: cafe }
      - { label: Just looking }
    connections:
      - when: { contains: [parcel] }
        to: order
      - when: [bye]
        to: end
      - when: Just looking
        to: looking
  order:
    ask: Which number?
    expect: number
    save_as: wanted
    connections:
      - when: [back]
        to: back
    to: found
  found: { say: "Order {{wanted}}.", to: end }
  cafe: { say: Coffee!, to: end }
  looking: { say: Look around., to: end }
  sale: { say: The sale!, to: welcome }
  person: { say: A person will see this., to: end }
  open:
    say: Say anything.
    connections:
      - when: [first]
        to: cafe
      - when: { sends: anything }
        to: looking
      - when: [never]
        to: order
"#;

fn open() -> World {
    let mut world = World::new(BOT);
    world.says("hi");
    world.reads(&["Hello! What now? [Order|Café|Just looking]"]);
    world
}

#[test]
fn the_first_word_enters_the_start_and_is_not_matched_there() {
    let mut world = World::new(BOT);
    world.says("bye");
    world.reads(&["Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn a_keyword_wins_over_the_start_and_one_that_stays_does_not_begin_the_session() {
    let mut world = World::new(BOT);
    world.says("what are your opening hours?");
    world.reads(&["We open at nine."]);
    world.says("hi");
    world.reads(&["Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn typed_and_tapped_choices_are_the_same() {
    let mut world = open();
    world.says("ORDER!");
    world.reads(&["Which number?"]);
    let mut world = open();
    world.taps("Order");
    world.reads(&["Which number?"]);
}

#[test]
fn accents_count_only_where_something_fits_exactly() {
    let mut world = open();
    world.says("cafe");
    world.reads(&["Coffee!"]);
}

#[test]
fn a_choice_without_a_way_of_its_own_takes_the_modules_connections() {
    for tap in [true, false] {
        let mut world = open();
        if tap {
            world.taps("Just looking")
        } else {
            world.says("just looking")
        }
        world.reads(&["Look around."]);
    }
}

#[test]
fn own_connections_stand_before_keywords() {
    let mut world = open();
    world.says("where is my parcel, and what are your opening hours?");
    world.reads(&["Which number?"]);
}

#[test]
fn a_keyword_that_stays_answers_and_the_question_is_asked_again() {
    let mut world = open();
    world.says("opening hours please");
    world.reads(&["We open at nine.", "Hello! What now? [Order|Café|Just looking]"]);
    assert_eq!(world.c.misses, 0);
}

#[test]
fn a_valid_answer_stands_before_keywords_and_own_connections_before_both() {
    let mut world = open();
    world.says("order");
    world.says("7");
    world.reads(&["Which number?", "Order 7."]);
    let mut world = open();
    world.says("order");
    world.says("back");
    world.reads(&["Which number?", "Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn three_misses_in_a_row_give_up_and_a_fit_between_them_counts_anew() {
    let mut world = open();
    world.says("xyz");
    world.reads(&["Sorry?", "Hello! What now? [Order|Café|Just looking]"]);
    world.says("xyz");
    world.says("opening hours");
    world.says("xyz");
    world.says("xyz");
    world.take_unread();
    world.says("xyz");
    world.reads(&["A person will see this."]);
}

#[test]
fn after_the_end_of_a_path_keywords_hold_and_else_the_fallback() {
    let mut world = open();
    world.says("bye");
    world.reads(&[]);
    world.says("hello?");
    world.reads(&["Sorry?"]);
    world.says("menu");
    world.reads(&["Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn buttons_and_menu_work_from_anywhere_and_a_payload_nobody_declares_is_text() {
    let mut world = open();
    world.presses("1.@menu.order", "My order");
    world.reads(&["Which number?"]);
    world.opens(true, None);
    world.says("order");
    world.take_unread();
    world.taps("Café");
    world.reads(&["Coffee!"]);
    world.presses("OLD_BOT:MENU", "menu");
    world.reads(&["Hello! What now? [Order|Café|Just looking]"]);
    world.presses("1.gone.button", "xyz");
    world.reads(&["Sorry?", "Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn get_started_and_links_lead_from_anywhere_and_unknown_links_change_nothing() {
    let mut world = open();
    world.opens(false, Some("sale"));
    world.reads(&["The sale!", "Hello! What now? [Order|Café|Just looking]"]);
    world.opens(false, Some("other"));
    world.reads(&[]);
    world.opens(true, None);
    world.reads(&["Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn what_stands_below_an_open_connection_fits_no_message() {
    for (word, read) in [("first", "Coffee!"), ("never", "Look around."), ("x", "Look around.")] {
        let mut world = open();
        world.goes_to("open");
        world.says(word);
        world.reads(&["Say anything.", read]);
    }
}

#[test]
fn keywords_come_before_the_open_end() {
    let mut world = open();
    world.goes_to("open");
    world.says("menu");
    world.reads(&["Say anything.", "Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn a_picture_is_a_miss_where_nothing_asks_for_one() {
    let mut world = open();
    world.sends_a_picture();
    world.reads(&["Sorry?", "Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn a_reaction_that_nothing_names_changes_nothing() {
    let mut world = open();
    let before = world.c.clone();
    world.reacts();
    world.reads(&[]);
    world.c.clock = before.clock;
    assert_eq!(world.c, before);
}

#[test]
fn a_session_that_was_silent_too_long_begins_anew() {
    let mut world = World::new(&BOT.replace("menu: [", "session: { expires_after: 2h }\nmenu: ["));
    world.says("hi");
    world.says("order");
    world.take_unread();
    world.later("2h 1s");
    world.says("7");
    world.reads(&["A number."]);
    world.says("hi");
    world.reads(&["Hello! What now? [Order|Café|Just looking]"]);
}

#[test]
fn a_chance_where_nothing_stands_is_drawn_anew_for_each_word() {
    let mut world = World::new(
        "
bot: chances
language: en
start: first
fallback: { say: Sorry? }
keywords: [ { when: [toss], if: chance(50), do: [ say: Heads. ] }, { when: [toss], do: [ say: Tails. ] } ]
modules:
  first: { say: Hello., to: end }
",
    );
    world.says("hi");
    world.take_unread();
    let mut heads = 0;
    for _ in 0..40 {
        world.says("toss");
        heads += usize::from(world.take_unread() == ["Heads."]);
    }
    assert!((8..=32).contains(&heads), "{heads} of 40");
}
