//! Takes marks off the contact.

use crate::language::{Key, Names, Node, Shape, Site};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "untag",
    Shape::Several(Names::Mark),
    "Takes a mark, or each mark of a list, off the contact.",
)
.example("untag: [vip, waiting]");

/// Takes marks off the contact.
///
/// ```yaml
/// - untag: [vip, waiting]
/// ```
#[derive(Debug, Clone)]
pub struct Untag {
    /// The marks.
    pub names: Vec<String>,
}

impl Untag {
    /// One mark or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        super::marks(node, site, "`untag`").map(|names| Self { names })
    }
}

impl Untag {
    /// Takes the marks off.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for name in &self.names {
            scene.conversation.tags.remove(name);
        }
        Progress::Next
    }
}
