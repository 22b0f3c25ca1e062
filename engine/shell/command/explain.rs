//! `baton explain`: what a code, a key, an action, a condition or another word means.

use baton_core::language::explain::{self, Answer, Sort};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Failure, talk};

/// Explains a code of `check`, a key, an action, a condition, or another word of the language. Without a
/// word it lists everything that can be asked for.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Like unknown-module, handover, module.choices or money
    word: Option<String>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Explain {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let answers = match &self.word {
            Some(word) => explain::explain(word),
            None => explain::all().into_iter().map(|(_, answer)| answer).collect(),
        };
        if let (Some(word), true) = (&self.word, answers.is_empty()) {
            return Err(Failure::WrongUse(unknown(word)));
        }
        let text = match (self.format, &self.word) {
            (Format::Json, _) => format!("{:#}", Value::Array(answers.iter().map(json).collect())),
            (Format::Text, Some(_)) => {
                answers.iter().map(Answer::text).collect::<Vec<_>>().join("\n")
            }
            (Format::Text, None) => list(&answers),
        };
        talk::result(text.trim_end());
        Ok(())
    }
}

fn unknown(word: &str) -> String {
    match explain::meant(word) {
        Some(near) => format!("nothing is called `{word}`; did you mean `{near}`?"),
        None => format!("nothing is called `{word}`; `baton explain` lists what there is"),
    }
}

/// Every word once, under what it is.
fn list(answers: &[Answer]) -> String {
    let groups = [
        ("Actions", Sort::Action),
        ("Conditions", Sort::Condition),
        ("Keys", Sort::Key),
        ("Maps", Sort::Map),
        ("Words behind a key", Sort::Value),
        ("Helpers of templates", Sort::Helper),
        ("Functions of expressions", Sort::Function),
        ("Names that every bot has", Sort::Name),
        ("Codes of findings", Sort::Code),
    ];
    let group = |(title, sort): (&str, Sort)| {
        let mut words: Vec<&str> = Vec::new();
        for answer in answers.iter().filter(|answer| answer.sort == sort) {
            if !words.contains(&answer.word.as_str()) {
                words.push(&answer.word);
            }
        }
        format!("{title}\n{}", rows(&words))
    };
    groups.map(group).join("\n")
}

/// Words in lines of a comfortable width.
fn rows(words: &[&str]) -> String {
    let (mut text, mut line) = (String::new(), String::from(" "));
    for word in words {
        if line.len() + word.len() > 96 {
            text += &format!("{line}\n");
            line = String::from(" ");
        }
        line += &format!(" {word}");
    }
    text + &line + "\n"
}

fn json(answer: &Answer) -> Value {
    let parts = answer.parts.iter();
    let parts: Vec<Value> = parts.map(|(word, doc)| json!({ "word": word, "doc": doc })).collect();
    json!({
        "word": answer.word,
        "is": answer.sort.words(),
        "of": answer.stands_in,
        "doc": answer.doc,
        "takes": answer.takes,
        "default": answer.default,
        "parts": parts,
        "example": answer.example,
        "wrong": answer.wrong,
    })
}
