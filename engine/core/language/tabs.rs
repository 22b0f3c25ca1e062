//! Tabs in an indentation, written as the spaces they were meant to be.

use super::hidden::Tabs;
use super::source::SourceFile;
use super::splice::Edit;

/// How wide editors show a tab.
const WIDTHS: [usize; 3] = [2, 4, 8];

/// The lines with spaces in the place of their tabs; empty where nobody can say how many. `alone`:
/// no line of the file is indented with spaces.
pub(super) fn in_spaces(source: &SourceFile, lines: &[Tabs], alone: bool) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(width) = (if alone { Some(2) } else { fitting(source, line, edits.last()) })
        else {
            return Vec::new();
        };
        let spaces = source.text[line.indent.clone()].replace('\t', &" ".repeat(width));
        edits.push(Edit::replace(line.indent.clone(), spaces));
    }
    edits
}

/// The width of a tab with which the line stands like the one above it, or right below its key.
fn fitting(source: &SourceFile, line: &Tabs, mended: Option<&Edit>) -> Option<usize> {
    let above = source.line_at(source.text[..line.whole.start].trim_end().len());
    let text = source.text[above.clone()].trim_end();
    // The line above may be one that has just got its spaces.
    let spaces = match mended.filter(|edit| edit.span.start == above.start) {
        Some(edit) => edit.text.len(),
        None => text.len() - text.trim_start_matches(' ').len(),
    };
    let rest = text.trim_start_matches([' ', '\t']);
    let inner = spaces + rest.len() - rest.trim_start_matches([' ', '-']).len();
    let indent = &source.text[line.indent.clone()];
    let (tabs, blanks) = (indent.matches('\t').count(), indent.matches(' ').count());
    let wide = |width: usize| tabs * width + blanks;
    if text.ends_with(':') {
        return WIDTHS.into_iter().find(|width| wide(*width) == inner + 2);
    }
    WIDTHS.into_iter().find(|width| wide(*width) == spaces || wide(*width) == inner)
}
