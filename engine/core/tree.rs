//! Values partly written and partly made from templates, as `set`, `json` and a choice's `value` hold them.

use crate::bot::Tree;
use crate::scope::Scope;
use crate::value::Value;

impl Tree {
    /// The value it is now; a quote in a variable stays in its text.
    pub(crate) fn value(&self, scope: &dyn Scope) -> Result<Value, String> {
        match self {
            Self::Value(value) => Ok(value.clone()),
            Self::Text(template) => template.render_value(scope).map_err(|fault| fault.to_string()),
            Self::List(items) => {
                let items = items.iter().map(|item| item.value(scope));
                Ok(Value::List(items.collect::<Result<_, _>>()?))
            }
            Self::Map(members) => {
                let member =
                    |(name, tree): (&String, &Tree)| Ok((name.clone(), tree.value(scope)?));
                Ok(Value::Map(members.iter().map(member).collect::<Result<_, String>>()?))
            }
        }
    }
}
