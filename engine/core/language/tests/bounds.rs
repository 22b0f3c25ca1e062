//! Loading is total: whatever stands in the files, it ends soon and says why.

use proptest::prelude::*;

use super::{codes, file, modules, one};
use crate::language::{load, render};

#[test]
fn an_alias_bomb_is_refused_at_its_first_anchor() {
    let mut text = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (before, name) in ('a'..='y').zip('b'..='z') {
        let items = vec![format!("*{before}"); 10].join(", ");
        text.push_str(&format!("{name}: &{name} [{items}]\n"));
    }
    let loaded = one(&text);
    assert!(codes(&loaded).iter().any(|code| code == "anchor 1:4"), "{:?}", codes(&loaded));
    assert!(loaded.bot.is_none());
}

#[test]
fn nesting_without_end_is_refused() {
    for text in ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(50_000)] {
        let loaded = one(&text);
        assert!(loaded.has_errors());
        assert!(loaded.diagnostics.len() < 10, "{:?}", codes(&loaded));
    }
}

#[test]
fn a_file_larger_than_a_mebibyte_is_refused() {
    let text = format!("bot: b\n# {}\n", "x".repeat(1024 * 1024));
    assert_eq!(codes(&one(&text)), ["too-large 1:1"]);
}

#[test]
fn a_bot_of_more_than_twenty_mebibytes_is_refused() {
    let text = format!("# {}\n", "x".repeat(1024 * 1024 - 10));
    let files = |count| (0..count).map(|number| file(&format!("{number}.yaml"), &text)).collect();
    let told = codes(&load(files(21)));
    assert_eq!(told, ["too-large 1:1"]);
    assert!(!codes(&load(files(19))).contains(&"too-large 1:1".to_owned()));
}

#[test]
fn a_bot_has_ten_thousand_modules_and_no_more() {
    let text: String = (0..10_001).map(|n| format!("m{n}: {{ say: x, to: end }}\n")).collect();
    let all = codes(&one(&modules(&text).replace("start: a", "start: m0")));
    let told: Vec<_> = all.iter().filter(|code| code.starts_with("too-large")).collect();
    let last = modules(&text).lines().count();
    assert_eq!(told, [&format!("too-large {last}:3")], "the last alone is too many");
}

#[test]
fn a_large_bot_is_read_whole() {
    let mut text = String::new();
    for number in 0..3_000 {
        text.push_str(&format!("m{number}:\n  say: Text {number}\n  to: m{}\n", number + 1));
    }
    text.push_str("m3000:\n  say: The end\n  to: end\n");
    let text = modules(&text).replace("start: a", "start: m0");
    let loaded = one(&text);
    assert!(loaded.bot.is_some(), "{}", render(&loaded, false));
}

#[test]
fn a_thousand_faults_are_all_found() {
    let text: String = (0..1_000).map(|n| format!("m{n}:\n  sya: x\n  to: end\n")).collect();
    let loaded = one(&modules(&text).replace("start: a", "start: m0"));
    let unknown = codes(&loaded).iter().filter(|code| code.starts_with("unknown-key")).count();
    assert_eq!(unknown, 1_000);
    assert!(render(&loaded, false).contains("more; mend these first"));
}

#[test]
fn a_letter_of_two_bytes_where_a_comma_may_be_missing_is_read() {
    for text in ["{ó: t", " {ß: [", "modules: {é: x to: end }"] {
        assert!(one(text).has_errors(), "{text}");
    }
}

#[test]
fn windows_line_endings_do_not_keep_the_reader_on_one_line() {
    let broken = "modules:\n  a:\n    say: Hi\n   choices:\n  - x\n to: end\n";
    for text in
        [broken.to_owned(), format!("{broken}    b: |\n x"), format!("bot: b\n{broken}- [a\n  b")]
    {
        assert!(one(&text.replace('\n', "\r\n")).has_errors());
        assert!(one(&text.replace("    say", "\t\r\n    say")).has_errors());
    }
}

/// Pieces of flows, so that chance comes near to what authors write.
fn flow() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "bot: b\n",
        "start: a\n",
        "modules:\n",
        "  a:\n",
        "    say: ",
        "    to: a\n",
        "    ask: ",
        "    connections:\n",
        "      - when: ",
        "        do: ",
        "keywords:\n",
        "handover:\n",
        "{{name}}",
        "{ says: yes, no }",
        "[a, b]",
        "'",
        "\"",
        ": ",
        "- ",
        "#x",
        " #",
        "!",
        "&a ",
        "*a",
        "|\n",
        ">\n",
        "\t",
        "\n",
        "  ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "{{#if x}}",
        "{{/if}}",
        "é",
        "👍",
        "http: { get: shop/x }\n",
        "handover\n",
        "take_back",
        "30m",
        "a + 1",
        "expect: number\n",
        "choices: [{ label: Yes }]\n",
        "--- \n",
        "%YAML 1.2\n",
        "? ",
        "\u{feff}",
        "\r\n",
        "~",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let loaded = one(&text);
        prop_assert_eq!(loaded.bot.is_none(), loaded.has_errors());
        render(&loaded, true);
    }

    #[test]
    fn pieces_of_flows_never_panic(first in flow(), second in flow()) {
        let loaded = load(vec![file("a.yaml", &first), file("b.yaml", &second)]);
        prop_assert_eq!(loaded.bot.is_none(), loaded.has_errors());
        render(&loaded, false);
    }

    #[test]
    fn loading_twice_finds_the_same(text in flow()) {
        let (first, second) = (one(&text), one(&text));
        prop_assert_eq!(first.diagnostics, second.diagnostics);
    }
}
