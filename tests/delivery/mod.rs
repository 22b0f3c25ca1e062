//! Our messages on their way to the platform, and everything that can go wrong there. Whatever it is, a message arrives
//! once, and those of one person in their order.

mod doubtful;
mod frozen;
mod paused;
mod refused;

use baton_simulator::{Call, GraphAct, GraphFault, When};

use crate::webhook::ECHO;
use crate::world::{Act, Plan, World, says};

/// A world whose clock can be moved.
fn dev() -> World {
    let world = Plan::yaml(ECHO).dev();
    greeted(&world, "anna");
    world
}

/// Lets a person begin.
fn greeted(world: &World, contact: &str) {
    world.person(contact).says("hi");
    world.expect(contact, [says("Hello.")]);
}

/// The bot's answer to a text.
fn repeats(text: &str) -> Act {
    says(&format!("You said: {text}"))
}

/// What goes wrong with our messages to a contact.
fn wrong(world: &World, contact: &str, when: When, act: GraphAct) {
    let mut fault = GraphFault::on(&[Call::Message], act);
    fault.contact = Some(contact.to_owned());
    fault.when = when;
    world.break_graph(fault);
}

/// What goes wrong with our next message to anna.
fn goes_wrong(world: &World, act: GraphAct) {
    wrong(world, "anna", When::nth(1), act);
}

/// Waits until so many of our messages to a contact have reached the platform's door.
fn tried(world: &World, contact: &str, count: usize) {
    world.wait_until("the message", |world| (world.acts(contact).len() >= count).then_some(()));
}
