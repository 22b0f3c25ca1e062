//! Calls a declared service. Outcomes: `ok`, `not_found`, `failed`.

use crate::conversation::{FrameState, Outcome};
use crate::effect::{Body, Effect, HttpCall};
use crate::limit;
use crate::run::Progress;
use crate::scene::{Cost, Scene};
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

impl Http {
    /// Asks the shell to call; the list goes on with the answer.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        if let Err(bound) = scene.spend(Cost::Call) {
            return Progress::Fault(bound);
        }
        let call = match self.call(scene) {
            Ok(call) => call,
            Err(why) => {
                scene.fault(format!("the call was not made: {why}"));
                return Progress::Ended(Outcome::Failed);
            }
        };
        let tries = u64::from(self.retries) + 1;
        let sum = (call.timeout_ms * tries).min(limit::HTTP_SUM.as_millis());
        let guard = scene.now.plus_ms(sum + limit::HTTP_GUARD.as_millis());
        let effect = scene.next_effect();
        scene.ask(Effect::Http { id: effect, call });
        Progress::Suspend(FrameState::Http { effect, guard })
    }

    fn call(&self, scene: &Scene) -> Result<HttpCall, String> {
        let frame = scene.top().ok_or("nothing runs")?;
        let bot = scene.bot_of(frame);
        let service = bot.services.get(&self.service).ok_or("the service is gone")?;
        let text = |template: &Template| {
            template.render(scene, limit::VARIABLES).map_err(|fault| fault.to_string())
        };
        let mut headers = IndexMap::new();
        for (name, template) in &self.headers {
            let value = text(template)?;
            if value.chars().any(char::is_control) {
                return Err(format!("the header `{name}` would hold a line break"));
            }
            headers.insert(name.clone(), value);
        }
        let body = match &self.body {
            HttpBody::Empty => Body::Empty,
            HttpBody::Json(tree) => Body::Json(tree.value(scene)?.to_json()),
            HttpBody::Form(fields) => {
                let field =
                    |(name, template): &(String, Template)| Ok((name.clone(), text(template)?));
                Body::Form(fields.iter().map(field).collect::<Result<_, String>>()?)
            }
            HttpBody::Text(template) => Body::Text(text(template)?),
        };
        let path = self.path.render_url(scene, limit::VARIABLES);
        Ok(HttpCall {
            service: self.service.clone(),
            base: service.url.clone(),
            auth: service.auth.clone(),
            method: self.method,
            path: path.map_err(|fault| fault.to_string())?,
            headers,
            body,
            timeout_ms: self.timeout.as_millis(),
            retries: self.retries,
            repeatable: self.safe_to_repeat || self.method.repeats_harmlessly(),
        })
    }
}

impl Method {
    /// Whether a repetition does no harm by the method's own meaning.
    fn repeats_harmlessly(self) -> bool {
        match self {
            Self::Get | Self::Put | Self::Delete => true,
            Self::Post | Self::Patch => false,
        }
    }
}
