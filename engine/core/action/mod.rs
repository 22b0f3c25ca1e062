//! What a bot can do: one file a kind, named as authors write it. A new kind is one new file and four lines here.

mod ask;
mod bound;
mod card;
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
pub(crate) use ask::{EXPECTED, answer_type};
pub use bound::Bound;
pub use card::{Card, EachCard};
pub use compute::Compute;
pub use handover::{Handover, OnReturn};
pub(crate) use http::is_header;
pub use http::{Http, HttpBody, Save};
pub use say::{Part, Say};
pub use set::Set;
pub use tag::Tag;
pub use take_back::TakeBack;
pub use unset::Unset;
pub use untag::Untag;
pub use wait::Wait;

use crate::language::{Diagnostic, Fields, Key, Node, Site};
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
    /// The names of all actions, as authors write them.
    pub(crate) const NAMES: &[&str] = &[
        "say",
        "ask",
        "set",
        "compute",
        "unset",
        "tag",
        "untag",
        "http",
        "handover",
        "take_back",
        "wait",
    ];

    /// Reads the action of a name; what is wrong is reported.
    pub(crate) fn load(name: &str, node: &Node, site: &Site<'_>) -> Option<Self> {
        match name {
            "say" => Say::load(node, site).map(Self::Say),
            "ask" => Ask::load(node, site).map(|ask| Self::Ask(Box::new(ask))),
            "set" => Set::load(node, site).map(Self::Set),
            "compute" => Compute::load(node, site).map(Self::Compute),
            "unset" => Unset::load(node, site).map(Self::Unset),
            "tag" => Tag::load(node, site).map(Self::Tag),
            "untag" => Untag::load(node, site).map(Self::Untag),
            "http" => Http::load(node, site).map(|http| Self::Http(Box::new(http))),
            "handover" => Handover::load(node, site).map(|own| Self::Handover(Box::new(own))),
            "take_back" => TakeBack::load(node, site).map(Self::TakeBack),
            "wait" => Wait::load(node, site).map(Self::Wait),
            _ => None,
        }
    }
}

/// Marks of a `tag` or `untag`.
fn marks(node: &Node, site: &Site<'_>, what: &str) -> Option<Vec<String>> {
    let names: Vec<String> = site.several(node, what).into_iter().map(|words| words.text).collect();
    if let Some(empty) = names.iter().find(|name| name.trim().is_empty() || name.contains("{{")) {
        site.report(
            Diagnostic::error("bad-name", node.spot, format!("`{empty}` cannot be a mark"))
                .help("a mark is a fixed word: `- tag: vip`; what varies goes into a variable"),
        );
        return None;
    }
    (!names.is_empty()).then_some(names)
}

/// Names with values of a `set` or `compute`.
fn named<'n>(
    node: &'n Node,
    site: &Site<'_>,
    what: &'static str,
    example: &str,
) -> Option<Vec<(&'n Key, &'n Node)>> {
    let mut fields = Fields::of(site, node, what)?;
    if fields.is_empty() {
        site.wrong_shape(node, what, &format!("write names with values: {example}"));
        return None;
    }
    Some(fields.rest())
}

impl Action {
    /// The question, if it is one.
    pub(crate) fn as_question(&self) -> Option<&Ask> {
        match self {
            Self::Ask(ask) => Some(ask),
            Self::Say(_)
            | Self::Set(_)
            | Self::Compute(_)
            | Self::Unset(_)
            | Self::Tag(_)
            | Self::Untag(_)
            | Self::Http(_)
            | Self::Handover(_)
            | Self::TakeBack(_)
            | Self::Wait(_) => None,
        }
    }

    /// What it says to the person of its own accord: a `say`, or the text of a question.
    pub(crate) fn speech(&self) -> Option<&Say> {
        match self {
            Self::Say(say) => Some(say),
            Self::Ask(ask) => Some(&ask.say),
            Self::Set(_)
            | Self::Compute(_)
            | Self::Unset(_)
            | Self::Tag(_)
            | Self::Untag(_)
            | Self::Http(_)
            | Self::Handover(_)
            | Self::TakeBack(_)
            | Self::Wait(_) => None,
        }
    }

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
