//! Writes parts of the outline as the file of a language has them: each text an empty entry below
//! the text of the bot.

use super::outline::{Outline, Said, Shape};
use super::remembered::FROM;

/// What a new file begins with.
pub(super) fn head(language: &str) -> String {
    format!(
        "# The texts of the bot in `{language}`. Write the translation behind the colon; `~` keeps the text as it is.\n\
         # `from` is the text of the bot. Where it has changed since, `was` is the one that was translated:\n\
         # look at the translation, then delete the line.\n\n"
    )
}

/// The text of a part that is written as a text alone.
pub(super) fn leaf_of(outline: &Outline) -> Option<&Said> {
    match &outline.shape {
        Shape::Text(said) | Shape::Several(said) => Some(said),
        Shape::Keys { parts, chief: Some(chief), .. } => {
            let mut needed = parts.iter().filter(|(_, part)| part.is_needed());
            match (needed.next(), needed.next()) {
                (Some((key, part)), None) if key == chief => leaf_of(part),
                _ => None,
            }
        }
        Shape::Keys { chief: None, .. } | Shape::Places(_) => None,
    }
}

/// A key and what belongs below it; how many texts were written.
pub(super) fn entry(key: &str, outline: &Outline, indent: &str, out: &mut String) -> usize {
    let key = written(key);
    if let Some(said) = leaf_of(outline) {
        out.push_str(&format!("{indent}{FROM}{}\n{indent}{key}:\n", said.source));
        return 1;
    }
    out.push_str(&format!("{indent}{key}:\n"));
    below(outline, &format!("{indent}  "), out)
}

/// What belongs below a key.
pub(super) fn below(outline: &Outline, indent: &str, out: &mut String) -> usize {
    match &outline.shape {
        Shape::Text(_) | Shape::Several(_) => 0,
        Shape::Keys { parts, .. } => {
            let needed = parts.iter().filter(|(_, part)| part.is_needed());
            needed.map(|(key, part)| entry(key, part, indent, out)).sum()
        }
        Shape::Places(parts) => parts.iter().map(|part| item(part.as_ref(), indent, out)).sum(),
    }
}

/// An item of a list.
pub(super) fn item(outline: Option<&Outline>, indent: &str, out: &mut String) -> usize {
    let Some(outline) = outline.filter(|outline| outline.is_needed()) else {
        out.push_str(&format!("{indent}- ~\n"));
        return 0;
    };
    if let Some(said) = leaf_of(outline) {
        out.push_str(&format!("{indent}{FROM}{}\n{indent}-\n", said.source));
        return 1;
    }
    let mut inner = String::new();
    let written = below(outline, &format!("{indent}  "), &mut inner);
    // The first key stands behind the dash, its comment above.
    let mut dashed = false;
    for line in inner.lines() {
        let rest = line.get(indent.len() + 2..).unwrap_or_default();
        if dashed {
            out.push_str(line);
        } else if rest.starts_with('#') {
            out.push_str(indent);
            out.push_str(rest);
        } else {
            out.push_str(&format!("{indent}- {rest}"));
            dashed = true;
        }
        out.push('\n');
    }
    written
}

/// A key as YAML needs it.
fn written(key: &str) -> String {
    let plain = key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if plain && !key.starts_with('-') { key.to_owned() } else { super::super::lines::quoted(key) }
}
