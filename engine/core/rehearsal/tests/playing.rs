//! What people, services, time and the platform do in a test.

use std::sync::Arc;

use super::{BOT, passes, played, report_of, steps, subject, subject_of};
use crate::language::{SourceFile, load};
use crate::rehearsal::Subject;

#[test]
fn a_handover_is_silent_and_comes_back_by_itself() {
    passes(&steps(
        r#"
- user: hi
- bot: Hi Anna*
  choices: [My order, A person]
- tap: A person
- bot: One moment.
- graph: pass_thread_control
  with: { receiver: page_inbox, metadata: "order*" }
- user: my parcel is late
- agent: Hello, this is Maria.
- quiet: 14m59s
- later: 1s
- graph: take_thread_control
- bot: I am back.
- at: end
"#,
    ));
}

#[test]
fn agents_give_back_take_and_ask() {
    passes(&steps(
        r#"
- user: hi
- bot: Hi*
- agent_takes
- user: late
- agent: Hello
- agent_passes_back
- bot: I am back.
- bot: Hi*
- agent_requests: { receiver: page_inbox, metadata: please }
- graph: pass_thread_control
- user: bot
- graph: take_thread_control
- bot: I am back.
- bot: Hi*
- operator_returns
- go_to: down
- bot: We are down.
"#,
    ));
}

