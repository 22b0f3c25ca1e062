//! What the modules of a bot are, in a few words: their names, what they say, and where they stand.

use super::Draft;
use super::walk::{Met, walk};
use crate::language::definition::{MODULE, Shape};
use crate::language::tree::{Kind, Node};

/// Texts of a module that are shown.
const TEXTS: usize = 4;
/// Characters of a text that are shown.
const LENGTH: usize = 100;

/// The value behind a key of a map.
pub(super) fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Kind::Map { entries, .. } = &node.kind else { return None };
    entries.iter().find(|(found, _)| found.text == key).map(|(_, value)| value)
}

/// The first texts a module says or asks.
pub(super) fn texts(module: &Node) -> Vec<String> {
    let mut found = Vec::new();
    walk(module, &[Shape::Map(&MODULE)], &mut |met| {
        let Met::Text { text, plain, behind: Some((_, key)), .. } = met else { return };
        let is_said = plain.iter().any(|shape| matches!(shape, Shape::Template));
        if is_said && found.len() < TEXTS && matches!(key, "say" | "ask" | "text" | "one_of") {
            found.push(shortened(text));
        }
    });
    found
}

/// The first line of a text, as far as it is shown.
pub(super) fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

impl Draft {
    /// What stands behind a name in the map that declares it: `modules`, `receivers`, `services`, …
    pub(super) fn behind(&self, section: &str, name: &str) -> Option<&Node> {
        let trees = self.trees.iter().take(self.own).flatten();
        trees.filter_map(|tree| value(value(tree, section)?, name)).next()
    }

    /// The first thing a module says.
    pub(super) fn first_text(&self, module: &str) -> String {
        let texts = self.behind("modules", module).map(texts).unwrap_or_default();
        texts.into_iter().next().unwrap_or_default()
    }
}
