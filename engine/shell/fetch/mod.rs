//! The guarded HTTP client for authors' services.
//!
//! It reaches what an author declared and an operator allows, and nothing else: every address is looked at before
//! anything is sent to it, no redirect is followed, no proxy is used. A call always ends in an [`Answer`].

mod address;
mod answer;
mod guard;
mod request;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use baton_core::effect::HttpCall;
use baton_core::event::Answer;
use baton_core::limit;
use indexmap::IndexMap;
use secrecy::SecretString;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use self::guard::{Guard, Private};
use crate::config::Services;
use crate::telemetry::seldom;

/// Calls on their way at once: a slow service must not take every socket.
const IN_FLIGHT: usize = 16;
/// What all pauses and waits of a call may add to its tries; the flow waits [`limit::HTTP_GUARD`] longer than for
/// those, and an answer behind it would come to nobody.
const PAUSES: Duration = Duration::from_secs(20);
/// The pause before the first repetition; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// Words of [`Answer::error`].
const TIMEOUT: &str = "timeout";
const REFUSED: &str = "refused";
const BLOCKED: &str = "blocked";
const UNKNOWN: &str = "unknown";

/// What the client must know of the operator's configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Addresses, allowed hosts and secrets.
    pub services: Services,
    /// Where calls with the page's own token go, whatever address they declare.
    pub graph_url: Url,
}

/// What speaks for a page.
#[derive(Debug, Clone)]
pub struct PageKey {
    /// Its token.
    pub token: SecretString,
    /// What proves that a call comes from the server of its app.
    pub app_secret: SecretString,
}

/// The guarded HTTP client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Fetch(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    /// Looks at every address a name leads to.
    guarded: reqwest::Client,
    /// For hosts the operator allowed, and the Graph API.
    open: reqwest::Client,
    in_flight: Semaphore,
}

/// A try that brought no answer.
struct Miss {
    error: &'static str,
    /// Nothing was sent: to try again does no harm.
    unsent: bool,
}

impl Fetch {
    /// A client for these settings.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(settings: Settings) -> Result<Self, reqwest::Error> {
        crate::use_ring();
        let guarded = client().dns_resolver(Arc::new(Guard::new())).build()?;
        let open = client().build()?;
        let in_flight = Semaphore::new(IN_FLIGHT);
        Ok(Self(Arc::new(Inner { settings, guarded, open, in_flight })))
    }

    /// Makes one call, with its repetitions, within 60 seconds.
    ///
    /// `idempotency_key` is the same for every try. `page` is used only where the call asks for it, and only
    /// towards the Graph API.
    pub async fn call(
        &self,
        call: &HttpCall,
        idempotency_key: &str,
        page: Option<&PageKey>,
    ) -> Answer {
        let began = Instant::now();
        let mut answer = self.0.tries(call, idempotency_key, page, began).await;
        answer.ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (service, status, ms) = (&call.service, answer.status, answer.ms);
        let error = answer.error.as_deref().unwrap_or_default();
        tracing::debug!(service, status, error, ms, "service called");
        let fails = status >= 500 || !matches!(error, "" | BLOCKED);
        if fails && let Some(times) = seldom(&format!("service {service} {status} {error}")) {
            tracing::warn!(
                service,
                status,
                error,
                ms,
                times,
                "a service does not answer as it should"
            );
        }
        answer
    }
}

impl Inner {
    async fn tries(
        &self,
        call: &HttpCall,
        idempotency_key: &str,
        page: Option<&PageKey>,
        began: Instant,
    ) -> Answer {
        let request = match self.prepare(call, idempotency_key, page) {
            Ok(request) => request,
            Err(why) => {
                if let Some(times) = seldom(&format!("blocked {} {why}", call.service)) {
                    tracing::warn!(
                        service = call.service,
                        times,
                        "call of a service blocked: {why}"
                    );
                }
                return without(BLOCKED);
            }
        };
        let end = began + longest(call);
        let mut tried = 0;
        loop {
            let result = self.attempt(&request, call, end).await;
            tried += 1;
            let pause = match &result {
                Ok(answer) => pause_after(answer, call, tried),
                Err(miss) => (miss.unsent || call.repeatable).then(|| pause(tried)),
            };
            let blocked = matches!(&result, Err(miss) if miss.error == BLOCKED);
            let next = pause.filter(|pause| {
                tried <= u32::from(call.retries) && !blocked && Instant::now() + *pause < end
            });
            match (next, result) {
                (Some(pause), _) => tokio::time::sleep(pause).await,
                (None, Ok(answer)) => return answer,
                (None, Err(miss)) => return without(miss.error),
            }
        }
    }

    /// One try: waits for its turn, sends, reads.
    async fn attempt(
        &self,
        request: &request::Prepared,
        call: &HttpCall,
        end: Instant,
    ) -> Result<Answer, Miss> {
        let late = Miss { error: TIMEOUT, unsent: true };
        let Ok(permit) = timeout_at(end, self.in_flight.acquire()).await else { return Err(late) };
        let _permit = permit.expect("the semaphore is never closed");
        let within = Duration::from_millis(call.timeout_ms);
        let within = within.min(end.saturating_duration_since(Instant::now()));
        let client = if request.open { &self.open } else { &self.guarded };
        let exchange = async {
            let response = request.build(client).send().await.map_err(|error| miss(&error))?;
            answer::read(response).await.map_err(|error| miss(&error))
        };
        match timeout(within, exchange).await {
            Ok(result) => result,
            Err(_) => Err(Miss { error: TIMEOUT, unsent: false }),
        }
    }
}

fn client() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(Duration::from_secs(5))
        .pool_idle_timeout(Duration::from_secs(30))
        .user_agent(concat!("baton/", env!("CARGO_PKG_VERSION")))
}

/// How long a call may take with all its tries and pauses.
fn longest(call: &HttpCall) -> Duration {
    let tries = u32::from(call.retries) + 1;
    let sum = Duration::from_millis(call.timeout_ms).saturating_mul(tries).saturating_add(PAUSES);
    sum.min(Duration::from_millis(limit::HTTP_SUM.0))
}

/// How long to wait before the same call once more; `None` when the answer stands.
fn pause_after(answer: &Answer, call: &HttpCall, tried: u32) -> Option<Duration> {
    let again = matches!(answer.status, 429 | 500 | 502 | 503 | 504) && call.repeatable;
    let asked = answer.headers.get("retry-after").and_then(|seconds| seconds.parse().ok());
    again.then(|| asked.map_or_else(|| pause(tried), Duration::from_secs).max(pause(tried)))
}

fn pause(tried: u32) -> Duration {
    FIRST_PAUSE * 2_u32.saturating_pow(tried.saturating_sub(1)).min(16)
}

/// What an error of the client means.
fn miss(error: &reqwest::Error) -> Miss {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Private>() {
            return Miss { error: BLOCKED, unsent: true };
        }
        cause = error.source();
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => Miss { error: TIMEOUT, unsent: true },
        (true, false) => Miss { error: REFUSED, unsent: true },
        (false, true) => Miss { error: TIMEOUT, unsent: false },
        (false, false) => Miss { error: UNKNOWN, unsent: false },
    }
}

fn without(error: &str) -> Answer {
    Answer { status: 0, headers: IndexMap::new(), body: None, error: Some(error.into()), ms: 0 }
}
