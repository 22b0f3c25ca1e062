//! What an operator sets: flags over `BATON_*` variables over `baton.yaml` over defaults.
//!
//! A [`Config`] in hand is complete and valid; what is missing or wrong is reported all at once. Secrets never print.

mod file;
mod lists;
mod places;
mod read;
mod service;
mod setting;
mod strangers;
#[cfg(test)]
mod tests;
mod told;

use std::fmt;
use std::net::SocketAddr;

use baton_core::id::{AppId, PageId};
use secrecy::SecretString;
use url::Url;

pub use self::places::Places;
pub use self::service::{Allowed, Services};
pub use self::told::{MASKED, Told};

/// How much of the configuration a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Everything a real page needs.
    Serve,
    /// Only the database: `migrate`.
    Database,
    /// Nothing of the platform: `dev` and `chat` bring their own page and app.
    Rehearsal,
}

/// Everything an operator sets, complete and valid.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen (`BATON_LISTEN`).
    pub listen: SocketAddr,
    /// `sqlite://…` (`BATON_DATABASE_URL`).
    pub database_url: String,
    /// Bytes of the disk kept for when it is full (`BATON_DISK_RESERVE`, in MiB); none for rehearsals.
    pub disk_reserve: u64,
    /// Our app (`BATON_APP_ID`).
    pub app_id: AppId,
    /// The secrets of our app; any verifies, the first signs (`BATON_APP_SECRET`).
    pub app_secrets: Vec<SecretString>,
    /// What the platform says when it checks our webhook (`BATON_VERIFY_TOKEN`).
    pub verify_token: SecretString,
    /// The pages, at least one.
    pub pages: Vec<Page>,
    /// Where the Graph API is.
    pub graph: Graph,
    /// How the pages route threads (`BATON_ROUTING`).
    pub routing: RoutingChoice,
    /// Opens the admin API; without one it is closed (`BATON_ADMIN_TOKEN`).
    pub admin_token: Option<SecretString>,
    /// What authors' services may reach, and their secrets.
    pub services: Services,
}

/// One page (or account) people write to.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its id.
    pub id: PageId,
    /// Its token.
    pub token: SecretString,
    /// Its name, for `page.name`; empty when not said.
    pub name: String,
    /// The app it is connected to, where that is not [`Config::app_id`].
    pub app: Option<PageApp>,
    /// Time zone of people whose profile gives none: an IANA name.
    pub zone: String,
}

/// An app of a page's own.
#[derive(Debug, Clone)]
pub struct PageApp {
    /// Its id.
    pub id: AppId,
    /// Its secrets, at least one; any verifies, the first signs.
    pub secrets: Vec<SecretString>,
}

/// Where the Graph API is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// Without a path: `https://graph.facebook.com` (`BATON_GRAPH_URL`).
    pub url: Url,
    /// Like `v25.0` (`BATON_GRAPH_VERSION`).
    pub version: String,
}

/// How the pages route threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoutingChoice {
    /// Begin as [`RoutingChoice::DefaultApp`] and learn from what the platform answers.
    Auto,
    /// Our app is the default app.
    DefaultApp,
    /// Another app is.
    OtherDefault,
    /// No default app: all connected apps share every thread.
    Shared,
}

impl RoutingChoice {
    /// What the words in a configuration mean.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("auto", Self::Auto),
        ("default_app", Self::DefaultApp),
        ("other_default", Self::OtherDefault),
        ("shared", Self::Shared),
    ];
}

/// Everything that is missing or wrong, one sentence each, in the order of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

/// One thing that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a variable, a flag, or a place in `baton.yaml`.
    pub place: String,
    /// What is wrong, and what to do.
    pub says: String,
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        let (settings, are) = if count == 1 { ("setting", "is") } else { ("settings", "are") };
        writeln!(f, "{count} {settings} {are} missing or wrong:\n")?;
        let width = self.0.iter().map(|problem| problem.place.chars().count()).max().unwrap_or(0);
        for Problem { place, says } in &self.0 {
            writeln!(f, "  {place:width$}  {says}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl Config {
    /// Reads everything `need` asks for.
    ///
    /// # Errors
    /// All that is missing or wrong, at once.
    pub fn read(places: &Places, need: Need) -> Result<Self, Problems> {
        read::config(places, need)
    }

    /// The app a page is connected to.
    pub fn app_of(&self, page: &Page) -> AppId {
        page.app.as_ref().map_or(&self.app_id, |app| &app.id).clone()
    }

    /// The secrets of the app a page is connected to; the first signs.
    pub fn secrets_of<'a>(&'a self, page: &'a Page) -> &'a [SecretString] {
        page.app.as_ref().map_or(&self.app_secrets, |app| &app.secrets)
    }

    /// The secrets of all apps: a webhook may come from each of them.
    pub fn all_secrets(&self) -> Vec<SecretString> {
        let of_pages = self.pages.iter().filter_map(|page| page.app.as_ref());
        let of_pages = of_pages.flat_map(|app| app.secrets.iter());
        self.app_secrets.iter().chain(of_pages).cloned().collect()
    }
}
