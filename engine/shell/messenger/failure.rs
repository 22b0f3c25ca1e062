//! What an answer of the Graph API means: one table, applied to bytes
//! (messenger-platform 5.1 to 5.3).
//!
//! Invariant: pure; it decides on code and subcode and only without them on the HTTP status, since
//! the platform's status says little and old versions put errors into a 200.

use baton_core::event::{Refusal, Refused};
use serde::Deserialize;

use super::lenient::{Raw, fields, owned, text, yes};
use super::outcome::{Outcome, Scope, Trouble};
use super::reply;
use super::usage::Usage;

/// What a call was for: the same answer means different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A message; accepted when its id came back.
    Message,
    /// Typing dots and the like.
    Action,
    /// Pass, take, request, release, extend.
    Control,
}

impl Purpose {
    /// As the log says it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Message => "a message",
            Self::Action => "a sender action",
            Self::Control => "a change of control",
        }
    }
}

/// An answer as it came.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The HTTP status.
    pub status: u16,
    /// What the headers tell of our use.
    pub usage: Usage,
    /// The body; `None` when it was lost on the way or longer than we read.
    pub body: Option<&'a [u8]>,
}

/// An error as the Graph API wraps it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphError {
    /// Its code.
    pub code: i64,
    /// Its subcode; 0 when there is none.
    pub subcode: i64,
    /// The platform calls it passing.
    pub transient: bool,
    /// The platform's number for the case, to ask about it.
    pub trace: String,
}

/// A minute: how long a page waits after a refusal that tells no time of its own.
const PAUSE_MS: u64 = 60_000;
/// The first pause of a conversation; the outbox lengthens it with every try.
const AGAIN_MS: u64 = 1_000;

enum Class {
    AlreadySent,
    TokenDead,
    TooFast,
    Passing,
    Never(Refusal),
}

/// How an effect ended that was answered so.
pub fn sort(purpose: Purpose, answered: &Answered<'_>) -> Outcome {
    if let Some(error) = answered.body.and_then(graph_error) {
        return failed(purpose, &error, answered);
    }
    match answered.status {
        200..=299 => accepted(purpose, answered.body),
        429 => too_fast(answered, "http 429".into()),
        408 | 500.. => Outcome::Unknown { why: format!("http {}", answered.status) },
        // Whatever answered so was not the Graph API, which wraps its errors: nothing was taken on,
        // and nothing else of the page would be.
        status => Outcome::NotSent {
            after_ms: PAUSE_MS,
            scope: Scope::Page,
            why: format!("http {status} without an error of the platform"),
        },
    }
}

/// The body of a question's answer, or why there is none.
///
/// # Errors
/// Questions change nothing, so whatever is unclear may simply be asked again.
pub fn answer<'a>(answered: &Answered<'a>) -> Result<&'a [u8], Trouble> {
    let later =
        |why: String| Trouble::Later { after_ms: AGAIN_MS, scope: Scope::Conversation, why };
    if let Some(error) = answered.body.and_then(graph_error) {
        return Err(match failed(Purpose::Control, &error, answered) {
            Outcome::TokenDead => Trouble::TokenDead,
            Outcome::Refused(refused) => Trouble::Refused(refused),
            Outcome::NotSent { after_ms, scope, why } => Trouble::Later { after_ms, scope, why },
            Outcome::Unknown { why } | Outcome::ProbablyNot { why } => later(why),
            Outcome::Sent { .. } | Outcome::Owner(_) | Outcome::Profile(_) => later(name(&error)),
        });
    }
    match (answered.status, answered.body) {
        (200..=299, Some(body)) => Ok(body),
        (429, _) => Err(Trouble::Later {
            after_ms: pause(answered),
            scope: Scope::Page,
            why: "http 429".into(),
        }),
        (status, _) => Err(later(format!("http {status}, unreadable"))),
    }
}

/// How an effect ended that got no answer. `handed_out`: the whole request may have been written.
pub fn unanswered(handed_out: bool, why: &str) -> Outcome {
    if handed_out {
        return Outcome::Unknown { why: why.into() };
    }
    Outcome::not_sent(AGAIN_MS, why)
}

