//! Goes through a file and says of every key and text what it is by the definitions.
//!
//! Invariant: each key and text is met once, in the order of the file.

use super::open::open;
use crate::language::definition::{Definition, Key, Shape};
use crate::language::tree::{Key as MapKey, Kind, Node};

/// Something that stands in a file.
pub(super) enum Met<'n> {
    /// A key with what stands behind it.
    Key {
        /// The key.
        key: &'n MapKey,
        /// What stands behind it.
        value: &'n Node,
        /// The map it stands in; `None` where nothing is known of it.
        map: Option<&'static Definition>,
        /// What the map says of it; `None`: a name of the author, or a slip.
        known: Option<&'static Key>,
    },
    /// A text alone.
    Text {
        /// Where.
        node: &'n Node,
        /// What it says.
        text: &'n str,
        /// What it can be.
        plain: &'n [Shape],
        /// The map and the key it stands behind, also as one of a list.
        behind: Option<(&'static Definition, &'n str)>,
    },
}

/// Meets everything of a part of a file that is of one of these shapes.
pub(super) fn walk(node: &Node, shapes: &[Shape], met: &mut dyn FnMut(Met<'_>)) {
    part(node, shapes, None, met);
}

fn part<'n>(
    node: &'n Node,
    shapes: &[Shape],
    behind: Option<(&'static Definition, &'n str)>,
    met: &mut dyn FnMut(Met<'_>),
) {
    match &node.kind {
        Kind::Nothing | Kind::Broken => {}
        Kind::Text { text, .. } => {
            met(Met::Text { node, text, plain: &open(shapes).plain, behind });
        }
        Kind::List { items, .. } => {
            let of_each = open(shapes).items;
            items.iter().for_each(|item| part(item, &of_each, behind, met));
        }
        Kind::Map { entries, .. } => {
            let here = open(shapes);
            let map = here.meant(entries.iter().map(|(key, _)| key.text.as_str()));
            for (key, value) in entries {
                let known = map.and_then(|map| map.key(&key.text));
                met(Met::Key { key, value, map, known });
                let behind = map.map(|map| (map, key.text.as_str()));
                match known {
                    Some(known) => part(value, &[known.shape], behind, met),
                    None => part(value, &here.under(&key.text), behind, met),
                }
            }
        }
    }
}
