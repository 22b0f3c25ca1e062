//! Names, helpers and functions within `{{ }}` and in expressions.

use std::ops::Range;

use super::Draft;
use super::mention::Named;
use super::proposal::{Proposal, What};
use crate::expression::FUNCTION_WORDS;
use crate::scope::RESERVED_WORDS;
use crate::template::HELPER_WORDS;
use crate::word::Explained;

/// Where the `{{` ends that a place stands in; `None` where it stands in none of its line.
pub(super) fn begin(text: &str, byte: usize) -> Option<usize> {
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..byte];
    let open = before.rfind("{{")?;
    let closed = before.rfind("}}").is_some_and(|close| close > open);
    (!closed).then_some(start + open + 2)
}

/// The dotted name a place stands in.
pub(super) fn dotted(text: &str, byte: usize) -> Range<usize> {
    let of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let before = text[..byte].trim_end_matches(of_name).len();
    let behind = text[byte..].find(|c| !of_name(c)).map_or(text.len(), |at| byte + at);
    before..behind
}

/// A word of templates or expressions as Markdown.
pub(super) fn explained(word: &Explained) -> String {
    let mut doc = word.doc.to_owned();
    if !word.takes.is_empty() {
        doc += &format!("\n\nTakes: {}.", word.takes);
    }
    if !word.example.is_empty() {
        let shows = match word.shows {
            "" => String::new(),
            shows => format!("  →  {shows}"),
        };
        doc += &format!("\n\n```\n{}{shows}\n```", word.example);
    }
    doc
}

impl Draft {
    /// What can stand in a `{{` that begins at `from`.
    pub(super) fn inserted(&self, text: &str, from: usize, byte: usize) -> Vec<Proposal> {
        let typed = dotted(text, byte);
        let first =
            text[from..typed.start.max(from)].trim().trim_start_matches(['#', '{']).is_empty();
        let line_end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
        let rest = &text[typed.end..line_end.max(typed.end)];
        let closed = rest.find("}}").is_some_and(|at| !rest[..at].contains("{{"));
        let mut found = self.roots(&typed);
        for proposal in &mut found {
            if !closed {
                proposal.text.push_str("}}");
            }
        }
        if first {
            found.extend(HELPER_WORDS.iter().map(|word| {
                let mut helper = Proposal::word(What::Function, word.name, &typed);
                helper.text.push(' ');
                if !closed {
                    let at = helper.text.len();
                    helper.text.push_str("}}");
                    helper.hole = Some(at..at);
                }
                helper.detail(word.takes).doc(explained(word))
            }));
        }
        found
    }

    /// What can stand in an expression that begins at `from`.
    pub(super) fn in_expression(&self, text: &str, from: usize, byte: usize) -> Vec<Proposal> {
        let before = text.get(from.min(byte)..byte).unwrap_or_default();
        for (function, named) in [("open(", Named::Hours), ("tagged(", Named::Mark)] {
            let Some(at) = before.rfind(function) else { continue };
            let behind = &before[at + function.len()..];
            let word = behind.trim_start_matches(['"', '\'', '\\']);
            if word.contains(['"', '\'', ')']) || word.len() == behind.len() {
                continue;
            }
            let typed = byte - word.len()..dotted(text, byte).end;
            let names = self.names(named).into_iter();
            let name = |name| Proposal::word(What::Name, name, &typed).detail(named.words());
            return names.map(name).collect();
        }
        let typed = dotted(text, byte);
        let mut found = self.roots(&typed);
        found.extend(FUNCTION_WORDS.iter().map(|word| {
            let mut function = Proposal::word(What::Function, word.name, &typed);
            function.text.push_str("()");
            let at = function.text.len() - 1;
            function.hole = Some(at..at);
            function.detail(word.takes).doc(explained(word))
        }));
        for word in ["and", "or", "not"] {
            found.push(Proposal::word(What::Word, word, &typed));
        }
        found
    }

    /// Variables, and the names that every bot has.
    fn roots(&self, typed: &Range<usize>) -> Vec<Proposal> {
        let names = self.names(Named::Variable).into_iter();
        let mut found: Vec<Proposal> = names.map(|name| self.variable(name, typed)).collect();
        found.extend(RESERVED_WORDS.iter().map(|word| {
            Proposal::word(What::Variable, word.name, typed)
                .detail("every bot has it")
                .doc(word.doc)
        }));
        found
    }

    /// A variable with what is known of it.
    pub(super) fn variable(&self, name: &str, typed: &Range<usize>) -> Proposal {
        let known = self.bot.as_ref().and_then(|bot| bot.variables.get(name));
        let detail = known.map_or("variable", |variable| variable.kind.phrase());
        Proposal::word(What::Variable, name, typed).detail(detail)
    }
}
