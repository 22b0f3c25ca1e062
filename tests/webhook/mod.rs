//! The door through which everything comes: what it refuses, what it keeps, and what comes of the rest. The numbers in
//! the names are those of the bad inputs that must be answered in one way for ever.

mod arriving;
mod duplicates;
mod fixtures;
mod order;
mod people;
mod signature;
mod size;
mod verification;

use crate::world::{Plan, World, says};

/// Repeats whatever it hears.
pub(crate) const ECHO: &str = r#"
bot: echo
start: hello
fallback: { say: "You said: {{input.text}}" }
modules:
  hello:
    say: Hello.
    connections:
      - when: [a person]
        do: [ { handover: { say: A colleague comes. } } ]
        to: hello
"#;

/// A server with the bot that repeats.
fn world() -> World {
    Plan::yaml(ECHO).serve()
}

/// Lets a person begin: the platform knows them now, and they may be answered.
fn greeted(world: &World, contact: &str) {
    world.person(contact).says("hi");
    world.expect(contact, [says("Hello.")]);
}

/// The bot's answer to a text.
fn repeats(text: &str) -> crate::world::Act {
    says(&format!("You said: {text}"))
}
