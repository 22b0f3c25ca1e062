//! Looks at single lines of a file for what YAML reads otherwise than people do, and writes them anew.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::source::{SourceFile, Spot};

/// A line taken apart: `- key: value`.
pub(super) struct Line<'a> {
    source: &'a SourceFile,
    file: usize,
    /// The key, empty where there is none.
    pub(super) key: &'a str,
    /// What stands behind the key or the dash.
    value: &'a str,
    /// Its first byte in the file.
    start: usize,
}

impl<'a> Line<'a> {
    /// The line a byte stands in; `None` for an empty one or a comment.
    pub(super) fn at(file: usize, source: &'a SourceFile, byte: usize) -> Option<Self> {
        Self::read(file, source, source.line_at(byte))
    }

    fn read(file: usize, source: &'a SourceFile, range: Range<usize>) -> Option<Self> {
        let text = &source.text[range.clone()];
        let mut rest = text.trim_start();
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start();
        }
        if rest.is_empty() || rest.starts_with('#') {
            return None;
        }
        let (key, value) = match key_length(rest) {
            Some(length) => (&rest[..length], rest[length + 1..].trim_start()),
            None => ("", rest),
        };
        let start = range.start + (text.len() - value.len());
        Some(Self { source, file, key, value: value.trim_end(), start })
    }

    fn spot(&self, from: usize, length: usize) -> Spot {
        Spot { file: self.file, start: self.start + from, end: self.start + from + length }
    }

    fn whole(&self) -> Spot {
        self.spot(0, self.value.len())
    }

    /// The line with its value in quotes.
    fn fixed(&self) -> String {
        rewritten(self.source, self.whole(), &quoted(self.value))
    }

    /// A finding about an opening `{{`.
    pub(super) fn opening(&self, byte: usize) -> Option<Diagnostic> {
        let found = self.first_sign()?;
        (self.start <= byte).then_some(found)
    }

    /// A text that begins with a sign that YAML keeps for itself.
    fn first_sign(&self) -> Option<Diagnostic> {
        let value = self.value;
        let first = value.chars().next()?;
        let next = value[first.len_utf8()..].chars().next();
        let word = next.is_some_and(char::is_alphanumeric);
        let taken = match first {
            '{' => next == Some('{'),
            '@' | '%' | '`' => true,
            '*' | '&' => word,
            '!' => word && !is_expression(self.key),
            '>' | '|' => !is_block_header(value),
            '-' => next == Some(' ') && !self.key.is_empty(),
            '[' => closes_early(value, '[', ']'),
            _ => false,
        };
        if !taken {
            return None;
        }
        let braces = first == '{';
        let sign = if braces { "{{".to_owned() } else { first.to_string() };
        let code = match first {
            '{' => "unquoted-braces",
            '*' | '&' => "anchor",
            '!' => "yaml-tag",
            _ => "needs-quotes",
        };
        let message = format!("a text cannot begin with `{sign}` without quotes");
        Some(
            Diagnostic::error(code, self.spot(0, sign.len()), message)
                .help(format!("put the whole text into quotes: {}", self.fixed())),
        )
    }

    fn expression(&self) -> Option<Diagnostic> {
        let question = self.value.contains('?') && self.value.contains(": ");
        let not = self.value.starts_with('!');
        let plain = !self.value.starts_with(['"', '\'']);
        if !is_expression(self.key) || !plain || !(question || not) {
            return None;
        }
        let sign = if not { "!" } else { ": " };
        let code = if not { "exclamation-in-if" } else { "question-in-if" };
        let at = self.value.find(sign).unwrap_or(0);
        let message = format!("YAML takes `{}` for itself, so this is not read whole", sign.trim());
        Some(
            Diagnostic::error(code, self.spot(at, 1), message)
                .help(format!("put it into quotes: {}", self.fixed())),
        )
    }

    /// `'It's fine'`: the apostrophe ends the text.
    fn apostrophe(&self) -> Option<Diagnostic> {
        let inner = self.value.strip_prefix('\'')?;
        let end = inner.find('\'')?;
        let behind = &inner[end + 1..];
        if !behind.starts_with(char::is_alphabetic) {
            return None;
        }
        let text = self.value.trim_matches('\'').replace("''", "'");
        let fixed = rewritten(self.source, self.whole(), &quoted(&text));
        Some(
            Diagnostic::error(
                "apostrophe",
                self.spot(end + 1, 1),
                "the apostrophe ends the text, since the text stands in single quotes",
            )
            .help(format!("use double quotes: {fixed}")),
        )
    }

    /// `"Hello" said the bot`: a text cannot go on behind its quotes.
    fn behind_quotes(&self) -> Option<Diagnostic> {
        let inner = self.value.strip_prefix('"')?;
        let end = closing_quote(inner)?;
        let behind = inner[end + 1..].trim_start();
        if behind.is_empty() || behind.starts_with(['#', ',', ']', '}', ':']) {
            return None;
        }
        let fixed = format!("'{}'", self.value.replace('\'', "''"));
        let fixed = rewritten(self.source, self.whole(), &fixed);
        Some(
            Diagnostic::error(
                "behind-quotes",
                self.spot(end + 1, 1),
                "the text goes on behind its closing quote",
            )
            .help(format!("put the whole text into other quotes: {fixed}")),
        )
    }

    /// `"Hi!`: no quote closes the text.
    fn unclosed(&self) -> Option<Diagnostic> {
        let (quote, inner) = match self.value.chars().next()? {
            '"' => ('"', &self.value[1..]),
            '\'' => ('\'', &self.value[1..]),
            _ => return None,
        };
        let closed = if quote == '"' { closing_quote(inner) } else { inner.find('\'') };
        if closed.is_some() {
            return None;
        }
        let fixed = rewritten(self.source, self.whole(), &format!("{}{quote}", self.value));
        Some(
            Diagnostic::error(
                "unclosed-quote",
                self.spot(0, 1),
                "the quote that opens here is never closed",
            )
            .help(format!("close it: {fixed}")),
        )
    }

    fn smart_quotes(&self) -> Option<Diagnostic> {
        let first = self.value.chars().next().filter(|c| is_smart_quote(*c))?;
        let text = self.value.trim_matches(is_smart_quote);
        let fixed = rewritten(self.source, self.whole(), &quoted(text));
        Some(
            Diagnostic::error(
                "smart-quotes",
                self.spot(0, first.len_utf8()),
                "these are typographic quotes, which are letters like any other in YAML",
            )
            .help(format!("use straight quotes: {fixed}")),
        )
    }

    /// `say: Note: this`: YAML reads the second colon as a key.
    fn colon(&self) -> Option<Diagnostic> {
        if self.key.is_empty() || self.value.starts_with(['"', '\'', '[', '{', '>', '|', '#']) {
            return None;
        }
        let before_comment = self.value.split(" #").next().unwrap_or(self.value);
        let inside = before_comment.find(": ");
        let at =
            inside.or_else(|| before_comment.ends_with(':').then(|| before_comment.len() - 1))?;
        Some(
            Diagnostic::error(
                "colon-in-text",
                self.spot(at, 1),
                "a colon and a space inside a text make YAML look for a key",
            )
            .help(format!("put the whole text into quotes: {}", self.fixed())),
        )
    }
}

