//! `baton serve`: a bot for real pages. Nothing implicit: whatever is missing is told at once, and it does not start.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use baton_core::id::PageId;
use clap::Args;
use tokio::net::TcpListener;

use super::findings::{self, Finding, Seen, Weight};
use super::{Failure, bot};
use crate::config::{Config, Need, Places};
use crate::messenger::client::Client;
use crate::messenger::outcome::Trouble;
use crate::runtime::Clock;
use crate::server::{self, Bounds};
use crate::wiring::{self, Wired};

/// Runs a bot for real pages.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// A YAML file, or a folder of them
    bot: PathBuf,
}

impl Serve {
    pub(super) async fn run(&self, places: &Places) -> Result<(), Failure> {
        // Both are looked at before either is reported, so that nobody mends one to learn of the other.
        let config = Config::read(places, Need::Serve);
        let written = bot::written(&self.bot);
        let (config, written) = match (config, written) {
            (Ok(config), Ok(written)) => (config, written),
            (Err(problems), Err(_)) | (Err(problems), Ok(_)) => return Err(problems.into()),
            (Ok(_), Err(failure)) => return Err(failure),
        };
        let name = written.bot.name.clone();
        let wired = wiring::wire(&config, written, Clock::new()).await?;
        let listener = TcpListener::bind(config.listen).await.with_context(|| {
            format!("{} cannot be listened on; BATON_LISTEN says where", config.listen)
        })?;
        let address = listener.local_addr().context("the address is not known")?;
        tracing::info!(bot = name, pages = config.pages.len(), "listening on http://{address}");
        look_at_pages(&config, &wired);
        let routes = server::finish(server::router(&wired.doors), &wired.doors);
        server::run(listener, routes, Bounds::default(), asked_to_stop()).await;
        tracing::info!("stopping");
        wired.runtime.stop().await;
        Ok(())
    }
}

/// Resolves when the process is asked to end. What follows takes 10 s at most.
pub(super) async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(error) => {
            tracing::warn!("SIGTERM is not heard: {error}");
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

/// How often a page's settings at the platform are looked at: people change them while the server runs.
const LOOK_EVERY: Duration = Duration::from_secs(300);

/// Tells, beside the running server, what the pages still need: at the start, and whatever is new later.
fn look_at_pages(config: &Config, wired: &Wired) {
    let client = Arc::clone(&wired.client);
    let runtime = wired.runtime.clone();
    let pages: Vec<_> = config.pages.iter().map(|page| page.id.clone()).collect();
    let version = config.graph.version.clone();
    tokio::spawn(async move {
        let mut told: Vec<Finding> = Vec::new();
        let mut looks = tokio::time::interval(LOOK_EVERY);
        loop {
            looks.tick().await;
            let mut found = Vec::new();
            for page in &pages {
                let seen = look(&client, page).await;
                if let Ok(fields) = &seen.fields {
                    runtime.set_echoes(page, fields.iter().any(|field| field == "message_echoes"));
                }
                let new = findings::of(page, &version, &seen);
                new.iter()
                    .filter(|finding| !told.contains(finding))
                    .for_each(|new| tell(page, new));
                found.extend(new);
            }
            told = found;
        }
    });
}

fn tell(page: &PageId, found: &Finding) {
    let (page, code) = (page.as_str(), found.code);
    match found.weight {
        Weight::Warning => tracing::warn!(page, code, "page {page}: {}", found.says),
        Weight::Advice => tracing::info!(page, code, "page {page}: {}", found.says),
    }
}

async fn look(client: &Client, page: &PageId) -> Seen {
    let fields = client.subscribed_fields(page).await.map_err(|trouble| why(&trouble));
    let routing = client.routing_status(page).await.map_err(|trouble| why(&trouble));
    let receivers = client.secondary_receivers(page).await.map_err(|trouble| why(&trouble));
    Seen {
        fields,
        routed: routing.map(|status| status.hop_v2),
        receivers: receivers.map(|list| list.into_iter().map(|one| one.app).collect()),
    }
}

fn why(trouble: &Trouble) -> String {
    match trouble {
        Trouble::TokenDead => "the page's token is refused: make a new one".to_owned(),
        Trouble::Later { why, .. } => why.clone(),
        Trouble::Refused(refused) => {
            format!("refused with code {} subcode {}", refused.code, refused.subcode)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use baton_core::id::AppId;
    use baton_simulator::{Platform, Setup};
    use secrecy::SecretString;

    use super::*;
    use crate::messenger::budget::{Now, Rates};
    use crate::messenger::client::{PageAccess, Settings};
    use crate::messenger::effect_name::Names;
    use crate::platform::Front;

    async fn said(platform: Platform, token: &str) -> String {
        let settings = crate::platform::Settings::new("http://127.0.0.1:9/webhook", "secret");
        let front = Front::start(Arc::new(Mutex::new(platform)), settings).await.unwrap();
        let secret = SecretString::from("secret");
        let settings = Settings {
            base: front.graph_url().parse().unwrap(),
            version: "v25.0".into(),
            rates: Rates::default(),
            now: Now::default(),
        };
        let page = PageId::new("42");
        let access = PageAccess {
            page: page.clone(),
            channel: "messenger".into(),
            token: SecretString::from(token),
            app: AppId::new("9"),
            app_secret: secret.clone(),
        };
        let client = Client::new(settings, vec![access], Names::new(&secret, &[])).unwrap();
        let found = findings::of(&page, "v25.0", &look(&client, &page).await);
        front.stop().await;
        found.into_iter().map(|one| format!("{}: {}\n", one.code, one.says)).collect()
    }

    #[tokio::test]
    async fn the_platform_is_asked_what_the_page_lacks() {
        let mut setup = Setup::one_page("9", "42", "token");
        setup.pages[0].subscribed.retain(|field| field != "messaging_handovers");
        let said = said(Platform::new(setup), "token").await;
        assert_eq!(said.matches("field_missing").count(), 1, "{said}");
        assert!(said.contains("`messaging_handovers`"), "{said}");
        assert!(said.contains("default app"), "{said}");
        assert!(said.contains("partially automated"), "{said}");
        assert!(!said.contains("could not be read"), "{said}");
    }

    #[tokio::test]
    async fn a_dead_token_is_told_and_keeps_nobody_from_starting() {
        let platform = Platform::new(Setup::one_page("9", "42", "token"));
        let said = said(platform, "another").await;
        assert!(said.contains("the page's token is refused"), "{said}");
    }
}
