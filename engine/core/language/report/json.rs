//! Findings as a JSON array, each with the same nine members.

use serde_json::{Value, json};

use super::{Row, level};

/// `[{code, severity, file, line, column, end_line, end_column, message, help}]`.
pub fn json(rows: &[Row]) -> Value {
    let one = |row: &Row| {
        json!({
            "code": row.code,
            "severity": level(row.severity),
            "file": row.file,
            "line": row.start.0,
            "column": row.start.1,
            "end_line": row.end.0,
            "end_column": row.end.1,
            "message": row.message,
            "help": row.help,
        })
    };
    rows.iter().map(one).collect()
}
