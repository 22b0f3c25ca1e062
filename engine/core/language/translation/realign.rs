//! A list that has grown or shrunk in the bot: each translation goes to the text it was made for,
//! which the comment above it names.

use std::ops::Range;

use super::super::splice::Edit;
use super::super::tree::{Kind, Node};
use super::outline::{Outline, Shape};
use super::remembered;
use super::sync::Round;
use super::write;

/// Puts the items of a list into the order of the bot; what translates nothing any more is kept as
/// a comment.
pub(super) fn realign(
    round: &mut Round<'_>,
    parts: &[Option<Outline>],
    items: &[Node],
    path: &str,
) {
    let known: Vec<Item> = items.iter().map(|item| Item::of(round, item)).collect();
    let Some(first) = known.first().filter(|_| known.iter().all(Item::can_move)) else {
        return round.left.push(path.to_owned());
    };
    let (indent, start) = (first.indent.clone(), first.lines.start);
    let end = known.last().map_or(start, |last| last.lines.end);
    let mut used = vec![false; known.len()];
    let mut text = String::new();
    for part in parts {
        let source = part.as_ref().and_then(first_source);
        let free = (0..known.len()).filter(|at| !used[*at]);
        let mut fits = free.filter(|at| source.is_some() && known[*at].source.as_deref() == source);
        match fits.next() {
            Some(at) => {
                used[at] = true;
                text.push_str(&round.file.text[known[at].lines.clone()]);
                if !text.ends_with('\n') {
                    text.push('\n');
                }
            }
            None => {
                write::item(part.as_ref(), &indent, &mut text);
            }
        }
    }
    let unused = known.iter().zip(&used).filter(|(item, used)| !**used && item.says);
    for (item, _) in unused {
        for line in round.file.text[item.lines.clone()].lines() {
            text.push_str(&format!("{indent}# unused: {}\n", line.trim()));
        }
    }
    if !round.file.text[..end].ends_with('\n') {
        text.truncate(text.trim_end_matches('\n').len());
    }
    round.edits.push(Edit::replace(start..end, text));
}

/// The text that is remembered above an item of this part: the first in it.
fn first_source(outline: &Outline) -> Option<&str> {
    if let Some(said) = write::leaf_of(outline) {
        return Some(&said.source);
    }
    match &outline.shape {
        Shape::Text(said) | Shape::Several(said) => Some(&said.source),
        Shape::Keys { parts, .. } => parts.iter().find_map(|(_, part)| first_source(part)),
        Shape::Places(parts) => parts.iter().flatten().find_map(first_source),
    }
}

/// An item of the list in the file.
struct Item {
    indent: String,
    /// What it translates.
    source: Option<String>,
    /// Whether somebody wrote something in it.
    says: bool,
    /// It stands on lines of its own.
    alone: bool,
    /// Its lines, the comments above among them.
    lines: Range<usize>,
}

impl Item {
    fn of(round: &Round<'_>, item: &Node) -> Self {
        let says = match &item.kind {
            Kind::Nothing | Kind::Broken => false,
            Kind::Text { text, quoted } => *quoted || text != "~",
            Kind::List { .. } | Kind::Map { .. } => true,
        };
        let text = &round.file.text;
        let end = text[..item.spot.end].trim_end().len();
        let end = round.file.line_at(end).end;
        let end = text[end..].find('\n').map_or(text.len(), |more| end + more + 1);
        let Some(memory) = remembered::above(round.file, item.spot.start) else {
            let (indent, lines) = (String::new(), 0..end);
            return Self { indent, source: None, says, alone: false, lines };
        };
        let comments = [&memory.from, &memory.was].into_iter().flatten();
        let start = comments.map(|comment| comment.line.start).min().unwrap_or(memory.line);
        let source = memory.was.or(memory.from.clone()).map(|comment| comment.text);
        // What was marked as changed stands for the text of today.
        let source = memory.from.map(|comment| comment.text).or(source);
        Self { indent: memory.indent, source, says, alone: true, lines: start..end }
    }

    fn can_move(&self) -> bool {
        self.alone && (self.source.is_some() || !self.says)
    }
}
