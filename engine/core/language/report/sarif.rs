//! Findings in the format of the OASIS for results of static analysis, SARIF 2.1.0.

use serde_json::{Value, json};

use super::{Row, level, whole};
use crate::language::code::{self, Code};

/// A log of one run, with a rule for every code a finding can have.
pub fn sarif(rows: &[Row], version: &str) -> Value {
    let rules: Vec<Value> = code::all().map(rule).collect();
    let results: Vec<Value> = rows.iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "baton", "version": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.code,
        "shortDescription": { "text": code.title },
        "fullDescription": { "text": code.doc },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn result(row: &Row) -> Value {
    let ((line, column), (end_line, end_column)) = (row.start, row.end);
    let mut result = json!({
        "ruleId": row.code,
        "level": level(row.severity),
        "message": { "text": whole(row) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": address(&row.file) },
            "region": {
                "startLine": line,
                "startColumn": column,
                "endLine": end_line,
                "endColumn": end_column,
            },
        } }],
    });
    if let Some(index) = code::all().position(|known| known.code == row.code) {
        result["ruleIndex"] = json!(index);
    }
    result
}

/// A path as an address: relative as it is, from the root with its scheme.
fn address(path: &str) -> String {
    let mut address = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(char::from(byte));
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}
