//! From parts of a file to texts, names, labels, numbers and lengths of time.
//!
//! Every function reports what is wrong and gives `None`; the caller goes on with the rest.

use std::borrow::Cow;

use super::diagnostic::Diagnostic;
use super::hints;
use super::loading::{Site, Words};
use super::reshaping;
use super::tree::{Kind, Node};
use crate::bot::Label;
use crate::channel::{Piece, Room};
use crate::cut;
use crate::duration::Duration;

impl<'a> Site<'a> {
    /// A text. `what` names it in findings: "`say`".
    pub(crate) fn words(&self, node: &Node, what: &str) -> Option<Words> {
        match &node.kind {
            Kind::Text { text, quoted } => {
                let words = Words { text: text.clone(), spot: node.spot, quoted: *quoted };
                self.smart_quotes(&words);
                Some(words)
            }
            Kind::Nothing if self.all_cut(node) => None,
            Kind::Nothing => {
                let message = match what.starts_with('`') {
                    true => format!("{what} has no text"),
                    false => "a text is missing here".to_owned(),
                };
                self.report(
                    Diagnostic::error("missing-text", node.spot, message)
                        .help("write the text behind the colon; an empty text is \"\""),
                );
                None
            }
            Kind::Map { entries, flow: false } if entries.len() == 1 && self.colon(node) => None,
            Kind::List { .. } | Kind::Map { .. } => {
                let file = self.loading.files.get(node.spot.file);
                let one = file.and_then(|file| reshaping::as_one(file, node));
                let help = match &one {
                    Some(edit) => format!("write it without a list: `{}`", edit.text.trim()),
                    None => format!("write one text for {what}"),
                };
                self.wrong_shape_or(node, what, &help, one);
                None
            }
            Kind::Broken => None,
        }
    }

    /// One text or a list of texts.
    pub(crate) fn several(&self, node: &Node, what: &str) -> Vec<Words> {
        match &node.kind {
            Kind::List { items, .. } => {
                items.iter().filter_map(|item| self.words(item, what)).collect()
            }
            Kind::Nothing | Kind::Text { .. } | Kind::Map { .. } | Kind::Broken => {
                self.words(node, what).into_iter().collect()
            }
        }
    }

    /// `yes no true false`.
    pub(crate) fn yes_no(&self, node: &Node, what: &str) -> Option<bool> {
        match node.as_text() {
            Some("yes" | "true") => Some(true),
            Some("no" | "false") => Some(false),
            Some(_) | None => {
                let word = node.as_text().and_then(hints::yes_no);
                self.expected_or(node, "wrong-shape", what, "yes or no", word);
                None
            }
        }
    }

    /// A number.
    pub(crate) fn number(&self, node: &Node, what: &str) -> Option<f64> {
        let number = node.as_text().and_then(crate::value::read_number);
        if number.is_none() {
            let figures = in_figures(node);
            self.expected_or(
                node,
                "bad-number",
                what,
                "a number like 3 or 0.5",
                figures.as_deref(),
            );
        }
        number
    }

    /// A whole number between two bounds, both included.
    pub(crate) fn count(&self, node: &Node, what: &str, from: u8, to: u8) -> Option<u8> {
        let number = node.as_text().and_then(|text| text.parse::<u8>().ok());
        let number = number.filter(|number| (from..=to).contains(number));
        if number.is_none() {
            let range = format!("a whole number from {from} to {to}");
            self.expected_or(node, "bad-number", what, &range, in_figures(node).as_deref());
        }
        number
    }

    /// A length of time.
    pub(crate) fn duration(&self, node: &Node, what: &str) -> Option<Duration> {
        let Some(text) = node.as_text() else {
            self.expected(node, "bad-duration", what, "a length of time like 30s, 10m, 2h or 1d");
            return None;
        };
        match Duration::parse(text) {
            Ok(duration) => Some(duration),
            Err(bad) => {
                let said = bad.to_string();
                let (wrong, instead) = said
                    .split_once("; ")
                    .unwrap_or((&said, "write for example 30s, 10m, 2h, 1d, 1h30m or 30 minutes"));
                let message = format!("{what}: {wrong}");
                let found = Diagnostic::error("bad-duration", node.spot, message);
                self.report(match Duration::meant(text) {
                    Some(meant) => {
                        found.help(format!("write `{meant}`")).try_mend(node.spot, meant)
                    }
                    None => found.help(instead),
                });
                None
            }
        }
    }

    /// Reports that something else was expected.
    pub(crate) fn expected(&self, node: &Node, code: &'static str, what: &str, wanted: &str) {
        self.expected_or(node, code, what, wanted, None);
    }

    /// As [`Site::expected`]; `meant` is how that was probably meant.
    fn expected_or(
        &self,
        node: &Node,
        code: &'static str,
        what: &str,
        wanted: &str,
        meant: Option<&str>,
    ) {
        if node.kind == Kind::Broken {
            return;
        }
        let is = match node.as_text() {
            Some(text) => format!("`{text}`"),
            None => node.described().to_owned(),
        };
        let message = format!("{what} must be {wanted}, not {is}");
        let found = Diagnostic::error(code, node.spot, message);
        self.report(match meant {
            Some(meant) => found.help(format!("write `{meant}`")).try_mend(node.spot, meant),
            None => found.help(format!("write {wanted}")),
        });
    }

