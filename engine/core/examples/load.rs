//! How long it takes to load a bot of 2,000 modules, beside the bare read of its YAML.
//!
//! `cargo run --release -p baton-core --example load [MODULES] [ROUNDS]`
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "it measures, and nothing of the core uses it"
)]

use std::time::{Duration, Instant};

use baton_core::language::{SourceFile, load, render};
use granit_parser::{Event, Parser};

/// Modules in one file.
const A_FILE: usize = 100;

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<usize>());
    let mut number = |otherwise| numbers.next().and_then(Result::ok).unwrap_or(otherwise);
    let (modules, rounds) = (number(2_000), number(10));
    let files = bot(modules);
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let (mut bare, mut whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        let started = Instant::now();
        let letters: usize = files.iter().map(|file| read(&file.text)).sum();
        bare = bare.min(started.elapsed());
        assert!(letters > modules);
        let given = files.clone();
        let started = Instant::now();
        let loaded = load(given);
        whole = whole.min(started.elapsed());
        assert!(loaded.bot.is_some(), "{}", render(&loaded, false));
        assert!(loaded.diagnostics.is_empty(), "{}", render(&loaded, false));
    }
    let times = whole.as_secs_f64() / bare.as_secs_f64();
    println!(
        "{modules} modules, {bytes} bytes: bare read {bare:?}, load {whole:?}, {times:.2} times"
    );
}

/// What any program that reads YAML has in the end: texts, lists and maps.
enum Node {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// The bare read of a file: its tree, without places and without looking at anything.
fn read(text: &str) -> usize {
    let mut events = Parser::new_from_str(text).map(|event| event.expect("the flow is YAML").0);
    let inside = |event: &Event<'_>| {
        !matches!(event, Event::StreamStart | Event::DocumentStart(..) | Event::Comment(..))
    };
    let first = events.find(inside).expect("the file has something in it");
    count(&node(first, &mut events))
}

fn node<'a>(event: Event<'a>, events: &mut impl Iterator<Item = Event<'a>>) -> Node {
    match event {
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            while let Some(event) = events.next().filter(|event| *event != Event::SequenceEnd) {
                items.push(node(event, events));
            }
            Node::List(items)
        }
        Event::MappingStart(..) => {
            let mut entries = Vec::new();
            while let Some(event) = events.next().filter(|event| *event != Event::MappingEnd) {
                let Node::Text(key) = node(event, events) else { panic!("a key is a text") };
                let value = events.next().expect("a key has a value");
                entries.push((key, node(value, events)));
            }
            Node::Map(entries)
        }
        Event::Scalar(text, ..) => Node::Text(text.into_owned()),
        other => panic!("{other:?} is nothing a flow has"),
    }
}

fn count(node: &Node) -> usize {
    match node {
        Node::Text(text) => text.len(),
        Node::List(items) => items.iter().map(count).sum(),
        Node::Map(entries) => entries.iter().map(|(key, value)| key.len() + count(value)).sum(),
    }
}

fn bot(modules: usize) -> Vec<SourceFile> {
    let head = "bot: large\nlanguage: en\nstart: m0\nfallback: { say: Sorry?, give_up_after: 3, to: m0 }\n\
                variables:\n  email: { type: text }\n  score: { type: number, default: 0 }\n\
                services: { shop: { url: \"https://api.example.com\" } }\n\
                keywords:\n  - { id: menu, when: [menu, start over], to: m0 }\n";
    let mut files = vec![SourceFile { path: "bot.yaml".into(), text: head.to_owned() }];
    for (at, first) in (0..modules).step_by(A_FILE).enumerate() {
        let inside: String =
            (first..modules.min(first + A_FILE)).map(|number| module(number, modules)).collect();
        let text = format!("modules:\n{inside}");
        files.push(SourceFile { path: format!("part{at}.yaml"), text });
    }
    files
}

/// Five kinds of module in turn; each leads to the next.
fn module(number: usize, modules: usize) -> String {
    let next = (number + 1) % modules;
    match number % 5 {
        0 => format!(
            "  m{number}:\n    say: Hi {{{{user.first_name}}}}! This is module {number}.\n    choices:\n      \
             - {{ label: Go on, to: m{next} }}\n      - {{ label: Back, to: m0 }}\n    connections:\n      \
             - when: {{ contains: [refund {number}, money back] }}\n        if: score > {number} and known(email)\n        \
             to: m{next}\n"
        ),
        1 => format!(
            "  m{number}:\n    ask: What is your e-mail address?\n    expect: email\n    save_as: email\n    \
             if_invalid: Try something like anna@example.com.\n    tries: 3\n    connections:\n      \
             - when: {{ outcome: too_many_tries }}\n        to: m0\n    to: m{next}\n"
        ),
        2 => format!(
            "  m{number}:\n    http:\n      get: shop/orders/{number}?email={{{{email}}}}\n      save: {{ order_{number}: \
             orders.0 }}\n    connections:\n      - when: {{ outcome: failed }}\n        to: m0\n    to: m{next}\n"
        ),
        3 => format!(
            "  m{number}:\n    actions:\n      - compute: {{ score: score + {number} }}\n      - say: \"You have \
             {{{{number score}}}} of {{{{order_{}.total}}}}.\"\n      - tag: t{number}\n    to: m{next}\n",
            number - 1
        ),
        _ => format!(
            "  m{number}:\n    say:\n      - Well done.\n      - text: Shall we?\n        buttons:\n          \
             - {{ label: Our shop, url: \"https://example.com\" }}\n          - {{ label: Go on, id: on, to: m{next} }}\n    \
             connections:\n      - when: [yes, sure, ok]\n        to: m{next}\n      - to: m0\n"
        ),
    }
}
