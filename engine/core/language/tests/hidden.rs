//! What YAML hides is caught, at its place, with the line rewritten.

use super::{codes, file, modules, one, only};
use crate::language::{load, render};

/// One module that says something, on line 6.
fn say(line: &str) -> String {
    modules(&format!("a:\n  {line}\n  to: end"))
}

#[test]
fn a_text_that_begins_with_a_sign() {
    for (line, code) in [
        ("say: {{user.first_name}}, hi", "unquoted-braces 6:10"),
        ("say: {{user.first_name}}", "unquoted-braces 6:10"),
        ("say: @anna wrote", "needs-quotes 6:10"),
        ("say: `code`", "needs-quotes 6:10"),
        ("say: %20", "needs-quotes 6:10"),
        ("say: [Urgent] please", "needs-quotes 6:10"),
        ("say: > more", "needs-quotes 6:10"),
        ("say: - no", "needs-quotes 6:10"),
        ("say: *bold* words", "anchor 6:10"),
        ("say: &co is open", "anchor 6:10"),
        ("say: !important", "yaml-tag 6:10"),
    ] {
        let loaded = one(&say(line));
        let found = codes(&loaded);
        assert_eq!(found.first().map(String::as_str), Some(code), "{}", render(&loaded, false));
        let text = line.trim_start_matches("say: ");
        let help = &loaded.diagnostics[0].help;
        assert!(help.contains(&format!("`say: \"{text}\"`")), "{line}: {help}");
    }
}

#[test]
fn braces_in_a_second_file_are_told_there() {
    let second = file("b.yaml", "modules:\n  c:\n    say: {{user.id}}\n    to: end\n");
    let loaded = load(vec![file("a.yaml", &say("say: Hi")), second]);
    let found = &loaded.diagnostics[0];
    assert_eq!(
        (found.code, found.file, found.position(&loaded.files)),
        ("unquoted-braces", 1, (3, 10))
    );
}

#[test]
fn a_sentence_cut_by_a_hash() {
    let (code, help) = only(&say("say: Order #{{n}} is here").replace("{{n}}", "12"));
    assert_eq!(code, "hash-cuts-text 6:16");
    assert!(help.contains("`say: \"Order #12 is here\"`"), "{help}");
    let fine = say("say: Order    # a comment");
    assert_eq!(codes(&one(&fine)), Vec::<String>::new());
    let quoted = say("say: \"Order\" #comment");
    assert_eq!(codes(&one(&quoted)), Vec::<String>::new());
}

#[test]
fn a_colon_in_a_list_of_texts() {
    let text = modules("a:\n  say:\n    - \"Hi\"\n    - Note: we are open\n  to: end");
    let (code, help) = only(&text);
    assert_eq!(code, "colon-in-text 8:13");
    assert!(help.contains("`- \"Note: we are open\"`"), "{help}");
}

#[test]
fn a_colon_in_braces() {
    let text = modules("a:\n  say: Hi\n  connections:\n    - when: { contains: Price: high }");
    let (code, help) = only(&text);
    assert_eq!(code, "colon-in-text 8:32");
    assert!(help.contains("`- when: { contains: \"Price: high\" }`"), "{help}");
}

#[test]
fn a_text_split_at_its_comma_in_braces() {
    let (code, help) = only(&modules(
        "a:\n  say: Hi\n  choices:\n    - { label: Yes, please, to: z }\nz: { say: Z, to: end }",
    ));
    assert_eq!(code, "split-at-comma 8:23");
    assert!(help.contains("`- { label: \"Yes, please\", to: z }`"), "{help}");
    let says = modules(
        "a:\n  say: Hi\n  connections:\n    - { when: { says: yes, sure }, to: z }\nz: { say: Z, \
            to: end }",
    );
    let (code, help) = only(&says);
    assert_eq!(code, "split-at-comma 8:30");
    assert!(help.contains("{ says: [yes, sure] }"), "{help}");
}

