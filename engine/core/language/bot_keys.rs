//! The bot-wide keys that are small: receivers, services, hours, session, entries, fallback, menu.

use indexmap::IndexMap;

use super::button;
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::list;
use super::loading::{Loading, Site};
use super::secret;
use super::tree::{Kind, Node};
use crate::action::{Part, Say, is_header};
use crate::bot::{Button, Entries, Fallback, Leads, Service, owner};
use crate::default_text::{DefaultText, default_text};
use crate::duration::Duration;
use crate::effect::Auth;
use crate::hours::{self, Hours};
use crate::id::{AppId, ListId};
use crate::template::Template;

/// How long a service may take unless it says otherwise: a person waits for it.
pub(super) const TIMEOUT: Duration = Duration::seconds(10);
/// How often a call is repeated unless the service says otherwise.
pub(super) const RETRIES: u8 = 2;
/// Misses in a row until the fallback leads elsewhere.
const GIVE_UP_AFTER: u8 = 3;
/// Entries of the persistent menu at the top (messenger-platform 4.2).
const MENU: usize = 20;
/// The host a page's own token may go to.
const GRAPH: &str = "graph.facebook.com";

/// `receivers`: names for app ids.
pub(super) fn receivers(node: Option<&Node>, loading: &Loading<'_>) {
    let site = Site::bot_wide(loading, None);
    let mut found = IndexMap::new();
    found.insert("page_inbox".to_owned(), (AppId::new(AppId::PAGE_INBOX), None));
    found.insert("instagram_inbox".to_owned(), (AppId::new(AppId::INSTAGRAM_INBOX), None));
    let fields = node.and_then(|node| Fields::of(&site, node, "`receivers`"));
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        let words = super::loading::Words { text: key.text.clone(), spot: key.spot, quoted: false };
        if found.contains_key(&key.text) {
            site.report(
                Diagnostic::error(
                    "reserved-name",
                    key.spot,
                    format!("the receiver `{}` always exists", key.text),
                )
                .help("leave it out; it is the inbox of Meta with its fixed id"),
            );
            continue;
        }
        let (Some(name), Some(app)) = (site.name(&words, "a receiver"), site.app_id(value)) else {
            continue;
        };
        found.insert(name, (app, Some(key.spot)));
    }
    *loading.receivers.borrow_mut() = found;
}

/// `services`: what can be called.
pub(super) fn services(node: &Node, loading: &Loading<'_>) -> IndexMap<String, Service> {
    let site = Site::bot_wide(loading, None);
    let mut found = IndexMap::new();
    let fields = Fields::of(&site, node, "`services`");
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        let words = super::loading::Words { text: key.text.clone(), spot: key.spot, quoted: false };
        loading.service_spots.borrow_mut().insert(key.text.clone(), key.spot);
        let name = site.name(&words, "a service");
        if let (Some(name), Some(service)) = (name, service(value, &site)) {
            found.insert(name, service);
        }
    }
    found
}

fn service(node: &Node, site: &Site<'_>) -> Option<Service> {
    let mut fields = Fields::of(site, node, "a service")?;
    let url_node = fields.need("url", "https://api.example.com/v1");
    let url = url_node.and_then(|node| service_url(node, site));
    let auth = fields.take("auth").map_or(Some(Auth::None), |node| auth(node, site));
    let timeout = fields.take("timeout").and_then(|node| site.service_timeout(node));
    let retries = fields.take("retries").and_then(|node| site.count(node, "`retries`", 0, 5));
    fields.finish();
    let (url, auth) = (url?, auth?);
    if auth == Auth::PageToken
        && url.host_str() != Some(GRAPH)
        && let Some(node) = url_node
    {
        site.report(
            Diagnostic::error(
                "page-token-host",
                node.spot,
                "the page's own token goes to the Graph API alone",
            )
            .help(format!("write `url: https://{GRAPH}`, or another `auth` for this service")),
        );
    }
    let mut url = String::from(url);
    while url.ends_with('/') {
        url.pop();
    }
    Some(Service {
        url,
        auth,
        timeout: timeout.unwrap_or(TIMEOUT),
        retries: retries.unwrap_or(RETRIES),
    })
}

fn service_url(node: &Node, site: &Site<'_>) -> Option<url::Url> {
    let words = site.words(node, "`url`")?;
    let read = url::Url::parse(&words.text).ok().filter(|url| {
        matches!(url.scheme(), "https" | "http")
            && url.has_host()
            && url.query().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    });
    if read.is_none() || words.text.contains("{{") {
        site.report(
            Diagnostic::error(
                "bad-address",
                words.spot,
                format!("`{}` is no address of a service", words.text),
            )
            .help(
                "write it like https://api.example.com/v1, without a query and without a password",
            ),
        );
        return None;
    }
    read
}

