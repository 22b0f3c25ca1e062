//! Every line of the table of errors, and every way an answer can fail to be one.

use std::path::PathBuf;
use std::time::Duration;

use super::*;

fn answered(status: u16, body: &str) -> Answered<'_> {
    Answered { status, usage: Usage::default(), body: Some(body.as_bytes()) }
}

fn error(code: i64, subcode: i64) -> String {
    let subcode =
        if subcode == 0 { String::new() } else { format!(r#","error_subcode":{subcode}"#) };
    format!(
        r#"{{"error":{{"message":"m","type":"OAuthException","code":{code}{subcode},"fbtrace_id":"T/1"}}}}"#
    )
}

fn message(code: i64, subcode: i64) -> Outcome {
    sort(Purpose::Message, &answered(400, &error(code, subcode)))
}

fn refused(class: Refusal, code: i64, subcode: i64) -> Outcome {
    Outcome::Refused(Refused { class, code, subcode })
}

#[test]
fn every_refusal_of_the_table_has_its_meaning() {
    use Refusal::*;
    let table = [
        (10, 2_018_300, AnotherAppControls),
        (2_018_300, 0, AnotherAppControls),
        (100, 2_534_037, AnotherAppControls),
        (2_018_321, 0, AnotherAppControls),
        (10, 2_018_321, AnotherAppControls),
        (10, 2_018_278, OutsideWindow),
        (10, 2_534_022, OutsideWindow),
        (10, 2_018_065, OutsideWindow),
        (551, 0, PersonGone),
        (551, 1_545_041, PersonGone),
        (10, 2_018_108, PersonGone),
        (200, 1_545_041, PersonGone),
        (100, 2_018_001, PersonGone),
        (100, 0, BadMessage),
        (100, 2_018_008, BadMessage),
        (100, 2_018_014, BadMessage),
        (100, 2_018_047, BadMessage),
        (100, 2_018_074, BadMessage),
        (100, 2_018_109, BadMessage),
        (100, 2_018_164, BadMessage),
        (100, 2_018_294, BadMessage),
        (100, 2_018_320, BadMessage),
        (100, 2_534_015, BadMessage),
        (100, 1_893_043, BadMessage),
        (1, 2_018_382, BadMessage),
        (100, 2_534_068, BadMessage),
        (100, 33, Other),
        (100, 2_534_029, Other),
        (2, 2_018_344, Other),
        (4, 2_018_354, Other),
        (9, 2_018_352, Other),
        (10, 0, Other),
        (10, 1_404_170, Other),
        (10, 1_893_015, Other),
        (10, 1_893_063, Other),
        (10, 2_018_336, Other),
        (10, 2_534_077, Other),
        (3, 0, Other),
        (27, 0, Other),
        (200, 0, Other),
        (200, 2_018_021, Other),
        (200, 2_018_027, Other),
        (200, 2_018_028, Other),
        (200, 2_534_041, Other),
        (230, 0, Other),
        (368, 0, Other),
        (506, 0, Other),
        (613, 1_893_016, Other),
        (613, 2_018_338, Other),
        (2022, 0, Other),
        (10_303, 0, Other),
        (36_103, 0, Other),
        (2_018_171, 0, Other),
        (2_018_234, 0, Other),
        (9_000_001, 0, Other),
    ];
    for (code, subcode, class) in table {
        assert_eq!(message(code, subcode), refused(class, code, subcode), "{code}/{subcode}");
    }
}

#[test]
fn every_rate_limit_closes_the_page_for_the_time_told() {
    let codes = [(4, 0), (17, 0), (32, 0), (341, 0), (613, 0), (613, 1996), (613, 2_534_040)];
    let cases = [80_001, 80_002, 80_006, 80_007, 80_008].map(|code| (code, 0));
    for (code, subcode) in codes.into_iter().chain(cases) {
        let Outcome::NotSent { after_ms, scope, why } = message(code, subcode) else {
            panic!("{code}/{subcode}")
        };
        assert_eq!((after_ms, scope), (60_000, Scope::Page));
        assert_eq!(why, format!("graph {code}/{subcode} T/1"));
    }
    let usage = Usage { percent: 100, regain: Duration::from_secs(19 * 60) };
    for body in [error(613, 0), error(-5, 0), "<html>".into()] {
        let answered = Answered { status: 429, usage, body: Some(body.as_bytes()) };
        let Outcome::NotSent { after_ms, scope, .. } = sort(Purpose::Message, &answered) else {
            panic!("{body}")
        };
        assert_eq!((after_ms, scope), (19 * 60_000, Scope::Page));
    }
}

#[test]
fn failures_of_the_platforms_own_wait_for_the_echo() {
    for (code, subcode) in [(1, 0), (1, 99), (2, 0), (1200, 0)] {
        assert!(matches!(message(code, subcode), Outcome::ProbablyNot { .. }), "{code}/{subcode}");
    }
    let passing = r#"{"error":{"code":77,"is_transient":true}}"#;
    let outcome = sort(Purpose::Message, &answered(500, passing));
    assert_eq!(outcome, Outcome::ProbablyNot { why: "graph 77/0 ".into() });
    let unheard_of = sort(Purpose::Message, &answered(503, &error(77, 0)));
    assert!(matches!(unheard_of, Outcome::ProbablyNot { .. }));
}

#[test]
fn a_send_reported_as_a_garbled_reply_was_sent() {
    assert_eq!(message(1, 1_357_046), Outcome::Sent { mid: None });
}

#[test]
fn a_dead_token_is_a_dead_token_whatever_killed_it() {
    for subcode in [0, 458, 459, 460, 463, 464, 467, 492] {
        assert_eq!(message(190, subcode), Outcome::TokenDead);
    }
    assert_eq!(message(102, 0), Outcome::TokenDead);
}

#[test]
fn code_and_subcode_decide_and_not_the_status() {
    for status in [200, 400, 401, 403, 404, 500] {
        let outcome = sort(Purpose::Message, &answered(status, &error(10, 2_018_300)));
        assert_eq!(outcome, refused(Refusal::AnotherAppControls, 10, 2_018_300), "{status}");
        let outcome = sort(Purpose::Message, &answered(status, &error(190, 0)));
        assert_eq!(outcome, Outcome::TokenDead, "{status}");
        let outcome = sort(Purpose::Message, &answered(status, &error(100, 0)));
        assert_eq!(outcome, refused(Refusal::BadMessage, 100, 0), "{status}");
    }
    let texts = r#"{"error":{"code":"10","error_subcode":"2018278"}}"#;
    let outcome = sort(Purpose::Message, &answered(400, texts));
    assert_eq!(outcome, refused(Refusal::OutsideWindow, 10, 2_018_278));
}

#[test]
fn a_message_is_accepted_with_its_id_only() {
    let sent = |body: &str| sort(Purpose::Message, &answered(200, body));
    let accepted = sent(r#"{"recipient_id":"1","message_id":"m_AG5"}"#);
    assert_eq!(accepted, Outcome::Sent { mid: Some("m_AG5".into()) });
    for body in [r#"{"recipient_id":"1"}"#, "{}", r#"{"message_id":""}"#, "", "<html>", "null"] {
        assert!(matches!(sent(body), Outcome::Unknown { .. }), "{body}");
    }
    let lost = Answered { status: 200, usage: Usage::default(), body: None };
    assert!(matches!(sort(Purpose::Message, &lost), Outcome::Unknown { .. }));
    assert_eq!(sort(Purpose::Action, &answered(200, "{}")), Outcome::Sent { mid: None });
}

#[test]
fn control_has_two_forms_of_yes() {
    let control = |body: &str| sort(Purpose::Control, &answered(200, body));
    let sent = Outcome::Sent { mid: None };
    assert_eq!(control(r#"{"success":true}"#), sent);
    let old = r#"{"data":[{"thread_owner":{"app_id":"1","expiration":1}}]}"#;
    assert_eq!(control(old), sent);
    assert_eq!(control(r#"{"success":false}"#), Outcome::impossible());
    for body in ["{}", "", "[]", "ok"] {
        assert!(matches!(control(body), Outcome::Unknown { .. }), "{body}");
    }
    let refused_ = |code| sort(Purpose::Control, &answered(400, &error(code, 0)));
    assert_eq!(refused_(27), refused(Refusal::Other, 27, 0));
    assert_eq!(refused_(100), refused(Refusal::Other, 100, 0));
}

#[test]
fn without_the_platforms_error_the_status_tells_what_can_be_told() {
    for status in [500, 502, 503, 504, 408] {
        for body in ["", "<html>", "{}", r#"{"error":"x"}"#, r#"{"error":{}}"#] {
            let outcome = sort(Purpose::Message, &answered(status, body));
            assert!(matches!(outcome, Outcome::Unknown { .. }), "{status} {body}");
        }
    }
    for status in [301, 302, 400, 403, 404, 407, 413] {
        let outcome = sort(Purpose::Message, &answered(status, "<html>"));
        assert!(matches!(outcome, Outcome::NotSent { scope: Scope::Page, .. }), "{status}");
    }
}

#[test]
fn a_request_that_was_not_handed_out_was_not_sent() {
    let not_sent = unanswered(false, "no connection");
    assert_eq!(not_sent, Outcome::not_sent(1000, "no connection"));
    assert_eq!(unanswered(true, "timeout"), Outcome::Unknown { why: "timeout".into() });
}

#[test]
fn a_question_without_an_answer_is_simply_asked_again() {
    assert_eq!(answer(&answered(200, "{}")), Ok(&b"{}"[..]));
    for (status, body) in [(500, String::new()), (400, error(2, 0)), (200, error(1200, 0))] {
        let trouble = answer(&answered(status, &body)).unwrap_err();
        assert!(matches!(trouble, Trouble::Later { scope: Scope::Conversation, .. }), "{body}");
    }
    let fast = answer(&answered(400, &error(4, 0))).map(<[u8]>::len).unwrap_err();
    assert!(matches!(fast, Trouble::Later { scope: Scope::Page, after_ms: 60_000, .. }));
    assert_eq!(answer(&answered(400, &error(190, 463))), Err(Trouble::TokenDead));
    let refused = answer(&answered(400, &error(10, 0))).unwrap_err();
    assert!(matches!(refused, Trouble::Refused(Refused { code: 10, .. })));
}

#[test]
fn a_trace_of_the_platform_cannot_write_into_our_log() {
    let body = r#"{"error":{"code":2,"fbtrace_id":"a\nb\u001b[31m{}"}}"#;
    assert_eq!(graph_error(body.as_bytes()).unwrap().trace, "ab31m");
}

#[test]
fn the_real_errors_are_sorted_as_the_table_says() {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let folder = std::env::var_os("BATON_FIXTURES").map_or(beside, PathBuf::from);
    let mut files = vec![("own-error-190.json".to_owned(), error(190, 0))];
    for part in ["jgorset-facebook-messenger", "yoctol-messaging-apis"] {
        let Ok(found) = std::fs::read_dir(folder.join(part)) else {
            continue;
        };
        for path in found.map(|file| file.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains("-error-") {
                let json = std::fs::read_to_string(path).unwrap();
                let json: serde_json::Value = serde_json::from_str(&json).unwrap();
                files.push((name, json["response"]["body"].to_string()));
            }
        }
    }
    for (name, body) in files {
        // Old versions delivered their errors with a 200.
        let outcome = sort(Purpose::Message, &answered(200, &body));
        let fits = match name.split_once("-error-").unwrap().1.trim_end_matches(".json") {
            "190" => outcome == Outcome::TokenDead,
            "613" => matches!(outcome, Outcome::NotSent { scope: Scope::Page, .. }),
            "1200" => matches!(outcome, Outcome::ProbablyNot { .. }),
            "100-2018001" | "10-2018108" | "200-1545041" => {
                matches!(outcome, Outcome::Refused(Refused { class: Refusal::PersonGone, .. }))
            }
            "10-2018065" => {
                matches!(outcome, Outcome::Refused(Refused { class: Refusal::OutsideWindow, .. }))
            }
            _ => matches!(outcome, Outcome::Refused(_)),
        };
        assert!(fits, "{name}: {outcome:?}");
    }
}

proptest::proptest! {
    #[test]
    fn arbitrary_answers_never_panic(status: u16, body: Vec<u8>) {
        for purpose in [Purpose::Message, Purpose::Action, Purpose::Control] {
            let answered = Answered { status, usage: Usage::default(), body: Some(&body) };
            sort(purpose, &answered);
            assert!(answer(&answered).is_ok() == (200..300).contains(&status));
        }
    }

    #[test]
    fn arbitrary_codes_never_panic(code: i64, subcode: i64) {
        message(code, subcode);
    }
}

#[test]
fn conversation_tests_know_the_same_table() {
    use baton_core::rehearsal::{PlatformCall, meaning};
    let codes =
        [1, 2, 3, 4, 9, 10, 17, 27, 32, 33, 100, 102, 190, 200, 230, 341, 368, 506, 551, 613];
    let details = [0, 33, 2_018_278, 2_534_022, 2_018_065, 2_018_300, 2_534_037, 2_018_321];
    let more = [2_018_108, 1_545_041, 2_018_001, 2_534_068, 2_018_344, 1_893_016, 2_534_029];
    for (call, purpose) in
        [(PlatformCall::Messages, Purpose::Message), (PlatformCall::Pass, Purpose::Control)]
    {
        for code in codes.into_iter().chain([1200, 80_001, 80_006, 80_008]) {
            for subcode in details.into_iter().chain(more) {
                let refused = match sort(purpose, &answered(400, &error(code, subcode))) {
                    Outcome::Refused(refused) => Some(refused),
                    _ => None,
                };
                assert_eq!(meaning(call, code, subcode), refused, "{call:?} {code}/{subcode}");
            }
        }
    }
}
