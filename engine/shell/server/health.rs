//! Whether the process lives, and whether webhooks should come here.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use baton_core::conversation::Routing;
use serde_json::{Map, Value, json};

use super::{Doors, admin};
use crate::runtime::PageHealth;

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// `GET /readyz`: 200 when webhooks should come here, else 503 with the reasons.
pub(super) async fn ready(State(doors): State<Doors>) -> Response {
    let health = doors.runtime.health();
    let status = if health.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let counters = health.counters.iter().copied().chain(doors.counts.named());
    let counters: Map<_, _> = counters.map(|(name, n)| (name.to_owned(), n.into())).collect();
    let pages: Vec<_> = health.pages.iter().map(page).collect();
    let body = json!({
        "ready": health.ready,
        "reasons": health.reasons,
        "failing_since": health.failing_since.map(admin::moment),
        "pages": pages,
        "counters": counters,
    });
    (status, Json(body)).into_response()
}

fn page(page: &PageHealth) -> Value {
    let routing = match page.routing {
        Routing::WeAreDefault => "default_app",
        Routing::AnotherIsDefault => "other_default",
        Routing::Shared => "shared",
    };
    json!({
        "page": page.page,
        "routing": routing,
        "token_works": page.token_works,
        "last_webhook": page.last_webhook.map(admin::moment),
        "take_refused": page.take_refused,
        "paused": page.paused,
    })
}
