//! Templates.
use crate::expression::NameUse;
use crate::problem::Problem;
use crate::scope::{Names, Scope};
use crate::value::{Type, Value};

/// Names of the helpers; no variable may be called so.
pub const HELPERS: &[&str] = &[
    "default", "upper", "lower", "title", "number", "money", "date", "time_ago", "plural", "join",
    "json", "url", "first", "size",
];

/// A text with insertions.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {}

/// Why a template has no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// It became longer than the limit, in bytes.
    #[error("the text is longer than {0} bytes")]
    Overlong(usize),
    /// An inserted value would climb up in the path of an address.
    #[error("an inserted value climbs up in the address")]
    PathClimbs,
    /// It could not be rendered.
    #[error("{0}")]
    Broken(String),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Every problem that was found.
    pub fn compile(_source: &str) -> Result<Template, Vec<Problem>> {
        Ok(Template {})
    }

    /// The names it uses.
    pub fn names(&self) -> Vec<NameUse> {
        Vec::new()
    }

    /// The source as written.
    pub fn source(&self) -> &str {
        ""
    }

    /// The text, if nothing is inserted.
    pub fn as_plain(&self) -> Option<&str> {
        None
    }

    /// Whether all names exist; the type of what [`Template::render_value`] gives.
    ///
    /// # Errors
    /// Every problem.
    pub fn check(&self, _names: &dyn Names) -> Result<Type, Vec<Problem>> {
        Ok(Type::Text)
    }

    /// The text, at most `limit` bytes.
    ///
    /// # Errors
    /// See [`TemplateFault`].
    pub fn render(&self, _scope: &dyn Scope, _limit: usize) -> Result<String, TemplateFault> {
        Ok(String::new())
    }

    /// As [`Template::render`], with every inserted value percent-encoded for path and query of an address.
    ///
    /// # Errors
    /// See [`TemplateFault`].
    pub fn render_url(&self, _scope: &dyn Scope, _limit: usize) -> Result<String, TemplateFault> {
        Ok(String::new())
    }

    /// The value: exactly one `{{name}}` keeps its type, anything else is a text.
    ///
    /// # Errors
    /// See [`TemplateFault`].
    pub fn render_value(&self, _scope: &dyn Scope) -> Result<Value, TemplateFault> {
        Ok(Value::Missing)
    }
}
