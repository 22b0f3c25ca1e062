//! Keeps texts and values under names.

use crate::bot::Tree;
use crate::language::{
    Definition, Key, NAME, Node, Own, Rule, Saved, SavedUse, Shape, Site, calculation,
};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "set",
    Shape::Map(&SET_VALUES),
    "Keeps texts and values under names, exactly as they stand. What is to be worked out belongs \
     to `compute`.",
)
.example("set: { topic: refund }");

/// The values of a `set`.
pub(crate) static SET_VALUES: Definition = Definition::named(
    "set",
    "`set`",
    "Names with what they hold from now on. A value that is exactly one `{{name}}` keeps its type.",
    Own { name: "the name of a variable", shape: Shape::Value },
)
.spelled(NAME)
.rules(&[Rule::Filled])
.example("topic: refund");

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

impl Set {
    /// Names with values.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut values = Vec::new();
        let named = super::named(node, site, &SET_VALUES, "`set: { topic: refund }`")?;
        let alone = named.len() == 1;
        for (key, value) in named {
            let own_key = site.loading.key_before(node.spot, "set").filter(|_| alone);
            let calculates = calculation(value, own_key, site);
            let Some(tree) = site.tree(value) else { continue };
            let what = if calculates { Saved::Any } else { Saved::Tree(tree.clone(), value.spot) };
            let used = SavedUse { name: key.text.clone(), spot: key.spot, what };
            site.loading.uses(|uses| uses.saved.push(used));
            values.push((key.text.clone(), tree));
        }
        Some(Self { values })
    }
}

impl Set {
    /// Keeps the values in order; a later one sees the earlier.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for (name, tree) in &self.values {
            match tree.value(scene) {
                Ok(value) => {
                    scene.keep(name, value);
                }
                Err(why) => return Progress::Fault(format!("`{name}`: {why}")),
            }
        }
        Progress::Next
    }
}
