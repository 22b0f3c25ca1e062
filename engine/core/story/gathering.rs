//! Short messages taken as one.

use super::World;
use super::world::INBOX;

const BOT: &str = r#"
bot: gathers
language: en
start: welcome
session: { gather: 2s }
keywords:
  - { when: { contains: [my order] }, do: [ say: Which one? ] }
  - { when: [person], do: [ handover: { say: Here they are. } ] }
fallback: { say: Sorry? }
entries: { get_started: { to: welcome } }
modules:
  welcome: { say: Hello., choices: [ { label: Tell, to: tell } ] }
  tell: { ask: Tell me., save_as: story, to: thanks }
  thanks: { say: Thanks., to: end }
"#;

fn world() -> World {
    let mut world = World::new(BOT);
    world.says("hi");
    world.later("2s");
    world.reads(&["Hello. [Tell]"]);
    world
}

#[test]
fn texts_that_follow_at_once_are_answered_once() {
    let mut world = world();
    world.says("where is my");
    world.says("order");
    world.later("1s");
    world.reads(&[]);
    world.later("1s");
    world.reads(&["Which one?", "Hello. [Tell]"]);
    assert_eq!((world.c.misses, world.c.next_due()), (0, None));
}

#[test]
fn what_is_kept_has_a_line_for_each() {
    let mut world = world();
    world.taps("Tell");
    world.says("It began");
    world.says("long ago");
    world.later("2s");
    world.reads(&["Tell me.", "Thanks."]);
    assert_eq!(world.var("story"), "It began\nlong ago");
}

#[test]
fn a_tap_a_picture_and_get_started_are_heard_behind_what_was_typed_before() {
    let mut world = world();
    world.says("my order");
    world.taps("Tell");
    world.reads(&["Which one?", "Hello. [Tell]", "Tell me."]);
    world.says("my");
    world.says("order");
    world.opens(true, None);
    world.reads(&["Thanks.", "Hello. [Tell]"]);
    world.says("my order");
    world.sends_a_picture();
    world.reads(&["Which one?", "Hello. [Tell]", "Sorry?", "Hello. [Tell]"]);
}

#[test]
fn who_has_the_thread_meanwhile_reads_it_and_the_bot_does_not_answer() {
    let mut world = world();
    world.says("my order");
    world.agent(INBOX, "Let me look");
    world.later("1h");
    world.reads(&[]);
    assert!(world.c.gathered.is_none());
    world.agent_passes_back();
    world.says("person");
    world.says("please");
    world.later("2s");
    let read = world.take_unread();
    assert_eq!(read.last().map(String::as_str), Some("Hello. [Tell]"), "{read:?}");
}

#[test]
fn a_flood_of_texts_is_heard_before_it_grows_too_long() {
    let mut world = world();
    for _ in 0..17 {
        world.says("x");
    }
    world.reads(&["Sorry?", "Hello. [Tell]", "Sorry?", "Hello. [Tell]"]);
    assert!(world.c.gathered.is_none());
}
