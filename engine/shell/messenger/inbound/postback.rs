//! Taps on buttons, Get Started, and links and ads that lead here (messenger-platform 2.7, 2.8).

use baton_core::event::{Event, Opening, Press, Referral, Word};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::item::{Context, Found};
use super::key::EventKey;
use crate::messenger::lenient::{Raw, fields, owned, text};

/// A tap on a button, ice breaker or menu entry; the Get Started button opens the conversation.
pub(super) fn postback(raw: &RawValue, context: &Context<'_>) -> Found {
    #[derive(Deserialize)]
    struct Postback<'a> {
        #[serde(borrow)]
        mid: Raw<'a>,
        #[serde(borrow)]
        title: Raw<'a>,
        #[serde(borrow)]
        payload: Raw<'a>,
        #[serde(borrow)]
        referral: Raw<'a>,
    }
    let Some(postback) = fields::<Postback<'_>>(Some(raw)) else {
        return Found::Unknown("postback");
    };
    let (payload, title) = (owned(postback.payload), owned(postback.title));
    let key = match text(postback.mid) {
        Some(mid) if !mid.is_empty() => EventKey::of("postback", &[mid.as_bytes()]),
        // On standby the same tap comes without its payload; there it is the title that tells.
        _ => {
            let at = context.sent_at().0.to_be_bytes();
            let said = payload.as_ref().or(title.as_ref()).map_or("", String::as_str);
            let (page, contact) = (context.page.as_str(), context.contact.as_str());
            EventKey::of("tap", &[page.as_bytes(), contact.as_bytes(), &at, said.as_bytes()])
        }
    };
    let referral = referral_of(postback.referral);
    if payload.as_deref().is_some_and(is_get_started) {
        return Found::Event(key, opening(context, true, referral));
    }
    let word = Word {
        arrived: context.arrived,
        sent_at: context.sent_at(),
        text: title.clone().unwrap_or_default(),
        attachments: Vec::new(),
        press: Some(Press { payload, title }),
        referral,
        understood: None,
    };
    Found::Event(key, Event::Word(word))
}

/// A link or ad into a running thread.
pub(super) fn referral(raw: &RawValue, context: &Context<'_>) -> Found {
    Found::Event(context.key("referral"), opening(context, false, referral_of(Some(raw))))
}

/// What a referral tells; `None` when it tells nothing a flow can use.
pub(super) fn referral_of(raw: Raw<'_>) -> Option<Referral> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow, rename = "ref")]
        reference: Raw<'a>,
        #[serde(borrow)]
        source: Raw<'a>,
        #[serde(borrow)]
        ad_id: Raw<'a>,
    }
    let wire = fields::<Wire<'_>>(raw)?;
    let referral = Referral {
        reference: owned(wire.reference),
        source: owned(wire.source),
        ad_id: owned(wire.ad_id),
    };
    (referral != Referral::default()).then_some(referral)
}

fn opening(context: &Context<'_>, get_started: bool, referral: Option<Referral>) -> Event {
    let (arrived, sent_at) = (context.arrived, context.sent_at());
    Event::Opening(Opening { arrived, sent_at, get_started, referral })
}

/// The payload everybody gives the Get Started button, in the spellings found and in our own form.
fn is_get_started(payload: &str) -> bool {
    payload.strip_prefix("1.").unwrap_or(payload).eq_ignore_ascii_case("get_started")
}