/// Whether a key holds an expression.
pub(super) fn is_expression(key: &str) -> bool {
    matches!(key, "if" | "valid_if")
}

/// Typographic double and single quotes, as office programs put them.
pub(crate) fn is_smart_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»')
}

/// The length of the key a line begins with, without its colon.
fn key_length(rest: &str) -> Option<usize> {
    let word = rest.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))?;
    let behind = &rest[word..];
    (word > 0 && (behind.starts_with(": ") || behind.trim_end() == ":")).then_some(word)
}

fn is_block_header(value: &str) -> bool {
    let rest = value[1..].trim_start_matches(|c: char| "+-0123456789".contains(c));
    rest.is_empty() || rest.trim_start().starts_with('#')
}

/// `[Urgent] please`: text goes on behind the bracket that closes the first.
fn closes_early(value: &str, open: char, close: char) -> bool {
    let mut depth = 0_usize;
    for (at, c) in value.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let behind = value[at + 1..].trim_start();
                return !(behind.is_empty() || behind.starts_with(['#', ',', ']', '}']));
            }
        }
    }
    false
}

fn closing_quote(inner: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return Some(at),
            _ => escaped = false,
        }
    }
    None
}

/// A text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The line of a place, trimmed, with the place replaced; for help texts.
pub(crate) fn rewritten(source: &SourceFile, spot: Spot, replacement: &str) -> String {
    let line = source.line_at(spot.start);
    let end = spot.end.clamp(spot.start, line.end);
    let before = source.text.get(line.start..spot.start).unwrap_or("").trim_start();
    let behind = source.text.get(end..line.end).unwrap_or("").trim_end();
    format!("`{before}{replacement}{behind}`")
}

/// Everything suspicious in the lines of a file that cannot be read; blocks (`|`, `>`) are left out.
pub(super) fn all(file: usize, source: &SourceFile) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut block: Option<usize> = None;
    let mut start = 0;
    for text in source.text.split_inclusive('\n') {
        let range = source.line_at(start);
        start += text.len();
        let indent = text.len() - text.trim_start_matches(' ').len();
        if block.is_some_and(|outer| indent > outer || text.trim().is_empty()) {
            continue;
        }
        block = None;
        let Some(line) = Line::read(file, source, range) else { continue };
        if line.value.starts_with(['|', '>']) && is_block_header(line.value) {
            block = Some(indent);
            continue;
        }
        let first = line
            .first_sign()
            .or_else(|| line.expression())
            .or_else(|| line.apostrophe())
            .or_else(|| line.behind_quotes())
            .or_else(|| line.smart_quotes())
            .or_else(|| line.colon());
        found.extend(first);
    }
    found
}

