//! Findings as workflow commands of GitHub, which shows them beside the lines of a change.

use super::{Row, level, whole};

/// A line a finding: `::error file=…,line=…,col=…,endLine=…,title=…::what is wrong`.
pub fn github(rows: &[Row]) -> String {
    rows.iter().map(command).collect()
}

fn command(row: &Row) -> String {
    let ((line, column), (end_line, end_column)) = (row.start, row.end);
    // A column of the end is allowed within one line only.
    let end = match line == end_line {
        true => format!("endLine={end_line},endColumn={end_column}"),
        false => format!("endLine={end_line}"),
    };
    format!(
        "::{} file={},line={line},col={column},{end},title={}::{}\n",
        level(row.severity),
        property(&row.file),
        property(row.code),
        data(&whole(row)),
    )
}

/// What stands behind the colons.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind an equals sign.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
