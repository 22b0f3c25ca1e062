//! Lays a file out as the documentation does: two spaces an indentation, no spaces at the ends of
//! lines, one blank line at most, and one between modules.
//!
//! Invariant: nothing but spaces and blank lines changes. What was laid out is read again and
//! compared, comments included, and given back only if it says the same.

mod blank;
mod columns;
mod lines;
#[cfg(test)]
mod tests;

use super::source::SourceFile;
use super::splice::{self, Edit};
use super::tree::{Kind, Node};
use super::{mending, without_mark};

/// Why a file stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untouched {
    /// Something in it cannot be read.
    #[error("it cannot be read; `baton check` says why")]
    Unreadable,
    /// Laid out it would not say the same.
    #[error("its indentation is of a kind that cannot be changed without changing what it says")]
    Unsafe,
}

/// The file as it should lie on the page.
///
/// # Errors
/// [`Untouched`]: the file is better left alone.
pub fn laid_out(file: &SourceFile) -> Result<SourceFile, Untouched> {
    let marked = file.text.starts_with('\u{feff}');
    let plain = without_mark(file.clone());
    let Some(tree) = whole(&plain)? else { return Ok(file.clone()) };
    let edits = edits(&plain, &tree);
    let mut laid = splice::apply(&plain, &edits).map_err(|_| Untouched::Unsafe)?;
    let after = whole(&laid).ok().flatten();
    let same = after.is_some_and(|after| same(&tree, &after))
        && splice::comments_of(&plain) == splice::comments_of(&laid);
    if !same {
        return Err(Untouched::Unsafe);
    }
    if marked {
        laid.text.insert(0, '\u{feff}');
    }
    Ok(laid)
}

/// Everything in a file; none where it is empty.
fn whole(file: &SourceFile) -> Result<Option<Node>, Untouched> {
    let mut found = Vec::new();
    let read = mending::read(0, file, &mut found);
    match read.tree {
        Some(tree) if !read.cut && !is_broken(&tree) => Ok(Some(tree)),
        None if !read.cut && found.is_empty() => Ok(None),
        Some(_) | None => Err(Untouched::Unreadable),
    }
}

fn edits(file: &SourceFile, tree: &Node) -> Vec<Edit> {
    let mut lines = lines::Lines::of(file);
    let mut edits = Vec::new();
    columns::place(tree, &mut lines, &mut edits);
    columns::place_comments(&mut lines);
    lines.indentation(&mut edits);
    lines.ends(&mut edits);
    blank::lines(tree, &lines, &mut edits);
    edits
}

fn is_broken(node: &Node) -> bool {
    match &node.kind {
        Kind::Broken => true,
        Kind::Nothing | Kind::Text { .. } => false,
        Kind::List { items, .. } => items.iter().any(is_broken),
        Kind::Map { entries, .. } => entries.iter().any(|(_, value)| is_broken(value)),
    }
}

/// Whether two files say the same, wherever it stands.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::List { items: a, flow: f }, Kind::List { items: b, flow: g }) => {
            f == g && a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Kind::Map { entries: a, flow: f }, Kind::Map { entries: b, flow: g }) => {
            let pairs = a.iter().zip(b);
            f == g
                && a.len() == b.len()
                && pairs.into_iter().all(|(a, b)| a.0.text == b.0.text && same(&a.1, &b.1))
        }
        (one, other) => one == other,
    }
}
