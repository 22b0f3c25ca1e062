//! The ways back, each by its own cause, and what follows.

use super::{BACK, HELLO, HOW, with_people, world};
use crate::world::{APP, World, passes, says, takes};

#[track_caller]
fn returned(world: &World, contact: &str) {
    assert_eq!(world.owner(contact).as_deref(), Some(APP));
    assert_eq!(world.hand(contact), "bot");
}

#[test]
fn the_agent_marks_it_done() {
    let world = world();
    with_people(&world, "anna");
    world.inbox().marks_done("anna");
    world.expect("anna", [BACK, HOW].map(says));
    returned(&world, "anna");
    world.person("anna").says("5");
    world.expect("anna", [says("Thank you.")]);
}

#[test]
fn the_person_types_a_return_keyword_in_any_script_and_spelling() {
    let world = world();
    for (number, word) in
        ["bot", "BOT!", "zurück", "Zuruck", "الروبوت", "  bot  "].iter().enumerate()
    {
        let contact = format!("person-{number}");
        with_people(&world, &contact);
        world.later("1m");
        world.person(&contact).says(word);
        world.expect(&contact, [takes(), says(BACK), says(HOW)]);
        returned(&world, &contact);
    }
}

#[test]
fn a_keyword_inside_a_sentence_brings_nothing_back() {
    let world = world();
    with_people(&world, "anna");
    world.later("1m");
    world.person("anna").says("are you a bot?");
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn a_return_keyword_that_is_a_bot_keyword_leads_where_that_leads() {
    let world = world();
    with_people(&world, "anna");
    world.person("anna").says("menu");
    world.expect("anna", [takes(), says(BACK), says(HELLO)]);
}

#[test]
fn the_person_taps_the_return_button() {
    let world = world();
    with_people(&world, "anna");
    world.later("1m");
    world.person("anna").taps("Back to the bot");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
    returned(&world, "anna");
}

#[test]
fn the_timeout_ends_it_however_lively_it_is() {
    let world = world();
    with_people(&world, "anna");
    world.later("5m");
    for _ in 0..5 {
        world.inbox().writes("anna", "One moment, please.");
        world.later("34m");
    }
    world.expect_nothing("anna");
    world.later("5m");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
    returned(&world, "anna");
}

#[test]
fn an_hour_without_a_word_of_either_side_ends_it() {
    let world = world();
    with_people(&world, "anna");
    world.later("5m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.later("50m");
    world.person("anna").says("I have to look for it");
    world.later("59m");
    world.expect_nothing("anna");
    world.later("1m");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
    returned(&world, "anna");
}

#[test]
fn nobody_answers_in_time() {
    let world = world();
    with_people(&world, "anna");
    world.later("9m");
    world.expect_nothing("anna");
    world.later("1m");
    // The return text is the author's and always said; the connection on the outcome leads on.
    world.expect("anna", [takes(), says(BACK), says("Everybody is busy."), says(HELLO)]);
    returned(&world, "anna");
}

#[test]
fn a_word_of_an_agent_stops_the_wait_for_one() {
    let world = world();
    with_people(&world, "anna");
    world.later("5m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.later("10m");
    world.expect_nothing("anna");
}

#[test]
fn the_operator_brings_it_back() {
    let world = world();
    with_people(&world, "anna");
    let (status, answer) = world.operator().returns("anna");
    assert_eq!(status, 200, "{answer}");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
    returned(&world, "anna");
    let (status, answer) = world.operator().returns("anna");
    assert_eq!(status, 409, "{answer}");
    world.expect_nothing("anna");
}

#[test]
fn the_operator_hands_over_and_the_agent_returns_it() {
    let world = world();
    super::welcomed(&world, "anna");
    let (status, answer) = world.operator().hands_over("anna", "desk");
    assert_eq!(status, 200, "{answer}");
    world.expect("anna", [says("You talk to our team now."), passes("555", "")]);
    world.app("555").passes("anna", APP, "");
    world.expect("anna", ["The assistant is back.", HELLO].map(says));
    returned(&world, "anna");
}

#[test]
fn the_platform_let_the_thread_go_and_the_next_word_finds_it() {
    let world = world();
    with_people(&world, "anna");
    world.later("5m");
    world.inbox().lets_go("anna");
    world.expect_nothing("anna");
    world.person("anna").says("are you still there?");
    world.expect("anna", [BACK, HOW].map(says));
    returned(&world, "anna");
}

#[test]
fn a_keyword_of_the_agent_does_nothing() {
    let world = world();
    with_people(&world, "anna");
    world.later("5m");
    for word in ["bot", "menu", "الروبوت"] {
        world.inbox().writes("anna", word);
    }
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn two_causes_at_once_are_one_return() {
    let world = world();
    with_people(&world, "anna");
    world.later("1m");
    world.person("anna").says_at_once("bot");
    world.inbox().marks_done_at_once("anna");
    world.quiet();
    // Whether control had to be taken depends on who was first; what the person reads does not.
    let said: Vec<_> = world.acts("anna").into_iter().filter(|act| *act != takes()).collect();
    assert_eq!(said[said.len() - 2..], [BACK, HOW].map(says));
    assert_eq!(said.iter().filter(|act| **act == says(BACK)).count(), 1, "{said:?}");
    returned(&world, "anna");
}

#[test]
fn outside_the_window_the_return_is_held_until_the_person_writes() {
    let world = world();
    super::welcomed(&world, "anna");
    world.person("anna").taps("The desk");
    world.expect("anna", [says("The desk comes."), passes("555", "")]);
    world.later("30h");
    world.expect("anna", [takes()]);
    assert_eq!(world.hand("anna"), "bot");
    world.later("2h");
    world.expect_nothing("anna");
    world.person("anna").says("5");
    // It wakes what was held, and answers no question the person has not seen.
    world.expect("anna", [BACK, HOW].map(says));
    world.person("anna").says("4");
    world.expect("anna", [says("Thank you.")]);
}
