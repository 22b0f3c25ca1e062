//! What the platform's language understanding found in a message, as a condition asks for it.

use crate::event::Understood;
use crate::value::Value;

/// Asks for something the platform found, with at least this confidence.
///
/// ```yaml
/// when: { intent: [refund, complaint], confidence: 0.8 }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Understands {
    /// What it asks for.
    pub facet: Facet,
    /// One of these names, in whatever case.
    pub names: Vec<String>,
    /// From 0 to 1.
    pub confidence: f64,
}

/// What the platform tells of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// What the person wants, as the Page's own model names it.
    Intent,
    /// Something that stands in the message: a day, an amount; or a trait such as thanks.
    Entity,
    /// `positive`, `neutral` or `negative`.
    Sentiment,
}

impl Understands {
    /// The confidence that is enough where the author names none.
    pub const CONFIDENCE: f64 = 0.7;

    /// Whether it was found; what it is worth goes to `input.value`.
    pub(super) fn fits(&self, understood: &Understood) -> Option<Value> {
        let named = |name: &str| self.names.iter().any(|asked| asked.eq_ignore_ascii_case(name));
        match self.facet {
            Facet::Intent => {
                let mut sure = understood.intents.iter().filter(|one| self.is_sure(one.confidence));
                sure.find(|one| named(&one.name)).map(|one| Value::text(&one.name))
            }
            Facet::Entity => {
                let sure = understood.entities.iter().filter(|one| self.is_sure(one.confidence));
                // Of several the surest, the first of equals.
                let found = sure.filter(|one| named(&one.name));
                let surest = found
                    .reduce(|best, one| if one.confidence > best.confidence { one } else { best });
                surest.map(|one| one.value.clone())
            }
            Facet::Sentiment => {
                let found = understood.sentiment.as_ref();
                let found = found.filter(|one| self.is_sure(one.confidence) && named(&one.name));
                found.map(|one| Value::text(&one.name))
            }
        }
    }

    fn is_sure(&self, confidence: f64) -> bool {
        confidence >= self.confidence
    }
}
