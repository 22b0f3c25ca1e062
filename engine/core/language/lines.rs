//! Looks at single lines of a file for what YAML reads otherwise than people do, and writes them
//! anew.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::source::{SourceFile, Spot};

/// A line taken apart: `- key: value`.
pub(super) struct Line<'a> {
    /// The file.
    pub(super) source: &'a SourceFile,
    /// Which file, by its number.
    pub(super) file: usize,
    /// The key, empty where there is none.
    pub(super) key: &'a str,
    /// What stands behind the key or the dash.
    pub(super) value: &'a str,
    /// Its first byte in the file.
    start: usize,
    /// A dash stands in front of it.
    pub(super) item: bool,
}

impl<'a> Line<'a> {
    /// The line a byte stands in; `None` for an empty one or a comment.
    pub(super) fn at(file: usize, source: &'a SourceFile, byte: usize) -> Option<Self> {
        Self::read(file, source, source.line_at(byte))
    }

    /// The line of these bytes; `None` for an empty one or a comment.
    pub(super) fn read(file: usize, source: &'a SourceFile, range: Range<usize>) -> Option<Self> {
        let text = &source.text[range.clone()];
        let mut rest = text.trim_start();
        let item = rest.starts_with("- ");
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
        Some(Self { source, file, key, value: value.trim_end(), start, item })
    }

    /// Whether a text in several lines follows.
    pub(super) fn begins_block(&self) -> bool {
        self.value.starts_with(['|', '>']) && is_block_header(self.value)
    }

    /// The first thing in it that YAML reads otherwise than people do.
    pub(super) fn slip(&self) -> Option<Diagnostic> {
        self.first_sign()
            .or_else(|| self.foreign_comment())
            .or_else(|| self.placeholder())
            .or_else(|| self.expression())
            .or_else(|| self.apostrophe())
            .or_else(|| self.list_without_brackets())
            .or_else(|| self.behind_quotes())
            .or_else(|| self.smart_quotes())
            .or_else(|| self.colon())
            .or_else(|| self.unclosed_between_brackets())
            .or_else(|| self.hash_in_brackets())
            .or_else(|| self.missing_comma())
            .or_else(|| self.colon_in_braces())
    }

    /// A part of the value.
    pub(super) fn spot(&self, from: usize, length: usize) -> Spot {
        Spot { file: self.file, start: self.start + from, end: self.start + from + length }
    }

    /// What stands behind its key or dash.
    pub(super) fn whole(&self) -> Spot {
        self.spot(0, self.value.len())
    }

    /// The line with its value in quotes.
    pub(super) fn fixed(&self) -> String {
        rewritten(self.source, self.whole(), &quoted(self.value))
    }

