//! What an editor is answered, on a small bot; `|` in a text is where somebody writes.

mod naming;
mod properties;
mod proposing;
mod telling;

use super::{Draft, Proposal};
use crate::language::source::SourceFile;
use crate::language::splice;

const BOT: &str = "\
bot: shop
languages: [da]
start: welcome
variables:
  email: text
  score: { type: number, default: 3, keep: session }
receivers: { desk: \"1234567890\" }
personas: { maria: \"42\" }
services:
  shop: { url: \"https://api.example.com\" }
hours:
  support: { zone: Europe/Copenhagen, mon-fri: [\"9:00-17:00\"] }
handover: { idle_timeout: 30m }
fallback: { say: Pardon?, give_up_after: 3, to: person }
keywords:
  - id: menu
    when: menu
    to: welcome
";

const MODULES: &str = "\
modules:
  welcome:
    name: The greeting
    say: Hello {{email}}!
    choices:
      - { label: \"A person, please\", to: person }
    connections:
      - if: score > 2 and open(\"support\")
        to: person
    to: ask_email
  ask_email:
    ask: What is your e-mail address?
    expect: email
    save_as: email
    to: end
  person:
    handover: { receiver: desk, timeout: 8h }
    connections:
      - when: { outcome: failed }
        to: welcome
    to: end
";

const DANISH: &str = "modules:\n  welcome:\n    say: Hej {{email}}!\n";

const TESTS: &str = "\
parts:
  greeted:
    - user: hi
    - bot: Hello*
tests:
  - test: It greets
    steps:
      - include: greeted
      - at: welcome
";

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), text: text.into() }
}

/// The bot with another text of its modules.
fn with(modules: &str) -> Draft {
    let files =
        vec![file("bot.yaml", BOT), file("lang/da.yaml", DANISH), file("more.yaml", modules)];
    Draft::new(files, vec![file("tests/a.test.yaml", TESTS)], None)
}

fn draft() -> Draft {
    with(MODULES)
}

/// The number of a file.
fn number(draft: &Draft, path: &str) -> usize {
    draft.files().iter().position(|file| file.path == path).expect("there is such a file")
}

/// The place of a word in a file, a little within it.
fn at(draft: &Draft, path: &str, line: &str, word: &str) -> (usize, usize) {
    let number = number(draft, path);
    let text = &draft.files()[number].text;
    let start = text.find(line).unwrap_or_else(|| panic!("no `{line}` in {path}"));
    (number, start + line.find(word).expect("the line has the word") + 1)
}

/// What is proposed in a file that is written up to here.
fn proposed(path: &str, text: &str) -> Vec<Proposal> {
    let byte = text.find('|').expect("the text has a place");
    draft().proposals(path, &text.replacen('|', "", 1), byte)
}

fn labels(path: &str, text: &str) -> Vec<String> {
    proposed(path, text).into_iter().map(|proposal| proposal.label).collect()
}

/// A file with a proposal taken.
fn taken(path: &str, text: &str, label: &str) -> String {
    let proposals = proposed(path, text);
    let found = proposals.iter().find(|one| one.label == label);
    let proposal = found.unwrap_or_else(|| panic!("no `{label}` among {proposals:#?}"));
    let edit = splice::Edit::replace(proposal.replaces.clone(), proposal.text.clone());
    splice::apply(&file(path, &text.replacen('|', "", 1)), &[edit]).unwrap().text
}
