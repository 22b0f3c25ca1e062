//! Where a call goes: below the service's address, and never anywhere else.

use baton_core::effect::{Auth, HttpCall};
use url::{Host, Url};

use super::Settings;
use super::guard::is_public;

/// The Graph API's own host; a service with the page's token must declare it.
const GRAPH_HOST: &str = "graph.facebook.com";

/// Where a call goes, and whether an operator vouches for the host.
pub(super) struct Target {
    /// The whole address.
    pub(super) url: Url,
    /// The host may be private.
    pub(super) open: bool,
}

/// Finds the address of a call.
///
/// # Errors
/// Why it must not be called, for the operator's log.
pub(super) fn target(settings: &Settings, call: &HttpCall) -> Result<Target, String> {
    let declared = Url::parse(&call.base).map_err(|_| "its address cannot be read".to_owned())?;
    let (base, graph) = match (&call.auth, settings.services.address(&call.service)) {
        (Auth::PageToken, _) => (graph_base(settings, &declared)?, true),
        (_, Some(set)) => (set.clone(), false),
        (_, None) => (declared, false),
    };
    let url = below(&base, &call.path)?;
    let open = graph || settings.services.allows(&url);
    if !open {
        if url.scheme() != "https" {
            return Err("only https is allowed; BATON_SERVICE_ALLOW can allow its host".into());
        }
        // The resolver sees names only, so addresses written as such are looked at here.
        let public = match url.host() {
            Some(Host::Ipv4(address)) => is_public(address.into()),
            Some(Host::Ipv6(address)) => is_public(address.into()),
            Some(Host::Domain(name)) => !is_this_machine(name),
            None => false,
        };
        if !public {
            return Err(super::Private.to_string());
        }
    }
    Ok(Target { url, open })
}

/// The page's token leaves for the configured Graph API alone; only the path of the declared address counts.
fn graph_base(settings: &Settings, declared: &Url) -> Result<Url, String> {
    if declared.host_str() != Some(GRAPH_HOST) || declared.scheme() != "https" {
        return Err(format!("the page's token goes to https://{GRAPH_HOST} only"));
    }
    let mut base = settings.graph_url.clone();
    base.set_path(declared.path());
    Ok(base)
}

fn below(base: &Url, path: &str) -> Result<Url, String> {
    let plain = base.query().is_none() && base.fragment().is_none();
    let anonymous = base.username().is_empty() && base.password().is_none();
    if !matches!(base.scheme(), "http" | "https") || !plain || !anonymous {
        return Err("its address must be https://host or https://host/path, nothing more".into());
    }
    let before_query = path.split(['?', '#']).next().unwrap_or_default();
    if before_query.split(['/', '\\']).any(climbs) {
        return Err("its path holds `.` or `..`".into());
    }
    let root = base.as_str().trim_end_matches('/');
    let rest = path.trim_start_matches('/');
    let whole = if rest.is_empty() || rest.starts_with('?') {
        format!("{}{rest}", base.as_str())
    } else {
        format!("{root}/{rest}")
    };
    let url = Url::parse(&whole).map_err(|_| "its path cannot be read".to_owned())?;
    let root_path = base.path().trim_end_matches('/');
    let inside = url
        .path()
        .strip_prefix(root_path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let same =
        url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
    if inside && same { Ok(url) } else { Err("its path leads out of its address".into()) }
}

/// Names that mean this machine, which not every resolver knows.
fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether a segment of a path means "here" or "one up" to whoever reads addresses.
fn climbs(segment: &str) -> bool {
    let seen: String = segment.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let seen = seen.to_ascii_lowercase().replace("%2e", ".");
    seen == "." || seen == ".."
}

#[cfg(test)]
mod tests {
    use super::below;
    use url::Url;

    fn go(base: &str, path: &str) -> Option<String> {
        below(&Url::parse(base).unwrap(), path).ok().map(String::from)
    }

    #[test]
    fn a_path_stays_below_its_address() {
        let base = "https://api.example/v1";
        assert_eq!(go(base, "orders?a=1").unwrap(), "https://api.example/v1/orders?a=1");
        assert_eq!(go(base, "/orders").unwrap(), "https://api.example/v1/orders");
        assert_eq!(go("https://api.example", "x").unwrap(), "https://api.example/x");
        assert_eq!(go(base, "").unwrap(), "https://api.example/v1");
        assert_eq!(
            go(base, "a%26b%3Dc%23d%2F..%2F").unwrap(),
            "https://api.example/v1/a%26b%3Dc%23d%2F..%2F"
        );
        for path in ["../x", "a/../../x", "%2e%2e/x", ".%2E/x", "a/..", "..\\x", ".\t./x", "./x"] {
            assert_eq!(go(base, path), None, "{path}");
        }
    }

    #[test]
    fn a_path_cannot_change_the_host() {
        let base = "https://good.example";
        for path in ["//evil.example/x", "@evil.example/", ":81/x", "\\\\evil.example\\x"] {
            let url = go(base, path).map(|url| Url::parse(&url).unwrap());
            assert!(url.is_none_or(|url| url.host_str() == Some("good.example")), "{path}");
        }
        assert_eq!(go("https://user@good.example", "x"), None);
        assert_eq!(go("ftp://good.example", "x"), None);
    }
}
