//! Looks at the pages' settings at the platform beside the running server: at its start, every five minutes since
//! people change them, and after an outage, when the platform may have unsubscribed us.
//!
//! Invariant: each finding is told once; a subscription is only renewed where an outage may have cost it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use baton_core::id::PageId;
use tokio::sync::watch;

use super::findings::{self, Finding, Seen, Weight};
use crate::config::Config;
use crate::messenger::client::Client;
use crate::messenger::outcome::Trouble;
use crate::runtime::Runtime;
use crate::wiring::Wired;

/// How often.
const EVERY: Duration = Duration::from_secs(300);

/// Whoever looks, and what was seen before.
struct Looking {
    client: Arc<Client>,
    runtime: Runtime,
    pages: Vec<PageId>,
    version: String,
    told: Vec<Finding>,
    /// Outages of minutes that have ended.
    outages: watch::Receiver<u64>,
    /// Pages whose subscription an outage may have cost.
    doubtful: BTreeSet<PageId>,
}

/// Begins to look, for as long as the process lives.
pub(super) fn begin(config: &Config, wired: &Wired) {
    let looking = Looking {
        client: Arc::clone(&wired.client),
        runtime: wired.runtime.clone(),
        pages: config.pages.iter().map(|page| page.id.clone()).collect(),
        version: config.graph.version.clone(),
        told: Vec::new(),
        outages: wired.runtime.outages(),
        doubtful: BTreeSet::new(),
    };
    tokio::spawn(looking.run());
}

impl Looking {
    async fn run(mut self) {
        let mut looks = tokio::time::interval(EVERY);
        let mut known = 0;
        loop {
            tokio::select! {
                _ = looks.tick() => {}
                // Ends only with the process.
                changed = self.outages.changed() => if changed.is_err() { return },
            }
            let outages = *self.outages.borrow_and_update();
            if outages > known {
                known = outages;
                self.doubtful.extend(self.pages.iter().cloned());
            }
            self.look().await;
        }
    }

    async fn look(&mut self) {
        let mut found = Vec::new();
        for page in &self.pages {
            let mut seen = look(&self.client, page).await;
            if self.doubtful.contains(page)
                && let Ok(fields) = &seen.fields
            {
                if !fields.is_empty() || subscribe(&self.client, page).await {
                    self.doubtful.remove(page);
                }
                if fields.is_empty() {
                    seen = look(&self.client, page).await;
                }
            }
            if let Ok(fields) = &seen.fields {
                let echoes = fields.iter().any(|field| field == "message_echoes");
                self.runtime.set_echoes(page, echoes);
            }
            let new = findings::of(page, &self.version, &seen);
            new.iter()
                .filter(|finding| !self.told.contains(finding))
                .for_each(|new| tell(page, new));
            found.extend(new);
        }
        self.told = found;
    }
}

/// Subscribes our app to a page again, which the platform does no more by itself; `false`: it did not work.
async fn subscribe(client: &Client, page: &PageId) -> bool {
    let fields: Vec<_> = findings::fields_needed().collect();
    match client.subscribe(page, &fields).await {
        Ok(()) => {
            tracing::warn!(
                %page,
                fields = fields.join(","),
                "after an outage the page was not subscribed to anything; it is again, to these fields: add what \
                 else the bot uses"
            );
            true
        }
        Err(trouble) => {
            let why = why(&trouble);
            tracing::error!(%page, why, "the page is not subscribed any more and cannot be subscribed again");
            false
        }
    }
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
