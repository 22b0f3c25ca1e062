//! Messages: the person's words, and the page's own reported back (messenger-platform 2.2 to 2.5).
//!
//! Invariant: what the page sent is never read as a person's word, and an echo is ours only with
//! our signature and in the conversation it names.

use baton_core::event::{Attachment, AttachmentKind, Echo, Event, Press, Word};
use baton_core::id::{AppId, ConversationId};
use baton_core::limit;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::item::{Context, Found};
use super::key::EventKey;
use super::nlp;
use super::postback::referral_of;
use crate::messenger::effect_name::{EffectName, Names};
use crate::messenger::lenient::{Elements, Raw, decimal, fields, id, owned, text, yes};

/// A proven message of ours.
pub(super) struct Own {
    pub name: EffectName,
    pub mid: Option<String>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    mid: Raw<'a>,
    #[serde(borrow)]
    text: Raw<'a>,
    #[serde(borrow)]
    quick_reply: Raw<'a>,
    #[serde(borrow, default)]
    attachments: Elements<'a>,
    #[serde(borrow)]
    referral: Raw<'a>,
    #[serde(borrow)]
    app_id: Raw<'a>,
    #[serde(borrow)]
    metadata: Raw<'a>,
    #[serde(borrow)]
    is_deleted: Raw<'a>,
    #[serde(borrow)]
    sticker_id: Raw<'a>,
    #[serde(borrow)]
    nlpv2: Raw<'a>,
    #[serde(borrow)]
    nlp: Raw<'a>,
}

/// Whether a message calls itself the page's own.
pub(super) fn is_echo(raw: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Flag<'a> {
        #[serde(borrow)]
        is_echo: Raw<'a>,
    }
    fields::<Flag<'_>>(Some(raw)).is_some_and(|flag| yes(flag.is_echo))
}

/// A message of the person.
pub(super) fn word(raw: &RawValue, context: &Context<'_>) -> Found {
    let Some(message) = fields::<Message<'_>>(Some(raw)) else {
        return Found::Unknown("message");
    };
    // An unsent message carries the id of the one it takes back, which was a word already.
    if yes(message.is_deleted) {
        return Found::Unknown("message_deleted");
    }
    let key = match text(message.mid) {
        Some(mid) if !mid.is_empty() => EventKey::of("message", &[mid.as_bytes()]),
        _ => context.key("message"),
    };
    let said = bounded(owned(message.text).unwrap_or_default());
    let press = payload(message.quick_reply)
        .map(|payload| Press { payload: Some(payload), title: Some(said.clone()) });
    let mut attachments: Vec<_> =
        message.attachments.all.iter().filter_map(|raw| attachment(raw)).collect();
    if attachments.is_empty() && said.is_empty() && press.is_none() {
        // Something was sent that this program, or the platform, has no name for.
        let sticker = message.sticker_id.is_some();
        let kind = if sticker { AttachmentKind::Sticker } else { AttachmentKind::Other };
        attachments.push(Attachment { kind, url: None, title: None, place: None });
    }
    let word = Word {
        arrived: context.arrived,
        sent_at: context.sent_at(),
        text: said,
        attachments,
        press,
        referral: referral_of(message.referral),
        understood: nlp::read(message.nlpv2, message.nlp),
    };
    Found::Event(key, Event::Word(word))
}

/// A message of the page: ours when its metadata proves it, else an agent's or another app's.
pub(super) fn echo(raw: &RawValue, context: &Context<'_>, forged: &mut u32) -> Found {
    let Some(message) = fields::<Message<'_>>(Some(raw)) else {
        return Found::Unknown("echo");
    };
    if yes(message.is_deleted) {
        return Found::Unknown("echo_deleted");
    }
    let metadata = text(message.metadata).filter(|metadata| !metadata.is_empty());
    let mid = owned(message.mid).filter(|mid| !mid.is_empty());
    if let Some(metadata) = metadata.as_deref().filter(|metadata| Names::resembles(metadata)) {
        let here = ConversationId::of(context.channel, &context.page, &context.contact);
        match context.names.prove(metadata) {
            Some(name) if name.conversation == here => return Found::OwnEcho(Own { name, mid }),
            Some(_) | None => *forged = forged.saturating_add(1),
        }
    }
    let key = match &mid {
        Some(mid) => EventKey::of("echo", &[mid.as_bytes()]),
        None => context.key("echo"),
    };
    let echo = Echo {
        app: id(message.app_id).map(AppId::new),
        ours: false,
        has_metadata: metadata.is_some(),
        text: owned(message.text),
        sent_at: context.sent_at(),
    };
    Found::Event(key, Event::Echo(echo))
}

/// A person may write far more than any flow reads; what is beyond a value's length is left out, visibly.
fn bounded(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(limit::VALUE) {
        let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
        text.truncate(last);
        text.push('…');
    }
    text
}

fn payload(quick_reply: Raw<'_>) -> Option<String> {
    #[derive(Deserialize)]
    struct QuickReply<'a> {
        #[serde(borrow)]
        payload: Raw<'a>,
    }
    owned(fields::<QuickReply<'_>>(quick_reply)?.payload)
}

/// Links of newer and older payloads differ in where they keep address and title (2.3).
fn attachment(raw: &RawValue) -> Option<Attachment> {
    #[derive(Deserialize)]
    struct Outer<'a> {
        #[serde(borrow, rename = "type")]
        kind: Raw<'a>,
        #[serde(borrow)]
        payload: Raw<'a>,
        #[serde(borrow)]
        title: Raw<'a>,
        #[serde(borrow, rename = "URL")]
        old_url: Raw<'a>,
        #[serde(borrow)]
        url: Raw<'a>,
    }
    #[derive(Deserialize, Default)]
    struct Payload<'a> {
        #[serde(borrow)]
        url: Raw<'a>,
        #[serde(borrow)]
        title: Raw<'a>,
        #[serde(borrow)]
        sticker_id: Raw<'a>,
        #[serde(borrow)]
        coordinates: Raw<'a>,
    }
    let outer = fields::<Outer<'_>>(Some(raw))?;
    let payload = fields::<Payload<'_>>(outer.payload).unwrap_or_default();
    let url = payload.url.or(outer.url).or(outer.old_url);
    Some(Attachment {
        kind: kind(&text(outer.kind).unwrap_or_default(), payload.sticker_id.is_some()),
        url: owned(url),
        title: owned(payload.title.or(outer.title)),
        place: place(payload.coordinates),
    })
}

fn kind(name: &str, sticker: bool) -> AttachmentKind {
    match name {
        "image" if sticker => AttachmentKind::Sticker,
        "image" => AttachmentKind::Image,
        "video" => AttachmentKind::Video,
        "audio" => AttachmentKind::Audio,
        "file" => AttachmentKind::File,
        "sticker" | "like_heart" => AttachmentKind::Sticker,
        "location" => AttachmentKind::Location,
        "contact" => AttachmentKind::Contact,
        _ => AttachmentKind::Other,
    }
}

fn place(coordinates: Raw<'_>) -> Option<(f64, f64)> {
    #[derive(Deserialize)]
    struct Coordinates<'a> {
        #[serde(borrow)]
        lat: Raw<'a>,
        #[serde(borrow)]
        long: Raw<'a>,
    }
    let coordinates = fields::<Coordinates<'_>>(coordinates)?;
    Some((decimal(coordinates.lat)?, decimal(coordinates.long)?))
}
