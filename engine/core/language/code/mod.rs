//! Every code a finding can have, and its page: what it means, and the same thing wrong and right.
//!
//! Invariant: a finding has a code that stands here ([`super::Diagnostic`] holds it to that), the
//! wrong example is told exactly this code and the right one nothing at all.

mod hidden;
mod keys;
mod meaning;
mod names;
mod pasted;
mod secrets;
mod values;
mod warned_handovers;
mod warned_languages;
mod warnings;

use super::Severity;

/// A kind of finding.
#[derive(Debug)]
pub struct Code {
    /// Names it, like `unknown-module`; stable for ever.
    pub code: &'static str,
    /// How bad it is at its worst; some can be told as a warning too.
    pub severity: Severity,
    /// What it is, in a few words, for the head of a page.
    pub title: &'static str,
    /// Why it is wrong and what to do, in a paragraph for people who do not program.
    pub doc: &'static str,
    /// What line and column of the finding name: "the key".
    pub points_to: &'static str,
    /// How it comes about.
    pub wrong: Example,
    /// How it is meant to be written.
    pub right: Example,
}

/// A part of a bot that shows a finding.
#[derive(Debug)]
pub enum Example {
    /// Lines of a file, without what stands around them.
    Part(&'static [&'static str]),
    /// Several files by name, with their lines.
    Files(&'static [(&'static str, &'static [&'static str])]),
    /// What cannot be shown as text, in words.
    Told(&'static str),
}

/// Codes that belong together, under one heading.
#[derive(Debug)]
pub struct Chapter {
    /// The heading.
    pub title: &'static str,
    /// Its codes, in the order of the page.
    pub codes: &'static [Code],
}

/// The chapter of what YAML reads otherwise than people do.
pub(super) const HIDDEN: &str = "What YAML hides";

/// The chapter of what came into a file by pasting.
pub(super) const PASTED: &str = "What was pasted";

/// Codes of which `baton check --fix` mends what is sure; a test holds the list against the broken flows.
pub const MENDED: &[&str] = &[
    "anchor",
    "apostrophe",
    "backslash",
    "bad-address",
    "bad-duration",
    "bad-hours",
    "bad-indentation",
    "bad-number",
    "bad-phone",
    "behind-quotes",
    "boolean-key",
    "calculation-in-set",
    "code-fence",
    "colon-in-text",
    "comma-in-says",
    "duplicate-key",
    "exclamation-in-if",
    "foreign-comment",
    "hash-cuts-text",
    "invisible-sign",
    "missing-colon",
    "missing-comma",
    "missing-dash",
    "missing-key",
    "needs-quotes",
    "percent-in-metadata",
    "question-in-if",
    "sign-for-word",
    "single-braces",
    "smart-quotes",
    "split-at-comma",
    "tab",
    "unclosed-bracket",
    "unclosed-quote",
    "unknown-action",
    "unknown-button",
    "unknown-function",
    "unknown-hours",
    "unknown-key",
    "unknown-module",
    "unknown-persona",
    "unknown-receiver",
    "unknown-service",
    "unknown-value",
    "unknown-variable",
    "unquoted-braces",
    "wrong-shape",
    "yaml-tag",
];

/// Every code, in the order of the pages.
pub const CHAPTERS: [Chapter; 10] = [
    Chapter { title: "Keys and shapes", codes: keys::KEYS },
    Chapter { title: "Values", codes: values::VALUES },
    Chapter { title: "Names", codes: names::NAMES },
    Chapter { title: "Meaning", codes: meaning::MEANING },
    Chapter { title: "Secrets", codes: secrets::SECRETS },
    Chapter { title: HIDDEN, codes: hidden::HIDDEN },
    Chapter { title: PASTED, codes: pasted::PASTED },
    Chapter { title: "Warnings", codes: warnings::WARNINGS },
    Chapter { title: "Warnings about handovers and services", codes: warned_handovers::HANDOVERS },
    Chapter { title: "Warnings about languages and time", codes: warned_languages::LANGUAGES },
];

/// Every code.
pub fn all() -> impl Iterator<Item = &'static Code> {
    CHAPTERS.iter().flat_map(|chapter| chapter.codes)
}

/// The page of a code.
pub fn find(code: &str) -> Option<&'static Code> {
    all().find(|known| known.code == code)
}
