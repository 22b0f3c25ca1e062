//! One thing where a list belongs, and the reverse, written as it should be.
//!
//! Invariant: the words of the author stay as they are; only brackets, dashes and indentation change.

use super::source::SourceFile;
use super::splice::Edit;
use super::tree::{Kind, Node};

/// Keys with values, written as the one thing of a list.
pub(super) fn as_list(file: &SourceFile, node: &Node) -> Option<Edit> {
    let source = file.text.get(node.spot.range())?;
    match &node.kind {
        Kind::Map { flow: true, .. } if !source.contains('\n') => {
            Some(Edit::replace(node.spot.range(), format!("[{source}]")))
        }
        Kind::Map { flow: false, .. } => {
            let line = file.line_at(node.spot.start);
            let own_line = file.text[line.start..node.spot.start].trim().is_empty();
            let deeper = source.replace('\n', "\n  ");
            own_line.then(|| Edit::replace(node.spot.range(), format!("- {deeper}")))
        }
        Kind::Text { .. } if !source.contains(['\n', ',', '[', '{']) => {
            Some(Edit::replace(node.spot.range(), format!("[{source}]")))
        }
        Kind::Map { .. } | Kind::Text { .. } | Kind::List { .. } => None,
        Kind::Nothing | Kind::Broken => None,
    }
}

/// `Yes: confirm`: a label and where it leads, in place of a list of such things.
pub(super) fn as_pairs(file: &SourceFile, node: &Node, what: &str) -> Option<Edit> {
    let Kind::Map { entries, flow } = &node.kind else { return None };
    let mut things = Vec::new();
    for (key, value) in entries {
        value.as_text().filter(|to| {
            super::reading::is_name(to) && !super::punctuation::KEYS.contains(&key.text.as_str())
        })?;
        let (label, to) = (file.text.get(key.spot.range())?, file.text.get(value.spot.range())?);
        things.push(match what {
            "`choices`" | "`buttons`" | "`menu`" | "`ice_breakers`" => {
                format!("{{ label: {label}, to: {to} }}")
            }
            "`keywords`" | "`connections`" => format!("{{ when: [{label}], to: {to} }}"),
            _ => return None,
        });
    }
    if *flow {
        return Some(Edit::replace(node.spot.range(), format!("[ {} ]", things.join(", "))));
    }
    // What stands between the lines, comments too, must stay as it is.
    let apart = entries.windows(2).all(|pair| {
        let between = file.text.get(pair[0].1.spot.end..pair[1].0.spot.start);
        between.is_some_and(|between| between.trim().is_empty())
    });
    let line = file.line_at(node.spot.start);
    let own_line = file.text[line.start..node.spot.start].trim().is_empty();
    let break_ = format!("\n{}", " ".repeat(node.spot.start - line.start));
    let lines: Vec<String> = things.iter().map(|thing| format!("- {thing}")).collect();
    (apart && own_line).then(|| Edit::replace(node.spot.range(), lines.join(&break_)))
}

/// A list of one text, written as the text alone.
pub(super) fn as_one(file: &SourceFile, node: &Node) -> Option<Edit> {
    let Kind::List { items, flow } = &node.kind else { return None };
    let [item] = items.as_slice() else { return None };
    item.as_text()?;
    let text = file.text.get(item.spot.range()).filter(|text| !text.contains('\n'))?;
    if *flow {
        return Some(Edit::replace(node.spot.range(), text));
    }
    // Without the line break before its dash, which stands behind the key.
    let before = file.text.get(..item.spot.start)?;
    let before = before.trim_end().strip_suffix('-')?.trim_end();
    let behind_key = before.ends_with(':');
    behind_key.then(|| Edit::replace(before.len()..item.spot.end, format!(" {text}")))
}
