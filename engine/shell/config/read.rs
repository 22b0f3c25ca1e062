//! From places to a [`Config`]: every setting is looked at before anything is reported.

use std::net::{SocketAddr, ToSocketAddrs};

use baton_core::id::AppId;
use secrecy::SecretString;
use url::Url;

use super::file::{Kind, Node};
use super::places::Found;
use super::setting::{self, Setting};
use super::{Config, Graph, Need, Places, Problem, Problems, RoutingChoice};

/// The default of [`Config::listen`].
const LISTEN: &str = setting::LISTEN.default;
/// The default of [`Graph::url`].
const GRAPH_URL: &str = setting::GRAPH_URL.default;
/// The default of [`Graph::version`].
const GRAPH_VERSION: &str = setting::GRAPH_VERSION.default;

/// The default of [`Config::disk_reserve`] for real pages, in MiB: the results of a hundred thousand sends.
const DISK_RESERVE: u64 = 64;
/// More is a slip.
const DISK_RESERVE_MOST: u64 = 1 << 20;

/// Reads everything `need` asks for.
pub(super) fn config(places: &Places, need: Need) -> Result<Config, Problems> {
    let mut reader = Reader::new(places, need);
    reader.unknown_keys();
    let config = Config {
        listen: reader.listen(),
        database_url: reader.database_url(),
        disk_reserve: reader.disk_reserve(),
        app_id: reader.app_id(),
        app_secrets: reader.app_secrets(),
        verify_token: reader.secret(&setting::VERIFY_TOKEN, Need::Serve).unwrap_or_default(),
        pages: reader.pages(),
        graph: Graph { url: reader.graph_url(), version: reader.graph_version() },
        routing: reader.routing(),
        admin_token: reader.secret(&setting::ADMIN_TOKEN, Need::Rehearsal),
        services: reader.services(),
    };
    if reader.problems.is_empty() { Ok(config) } else { Err(Problems(reader.problems)) }
}

/// Reads settings and keeps what was wrong.
pub(super) struct Reader<'a> {
    pub(super) places: &'a Places,
    need: Need,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(places: &'a Places, need: Need) -> Self {
        Self { places, need, problems: places.problems().to_vec() }
    }

    /// What was wrong so far.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

