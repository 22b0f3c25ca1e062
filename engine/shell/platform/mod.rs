//! The simulated platform behind real sockets: the Graph API's paths on loopback, and signed
//! webhooks to a real server.
//!
//! All rules live in `baton-simulator`; this room only moves bytes, tells the time and keeps
//! time limits. It never decides what is accepted.

mod courier;
mod http;
pub(crate) mod signed;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use baton_simulator::Platform;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use courier::Courier;

/// Tells the time in Unix ms. The same one must drive the platform's other doors.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How long a webhook may take before Meta counts it as failed (messenger-platform 1.4).
const WEBHOOK_TIMEOUT: Duration = Duration::from_secs(5);

/// The system's time.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
    })
}

/// What a front needs to know beside the platform itself.
pub struct Settings {
    /// Where the Graph API listens; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Where webhooks are POSTed; it can be changed later.
    pub webhook_url: String,
    /// Key of the signature.
    pub app_secret: String,
    /// Tells the time.
    pub clock: Clock,
    /// How many webhooks are on the wire at once.
    pub concurrency: usize,
}

impl Settings {
    /// Any free port on loopback, the system's time, 64 webhooks at once.
    pub fn new(webhook_url: &str, app_secret: &str) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            webhook_url: webhook_url.to_owned(),
            app_secret: app_secret.to_owned(),
            clock: system_clock(),
            concurrency: 64,
        }
    }
}

/// Why a front did not start, or its webhook could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum FrontError {
    /// The address could not be listened on.
    #[error("the simulated Graph API cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The HTTP client could not be built, or a request of it failed.
    #[error("the simulated platform's HTTP client failed")]
    Client(#[from] reqwest::Error),
}

/// A running front. Dropped without [`Front::stop`] it ends, too, but nobody waits for it.
pub struct Front {
    address: SocketAddr,
    webhook_url: watch::Sender<String>,
    platform: Arc<Mutex<Platform>>,
    client: reqwest::Client,
    wake: Arc<Notify>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Front {
    /// Begins to listen and to deliver.
    ///
    /// # Errors
    /// When the address is taken or the HTTP client cannot be built.
    pub async fn start(
        platform: Arc<Mutex<Platform>>,
        settings: Settings,
    ) -> Result<Self, FrontError> {
        // A second call is refused because the process has its provider already: that is fine.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder()
            .timeout(WEBHOOK_TIMEOUT)
            .no_proxy()
            .tcp_nodelay(true)
            .pool_max_idle_per_host(settings.concurrency)
            .build()?;
        let refused = |source| FrontError::Listen { address: settings.listen, source };
        let listener = TcpListener::bind(settings.listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let (stop, stopped) = watch::channel(false);
        let wake = Arc::new(Notify::new());
        let graph = http::Graph {
            platform: platform.clone(),
            clock: settings.clock.clone(),
            wake: wake.clone(),
        };
        let (webhook_url, url) = watch::channel(settings.webhook_url);
        let courier = Courier {
            platform: platform.clone(),
            clock: settings.clock,
            client: client.clone(),
            url,
            key: signed::key(&settings.app_secret),
            wake: wake.clone(),
            concurrency: settings.concurrency.max(1),
        };
        let tasks = vec![
            tokio::spawn(http::serve(listener, graph, stopped.clone())),
            tokio::spawn(courier.deliver(stopped)),
        ];
        Ok(Self { address, webhook_url, platform, client, wake, stop, tasks })
    }

    /// Address of the Graph API, without a slash at the end: the value of `BATON_GRAPH_URL`.
    pub fn graph_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The platform behind it. After acting on it, [`Self::wake`] the courier.
    pub fn platform(&self) -> &Arc<Mutex<Platform>> {
        &self.platform
    }

    /// Delivers what is due now; also after the clock was moved.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Sends webhooks there from now on: for a server that started after the front, or anew.
    pub fn set_webhook_url(&self, url: &str) {
        self.webhook_url.send_replace(url.to_owned());
        self.wake();
    }

    /// Does what Meta does when a webhook is configured: the GET with a challenge. `true` when the
    /// answer is 200 and exactly the challenge.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn verify(&self, verify_token: &str, challenge: &str) -> Result<bool, FrontError> {
        let query = [
            ("hub.mode", "subscribe"),
            ("hub.verify_token", verify_token),
            ("hub.challenge", challenge),
        ];
        let url = self.webhook_url.borrow().clone();
        let answer = self.client.get(url).query(&query).send().await?;
        let ok = answer.status() == reqwest::StatusCode::OK;
        Ok(ok && answer.text().await? == challenge)
    }

    /// Ends it: what is on the wire is finished (5 s at most), nothing new is begun.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task of the simulated platform died");
            }
        }
    }
}

/// The platform, for a moment. A test that panicked while holding it spoils nothing.
fn locked(platform: &Mutex<Platform>) -> MutexGuard<'_, Platform> {
    platform.lock().unwrap_or_else(PoisonError::into_inner)
}
