//! `baton dev`: engine, server and simulated platform in one process; a saved change is taken over at once.

mod api;
mod gate;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use baton_core::bot::Bot;
use clap::Args;

use super::stage::{self, Built, VERIFY_TOKEN};
use super::{Failure, bot, serve, talk};
use crate::config::{Config, Need, Places};
use crate::server::{self, Bounds};

/// Where conversations are kept when nobody says otherwise.
pub(super) const STATE: &str = ".baton/dev.db";

/// Runs a bot against a simulated platform, and takes over every saved change.
#[derive(Debug, Args)]
pub(super) struct Dev {
    /// A YAML file, or a folder of them
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// Another app on the simulated page, by its number; may be repeated
    #[arg(long = "app", value_name = "ID")]
    apps: Vec<String>,
}

impl Dev {
    pub(super) async fn run(&self, places: &Places) -> Result<(), Failure> {
        let mut config = Config::read(places, Need::Rehearsal)?;
        if config.database_url.is_empty() {
            std::fs::create_dir_all(".baton").context("the folder .baton cannot be made")?;
            config.database_url = format!("sqlite://{STATE}");
        }
        let written = bot::written(&self.bot)?;
        let ahead = Ahead::beside(&config.database_url);
        let open = gate::Gate::new(config.listen, config.admin_token.clone())?;
        let state = config.database_url.trim_start_matches("sqlite://").to_owned();
        let (first, sources) = (Arc::clone(&written.bot), written.sources.clone());
        let Built { stage, listener, address } =
            stage::build(config, written, &self.apps, ahead.read()).await?;
        let watching = watch::begin(&self.bot, sources, &stage);
        self.tell(&first, address.port(), &state, open.token());
        if let Err(error) = &watching {
            talk::say(&format!("  Changes are not seen: {error}"));
        }
        let api = open.around(api::routes(Arc::clone(&stage), ahead));
        let routes = stage::routes(&stage, api);
        server::run(listener, routes, Bounds::default(), serve::asked_to_stop()).await;
        drop(watching);
        stage.stop().await;
        Ok(())
    }

    fn tell(&self, bot: &Bot, port: u16, state: &str, token: Option<&str>) {
        let here = format!("http://localhost:{port}");
        let row = |name: &str, what: &str| talk::say(&format!("  {name:<14} {what}"));
        talk::say("");
        row(&bot.id, &counted(bot));
        row("Talk", &format!("curl -d '{{\"text\":\"hi\"}}' {here}/dev/contacts/anna/messages"));
        row("Read", &format!("curl {here}/dev/contacts/anna"));
        row("Webhook", &format!("{:<38} verify token: {VERIFY_TOKEN}", format!("{here}/webhook")));
        row("Graph API", "simulated (a real Page: baton serve)");
        row("State", state);
        row("Watching", &format!("{:<38} ctrl-c ends", self.bot.display()));
        if let Some(token) = token {
            row("Token", &format!("Authorization: Bearer {token}"));
        }
        talk::say("");
    }
}

/// What a bot is made of, in a few words.
fn counted(bot: &Bot) -> String {
    let modules = bot.modules.len();
    let connections: usize = bot.modules.values().map(|module| module.connections.len()).sum();
    let connections = connections + bot.keywords.len();
    let counted = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    };
    format!("{}, {}, no errors", counted(modules, "module"), counted(connections, "connection"))
}

/// How far the clock is ahead of the system's, kept beside the database: time must not go back when `dev` starts again.
#[derive(Debug, Clone)]
struct Ahead(PathBuf);

impl Ahead {
    fn beside(database_url: &str) -> Self {
        let path = database_url.trim_start_matches("sqlite://");
        Self(Path::new(&format!("{path}.clock")).to_owned())
    }

    fn read(&self) -> u64 {
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        text.trim().parse().unwrap_or(0)
    }

    fn write(&self, ms: u64) {
        if let Err(error) = std::fs::write(&self.0, ms.to_string()) {
            tracing::warn!("the clock is not kept: {error}");
        }
    }
}
