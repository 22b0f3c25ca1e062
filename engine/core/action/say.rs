//! Sends messages: texts, media, cards, with buttons, one of several, with a typing pause.

mod definition;
mod utility;

pub(crate) use self::definition::{CARD, KEY, MADE, MESSAGE, TEMPLATE};
pub use self::utility::Utility;
use super::card::{self, Card, EachCard};
use crate::bot::Button;
use crate::channel::Piece;
use crate::duration::Duration;
use crate::effect::Media;
use crate::language::{Diagnostic, Fields, Kind, MapKey, Node, Site, address, buttons};
use crate::question::{self, Said};
use crate::run::Progress;
use crate::scene::Scene;
use crate::template::Template;
use crate::tongue::Tongue;

/// Sends messages, in order.
///
/// ```yaml
/// - say:
///     - Hi {{user.first_name}}!
///     - image: https://cdn.example.com/map.png
///     - text: Shall we?
///       buttons: [ { label: Our shop, url: "https://example.com" } ]
/// ```
#[derive(Debug, Clone, Default)]
pub struct Say {
    /// The messages.
    pub parts: Vec<Part>,
}

/// One message, or a pause before one.
#[derive(Debug, Clone)]
pub enum Part {
    /// A text with buttons.
    Text {
        /// The text.
        text: Template,
        /// At most three.
        buttons: Vec<Button>,
    },
    /// A picture, film, sound or file.
    Media {
        /// What it is.
        kind: Media,
        /// Its address.
        url: Template,
    },
    /// Cards side by side.
    Cards(Vec<Card>),
    /// Cards made from a list.
    Each(Box<EachCard>),
    /// One of these, by chance.
    OneOf {
        /// In the main language.
        parts: Vec<Part>,
        /// In other languages, each as many as it likes.
        others: Box<[(Tongue, Vec<Part>)]>,
    },
    /// Typing dots for so long before the next message.
    Typing(Duration),
    /// An approved utility template.
    Utility(Utility),
    /// A message in somebody's name.
    As {
        /// The platform's id of the persona.
        persona: String,
        /// The message.
        part: Box<Part>,
    },
}

impl Say {
    /// A text, one message, or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let items = match &node.kind {
            Kind::List { items, .. } => items.as_slice(),
            Kind::Nothing | Kind::Text { .. } | Kind::Map { .. } => std::slice::from_ref(node),
            Kind::Broken => return None,
        };
        if let Kind::List { flow: true, .. } = &node.kind {
            crate::language::split_list(items, site);
        }
        let parts: Vec<Part> = items.iter().filter_map(|item| Part::load(item, site)).collect();
        if items.is_empty() {
            site.wrong_shape(node, "`say`", "write at least one text");
        }
        (!parts.is_empty()).then_some(Self { parts })
    }

    /// Whether it may be said now: within the 24-hour window, or at any time where all of it is approved.
    pub(crate) fn may_go(&self, scene: &Scene) -> bool {
        scene.may_write() || (scene.may_reach() && self.parts.iter().all(Part::is_approved))
    }

    /// Whether its last message is an approved template, which carries what was approved and nothing else.
    pub(crate) fn ends_approved(&self) -> bool {
        self.parts.last().is_some_and(Part::is_approved)
    }

    /// Whether a tap on something in the last message leads somewhere.
    pub(crate) fn ends_in_taps(&self) -> bool {
        self.parts.last().is_some_and(Part::has_taps)
    }
}

