//! Where a test goes another way, and with which words that is told.

use super::{BOT, departs, played, report_of, steps, subject_of};

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
fn an_event_that_is_not_told_departs() {
    departs(
        &steps("- user: hi\n- bot: Hi*\n- event: reaction\n- bot: Glad*\n- bot: Hi*\n- emit: lead"),
        &[
            "--  emits liked {\"by\":null}",
            "this event is not told",
            "there are: [liked {\"by\":null}]",
        ],
    );
}

#[test]
fn why_the_bot_says_nothing_yet_is_told() {
    let gathering = BOT.replace("bot: shop", "bot: shop\nsession: { gather: 2s }");
    let subject = subject_of(&gathering);
    let report = report_of(&subject, &steps("- user: hi\n- bot: Hi*"));
    assert!(report.contains("put `- later: 2s` before this"), "{report}");
    assert_eq!(report_of(&subject, &steps("- user: hi\n- later: 2s\n- bot: Hi*")), "");
    departs(&steps("- go_to: welcome\n- bot: Hi*"), &["it is held until the person writes"]);
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
