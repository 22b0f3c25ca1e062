//! Marks the contact.

use crate::language::{Node, Site};
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

impl Tag {
    /// One mark or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        super::marks(node, site, "`tag`").map(|names| Self { names })
    }
}
