//! Marks the contact.

use crate::language::{Node, Site};
use crate::run::Progress;
use crate::scene::Scene;
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
