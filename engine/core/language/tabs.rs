//! Tabs in an indentation, written as the spaces they were meant to be.

use super::hidden::Tabs;
use super::source::SourceFile;
use super::splice::Edit;

/// How wide editors show a tab.
const WIDTHS: [usize; 3] = [2, 4, 8];

/// The lines with spaces in the place of their tabs; empty where nobody can say how many. `alone`:
/// no line of the file is indented with spaces.
pub(super) fn in_spaces(source: &SourceFile, lines: &[Tabs], alone: bool) -> Vec<Edit> {
    let width = |line: &Tabs| match alone {
        true => Some(2),
        false => fitting(source, line),
    };
    let edits: Option<Vec<Edit>> = lines
        .iter()
        .map(|line| {
            let indent = &source.text[line.indent.clone()];
            let spaces = indent.replace('\t', &" ".repeat(width(line)?));
            Some(Edit::replace(line.indent.clone(), spaces))
        })
        .collect();
    edits.unwrap_or_default()
}

/// The width of a tab with which the line stands like the one above it, or right below its key.
fn fitting(source: &SourceFile, line: &Tabs) -> Option<usize> {
    let above = source.text[..line.whole.start].lines().rev();
    let above =
        above.filter(|above| !above.trim().is_empty()).find(|above| !above.contains('\t'))?;
    let own = above.len() - above.trim_start_matches(' ').len();
    let inner = above.len() - above.trim_start_matches([' ', '-']).len();
    let indent = &source.text[line.indent.clone()];
    let (tabs, spaces) = (indent.matches('\t').count(), indent.matches(' ').count());
    let wide = |width: usize| tabs * width + spaces;
    if above.trim_end().ends_with(':') {
        return WIDTHS.into_iter().find(|width| wide(*width) == inner + 2);
    }
    WIDTHS.into_iter().find(|width| wide(*width) == own || wide(*width) == inner)
}
