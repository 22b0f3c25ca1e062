//! Takes marks off the contact.

use crate::language::{Node, Site};
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

impl Untag {
    /// One mark or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        super::marks(node, site, "`untag`").map(|names| Self { names })
    }
}
