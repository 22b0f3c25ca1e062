//! Keeps the results of expressions under names.

use crate::expression::Expression;

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
