//! What is proposed.

use super::{labels, proposed, taken};

#[track_caller]
fn has(path: &str, text: &str, wanted: &[&str], not: &[&str]) {
    let found = labels(path, text);
    for word in wanted {
        assert!(found.iter().any(|label| label == word), "{word} is missing: {found:?}\n{text}");
    }
    for word in not {
        assert!(found.iter().all(|label| label != word), "{word} is too much: {found:?}\n{text}");
    }
}

#[test]
fn the_keys_of_a_map_are_proposed_while_the_file_cannot_be_read() {
    has("bot.yaml", "bo|", &["bot", "modules", "variables"], &["say"]);
    has("bot.yaml", "bot: b\n|\nmodules:\n  a:\n", &["start", "fallback"], &["bot", "modules"]);
    has("more.yaml", "modules:\n  a:\n    sa|", &["say", "ask", "to", "connections"], &["when"]);
    has(
        "more.yaml",
        "modules:\n  a:\n    connections:\n      - |",
        &["when", "if", "do", "to"],
        &["say"],
    );
    has("more.yaml", "modules:\n  a:\n    choices: [ { label: x, | ", &["to", "value"], &["label"]);
}

#[test]
fn what_excludes_a_key_hides_it_and_what_belongs_beside_another_shows_with_it() {
    has(
        "more.yaml",
        "modules:\n  a:\n    ask: x\n    |",
        &["expect", "save_as"],
        &["ask", "actions"],
    );
    has("more.yaml", "modules:\n  a:\n    name: x\n    |", &["ask"], &["expect"]);
    has("bot.yaml", "menu:\n  - { label: x, url: y, | }", &["id"], &["to", "do"]);
}

#[test]
fn what_is_needed_comes_first_and_says_so() {
    let found = proposed("bot.yaml", "hours:\n  a: { | }");
    assert_eq!(found[0].label, "zone");
    assert!(found[0].detail.starts_with("needed: "), "{}", found[0].detail);
}

#[test]
fn words_and_names_are_proposed_behind_their_keys() {
    has(
        "more.yaml",
        "modules:\n  a:\n    to: |",
        &["welcome", "person", "end", "again"],
        &["desk"],
    );
    has("more.yaml", "modules:\n  a:\n    to: wel|\n    say: x", &["welcome"], &[]);
    has("more.yaml", "modules:\n  a:\n    expect: |", &["email", "number"], &["welcome"]);
    has("more.yaml", "modules:\n  a:\n    waits: |", &["yes", "no"], &[]);
    let handover = "modules:\n  a:\n    handover: { receiver: |";
    has("more.yaml", handover, &["desk", "page_inbox"], &["welcome"]);
    has("more.yaml", "modules:\n  a:\n    handover:\n      hours: |", &["support"], &[]);
    has("more.yaml", "modules:\n  a:\n    http: { get: |", &["shop"], &[]);
    has("more.yaml", "modules:\n  a:\n    say: { text: x, persona: |", &["maria"], &[]);
    has("more.yaml", "modules:\n  a:\n    language: |", &["en", "da"], &[]);
    has(
        "more.yaml",
        "modules:\n  a:\n    connections:\n      - when: { outcome: |",
        &["failed"],
        &[],
    );
    has("bot.yaml", "moved:\n  old: |", &["welcome"], &["end"]);
}

#[test]
fn a_module_is_listed_with_the_first_thing_it_says() {
    let found = proposed("more.yaml", "modules:\n  a:\n    to: |");
    let module = found.iter().find(|one| one.label == "ask_email").unwrap();
    assert_eq!(module.detail, "What is your e-mail address?");
}

