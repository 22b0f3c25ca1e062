//! A stage: the whole engine, its server and a simulated platform in one process, joined by real HTTP over loopback.
//!
//! Invariant: nothing takes a way around the real webhook or the real client; only the clock and the people are ours.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use baton_core::id::{AppId, ContactId, PageId, Timestamp};
use baton_simulator::{
    ActRefused, AgentAct, Done, OtherApp, PersonAct, Platform, Profile, Routing, Setup,
};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::config::{Config, Page, RoutingChoice};
use crate::platform::{Front, Settings};
use crate::runtime::{Clock, Runtime, Shift, Shown};
use crate::server::{Doors, Routes};
use crate::wiring::{self, Wired, Written};

/// Our app on the simulated platform.
pub(super) const APP: &str = "1001";
/// The app that is the default one where ours is not.
const OTHER_APP: &str = "1002";
/// The one page.
pub(super) const PAGE: &str = "100";
/// The app's secret, the page's token and the word for the webhook: nothing here is worth hiding.
pub(super) const SECRET: &str = "dev-secret";
const TOKEN: &str = "dev-page-token";
pub(super) const VERIFY_TOKEN: &str = "dev";
/// Often enough that nobody notices the wait.
const LOOK: Duration = Duration::from_millis(2);

/// The engine and the platform it plays against.
pub(super) struct Stage {
    pub(super) runtime: Runtime,
    pub(super) doors: Doors,
    clock: Clock,
    front: Front,
    /// Everybody who has said something.
    contacts: Mutex<BTreeSet<String>>,
}

/// A stage whose server has yet to run.
pub(super) struct Built {
    pub(super) stage: Arc<Stage>,
    pub(super) listener: TcpListener,
    pub(super) address: SocketAddr,
}

/// Builds a stage for a bot. Of the configuration the address, the database, the routing, the services and the admin token
/// count; the rest belongs to the simulated platform. `offset_ms` is how far the clock is ahead.
pub(super) async fn build(
    mut config: Config,
    written: Written,
    other_apps: &[String],
    offset_ms: u64,
) -> anyhow::Result<Built> {
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", config.listen))?;
    let address = listener.local_addr().context("the address is not known")?;
    let clock = Clock::new();
    clock.forward(offset_ms);
    let apps = written.bot.receivers.values().map(AppId::as_str);
    let apps: BTreeSet<_> = apps.chain(other_apps.iter().map(String::as_str)).collect();
    let platform = Platform::new(setup(config.routing, apps.into_iter()));
    let told = clock.clone();
    let settings = Settings {
        clock: Arc::new(move || told.now().0),
        ..Settings::new(&format!("http://{}/webhook", reachable(address)), SECRET)
    };
    let front = Front::start(Arc::new(Mutex::new(platform)), settings).await?;
    config.app_id = AppId::new(APP);
    config.app_secrets = vec![SecretString::from(SECRET)];
    config.verify_token = SecretString::from(VERIFY_TOKEN);
    config.graph.url = front.graph_url().parse().context("the simulated platform's address")?;
    config.pages = vec![Page {
        id: PageId::new(PAGE),
        token: SecretString::from(TOKEN),
        name: written.bot.name.clone(),
        app: None,
        zone: "UTC".to_owned(),
    }];
    let Wired { runtime, doors, .. } = wiring::wire(&config, written, clock.clone()).await?;
    let contacts = Mutex::default();
    let stage = Arc::new(Stage { runtime, doors, clock, front, contacts });
    Ok(Built { stage, listener, address })
}

fn setup<'a>(routing: RoutingChoice, apps: impl Iterator<Item = &'a str>) -> Setup {
    let mut setup = Setup::one_page(APP, PAGE, TOKEN);
    let page = &mut setup.pages[0];
    match routing {
        RoutingChoice::Auto | RoutingChoice::DefaultApp => {}
        RoutingChoice::OtherDefault => page.routing = Routing::DefaultApp(OTHER_APP.to_owned()),
        RoutingChoice::Shared => page.routing = Routing::NoDefault,
    }
    let apps = apps.filter(|id| !AppId::new(id).is_inbox() && *id != OTHER_APP && *id != APP);
    setup.other_apps = apps.map(|id| OtherApp::new(id, &format!("App {id}"))).collect();
    setup.other_apps.push(OtherApp::new(OTHER_APP, "Another app"));
    setup
}

/// An address this machine can reach itself at.
pub(super) fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port())
    } else {
        address
    }
}

