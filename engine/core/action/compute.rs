//! Keeps the results of expressions under names.

use crate::expression::Expression;
use crate::run::Progress;
use crate::scene::Scene;

/// Keeps calculated values.
///
/// ```yaml
/// - compute: { score: score + 1 }
/// ```
#[derive(Debug, Clone)]
pub struct Compute {
    /// Names and how they are calculated.
    pub values: Vec<(String, Expression)>,
}

impl Compute {
    /// Calculates in order; a later one sees the earlier.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for (name, expression) in &self.values {
            match expression.evaluate(scene) {
                Ok(value) => {
                    scene.keep(name, value);
                }
                Err(fault) => return Progress::Fault(format!("`{name}`: {fault}")),
            }
        }
        Progress::Next
    }
}