/// The error in a body, if it is one of the Graph API's.
pub fn graph_error(body: &[u8]) -> Option<GraphError> {
    #[derive(Deserialize)]
    struct Envelope<'a> {
        #[serde(borrow)]
        error: Raw<'a>,
    }
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        code: Raw<'a>,
        #[serde(borrow)]
        error_subcode: Raw<'a>,
        #[serde(borrow)]
        is_transient: Raw<'a>,
        #[serde(borrow)]
        fbtrace_id: Raw<'a>,
    }
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    let wire = fields::<Wire<'_>>(envelope.error)?;
    let number = |raw| text(raw).and_then(|text| text.parse().ok());
    let plain = |char: &char| char.is_ascii_alphanumeric() || matches!(char, '/' | '+' | '_' | '-');
    Some(GraphError {
        code: number(wire.code)?,
        subcode: number(wire.error_subcode).unwrap_or_default(),
        transient: yes(wire.is_transient),
        trace: owned(wire.fbtrace_id).unwrap_or_default().chars().filter(plain).take(40).collect(),
    })
}

/// Whether one more try may mend it: the platform could not fetch the media in time (5.3).
pub fn was_media_trouble(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Refused(Refused { subcode: 2_018_008 | 2_018_294, .. }))
}

fn accepted(purpose: Purpose, body: Option<&[u8]>) -> Outcome {
    let unknown = |why: &str| Outcome::Unknown { why: why.into() };
    let Some(body) = body else {
        return unknown("http 200, body lost");
    };
    match purpose {
        Purpose::Message => match reply::message_id(body) {
            Some(mid) => Outcome::Sent { mid: Some(mid) },
            None => unknown("http 200 without message_id"),
        },
        Purpose::Action => Outcome::Sent { mid: None },
        Purpose::Control => match reply::succeeded(body) {
            Some(true) => Outcome::Sent { mid: None },
            Some(false) => Outcome::impossible(),
            None => unknown("http 200, unreadable"),
        },
    }
}

fn failed(purpose: Purpose, error: &GraphError, answered: &Answered<'_>) -> Outcome {
    match class(purpose, error, answered.status) {
        Class::AlreadySent => Outcome::Sent { mid: None },
        Class::TokenDead => Outcome::TokenDead,
        Class::TooFast => too_fast(answered, name(error)),
        Class::Passing => Outcome::ProbablyNot { why: name(error) },
        Class::Never(class) => {
            Outcome::Refused(Refused { class, code: error.code, subcode: error.subcode })
        }
    }
}

/// The table. The first line that fits decides: exceptions stand above their rule.
fn class(purpose: Purpose, error: &GraphError, status: u16) -> Class {
    // Some pages print a subcode of the platform's own as the code.
    let detail = if error.subcode == 0 { error.code } else { error.subcode };
    match (error.code, detail) {
        (1, 1_357_046) => Class::AlreadySent,
        (102 | 190, _) => Class::TokenDead,
        (_, 2_018_300 | 2_534_037 | 2_018_321) => Class::Never(Refusal::AnotherAppControls),
        (_, 2_018_278 | 2_534_022 | 2_018_065) => Class::Never(Refusal::OutsideWindow),
        (551, _) | (_, 2_018_108 | 1_545_041 | 2_018_001) => Class::Never(Refusal::PersonGone),
        (1, 2_018_382) | (_, 2_534_068) => Class::Never(Refusal::BadMessage),
        (_, 2_018_344 | 2_018_354 | 1_893_016 | 2_018_338) => Class::Never(Refusal::Other),
        (4 | 17 | 32 | 341 | 613, _) => Class::TooFast,
        (80_001 | 80_002 | 80_006 | 80_007 | 80_008, _) => Class::TooFast,
        _ if status == 429 => Class::TooFast,
        (1 | 2 | 1200, _) => Class::Passing,
        _ if error.transient => Class::Passing,
        (100, 33 | 2_534_029) => Class::Never(Refusal::Other),
        (100, _) if purpose == Purpose::Message => Class::Never(Refusal::BadMessage),
        (3 | 9 | 10 | 27 | 100 | 200..=299 | 368 | 506, _) => Class::Never(Refusal::Other),
        _ if status >= 500 => Class::Passing,
        _ => Class::Never(Refusal::Other),
    }
}

fn too_fast(answered: &Answered<'_>, why: String) -> Outcome {
    Outcome::NotSent { after_ms: pause(answered), scope: Scope::Page, why }
}

fn pause(answered: &Answered<'_>) -> u64 {
    match u64::try_from(answered.usage.regain.as_millis()) {
        Ok(0) => PAUSE_MS,
        Ok(ms) => ms,
        Err(_) => u64::MAX,
    }
}

/// The error in a few words, for logs.
fn name(error: &GraphError) -> String {
    format!("graph {}/{} {}", error.code, error.subcode, error.trace)
}

#[cfg(test)]
mod tests;
