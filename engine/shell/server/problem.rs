//! The one shape of an error: `{"error":{"code","message"}}`.

use axum::Json;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// A stable word for programs.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

impl Problem {
    /// A problem.
    pub fn new(status: StatusCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({ "error": { "code": self.code, "message": self.message } });
        (self.status, Json(body)).into_response()
    }
}

pub(super) async fn nothing_here(uri: Uri) -> Problem {
    let message = if uri.path() == "/" {
        "This is Baton. The webhook is at /webhook, health at /healthz and /readyz."
    } else {
        "There is nothing at this address."
    };
    Problem::new(StatusCode::NOT_FOUND, "not_found", message)
}

pub(super) async fn wrong_method() -> Problem {
    let message = "This address does not take requests of this kind.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", message)
}
