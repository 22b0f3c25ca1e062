//! Every kind of answer, what bounds it, and what variables of a type make of what they are given.

use serde_json::json;

use super::World;
use super::world::answer;
use crate::event::AttachmentKind;

/// One question; what was kept is said behind it.
fn asks(ask: &str) -> World {
    let mut world = World::new(&format!(
        "
bot: asks
language: en
start: first
fallback: {{ say: Sorry? }}
variables: {{ kept: {{ type: any }}, floor: {{ type: number }} }}
modules:
  first:
    ask: Well?
    save_as: kept
    if_invalid: No.
    {ask}
    to: done
  done: {{ say: 'Kept {{{{kept}}}}.', to: first }}
"
    ));
    world.says("hi");
    world.take_unread();
    world
}

#[track_caller]
fn takes(ask: &str, word: &str, kept: &str) {
    let mut world = asks(ask);
    world.says(word);
    world.reads(&[&format!("Kept {kept}."), "Well?"]);
}

#[track_caller]
fn refuses(ask: &str, word: &str) {
    let mut world = asks(ask);
    world.says(word);
    world.reads(&["No."]);
}

#[test]
fn every_kind_of_typed_answer_is_read_and_kept_as_what_it_is() {
    // The world is in Copenhagen on Monday 2 March 2026, half past nine.
    takes("expect: time", "2:30 pm", "14:30");
    takes("expect: date_time", "tomorrow at 9", "2026-03-03T09:00+01:00");
    takes("expect: url", "www.example.com", "https://www.example.com");
    takes("expect: date", "24 December", "2026-12-24");
    takes("expect: yes_no", "yeah", "yes");
    takes("expect: phone", "+45 20 12 34 56", "+4520123456");
    for kind in ["time", "date_time", "url", "date", "yes_no", "phone", "number", "email"] {
        refuses(&format!("expect: {kind}"), "perhaps");
    }
}

#[test]
fn a_picture_and_a_file_are_kept_by_their_address_and_only_they_answer() {
    for (kind, sent, other) in [
        ("image", AttachmentKind::Image, AttachmentKind::File),
        ("file", AttachmentKind::File, AttachmentKind::Sticker),
    ] {
        let mut world = asks(&format!("expect: {kind}"));
        world.says("here it is");
        world.sends(other);
        world.reads(&["No.", "No."]);
        world.sends(sent);
        world.reads(&["Kept https://cdn.example.com/a.png.", "Well?"]);
    }
}

