//! What a word of the language means: a code of a finding, a key, an action, a condition, one of the
//! words behind a key, a helper, a function, a name that every bot has.
//!
//! Invariant: every definition, code and word can be asked for by its name.

mod known;
#[cfg(test)]
mod tests;

use crate::suggest;

pub use known::all;
pub(crate) use known::shown;

/// What a word is, in the order in which several meanings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// The code of a finding.
    Code,
    /// Something the bot does.
    Action,
    /// Something a `when` asks for.
    Condition,
    /// Another key.
    Key,
    /// One of a few words behind a key.
    Value,
    /// A word of templates.
    Helper,
    /// A word of expressions.
    Function,
    /// A name that every bot has.
    Name,
    /// A map with keys.
    Map,
}

impl Sort {
    /// As a sentence calls it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Code => "a finding",
            Self::Action => "an action",
            Self::Condition => "a condition",
            Self::Key => "a key",
            Self::Map => "a map",
            Self::Value => "a word",
            Self::Helper => "a helper of templates",
            Self::Function => "a function of expressions",
            Self::Name => "a name that every bot has",
        }
    }
}

/// What a word means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it is.
    pub sort: Sort,
    /// As it is written.
    pub word: String,
    /// Where it stands: "a module"; empty where that is no question.
    pub stands_in: Vec<String>,
    /// What it means, in a paragraph.
    pub doc: String,
    /// What can stand behind it, in words; empty: nothing, or it goes without saying.
    pub takes: String,
    /// What can stand behind it, word by word, or the keys of a map, with what each means.
    pub parts: Vec<(String, String)>,
    /// What holds where it is left out; empty: nothing worth a word.
    pub default: String,
    /// As it is meant to be written.
    pub example: String,
    /// The same wrong; only codes have it.
    pub wrong: Option<String>,
}

/// Every meaning of a word. `module.say` asks for the key of one map.
pub fn explain(word: &str) -> Vec<Answer> {
    let word = word.trim().trim_end_matches(':').trim_matches('`');
    let all = all();
    let exact =
        all.iter().filter(|(of, answer)| answer.word == word || of.contains(&word.to_owned()));
    let mut found: Vec<Answer> = Vec::new();
    for (_, answer) in exact {
        let same =
            found.iter_mut().find(|known| known.sort == answer.sort && known.doc == answer.doc);
        match same {
            Some(known) => known.stands_in.extend(answer.stands_in.iter().cloned()),
            None => found.push(answer.clone()),
        }
    }
    found.sort_by_key(|answer| answer.sort);
    found
}

/// The word that was probably meant.
pub fn meant(word: &str) -> Option<String> {
    let all = all();
    let words = all.iter().map(|(_, answer)| answer.word.as_str());
    suggest::nearest(word, words).map(str::to_owned)
}

impl Answer {
    /// For a terminal: what it is, what it means, what can stand there, examples.
    pub fn text(&self) -> String {
        let mut text = format!("{}: {}", self.word, self.sort.words());
        if !self.stands_in.is_empty() {
            text += &format!(" of {}", self.stands_in.join(", "));
        }
        text += "\n\n";
        text += &indented(&filled(&self.doc), "  ");
        if !self.takes.is_empty() {
            text += &format!("\n  Takes: {}\n", self.takes);
        }
        if !self.default.is_empty() {
            text += &format!("\n  Left out: {}\n", self.default);
        }
        if !self.parts.is_empty() {
            text.push('\n');
        }
        let wide = self.parts.iter().map(|(part, _)| part.chars().count()).max().unwrap_or(0);
        for (part, doc) in &self.parts {
            let first = doc.split_inclusive(". ").next().unwrap_or(doc).trim_end();
            text += &format!("  {part:wide$}  {first}\n");
        }
        if let Some(wrong) = &self.wrong {
            text += &format!("\n  Wrong:\n\n{}", indented(wrong, "    "));
        }
        if !self.example.is_empty() {
            let head = if self.wrong.is_some() { "Right" } else { "Example" };
            text += &format!("\n  {head}:\n\n{}", indented(&self.example, "    "));
        }
        text
    }
}

/// Lines of a width that is comfortable to read.
const WIDTH: usize = 92;

fn filled(text: &str) -> String {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.join("\n")
}

fn indented(text: &str, by: &str) -> String {
    text.trim_end().lines().map(|line| format!("{by}{line}").trim_end().to_owned() + "\n").collect()
}
