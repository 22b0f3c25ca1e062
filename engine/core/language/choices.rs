//! Choices: the quick replies of a module, written one by one or made from a list.

use super::button::{id, keep, leads, slug};
use super::definition::{CHOICE, MADE_CHOICES};
use super::fields::Fields;
use super::loading::{Role, Site};
use super::source::Spot;
use super::tree::{Kind, Node};
use crate::action::{Say, Set};
use crate::bot::{Carried, Choice, Each, Leads};
use crate::channel::{self, Piece};
use crate::id::ButtonId;
use crate::language::address;

/// The quick replies of a module.
pub(super) fn load(site: &Site<'_>, node: &Node) -> (Vec<(Choice, Spot)>, Option<Each>) {
    let items = match &node.kind {
        Kind::List { items, .. } => items.as_slice(),
        Kind::Map { .. } if node.has("each") => return each(site, node),
        Kind::Map { .. } | Kind::Nothing | Kind::Text { .. } => {
            site.no_list(node, "`choices`", "write a list: `- { label: Yes, to: confirm }`");
            return (Vec::new(), None);
        }
        Kind::Broken => return (Vec::new(), None),
    };
    site.no_more_than(items, channel::CHOICES, "choices");
    let mut found: Vec<(Choice, Spot)> = Vec::new();
    for item in items {
        let place = u16::try_from(found.len()).unwrap_or(u16::MAX);
        found.extend(choice(site, item, place).map(|choice| (choice, item.spot)));
    }
    (found, None)
}

/// Choices made from a list: their pattern, and the list.
fn each(site: &Site<'_>, node: &Node) -> (Vec<(Choice, Spot)>, Option<Each>) {
    let Some(mut fields) = Fields::of(&site.in_each(), node, &MADE_CHOICES) else {
        return (Vec::new(), None);
    };
    let list = fields.take("each").and_then(|node| site.expression(node, "`each`", Role::Each));
    let if_empty = fields.take("if_empty").and_then(|node| Say::load(node, site));
    let pattern = of_fields(&site.in_each(), fields, 0, node.spot);
    match (pattern, list) {
        (Some(pattern), Some(list)) => (vec![(pattern, node.spot)], Some(Each { list, if_empty })),
        // What it could not read is told; that there are choices still counts.
        (pattern, _) => (pattern.map(|pattern| (pattern, node.spot)).into_iter().collect(), None),
    }
}

fn choice(site: &Site<'_>, node: &Node, place: u16) -> Option<Choice> {
    // A bare text is its label.
    if node.as_text().is_some() {
        let label = site.label(node, "the label", Piece::Label)?;
        let id = ButtonId::new(slug(label.text.source()));
        keep(site, &id, &label, Leads::default(), Some(place), node.spot);
        let (leads, carries) = (Leads::default(), Carried::Nothing);
        return Some(Choice { id, label, value: None, leads, image: None, carries });
    }
    let fields = Fields::of(site, node, &CHOICE)?;
    of_fields(site, fields, place, node.spot)
}

fn of_fields(
    site: &Site<'_>,
    mut fields: Fields<'_, '_>,
    place: u16,
    spot: Spot,
) -> Option<Choice> {
    let before = site.loading.mark();
    let label = fields
        .need("label", "Yes, please")
        .and_then(|node| site.label(node, "the label", Piece::Label));
    let id_node = fields.take("id");
    let labelled = site.loading.mark();
    let value = fields.take("value").and_then(|node| site.tree(node));
    let valued = site.loading.mark();
    let image = fields.take("image").and_then(|node| address(site, node));
    let Some(label) = label else {
        for key in ["set", "to", "do"] {
            fields.take(key);
        }
        fields.finish();
        return None;
    };
    let id = id_node
        .map_or_else(|| Some(ButtonId::new(slug(label.text.source()))), |node| id(site, node))?;
    let run = site.loading.mark();
    let set = fields.take("set").and_then(|node| Set::load(node, site));
    let leads = leads(site, &mut fields, &id, "o", set);
    keep(site, &id, &label, leads.clone(), Some(place), spot);
    fields.finish();
    // Without a value the label is it.
    let kept = if value.is_some() { labelled..valued } else { before..labelled };
    let carries = site.carried(kept).and(site.carried(run..site.loading.mark()));
    Some(Choice { id, label, value, leads, image, carries })
}
