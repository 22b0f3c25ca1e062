//! Brings the conversation back from people. Only the first action of a button, choice or menu entry.

use crate::language::{Definition, Diagnostic, Key, Node, Shape, Site};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "take_back",
    Shape::Map(&NO_SETTINGS),
    "Brings the conversation back from people. It stands only as the first action of a button, a \
     choice or a menu entry. While the bot has the conversation it does nothing.",
)
.bare()
.example("take_back");

/// `take_back` has no settings.
pub(crate) static NO_SETTINGS: Definition = Definition::new(
    "take_back",
    "`take_back`",
    "It has no settings: it stands alone, as `- take_back`.",
    &[],
);

/// Brings the conversation back; while the bot has it, does nothing.
///
/// ```yaml
/// - { label: Back to the bot, do: [ take_back ] }
/// ```
#[derive(Debug, Clone, Default)]
pub struct TakeBack {}

impl TakeBack {
    /// Nothing; it stands first in a `do` of something that is tapped.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        super::no_settings(node, site, "take_back");
        if !site.tap {
            site.report(
                Diagnostic::error(
                    "take-back-not-first",
                    node.spot,
                    "`take_back` can only be the first action of a button, choice or menu entry",
                )
                .help(
                    "anywhere else the bot has the conversation already, or nobody taps: \
                     put it first, or leave it out",
                ),
            );
        }
        Some(Self {})
    }
}

impl TakeBack {
    /// While people have the thread a tap never comes here; while the bot has it, there is nothing to take.
    /// Alone in its list, it shows the person where the conversation stands.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let alone = scene.top().and_then(|frame| scene.list_of(frame));
        if alone.is_some_and(|list| list.actions.len() == 1) {
            // Counted as said, so that the open question is asked again when this list ends.
            scene.conversation.counters.said += 1;
        }
        Progress::Next
    }
}
