//! A part of a bot, put where it can stand, with the names it uses declared beside it.
//!
//! What the definitions and the codes show are parts; this makes bots of them.

use std::collections::BTreeSet;

use crate::language::{Loaded, Severity, SourceFile, load};

/// Where a part may belong; `@` is the part, indented like it.
pub(super) const FRAMES: &[&str] = &[
    "@",
    "modules:\n  @",
    "modules:\n  it:\n    @",
    "modules:\n  it:\n    @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    @",
    "modules:\n  it:\n    say: Hi\n    @\n    to: end",
    "modules:\n  it:\n    ask: Hi?\n    @\n    to: end",
    "modules:\n  it:\n    ask: Hi?\n    save_as: answered\n    connections:\n      - @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    connections:\n      @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    connections:\n      - to: end\n        @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    connections:\n      - @",
    "modules:\n  it:\n    actions:\n      @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    choices:\n      @",
    "modules:\n  it:\n    say: Hi\n    choices:\n      - @\n        to: end",
    "modules:\n  it:\n    handover:\n      @\n    to: end",
    "modules:\n  it:\n    http:\n      @\n    connections:\n      - when: { outcome: failed }\n        to: end\n    to: end",
    "keywords:\n  @",
    "modules:\n  it:\n    http:\n      get: shop/orders\n      @\n    connections:\n      - when: { outcome: failed }\n        to: end\n    to: end",
    "modules:\n  it:\n    say:\n      @\n    to: end",
    "modules:\n  it:\n    say:\n      - text: Hi\n        @\n    to: end",
    "variables:\n  @",
    "services:\n  @",
    "services:\n  shop:\n    @",
    "services:\n  shop:\n    url: https://shop.example\n    @",
    "modules:\n  it:\n    say: Hi\n    choices:\n      - label: Go\n        @",
    "modules:\n  it:\n    handover:\n      return_keywords: [bot]\n      @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    keywords: all\n    connections:\n      - when: [bye]\n        to: end\n      - @",
];

/// A part in a frame.
pub(super) fn framed(frame: &str, part: &str) -> String {
    let before = frame.split('@').next().unwrap();
    let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    let indent = format!("\n{}", " ".repeat(column));
    frame.replacen('@', &part.trim_end().replace('\n', &indent), 1) + "\n"
}

/// Names that are used and not declared: the code that says so, and the name.
pub(super) type Names = BTreeSet<(&'static str, String)>;

/// What declares a name: the code that misses it, the key, and what stands behind the name.
const KINDS: [(&str, &str, &str); 5] = [
    ("unknown-variable", "variables", "{ type: any }"),
    ("unknown-service", "services", "{ url: \"https://shop.example\" }"),
    ("unknown-hours", "hours", "{ zone: UTC, mon-fri: [\"9:00-17:00\"] }"),
    ("unknown-receiver", "receivers", "\"1234567890\""),
    ("unknown-module", "modules", "{ say: Here, to: end }"),
];

/// The bot around a part, with the names it needs.
pub(super) fn around(part: &str, names: &Names) -> Vec<SourceFile> {
    let has = |key: &str| part.lines().any(|line| line.starts_with(&format!("{key}:")));
    let modules = part.lines().skip_while(|line| !line.starts_with("modules:"));
    let first = modules.skip(1).find_map(|line| line.trim().split_once(':')).map(|found| found.0);
    let mut text = String::new();
    let start = first.unwrap_or("first");
    for (key, value) in [("bot", "around"), ("start", start), ("fallback", "{ say: Pardon? }")] {
        if !has(key) {
            text += &format!("{key}: {value}\n");
        }
    }
    for (code, key, value) in KINDS {
        let named = names.iter().filter(|(of, _)| *of == code);
        let mut lines: String = named.map(|(_, name)| format!("  {name}: {value}\n")).collect();
        if key == "modules" && first.is_none() {
            lines += "  first: { say: Hello, to: end }\n";
        }
        if !lines.is_empty() {
            text += &format!("{key}:\n{lines}");
        }
    }
    let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
    vec![file("around.yaml", &text), file("part.yaml", part)]
}

/// Loads a part and declares what it misses until nothing more is missed.
pub(super) fn loaded(part: &str) -> (Loaded, Names) {
    let mut names = Names::new();
    loop {
        let loaded = load(around(part, &names));
        let missed = loaded.diagnostics.iter().filter_map(|found| {
            let name = found.message.split('`').nth(1)?.to_owned();
            let known = KINDS.iter().any(|(code, ..)| *code == found.code);
            known.then_some((found.code, name))
        });
        let more: Names = missed.chain(names.iter().cloned()).collect();
        if more == names {
            return (loaded, names);
        }
        names = more;
    }
}

/// Whether nothing keeps it from running.
pub(super) fn is_sound(loaded: &Loaded) -> bool {
    loaded.diagnostics.iter().all(|found| found.severity != Severity::Error)
}
