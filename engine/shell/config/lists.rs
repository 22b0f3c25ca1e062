//! The parts of a configuration that are lists: pages, services and secrets.

use baton_core::id::{AppId, PageId};
use secrecy::SecretString;

use super::file::{Kind, Node};
use super::places::Found;
use super::read::{Reader, commas};
use super::service::{Allowed, Services};
use super::setting::{self, Setting};
use super::{Need, Page, PageApp};

/// A key of a map, its place and its value.
type Entry = (String, (u64, u64), Node);

/// The default of [`Page::zone`].
const ZONE: &str = setting::PAGE_ZONE.default;

impl Reader<'_> {
    pub(super) fn pages(&mut self) -> Vec<Page> {
        let (id, token) = (self.find(&setting::PAGE_ID), self.find(&setting::PAGE_TOKEN));
        let mut pages = self.listed_pages();
        let listed = !pages.is_empty() || self.places.key("pages").is_some();
        if listed && id.is_none() && token.is_none() {
            return pages;
        }
        id.iter().for_each(|id| self.digits(id, "a page id"));
        if let (Some(id), Some(token)) = (&id, &token) {
            let name = self.find(&setting::PAGE_NAME).map(|found| found.text).unwrap_or_default();
            let zone = self.zone(&setting::PAGE_ZONE);
            pages.retain(|page| page.id.as_str() != id.text);
            let token = SecretString::from(token.text.clone());
            pages.insert(0, Page { id: PageId::new(&id.text), token, name, app: None, zone });
            return pages;
        }
        if id.is_none() {
            self.missing(&setting::PAGE_ID, Need::Serve);
        }
        if token.is_none() {
            self.missing(&setting::PAGE_TOKEN, Need::Serve);
        }
        pages
    }

    fn zone(&mut self, setting: &Setting) -> String {
        let Some(found) = self.find(setting) else { return ZONE.to_owned() };
        self.known_zone(&found);
        found.text
    }

    fn known_zone(&mut self, found: &Found) {
        if jiff::tz::TimeZone::get(&found.text).is_err() {
            let says =
                format!("`{}` is no time zone; write one like Europe/Copenhagen", found.text);
            self.wrong(found.place.clone(), says);
        }
    }

    fn listed_pages(&mut self) -> Vec<Page> {
        let places = self.places;
        let Some(node) = places.key("pages") else { return Vec::new() };
        let Kind::List(items) = &node.kind else {
            self.wrong(places.in_file(node.at), "`pages` is a list: each begins with `- id:`");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.listed_page(item)).collect()
    }

    fn listed_page(&mut self, node: &Node) -> Option<Page> {
        const KEYS: [&str; 8] =
            ["id", "token", "token_file", "name", "zone", "app", "app_secret", "app_secret_file"];
        let Kind::Map(entries) = &node.kind else {
            self.wrong(self.places.in_file(node.at), "a page is written as `- id: …`, `token: …`");
            return None;
        };
        self.only(entries, &KEYS, "a page");
        let id = self.member(entries, "id");
        let token = self.member_or_file(entries, "token", "token_file");
        // A file with the token that cannot be read was told already.
        let with_file = self.member(entries, "token_file").is_some();
        for (what, found) in [("id", id.is_some()), ("token", token.is_some() || with_file)] {
            if !found {
                let says = format!("this page has no `{what}`");
                self.wrong(self.places.in_file(node.at), says);
            }
        }
        let app = self.app_of_page(node, entries);
        let zone = self.member(entries, "zone");
        let name = self.member(entries, "name").map(|found| found.text).unwrap_or_default();
        let (id, token) = (id?, token?);
        self.digits(&id, "a page id");
        if let Some(zone) = &zone {
            self.known_zone(zone);
        }
        Some(Page {
            id: PageId::new(&id.text),
            token: SecretString::from(token.text),
            name,
            app,
            zone: zone.map_or_else(|| ZONE.to_owned(), |found| found.text),
        })
    }

    /// The app of a page's own: its calls and its webhooks are signed with that app's secret.
    fn app_of_page(&mut self, page: &Node, entries: &[Entry]) -> Option<PageApp> {
        let app = self.member(entries, "app");
        let secret = self.member_or_file(entries, "app_secret", "app_secret_file");
        let written = |key: &str| entries.iter().any(|(name, _, _)| name == key);
        let with_secret = written("app_secret") || written("app_secret_file");
        let place = self.places.in_file(page.at);
        if app.is_some() && !with_secret {
            let says = "a page with an `app` of its own needs that app's `app_secret` beside it";
            self.wrong(place, says);
        } else if !written("app") && with_secret {
            self.wrong(place, "this page has an `app_secret` and no `app`");
        }
        let (app, secret) = (app?, secret?);
        self.digits(&app, "an app id");
        let secrets: Vec<_> = commas(&secret.text).map(SecretString::from).collect();
        if secrets.is_empty() {
            self.wrong(secret.place, "there is nothing but commas in it");
            return None;
        }
        Some(PageApp { id: AppId::new(app.text), secrets })
    }

    pub(super) fn services(&mut self) -> Services {
        let mut services = Services::default();
        self.listed_services(&mut services);
        self.listed_secrets(&mut services);
        for (variable, text) in self.places.variables() {
            let (before, after) = setting::SERVICE;
            let middle = variable.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            if let Some(name) = middle {
                let found = Found { text: text.clone(), place: variable.clone() };
                if let Some(url) = self.address(&found) {
                    services.addresses.insert(Services::variable_name(name), url);
                }
            } else if let Some(name) = variable.strip_prefix(setting::SECRET) {
                self.secret_variable(name, variable, text, &mut services);
            }
        }
        if let Some(found) = self.find(&setting::SERVICE_ALLOW) {
            for text in commas(&found.text) {
                match Allowed::parse(text) {
                    Some(allowed) => services.allow.push(allowed),
                    None => {
                        let says = format!("`{text}` is no host; write crm.internal or crm:8080");
                        self.wrong(found.place.clone(), says);
                    }
                }
            }
        }
        services
    }

    fn secret_variable(&mut self, name: &str, variable: &str, text: &str, to: &mut Services) {
        let (name, value) = match name.strip_suffix(setting::FILE) {
            Some(name) => {
                let Some(found) = self.secret_file(variable.to_owned(), text) else { return };
                (name, found.text)
            }
            None => (name, text.to_owned()),
        };
        to.secrets.insert(Services::variable_name(name), SecretString::from(value));
    }

    fn listed_services(&mut self, services: &mut Services) {
        let places = self.places;
        let Some(node) = places.key("services") else { return };
        let Kind::Map(entries) = &node.kind else {
            self.wrong(places.in_file(node.at), "`services` holds names, each with its `url`");
            return;
        };
        for (name, at, node) in entries {
            let Kind::Map(members) = &node.kind else {
                let says = format!("write `{name}: {{ url: \"https://…\" }}`");
                self.wrong(places.in_file(*at), says);
                continue;
            };
            self.only(members, &["url"], "a service");
            let Some(found) = self.member(members, "url") else { continue };
            if let Some(url) = self.address(&found) {
                services.addresses.insert(Services::variable_name(name), url);
            }
        }
    }

    fn listed_secrets(&mut self, services: &mut Services) {
        let places = self.places;
        let Some(node) = places.key("secrets") else { return };
        let Kind::Map(entries) = &node.kind else {
            self.wrong(places.in_file(node.at), "`secrets` holds names, each with its value");
            return;
        };
        for (name, _, node) in entries {
            let value = match &node.kind {
                Kind::Map(members) => {
                    self.only(members, &["file"], "a secret");
                    self.member(members, "file")
                        .and_then(|found| self.secret_file(found.place, &found.text))
                        .map(|found| found.text)
                }
                Kind::Empty | Kind::Text(_) | Kind::List(_) => self.text_of(node),
            };
            if let Some(value) = value {
                let name = Services::variable_name(name);
                services.secrets.insert(name, SecretString::from(value));
            }
        }
    }

    /// A secret that stands here or in a file of its own.
    fn member_or_file(&mut self, entries: &[Entry], key: &str, file: &str) -> Option<Found> {
        self.member(entries, key).or_else(|| {
            let path = self.member(entries, file)?;
            self.secret_file(path.place, &path.text)
        })
    }

    fn member(&mut self, entries: &[Entry], key: &str) -> Option<Found> {
        let (_, _, node) = entries.iter().find(|(name, _, _)| name == key)?;
        let place = self.places.in_file(node.at);
        self.text_of(node).map(|text| Found { text, place })
    }
}
