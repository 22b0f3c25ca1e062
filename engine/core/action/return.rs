//! Ends a called module early: who called it goes on.

use crate::calls;
use crate::follow;
use crate::language::{Definition, Key, Node, Shape, Site};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "return",
    Shape::Map(&NO_SETTINGS),
    "Goes back to the list that called this module; what stands behind it here is left. Where the module was entered \
     and not called, the path ends.",
)
.bare()
.example("return");

/// `return` has no settings.
pub(crate) static NO_SETTINGS: Definition = Definition::new(
    "return",
    "`return`",
    "It has no settings: it stands alone, as `- return`.",
    &[],
);

/// Goes back to the list that called this module; the rest of this list, its `to` and the connections are left.
/// Where the module was not called but entered, the path ends.
///
/// ```yaml
/// - return
/// ```
#[derive(Debug, Clone, Default)]
pub struct Return {}

impl Return {
    /// Nothing.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        super::no_settings(node, site, "return");
        Some(Self {})
    }

    /// Goes back. In an aside, which belongs to no module that stands here, only the aside is over.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        if calls::is_aside(scene) {
            return Progress::Leave;
        }
        follow::end_path(scene);
        Progress::Next
    }
}