fn auth(node: &Node, site: &Site<'_>) -> Option<Auth> {
    if let Some(word) = node.as_text() {
        return match word {
            "page_token" => Some(Auth::PageToken),
            "none" | "nothing" => Some(Auth::None),
            _ => {
                site.wrong_shape(
                    node,
                    "`auth`",
                    "write { bearer: \"{{secret.SHOP_KEY}}\" } or page_token",
                );
                None
            }
        };
    }
    let mut fields = Fields::of(site, node, "`auth`")?;
    let bearer = fields.take("bearer");
    let basic = fields.take("basic");
    let header = fields.take("header");
    let spot = fields.first_line();
    fields.finish();
    match (bearer, basic, header) {
        (Some(node), None, None) => secret::text(site, node, "`bearer`", true).map(Auth::Bearer),
        (None, Some(node), None) => {
            let Kind::List { items, .. } = &node.kind else {
                site.wrong_shape(
                    node,
                    "`basic`",
                    "write a list: [user, \"{{secret.SHOP_PASSWORD}}\"]",
                );
                return None;
            };
            let [user, password] = items.as_slice() else {
                site.wrong_shape(
                    node,
                    "`basic`",
                    "write two: [user, \"{{secret.SHOP_PASSWORD}}\"]",
                );
                return None;
            };
            let user = secret::text(site, user, "the user", false);
            let password = secret::text(site, password, "the password", true);
            Some(Auth::Basic(user?, password?))
        }
        (None, None, Some(node)) => {
            let mut fields = Fields::of(site, node, "`header`")?;
            let mut headers = Vec::new();
            for (key, value) in fields.rest() {
                if !is_header(&key.text) {
                    let message = format!("`{}` cannot be the name of a header", key.text);
                    let found = Diagnostic::error("bad-name", key.spot, message);
                    site.report(found.help("a header has letters, digits and -, like `X-Key`"));
                    continue;
                }
                headers.push((key.text.clone(), secret::text(site, value, "the header", false)?));
            }
            Some(Auth::Headers(headers))
        }
        (None, None, None) | (Some(_), _, _) | (_, Some(_), _) => {
            site.report(
                Diagnostic::error(
                    "wrong-shape",
                    spot,
                    "`auth` is one of bearer, basic, header and page_token",
                )
                .help("write for example { bearer: \"{{secret.SHOP_KEY}}\" }"),
            );
            None
        }
    }
}

/// `hours`: opening hours by name.
pub(super) fn hours(node: &Node, loading: &Loading<'_>) -> IndexMap<String, Hours> {
    let site = Site::bot_wide(loading, None);
    let mut found = IndexMap::new();
    let fields = Fields::of(&site, node, "`hours`");
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        loading.hours_names.borrow_mut().push(key.text.clone());
        if let Some(hours) = opening(value, &site) {
            found.insert(key.text.clone(), hours);
        }
    }
    found
}

fn opening(node: &Node, site: &Site<'_>) -> Option<Hours> {
    let mut fields = Fields::of(site, node, "opening hours")?;
    let zone_node = fields.need("zone", "Europe/Copenhagen");
    let zone = zone_node.and_then(|node| site.words(node, "`zone`"));
    let closed_node = fields.take("closed");
    let closed = closed_node.map(|node| site.several(node, "`closed`")).unwrap_or_default();
    let mut days = Vec::new();
    let mut spots = Vec::new();
    for (key, value) in fields.rest() {
        let spans = site.several(value, "the hours");
        spots.push((key.spot, spans.iter().map(|words| words.spot).collect::<Vec<_>>()));
        days.push((key.text.clone(), spans.into_iter().map(|words| words.text).collect()));
    }
    let zone = zone?;
    let dates: Vec<String> = closed.iter().map(|words| words.text.clone()).collect();
    match Hours::new(&zone.text, &days, &dates) {
        Ok(hours) => Some(hours),
        Err(problems) => {
            for (part, message) in problems {
                let spot = match part {
                    hours::Part::Zone => zone.spot,
                    hours::Part::Days(entry) => spots.get(entry).map_or(node.spot, |(key, _)| *key),
                    hours::Part::Span(entry, span) => {
                        let spans = spots.get(entry).and_then(|(_, spans)| spans.get(span));
                        spans.copied().unwrap_or(node.spot)
                    }
                    hours::Part::Closed(date) => {
                        closed.get(date).map_or(node.spot, |words| words.spot)
                    }
                };
                site.report(
                    Diagnostic::error("bad-hours", spot, message)
                        .help("opening hours look like `mon-fri: [\"9:00-17:00\"]` and `closed: [2026-12-24]`"),
                );
            }
            None
        }
    }
}

