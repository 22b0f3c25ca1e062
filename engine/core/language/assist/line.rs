//! One line of YAML as it is being written: its dashes, its key, and what begins behind them.
//!
//! Invariant: takes any line; columns are bytes of the line.

/// A line without what it means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'l> {
    /// The columns of its dashes.
    pub(super) dashes: Vec<usize>,
    /// The column of its key, and the key.
    pub(super) key: Option<(usize, &'l str)>,
    /// Where the value begins, or would.
    pub(super) value: usize,
    /// What begins there.
    pub(super) behind: Behind,
}

/// What a value is by its first sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// Nothing stands there.
    Nothing,
    /// A text without quotes.
    Text,
    /// A quoted text.
    Quote(char),
    /// `|` or `>`: the lines below are the text.
    Block,
    /// `[` or `{`.
    Brackets,
}

/// Reads a line, or the beginning of one.
pub(super) fn read(line: &str) -> Line<'_> {
    let mut at = line.len() - line.trim_start().len();
    let mut dashes = Vec::new();
    while let Some(rest) = line[at..].strip_prefix('-') {
        if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            break;
        }
        dashes.push(at);
        at += 1 + rest.len() - rest.trim_start().len();
    }
    let key = key(&line[at..]);
    let column = at;
    if let Some((_, length)) = key {
        at += length;
        at += line[at..].len() - line[at..].trim_start().len();
    }
    let behind = behind(&line[at..]);
    Line { dashes, key: key.map(|(key, _)| (column, key)), value: at, behind }
}

/// A key at the beginning of a text, and the bytes to behind its colon.
fn key(text: &str) -> Option<(&str, usize)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let length = text[1..].find(quote)?;
        let behind = text[length + 2..].strip_prefix(':')?;
        let ends = behind.is_empty() || behind.starts_with([' ', '\t']);
        return ends.then_some((&text[1..=length], length + 3));
    }
    if text.starts_with(['{', '[', '|', '>', '#', '&', '*', '!']) {
        return None;
    }
    let colon = text.match_indices(':').map(|(at, _)| at).find(|at| {
        let behind = &text[at + 1..];
        behind.is_empty() || behind.starts_with([' ', '\t'])
    })?;
    let before = comment(&text[..colon]).is_none();
    (colon > 0 && before).then(|| (text[..colon].trim_end(), colon + 1))
}

fn behind(value: &str) -> Behind {
    match value.chars().next() {
        None | Some('#') => Behind::Nothing,
        Some(quote @ ('"' | '\'')) => Behind::Quote(quote),
        // `{{` begins an inserted value, for whoever writes it without quotes.
        Some('{') if value.starts_with("{{") => Behind::Text,
        Some('{' | '[') => Behind::Brackets,
        Some('|' | '>') => Behind::Block,
        Some(_) => Behind::Text,
    }
}

/// Where the comment of a line begins that has one; signs in quotes begin none.
pub(super) fn comment(line: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && before.is_whitespace() => return Some(at),
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{' | ',') => {
                quote = Some(c);
            }
            None => {}
        }
        before = c;
    }
    None
}

/// Whether a quoted text ends in these signs.
pub(super) fn closes(text: &str, quote: char) -> bool {
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '\\' if quote == '"' => drop(signs.next()),
            '\'' if quote == '\'' && signs.peek() == Some(&'\'') => drop(signs.next()),
            c if c == quote => return true,
            _ => {}
        }
    }
    false
}

/// The keys of the lines below a place that stand in this column, as far as the same map goes.
pub(super) fn keys_below(text: &str, byte: usize, column: usize) -> Vec<String> {
    let mut found = Vec::new();
    let next = text[byte..].find('\n').map_or(text.len(), |at| byte + at + 1);
    for line in text[next..].lines() {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.is_empty() || content.starts_with('#') || indent > column {
            continue;
        }
        let read = read(line);
        let Some((_, key)) = read.key.filter(|_| indent == column && read.dashes.is_empty()) else {
            break;
        };
        found.push(key.to_owned());
    }
    found
}
