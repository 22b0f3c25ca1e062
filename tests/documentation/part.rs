//! A part of a bot, in a bot around it: pages show a few lines, and what is loaded is always whole.

use std::collections::BTreeSet;

use baton_core::language::{Diagnostic, Loaded, Severity, SourceFile, load, render};

use super::page::Block;

/// Where a part of a bot may belong; `@` is the part, indented like it.
const FRAMES: [&str; 23] = [
    "@",
    "modules:\n  @",
    "modules:\n  it:\n    @",
    "modules:\n  it:\n    @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    @",
    "modules:\n  it:\n    ask: Hi?\n    @\n    to: end",
    "modules:\n  it:\n    ask: Hi?\n    save_as: answered\n    connections:\n      - @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    connections:\n      @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    connections:\n      - to: end\n        @\n    to: end",
    "modules:\n  it:\n    actions:\n      @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    choices:\n      @",
    "modules:\n  it:\n    say: Hi\n    choices:\n      - @\n        to: end",
    "modules:\n  it:\n    handover:\n      @\n    to: end",
    "modules:\n  it:\n    http:\n      @\n    to: end",
    "keywords:\n  @",
    "modules:\n  it:\n    http:\n      get: shop/orders\n      @\n    to: end",
    "modules:\n  it:\n    say:\n      @\n    to: end",
    "modules:\n  it:\n    say:\n      - text: Hi\n        @\n    to: end",
    "variables:\n  @",
    "services:\n  @",
    "services:\n  shop:\n    @",
    "services:\n  shop:\n    url: https://shop.example\n    @",
    "modules:\n  it:\n    say: Hi\n    choices:\n      - label: Go\n        @",
];

/// Where a few words may belong besides.
const WORDS: [&str; 11] = [
    "modules:\n  it:\n    say: Hi\n    connections:\n      - when: { @ }\n        to: end\n    to: end",
    "modules:\n  it:\n    ask: Hi?\n    save_as: answered\n    expect: number\n    @\n    to: end",
    "modules:\n  it:\n    ask: Hi?\n    choices: { each: them, label: \"{{item}}\" }\n    connections:\n      - when: { @ }\n        to: end\n    to: end",
    "modules:\n  it:\n    remind: { to: first, @ }\n    to: end",
    "modules:\n  it:\n    remind: { to: first, by: 1d, @ }\n    to: end",
    "modules:\n  it:\n    remind: { to: first, before: \"{{visit}}\", @ }\n    to: end",
    "modules:\n  it:\n    say:\n      - @\n    to: end",
    "modules:\n  it:\n    actions:\n      - @\n    to: end",
    "personas: { maria: \"1234567890\" }\nmodules:\n  it:\n    say: { text: Hi, @ }\n    to: end",
    "variables:\n  it: { type: text, @ }",
    "handover:\n  @",
];

/// A part in a frame.
fn framed(frame: &str, part: &str) -> String {
    let before = frame.split('@').next().unwrap();
    let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    let indent = format!("\n{}", " ".repeat(column));
    frame.replacen('@', &part.trim_end().replace('\n', &indent), 1) + "\n"
}

