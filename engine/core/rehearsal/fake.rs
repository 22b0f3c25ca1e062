//! What services answer in a test, and how a call is recognised.
//!
//! Invariant: addresses are compared decoded, so that a test reads like the flow it is about.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::definition;
use super::pattern::Stars;
use crate::duration::Duration;
use crate::effect::{HttpCall, Method};
use crate::event::Answer;
use crate::language::{Diagnostic, Fields, Kind, Node, Site, Spot, Words};
use crate::suggest;

/// The methods as they are written.
const METHODS: [(&str, Method); 5] = [
    ("GET", Method::Get),
    ("POST", Method::Post),
    ("PUT", Method::Put),
    ("PATCH", Method::Patch),
    ("DELETE", Method::Delete),
];

/// What a service answers to a request.
#[derive(Debug, Clone)]
pub(crate) struct Fake {
    /// Where it stands.
    pub(crate) spot: Spot,
    /// To which request.
    pub(crate) request: Request,
    /// What it answers.
    pub(crate) reply: Reply,
    /// How often; `None`: always.
    pub(crate) times: Option<u8>,
}

/// A method with `service/path`; `*` stands for any part.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The method.
    pub(crate) method: Method,
    /// Service and path, decoded.
    pub(crate) target: Stars,
}

/// What a service answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    status: u16,
    body: Option<Json>,
    /// The body is a text, which flows cannot read.
    is_text: bool,
    headers: IndexMap<String, String>,
    /// So much later.
    pub(crate) delay: Option<Duration>,
    /// No answer came in time.
    timeout: bool,
}

impl Fake {
    /// Reads one of `fake_http`.
    pub(crate) fn read(node: &Node, site: &Site<'_>, services: &[&str]) -> Option<Self> {
        let mut fields = Fields::of(site, node, &definition::FAKE)?;
        let request = fields.need("request", "GET shop/orders");
        let request = request.and_then(|node| Request::read(node, site, services));
        let times = fields.take("times").and_then(|node| site.count(node, "`times`", 1, 100));
        let reply = fields.need("reply", "{ status: 200, json: {} }");
        let reply = reply.and_then(|node| Reply::read(node, site));
        let spot = fields.first_line();
        fields.finish();
        Some(Self { spot, request: request?, reply: reply?, times })
    }
}

impl Request {
    /// Reads `METHOD service/path`.
    pub(crate) fn read(node: &Node, site: &Site<'_>, services: &[&str]) -> Option<Self> {
        let words = site.words(node, "the request")?;
        let (method, target) = words.text.trim().split_once(' ').unwrap_or((&words.text, ""));
        let known = METHODS.iter().find(|(name, _)| name.eq_ignore_ascii_case(method));
        let Some((_, method)) = known.filter(|_| !target.trim().is_empty()) else {
            let message = format!("`{}` is no request", words.text);
            site.report(
                Diagnostic::error("unknown-value", words.spot, message)
                    .help("write a method and what is called: `GET shop/orders`"),
            );
            return None;
        };
        let target = decoded(target.trim());
        let service = target.split(['/', '?']).next().unwrap_or_default();
        if !services.contains(&service) && !service.contains('*') {
            site.report(unknown_service(&words, service, services));
        }
        Some(Self { method: *method, target: Stars::new(&target) })
    }

    /// Whether a call is this request.
    pub(crate) fn fits(&self, call: &HttpCall) -> bool {
        self.method == call.method && self.target.fits(&target_of(call))
    }

    /// As it is written.
    pub(crate) fn shown(&self) -> String {
        format!("{} {}", method_word(self.method), self.target.source)
    }
}

fn unknown_service(words: &Words, service: &str, services: &[&str]) -> Diagnostic {
    let message = format!("there is no service `{service}`");
    let found = Diagnostic::error("unknown-service", words.spot, message);
    match suggest::nearest(service, services.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None if services.is_empty() => found.help("the bot declares no `services`"),
        None => found.help(format!("the bot declares: {}", services.join(", "))),
    }
}

/// The word of a method.
pub(crate) fn method_word(method: Method) -> &'static str {
    METHODS.iter().find(|(_, known)| *known == method).map_or("", |(name, _)| name)
}

