//! Stories of tests: what passes, what departs and with which words, and what is written anew.

use std::sync::Arc;

use super::{
    Coverage, Had, Played, Session, Subject, Suite, TEST_FILE, applied, as_test, play, rewrite,
};
use crate::language::definition::{Definition, Key};
use crate::language::{self, SourceFile, load, render_all};

/// A bot with a question, a service, a handover and a keyword.
const BOT: &str = r#"
bot: shop
start: welcome
keywords:
  - { id: menu, when: [menu], to: welcome }
  - when: { contains: [delivery] }
    do: [ say: We ship in 2 days. ]
fallback: { say: Sorry? }
handover: { return_keywords: [bot], say_on_return: I am back. }
services: { shop: { url: "https://shop.example" } }
entries: { ref: { sale: { to: welcome } } }
modules:
  welcome:
    say: Hi {{default user.first_name "you"}}!
    choices:
      - { label: My order, to: ask_email }
      - { label: A person, to: person }
    connections:
      - when: { contains: [late] }
        if: known(order)
        to: person
      - when: { no_reply: 10m }
        do: [ say: Still there? ]
      - when: { intent: complaint }
        to: person
      - when: { event: reaction }
        do: [ say: Glad you like it! ]
  ask_email:
    ask: Which e-mail?
    expect: email
    save_as: email
    tries: 2
    connections:
      - when: { outcome: too_many_tries }
        to: welcome
    to: find
  find:
    http:
      get: shop/orders?email={{email}}
      save: { order: orders.0.id }
    connections:
      - when: { outcome: failed }
        to: down
      - if: not known(order)
        to: down
    to: show
  show: { say: "Your order is {{order}}.", to: end }
  down: { say: We are down., to: end }
  person:
    handover: { receiver: page_inbox, metadata: "order {{order}}", say: One moment., idle_timeout: 15m }
    to: end
"#;

fn subject_of(bot: &str) -> Subject {
    let loaded = load(vec![SourceFile { path: "bot.yaml".into(), text: bot.into() }]);
    let found = language::render(&loaded, false);
    let bot = loaded.bot.unwrap_or_else(|| panic!("{found}"));
    Subject::new(Arc::new(bot), loaded.places, loaded.files)
}

fn subject() -> Subject {
    subject_of(BOT)
}

fn suite(subject: &Subject, text: &str) -> Suite {
    Suite::read(subject, vec![SourceFile { path: "a.test.yaml".into(), text: text.into() }])
}

/// The steps as a test of their own.
fn steps(steps: &str) -> String {
    let steps: String =
        steps.trim().lines().map(|line| format!("      {}\n", line.trim_end())).collect();
    format!("tests:\n  - test: A story\n    steps:\n{steps}")
}

fn played(subject: &Subject, text: &str) -> (Suite, Vec<Played>) {
    let suite = suite(subject, text);
    assert!(suite.is_right(), "{}", render_all(&suite.diagnostics, &suite.files, false));
    let all = (0..suite.len()).map(|number| play(subject, &suite, number)).collect();
    (suite, all)
}

/// The whole report of a test that must depart; empty where it passes.
fn report(text: &str) -> String {
    let subject = subject();
    let (suite, all) = played(&subject, text);
    let departures = all.iter().filter_map(|played| played.departure.as_ref());
    departures.map(|departure| departure.render(&subject, &suite, false)).collect()
}

#[track_caller]
fn passes(text: &str) {
    let report = report(text);
    assert!(report.is_empty(), "{report}");
}

#[track_caller]
fn departs(text: &str, with: &[&str]) {
    let report = report(text);
    for part in with {
        assert!(report.contains(part), "`{part}` is not in:\n{report}");
    }
}

