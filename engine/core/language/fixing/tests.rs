//! What is mended, what is left, and what stays as it is.

use proptest::prelude::*;
use proptest::sample::select;

use super::mend;
use crate::language::tests::generate;
use crate::language::{Diagnostic, Severity, SourceFile, load};

const HEAD: &str = "bot: b\nstart: a\nfallback: { say: Pardon? }\n";

fn mended(text: &str) -> String {
    let file = SourceFile { path: "bot.yaml".into(), text: format!("{HEAD}{text}") };
    let mended = mend(vec![file]);
    mended.loaded.files[0].text.strip_prefix(HEAD).unwrap().to_owned()
}

/// What is mended becomes this, and is then without a finding.
fn becomes(text: &str, wanted: &str) {
    let is = mended(text);
    assert_eq!(is, wanted);
    let file = SourceFile { path: "bot.yaml".into(), text: format!("{HEAD}{is}") };
    assert_eq!(load(vec![file]).diagnostics, vec![]);
}

fn stays(text: &str) {
    assert_eq!(mended(text), text);
}

#[test]
fn slips_of_the_pen_are_mended_and_comments_stay() {
    becomes(
        "modules: # all\n  a:\n    say: Hi! # hello\n    conections: # where to\n      - wehn: [yes] # sure\n        to: thank\n    to: end\n  thanks: { say: Bye, to: end }\n",
        "modules: # all\n  a:\n    say: Hi! # hello\n    connections: # where to\n      - when: [yes] # sure\n        to: thanks\n    to: end\n  thanks: { say: Bye, to: end }\n",
    );
}

#[test]
fn several_slips_that_hide_each_other_are_mended_in_rounds() {
    becomes(
        "modules:\n  a:\n    say: @anna, how are you?\n    to: bb\n  bb\n    say: Note: {{user.frist_name}}\n    to: \"endd\"\n",
        "modules:\n  a:\n    say: \"@anna, how are you?\"\n    to: bb\n  bb:\n    say: \"Note: {{user.first_name}}\"\n    to: \"end\"\n",
    );
}

#[test]
fn windows_line_endings_stay() {
    becomes(
        "modules:\r\n  a:\r\n    say: It's: so\r\n    too: end\r\n",
        "modules:\r\n  a:\r\n    say: \"It's: so\"\r\n    to: end\r\n",
    );
}

#[test]
fn tabs_become_spaces_where_the_width_is_known() {
    becomes(
        "modules:\n\ta:\n\t\tsay: Hi\n\t\tto: end\n",
        "modules:\n  a:\n    say: Hi\n    to: end\n",
    );
    becomes(
        "modules:\n  a:\n    say: Hi\n\tto: end\n",
        "modules:\n  a:\n    say: Hi\n    to: end\n",
    );
}

#[test]
fn a_list_and_a_single_thing_change_places() {
    becomes(
        "modules:\n  a:\n    say: Hi\n    choices:\n      label: Bye # short\n      to: end\n",
        "modules:\n  a:\n    say: Hi\n    choices:\n      - label: Bye # short\n        to: end\n",
    );
    becomes(
        "modules:\n  a:\n    say: Hi\n    to: [end]\n",
        "modules:\n  a:\n    say: Hi\n    to: end\n",
    );
    becomes(
        "modules:\n  a:\n    say: Hi\n    to:\n      - end\n",
        "modules:\n  a:\n    say: Hi\n    to: end\n",
    );
}

#[test]
fn conditions_and_calculations_are_mended() {
    becomes(
        "modules:\n  a:\n    set: { n: 1 }\n    connections:\n      - if: !known(n) && n > 1\n        to: b\n      - to: end\n  b: { set: { n: n + 1 }, to: end }\n",
        "modules:\n  a:\n    set: { n: 1 }\n    connections:\n      - if: not known(n) and n > 1\n        to: b\n      - to: end\n  b: { compute: { n: n + 1 }, to: end }\n",
    );
}