/// Service and path of a call, decoded.
pub(crate) fn target_of(call: &HttpCall) -> String {
    let path = call.path.strip_prefix("/?").map_or(call.path.clone(), |rest| format!("?{rest}"));
    decoded(&format!("{}{path}", call.service))
}

/// A call as a test writes it.
pub(crate) fn request_of(call: &HttpCall) -> String {
    format!("{} {}", method_word(call.method), target_of(call))
}

/// An address with its `%41` undone; what is no such sign stays.
fn decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        let code = code.filter(|_| *byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl Reply {
    fn read(node: &Node, site: &Site<'_>) -> Option<Self> {
        if node.as_text() == Some("timeout") {
            return Some(Self { timeout: true, ..Self::default() });
        }
        let mut fields = Fields::of(site, node, &definition::REPLY)?;
        let status = fields.take("status").and_then(|node| status(node, site));
        let json = fields.take("json").map(json_of);
        let text = fields.take("text").and_then(|node| site.words(node, "`text`"));
        let headers = fields.take("headers").map(|node| headers(node, site)).unwrap_or_default();
        let delay = fields.take("delay").and_then(|node| site.duration(node, "`delay`"));
        let timeout = fields.take("timeout").and_then(|node| site.yes_no(node, "`timeout`"));
        fields.finish();
        let is_text = text.is_some();
        let body = json.or(text.map(|words| Json::String(words.text)));
        Some(Self {
            status: status.unwrap_or(200),
            body,
            is_text,
            headers,
            delay,
            timeout: timeout.unwrap_or(false),
        })
    }

    /// A good answer that holds nothing.
    pub(crate) fn nothing() -> Self {
        let body = Some(Json::Object(serde_json::Map::new()));
        Self { status: 200, body, ..Self::default() }
    }

    /// The answer as the engine hears it.
    pub(crate) fn answer(&self) -> Answer {
        if self.timeout {
            let error = Some("timeout".to_owned());
            return Answer { status: 0, headers: IndexMap::new(), body: None, error, ms: 0 };
        }
        let error = self.is_text.then(|| "not_json".to_owned());
        Answer {
            status: self.status,
            headers: self.headers.clone(),
            body: self.body.clone().filter(|_| !self.is_text),
            error,
            ms: self.delay.map_or(0, Duration::as_millis),
        }
    }

    /// Whether the service did what was asked.
    pub(crate) fn is_good(&self) -> bool {
        !self.timeout && (200..300).contains(&self.status)
    }
}

fn status(node: &Node, site: &Site<'_>) -> Option<u16> {
    let number = node.as_text().and_then(|text| text.parse().ok());
    let number = number.filter(|number| (100..600).contains(number));
    if number.is_none() {
        site.expected(node, "bad-number", "`status`", "a status of HTTP from 100 to 599");
    }
    number
}

fn headers(node: &Node, site: &Site<'_>) -> IndexMap<String, String> {
    let named = Fields::of(site, node, &definition::HEADERS).map(|mut fields| fields.rest());
    let named = named.unwrap_or_default().into_iter();
    let read = named.filter_map(|(key, value)| {
        Some((key.text.to_lowercase(), site.words(value, "the header")?.text))
    });
    read.collect()
}

/// A value as it stands: a plain scalar follows JSON, all else is text.
pub(crate) fn json_of(node: &Node) -> Json {
    match &node.kind {
        Kind::Nothing | Kind::Broken => Json::Null,
        Kind::Text { text, quoted: true } => Json::String(text.clone()),
        Kind::Text { text, quoted: false } => match text.as_str() {
            "~" => Json::Null,
            "true" | "false" | "null" => serde_json::from_str(text).unwrap_or(Json::Null),
            number => serde_json::from_str::<serde_json::Number>(number)
                .map_or_else(|_| Json::String(text.clone()), Json::Number),
        },
        Kind::List { items, .. } => Json::Array(items.iter().map(json_of).collect()),
        Kind::Map { entries, .. } => {
            let named = entries.iter().map(|(key, value)| (key.text.clone(), json_of(value)));
            Json::Object(named.collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        assert_eq!(
            decoded("shop/orders?email=anna%40example.com"),
            "shop/orders?email=anna@example.com"
        );
        assert_eq!(decoded("a%zz%C3%A6%"), "a%zzæ%");
    }
}
