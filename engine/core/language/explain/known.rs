//! Everything that can be asked for, with the names under which it is found.

use super::{Answer, Sort};
use crate::expression::FUNCTION_WORDS;
use crate::language::code::{self, Code, Example};
use crate::language::definition::{Definition, Key};
use crate::rehearsal::TEST_FILE;
use crate::scope::RESERVED_WORDS;
use crate::template::HELPER_WORDS;
use crate::word::Explained;

/// Everything, each with the other names under which it is found.
pub fn all() -> Vec<(Vec<String>, Answer)> {
    let mut all: Vec<(Vec<String>, Answer)> =
        code::all().map(|code| (Vec::new(), of_code(code))).collect();
    for definition in Definition::all().into_iter().chain(TEST_FILE.and_within()) {
        all.push((Vec::new(), of_map(definition)));
        for key in definition.all_keys() {
            all.push((vec![format!("{}.{}", definition.id, key.name)], of_key(definition, key)));
            all.extend(key.shape.choices().iter().map(|word| {
                let names = vec![format!("{}.{}", key.name, word.word)];
                (names, of_word(word.word, word.doc, &format!("`{}`", key.name)))
            }));
        }
    }
    let words = [
        (Sort::Helper, HELPER_WORDS),
        (Sort::Function, FUNCTION_WORDS),
        (Sort::Name, RESERVED_WORDS),
    ];
    for (sort, words) in words {
        all.extend(words.iter().map(|word| (Vec::new(), explained(sort, word))));
    }
    all
}

fn of_code(code: &Code) -> Answer {
    Answer {
        doc: format!("{}. {} Points to {}.", code.title, code.doc, code.points_to),
        example: shown(&code.right),
        wrong: Some(shown(&code.wrong)),
        ..empty(Sort::Code, code.code)
    }
}

fn of_map(definition: &Definition) -> Answer {
    let keys = definition.all_keys().map(|key| (key.name.to_owned(), key.doc.to_owned()));
    let takes = definition.own.as_ref().map(|own| format!("{}: {}", own.name, own.shape.words()));
    Answer {
        doc: definition.doc.to_owned(),
        takes: takes.unwrap_or_default(),
        parts: keys.collect(),
        example: definition.example.to_owned(),
        ..empty(Sort::Map, definition.id)
    }
}

fn of_key(definition: &Definition, key: &Key) -> Answer {
    let sort = match definition.id {
        "action" => Sort::Action,
        "condition" => Sort::Condition,
        _ => Sort::Key,
    };
    let in_an_action = |name: &str| {
        let action = Definition::all().into_iter().find(|map| map.id == "action");
        action.is_some_and(|map| map.key(name).is_some_and(|other| other.doc == key.doc))
    };
    let sort = if in_an_action(key.name) { Sort::Action } else { sort };
    let stands_in = match sort {
        Sort::Action | Sort::Condition => Vec::new(),
        _ => vec![definition.name.to_owned()],
    };
    let words = key.shape.choices().iter().map(|word| (word.word.to_owned(), word.doc.to_owned()));
    Answer {
        stands_in,
        doc: key.doc.to_owned(),
        takes: key.shape.words(),
        parts: words.collect(),
        default: key.default.to_owned(),
        example: key.example.to_owned(),
        ..empty(sort, key.name)
    }
}

fn of_word(word: &str, doc: &str, key: &str) -> Answer {
    Answer { stands_in: vec![key.to_owned()], doc: doc.to_owned(), ..empty(Sort::Value, word) }
}

fn explained(sort: Sort, word: &Explained) -> Answer {
    let shows =
        if word.shows.is_empty() { String::new() } else { format!("  →  {}", word.shows) };
    Answer {
        doc: word.doc.to_owned(),
        takes: word.takes.to_owned(),
        example: format!("{}{shows}", word.example),
        ..empty(sort, word.name)
    }
}

fn empty(sort: Sort, word: &str) -> Answer {
    Answer {
        sort,
        word: word.to_owned(),
        stands_in: Vec::new(),
        doc: String::new(),
        takes: String::new(),
        parts: Vec::new(),
        default: String::new(),
        example: String::new(),
        wrong: None,
    }
}

/// An example of a code as text; several files each under its name.
pub(crate) fn shown(example: &Example) -> String {
    match example {
        Example::Part(lines) => lines.join("\n"),
        Example::Files(files) => {
            let file = |(name, lines): &(&str, &[&str])| format!("# {name}\n{}", lines.join("\n"));
            files.iter().map(file).collect::<Vec<_>>().join("\n\n")
        }
        Example::Told(words) => (*words).to_owned(),
    }
}
