//! What holds for every answer: headers, a line in the log, and a net for panics.
//!
//! Invariant: the log names routes, never addresses as they came: those hold ids of people.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::http::header::{X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::{Doors, Problem};

pub(super) async fn around(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let began = Instant::now();
    let result = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    dressed(&doors, &method, route, began, result)
}

/// An answer, or the panic in its place, with what holds for every answer.
pub(super) fn dressed(
    doors: &Doors,
    method: &Method,
    route: &str,
    began: Instant,
    result: std::thread::Result<Response>,
) -> Response {
    let mut response = result.unwrap_or_else(|_| {
        doors.counts.panicked.fetch_add(1, Ordering::Relaxed);
        tracing::error!(%method, route, "a request was not finished because of a fault of ours");
        let message = "Something went wrong on our side; it is in the log.";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message).into_response()
    });
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(%method, route, status = response.status().as_u16(), ms, "request");
    response
}
