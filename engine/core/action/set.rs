//! Keeps texts and values under names.

use crate::bot::Tree;
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
