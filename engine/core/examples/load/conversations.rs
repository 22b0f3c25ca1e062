//! Conversation tests of the large bot: each goes through a topic, to its end, through wrong answers, or to a service
//! that does not answer.

use baton_core::language::SourceFile;

use crate::bot::A_TOPIC;

/// Tests in one file.
const A_FILE: usize = 50;

/// So many tests in files of their own.
pub(crate) fn files(modules: usize, tests: usize) -> Vec<SourceFile> {
    let topics = (modules / A_TOPIC).max(1);
    let file = |first: usize| {
        let head = "person: { first_name: Anna, locale: en_GB, timezone: 1 }\nfake_http:\n  \
                    - request: GET shop/orders/*\n    \
                    reply: { status: 200, json: { orders: [ { total: 7 } ] } }\ntests:\n";
        let inside: String = (first..tests.min(first + A_FILE))
            .map(|number| conversation(number % topics, number % 3, modules))
            .collect();
        let path = format!("tests/topics{}.test.yaml", first / A_FILE);
        SourceFile { path, text: format!("{head}{inside}") }
    };
    (0..tests).step_by(A_FILE).map(file).collect()
}

fn conversation(topic: usize, kind: usize, modules: usize) -> String {
    let first = topic * A_TOPIC;
    let begins = format!(
        "    steps:\n      - user: topic {topic}\n      - bot: Hi Anna! This is module {first}.\n        \
         choices: [Go on, Back]\n      - tap: Go on\n      - bot: What is your e-mail address?\n"
    );
    let called = format!("GET shop/orders/{}?email=anna@example.com", first + 2);
    match kind {
        0 => format!(
            "  - test: Topic {topic} is gone through to its end\n{begins}      - user: anna@example.com\n      \
             - http: {called}\n      - bot: You have * of 7.\n      - bot: Well done.\n      - bot: Shall we?\n        \
             buttons: [Our shop, Go on]\n      - user: sure\n      - bot: Hi Anna! This is module {}.\n",
            (first + A_TOPIC) % modules
        ),
        1 => format!(
            "  - test: Topic {topic} is left after three answers that are no address\n{begins}      \
             - user: me\n      - bot: Try something like anna@example.com.\n      \
             - user: anna at example\n      - bot: Try something like anna@example.com.\n      \
             - user: no\n      - bot: Hi Anna! This is module 0.\n"
        ),
        _ => format!(
            "  - test: Topic {topic} goes back when the shop does not answer\n    fake_http:\n      \
             - request: GET shop/*\n        reply: timeout\n{begins}      - user: anna@example.com\n      \
             - http: {called}\n      - bot: Hi Anna! This is module 0.\n      - at: m0\n"
        ),
    }
}
