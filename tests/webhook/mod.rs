//! The webhook of `baton serve` over real HTTP: what it refuses, what it takes, and that everything is done once.

mod bounds;
mod hostile;
mod once;
mod real;
mod signature;
mod verification;

use crate::world::{Plan, World};

/// Answers each numbered word with its number, so that nothing can be mistaken for anything else.
const BOT: &str = r#"
bot: counter
start: ready
fallback: { say: Sorry? }
modules:
  ready:
    say: Ready.
    connections:
      - when: { matches: "n(?P<number>[0-9]+)" }
        do: [ say: "got {{input.number}}" ]
"#;

fn plan() -> Plan {
    Plan::yaml(BOT)
}

fn world() -> World {
    plan().serve()
}

/// Waits until our app has said so much to a contact, and nothing is left to be said.
fn said(world: &World, contact: &str) -> Vec<String> {
    world.quiet();
    let texts = world.acts(contact).into_iter().filter_map(|act| match act {
        crate::world::Act::Says(text) => Some(text),
        _ => None,
    });
    texts.collect()
}
