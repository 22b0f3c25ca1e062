//! Warnings about handovers and services: when a conversation leaves the bot, and how it comes back.

use super::{Code, Example};
use crate::language::Severity;

/// Warnings about handovers and services: when a conversation leaves the bot, and how it comes back.
pub(super) static HANDOVERS: &[Code] = &[
    Code {
        code: "no-way-back",
        severity: Severity::Warning,
        title: "A handover without a way back",
        doc: "Only the colleague can bring this conversation back. If they forget, the person \
              never hears from the bot again.",
        points_to: "the key `handover`",
        wrong: Example::Part(&["handover:", "  say: A colleague takes over."]),
        right: Example::Part(&[
            "handover:",
            "  say: A colleague takes over.",
            "  return_keywords: [bot]",
            "  idle_timeout: 30m",
        ]),
    },
    Code {
        code: "handover-beside-to",
        severity: Severity::Warning,
        title: "`to` beside a handover",
        doc: "`to` is taken when control comes back, not now. If that is what you mean, all \
              is well.",
        points_to: "the handover",
        wrong: Example::Part(&[
            "when: [help]",
            "do: [ handover: { return_keywords: [bot] } ]",
            "to: thanks",
        ]),
        right: Example::Part(&[
            "when: [help]",
            "to: person       # a module with the handover, and `to: thanks` in it",
        ]),
    },
    Code {
        code: "text-behind-handover",
        severity: Severity::Warning,
        title: "A text behind a handover",
        doc: "What stands behind a handover is said when the conversation comes back. What \
              is to be said at the moment of passing belongs into its `say`.",
        points_to: "the text",
        wrong: Example::Part(&[
            "actions:",
            "  - handover: { return_keywords: [bot] }",
            "  - say: A colleague will be with you.",
        ]),
        right: Example::Part(&[
            "actions:",
            "  - handover: { say: A colleague will be with you., return_keywords: [bot] }",
        ]),
    },
    Code {
        code: "hours-in-do",
        severity: Severity::Warning,
        title: "`hours` on a handover in a `do`",
        doc: "In a `do` there is no connection for the outcome `closed`, so the person gets \
              a default text. A module of its own can say more.",
        points_to: "the key `hours`",
        wrong: Example::Part(&[
            "when: [help]",
            "do: [ handover: { hours: support, return_keywords: [bot] } ]",
        ]),
        right: Example::Part(&[
            "when: [help]",
            "to: person       # a module with the handover and a connection on `closed`",
        ]),
    },
    Code {
        code: "everyday-return-keyword",
        severity: Severity::Warning,
        title: "A return keyword that people say by the way",
        doc: "People say this to a colleague, or it is written on a button, and each time \
              the bot would take the conversation away.",
        points_to: "the keyword",
        wrong: Example::Part(&["return_keywords: [ok]"]),
        right: Example::Part(&["return_keywords: [bot]"]),
    },
    Code {
        code: "percent-in-metadata",
        severity: Severity::Warning,
        title: "`%20` in metadata",
        doc: "Metadata is sent as it stands and never decoded: the colleague would read the \
              signs. Spaces are allowed.",
        points_to: "the value",
        wrong: Example::Part(&["metadata: late%20parcel"]),
        right: Example::Part(&["metadata: late parcel"]),
    },
    Code {
        code: "use-handover",
        severity: Severity::Warning,
        title: "A call that passes control",
        doc: "This passes control with a plain call. The action `handover` does the same, \
              and knows when the conversation comes back.",
        points_to: "the address",
        wrong: Example::Part(&[
            "services: { graph: { url: \"https://graph.facebook.com\", auth: page_token } }",
            "modules:",
            "  person:",
            "    http: { post: graph/v25.0/me/pass_thread_control }",
            "    connections:",
            "      - when: { outcome: failed }",
            "        to: sorry",
            "    to: end",
        ]),
        right: Example::Part(&[
            "modules:",
            "  person:",
            "    handover: { receiver: page_inbox, return_keywords: [bot] }",
            "    to: end",
        ]),
    },
    Code {
        code: "http-without-failed",
        severity: Severity::Warning,
        title: "A call without a way for failure",
        doc: "Other systems fail. Without a connection on `failed` the conversation ends \
              here when this one does.",
        points_to: "the key `http`",
        wrong: Example::Part(&["http: { get: shop/orders }", "to: show_order"]),
        right: Example::Part(&[
            "http: { get: shop/orders }",
            "connections:",
            "  - when: { outcome: failed }",
            "    to: sorry",
            "to: show_order",
        ]),
    },
];
