//! In which column each key and each dash shall stand: two further than what it belongs to.

use super::lines::Lines;
use crate::language::splice::Edit;
use crate::language::tree::{Key, Kind, Node};

/// Spaces of an indentation.
const STEP: usize = 2;

/// Places everything below the top of a file.
pub(super) fn place(tree: &Node, lines: &mut Lines<'_>, edits: &mut Vec<Edit>) {
    Placing { lines, edits }.value(tree, 0, 0);
}

struct Placing<'a, 'f> {
    lines: &'a mut Lines<'f>,
    edits: &'a mut Vec<Edit>,
}

impl Placing<'_, '_> {
    /// What stands behind a key or dash. `below`: the column of what it holds, where that begins in
    /// a line of its own; `by`: how far the key or dash has moved.
    fn value(&mut self, node: &Node, below: usize, by: isize) {
        match &node.kind {
            Kind::Map { entries, flow: false } => self.map(entries, below),
            Kind::List { items, flow: false } => self.list(items, below),
            Kind::Nothing | Kind::Broken => {}
            Kind::Text { .. } | Kind::List { .. } | Kind::Map { .. } => {
                self.lump(node, below, by);
            }
        }
    }

    /// Something that moves as it is: a text, or something in brackets.
    fn lump(&mut self, node: &Node, below: usize, by: isize) {
        let first = self.lines.at(node.spot.start);
        let last = self.last(node, first);
        let mut by = by;
        if self.lines.is_first(node.spot.start) {
            by = moved(self.lines.all[first].old, below);
            self.lines.all[first].new = Some(below);
        }
        if last > first {
            self.lines.shift(first + 1..=last, by);
        }
    }

    /// The last line of something. A block of text is said to reach up to what follows: blank lines
    /// and comments behind it are none of it.
    fn last(&self, node: &Node, first: usize) -> usize {
        let mut last = self.lines.at(node.spot.end.saturating_sub(1).max(node.spot.start));
        if !matches!(node.kind, Kind::Text { .. }) {
            return last;
        }
        let begins = (first + 1..=last).find(|at| !self.lines.text(*at).is_empty());
        let indent = begins.map_or(0, |at| self.lines.all[at].old);
        let behind = |at: usize| {
            let text = self.lines.text(at);
            text.is_empty() || (text.starts_with('#') && self.lines.all[at].old < indent)
        };
        while last > first && behind(last) {
            last -= 1;
        }
        last
    }

    fn map(&mut self, entries: &[(Key, Node)], column: usize) {
        for (key, value) in entries {
            let old = self.begins(key.spot.start, column);
            let gap = self.lines.between(key.spot.end, value.spot.start);
            let is_gap = gap.trim() == ":" && !gap.contains('\n') && gap != ": ";
            let block = matches!(
                value.kind,
                Kind::Map { flow: false, .. } | Kind::List { flow: false, .. } | Kind::Nothing
            );
            if is_gap && !block {
                self.edits.push(Edit::replace(key.spot.end..value.spot.start, ": "));
            }
            self.value(value, column + STEP, moved(old, column));
        }
    }

    fn list(&mut self, items: &[Node], column: usize) {
        for item in items {
            let Some(dash) = self.dash(item) else { continue };
            self.begins(dash, column);
            let gap = dash + 1..item.spot.start;
            let on_line = self.lines.at(dash) == self.lines.at(item.spot.start);
            if on_line && item.kind != Kind::Nothing && gap.len() != 1 {
                self.edits.push(Edit::replace(gap, " "));
            }
            let old = self.lines.column(item.spot.start);
            self.value(item, column + STEP, moved(old, column + STEP));
        }
    }

    /// Notes that something begins here and shall stand in this column; gives the one it stood in.
    fn begins(&mut self, byte: usize, column: usize) -> usize {
        let (at, old) = (self.lines.at(byte), self.lines.column(byte));
        let first = self.lines.is_first(byte);
        let line = &mut self.lines.all[at];
        line.columns.push((old, column));
        if first {
            line.new = Some(column);
        }
        old
    }

    /// The dash before an item: nothing but spaces, line ends and comments stand between.
    fn dash(&self, item: &Node) -> Option<usize> {
        let mut at = self.lines.at(item.spot.start);
        let here = self.lines.between(self.lines.all[at].start, item.spot.start);
        if let Some(dash) = here.trim_end().strip_suffix('-') {
            return Some(self.lines.all[at].start + dash.len());
        }
        while here.trim().is_empty() && at > 0 {
            at -= 1;
            let text = self.lines.text(at);
            let dash = text.split('#').next().unwrap_or_default().trim_end();
            if dash == "-" {
                return Some(self.lines.all[at].start + self.lines.all[at].old);
            }
            if !text.is_empty() && !text.starts_with('#') {
                return None;
            }
        }
        None
    }
}

fn moved(old: usize, new: usize) -> isize {
    new as isize - old as isize
}

/// Places the lines that are comments alone: with what stands below them in the same column, else
/// with what stands above in it, else with what is nearest above.
pub(super) fn place_comments(lines: &mut Lines<'_>) {
    let comments: Vec<usize> = (0..lines.all.len())
        .filter(|at| {
            let line = &lines.all[*at];
            !line.inside && line.new.is_none() && lines.text(*at).starts_with('#')
        })
        .collect();
    for at in comments {
        let column = lines.all[at].old;
        let of = |line: &super::lines::Line| {
            line.columns.iter().find(|(old, _)| *old == column).map(|found| found.1)
        };
        let next = lines.all[at..].iter().find(|line| !line.columns.is_empty());
        let above = lines.all[..at].iter().rev().filter(|line| !line.columns.is_empty());
        // What stands further out ends the block to which the comment could belong.
        let mut near = above.take_while(|line| line.columns.iter().any(|(old, _)| *old >= column));
        let new = next.and_then(of).or_else(|| near.find_map(of));
        let new = new.or_else(|| outer(&lines.all[..at], column));
        // Further out than all that stands above: nothing holds it.
        lines.all[at].new = Some(new.unwrap_or(0));
    }
}

/// The column of what holds a comment that stands in a column of its own, and one step.
fn outer(above: &[super::lines::Line], column: usize) -> Option<usize> {
    let columns = above.iter().rev().flat_map(|line| line.columns.iter().rev());
    let (_, new) = columns.into_iter().find(|(old, _)| *old < column)?;
    Some(new + STEP)
}
