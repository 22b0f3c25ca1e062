//! Values as `set`, `default`, `json` and choices hold them: a plain scalar follows JSON, all else is text.

use indexmap::IndexMap;

use super::loading::{Site, Words};
use super::tree::{Kind, Node};
use crate::bot::Tree;
use crate::value::Value;

impl Site<'_> {
    /// A value: a plain scalar follows JSON, anything else is text; templates keep types.
    pub(crate) fn tree(&self, node: &Node) -> Option<Tree> {
        match &node.kind {
            Kind::Broken => None,
            Kind::Nothing => Some(Tree::Value(Value::Missing)),
            Kind::Text { text, quoted } => {
                let words = Words { text: text.clone(), spot: node.spot, quoted: *quoted };
                self.scalar(&words)
            }
            Kind::List { items, .. } => {
                let items = items.iter().map(|item| self.tree(item));
                Some(Tree::List(items.collect::<Option<_>>()?))
            }
            Kind::Map { entries, .. } => {
                let mut map = IndexMap::new();
                for (key, value) in entries {
                    map.insert(key.text.clone(), self.tree(value)?);
                }
                Some(Tree::Map(map))
            }
        }
    }

    fn scalar(&self, words: &Words) -> Option<Tree> {
        if !words.quoted {
            let json = match words.text.as_str() {
                "true" => Some(Value::YesNo(true)),
                "false" => Some(Value::YesNo(false)),
                "null" | "~" => Some(Value::Missing),
                text => json_number(text).map(Value::Number),
            };
            if let Some(value) = json {
                return Some(Tree::Value(value));
            }
        }
        let template = self.template_of(words, false)?;
        Some(match template.as_plain() {
            Some(text) => Tree::Value(Value::text(text)),
            None => Tree::Text(template),
        })
    }
}

/// A number exactly as JSON writes one: no `007`, no `+1`, no `.5`. Ids too long to stay exact are
/// text.
pub(super) fn json_number(text: &str) -> Option<f64> {
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    let number = number.as_f64()?;
    let exact = number.fract() != 0.0 || number.abs() <= 9_007_199_254_740_992.0;
    (exact && number.is_finite()).then_some(number)
}