impl Reader<'_> {
    pub(super) fn wrong(&mut self, place: impl Into<String>, says: impl Into<String>) {
        self.problems.push(Problem { place: place.into(), says: says.into() });
    }

    /// A setting wherever it stands: flag, variable, the file a variable names, `baton.yaml`.
    pub(super) fn find(&mut self, setting: &Setting) -> Option<Found> {
        let set = self.places.set(setting);
        let by_file = if setting.secret { self.by_file_variable(setting.variable) } else { None };
        if let (Some(set), Some(file)) = (&set, &by_file) {
            let says = format!("set twice: here and by {}; keep one", file.place);
            self.wrong(set.place.clone(), says);
        }
        set.or(by_file).or_else(|| self.in_file(setting))
    }

    fn by_file_variable(&mut self, variable: &str) -> Option<Found> {
        let name = format!("{variable}{}", setting::FILE);
        let path = self.places.variables().get(&name).filter(|path| !path.is_empty())?.clone();
        self.secret_file(name, &path)
    }

    pub(super) fn secret_file(&mut self, place: String, path: &str) -> Option<Found> {
        match std::fs::read_to_string(path) {
            Ok(text) if !text.trim().is_empty() => {
                Some(Found { text: text.trim().to_owned(), place })
            }
            Ok(_) => {
                self.wrong(place, format!("the file {path} is empty"));
                None
            }
            Err(error) => {
                self.wrong(place, format!("the file {path} cannot be read: {error}"));
                None
            }
        }
    }

    fn in_file(&mut self, setting: &Setting) -> Option<Found> {
        let places = self.places;
        if let Some(node) = places.key(setting.key) {
            let place = places.in_file(node.at);
            return self.text_of(node).map(|text| Found { text, place });
        }
        let node = places.key(&format!("{}_file", setting.key)).filter(|_| setting.secret)?;
        let path = self.text_of(node)?;
        self.secret_file(places.in_file(node.at), &path)
    }

    /// A scalar, or a list of scalars with commas between; anything else is reported.
    pub(super) fn text_of(&mut self, node: &Node) -> Option<String> {
        match &node.kind {
            Kind::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            Kind::List(items) => {
                let texts: Vec<_> = items.iter().filter_map(|item| self.text_of(item)).collect();
                Some(texts.join(","))
            }
            Kind::Text(_) | Kind::Empty => {
                self.wrong(self.places.in_file(node.at), "there is no value behind this key");
                None
            }
            Kind::Map(_) => {
                self.wrong(self.places.in_file(node.at), "here a text is expected, not keys");
                None
            }
        }
    }

    /// Reports a setting as missing where the command needs it.
    pub(super) fn missing(&mut self, setting: &Setting, from: Need) {
        let needed = match from {
            Need::Serve => self.need == Need::Serve,
            Need::Database => self.need != Need::Rehearsal,
            Need::Rehearsal => false,
        };
        // A setting that was found but could not be read is reported already.
        let reported = self.problems.iter().any(|problem| {
            problem.place == setting.variable
                || problem.place == format!("{}{}", setting.variable, setting::FILE)
        });
        if !needed || reported {
            return;
        }
        let near = nearest(
            setting.variable,
            self.places
                .variables()
                .keys()
                .map(String::as_str)
                .filter(|name| !setting::ALL.iter().any(|known| known.variable == *name)),
        );
        let hint = match near {
            Some(near) => format!(" ({near} is set: is that a typing error?)"),
            None if self.places.file().is_some() => format!(" (or `{}:` in the file)", setting.key),
            None => String::new(),
        };
        self.wrong(setting.variable, format!("missing: {}{hint}", setting.what));
    }

    fn secret(&mut self, setting: &Setting, needed_from: Need) -> Option<SecretString> {
        let found = self.find(setting);
        if found.is_none() {
            self.missing(setting, needed_from);
        }
        found.map(|found| SecretString::from(found.text))
    }

    fn listen(&mut self) -> SocketAddr {
        let standard = LISTEN.parse().expect("the default address is one");
        let Some(found) = self.find(&setting::LISTEN) else { return standard };
        let addresses = found.text.to_socket_addrs();
        match addresses.ok().and_then(|mut addresses| addresses.next()) {
            Some(address) => address,
            None => {
                let says = format!("`{}` is no address; write one like {LISTEN}", found.text);
                self.wrong(found.place, says);
                standard
            }
        }
    }

    fn database_url(&mut self) -> String {
        let Some(found) = self.find(&setting::DATABASE_URL) else {
            self.missing(&setting::DATABASE_URL, Need::Database);
            return String::new();
        };
        let path = found.text.strip_prefix("sqlite://").filter(|path| !path.is_empty());
        if path.is_none() {
            // The address may hold a password, so only its beginning is shown.
            let scheme = found.text.split("://").next().unwrap_or_default();
            let says = match scheme {
                "postgres" | "postgresql" => "PostgreSQL comes later; use sqlite://… for now",
                _ => "this begins with no database we know; write sqlite:///path/to/baton.db",
            };
            self.wrong(found.place, says);
        }
        found.text
    }

    fn disk_reserve(&mut self) -> u64 {
        let standard = if self.need == Need::Serve { DISK_RESERVE } else { 0 };
        let Some(found) = self.find(&setting::DISK_RESERVE) else { return standard << 20 };
        let set = found.text.parse::<u64>().ok().filter(|mib| *mib <= DISK_RESERVE_MOST);
        if set.is_none() {
            let says = format!(
                "`{}` is no number of MiB up to {DISK_RESERVE_MOST}; write one like {DISK_RESERVE}",
                found.text
            );
            self.wrong(found.place, says);
        }
        set.unwrap_or(standard) << 20
    }

    fn app_id(&mut self) -> AppId {
        let Some(found) = self.find(&setting::APP_ID) else {
            self.missing(&setting::APP_ID, Need::Serve);
            return AppId::new("");
        };
        self.digits(&found, "an app id");
        AppId::new(found.text)
    }

    pub(super) fn digits(&mut self, found: &Found, what: &str) {
        let right = !found.text.is_empty() && found.text.bytes().all(|byte| byte.is_ascii_digit());
        if !right {
            let says = format!("`{}` is not {what}: those are digits only", shown(&found.text));
            self.wrong(found.place.clone(), says);
        }
    }

    fn app_secrets(&mut self) -> Vec<SecretString> {
        let Some(found) = self.find(&setting::APP_SECRET) else {
            self.missing(&setting::APP_SECRET, Need::Serve);
            return Vec::new();
        };
        let secrets: Vec<_> = commas(&found.text).map(SecretString::from).collect();
        if secrets.is_empty() {
            self.wrong(found.place, "there is nothing but commas in it");
        }
        secrets
    }

    fn graph_url(&mut self) -> Url {
        let standard = Url::parse(GRAPH_URL).expect("the default address is one");
        let Some(found) = self.find(&setting::GRAPH_URL) else { return standard };
        let Some(url) = self.address(&found) else { return standard };
        if url.scheme() != "https" && !is_loopback(&url) {
            // The page's token goes there.
            self.wrong(found.place, "must begin with https:// (http only to this machine)");
        }
        url
    }

    pub(super) fn address(&mut self, found: &Found) -> Option<Url> {
        let url = Url::parse(&found.text).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none()
        });
        if url.is_none() {
            let says = "this is no address; write https://host or https://host/path, nothing more";
            self.wrong(found.place.clone(), says);
        }
        url
    }

    fn graph_version(&mut self) -> String {
        let Some(found) = self.find(&setting::GRAPH_VERSION) else {
            return GRAPH_VERSION.to_owned();
        };
        let numbers = found.text.strip_prefix('v').and_then(|rest| rest.split_once('.'));
        let right = numbers.is_some_and(|(major, minor)| {
            major.parse::<u16>().is_ok() && minor.parse::<u16>().is_ok()
        });
        if !right {
            let says = format!("`{}` is no version; write one like {GRAPH_VERSION}", found.text);
            self.wrong(found.place, says);
        }
        found.text
    }

    fn routing(&mut self) -> RoutingChoice {
        let Some(found) = self.find(&setting::ROUTING) else { return RoutingChoice::Auto };
        let word = RoutingChoice::WORDS.iter().find(|(word, _)| *word == found.text);
        if let Some((_, choice)) = word {
            return *choice;
        }
        let words = RoutingChoice::WORDS.map(|(word, _)| word);
        let hint = did_you_mean(&found.text, words.into_iter());
        let says = format!("`{}` is none of {}{hint}", found.text, words.join(", "));
        self.wrong(found.place, says);
        RoutingChoice::Auto
    }

    /// Reports keys that mean nothing at the top of the file.
    fn unknown_keys(&mut self) {
        let places = self.places;
        let Some((_, node)) = places.file() else { return };
        match &node.kind {
            Kind::Empty => {}
            Kind::Map(entries) => {
                let mut known = vec!["pages", "services", "secrets"];
                known.extend(
                    setting::ALL.map(|setting| setting.key).iter().filter(|k| !k.is_empty()),
                );
                let files: Vec<_> = setting::ALL
                    .iter()
                    .filter(|setting| setting.secret)
                    .map(|setting| format!("{}_file", setting.key))
                    .collect();
                known.extend(files.iter().map(String::as_str));
                self.only(entries, &known, "the configuration");
            }
            Kind::Text(_) | Kind::List(_) => {
                self.wrong(places.in_file(node.at), "the file holds keys, like `app_id: \"1\"`");
            }
        }
    }

    /// Reports keys that are none of `known`.
    pub(super) fn only(
        &mut self,
        entries: &[(String, (u64, u64), Node)],
        known: &[&str],
        what: &str,
    ) {
        for (name, at, _) in entries {
            if known.contains(&name.as_str()) {
                continue;
            }
            let hint = did_you_mean(name, known.iter().copied());
            let says = format!("`{name}` is no key of {what}{hint}");
            self.wrong(self.places.in_file(*at), says);
        }
    }
}

pub(super) fn commas(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// A wrong value may be a secret in the wrong place: only its beginning is shown.
fn shown(text: &str) -> String {
    let beginning: String = text.chars().take(4).collect();
    if beginning.len() < text.len() { format!("{beginning}…") } else { beginning }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(name, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// The name that differs by the fewest letters, if it is at most a third of them.
pub(super) fn nearest<N: AsRef<str>>(name: &str, known: impl Iterator<Item = N>) -> Option<N> {
    let most = (name.chars().count() / 3).clamp(1, 3);
    known
        .map(|other| (strsim::damerau_levenshtein(name, other.as_ref()), other))
        .filter(|(distance, _)| (1..=most).contains(distance))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, other)| other)
}
