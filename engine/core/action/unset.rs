//! Forgets values.

use crate::language::{Key, Names, Node, Shape, Site};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "unset",
    Shape::Several(Names::Variable),
    "Forgets what is kept under a name, or under each name of a list.",
)
.example("unset: email");

/// Forgets what is kept under names.
///
/// ```yaml
/// - unset: email
/// ```
#[derive(Debug, Clone)]
pub struct Unset {
    /// The names.
    pub names: Vec<String>,
}

impl Unset {
    /// One name or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let words = site.several(node, "`unset`");
        let used = words.iter().map(|words| (words.text.clone(), words.spot));
        site.loading.uses(|uses| uses.named.extend(used));
        let names: Vec<String> = words.into_iter().map(|words| words.text).collect();
        (!names.is_empty()).then_some(Self { names })
    }
}

impl Unset {
    /// Forgets.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for name in &self.names {
            scene.forget(name);
        }
        Progress::Next
    }
}
