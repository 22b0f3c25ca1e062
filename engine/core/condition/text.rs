//! How texts are compared, in one place: `says`, keywords, return keywords, labels and `same()`.
//!
//! Invariant: both sides of every comparison went through the same two foldings, and folding twice
//! changes nothing.

use std::borrow::Cow;
use std::cell::OnceCell;

use icu_casemap::CaseMapper;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// How freely two texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Case, white space, surrounding punctuation and emoji do not count.
    Exact,
    /// Accents of Latin, Greek and Cyrillic letters do not count either. Tried only when nothing
    /// among everything that could fit was found exactly.
    Folded,
    /// As [`Tier::Folded`], and where a condition asks for it (`like`) small typing errors do not count
    /// either. Tried last.
    Near,
}

impl Tier {
    /// All, in the order in which they are tried.
    pub const ALL: [Tier; 3] = [Tier::Exact, Tier::Folded, Tier::Near];
}

/// A text an author wrote, prepared for comparing once, at load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    exact: Form,
    folded: Form,
}

/// A prepared text with the pairs of bytes that occur in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    text: String,
    pairs: Pairs,
}

/// What a person wrote, prepared for comparing once a message, as far as it is needed.
#[derive(Debug, Clone)]
pub struct Heard {
    exact: Said,
    folded: OnceCell<Said>,
}

#[derive(Debug, Clone)]
struct Said {
    form: Form,
    borders: OnceCell<Vec<usize>>,
}

impl Phrase {
    /// Prepares a text.
    pub fn new(text: &str) -> Phrase {
        let exact = exact(text);
        let folded = fold(&exact);
        Phrase { exact: Form::new(exact), folded: Form::new(folded) }
    }

    /// The prepared text; two phrases with equal texts fit the same messages.
    pub fn text(&self, tier: Tier) -> &str {
        &self.form(tier).text
    }

    /// Whether nothing is left to compare: such a phrase fits no message.
    pub fn is_empty(&self) -> bool {
        self.exact.text.is_empty()
    }

    /// The pairs of bytes in it.
    pub(super) fn pairs(&self, tier: Tier) -> Pairs {
        self.form(tier).pairs
    }

    fn form(&self, tier: Tier) -> &Form {
        match tier {
            Tier::Exact => &self.exact,
            Tier::Folded | Tier::Near => &self.folded,
        }
    }
}

impl Heard {
    /// Prepares a message.
    pub fn new(text: &str) -> Heard {
        Heard { exact: Said::new(exact(text)), folded: OnceCell::new() }
    }

    /// Whether the whole message is this text.
    pub fn says(&self, phrase: &Phrase, tier: Tier) -> bool {
        let phrase = phrase.form(tier);
        !phrase.text.is_empty() && self.said(tier).form.text == phrase.text
    }

    /// Whether the message contains this text as whole words; as a part, in scripts without spaces.
    pub fn contains(&self, phrase: &Phrase, tier: Tier) -> bool {
        let (said, phrase) = (self.said(tier), phrase.form(tier));
        if phrase.text.is_empty() || !said.form.pairs.contain(&phrase.pairs) {
            return false;
        }
        let text = &said.form.text;
        let mut from = 0;
        while let Some(found) = text[from..].find(&phrase.text) {
            let start = from + found;
            if said.is_whole(start, start + phrase.text.len()) {
                return true;
            }
            from = start + text[start..].chars().next().map_or(1, char::len_utf8);
        }
        false
    }

    /// Whether the message begins with this text as whole words.
    pub fn starts_with(&self, phrase: &Phrase, tier: Tier) -> bool {
        let (said, phrase) = (self.said(tier), phrase.form(tier));
        !phrase.text.is_empty()
            && said.form.text.starts_with(&phrase.text)
            && said.is_whole(0, phrase.text.len())
    }

    /// Whether the whole message is this text; in the last tier, with small typing errors.
    pub fn like(&self, phrase: &Phrase, tier: Tier) -> bool {
        let (said, written) = (&self.said(tier).form.text, &phrase.form(tier).text);
        let near = || tier == Tier::Near && super::like::near(said, written);
        !written.is_empty() && (said == written || near())
    }

    /// The message as it is compared in this tier.
    pub(super) fn text(&self, tier: Tier) -> &str {
        &self.said(tier).form.text
    }

    /// The pairs of bytes in it.
    pub(super) fn pairs(&self, tier: Tier) -> &Pairs {
        &self.said(tier).form.pairs
    }

    fn said(&self, tier: Tier) -> &Said {
        match tier {
            Tier::Exact => &self.exact,
            Tier::Folded | Tier::Near => {
                self.folded.get_or_init(|| Said::new(fold(&self.exact.form.text)))
            }
        }
    }
}

impl Form {
    fn new(text: String) -> Form {
        Form { pairs: Pairs::of(&text), text }
    }
}

impl Said {
    fn new(text: String) -> Said {
        Said { form: Form::new(text), borders: OnceCell::new() }
    }

    /// Whether the bytes between two places are whole words. A letter of a script without spaces
    /// needs no border, and an apostrophe before a word is one ("l'addition").
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let text = &self.form.text;
        let borders = self.borders.get_or_init(|| {
            text.split_word_bound_indices().map(|(place, _)| place).chain([text.len()]).collect()
        });
        let is_border = |place: usize| borders.binary_search(&place).is_ok();
        let first = text[start..end].chars().next();
        let last = text[start..end].chars().next_back();
        let begins =
            is_border(start) || first.is_some_and(needs_no_border) || text[..start].ends_with('\'');
        begins && (is_border(end) || last.is_some_and(needs_no_border))
    }
}

