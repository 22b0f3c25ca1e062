//! What is found in files of tests, and what they cover.

use super::{findings, played, steps, subject};
use crate::rehearsal::Coverage;

#[test]
fn files_of_tests_have_findings_like_flows() {
    let found = findings(&steps("- user: hi\n- bott: Hi"));
    assert!(found.contains("a step has no key `bott`"), "{found}");
    assert!(found.contains("did you mean `bot`?"), "{found}");
    assert!(found.contains("a.test.yaml:5:9"), "{found}");
    let found = findings(&steps("- user: hi\n  bot: Hi"));
    assert!(found.contains("one step is one thing; here are `user` and `bot`"), "{found}");
    let found = findings(&steps("- at: welcom\n- later: 5 minuets\n- include: lgoin"));
    assert!(found.contains("did you mean `welcome`?"), "{found}");
    assert!(found.contains("bad-duration"), "{found}");
    assert!(found.contains("there is no part `lgoin`"), "{found}");
    let found = findings(
        "tests:\n  - test: x\n    stesp: []\nfake_http:\n  - request: shop/x\n    reply: {}\n",
    );
    assert!(found.contains("did you mean `steps`?"), "{found}");
    assert!(found.contains("`shop/x` is no request"), "{found}");
    let found = findings(&steps("- user: hi\n- bot: Note: this"));
    assert!(found.contains("colon-in-text"), "{found}");
    let found = findings("starts_at: yesterday\ntests: []\n");
    assert!(found.contains("`yesterday` is no moment"), "{found}");
    let found = findings(&steps("- variables: { emial: x }\n- graph: pass\n- tap"));
    assert!(found.contains("did you mean `email`?"), "{found}");
    assert!(found.contains("it can be: pass_thread_control, take_thread_control"), "{found}");
}

#[test]
fn parts_that_include_themselves_end() {
    let found =
        findings("parts: { a: [ include: a ] }\ntests:\n  - test: x\n    steps: [ include: a ]\n");
    assert!(found.contains("includes itself"), "{found}");
}

#[test]
fn coverage_names_what_no_test_went_through() {
    let subject = subject();
    let text = steps(
        "- user: hi\n- bot: Hi*\n- tap: A person\n- bot: One*\n- graph: pass_thread_control\n\
         - user: bot\n- graph: take_thread_control\n- bot: I am back.",
    );
    let (_, all) = played(&subject, &text);
    let coverage = Coverage::of(&subject, &all[0].covered);
    let missing: Vec<_> = coverage
        .missing
        .iter()
        .map(|(place, what)| format!("{} {what}", place.shown(&subject.files)))
        .collect();
    assert_eq!(coverage.kinds[0].1.covered, 2, "{missing:?}");
    for one in [
        "bot.yaml:5 keyword: { id: menu",
        "bot.yaml:11 entry ref.sale",
        "bot.yaml:16 choice of welcome: My order",
        "bot.yaml:28 module ask_email",
        "bot.yaml:29 outcome answered of ask_email",
        "bot.yaml:34 connection of ask_email: when: { outcome: too_many_tries }",
        "bot.yaml:36 connection of ask_email: to: find",
    ] {
        assert!(missing.iter().any(|line| line.starts_with(one.trim_end())), "{one}: {missing:#?}");
    }
    let all = coverage.all();
    assert!(all.percent() < 50 && all.covered > 3, "{all:?}");
}
