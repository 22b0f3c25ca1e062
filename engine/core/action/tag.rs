//! Marks the contact.

use crate::language::{Key, Names, Node, Shape, Site};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "tag",
    Shape::Several(Names::Mark),
    "Puts a mark, or each mark of a list, on the contact. A condition asks for it with \
     `tagged(\"vip\")`.",
)
.example("tag: vip");

/// Puts marks on the contact.
///
/// ```yaml
/// - tag: vip
/// ```
#[derive(Debug, Clone)]
pub struct Tag {
    /// The marks.
    pub names: Vec<String>,
}

impl Tag {
    /// One mark or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        super::marks(node, site, "`tag`").map(|names| Self { names })
    }
}

impl Tag {
    /// Puts the marks on.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        scene.conversation.tags.extend(self.names.iter().cloned());
        Progress::Next
    }
}
