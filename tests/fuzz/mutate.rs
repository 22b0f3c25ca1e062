//! Damages a text as hands, editors and enemies do: lines, indentation, signs, words of other texts, bytes.

use crate::chance::Chance;

/// The most a damaged text grows to: what is longer costs time and shows nothing new.
const LONGEST: usize = 24 * 1024;

/// What is put in besides the words of the corpus.
const SIGNS: [&str; 66] = [
    ":",
    ": ",
    "- ",
    "-",
    " #",
    "#",
    "{",
    "}",
    "[",
    "]",
    ",",
    "'",
    "\"",
    "|",
    "|-\n",
    ">\n",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "?",
    "? ",
    "@",
    "`",
    "%",
    "~",
    "null",
    "yes",
    "no",
    "true",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "  ",
    "\u{feff}",
    "\u{a0}",
    "\u{200b}",
    "\u{2028}",
    "\u{0}",
    "“",
    "’",
    "é",
    "e\u{301}",
    "👍🏽",
    "ﷺ",
    "İ",
    "ß",
    "{{",
    "}}",
    "{{{",
    "{{#if ",
    "{{else}}",
    "{{/if}}",
    "{{/each}}",
    "{{> ",
    "\\",
    "9999999999999999999",
    "-0",
    "1e999",
    "0x1f",
    "2026-02-30",
    "<<: ",
];

/// Texts to damage, and the words that occur in them.
pub(crate) struct Mutator {
    texts: Vec<String>,
    words: Vec<String>,
}

impl Mutator {
    pub(crate) fn new(texts: Vec<String>) -> Self {
        let part = |c: char| c.is_whitespace() || ",:[]{}\"'".contains(c);
        let mut words: Vec<String> =
            texts.iter().flat_map(|text| text.split(part)).map(str::to_owned).collect();
        words.sort();
        words.dedup();
        words.retain(|word| !word.is_empty() && word.len() < 60);
        Self { texts, words }
    }

    /// The texts as they are.
    pub(crate) fn texts(&self) -> &[String] {
        &self.texts
    }

    /// One of the texts, damaged.
    pub(crate) fn text(&self, chance: &mut Chance) -> String {
        let text = chance.pick(&self.texts).clone();
        self.damaged(text, chance)
    }

    /// This text, damaged in some places.
    pub(crate) fn damaged(&self, mut text: String, chance: &mut Chance) -> String {
        if chance.one_in(12) {
            text = text.replace('\n', "\r\n");
        }
        // Most with a slip or two, which come far into the program; some with many.
        let times = if chance.one_in(6) { 3 + chance.below(12) } else { 1 + chance.below(2) };
        for _ in 0..times {
            text = self.once(text, chance);
            if text.len() > LONGEST {
                let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                text.truncate(end);
            }
        }
        text
    }

    fn once(&self, text: String, chance: &mut Chance) -> String {
        match chance.below(10) {
            0..=3 => self.lines(&text, chance),
            4..=8 => self.within(text, chance),
            _ => bytes(text, chance),
        }
    }

    /// Whole lines: gone, twice, elsewhere, deeper, or from another text.
    fn lines(&self, text: &str, chance: &mut Chance) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if lines.is_empty() {
            return self.word(chance);
        }
        let at = chance.below(lines.len());
        let many = 1 + chance.below(4);
        let end = (at + many).min(lines.len());
        match chance.below(6) {
            0 => drop(lines.drain(at..end)),
            1 => {
                let again: Vec<String> = lines[at..end].to_vec();
                let to = chance.below(lines.len());
                lines.splice(to..to, again);
            }
            2 => {
                let moved: Vec<String> = lines.drain(at..end).collect();
                let to = chance.below(lines.len() + 1);
                lines.splice(to..to, moved);
            }
            3 => {
                let by = [" ", "  ", "    ", "\t", "- "][chance.below(5)];
                lines[at..end].iter_mut().for_each(|line| line.insert_str(0, by));
            }
            4 => {
                let less = 1 + chance.below(4);
                for line in &mut lines[at..end] {
                    let spaces = line.len() - line.trim_start_matches(' ').len();
                    line.drain(..spaces.min(less));
                }
            }
            _ => {
                let other: Vec<&str> = chance.pick(&self.texts).split_inclusive('\n').collect();
                let from = chance.below(other.len());
                let to = (from + 1 + chance.below(8)).min(other.len());
                let taken = other.get(from..to).unwrap_or_default();
                lines.splice(at..at, taken.iter().map(|line| (*line).to_owned()));
            }
        }
        lines.concat()
    }

    /// Within lines: letters gone, twice, or words and signs put in or in the place of others.
    fn within(&self, mut text: String, chance: &mut Chance) -> String {
        let at = place(&text, chance);
        match chance.below(6) {
            0 | 1 => {
                let piece = self.piece(chance);
                text.insert_str(at, &piece);
            }
            2 => {
                let end = end_behind(&text, at, 1 + chance.below(3));
                text.replace_range(at..end, "");
            }
            3 => {
                let end = end_behind(&text, at, 1 + chance.below(20));
                let again = text[at..end].repeat(1 + chance.below(3));
                let to = place(&text, chance);
                text.insert_str(to, &again);
            }
            _ => {
                // A word for another.
                let apart = |c: char| c.is_whitespace() || ",:[]{}\"'".contains(c);
                let start = text[..at].rfind(apart).map_or(0, |before| {
                    before + text[before..].chars().next().map_or(1, char::len_utf8)
                });
                let end = text[at..].find(apart).map_or(text.len(), |length| at + length);
                let piece = self.piece(chance);
                text.replace_range(start..end, &piece);
            }
        }
        text
    }

    fn piece(&self, chance: &mut Chance) -> String {
        if chance.one_in(2) { (*chance.pick(&SIGNS)).to_owned() } else { self.word(chance) }
    }

    fn word(&self, chance: &mut Chance) -> String {
        if self.words.is_empty() { "x".to_owned() } else { chance.pick(&self.words).clone() }
    }
}

/// Some bytes changed, and what is no text any more made one.
fn bytes(text: String, chance: &mut Chance) -> String {
    let mut bytes = text.into_bytes();
    damage(&mut bytes, chance);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Changes, cuts or repeats bytes.
pub(crate) fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) {
    if bytes.is_empty() {
        bytes.push(chance.next() as u8);
        return;
    }
    let at = chance.below(bytes.len());
    match chance.below(5) {
        0 => bytes[at] ^= 1 << chance.below(8),
        1 => bytes[at] = chance.next() as u8,
        2 => bytes.truncate(at),
        3 => {
            let end = (at + 1 + chance.below(16)).min(bytes.len());
            drop(bytes.drain(at..end));
        }
        _ => {
            let end = (at + 1 + chance.below(64)).min(bytes.len());
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
    }
}

/// A place between two letters.
fn place(text: &str, chance: &mut Chance) -> usize {
    let at = chance.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn end_behind(text: &str, at: usize, letters: usize) -> usize {
    text[at..].char_indices().nth(letters).map_or(text.len(), |(length, _)| at + length)
}
