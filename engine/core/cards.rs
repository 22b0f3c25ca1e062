//! Cards as they are sent: written one by one, or made from a list.

use crate::action::{Card, EachCard};
use crate::channel::{self, Piece};
use crate::each::{self, WithItem};
use crate::effect::{self, Content, Message};
use crate::message;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;

/// The message of cards that were written one by one.
pub(crate) fn render(scene: &Scene, cards: &[Card]) -> Result<Vec<Message>, String> {
    let cards = cards.iter().map(|card| one(scene, card));
    carousel(scene, cards.collect::<Result<_, _>>()?)
}

/// The message of cards made from a list; `None` when it has nothing in it.
pub(crate) fn from_list(scene: &Scene, each: &EachCard) -> Result<Option<Vec<Message>>, String> {
    let mut items = each::items(scene, &each.list);
    if items.is_empty() {
        return Ok(None);
    }
    if items.len() > channel::CARDS {
        let (all, most, name) = (items.len(), channel::CARDS, each.list.source());
        scene.overlook(format!("`{name}` has {all} items; a message shows {most} cards"));
        items.truncate(channel::CARDS);
    }
    let cards = items.iter().map(|item| one(&WithItem::new(scene, item), &each.card));
    carousel(scene, cards.collect::<Result<_, _>>()?).map(Some)
}

/// Cards with nothing besides a title are none to the platform (messenger-platform 4.8): they are
/// left out beside others, and sent as texts where there is no other.
fn carousel(scene: &Scene, cards: Vec<effect::Card>) -> Result<Vec<Message>, String> {
    let (bare, full): (Vec<_>, Vec<_>) = cards.into_iter().partition(|card| {
        let empty = card.subtitle.is_none() && card.image.is_none() && card.url.is_none();
        card.title.is_empty() || (empty && card.buttons.is_empty())
    });
    if !bare.is_empty() {
        let count = bare.len();
        scene.overlook(format!(
            "{count} cards have no title, or nothing besides: the platform shows none like that"
        ));
    }
    if !full.is_empty() {
        return Ok(vec![message::of(Content::Cards(full))]);
    }
    let titled = bare.iter().filter(|card| !card.title.is_empty());
    Ok(titled.map(|card| message::text(&card.title)).collect())
}

fn one(scope: &dyn Scope, card: &Card) -> Result<effect::Card, String> {
    let fitting = |template: &Template, piece| message::fitting(scope, template, piece);
    let subtitle = card.subtitle.as_ref().map(|text| fitting(text, Piece::Subtitle)).transpose()?;
    let address = |template: &Option<Template>| match template {
        Some(template) => address(scope, template),
        None => Ok(None),
    };
    Ok(effect::Card {
        title: fitting(&card.title, Piece::Title)?,
        subtitle: subtitle.filter(|text| !text.is_empty()),
        image: address(&card.image)?,
        url: address(&card.url)?,
        buttons: message::render_buttons(scope, &card.buttons)?,
    })
}

/// An address; an item that simply has none is nothing to note.
fn address(scope: &dyn Scope, template: &Template) -> Result<Option<String>, String> {
    if message::text_of(scope, template)?.trim().is_empty() {
        return Ok(None);
    }
    message::address_of(scope, template)
}
