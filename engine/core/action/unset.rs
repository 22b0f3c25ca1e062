//! Forgets values.

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
    /// Forgets.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for name in &self.names {
            scene.forget(name);
        }
        Progress::Next
    }
}
