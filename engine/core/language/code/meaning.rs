//! Meaning: what is well written and cannot be meant.

use super::{Code, Example};
use crate::language::Severity;

/// Meaning: what is well written and cannot be meant.
pub(super) static MEANING: &[Code] = &[
    Code {
        code: "loop-without-wait",
        severity: Severity::Error,
        title: "A circle without a pause",
        doc: "Each of these modules goes on at once, in a circle: the bot would never stop \
              talking. One of them must wait, with a question, choices, or a connection \
              that needs the person.",
        points_to: "the first module of the loop",
        wrong: Example::Part(&[
            "welcome: { say: Hi!, to: more }",
            "more: { say: And more!, to: welcome }",
        ]),
        right: Example::Part(&[
            "welcome: { say: Hi!, to: more }",
            "more:",
            "  say: And more!",
            "  choices:",
            "    - { label: Once again, to: welcome }",
        ]),
    },
    Code {
        code: "impossible-outcome",
        severity: Severity::Error,
        title: "An outcome that cannot come",
        doc: "No action of this module can end like that. An ask has answered and \
              too_many_tries; http has ok, not_found and failed; a handover has returned, \
              timed_out, nobody_answered, closed and failed.",
        points_to: "the outcome",
        wrong: Example::Part(&[
            "ask: Your name?",
            "connections:",
            "  - when: { outcome: not_found }",
            "    to: person",
        ]),
        right: Example::Part(&[
            "ask: Your name?",
            "tries: 3",
            "connections:",
            "  - when: { outcome: too_many_tries }",
            "    to: person",
        ]),
    },
    Code {
        code: "tries-without-way",
        severity: Severity::Error,
        title: "Tries that lead nowhere",
        doc: "After the last try the conversation must go somewhere.",
        points_to: "the key `tries`",
        wrong: Example::Part(&["ask: Your name?", "tries: 3"]),
        right: Example::Part(&[
            "ask: Your name?",
            "tries: 3",
            "connections:",
            "  - when: { outcome: too_many_tries }",
            "    to: person",
        ]),
    },
    Code {
        code: "two-receivers",
        severity: Severity::Error,
        title: "Two receivers of one handover",
        doc: "A handover goes to one receiver: by name, or by id.",
        points_to: "the second one",
        wrong: Example::Part(&["receiver: page_inbox", "target_app_id: \"1234567890\""]),
        right: Example::Part(&["receiver: page_inbox"]),
    },
    Code {
        code: "bad-app-id",
        severity: Severity::Error,
        title: "An app id that is none",
        doc: "The id of an app is digits, found under Apps in the Messenger settings of the \
              Page.",
        points_to: "the value",
        wrong: Example::Part(&["target_app_id: my-support-app"]),
        right: Example::Part(&["target_app_id: \"1234567890\""]),
    },
    Code {
        code: "take-back-not-first",
        severity: Severity::Error,
        title: "`take_back` in the wrong place",
        doc: "`take_back` brings the conversation back from people, and until then nothing \
              can be said. It is the first action of a button, a choice or a menu entry.",
        points_to: "the action",
        wrong: Example::Part(&[
            "say: { text: Shall we?, buttons: [ { label: Back, do: [ tag: back, take_back ] } ] }",
        ]),
        right: Example::Part(&[
            "say: { text: Shall we?, buttons: [ { label: Back, do: [ take_back, tag: back ] } ] }",
        ]),
    },
    Code {
        code: "waits-no",
        severity: Severity::Error,
        title: "`waits: no`",
        doc: "`waits` can make a module wait. A module with a question waits in any case.",
        points_to: "the value",
        wrong: Example::Part(&["ask: Your name?", "waits: no"]),
        right: Example::Part(&["ask: Your name?"]),
    },
    Code {
        code: "stay-without-wait",
        severity: Severity::Error,
        title: "`to: stay` where nothing waits",
        doc: "`stay`, `back` and `again` need a module that waits. This one goes on at \
              once.",
        points_to: "the value",
        wrong: Example::Part(&["say: Hi!", "to: stay"]),
        right: Example::Part(&["say: Hi!", "to: end"]),
    },
    Code {
        code: "comma-in-says",
        severity: Severity::Error,
        title: "Commas that do not separate",
        doc: "This is one text with commas in it. Several texts stand in square brackets.",
        points_to: "the value",
        wrong: Example::Part(&["when: yes, sure, ok"]),
        right: Example::Part(&["when: [yes, sure, ok]"]),
    },
    Code {
        code: "return-without-call",
        severity: Severity::Error,
        title: "Nothing to go back to",
        doc: "`return` goes back to the list that called this module, and nothing calls it.",
        points_to: "the `return`",
        wrong: Example::Part(&["welcome:", "  actions: [ say: Hi!, return ]"]),
        right: Example::Part(&[
            "welcome: { call: greet, to: end }",
            "greet:",
            "  actions: [ say: Hi!, return ]",
        ]),
    },
    Code {
        code: "moved-in-a-circle",
        severity: Severity::Error,
        title: "A move that comes back",
        doc: "What moved leads on to what moved, and in the end back to itself; none of it is \
              in the bot.",
        points_to: "where it moved",
        wrong: Example::Part(&[
            "moved: { order: orders, orders: order }",
            "modules:",
            "  welcome: { say: Hi!, to: end }",
        ]),
        right: Example::Part(&[
            "moved: { order: welcome }",
            "modules:",
            "  welcome: { say: Hi!, to: end }",
        ]),
    },
];
