//! Calls a declared service. Outcomes: `ok`, `not_found`, `failed`.

use indexmap::IndexMap;

use crate::bot::Tree;
use crate::duration::Duration;
use crate::effect::Method;
use crate::template::Template;

/// Calls a service and keeps what it answers.
///
/// ```yaml
/// - http:
///     get: shop/orders?email={{email}}
///     save: { order: orders.0, how_many: total }
///     must_have: [order]
/// ```
#[derive(Debug, Clone)]
pub struct Http {
    /// `get`, `post`, …
    pub method: Method,
    /// A declared service.
    pub service: String,
    /// What follows the service's name, rendered with inserted values percent-encoded; begins with `/` or is empty.
    pub path: Template,
    /// Further headers.
    pub headers: IndexMap<String, Template>,
    /// What is sent.
    pub body: HttpBody,
    /// What is kept of the answer.
    pub save: Save,
    /// Names that must be known afterwards, else it failed.
    pub must_have: Vec<String>,
    /// How long a try may take.
    pub timeout: Duration,
    /// How often a try is repeated.
    pub retries: u8,
    /// A post that does no harm when repeated.
    pub safe_to_repeat: bool,
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum HttpBody {
    /// Nothing.
    Empty,
    /// A JSON value.
    Json(Tree),
    /// Form fields.
    Form(Vec<(String, Template)>),
    /// A text.
    Text(Template),
}

/// What is kept of an answer.
#[derive(Debug, Clone)]
pub enum Save {
    /// Nothing.
    Nothing,
    /// All of it, under this name.
    All(String),
    /// Parts: names and their paths in the answer, like `orders.0.id`.
    Parts(Vec<(String, String)>),
}
