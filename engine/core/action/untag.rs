//! Takes marks off the contact.

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
    /// Takes the marks off.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for name in &self.names {
            scene.conversation.tags.remove(name);
        }
        Progress::Next
    }
}
