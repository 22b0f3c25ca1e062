//! Changes a file at places, and leaves the rest as it is: comments, order and quotes.
//!
//! Invariant: what stands outside of the edits reads as before, in the same place of the tree, or the
//! whole change is refused.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Options, Parser};

use super::mending;
use super::reader::DEPTH;
use super::source::SourceFile;
use super::tree::{Kind, Node};

/// Some bytes of a file, and what is to stand there. Nothing to replace is an insertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which bytes go.
    pub span: Range<usize>,
    /// What comes.
    pub text: String,
}

/// Why a file is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Two edits are about the same bytes.
    #[error("two changes are about the same place")]
    Overlapping,
    /// An edit lies outside of the file, or within a letter.
    #[error("a change lies outside of the file")]
    Outside,
    /// Something the edits do not touch would be read otherwise.
    #[error("`{0}` would no longer be read as it is now")]
    Lost(String),
}

impl Edit {
    /// Puts something in.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { span: at..at, text: text.into() }
    }

    /// Puts something in the place of something.
    pub fn replace(span: Range<usize>, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// The file with the edits made, and nothing else changed in what it says.
///
/// # Errors
/// See [`Refused`]; the file is then as it was.
pub fn splice(file: &SourceFile, edits: &[Edit]) -> Result<SourceFile, Refused> {
    let edits = in_order(file, edits)?;
    let spliced = apply_sorted(file, &edits);
    same_elsewhere(file, &spliced, &edits)?;
    Ok(spliced)
}

/// The file with the edits made, whatever it then says: for what cannot be read before.
///
/// # Errors
/// [`Refused::Overlapping`] and [`Refused::Outside`].
pub fn apply(file: &SourceFile, edits: &[Edit]) -> Result<SourceFile, Refused> {
    Ok(apply_sorted(file, &in_order(file, edits)?))
}

fn in_order(file: &SourceFile, edits: &[Edit]) -> Result<Vec<Edit>, Refused> {
    let mut edits = edits.to_vec();
    // Insertions at one place keep the order in which they were asked for.
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let inside = |edit: &Edit| file.text.get(edit.span.clone()).is_some();
    if !edits.iter().all(inside) {
        return Err(Refused::Outside);
    }
    match edits.windows(2).any(|pair| pair[1].span.start < pair[0].span.end) {
        true => Err(Refused::Overlapping),
        false => Ok(edits),
    }
}

fn apply_sorted(file: &SourceFile, edits: &[Edit]) -> SourceFile {
    let mut text = String::with_capacity(file.text.len());
    let mut from = 0;
    for edit in edits {
        text.push_str(&file.text[from..edit.span.start]);
        text.push_str(&edit.text);
        from = edit.span.end;
    }
    text.push_str(&file.text[from..]);
    SourceFile { path: file.path.clone(), text }
}

/// Whether everything the edits do not touch is found again, where they have moved it.
fn same_elsewhere(before: &SourceFile, after: &SourceFile, edits: &[Edit]) -> Result<(), Refused> {
    let (old, new) =
        (edits.iter().map(|edit| edit.span.clone()).collect::<Vec<_>>(), written(edits));
    let found: HashMap<Range<usize>, Part> =
        parts(after, &new).into_iter().map(|part| (part.span.clone(), part)).collect();
    for part in parts(before, &old) {
        let Some(moved) = moved(&part.span, edits) else { continue };
        let same = found.get(&moved).is_some_and(|other| {
            other.text == part.text && other.path == part.path && other.kind == part.kind
        });
        if !same {
            return Err(Refused::Lost(part.text));
        }
    }
    Ok(())
}

/// Where the texts of the edits stand when they are made.
fn written(edits: &[Edit]) -> Vec<Range<usize>> {
    let mut shift = 0_isize;
    let place = |edit: &Edit| {
        let start = edit.span.start.saturating_add_signed(shift);
        shift += edit.text.len() as isize - edit.span.len() as isize;
        start..start + edit.text.len()
    };
    edits.iter().map(place).collect()
}

/// Where bytes are that the edits do not touch; `None` where they do.
fn moved(span: &Range<usize>, edits: &[Edit]) -> Option<Range<usize>> {
    let mut shift = 0_isize;
    for edit in edits {
        if edit.span.end <= span.start {
            shift += edit.text.len() as isize - edit.span.len() as isize;
        } else if edit.span.start < span.end {
            return None;
        }
    }
    Some(span.start.checked_add_signed(shift)?..span.end.checked_add_signed(shift)?)
}

/// A key, a text or a comment, with its place in the tree.
#[derive(Debug, PartialEq)]
struct Part {
    span: Range<usize>,
    text: String,
    path: String,
    kind: PartKind,
}

#[derive(Debug, PartialEq, Eq)]
enum PartKind {
    Key,
    Quoted,
    Plain,
    Comment,
}

/// Everything of a file; below a key that is touched itself, whatever it is called.
fn parts(file: &SourceFile, touched: &[Range<usize>]) -> Vec<Part> {
    let mut found = comments(file);
    if let Some(tree) = mending::read(0, file, &mut Vec::new()).tree {
        gather(&tree, touched, &mut String::new(), &mut found);
    }
    found
}

fn gather(node: &Node, touched: &[Range<usize>], path: &mut String, found: &mut Vec<Part>) {
    let length = path.len();
    match &node.kind {
        Kind::Text { text, quoted } => found.push(Part {
            span: node.spot.range(),
            text: text.clone(),
            path: path.clone(),
            kind: if *quoted { PartKind::Quoted } else { PartKind::Plain },
        }),
        Kind::List { items, .. } => {
            path.push_str("/-");
            items.iter().for_each(|item| gather(item, touched, path, found));
        }
        Kind::Map { entries, .. } => {
            for (key, node) in entries {
                let (span, text) = (key.spot.range(), key.text.clone());
                let renamed =
                    touched.iter().any(|edit| edit.start < span.end && span.start < edit.end);
                let (at, kind) = (path.clone(), PartKind::Key);
                found.push(Part { span, text, path: at, kind });
                path.push('/');
                path.push_str(if renamed { "?" } else { &key.text });
                gather(node, touched, path, found);
                path.truncate(length);
            }
        }
        Kind::Nothing | Kind::Broken => {}
    }
    path.truncate(length);
}

/// What the comments of a file say, in their order.
pub fn comments_of(file: &SourceFile) -> Vec<String> {
    comments(file).into_iter().map(|part| part.text).collect()
}

/// The comments, as far as the file can be read.
fn comments(file: &SourceFile) -> Vec<Part> {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = DEPTH;
    options.block_nesting_limit = DEPTH;
    options.max_buffered_comment_events = file.text.len();
    let parser = Parser::new_from_str_with_options(&file.text, options);
    let mut found = Vec::new();
    for (event, span) in parser.map_while(Result::ok) {
        let Event::Comment(_, _) = event else { continue };
        let span = span.byte_range().unwrap_or(0..0);
        let text = file.text.get(span.clone()).unwrap_or_default().trim_end().to_owned();
        let span = span.start..span.start + text.len();
        found.push(Part { span, text, path: String::new(), kind: PartKind::Comment });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Edit, Refused, splice};
    use crate::language::SourceFile;

    const TEXT: &str = "# head\na: 1   # one\nb:\n  - x\n  - 'y'  # why\nc: { d: e }\n";

    fn file() -> SourceFile {
        SourceFile { path: "bot.yaml".into(), text: TEXT.into() }
    }

    fn at(sought: &str) -> usize {
        TEXT.find(sought).unwrap()
    }

    #[test]
    fn what_is_not_touched_stays_as_it_is() {
        let x = at("x\n");
        let edits =
            [Edit::insert(at("c: {"), "new: line\n"), Edit::replace(x..x + 1, "\"longer\"")];
        let text = splice(&file(), &edits).unwrap().text;
        assert_eq!(
            text,
            "# head\na: 1   # one\nb:\n  - \"longer\"\n  - 'y'  # why\nnew: line\nc: { d: e }\n"
        );
    }

    #[test]
    fn two_changes_of_one_place_are_refused() {
        let edits = [Edit::replace(0..4, ""), Edit::replace(3..5, "")];
        assert_eq!(splice(&file(), &edits), Err(Refused::Overlapping));
        assert_eq!(splice(&file(), &[Edit::insert(900, "")]), Err(Refused::Outside));
    }

    #[test]
    fn a_change_that_hides_something_else_is_refused() {
        // An open quote swallows what stands behind it.
        let swallows = Edit::replace(at("x\n")..at("x\n") + 1, "\"x");
        assert!(matches!(splice(&file(), &[swallows]), Err(Refused::Lost(_))));
        // A line that is indented otherwise takes what follows into another place.
        let takes = Edit::insert(at("c: {"), "n:\n  ");
        assert_eq!(splice(&file(), &[takes]), Err(Refused::Lost("c".into())));
        // A comment would become a part of a text.
        let eats = Edit::insert(at("1   #"), "\"1\" \"");
        assert!(splice(&file(), &[eats]).is_err());
    }
}