#[test]
fn variables_and_helpers_are_proposed_within_braces() {
    let text = "modules:\n  a:\n    say: Hi {{|";
    has("more.yaml", text, &["email", "score", "default", "user.first_name"], &["and", "known"]);
    assert_eq!(taken("more.yaml", text, "email"), "modules:\n  a:\n    say: Hi {{email}}");
    has("more.yaml", "modules:\n  a:\n    say: {{em|", &["email"], &[]);
    let inner = "modules:\n  a:\n    say: \"Hi {{user.fi|}}\"";
    let whole = "modules:\n  a:\n    say: \"Hi {{user.first_name}}\"";
    assert_eq!(taken("more.yaml", inner, "user.first_name"), whole);
    has("more.yaml", "modules:\n  a:\n    say: >\n      Hi\n      {{|", &["email"], &[]);
}

#[test]
fn expressions_take_variables_functions_and_the_names_they_ask_for() {
    let line = |rest: &str| format!("modules:\n  a:\n    connections:\n      - if: {rest}");
    has("more.yaml", &line("sc|"), &["score", "known", "open", "not"], &["upper_case"]);
    has("more.yaml", &line("score > 2 and kn|"), &["known", "email"], &[]);
    has("more.yaml", &line("open(\"|"), &["support"], &["email"]);
    let taken = taken("more.yaml", &line("score > 2 and kn|"), "known");
    assert!(taken.ends_with("- if: score > 2 and known()"), "{taken}");
}

#[test]
fn actions_are_proposed_where_they_can_stand() {
    let actions = ["say", "tag", "handover", "take_back"];
    has("more.yaml", "modules:\n  a:\n    actions:\n      - |", &actions, &["when"]);
    has("more.yaml", "modules:\n  a:\n    choices:\n      - do: [ | ]", &[], &["when"]);
    let text = "modules:\n  a:\n    connections:\n      - do:\n          |";
    has("more.yaml", text, &actions, &["when", "to"]);
    assert!(taken("more.yaml", text, "tag").ends_with("- do:\n          - tag: "));
}

#[test]
fn what_is_taken_is_indented_like_what_it_belongs_to() {
    let text = "modules:\n  a:\n    connections:\n      - whe|";
    let when = taken("more.yaml", text, "when");
    assert!(when.starts_with("modules:\n  a:\n    connections:\n      - when: "), "{when}");
    // Relative to the indentation of the line: four columns to the key, and two below it.
    let text = "modules:\n  a:\n    connections:\n      - to: x\n        d|";
    assert!(taken("more.yaml", text, "do").ends_with("do:\n  - "));
    let text = "modules:\n  a:\n    connections:\n      - d|";
    assert!(taken("more.yaml", text, "do").ends_with("- do:\n    - "));
    assert_eq!(
        taken("more.yaml", "modules:\n  a:\n    choices:\n      -|", "label").lines().last(),
        Some("      - label: \"Yes, please\"")
    );
    // A colon that is there is not written twice.
    assert_eq!(taken("bot.yaml", "fall|:\n", "fallback"), "fallback:\n");
    assert_eq!(taken("bot.yaml", "start:|", "welcome"), "start: welcome");
}

#[test]
fn tests_and_translations_have_their_own() {
    let test = "tests:\n  - test: x\n    steps:\n      - |";
    has("tests/b.test.yaml", test, &["user", "bot", "include"], &["say"]);
    has("tests/b.test.yaml", "tests:\n  - steps:\n      - include: |", &["greeted"], &[]);
    has("tests/b.test.yaml", "tests:\n  - steps:\n      - at: |", &["welcome"], &["desk"]);
    has("lang/da.yaml", "modules:\n  |", &["welcome", "ask_email"], &["say"]);
    let found = proposed("lang/da.yaml", "modules:\n  ask_email:\n    |");
    assert_eq!((found[0].label.as_str(), found[0].text.as_str()), ("ask", "ask: "));
    assert_eq!(found[0].detail, "What is your e-mail address?");
}

#[test]
fn nothing_is_proposed_in_comments_and_texts() {
    has("bot.yaml", "# bo|", &[], &["bot"]);
    assert!(labels("more.yaml", "modules:\n  a:\n    say: >\n      note: th|").is_empty());
    assert!(labels("more.yaml", "modules:\n  a:\n    say: Hello th|").is_empty());
}
