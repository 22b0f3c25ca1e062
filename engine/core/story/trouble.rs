//! What goes wrong between the person and us: words that cannot be run, come late or come in a flood, and messages
//! that do not arrive.

use super::World;
use super::world::{INBOX, refused};
use crate::effect::Send;
use crate::event::{Event, Refusal};
use crate::id::{EffectId, Timestamp};
use crate::limit;
use crate::note::Note;

const SHOP: &str = "
bot: shop
language: en
start: first
keywords:
  - { when: [agent], to: people }
  - { when: [price], do: [ say: It is free. ] }
fallback: { say: Sorry?, give_up_after: 2, to: people }
modules:
  first:
    ask: { say: Your city?, save_as: city }
    to: thanks
  thanks: { say: 'Thanks, {{city}}.', to: end }
  people: { handover: { say: One moment., say_on_return: Back again. }, to: first }
";

fn shop() -> World {
    let mut world = World::new(SHOP);
    world.says("hi");
    world.reads(&["Your city?"]);
    world
}

#[test]
fn for_a_word_that_cannot_be_run_the_fallback_is_said_and_nothing_is_counted() {
    let mut world = shop();
    for _ in 0..3 {
        world.loses();
        world.reads(&["Sorry?", "Your city?"]);
    }
    assert_eq!((world.c.misses, world.at()), (0, "first"), "it was no miss of theirs");
    world.says("Aarhus");
    world.reads(&["Thanks, Aarhus."]);
}

#[test]
fn while_people_have_the_thread_a_word_that_cannot_be_run_is_theirs_to_read() {
    let mut world = shop();
    world.says("agent");
    world.reads(&["One moment."]);
    let heard = world.now;
    world.loses();
    world.reads(&[]);
    assert!(world.h().last_word_at > heard, "it puts off what waits for silence");
}

#[test]
fn a_word_that_cannot_be_run_opens_the_window_and_wakes_what_it_held_up() {
    let mut world = shop();
    world.says("agent");
    world.reads(&["One moment."]);
    world.agent(INBOX, "Hello");
    world.later("30h");
    world.agent_passes_back();
    world.reads(&[]);
    world.loses();
    world.reads(&["Sorry?", "Back again.", "Your city?"]);
    assert!(world.notes.contains(&Note::Held));
}

#[test]
fn a_word_that_comes_behind_a_later_one_is_run_and_marked() {
    let mut world = shop();
    world.says("price");
    let mut late = world.word("Aarhus");
    late.sent_at = Timestamp(late.sent_at.0 - 700);
    world.reads(&["It is free.", "Your city?"]);
    assert!(!world.notes.iter().any(|note| matches!(note, Note::Late { .. })));
    world.step(Event::Word(late));
    world.reads(&["Thanks, Aarhus."]);
    assert!(world.notes.contains(&Note::Late { ms: 700 }));
}

const ECHO: &str = "
bot: echo
language: en
start: first
fallback: { say: 'You said: {{input.text}}' }
keywords: [ { when: [agent], to: people } ]
modules:
  first: { say: Hello., choices: [ { label: On, to: first } ] }
  people: { handover: { say: One moment. }, to: first }
";

const FLOOD: &str =
    "Sorry, that was too much at once for me. Please write it again in one message.";

/// Words a few milliseconds apart, each while the answers to those before are on their way; how many were
/// answered, and how often the person was told that it was too much.
fn floods(world: &mut World, words: usize, apart: u64) -> (usize, usize) {
    world.busy = true;
    for _ in 0..words {
        world.now = world.now.plus_ms(apart);
        world.step(Event::Word(world.word("again")));
    }
    world.busy = false;
    let read = world.take_unread();
    let count = |text: &str| read.iter().filter(|line| line.as_str() == text).count();
    (count("You said: again"), count(FLOOD))
}

fn echo() -> World {
    let mut world = World::new(ECHO);
    world.says("hi");
    world.reads(&["Hello. [On]"]);
    world
}

#[test]
fn a_hundred_words_in_a_second_are_not_all_answered_and_the_person_is_told_once() {
    let mut world = echo();
    assert_eq!(floods(&mut world, 100, 10), (20, 1));
    let heard = world.notes.iter().filter(|note| matches!(note, Note::Heard { .. }));
    assert_eq!(heard.count(), 101, "each was heard");
    assert_eq!(floods(&mut world, 100, 10), (0, 0), "it goes on, and nothing is said");
    world.says("again");
    world.reads(&["You said: again", "Hello. [On]"]);
}

#[test]
fn a_thought_in_twenty_pieces_is_answered_piece_by_piece() {
    assert_eq!(floods(&mut echo(), 20, 0), (20, 0));
}

#[test]
fn who_waits_for_the_answers_is_never_too_fast() {
    let mut world = echo();
    for _ in 0..200 {
        world.step(Event::Word(world.word("again")));
    }
    assert_eq!(world.take_unread().len(), 400);
    assert_eq!(world.c.rush, None, "nothing of it is kept");
}

