//! Blank lines: one at most, none at the beginning, and one between modules that take several lines.

use super::lines::Lines;
use crate::language::splice::Edit;
use crate::language::tree::{Key, Kind, Node};

/// The changes to blank lines and to the end of the file.
pub(super) fn lines(tree: &Node, lines: &Lines<'_>, edits: &mut Vec<Edit>) {
    let is_blank = |at: usize| lines.text(at).is_empty() && !lines.all[at].inside;
    let all = lines.all.len();
    let written = (0..all).rev().find(|at| !is_blank(*at)).map_or(0, |last| last + 1);
    for at in 0..written {
        let (start, next) = (lines.all[at].start, lines.all.get(at + 1).map(|line| line.start));
        if is_blank(at) && (at == 0 || is_blank(at - 1)) {
            edits.push(Edit::replace(start..next.unwrap_or(lines.end()), ""));
        } else if is_blank(at) && lines.all[at].end > start {
            edits.push(Edit::replace(start..lines.all[at].end, ""));
        }
    }
    end(lines, written, edits);
    for (before, after) in pairs(tree) {
        between(before, after, lines, edits);
    }
}

/// One line end behind the last line, and nothing behind that.
fn end(lines: &Lines<'_>, written: usize, edits: &mut Vec<Edit>) {
    let Some(last) = written.checked_sub(1) else { return };
    // A text in a block may end in spaces and blank lines of its own.
    let from = lines.all.get(written).map_or(lines.end(), |line| line.start);
    if from < lines.end() {
        edits.push(Edit::replace(from..lines.end(), ""));
    }
    let line = &lines.all[last];
    if from == lines.end() && lines.between(line.end, from).is_empty() && line.end > line.start {
        edits.push(Edit::insert(from, lines.line_end()));
    }
}

/// A module with its key.
type Entry = (Key, Node);

/// Modules that follow each other.
fn pairs(tree: &Node) -> Vec<(&Entry, &Entry)> {
    let Kind::Map { entries, .. } = &tree.kind else { return Vec::new() };
    let modules = entries.iter().find(|(key, _)| key.text == "modules").map(|found| &found.1);
    let Some(Kind::Map { entries, flow: false }) = modules.map(|node| &node.kind) else {
        return Vec::new();
    };
    entries.iter().zip(entries.iter().skip(1)).collect()
}

/// A blank line between two modules, above the comment that belongs to the second.
fn between(before: &Entry, after: &Entry, lines: &Lines<'_>, edits: &mut Vec<Edit>) {
    let long = |(key, value): &Entry| {
        let end = value.spot.end.max(key.spot.end);
        lines.at(key.spot.start) < lines.at(end.saturating_sub(1).max(key.spot.start))
    };
    if !long(before) && !long(after) {
        return;
    }
    let mut at = lines.at(after.0.spot.start);
    let new = lines.all[at].new;
    let of_module = |at: usize| {
        let line = &lines.all[at];
        lines.text(at).starts_with('#') && !line.inside && line.new == new
    };
    let last = lines.at(before.1.spot.end.max(before.0.spot.end).saturating_sub(1));
    while at > last + 1 && of_module(at - 1) {
        at -= 1;
    }
    if at > 0 && !lines.text(at - 1).is_empty() {
        edits.push(Edit::insert(lines.all[at].start, lines.line_end()));
    }
}
