//! What a single line lacks: a closing bracket, a colon, a dash, or quotes around a text in brackets.

use super::diagnostic::Diagnostic;
use super::lines::{Line, quoted, rewritten};
use super::source::Spot;

impl Line<'_> {
    /// `[Hi!`: no bracket closes it on the line, and no comma or bracket at its end promises more.
    pub(super) fn unclosed_bracket(&self) -> Option<Diagnostic> {
        let open = self.value.chars().next().filter(|c| matches!(c, '[' | '{'))?;
        let close = if open == '[' { ']' } else { '}' };
        let count = |wanted: char| self.value.matches(wanted).count();
        if count(open) <= count(close) || self.value.ends_with([',', '[', '{']) {
            return None;
        }
        let fixed = rewritten(self.source, self.whole(), &format!("{}{close}", self.value));
        let message = format!("the `{open}` that opens here is never closed");
        Some(
            Diagnostic::error("unclosed-bracket", self.spot(0, 1), message)
                .help(format!("close it: {fixed}"))
                .try_mend(self.spot(self.value.len(), 0), close),
        )
    }

    /// `{ contains: Price: high }`: a second colon in one entry.
    pub(super) fn colon_in_braces(&self) -> Option<Diagnostic> {
        if !self.value.starts_with(['{', '[']) || self.value.contains(['"', '\'']) {
            return None;
        }
        let mut start = 0;
        for entry in self.value.split_inclusive(['{', '[', ',', ']', '}']) {
            let text = entry.trim_end_matches(['{', '[', ',', ']', '}']);
            let first = text.find(": ").map(|at| at + 2);
            let second = first.and_then(|first| Some((first, first + text[first..].find(": ")?)));
            if let Some((first, second)) = second {
                let inner = text[first..].trim();
                let at = start + first + (text[first..].len() - text[first..].trim_start().len());
                let fixed = rewritten(self.source, self.spot(at, inner.len()), &quoted(inner));
                let message = "a colon and a space inside a text make YAML look for a key";
                return Some(
                    Diagnostic::error("colon-in-text", self.spot(start + second, 1), message)
                        .help(format!("put the text into quotes: {fixed}"))
                        .mend(self.spot(at, inner.len()), quoted(inner)),
                );
            }
            start += entry.len();
        }
        None
    }

    /// `say Hello`, `say:Hello`, or `welcome` with more below it: the colon or its space is missing.
    pub(super) fn missing_colon(&self, deeper: bool) -> Option<Diagnostic> {
        let text = self.value;
        let word = text.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
        let (key, behind) = text.split_at(word.unwrap_or(text.len()));
        if !self.key.is_empty() || key.is_empty() {
            return None;
        }
        let (behind, message) = match behind.strip_prefix(':') {
            Some(value) if value.is_empty() || value.starts_with('/') => return None,
            Some(value) => (value, format!("the space behind the colon of `{key}` is missing")),
            None if behind.is_empty() && !deeper => return None,
            None if !behind.is_empty() && !KEYS.contains(&key) => return None,
            None => (behind.trim_start(), format!("the colon behind `{key}` is missing")),
        };
        let written = format!("{key}: {behind}");
        let fixed = rewritten(self.source, self.whole(), written.trim_end());
        Some(
            Diagnostic::error("missing-colon", self.spot(0, key.len()), message)
                .help(format!("write {fixed}"))
                .mend(self.whole(), written.trim_end()),
        )
    }

    /// `-{ label: Yes }`: a dash with no space behind it.
    pub(super) fn close_dash(&self) -> Option<Diagnostic> {
        let thing = self.value.strip_prefix('-').filter(|_| self.key.is_empty())?;
        if !thing.starts_with(['{', '[', '"', '\'']) && !thing.starts_with(char::is_alphabetic) {
            return None;
        }
        Some(without_space(self.spot(0, 1), thing).try_mend(self.spot(1, 0), " "))
    }

    /// A second `{ … }` below another: two things are a list.
    pub(super) fn missing_dash(&self) -> Diagnostic {
        let message = "here begins a second thing, and each thing of a list needs a dash";
        let fixed = rewritten(self.source, self.whole(), &format!("- {}", self.value));
        Diagnostic::error("missing-dash", self.spot(0, 1), message)
            .help(format!("put a dash before each of them: {fixed}"))
            .try_mend(self.spot(0, 0), "- ")
    }

    /// `{ label: #1, to: a }`: what stands behind `#` is a comment, the closing bracket too.
    pub(super) fn hash_in_brackets(&self) -> Option<Diagnostic> {
        if !self.value.starts_with(['{', '[']) || self.value.contains(['"', '\'']) {
            return None;
        }
        let at = self.value.find(" #")? + 1;
        let (before, behind) = self.value.split_at(at);
        let closed = before.matches(['{', '[']).count() == before.matches(['}', ']']).count();
        if closed || !behind[1..].starts_with(char::is_alphanumeric) {
            return None;
        }
        let begin = before.rfind([':', ',', '[', '{']).map_or(0, |sign| sign + 1);
        let begin = at - before[begin..].trim_start().len();
        let end = at + behind.find([',', ']', '}']).unwrap_or(behind.len());
        let text = self.value[begin..end].trim_end();
        let fixed = rewritten(self.source, self.spot(begin, text.len()), &quoted(text));
        let message = "`#` begins a comment here, and the closing bracket is in it";
        Some(
            Diagnostic::error("hash-cuts-text", self.spot(at, 1), message)
                .help(format!("put the text into quotes: {fixed}"))
                .mend(self.spot(begin, text.len()), quoted(text)),
        )
    }
}

/// A dash with no space behind it; `thing`: what stands there.
pub(super) fn without_space(dash: Spot, thing: &str) -> Diagnostic {
    Diagnostic::error("missing-dash", dash, "the space behind the dash is missing")
        .help(format!("write `- {thing}`"))
}

/// Words that begin a line in many flows, and no sentence that people see.
const KEYS: [&str; 22] = [
    "actions",
    "ask",
    "buttons",
    "choices",
    "connections",
    "contains",
    "do",
    "expect",
    "fallback",
    "handover",
    "http",
    "if",
    "label",
    "modules",
    "outcome",
    "save_as",
    "say",
    "set",
    "start",
    "text",
    "to",
    "when",
];