/// The language of people nobody introduced.
pub(super) const LOCALE: &str = "en_GB";

impl Stage {
    /// Now, by the clock that engine and platform share.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The platform, for a moment.
    pub(super) fn platform(&self) -> MutexGuard<'_, Platform> {
        self.front.platform().lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a contact known by a name, and by the language of the profile.
    pub(super) fn introduce(&self, contact: &str, name: &str, locale: &str) {
        let mut names = name.split_whitespace();
        let profile = Profile {
            first_name: names.next().unwrap_or(contact).to_owned(),
            last_name: names.collect::<Vec<_>>().join(" "),
            profile_pic: String::new(),
            locale: Some(locale.to_owned()),
            timezone: Some(0),
        };
        self.platform().set_profile(PAGE, contact, profile);
        self.known().insert(contact.to_owned());
    }

    /// A person does something; one who was not introduced is called like the contact.
    pub(super) fn person(&self, contact: &str, act: &PersonAct) -> Result<Done, ActRefused> {
        if !self.known().contains(contact) {
            let mut letters = contact.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string());
            let name = first.unwrap_or_default() + letters.as_str();
            self.introduce(contact, &name, LOCALE);
        }
        let done = self.platform().person(self.now().0, PAGE, contact, act);
        self.front.wake();
        done
    }

    /// An agent does something in an app.
    pub(super) fn agent(
        &self,
        contact: &str,
        app: &str,
        act: &AgentAct,
    ) -> Result<Done, ActRefused> {
        self.known().insert(contact.to_owned());
        let done = self.platform().agent(self.now().0, PAGE, contact, app, act);
        self.front.wake();
        done
    }

    /// What the engine knows of a contact.
    pub(super) async fn shown(&self, contact: &str) -> anyhow::Result<Option<Shown>> {
        let shown = self.runtime.show(&PageId::new(PAGE), &ContactId::new(contact)).await;
        let mut shown = shown.context("the database does not answer")?;
        if let Some(shown) = &mut shown {
            let declared = self.doors.declared.load();
            declared.hide(&mut shown.variables);
            declared.hide(&mut shown.session);
        }
        Ok(shown)
    }

    /// Moves the clock of engine and platform.
    pub(super) async fn move_clock(&self, shift: Shift) -> anyhow::Result<Timestamp> {
        let now = self.runtime.move_clock(shift).await.context("the clock cannot be moved")?;
        self.front.wake();
        Ok(now)
    }

    /// Waits until nothing is on its way any more: every webhook answered, every effect settled, no timer due.
    /// `false` when that did not come within the time.
    pub(super) async fn idle(&self, within: Duration) -> anyhow::Result<bool> {
        let end = Instant::now() + within;
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while Instant::now() < end {
            look.tick().await;
            if self.is_idle().await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn is_idle(&self) -> anyhow::Result<bool> {
        let before = self.delivered();
        let Some(before) = before else { return Ok(false) };
        let contacts: Vec<_> = self.known().iter().cloned().collect();
        for contact in contacts {
            let Some(shown) = self.shown(&contact).await? else { continue };
            let due = shown.next_due.is_some_and(|due| due <= self.now());
            if due || shown.unsettled > 0 {
                return Ok(false);
            }
        }
        // A webhook that came meanwhile may have asked for more.
        Ok(self.delivered() == Some(before))
    }

    /// How many webhooks were delivered, and calls made; `None` while some are on their way.
    fn delivered(&self) -> Option<(u64, usize)> {
        let platform = self.platform();
        let all = (platform.delivered(), platform.ledger().entries().len());
        (platform.undelivered() == 0).then_some(all)
    }

    fn known(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.contacts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the engine.
    pub(super) async fn stop(&self) {
        self.runtime.stop().await;
    }
}

/// The engine's own routes with more beside them.
pub(super) fn routes(stage: &Stage, more: Router) -> Routes {
    let own = crate::server::router(&stage.doors);
    crate::server::finish(own.merge(more), &stage.doors)
}

/// Why an act could not be done, as the end of a sentence.
pub(super) fn why(refused: &ActRefused) -> String {
    match refused {
        ActRefused::NoSuchPage => "there is no such page".to_owned(),
        ActRefused::NoSuchApp => "there is no such app on the page".to_owned(),
        ActRefused::NothingToTap => "no message offers that to be tapped (any more)".to_owned(),
        ActRefused::TellsNobody => "that button opens a page or calls; nobody is told".to_owned(),
        ActRefused::Refused(refusal) => refusal.message.clone(),
    }
}