/// `session`.
pub(super) fn session(node: &Node, loading: &Loading<'_>) -> Option<Duration> {
    let site = Site::bot_wide(loading, None);
    let mut fields = Fields::of(&site, node, "a session")?;
    let expires =
        fields.take("expires_after").and_then(|node| site.duration(node, "`expires_after`"));
    fields.finish();
    expires
}

/// `entries`: where people come in.
pub(super) fn entries(node: &Node, loading: &Loading<'_>) -> Entries {
    let site = Site::bot_wide(loading, None);
    let Some(mut fields) = Fields::of(&site, node, "`entries`") else { return Entries::default() };
    let get_started =
        fields.take("get_started").and_then(|node| entry(node, "get_started", loading));
    let passed = fields.take("passed").and_then(|node| entry(node, "passed", loading));
    let mut refs = IndexMap::new();
    let named = fields.take("ref").and_then(|node| Fields::of(&site, node, "`ref`"));
    for (key, value) in named.map(|mut fields| fields.rest()).unwrap_or_default() {
        if key.text.contains('*') {
            site.report(
                Diagnostic::error("not-built-yet", key.spot, "a `ref` with `*` is not built yet")
                    .help("write each `ref` out; patterns belong to a later version"),
            );
            continue;
        }
        if let Some(leads) = entry(value, &format!("ref.{}", key.text), loading) {
            refs.insert(key.text.clone(), leads);
        }
    }
    fields.finish();
    Entries { get_started, refs, passed }
}

fn entry(node: &Node, name: &str, loading: &Loading<'_>) -> Option<Leads> {
    // A payload is cut at its dots, so the owner has none.
    let owner: String = name.chars().map(|c| if c == '.' { '_' } else { c }).collect();
    let site = Site::bot_wide(loading, Some(&format!("{}_{owner}", owner::ENTRIES)));
    let mut fields = Fields::of(&site, node, "an entry")?;
    let (run, to) = (fields.take("do"), fields.take("to"));
    let leads = list::leads(&site, run, to, &ListId::new(format!("{}#{name}", owner::ENTRIES)));
    if run.is_none() && to.is_none() {
        site.report(
            Diagnostic::error("missing-key", fields.first_line(), "the entry leads nowhere")
                .help("add `to: welcome`"),
        );
    }
    fields.finish();
    Some(leads)
}

/// `fallback`; the default text where none is written.
pub(super) fn fallback(node: Option<&Node>, loading: &Loading<'_>, language: &str) -> Fallback {
    let site = Site::bot_wide(loading, Some(owner::FALLBACK));
    let mut fallback = Fallback {
        say: Say { parts: vec![default_part(language)] },
        give_up_after: GIVE_UP_AFTER,
        to: None,
    };
    let Some(mut fields) = node.and_then(|node| Fields::of(&site, node, "`fallback`")) else {
        return fallback;
    };
    if let Some(say) = fields.take("say").and_then(|node| Say::load(node, &site)) {
        fallback.say = say;
    }
    let give_up = fields.take("give_up_after");
    if let Some(count) = give_up.and_then(|node| site.count(node, "`give_up_after`", 1, 20)) {
        fallback.give_up_after = count;
    }
    fallback.to = fields.take("to").and_then(|node| list::target(&site, node));
    if fallback.to.is_none()
        && let Some(node) = give_up
    {
        site.report(
            Diagnostic::error(
                "missing-key",
                node.spot,
                "`give_up_after` needs `to`: where does it lead then?",
            )
            .help("add `to: person`, or leave `give_up_after` out"),
        );
    }
    fields.finish();
    fallback
}

fn default_part(language: &str) -> Part {
    let text = default_text(language, DefaultText::Fallback);
    let text = Template::compile(text).expect("a default text has no insertions");
    Part::Text { text, buttons: Vec::new() }
}

/// `menu`: the persistent menu.
pub(super) fn menu(node: &Node, loading: &Loading<'_>) -> Vec<Button> {
    let site = Site::bot_wide(loading, Some(owner::MENU));
    button::buttons(&site, node, MENU)
}
