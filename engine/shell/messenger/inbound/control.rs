//! Thread control as the platform reports it (messenger-platform 2.15).
//!
//! Invariant: app ids are passed on as they are told, absent ones as absent; what they mean for
//! us is decided where our own app is known.

use baton_core::event::{Control, Event, Moved};
use baton_core::id::AppId;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::item::{Context, Found};
use crate::messenger::lenient::{Raw, fields, id, owned};

/// Control was given.
pub(super) fn passed(raw: &RawValue, context: &Context<'_>) -> Found {
    moved(raw, context, Moved::Passed, "pass")
}

/// Control was taken.
pub(super) fn taken(raw: &RawValue, context: &Context<'_>) -> Found {
    moved(raw, context, Moved::Taken, "take")
}

/// An app asks for control.
pub(super) fn requested(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Request<'a> {
        #[serde(borrow)]
        requested_owner_app_id: Raw<'a>,
        #[serde(borrow)]
        metadata: Raw<'a>,
    }
    let request = fields::<Request<'_>>(Some(raw));
    let app = request.as_ref().and_then(|request| id(request.requested_owner_app_id));
    // A request that does not say who asks cannot be granted.
    let Some(app) = app.map(AppId::new) else {
        return Found::Unknown("request_without_app");
    };
    let metadata = request.and_then(|request| owned(request.metadata));
    let event = Event::Requested { app, metadata, sent_at: context.sent_at() };
    Found::Event(context.key("request"), event)
}

fn moved(raw: &RawValue, context: &Context<'_>, moved: Moved, kind: &'static str) -> Found {
    #[derive(Deserialize, Default)]
    struct Wire<'a> {
        #[serde(borrow)]
        previous_owner_app_id: Raw<'a>,
        #[serde(borrow)]
        new_owner_app_id: Raw<'a>,
        #[serde(borrow)]
        metadata: Raw<'a>,
    }
    let Some(wire) = fields::<Wire<'_>>(Some(raw)) else {
        return Found::Unknown(kind);
    };
    let control = Control {
        moved,
        from: id(wire.previous_owner_app_id).map(AppId::new),
        to: id(wire.new_owner_app_id).map(AppId::new),
        metadata: owned(wire.metadata),
        sent_at: context.sent_at(),
    };
    Found::Event(context.key(kind), Event::Control(control))
}
