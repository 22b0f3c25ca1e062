//! Rows of `each`: values by name, put in where steps write `{{name}}`.
//!
//! Invariant: what was put in keeps the place of what it stands for, so that a failure points at the step.

use crate::language::{Fields, Kind, Node};

/// The values of one row.
pub(super) type Row = Vec<(String, Kind)>;

/// Reads a row.
pub(super) fn row(mut fields: Fields<'_, '_>) -> Row {
    fields.rest().into_iter().map(|(key, value)| (key.text.clone(), value.kind.clone())).collect()
}

/// A row in few words, for the name of a test.
pub(super) fn shown(row: &Row) -> String {
    let values = row.iter().map(|(_, value)| match value {
        Kind::Text { text, .. } => text.clone(),
        Kind::Nothing => "nothing".to_owned(),
        Kind::List { .. } | Kind::Map { .. } | Kind::Broken => "…".to_owned(),
    });
    values.collect::<Vec<_>>().join(", ")
}

/// A part of a file with a row put in. A text that is exactly one `{{name}}` becomes what the row holds.
pub(super) fn filled(node: &Node, row: &Row) -> Node {
    let kind = match &node.kind {
        Kind::Text { text, quoted } => whole(text, row).unwrap_or_else(|| Kind::Text {
            text: row.iter().fold(text.clone(), |text, (name, value)| put_in(&text, name, value)),
            quoted: *quoted,
        }),
        Kind::List { items, flow } => {
            let items = items.iter().map(|item| filled(item, row)).collect();
            Kind::List { items, flow: *flow }
        }
        Kind::Map { entries, flow } => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), filled(value, row)));
            Kind::Map { entries: entries.collect(), flow: *flow }
        }
        Kind::Nothing => Kind::Nothing,
        Kind::Broken => Kind::Broken,
    };
    Node { spot: node.spot, kind }
}

fn whole(text: &str, row: &Row) -> Option<Kind> {
    let name = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    row.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

fn put_in(text: &str, name: &str, value: &Kind) -> String {
    let Kind::Text { text: value, .. } = value else { return text.to_owned() };
    text.replace(&format!("{{{{{name}}}}}"), value)
}

/// The names a part of a file waits for: what stands in `{{…}}`.
pub(super) fn names(node: &Node) -> Vec<String> {
    match &node.kind {
        Kind::Text { text, .. } => {
            let opened = text.split("{{").skip(1);
            let closed = opened.filter_map(|rest| rest.split_once("}}"));
            closed.map(|(name, _)| name.trim().to_owned()).collect()
        }
        Kind::List { items, .. } => items.iter().flat_map(names).collect(),
        Kind::Map { entries, .. } => entries.iter().flat_map(|(_, value)| names(value)).collect(),
        Kind::Nothing | Kind::Broken => Vec::new(),
    }
}
