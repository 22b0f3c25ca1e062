//! Keeps the results of expressions under names.

use crate::expression::Expression;
use crate::language::{
    Definition, Key, NAME, Node, Own, Role, Rule, Saved, SavedUse, Shape, Site, assignment,
    decimal_comma,
};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "compute",
    Shape::Map(&COMPUTE_VALUES),
    "Works something out and keeps the result. A later name sees the ones before it.",
)
.example("compute: { score: score + 1 }");

/// The calculations of a `compute`.
pub(crate) static COMPUTE_VALUES: Definition = Definition::named(
    "compute",
    "`compute`",
    "Names with the calculations whose results they hold from now on.",
    Own { name: "the name of a variable", shape: Shape::Expression },
)
.spelled(NAME)
.rules(&[Rule::Filled])
.example("score: score + 1");

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
    /// Names with expressions.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        if assignment(node, site) {
            return None;
        }
        let mut values = Vec::new();
        let named = super::named(node, site, &COMPUTE_VALUES, "`compute: { score: score + 1 }`")?;
        for (place, (key, value)) in named.iter().copied().enumerate() {
            if place > 0 && decimal_comma(key, value, named[place - 1].1, site) {
                continue;
            }
            let Some(expression) = site.expression(value, "`compute`", Role::Compute) else {
                continue;
            };
            let what = Saved::Expression(expression.clone());
            let used = SavedUse { name: key.text.clone(), spot: key.spot, what };
            site.loading.uses(|uses| uses.saved.push(used));
            values.push((key.text.clone(), expression));
        }
        Some(Self { values })
    }
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