    /// What stands behind its key or dash, without a comment.
    fn said(&self) -> &'a str {
        let end = self.value.find(" #").unwrap_or(self.value.len());
        self.value[..end].trim_end()
    }

    /// The finding, mended by quotes around the text; a comment behind it stays one.
    pub(super) fn in_quotes(&self, found: Diagnostic) -> Diagnostic {
        let text = self.said();
        found.mend(self.spot(0, text.len()), quoted(text))
    }

    /// A finding about an opening `{{`.
    pub(super) fn opening(&self, byte: usize) -> Option<Diagnostic> {
        let found = self.first_sign()?;
        (self.start <= byte).then_some(found)
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
        let found = Diagnostic::error(code, self.spot(at, 1), message);
        let found = match not {
            true => found.help(format!(
                "write `not` in its place: {}",
                rewritten(self.source, self.spot(0, 1), "not ")
            )),
            false => found.help(format!("put it into quotes: {}", self.fixed())),
        };
        let whole = self.said().len();
        let quotes = if self.said().contains('"') { '\'' } else { '"' };
        Some(match not {
            true => found.mend(self.spot(0, 1), "not "),
            false => {
                let text = format!("{quotes}{}{quotes}", self.said());
                found.try_mend(self.spot(0, whole), text)
            }
        })
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
            .help(format!("use double quotes: {fixed}"))
            .try_mend(self.whole(), quoted(&text)),
        )
    }

    /// `"Hello" said the bot`: a text cannot go on behind its quotes.
    fn behind_quotes(&self) -> Option<Diagnostic> {
        let double = self.value.starts_with('"');
        let inner = self.value.strip_prefix(['"', '\''])?;
        let end = if double { closing_quote(inner)? } else { closing_apostrophe(inner)? };
        let behind = inner[end + 1..].trim_start();
        if behind.is_empty() || behind.starts_with(['#', ',', ']', '}', ':']) {
            return None;
        }
        let other = match double {
            true => format!("'{}'", self.value.replace('\'', "''")),
            false => quoted(self.value),
        };
        let fixed = rewritten(self.source, self.whole(), &other);
        Some(
            Diagnostic::error(
                "behind-quotes",
                self.spot(end + 1, 1),
                "the text goes on behind its closing quote",
            )
            .help(format!("put the whole text into other quotes: {fixed}"))
            .try_mend(self.whole(), other),
        )
    }

    /// `"Hi!`: no quote closes the text.
    pub(super) fn unclosed(&self) -> Option<Diagnostic> {
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
        let found = Diagnostic::error(
            "unclosed-quote",
            self.spot(0, 1),
            "the quote that opens here is never closed",
        )
        .help(format!("close it: {fixed}"))
        .mend(self.spot(self.value.len(), 0), quote);
        // The text may go on in the next line, and what looks like a comment may be a part of it.
        let doubtful = self.value.contains(" #") || self.goes_on();
        Some(if doubtful { found.only_proposed() } else { found })
    }

    /// Whether the next line stands as deep as a second line of its text would.
    fn goes_on(&self) -> bool {
        let own = self.source.line_at(self.start);
        let text = &self.source.text;
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
        let next = text[own.end..].lines().skip(1).find(|line| !line.trim().is_empty());
        next.is_some_and(|next| {
            let deep = next.len() - next.trim_start().len();
            deep > indent(&text[own]) || (!next.contains(':') && !next.contains("- "))
        })
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
            .help(format!("use straight quotes: {fixed}"))
            .try_mend(self.whole(), quoted(text)),
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
        let found = Diagnostic::error(
            "colon-in-text",
            self.spot(at, 1),
            "a colon and a space inside a text make YAML look for a key",
        )
        .help(format!("put the whole text into quotes: {}", self.fixed()));
        Some(self.in_quotes(found))
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

pub(super) fn is_block_header(value: &str) -> bool {
    let rest = value[1..].trim_start_matches(|c: char| "+-0123456789".contains(c));
    rest.is_empty() || rest.trim_start().starts_with('#')
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

/// Where a text in single quotes ends; two of them are one that is meant.
fn closing_apostrophe(inner: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += inner[at..].find('\'')?;
        if !inner[at + 1..].starts_with('\'') {
            return Some(at);
        }
        at += 2;
    }
}

/// A text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text that stands in braces as it is, else in double quotes: some signs would end it there.
pub(super) fn in_braces(text: &str) -> String {
    if text.contains([',', '{', '}', '[', ']']) { quoted(text) } else { plain_or_quoted(text) }
}

/// A text that stands behind a key as it is, else in double quotes.
pub(super) fn plain_or_quoted(text: &str) -> String {
    let signs = ['"', '\'', '[', '{', '>', '|', '#', '&', '*', '!', '%', '@', '`', '-', '?', ','];
    let hidden = text.contains(": ") || text.contains(" #") || text.ends_with(':');
    if hidden || text.is_empty() || text.starts_with(signs) {
        return quoted(text);
    }
    text.to_owned()
}

/// The line of a place, trimmed, with the place replaced; for help texts.
pub(crate) fn rewritten(source: &SourceFile, spot: Spot, replacement: &str) -> String {
    let line = source.line_at(spot.start);
    let end = spot.end.clamp(spot.start, line.end);
    let before = source.text.get(line.start..spot.start).unwrap_or("").trim_start();
    let behind = source.text.get(end..line.end).unwrap_or("").trim_end();
    format!("`{before}{replacement}{behind}`")
}
