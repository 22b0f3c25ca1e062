//! What flows read of the last message, under `input.*`. Only what the person said or tapped is in it.

use indexmap::IndexMap;

use crate::condition::fit::Found;
use crate::event::{AttachmentKind, Understood, Word};
use crate::scene::Scene;
use crate::value::Value;

/// Sets what `input.*` reads.
pub(crate) fn take_note_of(scene: &mut Scene, word: &Word) {
    let mut input = Found::new();
    input.insert("text".into(), Value::text(&word.text));
    input.insert("kind".into(), Value::text(kind_of(word)));
    if let Some(press) = &word.press {
        input.insert("label".into(), Value::text(press.title.clone().unwrap_or_default()));
    }
    if let Some(understood) = &word.understood {
        input.extend(what_is_understood(understood));
    }
    if let Some(attachment) = word.attachments.first() {
        let text = |text: &Option<String>| Value::text(text.clone().unwrap_or_default());
        input.insert("url".into(), text(&attachment.url));
        input.insert("file_name".into(), text(&attachment.title));
        if let Some((latitude, longitude)) = attachment.place {
            input.insert("latitude".into(), Value::Number(latitude));
            input.insert("longitude".into(), Value::Number(longitude));
        }
    }
    scene.conversation.facts.input = input;
}

/// What `input.intent`, `.entities` and `.language` read.
fn what_is_understood(understood: &Understood) -> Found {
    let mut input = Found::new();
    if let Some(intent) = understood.intents.first() {
        input.insert("intent".into(), Value::text(&intent.name));
    }
    let mut entities = IndexMap::new();
    for entity in &understood.entities {
        entities.entry(entity.name.clone()).or_insert_with(|| entity.value.clone());
    }
    if !entities.is_empty() {
        input.insert("entities".into(), Value::Map(entities));
    }
    if let Some(language) = &understood.language {
        input.insert("language".into(), Value::text(language));
    }
    input
}

fn kind_of(word: &Word) -> &'static str {
    let Some(attachment) = word.attachments.first() else { return "text" };
    match attachment.kind {
        AttachmentKind::Image => "image",
        AttachmentKind::Video => "video",
        AttachmentKind::Audio => "audio",
        AttachmentKind::File => "file",
        AttachmentKind::Sticker => "sticker",
        AttachmentKind::Location => "location",
        AttachmentKind::Contact => "contact",
        AttachmentKind::Other => "other",
    }
}