#[test]
fn a_place_is_kept_by_its_coordinates() {
    let mut world = asks("expect: location");
    world.sends(AttachmentKind::Image);
    world.sends(AttachmentKind::Location);
    assert_eq!(world.var("kept"), r#"{"latitude":55.5,"longitude":12.25}"#);
}

#[test]
fn numbers_days_times_and_lengths_are_bounded_and_the_bounds_belong_to_what_is_valid() {
    for (ask, least, less, most, more) in [
        ("expect: number, min: 1.5, max: 9", "1.5", "1.4", "9", "9.1"),
        (
            "expect: date, min: today, max: 2026-12-31",
            "today",
            "1.3.2026",
            "31.12.2026",
            "1.1.2027",
        ),
        ("expect: time, min: '09:00', max: '17:00'", "9:00", "8:59", "17:00", "17:01"),
        ("expect: text, min: 3, max: 5", "abc", "ab", "abcde", "abcdef"),
        (
            "expect: date_time, min: now, max: 2026-03-04",
            "today 9:31",
            "today 9:29",
            "4.3.2026 23:00",
            "5.3.2026 0:00",
        ),
    ] {
        let ask = ask.replace(", ", "\n    ");
        for valid in [least, most] {
            let mut world = asks(&ask);
            world.says(valid);
            assert_eq!(world.take_unread().len(), 2, "{ask}: {valid}");
        }
        for invalid in [less, more] {
            refuses(&ask, invalid);
        }
    }
}

#[test]
fn a_bound_can_be_what_a_variable_holds_and_one_without_a_value_bounds_nothing() {
    let mut world = asks("expect: number\n    min: '{{floor}}'");
    world.says("1");
    assert_eq!(world.var("kept"), "1");
    assert!(world.faults().iter().any(|fault| fault.contains("{{floor}}")));
    world.c.variables.insert("floor".into(), crate::value::Value::Number(5.0));
    world.says("2");
    assert_eq!(world.var("kept"), "1");
    world.says("5");
    assert_eq!(world.var("kept"), "5");
}

#[test]
fn a_condition_over_the_answer_knows_its_type() {
    takes("expect: date\n    valid_if: days_until(answer) > 0", "tomorrow", "2026-03-03");
    refuses("expect: date\n    valid_if: days_until(answer) > 0", "today");
    refuses("expect: url\n    valid_if: contains(answer, \"example\")", "other.org");
}

#[test]
fn a_chip_of_the_profile_stands_on_the_question_and_its_repetitions_and_its_tap_is_the_answer() {
    let mut world = asks("expect: email\n    suggest: profile");
    world.says("nonsense");
    world.reads(&["No. [<email>]"]);
    world.presses("anna@example.com", "anna@example.com");
    world.reads(&["Kept anna@example.com.", "Well? [<email>]"]);
    let mut world = asks("expect: phone\n    suggest: profile");
    world.presses("+4520123456", "+4520123456");
    world.reads(&["Kept +4520123456.", "Well? [<phone>]"]);
}

const TYPES: &str = r#"
bot: types
language: da
start: first
fallback: { say: Hvad? }
services: { shop: { url: "https://api.example.com" } }
variables:
  note: { type: text }
  size: { type: number }
  agreed: { type: yes_no, default: yes }
  day: { type: date, default: 2026-03-24 }
  clock: { type: time, default: "9:30" }
  meeting: { type: date_time }
  colours: { type: list, default: [rød, grøn] }
  whole: { type: any }
  visits: { type: number, default: 0, keep: session }
modules:
  first:
    actions:
      - compute: { visits: visits + 1 }
      - say: "{{visits}}|{{note}}|{{size}}|{{agreed}}|{{day}}|{{clock}}|{{meeting}}|{{colours}}"
      - http: { get: shop/all, save: { note: note, size: size, agreed: agreed, day: day, clock: clock,
                meeting: meeting, colours: colours, whole: whole } }
      - say: "{{note}}|{{size}}|{{agreed}}|{{day}}|{{clock}}|{{meeting}}|{{colours}}|{{whole.a}}"
    connections: [ { when: { outcome: failed }, to: end } ]
    to: end
"#;

fn given(body: serde_json::Value) -> World {
    let mut world = World::new(&TYPES.replace("size", "extent"));
    world.answers.push_back(answer(200, body));
    world.says("hej");
    world
}

#[test]
fn what_a_service_says_is_read_by_the_declared_type_and_printed_in_the_contacts_language() {
    let mut world = given(json!({
        "note": 12, "extent": "3.5", "agreed": false, "day": "2026-05-01T10:00:00Z",
        "clock": "14:05:00", "meeting": "2026-05-01 14:00", "colours": ["blå"], "whole": { "a": [1, true] }
    }));
    world.reads(&[
        "1|||ja|2026-03-24|09:30||rød, grøn",
        "12|3.5|nej|2026-05-01|14:05|2026-05-01T14:00+02:00|blå|1, ja",
    ]);
    assert_eq!(world.faults(), Vec::<&str>::new());
}

#[test]
fn what_cannot_be_of_its_type_is_as_if_missing_and_noted() {
    let mut world = given(json!({
        "note": [], "extent": "many", "agreed": "perhaps", "day": "soon", "clock": "noon",
        "meeting": "2026-13-01", "colours": "blå", "whole": null
    }));
    let nothing = "||ja|2026-03-24|09:30||rød, grøn";
    world.reads(&[&format!("1|{nothing}"), &format!("{nothing}|")]);
    assert_eq!(world.faults().len(), 7);
}

#[test]
fn what_is_kept_for_the_session_is_forgotten_with_it() {
    let mut world = given(json!({}));
    world.answers.push_back(answer(200, json!({})));
    world.answers.push_back(answer(200, json!({})));
    world.take_unread();
    world.goes_to("first");
    assert!(world.take_unread()[0].starts_with("2|"));
    world.later("25h");
    world.says("hej igen");
    assert!(world.take_unread()[0].starts_with("1|"));
}
