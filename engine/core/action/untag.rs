//! Takes marks off the contact.

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
