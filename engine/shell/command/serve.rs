//! `baton serve`: a bot for real pages. Nothing implicit: whatever is missing is told at once, and it does not start.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;

use super::{Failure, bot, look};
use crate::config::{Config, Need, Places};
use crate::runtime::Clock;
use crate::server::{self, Bounds};
use crate::wiring;

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
        let (pages, version) = (config.pages.len(), env!("CARGO_PKG_VERSION"));
        tracing::info!(bot = name, pages, version, "listening on http://{address}");
        look::begin(&config, &wired);
        let routes = server::finish(server::router(&wired.doors), &wired.doors);
        let broken = tokio::select! {
            () = server::run(listener, routes, Bounds::default(), asked_to_stop()) => None,
            why = wired.runtime.broken() => Some(why),
        };
        if let Some(why) = broken {
            // Nothing more can be written, so nothing more is taken in: whoever watches the process starts it again.
            return Err(Failure::Outside(anyhow::anyhow!(
                "{why}; nothing of it is lost: see docs/operating.md"
            )));
        }
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
