//! Puts the rooms together: the one place that knows them all.

use std::sync::Arc;

use anyhow::Context;
use arc_swap::ArcSwap;
use baton_core::bot::Bot;
use baton_core::conversation::Routing;
use baton_core::id::AppId;
use baton_core::language::SourceFile;

use crate::config::{Config, RoutingChoice};
use crate::fetch::{self, Fetch, PageKey};
use crate::messenger::budget::{Now, Rates};
use crate::messenger::client::{self, Client, PageAccess};
use crate::messenger::effect_name::Names;
use crate::messenger::signature;
use crate::runtime::{self, Clock, Page, Parts, Runtime};
use crate::server::{BODY_WITHIN, Counts, Declared, Doors, Inside};
use crate::store::Store;

/// The channel of the pages of this version.
const CHANNEL: &str = "messenger";

/// A bot and the files it was read from.
#[derive(Debug, Clone)]
pub struct Written {
    /// The bot.
    pub bot: Arc<Bot>,
    /// Its files.
    pub sources: Vec<SourceFile>,
}

/// The rooms, running together.
#[derive(Debug)]
pub struct Wired {
    /// Runs conversations.
    pub runtime: Runtime,
    /// Speaks to the platform.
    pub client: Arc<Client>,
    /// What the server needs.
    pub doors: Doors,
}

/// Opens the database, brings it up to date and starts everything but the server.
///
/// # Errors
/// What outside does not let us: the database, certificates, a token that no header can carry.
pub async fn wire(config: &Config, written: Written, clock: Clock) -> anyhow::Result<Wired> {
    let (first, older) = config.app_secrets.split_first().context("there is no app secret")?;
    let names = Names::new(first, older);
    let client = Arc::new(client(config, names.clone(), &clock)?);
    let fetch = Fetch::new(fetch::Settings {
        services: config.services.clone(),
        graph_url: config.graph.url.clone(),
    })
    .context("the certificates of this machine cannot be read")?;
    let mut store =
        Store::open(&config.database_url).await.context("the database does not open")?;
    store.keep_reserve(config.disk_reserve);
    let declared = ArcSwap::from_pointee(Declared::of(&written.bot));
    let runtime = Runtime::start(Parts {
        store,
        clock,
        pages: pages(config),
        client: Arc::clone(&client),
        fetch,
        bot: written.bot,
        sources: written.sources,
        settings: runtime::Settings::default(),
    })
    .await
    .context("the engine does not start")?;
    let doors = Doors::new(Inside {
        runtime: runtime.clone(),
        keys: signature::Keys::new(&config.all_secrets()),
        verify_token: config.verify_token.clone(),
        names,
        admin_token: config.admin_token.clone(),
        declared,
        body_within: BODY_WITHIN,
        counts: Counts::default(),
    });
    Ok(Wired { runtime, client, doors })
}

fn client(config: &Config, names: Names, clock: &Clock) -> anyhow::Result<Client> {
    crate::use_ring();
    let clock = clock.clone();
    let settings = client::Settings {
        base: config.graph.url.clone(),
        version: config.graph.version.clone(),
        rates: Rates::default(),
        now: Now::by(move || clock.now().0),
    };
    let access = |page: &crate::config::Page| {
        let PageKey { token, app_secret } = key(config, page);
        PageAccess {
            page: page.id.clone(),
            channel: CHANNEL.to_owned(),
            token,
            app: config.app_of(page),
            app_secret,
        }
    };
    let pages = config.pages.iter().map(access).collect();
    Ok(Client::new(settings, pages, names)?)
}

fn pages(config: &Config) -> Vec<Page> {
    let routing = match config.routing {
        RoutingChoice::Auto => None,
        RoutingChoice::DefaultApp => Some(Routing::WeAreDefault),
        RoutingChoice::OtherDefault => Some(Routing::AnotherIsDefault),
        RoutingChoice::Shared => Some(Routing::Shared),
    };
    let page = |page: &crate::config::Page| Page {
        id: page.id.clone(),
        name: page.name.clone(),
        channel: CHANNEL.to_owned(),
        own_app: config.app_of(page),
        inbox_app: AppId::new(AppId::PAGE_INBOX),
        routing,
        zone: page.zone.clone(),
        key: key(config, page),
    };
    config.pages.iter().map(page).collect()
}

/// What speaks for a page.
fn key(config: &Config, page: &crate::config::Page) -> PageKey {
    let secret = config.secrets_of(page).first().expect("a configuration has a secret of each app");
    PageKey { token: page.token.clone(), app_secret: secret.clone() }
}
