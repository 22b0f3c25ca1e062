//! Keeps texts and values under names.

use crate::bot::Tree;
use crate::language::{Node, Saved, SavedUse, Site, calculation};
use crate::run::Progress;
use crate::scene::Scene;

/// Keeps values.
///
/// ```yaml
/// - set: { topic: refund }
/// ```
#[derive(Debug, Clone)]
pub struct Set {
    /// Names and what they hold from now on.
    pub values: Vec<(String, Tree)>,
}

impl Set {
    /// Names with values.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut values = Vec::new();
        for (key, value) in super::named(node, site, "`set`", "`set: { topic: refund }`")? {
            let calculates = calculation(value, site);
            let Some(tree) = site.tree(value) else { continue };
            let what = if calculates { Saved::Any } else { Saved::Tree(tree.clone(), value.spot) };
            let used = SavedUse { name: key.text.clone(), spot: key.spot, what };
            site.loading.uses(|uses| uses.saved.push(used));
            values.push((key.text.clone(), tree));
        }
        Some(Self { values })
    }
}

impl Set {
    /// Keeps the values in order; a later one sees the earlier.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for (name, tree) in &self.values {
            match tree.value(scene) {
                Ok(value) => {
                    scene.keep(name, value);
                }
                Err(why) => return Progress::Fault(format!("`{name}`: {why}")),
            }
        }
        Progress::Next
    }
}
