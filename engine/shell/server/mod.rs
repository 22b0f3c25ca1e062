//! The HTTP server: webhook, admin API, health. Invariant: nothing is parsed before its signature or token is checked,
//! and nothing is answered 200 that is not committed.

mod accept;
mod admin;
mod edge;
mod health;
mod pace;
mod problem;
#[cfg(test)]
mod tests;
mod webhook;

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request};
use axum::response::Response;
use axum::routing::{get, post};
use baton_core::bot::Bot;
use baton_core::id::AppId;
use futures_util::FutureExt;
use hyper::body::Incoming;
use indexmap::IndexMap;
use secrecy::SecretString;
use tower::ServiceExt;

pub use self::accept::{Bounds, run};
pub use self::problem::Problem;
use crate::messenger::effect_name::Names;
use crate::messenger::signature;
use crate::runtime::Runtime;

/// What the server needs. Cheap to clone.
#[derive(Clone)]
pub struct Doors(Arc<Inside>);

/// What stands behind [`Doors`].
pub struct Inside {
    /// Takes what happened.
    pub runtime: Runtime,
    /// Webhooks are signed with one of them.
    pub keys: signature::Keys,
    /// What the platform says when it checks our webhook.
    pub verify_token: SecretString,
    /// Tells our own echoes.
    pub names: Names,
    /// Opens the admin API.
    pub admin_token: Option<SecretString>,
    /// What the bot declares; changes with its versions.
    pub declared: ArcSwap<Declared>,
    /// How long the body of a webhook may take to arrive; [`BODY_WITHIN`] in production.
    pub body_within: Duration,
    /// What was turned away.
    pub counts: Counts,
}

/// What of a bot the server must know.
#[derive(Debug, Default)]
pub struct Declared {
    /// Receivers by their names.
    pub receivers: IndexMap<String, AppId>,
    /// Variables that are never shown; those of older versions, too.
    pub secrets: BTreeSet<String>,
}

impl Declared {
    /// What a bot declares.
    pub fn of(bot: &Bot) -> Self {
        let secrets = bot.variables.iter().filter(|(_, variable)| variable.secret);
        Self {
            receivers: bot.receivers.clone(),
            secrets: secrets.map(|(name, _)| name.clone()).collect(),
        }
    }

    /// Puts a word in the place of whatever is never shown.
    pub fn hide(&self, variables: &mut serde_json::Value) {
        for (name, value) in variables.as_object_mut().into_iter().flatten() {
            if self.secrets.contains(name) {
                *value = "(secret)".into();
            }
        }
    }
}

/// Where the platform posts.
const WEBHOOK: &str = "/webhook";
/// How long the body of a webhook may take to arrive.
pub const BODY_WITHIN: Duration = Duration::from_secs(10);

/// What was turned away at the door, since the start.
#[derive(Debug, Default)]
pub struct Counts {
    /// Webhooks without a right signature.
    pub signature_refused: AtomicU64,
    /// Webhooks we could not take at the moment.
    pub overloaded: AtomicU64,
    /// Requests whose handling panicked.
    pub panicked: AtomicU64,
    /// Echoes that carried a name of our form which is not ours.
    pub forged_names: AtomicU64,
}

impl Counts {
    /// The counters by their stable names.
    pub fn named(&self) -> [(&'static str, u64); 4] {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        [
            ("signature_refused", read(&self.signature_refused)),
            ("webhook_overloaded", read(&self.overloaded)),
            ("request_panicked", read(&self.panicked)),
            ("forged_names", read(&self.forged_names)),
        ]
    }
}

impl Doors {
    /// Doors to all this.
    pub fn new(inside: Inside) -> Self {
        Self(Arc::new(inside))
    }

    /// A new version of the bot is there.
    pub fn declare(&self, bot: &Bot) {
        let mut declared = Declared::of(bot);
        declared.secrets.extend(self.declared.load().secrets.iter().cloned());
        self.declared.store(Arc::new(declared));
    }
}

impl std::fmt::Debug for Doors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Doors").field("counts", &self.counts).finish_non_exhaustive()
    }
}

impl std::ops::Deref for Doors {
    type Target = Inside;

    fn deref(&self) -> &Inside {
        &self.0
    }
}

/// Everything the server answers, without the bounds that [`finish`] puts around it.
pub fn router(doors: &Doors) -> Router {
    let contact = "/api/v1/pages/{page}/contacts/{contact}";
    Router::new()
        .route(WEBHOOK, get(webhook::verify).post(webhook::receive::<Body>))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route(contact, get(admin::show))
        .route(&format!("{contact}/return"), post(admin::give_back))
        .route(&format!("{contact}/handover"), post(admin::hand_over))
        .with_state(doors.clone())
}

/// Puts around a router what holds for every answer: headers, the log, and a net for panics.
pub fn finish(router: Router, doors: &Doors) -> Routes {
    let router = router
        .fallback(problem::nothing_here)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(axum::middleware::from_fn_with_state(doors.clone(), edge::around));
    Routes { doors: doors.clone(), router }
}

/// Everything [`run`] answers.
#[derive(Debug, Clone)]
pub struct Routes {
    doors: Doors,
    router: Router,
}

impl Routes {
    /// Answers a request. A webhook, which is nearly every request, is spared the way through the
    /// router.
    async fn answer(self, request: Request<Incoming>) -> Response {
        if request.method() == Method::POST && request.uri().path() == WEBHOOK {
            let began = Instant::now();
            let answer = webhook::receive(State(self.doors.clone()), request);
            let result = AssertUnwindSafe(answer).catch_unwind().await;
            return edge::dressed(&self.doors, &Method::POST, WEBHOOK, began, result);
        }
        // In a box of its own, so that a webhook does not take room for it.
        let answer = Box::pin(self.router.oneshot(request.map(Body::new))).await;
        answer.unwrap_or_else(|never| match never {})
    }
}