impl Part {
    fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let Kind::Map { entries, .. } = &node.kind else { return Self::text(node, None, site) };
        if entries.iter().all(|(key, _)| begins_a_sentence(key)) && site.colon(node) {
            return None;
        }
        let mut fields = Fields::of(site, node, &MESSAGE)?;
        let text = fields.take("text");
        let buttons = fields.take("buttons");
        let media = MEDIA.map(|(key, kind)| fields.take(key).map(|node| (kind, node)));
        let media: Vec<_> = media.into_iter().flatten().collect();
        let cards = fields.take("cards");
        let one_of = fields.take("one_of");
        let typing = fields.take("typing");
        let template = fields.take("template");
        let persona = fields.take("persona").and_then(|node| site.persona(node));
        let given = media.len()
            + [text, cards, one_of, typing, template].iter().filter(|node| node.is_some()).count();
        let spot = fields.first_line();
        let unknown = fields.has_left();
        fields.finish();
        if given > 1 {
            site.report(
                Diagnostic::error("wrong-shape", spot, "one message is one thing")
                    .help("make a list of messages, each on its own line with a dash"),
            );
        }
        let of_persona = |part: Self| match persona.clone() {
            Some(persona) => Self::As { persona, part: Box::new(part) },
            None => part,
        };
        if let Some(node) = text {
            return Self::text(node, buttons, site).map(of_persona);
        }
        if let Some(buttons) = buttons {
            site.report(
                Diagnostic::error("missing-key", buttons.spot, "buttons need a text above them")
                    .help("add it: `text: Shall we?`"),
            );
        }
        if let Some((kind, node)) = media.first() {
            return address(site, node).map(|url| Self::Media { kind: *kind, url }).map(of_persona);
        }
        if let Some(node) = template {
            return Utility::load(node, site).map(Self::Utility).map(of_persona);
        }
        match (cards, one_of, typing) {
            (Some(node), _, _) => card::load(node, site).map(of_persona),
            (None, Some(node), _) => Self::one_of(node, site).map(of_persona),
            (None, None, Some(node)) => site.duration(node, "`typing`").map(Self::Typing),
            (None, None, None) => {
                if given == 0 && buttons.is_none() && !unknown {
                    site.wrong_shape(
                        node,
                        "a message",
                        "write a text, or `text`, `image`, `cards`",
                    );
                }
                None
            }
        }
    }

    fn text(node: &Node, buttons_node: Option<&Node>, site: &Site<'_>) -> Option<Self> {
        let words = site.words(node, "the text");
        let buttons = buttons_node.map(|node| buttons(site, node)).unwrap_or_default();
        let words = words?;
        let bare = buttons.is_empty();
        site.fits(&words, if bare { Piece::Text } else { Piece::TextWithButtons });
        if words.text.trim().is_empty() {
            site.report(
                Diagnostic::error("missing-text", words.spot, "the text is empty")
                    .help("write what the bot says, or leave the message out"),
            );
            return None;
        }
        let text = site.template_of(&words, false)?;
        Some(Self::Text { text, buttons })
    }

    fn one_of(node: &Node, site: &Site<'_>) -> Option<Self> {
        let Kind::List { items, flow } = &node.kind else {
            site.wrong_shape(node, "`one_of`", "write a list of messages, each with a dash");
            return None;
        };
        if *flow {
            crate::language::split_list(items, site);
        }
        let parts: Vec<Self> = items.iter().filter_map(|item| Self::load(item, site)).collect();
        let others = site.loading.translated(node.spot);
        let others = others.into_iter().filter_map(|(tongue, node)| {
            let parts: Vec<Self> =
                node.items().iter().filter_map(|item| Self::load(item, site)).collect();
            (!parts.is_empty()).then_some((tongue, parts))
        });
        let others = others.collect();
        (!parts.is_empty()).then_some(Self::OneOf { parts, others })
    }

    fn has_taps(&self) -> bool {
        match self {
            Self::Text { buttons, .. } => buttons.iter().any(|button| button.does.is_press()),
            Self::Cards(cards) => cards.iter().any(Card::has_taps),
            Self::Each(each) => each.card.has_taps(),
            Self::OneOf { parts, .. } => parts.iter().any(Self::has_taps),
            Self::As { part, .. } => part.has_taps(),
            Self::Media { .. } | Self::Typing(_) | Self::Utility(_) => false,
        }
    }

    /// The persona it is said by, and the message itself.
    pub(crate) fn spoken_as(&self) -> (Option<&str>, &Self) {
        match self {
            Self::As { persona, part } => (Some(persona), part),
            Self::Text { .. } | Self::Media { .. } | Self::Cards(_) | Self::Each(_) => (None, self),
            Self::OneOf { .. } | Self::Typing(_) | Self::Utility(_) => (None, self),
        }
    }

    /// Whether it may go out at any time.
    fn is_approved(&self) -> bool {
        match self {
            Self::Utility(_) | Self::Typing(_) => true,
            Self::OneOf { parts, .. } => parts.iter().all(Self::is_approved),
            Self::As { part, .. } => part.is_approved(),
            Self::Text { .. } | Self::Media { .. } | Self::Cards(_) | Self::Each(_) => false,
        }
    }
}

impl Say {
    /// Sends the messages; outside the 24-hour window it waits for the person's next word.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        if !self.may_go(scene) {
            return if scene.was_said_for_it() { Progress::Next } else { Progress::Hold };
        }
        match question::say(scene, self, scene.place(), false) {
            Ok(Said::All) => Progress::Next,
            Ok(empty @ (Said::Instead | Said::Nothing)) => Progress::Empty(empty),
            Err(why) => Progress::Fault(why),
        }
    }
}

/// The keys of what is shown or played.
const MEDIA: [(&str, Media); 4] = [
    ("image", Media::Image),
    ("video", Media::Video),
    ("audio", Media::Audio),
    ("file", Media::File),
];

/// Whether a key is rather the beginning of a text with a colon in it: `Note: we are closed`.
fn begins_a_sentence(key: &MapKey) -> bool {
    let known = MESSAGE.key(&key.text).is_some();
    !known && (key.text.contains(' ') || key.text.starts_with(char::is_uppercase))
}
