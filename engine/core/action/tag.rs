//! Marks the contact.

/// Puts marks on the contact.
///
/// ```yaml
/// - tag: vip
/// ```
#[derive(Debug, Clone)]
pub struct Tag {
    /// The marks.
    pub names: Vec<String>,
}
