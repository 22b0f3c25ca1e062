//! Stories of tests: what passes, what departs and with which words, and what is written anew.

mod departing;
mod keys;
mod playing;
mod reading;
mod rewriting;

use std::sync::Arc;

use super::{Played, Subject, Suite, play};
use crate::language::{self, SourceFile, load, render_all};

/// A bot with a question, a service, a handover and a keyword.
const BOT: &str = r#"
bot: shop
start: welcome
keywords:
  - { id: menu, when: [menu], to: welcome }
  - when: { contains: [delivery] }
    do: [ say: We ship in 2 days. ]
fallback: { say: Sorry? }
handover: { return_keywords: [bot], say_on_return: I am back. }
services: { shop: { url: "https://shop.example" } }
entries: { ref: { sale: { to: welcome } } }
modules:
  welcome:
    say: Hi {{default user.first_name "you"}}!
    choices:
      - { label: My order, to: ask_email }
      - { label: A person, to: person }
    connections:
      - when: { contains: [late] }
        if: known(order)
        to: person
      - when: { no_reply: 10m }
        do: [ say: Still there? ]
      - when: { intent: complaint }
        to: person
      - when: { event: reaction }
        do: [ say: Glad you like it!, { emit: { name: liked, data: { by: "{{event.reaction}}" } } } ]
  ask_email:
    ask: Which e-mail?
    expect: email
    save_as: email
    tries: 2
    connections:
      - when: { outcome: too_many_tries }
        to: welcome
    to: find
  find:
    http:
      get: shop/orders?email={{email}}
      save: { order: orders.0.id }
    connections:
      - when: { outcome: failed }
        to: down
      - if: not known(order)
        to: down
    to: show
  show: { say: "Your order is {{order}}.", to: end }
  down: { say: We are down., to: end }
  person:
    handover: { receiver: page_inbox, metadata: "order {{order}}", say: One moment., idle_timeout: 15m }
    to: end
"#;

fn subject_of(bot: &str) -> Subject {
    let loaded = load(vec![SourceFile { path: "bot.yaml".into(), text: bot.into() }]);
    let found = language::render(&loaded, false);
    let bot = loaded.bot.unwrap_or_else(|| panic!("{found}"));
    Subject::new(Arc::new(bot), loaded.places, loaded.files)
}

fn subject() -> Subject {
    subject_of(BOT)
}

fn suite(subject: &Subject, text: &str) -> Suite {
    Suite::read(subject, vec![SourceFile { path: "a.test.yaml".into(), text: text.into() }])
}

/// The steps as a test of their own.
fn steps(steps: &str) -> String {
    let steps: String =
        steps.trim().lines().map(|line| format!("      {}\n", line.trim_end())).collect();
    format!("tests:\n  - test: A story\n    steps:\n{steps}")
}

fn played(subject: &Subject, text: &str) -> (Suite, Vec<Played>) {
    let suite = suite(subject, text);
    assert!(suite.is_right(), "{}", render_all(&suite.diagnostics, &suite.files, false));
    let all = (0..suite.len()).map(|number| play(subject, &suite, number)).collect();
    (suite, all)
}

/// The whole report of a test that must depart; empty where it passes.
fn report(text: &str) -> String {
    report_of(&subject(), text)
}

fn report_of(subject: &Subject, text: &str) -> String {
    let (suite, all) = played(subject, text);
    let departures = all.iter().filter_map(|played| played.departure.as_ref());
    departures.map(|departure| departure.render(subject, &suite, false)).collect()
}

#[track_caller]
fn passes(text: &str) {
    let report = report(text);
    assert!(report.is_empty(), "{report}");
}

#[track_caller]
fn departs(text: &str, with: &[&str]) {
    let report = report(text);
    for part in with {
        assert!(report.contains(part), "`{part}` is not in:\n{report}");
    }
}

/// What is wrong in a file of tests.
fn findings(text: &str) -> String {
    let subject = subject();
    let suite = suite(&subject, text);
    render_all(&suite.diagnostics, &suite.files, false)
}
