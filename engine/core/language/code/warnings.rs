//! Warnings: ways that go wrong, and what nobody uses.

use super::{Code, Example};
use crate::language::Severity;

/// Warnings: ways that go wrong, and what nobody uses.
pub(super) static WARNINGS: &[Code] = &[
    Code {
        code: "unreachable-module",
        severity: Severity::Warning,
        title: "Nothing leads here",
        doc: "No connection, choice, button, keyword, entry or reminder leads to this module, \
              so nobody ever hears it. Lead something there, or remove it.",
        points_to: "the module",
        wrong: Example::Part(&[
            "welcome: { say: Hi!, to: end }",
            "thanks: { say: Thank you., to: end }",
        ]),
        right: Example::Part(&[
            "welcome: { say: Hi!, to: thanks }",
            "thanks: { say: Thank you., to: end }",
        ]),
    },
    Code {
        code: "dead-end",
        severity: Severity::Warning,
        title: "An end without a word",
        doc: "The conversation ends here without a word about it. If that is meant, say so with \
              `to: end`.",
        points_to: "the module",
        wrong: Example::Part(&["thanks:", "  say: Thank you."]),
        right: Example::Part(&["thanks:", "  say: Thank you.", "  to: end"]),
    },
    Code {
        code: "never-fits",
        severity: Severity::Warning,
        title: "A connection that is never reached",
        doc: "A connection above takes every message, or all that this one waits for; or that is a choice, \
              and choices are tried first. Put it above, or leave it out.",
        points_to: "the connection",
        wrong: Example::Part(&[
            "- when: { sends: anything }",
            "  to: person",
            "- when: [refund]",
            "  to: refund",
        ]),
        right: Example::Part(&[
            "- when: [refund]",
            "  to: refund",
            "- when: { sends: anything }",
            "  to: person",
        ]),
    },
    Code {
        code: "behind-return",
        severity: Severity::Warning,
        title: "Behind the end of a list",
        doc: "`return` goes back at once, so what stands behind it in the list never runs.",
        points_to: "the first action behind it",
        wrong: Example::Part(&[
            "welcome: { call: ask_name, to: end }",
            "ask_name:",
            "  actions:",
            "    - return",
            "    - say: Thank you.",
        ]),
        right: Example::Part(&[
            "welcome: { call: ask_name, to: end }",
            "ask_name:",
            "  actions:",
            "    - say: Thank you.",
            "    - return",
        ]),
    },
    Code {
        code: "moved-still-there",
        severity: Severity::Warning,
        title: "Moved and still there",
        doc: "`moved` says what took the place of something that is gone. This one is still in \
              the bot, so the line does nothing.",
        points_to: "the name that has not gone",
        wrong: Example::Part(&[
            "moved: { order: welcome }",
            "modules:",
            "  welcome: { say: Hi!, to: order }",
            "  order: { say: Your order., to: end }",
        ]),
        right: Example::Part(&[
            "moved: { order: welcome }",
            "modules:",
            "  welcome: { say: Hi!, to: end }",
        ]),
    },
    Code {
        code: "no-fallback",
        severity: Severity::Warning,
        title: "No fallback",
        doc: "When nothing fits, a default text is sent, in words that are not yours.",
        points_to: "the key `bot`",
        wrong: Example::Part(&[
            "bot: nordic_chairs",
            "modules:",
            "  welcome: { say: Hi!, to: end }",
        ]),
        right: Example::Part(&[
            "bot: nordic_chairs",
            "modules:",
            "  welcome: { say: Hi!, to: end }",
            "fallback:",
            "  say: Sorry, I did not get that.",
        ]),
    },
    Code {
        code: "sign-for-word",
        severity: Severity::Warning,
        title: "A sign where a word is easier to read",
        doc: "`&&`, `||` and `!` are understood, and mean `and`, `or` and `not`. Colleagues who do \
              not program read the words.",
        points_to: "the sign",
        wrong: Example::Part(&["- if: known(email) && score > 3", "  to: thanks"]),
        right: Example::Part(&["- if: known(email) and score > 3", "  to: thanks"]),
    },
    Code {
        code: "single-braces",
        severity: Severity::Warning,
        title: "A name in single braces",
        doc: "What is known is inserted with two braces on each side. With one, or with the signs \
              of another program, the person reads the braces and the name.",
        points_to: "the braces",
        wrong: Example::Part(&["say: Hi {user.first_name}!"]),
        right: Example::Part(&["say: Hi {{user.first_name}}!"]),
    },
    Code {
        code: "unused-variable",
        severity: Severity::Warning,
        title: "A variable that nobody uses",
        doc: "It is declared, and nothing uses it. Perhaps the name is spelled otherwise where \
              it should be; else remove it.",
        points_to: "the name",
        wrong: Example::Part(&["variables: { email: text }"]),
        right: Example::Part(&[
            "variables: { email: text }",
            "modules:",
            "  welcome: { ask: What is your e-mail address?, save_as: email, to: end }",
        ]),
    },
    Code {
        code: "unused-receiver",
        severity: Severity::Warning,
        title: "A receiver that nobody uses",
        doc: "It is declared, and no handover goes there. (While one is open, the app \
              counts as people either way.)",
        points_to: "the name",
        wrong: Example::Part(&["receivers: { desk: \"1234567890\" }"]),
        right: Example::Part(&[
            "receivers: { desk: \"1234567890\" }",
            "modules:",
            "  person:",
            "    handover: { receiver: desk, return_keywords: [bot] }",
            "    to: end",
        ]),
    },
    Code {
        code: "unused-service",
        severity: Severity::Warning,
        title: "A service that nobody calls",
        doc: "It is declared, and nothing calls it.",
        points_to: "the name",
        wrong: Example::Part(&["services: { shop: { url: \"https://shop.example\" } }"]),
        right: Example::Part(&[
            "services: { shop: { url: \"https://shop.example\" } }",
            "modules:",
            "  orders:",
            "    http: { get: shop/orders }",
            "    connections:",
            "      - when: { outcome: failed }",
            "        to: sorry",
            "    to: end",
        ]),
    },
];
