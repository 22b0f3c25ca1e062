//! Cards side by side: written one by one, or made from a list.

use super::Say;
use super::say::{CARD, MADE, Part};
use crate::bot::Button;
use crate::channel::{self, Piece};
use crate::expression::Expression;
use crate::language::{Diagnostic, Fields, Kind, Node, Role, Site, address, buttons};
use crate::template::Template;

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

/// Cards made from a list: one for each item, at most ten.
///
/// ```yaml
/// cards:
///   each: products
///   card: { title: "{{item.name}}", buttons: [ { label: Buy, to: buy, set: { sku: "{{item.sku}}" } } ] }
///   if_empty: Nothing found.
/// ```
#[derive(Debug, Clone)]
pub struct EachCard {
    /// The list.
    pub list: Expression,
    /// The pattern; `item` is the item.
    pub card: Card,
    /// Sent instead when the list has nothing in it.
    pub if_empty: Option<Say>,
}

/// What may stand behind `cards`.
pub(super) fn load(node: &Node, site: &Site<'_>) -> Option<Part> {
    let items = match &node.kind {
        Kind::List { items, .. } => items,
        Kind::Map { .. } => return each(node, site).map(|each| Part::Each(Box::new(each))),
        Kind::Nothing | Kind::Text { .. } | Kind::Broken => {
            site.wrong_shape(node, "`cards`", "write a list: `- { title: A chair, image: … }`");
            return None;
        }
    };
    site.no_more_than(items, channel::CARDS, "cards");
    let cards: Vec<Card> = items.iter().filter_map(|item| Card::load(item, site)).collect();
    (!cards.is_empty()).then_some(Part::Cards(cards))
}

fn each(node: &Node, site: &Site<'_>) -> Option<EachCard> {
    if !node.has("each") && !node.has("card") {
        site.no_list(node, "`cards`", "write a list: `- { title: A chair, image: … }`");
        return None;
    }
    let mut fields = Fields::of(site, node, &MADE)?;
    let list = fields.need("each", "products");
    let list = list.and_then(|node| site.expression(node, "`each`", Role::Each));
    let card = fields.need("card", "{ title: \"{{item.name}}\", image: \"{{item.image}}\" }");
    let card = card.and_then(|node| Card::load(node, &site.in_each()));
    let if_empty = fields.take("if_empty").and_then(|node| Say::load(node, site));
    fields.finish();
    Some(EachCard { list: list?, card: card?, if_empty })
}

impl Card {
    fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut fields = Fields::of(site, node, &CARD)?;
        let title =
            fields.need("title", "A chair").and_then(|node| card_text(node, Piece::Title, site));
        let subtitle =
            fields.take("subtitle").and_then(|node| card_text(node, Piece::Subtitle, site));
        let image = fields.take("image").and_then(|node| address(site, node));
        let url = fields.take("url").and_then(|node| address(site, node));
        let taps = fields.take("buttons").map(|node| buttons(site, node)).unwrap_or_default();
        let spot = fields.first_line();
        fields.finish();
        let title = title?;
        if subtitle.is_none() && image.is_none() && url.is_none() && taps.is_empty() {
            site.report(
                Diagnostic::error("missing-key", spot, "a card needs something besides its title")
                    .help("add `subtitle`, `image`, `url` or `buttons`; a text alone is `say`"),
            );
        }
        Some(Self { title, subtitle, image, url, buttons: taps })
    }

    /// Whether a tap on one of its buttons comes back to the bot.
    pub(super) fn has_taps(&self) -> bool {
        self.buttons.iter().any(|button| button.does.is_press())
    }
}

fn card_text(node: &Node, piece: Piece, site: &Site<'_>) -> Option<Template> {
    let words = site.words(node, piece.words())?;
    site.fits(&words, piece);
    site.template_of(&words, false)
}
