//! What goes wrong between the person and us: words that cannot be run, come late or come in a flood, and messages
//! that do not arrive.

use super::World;
use super::world::INBOX;
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