/// What is wrong in a file of tests.
fn findings(text: &str) -> String {
    let subject = subject();
    let suite = suite(&subject, text);
    render_all(&suite.diagnostics, &suite.files, false)
}

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
fn another_text_departs_with_both_texts_and_why() {
    departs(
        &steps("- user: hi\n- bot: Hi Anna!\n- user: my parcel is late\n- bot: One moment."),
        &[
            "    user  hi\n     bot  Hi Anna!\n          (My order) (A person)\n",
            "error: the bot says something else",
            "--> a.test.yaml:7:14",
            "- bot: One moment.",
            "the bot says: Sorry?",
            "what \"my parcel is late\" was compared with, in `welcome`:",
            "bot.yaml:16  { label: My order",
            "the message is not this label",
            "its `if` does not hold: `order` has no value",
            "it waits for a silence",
            "bot.yaml:5  { id: menu",
            "the whole message is none of these texts",
        ],
    );
}

#[test]
fn why_an_outcome_led_where_it_did_is_told() {
    let file = r#"
fake_http:
  - request: GET shop/*
    reply: { json: { orders: [] } }
tests:
  - test: It finds the order
    steps:
      - user: hi
      - bot: Hi*
      - tap: My order
      - bot: Which*
      - user: anna@example.com
      - http: GET shop/*
      - bot: Your order is*
"#;
    departs(
        file,
        &[
            "the bot says: We are down.",
            "`find` ended with the outcome ok:",
            "it waits for another outcome",
            "this fits",
        ],
    );
}

#[test]
fn too_little_and_too_much_depart() {
    departs(
        &steps("- user: hi\n- bot: Hi*\n- bot: More?"),
        &["error: the bot says nothing more", "a.test.yaml:6"],
    );
    departs(
        &steps("- user: hi\n- user: menu"),
        &["the bot does more than the test expects", "after this the bot says: Hi Anna!"],
    );
    departs(
        &steps("- user: hi\n- bot: Hi*\n- tap: A person\n- bot: One moment."),
        &["after this the bot does: pass_thread_control to page_inbox with \"order \""],
    );
    departs(
        &steps("- user: hi\n- bot: Hi*\n- quiet: 11m"),
        &["it is not quiet", "the bot says: Still there?"],
    );
    departs(
        &steps("- user: hi\n- bot: Hi*\n  choices: [My order]"),
        &["^^^^^^^^^^ there are: [My order, A person]"],
    );
    departs(
        &steps("- user: hi\n- graph: pass_thread_control"),
        &["something else happens here", "the bot says: Hi Anna! (My order) (A person)"],
    );
}

#[test]
fn state_that_is_another_departs() {
    departs(&steps("- user: hi\n- bot: Hi*\n- at: find"), &["it stands at `welcome`"]);
    departs(
        &steps("- user: hi\n- bot: Hi*\n- variables: { email: x }"),
        &["the variables are others", "there is {\"email\":\"\"}"],
    );
    departs(&steps("- user: hi\n- bot: Hi*\n- tags: [vip]"), &["there are: []"]);
}

#[test]
fn what_cannot_be_done_departs() {
    departs(
        &steps("- user: hi\n- bot: Hi*\n- tap: My ordr"),
        &["this cannot be done", "nothing can be tapped as `My ordr`; did you mean `My order`?"],
    );
    departs(
        &steps("- user: hi\n- bot: Hi*\n- agent_passes_back"),
        &["nobody else has the conversation"],
    );
    departs(
        &steps("- user: hi\n- bot: Hi*\n- tap: My order\n- bot: Which*\n- user: a@b.dk"),
        &[
            "a service is called that no fake answers",
            "GET shop/orders?email=a@b.dk; there is no `fake_http`",
        ],
    );
}

#[test]
fn quick_replies_are_gone_with_the_next_message() {
    departs(
        &steps("- user: hi\n- bot: Hi*\n- tap: My order\n- bot: Which*\n- tap: A person"),
        &["nothing can be tapped as `A person`"],
    );
}

#[test]
fn a_fault_of_the_flow_departs() {
    let bot = "bot: b\nservices: { s: { url: \"https://s.example\" } }\nfallback: { say: Sorry? }\n\
               modules:\n  a:\n    http: { get: s/x }\n    to: end\n";
    let subject = subject_of(bot);
    let file = "fake_http:\n  - request: GET s/x\n    reply: { status: 500 }\n\
                tests:\n  - test: It fails\n    steps:\n      - user: hi\n      - http: GET s/x\n";
    let (suite, all) = played(&subject, file);
    let report = all[0].departure.as_ref().unwrap().render(&subject, &suite, false);
    assert!(report.contains("the flow meets a fault"), "{report}");
    assert!(report.contains("no connection says what then (a, action 1)"), "{report}");
}

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
        "- user: hi\n- bot: Hi*\n- tap: A person\n- bot: One*\n- graph: pass_thread_control\n- user: bot\n- graph: take_thread_control\n- bot: I am back.",
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

/// The example of a key as a whole file of tests.
fn in_a_file(definition: &Definition, key: &Key, beside: Option<&Key>) -> String {
    let indented = |text: &str, by: usize| text.replace('\n', &format!("\n{}", " ".repeat(by)));
    let step =
        |text: &str| format!("tests:\n  - test: x\n    steps:\n      - {}\n", indented(text, 8));
    let within = |text: &str| step(&format!("{text}: {{ {} }}", key.example.replace('\n', ", ")));
    match definition.id {
        "test_file" if key.name == "tests" => key.example.to_owned(),
        "test_file" => format!("{}\ntests: []\n", key.example),
        "step" if key.name == "include" => {
            format!("parts: {{ greeted: [ user: hi ] }}\n{}", step(key.example))
        }
        "step" if key.name == "each" => step(&format!("{}\nsteps: []", key.example)),
        "step" => {
            let before = beside.map_or(String::new(), |beside| format!("{}\n", beside.example));
            step(&format!("{before}{}", key.example))
        }
        "person" => format!("person: {{ {} }}\ntests: []\n", key.example),
        "sends" if ["text", "name"].contains(&key.name) => {
            step(&format!("sends: {{ file: \"https://x.example/a.pdf\", {} }}", key.example))
        }
        "sends" | "opens" => within(definition.id),
        "door" => within("agent_takes"),
        "control" => step(&format!("graph: pass_thread_control\nwith: {{ {} }}", key.example)),
        "call_look" => step(&format!("http: GET shop/x\nwith: {{ {} }}", key.example)),
        "template_look" => step(&format!("bot:\ntemplate: {{ {} }}", key.example)),
        "card_look" => step(&format!("bot:\ncards: [ {{ {} }} ]", key.example)),
        "reply" => format!(
            "fake_http: [ {{ request: GET shop/x, reply: {{ {} }} }} ]\ntests: []\n",
            key.example
        ),
        _ => String::from("tests: []\n"),
    }
}

#[test]
fn every_key_of_a_test_file_has_words_and_an_example_that_loads() {
    let bot = BOT.replace("services: {", "variables: { email: { type: text } }\nservices: {");
    let subject = subject_of(&bot);
    let mut keys = 0;
    for definition in TEST_FILE.and_within() {
        assert!(
            definition.doc.ends_with('.') && !definition.example.is_empty(),
            "{}",
            definition.id
        );
        let own = definition.keys().map(|key| (key, None));
        let beside = definition
            .beside
            .iter()
            .flat_map(|beside| beside.keys.iter().map(|key| (key, definition.key(beside.key))));
        for (key, beside) in own.chain(beside) {
            keys += 1;
            assert!(
                key.doc.ends_with('.') && !key.example.is_empty(),
                "{}.{}",
                definition.id,
                key.name
            );
            let file = in_a_file(definition, key, beside);
            let suite = suite(&subject, &file);
            let found = render_all(&suite.diagnostics, &suite.files, false);
            assert!(found.is_empty(), "{}.{}:\n{file}\n{found}", definition.id, key.name);
        }
    }
    assert!(keys > 60, "{keys}");
}
