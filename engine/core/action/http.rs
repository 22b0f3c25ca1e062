//! Calls a declared service. Outcomes: `ok`, `not_found`, `failed`.

mod definition;

use indexmap::IndexMap;

pub(crate) use self::definition::KEY;
use self::definition::{FORM, HEADERS, HTTP, SAVE};
use crate::language::{Diagnostic, Fields, Kind, Node, Saved, SavedUse, Site, Words};

use crate::arrive;
use crate::bot::Tree;
use crate::conversation::{FrameState, Outcome};
use crate::duration::Duration;
use crate::effect::Method;
use crate::effect::{Body, Effect, HttpCall};
use crate::limit;
use crate::run::Progress;
use crate::scene::{Cost, Scene};
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

/// The methods as authors write them.
const METHODS: [(&str, Method); 5] = [
    ("get", Method::Get),
    ("post", Method::Post),
    ("put", Method::Put),
    ("patch", Method::Patch),
    ("delete", Method::Delete),
];

/// Most repetitions a call can have.
const RETRIES: u8 = 5;

impl Http {
    /// One method with `service/path`, and settings.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut fields = Fields::of(site, node, &HTTP)?;
        let spot = fields.first_line();
        let mut calls = METHODS
            .iter()
            .filter_map(|(word, method)| Some((*method, fields.take(word)?)))
            .collect::<Vec<_>>();
        // `url` and `method` of other builders are told as unknown keys.
        let otherwise = calls.is_empty() && (fields.has("url") || fields.has("method"));
        if calls.len() != 1 && !otherwise {
            let message = if calls.is_empty() {
                "`http` needs what it calls"
            } else {
                "`http` makes one call"
            };
            let found = Diagnostic::error("missing-key", spot, message);
            site.report(
                found.help("write one of get, post, put, patch, delete: `get: shop/orders`"),
            );
        }
        let call = calls.drain(..).next().and_then(|(method, node)| {
            let (service, path) = address(node, site)?;
            Some((method, service, path))
        });
        let headers = headers(&mut fields);
        let body = body(&mut fields);
        let save = save(&mut fields);
        let must_have = must_have(&mut fields);
        let timeout = fields.take("timeout").and_then(|node| site.service_timeout(node));
        let retries =
            fields.take("retries").and_then(|node| site.count(node, "`retries`", 0, RETRIES));
        let safe = fields.take_with_key("safe_to_repeat");
        let safe_to_repeat =
            safe.and_then(|(_, node)| site.yes_no(node, "`safe_to_repeat`")).unwrap_or(false);
        fields.finish();
        let (method, service, path) = call?;
        if matches!(method, Method::Get) && !matches!(body, HttpBody::Empty) {
            site.report(Diagnostic::error("wrong-shape", spot, "a `get` cannot send a body").help(
                "put it into the address: `get: shop/orders?email={{email}}`, or use `post`",
            ));
        }
        let repeatable =
            safe_to_repeat || matches!(method, Method::Get | Method::Put | Method::Delete);
        if retries.is_some_and(|retries| retries > 0) && !repeatable {
            site.report(
                Diagnostic::error(
                    "wrong-shape",
                    spot,
                    "this call might do its work twice if it is repeated",
                )
                .help("leave `retries` out, or add `safe_to_repeat: yes` if twice does no harm"),
            );
        }
        let (of_timeout, of_retries) = site.service_defaults(&service);
        Some(Self {
            method,
            service,
            path,
            headers,
            body,
            save,
            must_have,
            timeout: timeout.unwrap_or(of_timeout),
            retries: retries.unwrap_or(of_retries),
            safe_to_repeat,
        })
    }
}

