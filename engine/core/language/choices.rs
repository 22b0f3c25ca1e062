//! Choices: the quick replies of a module, written one by one or made from a list.

use super::button::{id, keep, leads, slug};
use super::definition::{CHOICE, MADE_CHOICES};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::lines::in_braces;
use super::loading::{Role, Site};
use super::reading::is_name;
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
    for (at, item) in items.iter().enumerate() {
        if at > 0 && split(site, &items[at - 1], item) {
            continue;
        }
        let place = u16::try_from(found.len()).unwrap_or(u16::MAX);
        found.extend(choice(site, item, place).map(|choice| (choice, item.spot)));
    }
    (found, None)
}

/// `- label: Cakes`, and below it `- to: cakes`: one choice with a dash too many, which is told.
fn split(site: &Site<'_>, above: &Node, item: &Node) -> bool {
    let alone = matches!(&item.kind, Kind::Map { entries, flow: false } if entries.len() == 1);
    if !alone || !item.has("to") || !above.has("label") || above.has("to") {
        return false;
    }
    let source = site.loading.source(Spot { start: 0, end: item.spot.start, ..item.spot });
    let Some(dash) = source.rfind('-') else { return false };
    let spot = Spot { start: dash, end: dash + 1, ..item.spot };
    let message = "the dash begins another choice, and this belongs to the one above";
    let fixed = site.loading.rewritten(spot, " ");
    site.report(
        Diagnostic::error("missing-key", spot, message)
            .help(format!("leave the dash out: {fixed}, indented like the `label` above"))
            .try_mend(spot, " "),
    );
    true
}

/// `Our cakes -> cakes`: a label and where it leads, in one text; it is told.
fn arrow(site: &Site<'_>, node: &Node) {
    let Kind::Text { text, quoted: false } = &node.kind else { return };
    let parts = ["->", "=>", "→"].iter().find_map(|sign| text.split_once(sign));
    let Some((label, to)) = parts.map(|(label, to)| (label.trim(), to.trim())) else { return };
    if label.is_empty() || !is_name(to) {
        return;
    }
    let written = format!("{{ label: {}, to: {to} }}", in_braces(label));
    site.report(
        Diagnostic::error("missing-key", node.spot, "all of this would be the label of a choice")
            .help(format!("write what it says and where it leads with their names: `{written}`"))
            .try_mend(node.spot, written),
    );
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
        arrow(site, node);
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
