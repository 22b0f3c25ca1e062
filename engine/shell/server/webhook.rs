//! Where the platform calls: its check of the address, and everything that happens.
//!
//! Invariant: the signature is checked on the bytes as they came, before anything is parsed; 200 means committed.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::HttpBody;
use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::Doors;
use crate::messenger::inbound::{self, Item};
use crate::messenger::{signature, verification};
use crate::telemetry::seldom;

/// Bytes of a webhook; the platform's largest batch stays far below.
const BODY: usize = 4 * 1024 * 1024;

/// `GET /webhook`: the platform checks that the address is ours.
pub(super) async fn verify(State(doors): State<Doors>, RawQuery(query): RawQuery) -> Response {
    match verification::answer(query.as_deref().unwrap_or_default(), &doors.verify_token) {
        Some(challenge) => challenge.into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    }
}

/// `POST /webhook`: things have happened.
pub(super) async fn receive<B>(State(doors): State<Doors>, request: Request<B>) -> Response
where
    B: HttpBody<Data = Bytes, Error: Into<axum::BoxError>>,
{
    let (parts, body) = request.into_parts();
    let body = match read(&parts.headers, body, doors.body_within).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    let values = parts.headers.get_all(signature::HEADER).iter().map(|value| value.as_bytes());
    if let Err(problem) = signature::verify(&doors.keys, values, &body) {
        doors.counts.signature_refused.fetch_add(1, Ordering::Relaxed);
        if let Some(times) = seldom(&format!("signature {problem}")) {
            tracing::warn!(times, "webhook refused: {problem}");
        }
        return StatusCode::FORBIDDEN.into_response();
    }
    let reading = inbound::read(&body, &doors.names);
    if let [Item::Unknown { page: None, kind, .. }] = reading.items.as_slice()
        && kind.starts_with("object.")
    {
        if let Some(times) = seldom(&format!("product {kind}")) {
            tracing::warn!(kind, times, "webhook of a product we are not made for");
        }
        return StatusCode::NOT_FOUND.into_response();
    }
    doors.counts.forged_names.fetch_add(reading.forged.into(), Ordering::Relaxed);
    match doors.runtime.accept(reading.items).await {
        Ok(()) => "EVENT_RECEIVED".into_response(),
        Err(_) => {
            doors.counts.overloaded.fetch_add(1, Ordering::Relaxed);
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The whole body, within its bounds of size and time.
async fn read<B>(headers: &HeaderMap, body: B, within: Duration) -> Result<Bytes, StatusCode>
where
    B: HttpBody<Data = Bytes, Error: Into<axum::BoxError>>,
{
    let plain =
        |value: &axum::http::HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    if !headers.get_all(CONTENT_ENCODING).iter().all(plain) {
        // Nothing is unpacked before its signature is known.
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > BODY as u64) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match tokio::time::timeout(within, Limited::new(body, BODY).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}
