//! The services a bot can call: their addresses, and how they are authorised.

use indexmap::IndexMap;

use super::definition::{AUTH, AUTH_HEADERS, SERVICE, SERVICES};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::loading::{Loading, Site, Words};
use super::secret;
use super::tree::{Kind, Node};
use crate::action::is_header;
use crate::bot::Service;
use crate::duration::Duration;
use crate::effect::Auth;

/// How long a service may take unless it says otherwise: a person waits for it.
pub(super) const TIMEOUT: Duration = Duration::seconds(10);
/// How often a call is repeated unless the service says otherwise.
pub(super) const RETRIES: u8 = 2;
/// The host a page's own token may go to.
const GRAPH: &str = "graph.facebook.com";

/// `services`: what can be called.
pub(super) fn load(node: &Node, loading: &Loading<'_>) -> IndexMap<String, Service> {
    let site = Site::bot_wide(loading, None);
    let mut found = IndexMap::new();
    let fields = Fields::of(&site, node, &SERVICES);
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        let words = Words { text: key.text.clone(), spot: key.spot, quoted: false };
        loading.service_spots.borrow_mut().insert(key.text.clone(), key.spot);
        let name = site.name(&words, "a service");
        if let (Some(name), Some(service)) = (name, service(value, &site)) {
            found.insert(name, service);
        }
    }
    found
}

fn service(node: &Node, site: &Site<'_>) -> Option<Service> {
    let mut fields = Fields::of(site, node, &SERVICE)?;
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
        return auth_by_word(node, word, site);
    }
    let mut fields = Fields::of(site, node, &AUTH)?;
    let bearer = fields.take("bearer");
    let basic = fields.take("basic");
    let header = fields.take("header");
    let spot = fields.first_line();
    fields.finish();
    match (bearer, basic, header) {
        (Some(node), None, None) => secret::text(site, node, "`bearer`", true).map(Auth::Bearer),
        (None, Some(node), None) => basic_auth(node, site),
        (None, None, Some(node)) => auth_by_headers(node, site),
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

fn auth_by_word(node: &Node, word: &str, site: &Site<'_>) -> Option<Auth> {
    match word {
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
    }
}

fn basic_auth(node: &Node, site: &Site<'_>) -> Option<Auth> {
    let Kind::List { items, .. } = &node.kind else {
        site.wrong_shape(node, "`basic`", "write a list: [user, \"{{secret.SHOP_PASSWORD}}\"]");
        return None;
    };
    let [user, password] = items.as_slice() else {
        site.wrong_shape(node, "`basic`", "write two: [user, \"{{secret.SHOP_PASSWORD}}\"]");
        return None;
    };
    let user = secret::text(site, user, "the user", false);
    let password = secret::text(site, password, "the password", true);
    Some(Auth::Basic(user?, password?))
}

fn auth_by_headers(node: &Node, site: &Site<'_>) -> Option<Auth> {
    let mut fields = Fields::of(site, node, &AUTH_HEADERS)?;
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
