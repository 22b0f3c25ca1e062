//! A bot with every short form in its one long form, as one file.
//!
//! What is short for what stands in the definitions. Invariant: the file loads to the same bot.

mod module;
#[cfg(test)]
mod tests;
mod write;

use super::definition::{ACTION, BOT, CONDITION, Definition, Shape};
use super::tree::{Kind, Node};
use super::{SourceFile, mending, translation, without_mark};
use crate::action::MESSAGE;

/// A part of the long form.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Long {
    /// Nothing behind a key.
    Nothing,
    /// A text as the author wrote it, in quotes or not.
    Text {
        /// What it says.
        text: String,
        /// It was in quotes, or a block.
        quoted: bool,
    },
    /// A list.
    List(Vec<Long>),
    /// A map.
    Map(Vec<(String, Long)>),
}

/// The long form of a bot without errors, as text. The files of its other languages are left out:
/// they follow the short forms of the texts they translate.
pub fn expanded(files: &[SourceFile]) -> String {
    write::write(&tree(files))
}

/// The long form of a bot without errors: its keys with what stands behind them, those of all its files together.
pub(super) fn tree(files: &[SourceFile]) -> Vec<(String, Long)> {
    let mut top: Vec<(String, Long)> = Vec::new();
    let own = files.iter().filter(|file| translation::language_of(&file.path).is_none());
    let several = own.clone().count() > 1;
    for (number, file) in own.enumerate() {
        let file = without_mark(file.clone());
        let Some(tree) = mending::read(number, &file, &mut Vec::new()).tree else { continue };
        let Long::Map(keys) = map(&tree, &BOT) else { continue };
        // What groups the modules of one file says nothing of several.
        keys.into_iter().filter(|(key, _)| !several || key != "flow").for_each(
            |(key, value)| match (top.iter_mut().find(|(known, _)| *known == key), value) {
                (Some((_, Long::List(all))), Long::List(more)) => all.extend(more),
                (Some((_, Long::Map(all))), Long::Map(more)) => all.extend(more),
                (Some(_), _) => {}
                (None, value) => top.push((key, value)),
            },
        );
    }
    top
}

/// The long form of what stands behind a key.
pub(super) fn long(node: &Node, shape: Shape) -> Long {
    match shape {
        Shape::Texts | Shape::Several(_) => listed(node, as_written),
        Shape::Message => map_or_short(node, &MESSAGE),
        Shape::Messages => listed(node, |item| map_or_short(item, &MESSAGE)),
        Shape::Actions => match node.kind {
            Kind::Nothing => Long::Nothing,
            _ => listed(node, action),
        },
        Shape::Condition => map_or_short(node, &CONDITION),
        Shape::Map(definition) => map(node, definition),
        Shape::List(item) => match node.kind {
            Kind::Nothing => Long::Nothing,
            _ => listed(node, |node| long(node, *item)),
        },
        Shape::Either(shapes) => either(node, shapes),
        Shape::YesNo => yes_no(node),
        Shape::Text
        | Shape::Template
        | Shape::Label(_)
        | Shape::Number
        | Shape::Count(..)
        | Shape::Duration
        | Shape::Words(_)
        | Shape::Id
        | Shape::Name(_)
        | Shape::Value
        | Shape::Expression
        | Shape::Pattern
        | Shape::Address
        | Shape::Written { .. }
        | Shape::Nothing => as_written(node),
    }
}

/// A list, or one thing that stands for a list of it alone.
fn listed(node: &Node, each: impl Fn(&Node) -> Long) -> Long {
    match &node.kind {
        Kind::List { items, .. } => Long::List(items.iter().map(each).collect()),
        Kind::Nothing | Kind::Text { .. } | Kind::Map { .. } | Kind::Broken => {
            Long::List(vec![each(node)])
        }
    }
}

/// `true` is short for nothing, but there is one way to say yes.
fn yes_no(node: &Node) -> Long {
    let text = match node.as_text() {
        Some("true" | "yes") => "yes",
        Some("false" | "no") => "no",
        Some(_) | None => return as_written(node),
    };
    Long::Text { text: text.to_owned(), quoted: false }
}

/// One of several shapes: the one that fits what stands there, and of those a map.
fn either(node: &Node, shapes: &[Shape]) -> Long {
    let nothing = shapes.iter().any(|shape| matches!(shape, Shape::Nothing));
    if nothing && node.as_text() == Some("nothing") {
        return as_written(node);
    }
    for shape in shapes {
        match *shape {
            Shape::Map(definition) if !definition.short.is_empty() => {
                return map_or_short(node, definition);
            }
            Shape::Map(definition) if matches!(node.kind, Kind::Map { .. }) => {
                let list = shapes.iter().any(|shape| matches!(shape, Shape::List(_)));
                let one = map(node, definition);
                return if list && !is_made(node) { Long::List(vec![one]) } else { one };
            }
            Shape::List(_) if matches!(node.kind, Kind::List { .. }) => return long(node, *shape),
            _ => {}
        }
    }
    let plain = shapes.iter().find(|shape| !matches!(shape, Shape::Nothing | Shape::Map(_)));
    plain.map_or_else(|| as_written(node), |shape| long(node, *shape))
}

/// Whether a map tells how the items of a list are made, and is no item itself.
fn is_made(node: &Node) -> bool {
    let Kind::Map { entries, .. } = &node.kind else { return false };
    entries.iter().any(|(key, _)| key.text == "each")
}

/// A map, or what stands in its place for one of its keys. A map of which some key is not one of
/// its own stands for that key too: the message of an `ask`.
fn map_or_short(node: &Node, definition: &'static Definition) -> Long {
    if let Kind::Map { entries, .. } = &node.kind
        && entries.iter().all(|(key, _)| definition.key(&key.text).is_some())
    {
        return map(node, definition);
    }
    let shape = definition.key(definition.short).map_or(Shape::Value, |key| key.shape);
    Long::Map(vec![(definition.short.to_owned(), long(node, shape))])
}

/// A map with each of its values in its long form.
fn map(node: &Node, definition: &'static Definition) -> Long {
    let Kind::Map { entries, .. } = &node.kind else {
        return match node.kind {
            Kind::Nothing => Long::Map(Vec::new()),
            _ => as_written(node),
        };
    };
    if definition.id == "module" {
        return module::module(entries);
    }
    let entries = entries.iter().map(|(key, value)| {
        let own = definition.own.as_ref().map(|own| own.shape);
        let shape = definition.key(&key.text).map(|key| key.shape).or(own);
        (key.text.clone(), shape.map_or_else(|| as_written(value), |shape| long(value, shape)))
    });
    Long::Map(entries.collect())
}

/// One action: a bare word is a key without settings.
fn action(node: &Node) -> Long {
    match node.as_text() {
        Some(name) => Long::Map(vec![(name.to_owned(), Long::Map(Vec::new()))]),
        None => map(node, &ACTION),
    }
}

/// As the author wrote it.
pub(super) fn as_written(node: &Node) -> Long {
    match &node.kind {
        Kind::Nothing | Kind::Broken => Long::Nothing,
        Kind::Text { text, quoted } => Long::Text { text: text.clone(), quoted: *quoted },
        Kind::List { items, .. } => Long::List(items.iter().map(as_written).collect()),
        Kind::Map { entries, .. } => {
            let entries = entries.iter().map(|(key, value)| (key.text.clone(), as_written(value)));
            Long::Map(entries.collect())
        }
    }
}