    /// A name of our own: small letters, digits and `_`.
    pub(crate) fn name(&self, words: &Words, what: &str) -> Option<String> {
        if is_name(&words.text) {
            return Some(words.text.clone());
        }
        let message = format!("`{}` cannot be {what}", words.text);
        let proposal = as_name(&words.text);
        let instead = if proposal.is_empty() { String::new() } else { format!(": `{proposal}`") };
        self.report(Diagnostic::error("bad-name", words.spot, message).help(format!(
            "a name has small letters, digits and _, and begins with a letter{instead}"
        )));
        None
    }

    /// A label within the channel's limit.
    pub(crate) fn label(&self, node: &Node, what: &str, piece: Piece) -> Option<Label> {
        let words = self.words(node, what)?;
        let text = self.template_of(&words, false)?;
        self.fits(&words, piece);
        Some(Label::new(text))
    }

    /// Reports a text that is longer than the platform shows of such a piece, whatever is inserted,
    /// in every language.
    pub(crate) fn fits(&self, words: &Words, piece: Piece) {
        self.fits_here(words, piece);
        for (_, node) in self.loading.translated(words.spot) {
            let said = node.as_text().map(|text| words_at(&node, text));
            said.into_iter().for_each(|words| self.fits_here(&words, piece));
        }
    }

    fn fits_here(&self, words: &Words, piece: Piece) {
        let short = match piece {
            Piece::Label | Piece::MenuLabel => cut::shortened(&words.text, piece.room()),
            Piece::Text | Piece::TextWithButtons | Piece::Title | Piece::Subtitle => None,
            Piece::Payload | Piece::Greeting | Piece::Metadata => None,
        };
        let short = short
            .map(|short| format!("shorten it, for example to \"{}\"", bare(&short, &words.text)));
        let help = short.unwrap_or_else(|| match piece {
            Piece::Text | Piece::TextWithButtons => {
                "shorten it, or make two messages of it".to_owned()
            }
            Piece::Label
            | Piece::MenuLabel
            | Piece::Title
            | Piece::Subtitle
            | Piece::Payload
            | Piece::Greeting
            | Piece::Metadata => "shorten it".to_owned(),
        });
        self.within(words, piece.words(), piece.room(), &help);
    }

    /// Reports a text for which there is not enough room, whatever is inserted.
    fn within(&self, words: &Words, what: &str, room: Room, help: &str) {
        let fixed = fixed(&words.text);
        if room.fits(&fixed) {
            return;
        }
        let (length, most) = (room.length(&fixed), room.most);
        let message = format!("{what} has {length} characters; the platform shows {most} at most");
        self.report(Diagnostic::error("channel-limit", words.spot, message).help(help));
    }

    /// Reports a list longer than the platform shows, at the first item beyond.
    pub(crate) fn no_more_than(&self, items: &[Node], most: usize, what: &str) {
        let Some(beyond) = items.get(most) else { return };
        let message = format!("here are {} {what}; the platform shows {most} at most", items.len());
        let help =
            format!("keep {most}, and put the others behind one that leads to a second module");
        self.report(Diagnostic::error("channel-limit", beyond.spot, message).help(help));
    }
}

/// A number in words, in figures.
fn in_figures(node: &Node) -> Option<String> {
    let text = node.as_text()?;
    let share = text.strip_suffix('%').and_then(|share| share.trim().parse::<f64>().ok());
    let share = share.filter(|share| (0.0..=100.0).contains(share));
    let word = || hints::number(text).map(|number| number.to_string());
    share.map(|share| (share / 100.0).to_string()).or_else(word)
}

/// A text as it stands in the file of a language.
fn words_at(node: &Node, text: &str) -> Words {
    Words { text: text.to_owned(), spot: node.spot, quoted: false }
}

/// A shortened text without the sign that says so, and without half a word.
fn bare<'s>(short: &'s str, whole: &str) -> &'s str {
    let cut = short.trim_end_matches('…');
    let inside =
        whole.strip_prefix(cut).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let words = cut.rsplit_once(' ').filter(|(words, _)| inside && words.len() * 2 > cut.len());
    words.map_or(cut, |(words, _)| words).trim_end()
}

/// A text without what is inserted.
fn fixed(text: &str) -> Cow<'_, str> {
    if !text.contains("{{") {
        return Cow::Borrowed(text);
    }
    let mut fixed = String::new();
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        fixed.push_str(&rest[..open]);
        rest = rest[open..].find("}}").map_or("", |close| &rest[open + close + 2..]);
    }
    Cow::Owned(fixed + rest)
}

/// Whether a word can be a name: `[a-z][a-z0-9_]*`.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A letter as people write it where their keyboard lacks it; a letter that has no such spelling
/// stays.
fn in_ascii(letter: char) -> Cow<'static, str> {
    Cow::Borrowed(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'å' => "aa",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' => "a",
        'ç' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ù' | 'ú' | 'û' => "u",
        'ł' => "l",
        other => return Cow::Owned(other.to_string()),
    })
}

/// The nearest name to a text; empty where nothing is left of it.
pub(crate) fn as_name(text: &str) -> String {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(in_ascii).collect();
    let slug = super::button::slug(&plain);
    let plain: String = slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let plain = plain.trim_matches('_');
    match plain.chars().next() {
        None => String::new(),
        Some(c) if c.is_ascii_digit() => format!("m_{plain}"),
        Some(_) => plain.to_owned(),
    }
}
