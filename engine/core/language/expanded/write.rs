//! Writes the long form as YAML: in blocks, two spaces an indentation, texts in quotes wherever YAML
//! could take them for something else.

use super::Long;

/// A file with these keys at its top.
pub(super) fn write(top: &[(String, Long)]) -> String {
    let mut out = String::new();
    for (key, value) in top {
        entry(key, value, 0, &mut out);
    }
    out
}

/// A key and what stands behind it; the place for the key is already there.
fn entry(key: &str, value: &Long, indent: usize, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    keyed(key, value, indent, out);
}

fn keyed(key: &str, value: &Long, indent: usize, out: &mut String) {
    out.push_str(&written_key(key));
    out.push(':');
    match value {
        Long::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            entries.iter().for_each(|(key, value)| entry(key, value, indent + 2, out));
        }
        Long::List(items) if !items.is_empty() => {
            out.push('\n');
            items.iter().for_each(|one| item(one, indent + 2, out));
        }
        Long::Nothing => out.push('\n'),
        other => {
            out.push(' ');
            out.push_str(&scalar(other));
            out.push('\n');
        }
    }
}

/// An item of a list; of a map the first key stands behind the dash.
fn item(value: &Long, indent: usize, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    out.push('-');
    match value {
        Long::Map(entries) if !entries.is_empty() => {
            for (place, (key, value)) in entries.iter().enumerate() {
                out.push_str(&if place == 0 { " ".to_owned() } else { " ".repeat(indent + 2) });
                keyed(key, value, indent + 2, out);
            }
        }
        Long::List(items) if !items.is_empty() => {
            out.push('\n');
            items.iter().for_each(|one| item(one, indent + 2, out));
        }
        Long::Nothing => out.push('\n'),
        other => {
            out.push(' ');
            out.push_str(&scalar(other));
            out.push('\n');
        }
    }
}

fn scalar(value: &Long) -> String {
    match value {
        Long::Text { text, quoted: false } if is_plain(text) => text.clone(),
        Long::Text { text, .. } => quoted(text),
        Long::List(_) => "[]".to_owned(),
        Long::Map(_) => "{}".to_owned(),
        Long::Nothing => String::new(),
    }
}

fn written_key(key: &str) -> String {
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if plain && !key.is_empty() && !key.starts_with('-') { key.to_owned() } else { quoted(key) }
}

/// Whether a text that stood without quotes can do so in a block: only what breaks it into lines,
/// or would end it, cannot.
fn is_plain(text: &str) -> bool {
    let starts = |c: char| c.is_alphanumeric() || matches!(c, '~' | '+' | '.' | '/' | '-' | '_');
    text.starts_with(starts)
        && !text.starts_with("- ")
        && !text.starts_with("---")
        && !text.starts_with("...")
        && text != "-"
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.contains(|c: char| c.is_control() || c == '\u{feff}')
        && text.trim() == text
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
