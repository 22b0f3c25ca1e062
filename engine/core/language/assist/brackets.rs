//! Lists and maps in `[ ]` and `{ }` that are still open where somebody writes.
//!
//! Invariant: takes any text; brackets that were never opened close nothing.

use super::cursor::{Stand, Step};

/// Bytes that are looked at behind a place for keys of the same map.
const BEHIND: usize = 2_000;

/// One that is open.
#[derive(Debug, Default)]
struct Open {
    /// `{`.
    map: bool,
    /// The key whose value is being written.
    key: Option<String>,
    seen: Vec<String>,
}

/// What is open, from the outermost in.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    open: Vec<Open>,
    /// Where the key, value or item begins that is being written.
    pub(super) token: usize,
    /// The place is in a comment.
    pub(super) in_comment: bool,
    quote: Option<char>,
}

impl Brackets {
    /// Reads on.
    pub(super) fn read(&mut self, text: &str, from: usize, to: usize) {
        self.in_comment = false;
        if self.token == 0 {
            self.token = from;
        }
        let mut before = ' ';
        for (at, c) in text[from..to].char_indices().map(|(at, c)| (from + at, c)) {
            match self.quote {
                Some(quote) if c == quote && before != '\\' => self.quote = None,
                Some(_) => {}
                None if c == '#' && before.is_whitespace() => {
                    self.in_comment = true;
                    return;
                }
                None => {
                    self.sign(c, at, text, to);
                    if self.open.is_empty() {
                        return;
                    }
                }
            }
            before = c;
        }
    }

    fn sign(&mut self, c: char, at: usize, text: &str, to: usize) {
        let begins = text.get(self.token..at).unwrap_or_default().trim().is_empty();
        match c {
            '"' | '\'' if begins => self.quote = Some(c),
            '{' | '[' if begins => {
                self.open.push(Open { map: c == '{', ..Open::default() });
                self.token = at + 1;
            }
            '}' | ']' => {
                self.open.pop();
                self.token = at + 1;
            }
            ',' => {
                self.token = at + 1;
                if let Some(open) = self.open.last_mut() {
                    open.key = None;
                }
            }
            ':' => {
                let behind = &text[at + 1..to];
                let ends = behind.is_empty() || behind.starts_with([' ', '\t', '\n']);
                let token = text.get(self.token..at).unwrap_or_default().trim();
                if let Some(open) = self.open.last_mut().filter(|open| open.map && ends) {
                    if open.key.is_none() {
                        let key = token.trim_matches(['"', '\'']).to_owned();
                        open.seen.push(key.clone());
                        open.key = Some(key);
                    }
                    self.token = at + 1;
                }
            }
            _ => {}
        }
    }

    /// Nothing is open any more.
    pub(super) fn is_closed(&self) -> bool {
        self.open.is_empty()
    }

    /// From the outermost bracket to what is being written.
    pub(super) fn steps(&self) -> Vec<Step> {
        let step = |open: &Open| match (&open.key, open.map) {
            (Some(key), _) => Some(Step::Key(key.clone())),
            (None, false) => Some(Step::Item),
            (None, true) => None,
        };
        self.open.iter().filter_map(step).collect()
    }

    /// What can be written.
    pub(super) fn stand(&self) -> Stand {
        match self.open.last() {
            Some(open) if open.map && open.key.is_none() => Stand::Key,
            Some(_) | None => Stand::Value,
        }
    }

    /// The keys of the innermost map.
    pub(super) fn seen(self) -> Vec<String> {
        self.open.into_iter().next_back().map(|open| open.seen).unwrap_or_default()
    }

    /// Adds the keys that stand behind the place in the same map.
    pub(super) fn look_behind(&mut self, text: &str, byte: usize) {
        let Some(open) = self.open.last_mut().filter(|open| open.map) else { return };
        let end = text.floor_char_boundary((byte + BEHIND).min(text.len()));
        let (mut depth, mut token) = (0_usize, byte);
        for (at, c) in text[byte..end].char_indices().map(|(at, c)| (byte + at, c)) {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' if depth == 0 => return,
                '}' | ']' => depth -= 1,
                ',' if depth == 0 => token = at + 1,
                ':' if depth == 0 && token > byte => {
                    let key = text[token..at].trim().trim_matches(['"', '\'']);
                    let is_key = !key.contains([' ', '\n', ':']);
                    open.seen.extend(is_key.then(|| key.to_owned()));
                }
                _ => {}
            }
        }
    }
}