#[test]
fn what_could_be_meant_otherwise_is_left_to_its_author() {
    // Two modules are as near, or one that is still to be written.
    stays(
        "modules:\n  a: { say: Hi, to: ordes }\n  order: { say: A, to: orders }\n  orders: { say: B, to: end }\n",
    );
    stays("modules:\n  a: { say: Hi, to: step_2 }\n  step_1: { say: A, to: end }\n");
    // Behind a whole sentence it may be a comment.
    stays("modules:\n  a:\n    say: Hello there. #greeting\n    to: end\n");
    // A sentence may have a comma in it.
    stays(
        "modules:\n  a:\n    say: Hi\n    connections:\n      - when: I would like that, thank you very much\n        to: end\n    to: end\n",
    );
}

#[test]
fn a_space_that_is_none_is_not_left_behind_the_colon() {
    let text = format!("{HEAD}modules:\u{a0}  # why\n  a: {{ say: Hi, to: end }}\n");
    let mended = mend(vec![SourceFile { path: "bot.yaml".into(), text }]);
    assert!(mended.loaded.bot.is_some(), "{:?}", mended.loaded.diagnostics);
    let text = &mended.loaded.files[0].text;
    assert!(text.contains("# why\n") && !text.contains('\u{a0}'), "{text}");
}

#[test]
fn a_fix_that_brings_something_else_is_not_made() {
    // Called `choices` here, but these are no choices.
    stays("modules:\n  a:\n    say: Hi\n    options: 3\n    to: end\n");
}

#[test]
fn what_was_mended_is_told_with_its_lines() {
    let text = format!("{HEAD}modules:\n  a:\n    say: @anna, hi\n    to: end\n");
    let mended = mend(vec![SourceFile { path: "bot.yaml".into(), text }]);
    let one = &mended.mends[0];
    assert_eq!((one.code, one.path.as_str(), one.line), ("needs-quotes", "bot.yaml", 6));
    assert_eq!((one.before.trim(), one.after.trim()), ("say: @anna, hi", "say: \"@anna, hi\""));
    assert_eq!(mended.mends.len(), 1);
}

#[test]
fn no_secret_is_told_with_what_was_mended() {
    let text = format!(
        "{HEAD}services:\n  s: {{ url: \"https://a.example\", auth: {{ baerer: EAAGexampleexampleexampleexampleexample0000ZD }} }}\nmodules:\n  a: {{ say: Hi, to: end }}\n"
    );
    let mended = mend(vec![SourceFile { path: "bot.yaml".into(), text }]);
    assert_eq!(mended.mends.len(), 1, "{:?}", mended.loaded.diagnostics);
    let told = format!("{:?}", mended.mends);
    assert!(told.contains("bearer") && !told.contains("EAAG"), "{told}");
}

/// Slips that are made by hand in a bot that is right: what is written, and what is written by mistake.
const SLIPS: [(&str, &str); 8] = [
    ("say: ", "sya: "),
    ("to: ", "too: "),
    ("label: ", "labell: "),
    ("connections:", "conections:"),
    ("- ", "– "),
    (": ", ":\u{a0}"),
    ("  ", "\t"),
    ("m1", "M1"),
];

fn comments(text: &str) -> Vec<String> {
    // As the generated bots have them; a text in quotes has another.
    let at = |line: &str| line.find("# about ").or_else(|| line.find("# why"));
    let behind = |line: &str| at(line).map(|at| line[at..].trim_end().to_owned());
    text.lines().filter_map(behind).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_comment_of_any_bot_is_lost_where_a_slip_is_mended(
        text in generate::bot(),
        slip in select(&SLIPS[..]),
        place in any::<prop::sample::Index>(),
    ) {
        let places: Vec<usize> = text.match_indices(slip.0).map(|(at, _)| at).collect();
        prop_assume!(!places.is_empty());
        let at = places[place.index(places.len())];
        let broken = format!("{}{}{}", &text[..at], slip.1, &text[at + slip.0.len()..]);
        let file = SourceFile { path: "bot.yaml".into(), text: broken.clone() };
        let errors = |found: &[Diagnostic]| {
            found.iter().filter(|found| found.severity == Severity::Error).count()
        };
        let before = errors(&load(vec![file.clone()]).diagnostics);
        let mended = mend(vec![file]);
        prop_assert_eq!(comments(&mended.loaded.files[0].text), comments(&broken));
        prop_assert!(errors(&mended.loaded.diagnostics) <= before);
    }
}
