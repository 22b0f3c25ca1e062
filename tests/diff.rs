//! `baton diff`: what changed in meaning, and the live conversations it strands, by the database of a running server.

use serde_json::Value;

use crate::authoring::{Ran, folder, run};
use crate::world::{Plan, repository, says};

const OLD: &str = "
bot: shop
language: en
start: welcome
variables: { count: { type: number } }
fallback: { say: Pardon? }
modules:
  welcome:
    actions:
      - set: { count: 3 }
      - ask: How can I help?
    choices: [ { label: Order, to: order } ]
    to: order
  order:
    say: Which one?
    connections:
      - { when: [oak], to: end }
      - { when: [ash], to: end }
";

fn diff(old: &str, new: &str, more: &[&str]) -> Ran {
    let bots = folder(&[("old/bot.yaml", old), ("new/bot.yaml", new)]);
    let all: Vec<&str> = ["diff", "old", "new"].iter().chain(more).copied().collect();
    run(&all, bots.path())
}

#[test]
fn comments_and_layout_are_no_difference() {
    let same = diff(OLD, &format!("# Our shop.\n{}", OLD.replace("[oak]", "oak")), &[]);
    assert_eq!((same.exit, same.out.trim()), (Some(0), "The two bots mean the same."));
}

#[test]
fn changes_are_told_module_by_module() {
    let new = OLD
        .replace("Which one?", "Which chair?")
        .replace(
            "      - { when: [oak], to: end }\n      - { when: [ash], to: end }",
            "      - { when: [ash], to: end }\n      - { when: [oak], to: end }",
        )
        .replace("type: number", "type: text");
    let told = diff(OLD, &new, &[]);
    assert_eq!(told.exit, Some(0), "{}", told.told);
    assert!(
        told.out.contains("bot\n  ~ variables › count › type: number → text\n"),
        "{}",
        told.out
    );
    assert!(
        told.out.contains("module order\n  ~ say: \"Which one?\" → \"Which chair?\"\n"),
        "{}",
        told.out
    );
    let before = "connection says \"ash\" is now tried before connection says \"oak\"";
    assert!(told.out.contains(before), "{}", told.out);
    let json = diff(OLD, &new, &["--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["changes"][0]["change"], "changed", "{json:#}");
    assert_eq!(json["live"], Value::Null);
}

#[test]
fn a_bot_with_errors_is_told_and_a_missing_one_is_wrong_use() {
    let broken = diff(OLD, &OLD.replace("start: welcome", "start: welcom"), &[]);
    assert_eq!(broken.exit, Some(1));
    assert!(broken.told.contains("did you mean `welcome`"), "{}", broken.told);
    assert_eq!(run(&["diff", "nowhere", "flows"], repository()).exit, Some(2));
    let database = diff(OLD, OLD, &["--database", "sqlite:///nowhere/at/all.db"]);
    assert_eq!(database.exit, Some(3), "{}", database.out);
}

#[test]
fn who_would_be_stranded_is_counted_beside_the_running_server() {
    let world = Plan::yaml(OLD).serve();
    world.person("anna").says("hi");
    world.expect("anna", [says("How can I help?")]);
    world.person("bob").says("hi");
    world.expect("bob", [says("How can I help?")]);
    world.person("bob").taps("Order");
    world.expect("bob", [says("Which one?")]);
    let new = OLD
        .replace("  order:\n", "  buy:\n")
        .replace("to: order", "to: buy")
        .replace("type: number", "type: text");
    let database = format!("sqlite://{}", world.database().display());
    let told = diff(OLD, &new, &["--database", &database]);
    assert_eq!(told.exit, Some(1), "{}{}", told.out, told.told);
    assert!(told.out.contains("2 conversations, 2 stranded"), "{}", told.out);
    let waits =
        "order  1 conversation waits there: the next message gets a keyword or the fallback";
    assert!(told.out.contains(waits), "{}", told.out);
    assert!(
        told.out.contains("count  2 conversations holds a number where a text"),
        "{}",
        told.out
    );
    // What is told is what happens.
    let moved = format!("{new}moved: {{ order: buy }}\n").replace("type: text", "type: number");
    let kept = diff(OLD, &moved, &["--database", &database, "--format", "json"]);
    let json: Value = serde_json::from_str(&kept.out).unwrap();
    assert_eq!((kept.exit, &json["live"]["stranded"]), (Some(0), &Value::from(0)), "{json:#}");
}
