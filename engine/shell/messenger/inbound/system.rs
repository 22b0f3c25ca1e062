//! What a person does that is no word: reactions, opt-ins, feedback, linked accounts
//! (messenger-platform 2.9, 2.11, 2.12, 2.14).
//!
//! Invariant: `event.*` holds plain texts only, and never a token that could be used to send.

use baton_core::event::{Event, System, SystemKind};
use baton_core::value::Value;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::item::{Context, Found};
use super::key::EventKey;
use crate::messenger::lenient::{Elements, Raw, fields, owned, text};

/// A reaction to a message. Taking one back is nothing a flow should act on.
pub(super) fn reaction(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Reaction<'a> {
        #[serde(borrow)]
        mid: Raw<'a>,
        #[serde(borrow)]
        action: Raw<'a>,
        #[serde(borrow)]
        reaction: Raw<'a>,
        #[serde(borrow)]
        emoji: Raw<'a>,
    }
    let Some(wire) = fields::<Reaction<'_>>(Some(raw)) else {
        return Found::Unknown("reaction");
    };
    if text(wire.action).is_some_and(|action| action == "unreact") {
        return Found::Unknown("unreact");
    }
    let at = context.sent_at().0.to_be_bytes();
    let (mid, emoji) = (text(wire.mid).unwrap_or_default(), text(wire.emoji).unwrap_or_default());
    let key = EventKey::of("reaction", &[mid.as_bytes(), emoji.as_bytes(), &at]);
    let data = [("reaction", wire.reaction), ("emoji", wire.emoji), ("mid", wire.mid)];
    event(key, context, SystemKind::Reaction, data)
}

/// An opt-in: to notifications, or through a plugin.
pub(super) fn optin(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Optin<'a> {
        #[serde(borrow, rename = "type")]
        kind: Raw<'a>,
        #[serde(borrow)]
        payload: Raw<'a>,
        #[serde(borrow)]
        title: Raw<'a>,
        #[serde(borrow, rename = "ref")]
        reference: Raw<'a>,
        #[serde(borrow)]
        source: Raw<'a>,
        #[serde(borrow)]
        notification_messages_status: Raw<'a>,
    }
    let Some(wire) = fields::<Optin<'_>>(Some(raw)) else {
        return Found::Unknown("optin");
    };
    let data = [
        ("payload", wire.payload),
        ("title", wire.title),
        ("ref", wire.reference),
        ("source", wire.source),
        ("optin", wire.kind),
        ("status", wire.notification_messages_status),
    ];
    event(context.key("optin"), context, SystemKind::Optin, data)
}

/// An account was linked or unlinked.
pub(super) fn linked(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Linking<'a> {
        #[serde(borrow)]
        status: Raw<'a>,
        #[serde(borrow)]
        authorization_code: Raw<'a>,
    }
    let Some(wire) = fields::<Linking<'_>>(Some(raw)) else {
        return Found::Unknown("linking");
    };
    let data = [("status", wire.status), ("payload", wire.authorization_code)];
    event(context.key("linked"), context, SystemKind::Linked, data)
}

/// The answer to a feedback form: the first question's, since a form has one question (4.8).
pub(super) fn feedback(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Feedback<'a> {
        #[serde(borrow, default)]
        feedback_screens: Elements<'a>,
    }
    #[derive(Deserialize)]
    struct Screen<'a> {
        #[serde(borrow)]
        questions: IndexMap<String, &'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Question<'a> {
        #[serde(borrow, rename = "type")]
        kind: Raw<'a>,
        #[serde(borrow)]
        payload: Raw<'a>,
        #[serde(borrow)]
        follow_up: Raw<'a>,
    }
    #[derive(Deserialize)]
    struct FollowUp<'a> {
        #[serde(borrow)]
        payload: Raw<'a>,
    }
    let first = fields::<Feedback<'_>>(Some(raw))
        .and_then(|feedback| fields::<Screen<'_>>(feedback.feedback_screens.all.first().copied()))
        .and_then(|screen| screen.questions.into_iter().next());
    let Some((id, question)) = first else {
        return Found::Unknown("feedback");
    };
    let Some(question) = fields::<Question<'_>>(Some(question)) else {
        return Found::Unknown("feedback");
    };
    let comment = fields::<FollowUp<'_>>(question.follow_up).and_then(|more| more.payload);
    let data = [("payload", question.payload), ("comment", comment), ("scale", question.kind)];
    let mut system = system(context, SystemKind::Feedback, data);
    system.data.insert("question".into(), Value::Text(id));
    Found::Event(context.key("feedback"), Event::System(system))
}

/// A thumb up or down on an answer.
pub(super) fn response_feedback(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Response<'a> {
        #[serde(borrow)]
        feedback: Raw<'a>,
        #[serde(borrow)]
        mid: Raw<'a>,
    }
    let Some(wire) = fields::<Response<'_>>(Some(raw)) else {
        return Found::Unknown("feedback");
    };
    let data = [("payload", wire.feedback), ("mid", wire.mid)];
    event(context.key("response_feedback"), context, SystemKind::Feedback, data)
}

fn event<'a>(
    key: EventKey,
    context: &Context<'_>,
    kind: SystemKind,
    data: impl IntoIterator<Item = (&'static str, Raw<'a>)>,
) -> Found {
    Found::Event(key, Event::System(system(context, kind, data)))
}

fn system<'a>(
    context: &Context<'_>,
    kind: SystemKind,
    data: impl IntoIterator<Item = (&'static str, Raw<'a>)>,
) -> System {
    let told = |(name, raw): (&str, Raw<'a>)| Some((name.to_owned(), Value::Text(owned(raw)?)));
    let data = data.into_iter().filter_map(told).collect();
    System { kind, sent_at: context.sent_at(), data }
}
