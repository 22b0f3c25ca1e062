//! Names: what leads or points to something else.

use super::{Code, Example};
use crate::language::Severity;

/// Names: what leads or points to something else.
pub(super) static NAMES: &[Code] = &[
    Code {
        code: "unknown-module",
        severity: Severity::Error,
        title: "A module that does not exist",
        doc: "No module has this id. The message names the nearest one; or the module is still \
              to be written.",
        points_to: "the name",
        wrong: Example::Part(&["say: Your order is on its way.", "to: thank"]),
        right: Example::Part(&["say: Your order is on its way.", "to: thanks"]),
    },
    Code {
        code: "unknown-receiver",
        severity: Severity::Error,
        title: "A receiver that does not exist",
        doc: "`receivers` has no such name. `page_inbox` always exists.",
        points_to: "the name",
        wrong: Example::Part(&["receiver: suport_desk"]),
        right: Example::Part(&["receiver: support_desk"]),
    },
    Code {
        code: "unknown-service",
        severity: Severity::Error,
        title: "A service that does not exist",
        doc: "The word before the first slash is the name of a service, and `services` has \
              none of that name.",
        points_to: "the address",
        wrong: Example::Part(&["get: shp/orders"]),
        right: Example::Part(&["get: shop/orders"]),
    },
    Code {
        code: "unknown-hours",
        severity: Severity::Error,
        title: "Opening hours that do not exist",
        doc: "`hours` of the bot has no such name. Opening hours are declared there once, and \
              used by their name.",
        points_to: "the name",
        wrong: Example::Part(&["hours: suport"]),
        right: Example::Part(&["hours: support"]),
    },
    Code {
        code: "unknown-variable",
        severity: Severity::Error,
        title: "A variable that nobody fills",
        doc: "Nothing declares or fills this name. A variable is filled by `save_as`, `set`, \
              `compute` or the `save` of a call, or declared under `variables`.",
        points_to: "the name; in a text the `{{`",
        wrong: Example::Part(&["if: known(emial)"]),
        right: Example::Part(&["if: known(email)"]),
    },
    Code {
        code: "unknown-button",
        severity: Severity::Error,
        title: "A button that does not exist",
        doc: "No button, choice or menu entry has this id. Without an `id` of its own it is \
              made from the label.",
        points_to: "the id",
        wrong: Example::Part(&[
            "say: { text: Shall we?, buttons: [ { label: A person, id: person, to: end } ] }",
            "connections:",
            "  - when: { pressed: persn }",
            "    to: end",
        ]),
        right: Example::Part(&[
            "say: { text: Shall we?, buttons: [ { label: A person, id: person, to: end } ] }",
            "connections:",
            "  - when: { pressed: person }",
            "    to: end",
        ]),
    },
    Code {
        code: "bad-name",
        severity: Severity::Error,
        title: "A name that cannot be one",
        doc: "An id has small letters, digits and _, and begins with a letter. The label \
              for people is `name`.",
        points_to: "the id",
        wrong: Example::Part(&[
            "Ask-Email: { ask: What is your e-mail address?, expect: email, to: end }",
        ]),
        right: Example::Part(&[
            "ask_email: { ask: What is your e-mail address?, expect: email, to: end }",
        ]),
    },
    Code {
        code: "reserved-name",
        severity: Severity::Error,
        title: "A name that is taken",
        doc: "This word has a meaning of its own: behind `to`, in expressions, or as \
              something the bot knows by itself.",
        points_to: "the name",
        wrong: Example::Part(&[
            "back: { say: Once more., to: end }      # `to: back` is something else",
        ]),
        right: Example::Part(&["go_back: { say: Once more., to: end }"]),
    },
    Code {
        code: "not-here",
        severity: Severity::Error,
        title: "A name that does not hold here",
        doc: "`answer` holds in `valid_if` only, `item` only inside `each`.",
        points_to: "the name",
        wrong: Example::Part(&[
            "ask: How many?",
            "connections:",
            "  - if: answer > 3",
            "    to: many",
        ]),
        right: Example::Part(&[
            "ask: How many?",
            "expect: number",
            "save_as: count",
            "connections:",
            "  - if: count > 3",
            "    to: many",
        ]),
    },
    Code {
        code: "unknown-persona",
        severity: Severity::Error,
        title: "A persona nobody knows",
        doc: "A message can be said by one of the `personas`, or by the id of a persona at \
              Meta.",
        points_to: "the name",
        wrong: Example::Part(&["say:", "  - text: Hello!", "    persona: marie"]),
        right: Example::Part(&["say:", "  - text: Hello!", "    persona: \"1234567890\""]),
    },
    Code {
        code: "unknown-reminder",
        severity: Severity::Error,
        title: "A reminder nobody sets",
        doc: "`forget_reminder` takes away what a `remind` has set. The id of a reminder is \
              its `id`, else the module it leads to.",
        points_to: "the id",
        wrong: Example::Part(&[
            "actions:",
            "  - remind: { id: visit, after: 2h, to: reminder }",
            "  - forget_reminder: visits",
        ]),
        right: Example::Part(&[
            "actions:",
            "  - remind: { id: visit, after: 2h, to: reminder }",
            "  - forget_reminder: visit",
        ]),
    },
];
