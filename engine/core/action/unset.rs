//! Forgets values.

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
