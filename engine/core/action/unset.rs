//! Forgets values.

use crate::language::{Node, Site};
use crate::run::Progress;
use crate::scene::Scene;
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
