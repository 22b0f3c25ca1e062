//! Sends messages: texts, media, cards, with buttons, one of several, with a typing pause.

mod definition;

use self::definition::CARD;
pub(crate) use self::definition::{KEY, MESSAGE};
use crate::bot::Button;
use crate::duration::Duration;
use crate::effect::Media;
use crate::language::{Diagnostic, Fields, Kind, Node, Site, address, buttons};
use crate::limit;
use crate::question;
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
    /// One of these, by chance.
    OneOf {
        /// In the main language.
        parts: Vec<Part>,
        /// In other languages, each as many as it likes.
        others: Box<[(Tongue, Vec<Part>)]>,
    },
    /// Typing dots for so long before the next message.
    Typing(Duration),
}

/// One card.
#[derive(Debug, Clone)]
pub struct Card {
    /// Up to 80 characters.
    pub title: Template,
    /// Up to 80 characters.
    pub subtitle: Option<Template>,
    /// Address of the picture.
    pub image: Option<Template>,
    /// Where a tap on the card leads.
    pub url: Option<Template>,
    /// At most three.
    pub buttons: Vec<Button>,
}

impl Say {
    /// A text, one message, or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let items = match &node.kind {
            Kind::List { items, .. } => items.as_slice(),
            Kind::Nothing | Kind::Text { .. } | Kind::Map { .. } => std::slice::from_ref(node),
            Kind::Broken => return None,
        };
        let parts: Vec<Part> = items.iter().filter_map(|item| Part::load(item, site)).collect();
        if items.is_empty() {
            site.wrong_shape(node, "`say`", "write at least one text");
        }
        (!parts.is_empty()).then_some(Self { parts })
    }

    /// Whether a tap on something in the last message leads somewhere.
    pub(crate) fn ends_in_taps(&self) -> bool {
        self.parts.last().is_some_and(Part::has_taps)
    }
}

impl Part {
    fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let Kind::Map { entries, .. } = &node.kind else { return Self::text(node, None, site) };
        let strange = entries.iter().all(|(key, _)| MESSAGE.key(&key.text).is_none());
        if strange
            && entries
                .iter()
                .all(|(key, _)| key.text.contains(' ') || key.text.starts_with(char::is_uppercase))
            && site.colon(node)
        {
            return None;
        }
        let mut fields = Fields::of(site, node, &MESSAGE)?;
        let text = fields.take("text");
        let buttons = fields.take("buttons");
        let media = [
            ("image", Media::Image),
            ("video", Media::Video),
            ("audio", Media::Audio),
            ("file", Media::File),
        ]
        .map(|(key, kind)| fields.take(key).map(|node| (kind, node)));
        let media: Vec<_> = media.into_iter().flatten().collect();
        let cards = fields.take("cards");
        let one_of = fields.take("one_of");
        let typing = fields.take("typing");
        let given = media.len()
            + [text, cards, one_of, typing].iter().filter(|node| node.is_some()).count();
        let spot = fields.first_line();
        let unknown = fields.has_left();
        fields.finish();
        if given > 1 {
            site.report(
                Diagnostic::error("wrong-shape", spot, "one message is one thing")
                    .help("make a list of messages, each on its own line with a dash"),
            );
        }
        if let Some(node) = text {
            return Self::text(node, buttons, site);
        }
        if let Some(buttons) = buttons {
            site.report(
                Diagnostic::error("missing-key", buttons.spot, "buttons need a text above them")
                    .help("add it: `text: Shall we?`"),
            );
        }
        if let Some((kind, node)) = media.first() {
            return address(site, node).map(|url| Self::Media { kind: *kind, url });
        }
        match (cards, one_of, typing) {
            (Some(node), _, _) => Self::cards(node, site),
            (None, Some(node), _) => Self::one_of(node, site),
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
        let buttons =
            buttons_node.map(|node| buttons(site, node, limit::BUTTONS)).unwrap_or_default();
        let words = words?;
        let most = if buttons.is_empty() { limit::TEXT } else { limit::TEXT_WITH_BUTTONS };
        let what = if buttons.is_empty() { "the text" } else { "the text above buttons" };
        site.at_most(&words, what, most);
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

    fn cards(node: &Node, site: &Site<'_>) -> Option<Self> {
        let items = match &node.kind {
            Kind::List { items, .. } => items,
            Kind::Map { .. } => {
                if !site.refuses_later(node, "cards", "each") {
                    site.wrong_shape(node, "`cards`", "write a list: `- { title: A chair }`");
                }
                return None;
            }
            Kind::Nothing | Kind::Text { .. } | Kind::Broken => {
                site.wrong_shape(node, "`cards`", "write a list: `- { title: A chair, image: … }`");
                return None;
            }
        };
        site.no_more_than(items, limit::CARDS, "cards");
        let cards: Vec<Card> = items.iter().filter_map(|item| Card::load(item, site)).collect();
        (!cards.is_empty()).then_some(Self::Cards(cards))
    }

    fn has_taps(&self) -> bool {
        match self {
            Self::Text { buttons, .. } => buttons.iter().any(|button| button.does.is_press()),
            Self::Cards(cards) => {
                cards.iter().flat_map(|card| &card.buttons).any(|button| button.does.is_press())
            }
            Self::OneOf { parts, .. } => parts.iter().any(Self::has_taps),
            Self::Media { .. } | Self::Typing(_) => false,
        }
    }
}

impl Card {
    fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut fields = Fields::of(site, node, &CARD)?;
        let title =
            fields.need("title", "A chair").and_then(|node| card_text(node, "the title", site));
        let subtitle =
            fields.take("subtitle").and_then(|node| card_text(node, "the subtitle", site));
        let image = fields.take("image").and_then(|node| address(site, node));
        let url = fields.take("url").and_then(|node| address(site, node));
        let buttons = fields
            .take("buttons")
            .map(|node| buttons(site, node, limit::BUTTONS))
            .unwrap_or_default();
        fields.finish();
        Some(Self { title: title?, subtitle, image, url, buttons })
    }
}

fn card_text(node: &Node, what: &str, site: &Site<'_>) -> Option<Template> {
    let words = site.words(node, what)?;
    site.at_most(&words, what, limit::CARD_TEXT);
    site.template_of(&words, false)
}

impl Say {
    /// Sends the messages; outside the 24-hour window it waits for the person's next word.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        if !scene.window_open() {
            return Progress::Hold;
        }
        match question::say(scene, self, scene.place(), false) {
            Ok(()) => Progress::Next,
            Err(why) => Progress::Fault(why),
        }
    }
}