#[test]
fn a_sentence_split_at_its_comma_in_a_list() {
    let (code, help) =
        only(&modules("a:\n  say: { one_of: [Nice to see you, friend, Hello there] }\n  to: end"));
    assert_eq!(code, "split-at-comma 6:36");
    assert!(help.contains("\"Nice to see you, friend\""), "{help}");
}

#[test]
fn a_question_mark_with_a_colon_in_if() {
    let text = modules(
        "a:\n  say: Hi\n  connections:\n    - if: known(user.id) ? yes : no\n      to: end\n    - \
            to: end",
    );
    let (code, help) = only(&text);
    assert!(code.starts_with("question-in-if 8:"), "{code}");
    assert!(help.contains("\"known(user.id) ? yes : no\""), "{help}");
}

#[test]
fn quotes_of_a_word_processor() {
    let (code, help) = only(&say("say: “Hello there”"));
    assert_eq!(code, "smart-quotes 6:10");
    assert!(help.contains("`say: \"Hello there\"`"), "{help}");
}

#[test]
fn tabs_are_one_slip_of_a_file() {
    let loaded = one("bot: b\nmodules:\n\ta:\n\t\tsay: Hi\n");
    assert_eq!(codes(&loaded), ["no-fallback 1:1", "tab 3:1"]);
    assert!(loaded.diagnostics[1].message.contains("and so is another below it"));
}

#[test]
fn a_duplicate_key_names_both_places() {
    let loaded = one(&modules("a:\n  say: Hi\n  say: Ho\n  to: end"));
    assert_eq!(codes(&loaded), ["duplicate-key 7:5"]);
    let text = render(&loaded, false);
    assert!(text.contains("bot.yaml:7:5") && text.contains("the first one"), "{text}");
}

#[test]
fn several_slips_in_an_unreadable_file_are_shown_at_once() {
    let loaded = one(&modules("a:\n  say: Note: x\n  to: end\nb:\n  say: 'It's'\n  to: end"));
    assert_eq!(codes(&loaded), ["colon-in-text 6:14", "apostrophe 9:13"]);
}

#[test]
fn one_broken_file_does_not_hide_the_others() {
    let first = "bot: b\nstart: a\nmodules:\n  a: { say: Hi, to: elsewhere }\n";
    let loaded = load(vec![
        file("a.yaml", first),
        file("b.yaml", "modules:\n  elsewhere:\n    say: Note: x\n"),
        file("c.yaml", "modules:\n  c: { sya: Hi, to: end }\n"),
    ]);
    let found: Vec<_> = loaded.diagnostics.iter().map(|found| (found.file, found.code)).collect();
    // `elsewhere` stands in the file that cannot be read wholly: nothing is said of it.
    assert_eq!(found, [(0, "no-fallback"), (1, "colon-in-text"), (2, "unknown-key")]);
}

#[test]
fn one_unreadable_line_hides_nothing_else() {
    let text = modules("a:\n  say: Note: this\n  to: z\nb:\n  say: \"Hi\n  colour: red\n  to: a");
    let loaded = one(&text);
    assert_eq!(
        codes(&loaded),
        ["colon-in-text 6:14", "unknown-module 7:9", "unclosed-quote 9:10", "unknown-key 10:5"],
        "{}",
        render(&loaded, false)
    );
}

#[test]
fn what_could_not_be_read_is_not_missed() {
    for text in [
        "a:\n  say: Hi\n  choices:\n    - label \"Yes\"\n      to: b\nb\n  say: Bye\n  to: a",
        "a:\n  ask: Name?\n  save_as: \"name\n  to: b\nb:\n  say: Hi {{name}}\n  to: a",
    ] {
        let loaded = one(&modules(text));
        let wanted = ["missing-colon", "unclosed-quote"];
        let told = codes(&loaded);
        assert!(told.iter().all(|one| wanted.iter().any(|code| one.starts_with(code))), "{told:?}");
    }
}
