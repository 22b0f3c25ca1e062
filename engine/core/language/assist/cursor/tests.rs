//! Places in files that are being written; `|` is where.

use super::{Cursor, Stand, Step, cursor};

fn at(text: &str) -> Option<Cursor> {
    let byte = text.find('|').expect("the text has a place");
    cursor(&text.replacen('|', "", 1), byte)
}

/// The way to the place, its stand, and the keys beside it.
fn told(text: &str) -> (String, Stand, String) {
    let cursor = at(text).expect("it is no comment");
    let step = |step: &Step| match step {
        Step::Key(key) => key.clone(),
        Step::Item => "-".to_owned(),
    };
    let path: Vec<String> = cursor.path.iter().map(step).collect();
    (path.join("/"), cursor.stand, cursor.seen.join(" "))
}

#[track_caller]
fn stands(text: &str, path: &str, stand: Stand, seen: &str) {
    assert_eq!(told(text), (path.to_owned(), stand, seen.to_owned()), "{text}");
}

#[test]
fn a_key_that_has_just_begun_stands_in_the_map_around_it() {
    stands("bo|", "", Stand::Begin, "");
    stands("bot: b\nst|\nmodules:\n", "", Stand::Begin, "bot modules");
    stands("modules:\n  a:\n    sa|", "modules/a", Stand::Begin, "");
    stands(
        "modules:\n  a:\n    say: x\n    |\n    to: end\n  b:\n",
        "modules/a",
        Stand::Begin,
        "say to",
    );
    stands("modules:\n  a:\n    say: x\n|", "", Stand::Begin, "modules");
}

#[test]
fn a_value_stands_behind_its_key() {
    stands("modules:\n  a:\n    to: |", "modules/a/to", Stand::Value, "");
    stands("modules:\n  a:\n    to: we|l\n", "modules/a/to", Stand::Value, "");
    stands("modules:\n  a:\n    to:\n      w|", "modules/a/to", Stand::Begin, "");
    let tight = at("a:\n  to:|").unwrap();
    assert!(tight.tight && tight.stand == Stand::Value, "{tight:?}");
}

#[test]
fn a_dash_alone_begins_an_item() {
    stands(
        "modules:\n  a:\n    connections:\n      - |",
        "modules/a/connections/-",
        Stand::Begin,
        "",
    );
    let text = "modules:\n  a:\n    connections:\n      - when: x\n        |";
    stands(text, "modules/a/connections/-", Stand::Begin, "when");
    let text =
        "modules:\n  a:\n    connections:\n    - when: x\n      to: y\n    - i|\n    to: z\n";
    stands(text, "modules/a/connections/-", Stand::Begin, "");
    let tight = at("modules:\n  a:\n    do:\n      -|").unwrap();
    assert!(tight.tight && tight.path.last() == Some(&Step::Item), "{tight:?}");
}

#[test]
fn brackets_are_followed_over_lines_and_need_no_end() {
    stands("menu:\n  - { label: x, |", "menu/-", Stand::Key, "label");
    stands("menu:\n  - { | , to: end }\n", "menu/-", Stand::Key, "to");
    stands("menu:\n  - { label: \"a, b\",\n      to: w|", "menu/-/to", Stand::Value, "label to");
    stands("a: { do: [ { say: x }, t| ] }", "a/do/-", Stand::Value, "");
    stands("a: [ b, c ]\nd|", "", Stand::Begin, "a");
    // Left open, and the next key of the same depth is written.
    stands("a: { b: [ c\nd: |", "d", Stand::Value, "");
}

#[test]
fn texts_hide_what_looks_like_keys() {
    stands("a:\n  say: >\n    note: x\n    |", "a/say", Stand::Text, "");
}

#[test]
fn a_comment_is_no_place() {
    assert_eq!(at("a: b # t|"), None);
    assert_eq!(at("# |\na: b"), None);
    assert!(at("a: \"# |\"").is_some());
}
