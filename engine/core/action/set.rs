//! Keeps texts and values under names.

use crate::bot::Tree;

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
