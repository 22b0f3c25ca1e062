//! Takes marks off the contact.

use crate::language::{Node, Site};
use crate::run::Progress;
use crate::scene::Scene;
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
