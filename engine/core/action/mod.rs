//! What a bot can do: one file a kind, named as authors write it. A new kind is one new file and four lines here.

mod ask;
mod compute;
mod handover;
mod http;
mod say;
mod set;
mod tag;
mod take_back;
mod unset;
mod untag;
mod wait;

pub use ask::Ask;
pub use compute::Compute;
pub use handover::{Handover, OnReturn};
pub use http::{Http, HttpBody, Save};
pub use say::{Card, Part, Say};
pub use set::Set;
pub use tag::Tag;
pub use take_back::TakeBack;
pub use unset::Unset;
pub use untag::Untag;
pub use wait::Wait;

use crate::run::Progress;
use crate::scene::Scene;

/// One step of a list.
#[derive(Debug, Clone)]
pub enum Action {
    /// Sends messages.
    Say(Say),
    /// Asks and waits for a valid answer.
    Ask(Box<Ask>),
    /// Keeps values.
    Set(Set),
    /// Keeps calculated values.
    Compute(Compute),
    /// Forgets values.
    Unset(Unset),
    /// Marks the contact.
    Tag(Tag),
    /// Takes marks off.
    Untag(Untag),
    /// Calls a service.
    Http(Box<Http>),
    /// Hands the conversation to people.
    Handover(Box<Handover>),
    /// Brings it back.
    TakeBack(TakeBack),
    /// Pauses.
    Wait(Wait),
}

impl Action {
    /// Runs it: asks for effects, and says whether the list goes on.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        match self {
            Self::Say(say) => say.run(scene),
            Self::Ask(ask) => ask.run(scene),
            Self::Set(set) => set.run(scene),
            Self::Compute(compute) => compute.run(scene),
            Self::Unset(unset) => unset.run(scene),
            Self::Tag(tag) => tag.run(scene),
            Self::Untag(untag) => untag.run(scene),
            Self::Http(http) => http.run(scene),
            Self::Handover(handover) => handover.run(scene),
            Self::TakeBack(take_back) => take_back.run(scene),
            Self::Wait(wait) => wait.run(scene),
        }
    }
}