#[test]
fn services_answer_as_written_once_or_always_at_once_or_later() {
    let file = r#"
fake_http:
  - request: GET shop/orders?email=anna@example.com
    reply: { json: { orders: [ { id: A-17 } ] } }
tests:
  - test: A test's own fakes come first
    fake_http:
      - request: GET shop/orders?*
        times: 1
        reply: { status: 503 }
      - request: GET shop/orders?*
        times: 1
        reply: timeout
    steps:
      - user: hi
      - bot: anything
      - include: asked
      - http: GET shop/orders?email=anna@example.com
      - bot: We are down.
      - user: menu
      - bot: anything
      - include: asked
      - http: GET shop/orders?email=anna@example.com
      - bot: We are down.
      - user: menu
      - bot: anything
      - include: asked
      - http: GET shop/*
      - bot: Your order is A-17.
      - variables: { order: A-17, email: anna@example.com }
      - tags: []
  - test: An answer takes its time
    fake_http:
      - request: GET shop/*
        reply: { json: { orders: [ { id: B-2 } ] }, delay: 4s }
    steps:
      - user: hi
      - bot: anything
      - include: asked
      - http: GET shop/*
      - quiet: 3s
      - later: 1s
      - bot: Your order is B-2.
parts:
  asked:
    - tap: My order
    - bot: Which e-mail?
    - user: anna@example.com
"#;
    let subject = subject();
    let (suite, all) = played(&subject, file);
    for played in &all {
        let departure = played.departure.as_ref();
        assert!(departure.is_none(), "{}", departure.unwrap().render(&subject, &suite, false));
    }
    let numbered: Vec<_> = all.iter().enumerate().collect();
    assert!(suite.unused_fakes(&numbered).is_empty());
    assert_eq!(suite.unused_fakes(&numbered[1..]).len(), 1, "the second uses only its own");
}

#[test]
fn what_one_row_does_not_call_another_may() {
    let file = r#"
tests:
  - test: "{{word}} is heard"
    each: [ { word: hi, labels: [My order, A person] } ]
    fake_http:
      - request: GET shop/*
        reply: { json: { orders: [] } }
    steps:
      - user: "{{word}}"
      - bot: Hi*
        choices: "{{labels}}"
  - test: Alone
    fake_http:
      - request: GET shop/*
        reply: { json: { orders: [] } }
    steps:
      - user: hi
      - bot: Hi*
"#;
    let (_, all) = played(&subject(), file);
    let departed: Vec<bool> = all.iter().map(|played| played.departure.is_some()).collect();
    assert_eq!(departed, [false, true], "a test of its own calls what it fakes");
}

#[test]
fn several_people_talk_each_in_their_own_conversation() {
    passes(&steps(
        r#"
- user: hi
- bot: Hi Anna!
- as: bob
- user: hi
- bot: Hi Bob!
- as: anna
- tap: A person
- bot: One moment.
- graph: pass_thread_control
- as: bob
- later: 10m
- bot: Still there?
- bot: Hi Bob!
- at: welcome
- as: anna
- restart: yes
- later: 5m
- graph: take_thread_control
- bot: I am back.
"#,
    ));
}

#[test]
fn an_app_that_had_the_conversation_before_the_bot_passes_it() {
    let bot = BOT.replace("entries: {", "entries: { passed: { to: down },");
    let steps = "- user: hi\n- bot: Hi*\n- agent_passes_back: { receiver: page_inbox }\n- bot: We are down.";
    assert_eq!(report_of(&subject_of(&bot), &self::steps(steps)), "");
}

#[test]
fn rows_make_tests_and_steps() {
    let file = r#"
tests:
  - test: "{{word}} greets"
    each: [ { word: hi }, { word: hello } ]
    steps:
      - user: "{{word}}"
      - bot: Hi*
  - test: The menu works again and again
    each: [ { first: hi } ]
    steps:
      - user: "{{first}}"
      - bot: Hi*
      - each:
          - { word: menu, labels: [My order, A person] }
          - { word: MENU!, labels: [My order, "*"] }
        steps:
          - user: "{{word}}"
          - bot: Hi*
            choices: "{{labels}}"
"#;
    let subject = subject();
    let (suite, all) = played(&subject, file);
    let names: Vec<_> = (0..suite.len()).map(|at| suite.name(at)).collect();
    assert_eq!(names, ["hi greets", "hello greets", "The menu works again and again (hi)"]);
    assert!(all.iter().all(|played| played.departure.is_none()));
}

#[test]
fn what_else_people_do() {
    passes(&steps(
        r#"
- opens: { ref: sale }
- bot: Hi*
- event: reaction
  data: { reaction: love }
- emit: { name: liked, data: { by: lo* } }
- bot: Glad you like it!
- bot: Hi*
- sends: { image: "https://cdn.example.com/a.png", text: late }
- bot: Sorry?
- bot: Hi*
- sends: sticker
- bot: Sorry?
- bot: Hi*
"#,
    ));
}

#[test]
fn what_the_platform_understands_is_written_beside_the_text() {
    passes(&steps(
        r#"
- user: hi
- bot: Hi*
- user: { text: this is a shame, intent: complaint, confidence: 0.6 }
- bot: Sorry?
- bot: Hi*
- user: { text: this is a shame, intent: complaint, sentiment: negative }
- bot: One moment.
- graph: pass_thread_control
"#,
    ));
}

#[test]
fn what_the_platform_refuses_is_heard_and_what_passes_is_tried_again() {
    passes(&steps(
        r#"
- graph_fails: { call: messages, code: 190 }
- user: hi
- bot: Hi*
- graph_fails: { call: pass_thread_control, code: 100 }
- tap: A person
- bot: One moment.
- bot: "*"
"#,
    ));
    passes(&steps(
        r#"
- user: hi
- bot: Hi*
- tap: A person
- bot: One moment.
- graph: pass_thread_control
- graph_fails: { call: take_thread_control, code: 10, times: 1 }
- user: bot
- quiet: 59s
- later: 1s
- graph: take_thread_control
- bot: I am back.
"#,
    ));
}

#[test]
fn a_menu_entry_is_tapped_by_its_label_in_any_language() {
    let bot = "bot: b\nlanguage: en\nlanguages: [da]\nstart: a\nfallback: { say: What? }\n\
               menu: [ { label: Order, to: b } ]\n\
               modules: { a: { say: Hi, waits: yes }, b: { say: Your order., to: end } }\n";
    let danish = "menu: { order: Ordre }\nfallback: { say: Hvad? }\n\
                  modules: { a: { say: Hej }, b: { say: Din ordre. } }\n";
    let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
    let loaded = load(vec![file("bot.yaml", bot), file("lang/da.yaml", danish)]);
    let bot = Arc::new(loaded.bot.expect("it loads"));
    let subject = Subject::new(bot, loaded.places, loaded.files);
    let text = steps(
        "- user: hi\n- bot: Hej\n- tap: { menu: Ordre }\n- bot: Din ordre.\n- tap: Order\n- bot: Din ordre.",
    );
    let report = report_of(&subject, &format!("person: {{ locale: da_DK }}\n{text}"));
    assert_eq!(report, "");
}
