//! What a new version strands: what is told beforehand is what happens.

use super::World;
use crate::session::AfterEnd;
use crate::stranding::{Fate, Hangs, Stranded, stranded};
use crate::value::Type;

const OLD: &str = "
bot: strands
language: en
start: first
variables: { count: { type: number } }
keywords: [ { when: [menu], to: first } ]
fallback: { say: Sorry? }
modules:
  first:
    actions:
      - set: { count: 3 }
      - remind: { id: later, after: 2h, to: visit }
      - ask: { say: 'Your e-mail?', expect: email, save_as: email }
    choices: [ { label: Help, to: help } ]
    to: last
  help: { handover: { timeout: 1h, say: Wait. }, to: last }
  visit: { say: It is time., to: end }
  last: { say: Done., to: end }
";

/// What would be stranded by a version, and the world in which it is published.
fn published(mut world: World, new: &str) -> (World, Vec<Stranded>) {
    world.publish(new);
    let found = stranded(&world.bots, &world.c, world.now);
    (world, found)
}

fn begun() -> World {
    let mut world = World::new(OLD);
    world.says("hi");
    world.take_unread();
    world
}

fn hangs(at: &str, what: Hangs, fate: Fate) -> Stranded {
    Stranded { at: at.to_owned(), what, fate }
}

#[test]
fn a_version_that_keeps_everything_strands_nobody() {
    let (_, found) = published(begun(), &OLD.replace("Done.", "Ready."));
    assert_eq!(found, []);
}

#[test]
fn who_waits_in_a_module_that_is_gone_meets_what_holds_after_the_end() {
    let new = OLD
        .replace("start: first", "start: begin")
        .replace("to: first", "to: begin")
        .replace("  first:", "  begin:");
    let gone = hangs("first", Hangs::Waits, Fate::Ends(AfterEnd::Fallback));
    let (mut world, found) = published(begun(), &new);
    assert_eq!(found, std::slice::from_ref(&gone));
    world.says("anna@example.com");
    world.reads(&["Sorry?"]);
    let start = format!("{new}session: {{ after_end: start }}\n");
    let (mut world, found) = published(begun(), &start);
    assert_eq!(found, [hangs("first", Hangs::Waits, Fate::Ends(AfterEnd::Start))]);
    world.says("anna@example.com");
    world.reads(&["Your e-mail? [Help]"]);
}

#[test]
fn a_successor_keeps_people_from_being_stranded() {
    let new = OLD
        .replace("start: first", "start: begin")
        .replace("to: first", "to: begin")
        .replace("  first:", "  begin:");
    let (mut world, found) = published(begun(), &format!("{new}moved: {{ first: begin }}\n"));
    assert_eq!(found, []);
    world.says("anna@example.com");
    world.reads(&["Done."]);
}

#[test]
fn a_session_that_is_over_strands_nobody() {
    let new = OLD
        .replace("start: first", "start: begin")
        .replace("to: first", "to: begin")
        .replace("  first:", "  begin:");
    let mut world = begun();
    world.publish(&new);
    let later = world.now.plus_ms(25 * 3_600_000);
    assert_eq!(stranded(&world.bots, &world.c, later), []);
}

#[test]
fn a_handover_of_a_module_that_is_gone_finishes_on_its_own_version() {
    let mut world = begun();
    world.taps("Help");
    world.take_unread();
    let new = OLD.replace("  help:", "  aid:").replace("to: help", "to: aid");
    let (mut world, found) = published(world, &new);
    assert_eq!(found, [hangs("help", Hangs::Handover, Fate::Finishes)]);
    world.agent_passes_back();
    assert_eq!(world.take_unread().last().map(String::as_str), Some("Done."));
    let mut world = begun();
    world.taps("Help");
    world.publish(&new);
    world.bots = crate::bot::Bots::only(world.bots.newest.clone());
    let found = stranded(&world.bots, &world.c, world.now);
    assert_eq!(found, [hangs("help", Hangs::Handover, Fate::GivesUp)]);
}

#[test]
fn a_reminder_to_a_module_that_is_gone_does_not_fire() {
    let new = OLD.replace("  visit:", "  call_on:").replace("to: visit", "to: call_on");
    let (mut world, found) = published(begun(), &new);
    assert_eq!(found, [hangs("visit", Hangs::Reminder, Fate::Unfired)]);
    world.later("2h1s");
    world.reads(&[]);
}

#[test]
fn a_choice_that_is_gone_is_typed_text_and_a_type_that_changed_changes_no_value() {
    let new = OLD
        .replace("label: Help", "label: A person")
        .replace("type: number", "type: text")
        .replace("count: 3", "count: three");
    let (mut world, found) = published(begun(), &new);
    let number = Hangs::Variable(Type::Number, Type::Text);
    let button = hangs("first", Hangs::Button, Fate::Typed);
    assert_eq!(found, [hangs("count", number, Fate::Stays), button]);
    assert_eq!(world.var("count"), "3");
    world.taps("Help");
    assert_eq!(world.take_unread().first().map(String::as_str), Some("Sorry?"));
}