/// Names that are used and not declared: the code that says so, and the name.
type Names = BTreeSet<(&'static str, String)>;

/// The bot around a part, with the names it needs.
fn around(part: &str, names: &Names) -> Vec<SourceFile> {
    let has = |key: &str| part.lines().any(|line| line.starts_with(&format!("{key}:")));
    let mut text = String::new();
    for (key, value) in [("bot", "around"), ("start", "first"), ("fallback", "{ say: Pardon? }")] {
        if !has(key) {
            text += &format!("{key}: {value}\n");
        }
    }
    let kinds = [
        ("unknown-variable", "variables", "{ type: any }"),
        ("unknown-service", "services", "{ url: \"https://shop.example\" }"),
        ("unknown-hours", "hours", "{ zone: UTC, mon-fri: [\"9:00-17:00\"] }"),
        ("unknown-receiver", "receivers", "\"1234567890\""),
        ("unknown-module", "modules", "{ say: Here, to: end }"),
    ];
    for (code, key, value) in kinds {
        let named = names.iter().filter(|(of, _)| *of == code);
        let lines: String = named.map(|(_, name)| format!("  {name}: {value}\n")).collect();
        let first = if key == "modules" { "  first: { say: Hello, to: end }\n" } else { "" };
        if !lines.is_empty() || !first.is_empty() {
            text += &format!("{key}:\n{first}{lines}");
        }
    }
    let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
    vec![file("around.yaml", &text), file("part.yaml", part)]
}

/// Loads a part and declares what it misses until nothing more is missed. What has the code `kept` stays missed.
fn loaded(part: &str, kept: &str) -> (Loaded, Names) {
    let mut names = Names::new();
    loop {
        let loaded = load(around(part, &names));
        let missed = loaded.diagnostics.iter().filter_map(|found| {
            let name = found.message.split('`').nth(1)?.to_owned();
            let missed = found.code.starts_with("unknown-") && found.code != kept;
            missed.then_some((found.code, name))
        });
        let more: Names = missed.chain(names.iter().cloned()).collect();
        if more == names {
            return (loaded, names);
        }
        names = more;
    }
}

pub(super) fn is_sound(loaded: &Loaded) -> bool {
    loaded.diagnostics.iter().all(|found| found.severity != Severity::Error)
}

/// A bot of one file.
fn alone(text: &str) -> Loaded {
    load(vec![SourceFile { path: "bot.yaml".into(), text: text.into() }])
}

fn is_whole(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("bot:"))
}

/// What a block that shows one mistake is told besides that mistake, or in place of it.
pub(super) fn other_than(block: &Block, code: &str) -> Option<String> {
    let only = |told: &Loaded| {
        let counts = |found: &&Diagnostic| found.severity == Severity::Error || found.code == code;
        let mut counted = told.diagnostics.iter().filter(counts).peekable();
        counted.peek().is_some() && counted.all(|found| found.code == code)
    };
    if is_whole(&block.text) {
        let told = alone(&block.text);
        return (!only(&told)).then(|| render(&told, false));
    }
    let mut framed = FRAMES.iter().map(|frame| framed(frame, &block.text));
    let found = framed.any(|text| only(&loaded(&text, code).0));
    (!found).then(|| format!("in no frame is it told {code} alone"))
}

/// What is wrong with a block, if anything is.
pub(super) fn fault(block: &Block) -> Option<String> {
    let (wrong, right) = match block.text.split_once("# right\n") {
        Some((wrong, right)) => (Some(wrong.trim_start_matches("# wrong\n")), right),
        None => (None, block.text.as_str()),
    };
    let has_code = |told: &Loaded| told.diagnostics.iter().any(|found| found.code == block.heading);
    if is_whole(right) {
        let told = alone(right);
        let silent = wrong.is_some_and(|wrong| !has_code(&alone(wrong)));
        return (silent || !is_sound(&told)).then(|| render(&told, false));
    }
    let mut nearest = String::from("no frame fits");
    for frame in FRAMES {
        let (whole, names) = loaded(&framed(frame, right), "");
        if !is_sound(&whole) {
            let errors = whole.diagnostics.len();
            let known: usize = nearest.lines().filter(|line| line.starts_with("error")).count();
            if nearest == "no frame fits" || errors < known {
                nearest = render(&whole, false);
            }
            continue;
        }
        let wrong = wrong?;
        let declares = |name: &str| wrong.lines().any(|line| line.starts_with(&format!("{name}:")));
        let names = names.into_iter().filter(|(_, name)| !declares(name)).collect();
        let told = load(around(&framed(frame, wrong), &names));
        if has_code(&told) {
            return None;
        }
        nearest = format!("what is wrong is told otherwise:\n{}", render(&told, false));
    }
    Some(nearest)
}

/// Whether a few words of the language belong somewhere in a bot.
pub(super) fn fits(words: &str) -> bool {
    let frames = FRAMES.iter().chain(&WORDS);
    frames.map(|frame| framed(frame, words)).any(|text| is_sound(&loaded(&text, "").0))
}

/// The file a block makes in the first frame in which it loads.
pub(super) fn sound(block: &Block) -> Option<String> {
    let right = block.text.split_once("# right\n").map_or(block.text.as_str(), |parts| parts.1);
    if is_whole(right) {
        return Some(right.to_owned());
    }
    let mut framed = FRAMES.iter().map(|frame| framed(frame, right));
    framed.find(|text| is_sound(&loaded(text, "").0))
}
