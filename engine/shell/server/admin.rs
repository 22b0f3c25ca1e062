//! The admin API: look at a conversation, hand it over, bring it back.
//!
//! Invariant: without a configured token it is closed; the token is compared in constant time.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use baton_core::channel::Piece;
use baton_core::event::Operator;
use baton_core::id::{AppId, ContactId, PageId, Timestamp};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{Doors, Problem};
use crate::runtime::{OperateProblem, Shown};

/// Page and contact of an address.
type Whom = Path<(String, String)>;

/// `GET /api/v1/pages/{page}/contacts/{contact}`: who has the conversation, since when, why, and what brings it back.
pub(super) async fn show(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path((page, contact)): Whom,
) -> Result<Json<Value>, Problem> {
    check(&doors, &headers)?;
    let (page, contact) = (PageId::new(page), ContactId::new(contact));
    let shown = doors.runtime.show(&page, &contact).await.map_err(|problem| {
        tracing::error!("a conversation could not be read: {problem}");
        let message = "The database does not answer.";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "database", message)
    })?;
    let shown = shown.ok_or_else(|| {
        let message = "No conversation of this contact with this page is known.";
        Problem::new(StatusCode::NOT_FOUND, "not_found", message)
    })?;
    let mut told = describe(&page, &contact, &shown);
    let declared = doors.declared.load();
    ["variables", "session"].iter().for_each(|part| declared.hide(&mut told[part]));
    Ok(Json(told))
}

/// `POST …/return`: brings the conversation back to the bot.
pub(super) async fn give_back(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path((page, contact)): Whom,
) -> Result<Json<Value>, Problem> {
    check(&doors, &headers)?;
    operate(&doors, &page, &contact, Operator::Return).await
}

/// What `POST …/handover` takes; both may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Handover {
    receiver: Option<String>,
    metadata: Option<String>,
}

/// `POST …/handover`: hands the conversation over now.
pub(super) async fn hand_over(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path((page, contact)): Whom,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    check(&doors, &headers)?;
    let wrong = |message: String| Problem::new(StatusCode::BAD_REQUEST, "bad_request", message);
    let asked = if body.trim_ascii().is_empty() {
        Handover::default()
    } else {
        serde_json::from_slice(&body).map_err(|error| {
            wrong(format!("Send {{\"receiver\": …, \"metadata\": …}} or nothing: {error}."))
        })?
    };
    let (room, metadata) = (Piece::Metadata.room(), asked.metadata.as_deref().unwrap_or_default());
    if !room.fits(metadata) {
        let (length, most) = (room.length(metadata), room.most);
        return Err(wrong(format!("The metadata has {length} characters; {most} are possible.")));
    }
    let receiver = asked.receiver.map(|name| receiver(&doors, &name)).transpose().map_err(wrong)?;
    let open = Operator::Open { receiver, metadata: asked.metadata };
    operate(&doors, &page, &contact, open).await
}

fn receiver(doors: &Doors, name: &str) -> Result<AppId, String> {
    let declared = &doors.declared.load().receivers;
    match (name, declared.get(name)) {
        ("page_inbox", _) => Ok(AppId::new(AppId::PAGE_INBOX)),
        ("instagram_inbox", _) => Ok(AppId::new(AppId::INSTAGRAM_INBOX)),
        (_, Some(app)) => Ok(app.clone()),
        (digits, None) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(AppId::new(digits))
        }
        (_, None) => Err("A receiver is page_inbox, instagram_inbox, an app id, or a name the \
                          bot declares under `receivers`."
            .into()),
    }
}

async fn operate(
    doors: &Doors,
    page: &str,
    contact: &str,
    ask: Operator,
) -> Result<Json<Value>, Problem> {
    let (page, contact) = (PageId::new(page), ContactId::new(contact));
    tracing::info!(page = page.as_str(), what = word(&ask), "an operator asks");
    let operated = doors.runtime.operate(&page, &contact, ask).await.map_err(problem)?;
    Ok(Json(json!({ "hand": operated.hand })))
}

fn word(ask: &Operator) -> &'static str {
    match ask {
        Operator::Return => "return",
        Operator::Open { .. } => "handover",
        Operator::Goto(_) => "goto",
    }
}

fn problem(problem: OperateProblem) -> Problem {
    let status = match problem.code.as_str() {
        "not_found" => StatusCode::NOT_FOUND,
        "overloaded" | "database" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::CONFLICT,
    };
    Problem::new(status, problem.code, problem.message)
}

/// Lets only who has the token pass.
fn check(doors: &Doors, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(token) = &doors.admin_token else {
        let message = "The admin API is closed. Set BATON_ADMIN_TOKEN to open it.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "admin_closed", message));
    };
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
        .unwrap_or_default();
    // By hash, so that not even the token's length can be measured.
    let same = Sha256::digest(given).ct_eq(&Sha256::digest(token.expose_secret()));
    if bool::from(same) {
        return Ok(());
    }
    let message = "Send the header `Authorization: Bearer …` with the value of BATON_ADMIN_TOKEN.";
    Err(Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", message))
}

fn describe(page: &PageId, contact: &ContactId, shown: &Shown) -> Value {
    let deadline = |(name, at): &(&'static str, Timestamp)| ((*name).to_owned(), moment(*at));
    let deadlines: Map<_, _> = shown.deadlines.iter().map(deadline).collect();
    let reminder = |(id, at): &(String, Timestamp)| (id.clone(), moment(*at));
    let reminders: Map<_, _> = shown.reminders.iter().map(reminder).collect();
    json!({
        "page": page,
        "contact": contact,
        "hand": shown.hand,
        "owner": shown.owner,
        // A conversation that never left the bot has no beginning worth telling.
        "since": (shown.since.0 > 0).then(|| moment(shown.since)),
        "why": shown.why,
        "metadata": shown.metadata,
        "deadlines": deadlines,
        "next_due": shown.next_due.map(moment),
        "window_until": shown.window_until.map(moment),
        "held": shown.held,
        "module": shown.module,
        "reminders": reminders,
        "unsettled": shown.unsettled,
        "variables": shown.variables,
        "session": shown.session,
        "tags": shown.tags,
    })
}

/// A moment as RFC 3339 in UTC, with milliseconds; `null` for none that can be told.
pub(super) fn moment(at: Timestamp) -> Value {
    jiff::Timestamp::from_millisecond(at.0).map_or(Value::Null, |at| format!("{at:.3}").into())
}
