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
        let message = format!("the `{open}` that opens here is never closed");
        let found = Diagnostic::error("unclosed-bracket", self.spot(0, 1), message);
        // `{ … ]` is closed with the wrong one.
        let other = if open == '[' { '}' } else { ']' };
        let inner = self.value.strip_suffix(other);
        let kept = inner
            .filter(|inner| inner.matches(other).count() >= inner.matches(opening(other)).count());
        let kept = kept.unwrap_or(self.value);
        // Closed as it was opened, with a space or without.
        let airy = kept[1..].starts_with(' ') && !kept.ends_with(' ');
        let close = if airy { format!(" {close}") } else { close.to_string() };
        let fixed = rewritten(self.source, self.whole(), &format!("{kept}{close}"));
        let rest = self.spot(kept.len(), self.value.len() - kept.len());
        Some(found.help(format!("close it: {fixed}")).try_mend(rest, close))
    }

    /// `{ label: "Yes, to: confirm }`: a text in brackets whose quote nothing closes.
    pub(super) fn unclosed_between_brackets(&self) -> Option<Diagnostic> {
        if !self.value.starts_with(['{', '[']) || !self.value.ends_with(['}', ']']) {
            return None;
        }
        let (mut open, mut escaped) = (None, false);
        for (at, sign) in self.value.char_indices() {
            match sign {
                '\\' if !escaped => escaped = true,
                '"' if !escaped => open = if open.is_some() { None } else { Some(at) },
                _ => escaped = false,
            }
        }
        let open = open?;
        let inner = &self.value[open + 1..];
        let ends = |(at, _): &(usize, &str)| {
            let key = inner[at + 1..].trim_start();
            KEYS.iter()
                .any(|known| key.strip_prefix(known).is_some_and(|behind| behind.starts_with(':')))
        };
        let length = inner.match_indices(',').find(ends).map(|(at, _)| at);
        let length = length.unwrap_or_else(|| inner.trim_end_matches([' ', '}', ']']).len());
        let at = open + 1 + length;
        let fixed = rewritten(self.source, self.spot(at, 0), "\"");
        let message = "the quote that opens here is never closed";
        Some(
            Diagnostic::error("unclosed-quote", self.spot(open, 1), message)
                .help(format!("close it: {fixed}"))
                .try_mend(self.spot(at, 0), "\""),
        )
    }

    /// `when: "yes", "no"`: several texts, and no brackets that make a list of them.
    pub(super) fn list_without_brackets(&self) -> Option<Diagnostic> {
        let parts: Vec<&str> = self.value.split(',').map(str::trim).collect();
        let whole = |part: &&str| {
            part.len() > 1
                && part.starts_with('"')
                && part.ends_with('"')
                && part.matches('"').count() == 2
        };
        if self.key.is_empty() || parts.len() < 2 || !parts.iter().all(whole) {
            return None;
        }
        let list = format!("[{}]", parts.join(", "));
        let fixed = rewritten(self.source, self.whole(), &list);
        let comma = self.value.find(',')?;
        let message = "several texts are a list, and a list stands in brackets";
        Some(
            Diagnostic::error("behind-quotes", self.spot(comma, 1), message)
                .help(format!("write {fixed}"))
                .try_mend(self.whole(), list),
        )
    }

    /// `// like this`: a comment of another language.
    pub(super) fn foreign_comment(&self) -> Option<Diagnostic> {
        if !self.key.is_empty() {
            return None;
        }
        foreign_comment(self.value, self.whole())
    }

    /// `...` on a line of its own, left from an example.
    pub(super) fn placeholder(&self) -> Option<Diagnostic> {
        let stands_for_more = matches!(self.value, "..." | "…" | "[...]" | "[…]");
        if !self.key.is_empty() || !stands_for_more {
            return None;
        }
        let message = "this stands for something that is still to be written";
        let found = Diagnostic::error("placeholder", self.whole(), message);
        Some(found.help("write it, or remove the line"))
    }

    /// `{ label: Bye to: end }`, `{ label: "Bye" to: end }`: the comma between two keys.
    pub(super) fn missing_comma(&self) -> Option<Diagnostic> {
        if !self.value.starts_with(['{', '[']) {
            return None;
        }
        let mut from = 0;
        while let Some(colon) = self.value[from..].find(": ").map(|at| from + at) {
            let before = &self.value[..colon];
            let word = before.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_');
            let begin = word.len();
            let sign = before[..begin].trim_end().chars().next_back();
            let apart = before[..begin].ends_with(' ') && KEYS.contains(&&before[begin..]);
            if is_commented(before) {
                return None;
            }
            let quoted = before.matches('"').count() % 2 == 1;
            if apart && !quoted && sign.is_some_and(|sign| !",{[:".contains(sign)) {
                let end = before[..begin].trim_end().len();
                let spot = self.spot(begin, colon - begin);
                let fixed = rewritten(self.source, self.spot(end, 0), ",");
                let message = format!("a comma is missing before `{}`", &before[begin..]);
                return Some(
                    Diagnostic::error("missing-comma", spot, message)
                        .help(format!("between two things in brackets stands a comma: {fixed}"))
                        .try_mend(self.spot(end, 0), ","),
                );
            }
            from = colon + 2;
        }
        None
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
        let other = ["：", "=>", "->", "="];
        let other = other.iter().find(|sign| behind.trim_start().starts_with(**sign));
        if let Some(sign) = other.filter(|_| KEYS.contains(&key)) {
            let value = behind.trim_start()[sign.len()..].trim_start();
            let message = format!("behind `{key}` stands `{sign}` in place of a colon");
            return Some(self.with_colon(key, value, message));
        }
        let (behind, message) = match behind.strip_prefix(':') {
            Some(value) if value.is_empty() || value.starts_with('/') => return None,
            // What stands there may look like a space and be none for YAML.
            Some(value) => {
                let message = format!("the space behind the colon of `{key}` is missing");
                (value.trim_start(), message)
            }
            None if behind.is_empty() && !deeper => return None,
            None if !behind.is_empty() && !KEYS.contains(&key) => return None,
            None => (behind.trim_start(), format!("the colon behind `{key}` is missing")),
        };
        Some(self.with_colon(key, behind, message))
    }

    fn with_colon(&self, key: &str, value: &str, message: String) -> Diagnostic {
        let written = format!("{key}: {value}");
        let fixed = rewritten(self.source, self.whole(), written.trim_end());
        Diagnostic::error("missing-colon", self.spot(0, key.len()), message)
            .help(format!("write {fixed}"))
            .mend(self.whole(), written.trim_end())
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

fn opening(close: char) -> char {
    if close == ']' { '[' } else { '{' }
}

/// A comment of another language in these bytes, which begin with it.
pub(super) fn foreign_comment(text: &str, spot: Spot) -> Option<Diagnostic> {
    let line = text.lines().next().unwrap_or_default().trim_end();
    let (open, close) = [("//", ""), ("<!--", "-->"), ("/*", "*/")]
        .into_iter()
        .find(|(open, _)| line.strip_prefix(open).is_some_and(|rest| !rest.is_empty()))?;
    let inner = line.strip_prefix(open)?.trim_end_matches(close).trim();
    let whole = Spot { end: spot.start + line.len(), ..spot };
    let message = format!("`{open}` begins no comment here");
    let found = Diagnostic::error("foreign-comment", whole, message)
        .help(format!("a comment begins with a `#`: `# {inner}`"));
    let closed = close.is_empty() || line.ends_with(close);
    Some(if closed { found.mend(whole, format!("# {inner}")) } else { found })
}

/// A dash with no space behind it; `thing`: what stands there.
pub(super) fn without_space(dash: Spot, thing: &str) -> Diagnostic {
    Diagnostic::error("missing-dash", dash, "the space behind the dash is missing")
        .help(format!("write `- {thing}`"))
}

/// Words that begin a line in many flows, and no sentence that people see.
pub(super) const KEYS: [&str; 24] = [
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
    "title",
    "to",
    "url",
    "when",
];
/// Whether a comment has begun: a `#` behind a space, and not within quotes.
fn is_commented(before: &str) -> bool {
    let even = |text: &str, quote: char| text.matches(quote).count().is_multiple_of(2);
    let mut signs = before.match_indices(" #").map(|(at, _)| &before[..at]);
    signs.any(|left| even(left, '"') && even(left, '\''))
}