#[test]
fn a_slow_page_makes_nobody_hasty() {
    assert_eq!(floods(&mut echo(), 60, 1_000), (60, 0));
}

#[test]
fn after_a_minute_a_new_flood_is_told_of_again() {
    let mut world = echo();
    assert_eq!(floods(&mut world, 50, 10).1, 1);
    world.later("30s");
    assert_eq!(floods(&mut world, 50, 10), (20, 0));
    world.later("30s");
    assert_eq!(floods(&mut world, 50, 10), (20, 1));
}

#[test]
fn people_who_have_the_thread_read_every_word_of_a_flood() {
    let mut world = echo();
    world.says("agent");
    world.reads(&["One moment."]);
    assert_eq!(floods(&mut world, 100, 10), (0, 0));
    world.agent_passes_back();
    assert_eq!(world.take_unread().last().map(String::as_str), Some("Hello. [On]"));
    assert_eq!(world.c.rush, None);
}

const CANNOT: [Refusal; 2] = [Refusal::OutsideWindow, Refusal::PersonGone];

#[test]
fn a_turn_that_cannot_be_written_to_the_person_is_said_when_they_write() {
    for why in CANNOT {
        let mut world = echo();
        world.refuses = Some(why);
        world.says("one");
        world.reads(&[]);
        assert!(world.c.is_held() && world.notes.contains(&Note::Held));
        world.refuses = None;
        world.later("1h");
        world.reads(&[]);
        world.says("two");
        // They had not seen the choices under it.
        world.reads(&["You said: one", "Hello. [On]"]);
        world.says("three");
        world.reads(&["You said: three", "Hello. [On]"]);
        assert!(!world.c.is_held());
    }
}

#[test]
fn what_the_person_writes_is_no_answer_to_a_question_that_did_not_arrive() {
    for why in CANNOT {
        let mut world = World::new(SHOP);
        world.refuses = Some(why);
        world.says("hi");
        world.refuses = None;
        world.says("hello?");
        world.reads(&["Your city?"]);
        world.says("Aarhus");
        world.reads(&["Thanks, Aarhus."]);
    }
}

#[test]
fn a_keyword_acts_behind_what_was_kept_and_any_word_where_no_question_is_open() {
    let mut world = shop();
    world.refuses = Some(Refusal::OutsideWindow);
    world.says("Aarhus");
    world.refuses = None;
    world.says("price");
    world.reads(&["Thanks, Aarhus.", "It is free."]);
    let mut world = shop();
    world.refuses = Some(Refusal::OutsideWindow);
    world.says("Aarhus");
    world.refuses = None;
    world.says("hello?");
    world.reads(&["Thanks, Aarhus.", "Sorry?"]);
}

#[test]
fn an_opening_begins_behind_what_was_kept() {
    let mut world = shop();
    world.refuses = Some(Refusal::OutsideWindow);
    world.says("Aarhus");
    world.refuses = None;
    world.opens(true, None);
    world.reads(&["Thanks, Aarhus.", "Your city?"]);
}

#[test]
fn what_was_kept_is_dropped_when_people_get_the_thread() {
    let mut world = shop();
    world.refuses = Some(Refusal::OutsideWindow);
    world.says("Aarhus");
    let kept = world.c.unsaid[0].id;
    world.refuses = None;
    world.agent(INBOX, "Hello, I take this one");
    assert!(world.c.unsaid.is_empty());
    assert!(world.notes.contains(&Note::Overtaken { effect: kept }));
    world.agent_passes_back();
    world.says("hm");
    assert!(!world.take_unread().contains(&"Thanks, Aarhus.".to_owned()));
}

#[test]
fn no_more_is_kept_than_a_long_turn() {
    let mut world = echo();
    world.refuses = Some(Refusal::OutsideWindow);
    for _ in 0..40 {
        let effect = EffectId(1);
        let message = crate::message::text("again");
        let send = Send { id: effect, epoch: world.c.epoch, not_before: None, message };
        let refused = refused(Refusal::OutsideWindow, 10);
        world.step(Event::Sent { effect, refused, unsaid: Some(Box::new(send)) });
    }
    assert_eq!(world.c.unsaid.len(), limit::UNSAID);
}

#[test]
fn nothing_is_sent_to_a_person_who_is_not_reached_until_they_write() {
    let mut world = World::new(
        "
bot: reminds
language: en
start: first
modules:
  first:
    actions: [ say: I look., wait: 10m, say: Found it. ]
    to: end
",
    );
    world.says("hi");
    world.reads(&["I look."]);
    world.refuses = Some(Refusal::PersonGone);
    let effect = world.last_effect();
    let refused = refused(Refusal::PersonGone, 551);
    world.step(Event::Sent { effect, refused, unsaid: None });
    world.later("2h");
    assert_eq!(world.last_effect(), effect, "it is not even tried");
    assert!(world.c.is_held());
    world.refuses = None;
    world.says("hello?");
    world.reads(&["Found it."]);
}
