//! What authors' services may reach: addresses an operator overrides, hosts he allows, and the secrets he gives.

use std::collections::BTreeMap;

use secrecy::SecretString;
use url::Url;

/// What an operator says about authors' services.
#[derive(Debug, Clone, Default)]
pub struct Services {
    /// Addresses that stand above the declared ones, by [`Services::variable_name`].
    pub addresses: BTreeMap<String, Url>,
    /// Hosts that may be private, and plain http.
    pub allow: Vec<Allowed>,
    /// Values of `secret.NAME`, by [`Services::variable_name`].
    pub secrets: BTreeMap<String, SecretString>,
}

/// A host that may be private, and plain http.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// As the `url` crate writes hosts: lower case, addresses in their usual form.
    pub host: String,
    /// Only this port; `None`: every port.
    pub port: Option<u16>,
}

impl Services {
    /// A name as it stands in a variable: upper case, and `_` for what a variable cannot hold.
    pub fn variable_name(name: &str) -> String {
        let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
        name.chars().map(letter).collect()
    }

    /// The value of `secret.<name>`.
    pub fn secret(&self, name: &str) -> Option<&SecretString> {
        self.secrets.get(&Self::variable_name(name))
    }

    /// The address an operator set for a service.
    pub fn address(&self, service: &str) -> Option<&Url> {
        self.addresses.get(&Self::variable_name(service))
    }

    /// Whether an operator allowed this host, compared exactly.
    pub fn allows(&self, url: &Url) -> bool {
        let (Some(host), port) = (url.host_str(), url.port_or_known_default()) else {
            return false;
        };
        self.allow
            .iter()
            .any(|allowed| allowed.host == host && (allowed.port.is_none() || allowed.port == port))
    }
}

impl Allowed {
    /// Reads `host` or `host:port`; `None` when it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains(['/', '@', '?', '#', '*']) || text.is_empty() {
            return None;
        }
        // `https` so that an explicit `:80` stays to be seen.
        let url = Url::parse(&format!("https://{text}/")).ok()?;
        let host = url.host_str().filter(|host| !host.is_empty())?.to_owned();
        let written = text.rsplit_once(':').map(|(_, port)| port);
        let port = match written {
            Some(port) if !port.ends_with(']') => Some(port.parse().ok()?),
            Some(_) | None => None,
        };
        Some(Self { host, port })
    }
}
