//! Questions: what can be expected, bounded and suggested, and what of it does not go together.

use super::{modules, one, only};

#[track_caller]
fn told(ask: &str, code: &str, help: &str) {
    let (found, said) = only(&modules(&format!("a: {{ ask: Q, {ask}, to: end }}")));
    assert!(found.starts_with(code), "{found}");
    assert!(said.contains(help), "{said}");
}

#[track_caller]
fn loads(ask: &str) {
    let loaded = one(&modules(&format!("a: {{ ask: Q, {ask}, to: end }}")));
    assert_eq!(loaded.diagnostics, [], "{}", super::render(&loaded, false));
}

#[test]
fn everything_of_the_language_can_be_expected() {
    for kind in ["text", "email", "phone", "number", "date", "time", "date_time", "url", "yes_no"] {
        loads(&format!("expect: {kind}"));
    }
    for kind in ["image", "file", "location"] {
        loads(&format!("expect: {kind}"));
    }
    told("expect: photo", "unknown-value 5:24", "did you mean `image`?");
}

#[test]
fn bounds_are_of_what_is_expected() {
    loads("expect: date, min: today, max: 2027-01-01");
    loads("expect: date_time, min: now");
    loads("expect: time, min: '9:00', max: '17:00'");
    loads("expect: text, max: 200");
    loads("min: 1");
    told("expect: date, min: 5", "type-mismatch 5:35", "2026-03-24, or today");
    told("expect: time, max: noon", "type-mismatch 5:35", "09:30");
    told("expect: text, max: many", "type-mismatch 5:35", "a number of characters");
    told("expect: email, min: 5", "type-mismatch 5:31", "`matches` or `valid_if`");
    told("expect: image, max: 5", "type-mismatch 5:31", "`matches` or `valid_if`");
    told("expect: date, min: 2026-02-01, max: 2026-01-01", "bad-number 5:52", "exchange");
    told("expect: number, min: 'about {{now}}'", "type-mismatch 5:37", "one name");
}

#[test]
fn a_pattern_is_for_what_is_typed_and_a_chip_for_what_a_profile_has() {
    told("expect: file, matches: 'a+'", "type-mismatch 5:30", "have no text");
    loads("expect: email, suggest: profile");
    told("expect: number, suggest: profile", "type-mismatch 5:32", "`expect: email`");
    told("suggest: profile", "type-mismatch 5:16", "`expect: email`");
    told("expect: email, suggest: contact", "unknown-value 5:40", "profile");
}

#[test]
fn a_condition_over_the_answer_is_checked_by_its_type() {
    loads("expect: number, valid_if: answer % 2 == 0");
    told("expect: number, valid_if: answer == 'red'", "type-mismatch", "");
    told("expect: date, valid_if: answer > 5", "type-mismatch", "");
    told("expect: file, valid_if: answer.size > 5", "unknown-variable", "");
    loads("expect: location, valid_if: answer.latitude > 54");
}

#[test]
fn a_chip_takes_the_place_of_a_choice() {
    let choices = |count: usize| {
        let labels: Vec<String> = (0..count).map(|at| format!("c{at}")).collect();
        format!("expect: email, suggest: profile, choices: [ {} ]", labels.join(", "))
    };
    loads(&choices(12));
    told(&choices(13), "channel-limit", "keep 12");
}