/// `service/path?query`: the service, and the rest beginning with `/` or empty.
fn address(node: &Node, site: &Site<'_>) -> Option<(String, Template)> {
    let words = site.words(node, "the address")?;
    let at = words.text.find(['/', '?']).unwrap_or(words.text.len());
    let (service, rest) = words.text.split_at(at);
    if words.text.contains("://") {
        site.report(
            Diagnostic::error(
                "unknown-service",
                words.spot,
                "only declared services can be called",
            )
            .help("declare it: `services: { shop: { url: \"https://…\" } }`, and call `shop/path`"),
        );
        return None;
    }
    if rest.contains("/pass_thread_control") {
        site.report(
            Diagnostic::warning(
                "use-handover",
                words.spot,
                "this passes control with a plain call",
            )
            .help(
                "the action `handover` does the same, and knows when the conversation comes back",
            ),
        );
    }
    let path = if rest.starts_with('?') { format!("/{rest}") } else { rest.to_owned() };
    // Only the path is a template, so that nothing a person typed chooses the service.
    let start = words.part(site.loading.files, at..words.text.len());
    let spot = words.part(site.loading.files, 0..at);
    let path = Words { text: path, spot: start, quoted: words.quoted };
    let template = site.template_of(&path, false)?;
    if service.contains("{{") {
        site.report(
            Diagnostic::error("unknown-service", spot, "the name of a service cannot be inserted")
                .help("write the name of a declared service, then the path"),
        );
        return None;
    }
    site.loading.uses(|uses| uses.services.push((service.to_owned(), spot)));
    Some((service.to_owned(), template))
}

fn headers(fields: &mut Fields<'_, '_>) -> IndexMap<String, Template> {
    let site = fields.site.clone();
    let Some(node) = fields.take("headers") else { return IndexMap::new() };
    let Some(named) = Fields::of(&site, node, &HEADERS).map(|mut fields| fields.rest()) else {
        return IndexMap::new();
    };
    let headers = named.into_iter().filter_map(|(key, value)| {
        if !is_header(&key.text) {
            let message = format!("`{}` cannot be the name of a header", key.text);
            let found = Diagnostic::error("bad-name", key.spot, message);
            site.report(found.help("a header has letters, digits and -, like `X-Trace`"));
            return None;
        }
        Some((key.text.clone(), site.template(value, "the header")?))
    });
    headers.collect()
}

/// What an HTTP header can be called.
pub(crate) fn is_header(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn body(fields: &mut Fields<'_, '_>) -> HttpBody {
    let site = fields.site.clone();
    let (json, form, text) = (fields.take("json"), fields.take("form"), fields.take("text"));
    let given = [json, form, text].into_iter().flatten().collect::<Vec<_>>();
    if let [_, second, ..] = given.as_slice() {
        site.report(
            Diagnostic::error("wrong-shape", second.spot, "a call has one body")
                .help("keep one of `json`, `form` and `text`"),
        );
    }
    if let Some(node) = json {
        return site.tree(node).map_or(HttpBody::Empty, HttpBody::Json);
    }
    if let Some(node) = form {
        let Some(mut named) = Fields::of(&site, node, &FORM) else { return HttpBody::Empty };
        let values = named.rest().into_iter();
        let values = values.filter_map(|(key, value)| {
            Some((key.text.clone(), site.template(value, "the field")?))
        });
        return HttpBody::Form(values.collect());
    }
    text.and_then(|node| site.template(node, "`text`")).map_or(HttpBody::Empty, HttpBody::Text)
}

fn save(fields: &mut Fields<'_, '_>) -> Save {
    let site = fields.site.clone();
    let Some(node) = fields.take("save") else { return Save::Nothing };
    let keep = |name: &str, spot| {
        let used = SavedUse { name: name.to_owned(), spot, what: Saved::Any };
        site.loading.uses(|uses| uses.saved.push(used));
    };
    if let Kind::Text { text, .. } = &node.kind {
        keep(text, node.spot);
        return Save::All(text.clone());
    }
    let Some(mut named) = Fields::of(&site, node, &SAVE) else { return Save::Nothing };
    let parts = named.rest().into_iter().filter_map(|(key, value)| {
        keep(&key.text, key.spot);
        let path = site.words(value, "the path")?.text;
        Some((key.text.clone(), path))
    });
    Save::Parts(parts.collect())
}

fn must_have(fields: &mut Fields<'_, '_>) -> Vec<String> {
    let site = fields.site.clone();
    let words =
        fields.take("must_have").map(|node| site.several(node, "`must_have`")).unwrap_or_default();
    let used = words.iter().map(|words| (words.text.clone(), words.spot));
    site.loading.uses(|uses| uses.named.extend(used));
    words.into_iter().map(|words| words.text).collect()
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
                arrive::not_called(scene);
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