/// The nearest line above a byte, or its own, where a quote opens and does not close.
pub(super) fn unclosed(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let mut at = byte.min(source.text.len());
    loop {
        let range = source.line_at(at);
        if let Some(line) = Line::read(file, source, range.clone())
            && let Some(found) = line.unclosed()
        {
            return Some(found);
        }
        at = range.start.checked_sub(1)?;
    }
}

/// Whether the line of a byte is indented like none of the lines it could belong to.
pub(super) fn indentation(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let at = source.line_at(byte);
    let text = &source.text[at.clone()];
    let indent = text.len() - text.trim_start().len();
    Line::read(file, source, at.clone()).filter(|_| at.start > 0)?;
    let mut allowed: Vec<usize> = Vec::new();
    let mut deeper = true;
    for above in source.text[..at.start].lines().rev() {
        if above.trim().is_empty() || above.trim_start().starts_with('#') {
            continue;
        }
        let own = above.len() - above.trim_start().len();
        if allowed.is_empty() {
            deeper = above.trim_end().ends_with(':');
        }
        if allowed.last().is_none_or(|last| own < *last) {
            allowed.push(own);
        }
        if own == 0 {
            break;
        }
    }
    let nearest = *allowed.iter().min_by_key(|own| own.abs_diff(indent))?;
    let belongs =
        allowed.contains(&indent) || (deeper && allowed.first().is_some_and(|own| indent > *own));
    if belongs {
        return None;
    }
    let spot = Spot { file, start: at.start + indent, end: at.end };
    let spaces =
        |count: usize| if count == 1 { "1 space".into() } else { format!("{count} spaces") };
    let message =
        format!("the line is indented by {}, which fits no line above it", spaces(indent));
    let line = format!("`{}{}`", " ".repeat(nearest), text.trim());
    Some(
        Diagnostic::error("bad-indentation", spot, message).help(format!(
            "indent it by {}, like the lines it belongs to: {line}",
            spaces(nearest)
        )),
    )
}

#[cfg(test)]
mod tests {
    use super::{all, indentation};
    use crate::language::source::SourceFile;

    fn only(text: &str) -> (&'static str, (usize, usize), String) {
        let file = SourceFile { path: "a".into(), text: text.into() };
        let found = all(0, &file);
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].code, found[0].position(std::slice::from_ref(&file)), found[0].help.clone())
    }

    #[test]
    fn a_text_that_begins_with_a_sign_is_put_into_quotes() {
        let (code, at, help) = only("a:\n  say: {{name}}, hello\n");
        assert_eq!((code, at), ("unquoted-braces", (2, 8)));
        assert!(help.contains("`say: \"{{name}}, hello\"`"), "{help}");
        for line in ["- @anna", "- `x`", "- %x", "- > hi", "- [A] b", "x: - a"] {
            assert_eq!(only(line).0, "needs-quotes", "{line}");
        }
    }

    #[test]
    fn blocks_and_lists_are_no_texts_that_begin_with_a_sign() {
        let text = "a: |\n  {{name}}: x: y\nb: >-\n  - k: a: b\nc: [a, b]\nd: \"x: y\"\n";
        let file = SourceFile { path: "a".into(), text: text.into() };
        assert_eq!(all(0, &file), vec![]);
    }

    #[test]
    fn a_colon_an_apostrophe_and_smart_quotes_are_seen() {
        let (code, at, help) = only("say: Note: this");
        assert_eq!((code, at), ("colon-in-text", (1, 10)));
        assert!(help.contains("`say: \"Note: this\"`"), "{help}");
        let (code, _, help) = only("say: 'It's fine'");
        assert_eq!(code, "apostrophe");
        assert!(help.contains("`say: \"It's fine\"`"), "{help}");
        let (code, _, help) = only("say: “Note: yes”");
        assert_eq!(code, "smart-quotes");
        assert!(help.contains("`say: \"Note: yes\"`"), "{help}");
        let (code, _, help) = only("if: a ? b : c");
        assert_eq!(code, "question-in-if");
        assert!(help.contains("`if: \"a ? b : c\"`"), "{help}");
        assert_eq!(only("say: \"Hi\" he said").0, "behind-quotes");
    }

    #[test]
    fn a_line_between_two_indentations_is_seen() {
        let text = "modules:\n  a:\n    say: x\n   to: b\n";
        let file = SourceFile { path: "a".into(), text: text.into() };
        let found = indentation(0, &file, text.find("to").unwrap()).unwrap();
        assert_eq!(found.code, "bad-indentation");
        assert!(found.help.contains("indent it by 4 spaces"), "{}", found.help);
        assert!(indentation(0, &file, text.find("say").unwrap()).is_none());
    }
}
