//! Whether what the person said is what a condition asks for.

use indexmap::IndexMap;

use super::text::{Heard, Tier};
use super::{Condition, Is, Pattern, Phrase, Sends, Understands};
use crate::answer::{self, Kind};
use crate::event::{AttachmentKind, Word};
use crate::scene::Scene;
use crate::value::Value;

/// A message prepared for all comparisons of one step.
pub(crate) struct Message<'w> {
    /// As it came.
    pub(crate) word: &'w Word,
    /// Its text, ready to compare.
    pub(crate) heard: Heard,
    /// The id of the tapped button, where its tap did nothing by itself.
    pub(crate) pressed: Option<&'w str>,
}

/// What a condition found in the message, for `input.*`.
pub(crate) type Found = IndexMap<String, Value>;

impl<'w> Message<'w> {
    /// Prepares a message.
    pub(crate) fn new(word: &'w Word) -> Self {
        Self { word, heard: Heard::new(&word.text), pressed: None }
    }

    /// Whether one of the phrases is the whole message.
    pub(crate) fn says(&self, phrases: &[Phrase], tier: Tier) -> bool {
        phrases.iter().any(|phrase| self.heard.says(phrase, tier))
    }
}

impl Pattern {
    /// Whether it fits the whole text, not a part of it.
    pub(crate) fn fits_whole(&self, text: &str) -> bool {
        let mut whole = self.regex.find_iter(text);
        whole.any(|found| found.start() == 0 && found.end() == text.len())
    }
}

impl Condition {
    /// Whether this tier can find more than the ones before: only where texts are compared.
    pub(crate) fn gains_in(&self, tier: Tier) -> bool {
        match self {
            Self::Like(_) => true,
            Self::Says(_) | Self::Contains(_) | Self::StartsWith(_) => tier != Tier::Near,
            Self::Any(parts) | Self::All(parts) => parts.iter().any(|part| part.gains_in(tier)),
            Self::Not(part) => part.gains_in(tier),
            Self::Matches(_) | Self::Is(_) | Self::Sends(_) | Self::Pressed(_) => {
                tier == Tier::Exact
            }
            Self::Understands(_) | Self::Event(_) | Self::Outcome(_) | Self::NoReply(_) => {
                tier == Tier::Exact
            }
        }
    }

    /// Whether the whole message must be what is asked for.
    pub(crate) fn is_exact(&self) -> bool {
        match self {
            Self::Says(_) | Self::Like(_) => true,
            Self::All(parts) => parts.iter().any(Self::is_exact),
            Self::Any(parts) => parts.iter().all(Self::is_exact),
            Self::Contains(_) | Self::StartsWith(_) | Self::Matches(_) | Self::Is(_) => false,
            Self::Sends(_) | Self::Pressed(_) | Self::Event(_) | Self::Understands(_) => false,
            Self::Outcome(_) | Self::NoReply(_) | Self::Not(_) => false,
        }
    }

    /// Whether the message is what is asked for; what was found in it goes to `found`.
    pub(crate) fn fits(
        &self,
        scene: &Scene,
        message: &Message,
        tier: Tier,
        found: &mut Found,
    ) -> bool {
        let heard = &message.heard;
        match self {
            Self::Says(phrases) => message.says(phrases, tier),
            Self::Contains(phrases) => phrases.iter().any(|phrase| heard.contains(phrase, tier)),
            Self::StartsWith(phrases) => {
                phrases.iter().any(|phrase| heard.starts_with(phrase, tier))
            }
            Self::Like(phrases) => phrases.iter().any(|phrase| heard.like(phrase, tier)),
            Self::Understands(understands) => is_understood(understands, message.word, found),
            Self::Matches(pattern) => matches(pattern, &message.word.text, found),
            Self::Is(is) => is_such(*is, scene, message, found),
            Self::Sends(sends) => was_sent(*sends, message.word),
            Self::Pressed(id) => message.pressed == Some(id.as_str()),
            Self::Event(_) | Self::Outcome(_) | Self::NoReply(_) => false,
            Self::Any(parts) => parts.iter().any(|part| part.fits(scene, message, tier, found)),
            Self::All(parts) => parts.iter().all(|part| part.fits(scene, message, tier, found)),
            Self::Not(part) => !part.fits(scene, message, Tier::Near, &mut Found::new()),
        }
    }
}

fn is_understood(understands: &Understands, word: &Word, found: &mut Found) -> bool {
    let value = word.understood.as_ref().and_then(|understood| understands.fits(understood));
    let fits = value.is_some();
    found.extend(value.map(|value| ("value".to_owned(), value)));
    fits
}

fn matches(pattern: &Pattern, text: &str, found: &mut Found) -> bool {
    let Some(captures) = pattern.regex.captures(text) else { return false };
    for name in pattern.regex.capture_names().flatten() {
        if let Some(group) = captures.name(name) {
            found.insert(name.to_owned(), Value::text(group.as_str()));
        }
    }
    true
}

fn is_such(is: Is, scene: &Scene, message: &Message, found: &mut Found) -> bool {
    let text = message.word.text.trim();
    let kind = match is {
        Is::Kind(kind) => kind,
        Is::Yes | Is::No => Kind::YesNo,
    };
    let Some(value) = answer::read(kind, text, &scene.reading()) else { return false };
    let fits = match is {
        Is::Kind(_) => true,
        Is::Yes => value == Value::YesNo(true),
        Is::No => value == Value::YesNo(false),
    };
    if fits {
        found.insert("value".to_owned(), value);
    }
    fits
}

fn was_sent(sends: Sends, word: &Word) -> bool {
    let has = |kind| word.attachments.iter().any(|attachment| attachment.kind == kind);
    match sends {
        Sends::Anything => true,
        Sends::Text => !word.text.trim().is_empty(),
        Sends::Image => has(AttachmentKind::Image),
        Sends::Video => has(AttachmentKind::Video),
        Sends::Audio => has(AttachmentKind::Audio),
        Sends::File => has(AttachmentKind::File),
        Sends::Sticker => has(AttachmentKind::Sticker),
        Sends::Location => has(AttachmentKind::Location),
        Sends::Contact => has(AttachmentKind::Contact),
    }
}
