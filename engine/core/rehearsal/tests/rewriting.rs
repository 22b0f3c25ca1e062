//! What is written anew, and a session that is written down.

use super::{passes, subject, suite};
use crate::rehearsal::{Had, Session, applied, as_test, rewrite};

fn rewritten(text: &str) -> String {
    let subject = subject();
    let mut text = text.to_owned();
    for _ in 0..3 {
        let suite = suite(&subject, &text);
        assert!(suite.is_right(), "{text}");
        let edits = (0..suite.len()).flat_map(|number| rewrite(&subject, &suite, number)).collect();
        text = applied(&suite.files, edits).pop().unwrap().text;
    }
    text
}

#[test]
fn expectations_are_written_anew_and_nothing_else() {
    let before = r#"# A story.
tests:
  - test: It changed
    steps:
      - user: hi            # the first word
      - bot: Hello*         # the greeting
        choices: [Order]
      - bot: This is gone.
      - tap: A person
      # what follows was forgotten
      - graph: take_thread_control
      - user: bot
      - at: welcome
"#;
    let after = r#"# A story.
tests:
  - test: It changed
    steps:
      - user: hi            # the first word
      - bot: Hi Anna!         # the greeting
        choices: [My order, A person]
      - tap: A person
      # what follows was forgotten
      - bot: One moment.
      - graph: pass_thread_control
        with: { receiver: page_inbox, metadata: order }
      - user: bot
      - graph: take_thread_control
      - bot: I am back.
      - at: end
"#;
    assert_eq!(rewritten(before), after);
    passes(after);
    assert_eq!(rewritten(after), after, "what is right stays as it is");
}

#[test]
fn what_serves_several_tests_is_not_rewritten() {
    let file = "parts:\n  a:\n    - user: hi\n    - bot: Hello\ntests:\n  - test: x\n    steps:\n      - include: a\n";
    assert_eq!(rewritten(file), file);
    let file = "tests:\n  - test: x\n    steps: [ { user: hi }, { bot: Hello } ]\n";
    let changed = rewritten(file);
    assert!(changed.contains("{ bot: Hi Anna! }"), "a text is replaced where it stands: {changed}");
}

#[test]
fn a_session_becomes_a_test_that_passes() {
    let subject = subject();
    let had = vec![
        Had::Started,
        Had::Tapped("My order".into()),
        Had::Wrote("anna@example.com".into()),
        Had::Wrote("menu".into()),
        Had::Tapped("A person".into()),
        Had::Agent("Hello: this is Maria.".into()),
        Had::Later(crate::duration::Duration::minutes(15)),
    ];
    let at = crate::id::Timestamp(1_772_438_400_000);
    let session = Session {
        name: "Anna asks for a person".into(),
        person: "Anna".into(),
        locale: "en_GB".into(),
        at,
        had,
        ..Session::default()
    };
    let text = as_test(&subject, &session).unwrap();
    let expected = r#"person: { first_name: Anna, locale: en_GB }
starts_at: 2026-03-02 08:00 UTC

# Write here what the services answer.
fake_http:
  - request: GET shop/orders?email=anna@example.com
    reply: { status: 200, json: {} }

tests:

  - test: Anna asks for a person
    steps:
      - opens: get_started
      - bot: Hi Anna!
        choices: [My order, A person]
      - tap: My order
      - bot: "Which e-mail?"
      - user: anna@example.com
      - http: GET shop/orders?email=anna@example.com
      - bot: We are down.
      - user: menu
      - bot: Hi Anna!
        choices: [My order, A person]
      - tap: A person
      - bot: One moment.
      - graph: pass_thread_control
        with: { receiver: page_inbox, metadata: order }
      - agent: "Hello: this is Maria."
      - later: 15m
      - graph: take_thread_control
      - bot: I am back.
"#;
    assert_eq!(text, expected.replace("\"Which e-mail?\"", "Which e-mail?"));
    passes(&text);
}
