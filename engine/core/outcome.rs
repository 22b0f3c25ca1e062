//! What an outcome means to a module: which of its connections asks for it, and whether the module waits behind it.

use crate::action::Action;
use crate::bot::Module;
use crate::condition::{Class, Condition, Connection, Joined};
use crate::conversation::Outcome;
use crate::follow;
use crate::handover;
use crate::scene::Scene;

/// Whether an outcome skips the rest of the list; `counted` is what the connections make of it.
pub(crate) fn is_bad(outcome: Outcome, counted: Option<Outcome>) -> bool {
    match outcome {
        Outcome::TooManyTries | Outcome::NotFound | Outcome::Failed | Outcome::Closed => true,
        Outcome::Empty => true,
        Outcome::NobodyAnswered => counted == Some(Outcome::NobodyAnswered),
        Outcome::Answered | Outcome::Ok | Outcome::Returned | Outcome::TimedOut => false,
    }
}

/// Whether a connection of the module that can be taken now names this outcome.
pub(crate) fn names(scene: &Scene, module: &Module, outcome: Outcome) -> bool {
    let mut named = module.connections.iter().filter(|c| asks_for(c, outcome));
    named.any(|connection| follow::given(scene, connection))
}

fn asks_for(connection: &Connection, outcome: Outcome) -> bool {
    connection.class == Class::Outcome
        && connection.when.as_ref().is_some_and(|when| mentions(when, outcome))
}

/// Whether a condition asks for this outcome.
pub(crate) fn mentions(condition: &Condition, outcome: Outcome) -> bool {
    match condition.joined() {
        Joined::One(Condition::Outcome(named)) => *named == outcome,
        Joined::All(all) | Joined::Any(all) => all.iter().any(|one| mentions(one, outcome)),
        Joined::One(_) | Joined::Not(_) => false,
    }
}

/// The first of what an outcome counts as that a connection names; `None` where none does.
pub(crate) fn effective(scene: &Scene, module: &Module, outcome: Outcome) -> Option<Outcome> {
    let chain: &[Outcome] = match outcome {
        Outcome::NotFound => &[Outcome::NotFound, Outcome::Failed],
        Outcome::NobodyAnswered => &[Outcome::NobodyAnswered, Outcome::TimedOut, Outcome::Returned],
        Outcome::TimedOut => &[Outcome::TimedOut, Outcome::Returned],
        Outcome::Answered
        | Outcome::TooManyTries
        | Outcome::Ok
        | Outcome::Failed
        | Outcome::Returned
        | Outcome::Closed
        | Outcome::Empty => return names(scene, module, outcome).then_some(outcome),
    };
    chain.iter().find(|outcome| names(scene, module, **outcome)).copied()
}

/// Which connections without a condition fit after an outcome.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    /// All of them.
    Good,
    /// Not the short `to`.
    Bad,
    /// None: they are for the word the module waits for.
    Waiting,
}

/// The first connection that fits after an outcome.
pub(crate) fn after_outcome<'m>(
    scene: &Scene,
    module: &'m Module,
    outcome: Outcome,
    after: After,
) -> Option<&'m Connection> {
    module.connections.iter().find(|connection| {
        let fits = match connection.class {
            Class::Outcome => asks_for(connection, outcome),
            Class::State => match after {
                After::Good => true,
                After::Bad => !connection.short,
                After::Waiting => false,
            },
            Class::Event => outcome == Outcome::Returned && handover::came_as(scene, connection),
            Class::Named | Class::Open | Class::Silence => false,
        };
        fits && follow::given(scene, connection)
    })
}

/// Whether an action of the list on top has outcomes, of which the short `to` takes the good one.
pub(crate) fn has_outcomes(scene: &Scene) -> bool {
    let Some(list) = scene.top().and_then(|frame| scene.list_of(frame)) else { return false };
    list.actions.iter().any(|action| action.source().is_some())
}

/// Whether nothing was said behind the last action with an outcome: what can be answered is that action.
pub(crate) fn asks_last(scene: &Scene) -> bool {
    let Some(list) = scene.top().and_then(|frame| scene.list_of(frame)) else { return true };
    let speaks_or_ends = list.actions.iter().rev().find_map(|action| {
        action.as_say().map(|_| false).or_else(|| action.source().map(|_| true))
    });
    speaks_or_ends.unwrap_or(true)
}

/// Whether a word, an event, a silence or a tap can lead on from the module, whatever became of its actions.
pub(crate) fn listens(scene: &Scene, module: &Module) -> bool {
    let leads_on = |connection: &Connection| match connection.class {
        Class::Named | Class::Open | Class::Event | Class::Silence => true,
        Class::Outcome | Class::State => false,
    };
    let list = scene.top().and_then(|frame| scene.list_of(frame));
    let last = list.and_then(|list| list.actions.last());
    let taps = matches!(last, Some(Action::Say(say)) if say.ends_in_taps());
    let goes_on = module.connections.iter().any(|connection| connection.short);
    !module.choices.is_empty() || module.connections.iter().any(leads_on) || (taps && !goes_on)
}