/// Which pairs of neighbouring bytes occur in a text, hashed into 256 bits: a message that lacks a
/// pair of a phrase cannot contain it, which spares the search for nearly all of several hundred
/// keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pairs([u64; 4]);

impl Pairs {
    fn of(text: &str) -> Pairs {
        let mut pairs = Pairs::default();
        for pair in text.as_bytes().windows(2) {
            let hash = (usize::from(pair[0]) * 31) ^ (usize::from(pair[1]) * 7);
            pairs.0[(hash >> 6) & 3] |= 1 << (hash & 63);
        }
        pairs
    }

    /// Whether a text with these pairs can contain one with those.
    pub(super) fn contain(&self, other: &Pairs) -> bool {
        self.0.iter().zip(other.0).all(|(mine, theirs)| theirs & !mine == 0)
    }
}

/// Whether two texts are the same in one of the tiers.
pub fn same(a: &str, b: &str) -> bool {
    let (a, b) = (exact(a), exact(b));
    a == b || fold(&a) == fold(&b)
}

/// A text as it is compared in the first tier: NFKC, case folded, white space folded, invisible
/// signs, surrounding punctuation and emoji dropped. A text of nothing but signs keeps them.
pub fn exact(text: &str) -> String {
    let text = case_folded(text);
    let bare = without_surroundings(&text);
    if bare.is_empty() { text } else { bare.to_owned() }
}

/// A text as it is compared in the second tier: the first, without accents.
pub fn folded(text: &str) -> String {
    fold(&exact(text))
}

/// NFKC and case folding, every apostrophe the plain one, invisible signs dropped, white space
/// folded; punctuation stays. What `contains()` of the expressions searches in.
pub fn case_folded(text: &str) -> String {
    if text.is_ascii() {
        return fold_spaces(&text.to_ascii_lowercase());
    }
    let plain = |text: &str| {
        text.chars().filter(|c| !is_invisible(*c)).map(plain_apostrophe).collect::<String>()
    };
    let mut text = compatible(plain(text));
    // Some letters need a second round (Unicode, definition D146); none needs a fourth.
    for _ in 0..3 {
        match CaseMapper::new().fold_string(&text) {
            Cow::Borrowed(_) => break,
            Cow::Owned(folded) => text = compatible(folded),
        }
    }
    fold_spaces(&plain(&text))
}

/// NFKC; most texts are in it already, which is found out faster than it is made.
fn compatible(text: String) -> String {
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => text,
        IsNormalized::No | IsNormalized::Maybe => text.nfkc().collect(),
    }
}

fn fold_spaces(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

fn plain_apostrophe(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{201b}' => '\'',
        other => other,
    }
}

/// Joiners, variation selectors, direction marks and other signs nobody sees or types on purpose.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{20e3}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && !c.is_whitespace())
}

/// What belongs to words: letters, digits and the marks on them.
pub(super) fn is_core(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Signs that mean something when they touch a word or number: `c++`, `$5`, `50%`.
fn is_meaningful(c: char) -> bool {
    matches!(c, '$' | '+' | '<' | '=' | '>' | '%' | '\u{a2}'..='\u{a5}' | '\u{ac}' | '\u{b0}'
        | '\u{b1}'
        | '\u{d7}' | '\u{f7}' | '\u{20a0}'..='\u{20cf}' | '\u{2200}'..='\u{22ff}')
}

fn without_surroundings(text: &str) -> &str {
    let Some(first) = text.find(is_core) else {
        return "";
    };
    let last = text.rfind(is_core).expect("there is a first, so there is a last");
    let last = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let before = &text[..first];
    let number = text[first..].starts_with(|c: char| c.is_numeric());
    let start = match before.strip_suffix('-') {
        Some(rest) if number => rest.len(),
        Some(_) | None => before.trim_end_matches(is_meaningful).len(),
    };
    let after = &text[last..];
    let end = last + after.len() - after.trim_start_matches(is_meaningful).len();
    &text[start..end]
}

/// Drops the marks on Latin, Greek and Cyrillic letters and writes their special letters plainly.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut bare = String::with_capacity(text.len());
    let mut on_accented = false;
    for c in text.nfd() {
        if is_combining_mark(c) {
            if !on_accented {
                bare.push(c);
            }
            continue;
        }
        on_accented = carries_accents(c);
        match special(c) {
            Some(plain) => bare.push_str(plain),
            None => bare.push(c),
        }
    }
    bare.nfc().collect()
}

fn carries_accents(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{00aa}'..='\u{024f}' | '\u{0250}'..='\u{02af}' | '\u{0370}'..='\u{052f}'
            | '\u{1d00}'..='\u{1dbf}' | '\u{1e00}'..='\u{1fff}' | '\u{2c60}'..='\u{2c7f}'
            | '\u{a640}'..='\u{a69f}'
            | '\u{a720}'..='\u{a7ff}')
            && c.is_alphabetic())
}

fn special(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'ł' => "l",
        'ß' => "ss",
        'ı' => "i",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ƒ' => "f",
        _ => return None,
    })
}

/// Scripts that write without spaces, or (Korean) put particles onto the word.
pub(super) fn needs_no_border(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{19e0}'..='\u{19ff}'
        | '\u{1100}'..='\u{11ff}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}'
        | '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{318f}' | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests;
