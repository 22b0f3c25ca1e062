//! Values: times, numbers, conditions, texts.

use super::{Code, Example};
use crate::language::Severity;

/// Values: times, numbers, conditions, texts.
pub(super) static VALUES: &[Code] = &[
    Code {
        code: "bad-duration",
        severity: Severity::Error,
        title: "A time that cannot be read",
        doc: "A time is a number with a unit: `30s`, `10m`, `2h`, `1d`, `1h30m`, or in \
              words, `30 minutes`.",
        points_to: "the value",
        wrong: Example::Part(&["timeout: 30 minits"]),
        right: Example::Part(&["timeout: 30m"]),
    },
    Code {
        code: "bad-number",
        severity: Severity::Error,
        title: "A number that cannot be read",
        doc: "A number in figures is asked for.",
        points_to: "the value",
        wrong: Example::Part(&["fallback: { say: Pardon?, give_up_after: three, to: person }"]),
        right: Example::Part(&["fallback: { say: Pardon?, give_up_after: 3, to: person }"]),
    },
    Code {
        code: "bad-regex",
        severity: Severity::Error,
        title: "A pattern that cannot be read",
        doc: "The pattern cannot be read. Put patterns in quotes; the message shows where \
              reading stopped.",
        points_to: "the value",
        wrong: Example::Part(&["matches: \"nc-[0-9{4}\""]),
        right: Example::Part(&["matches: \"nc-[0-9]{4}\""]),
    },
    Code {
        code: "bad-expression",
        severity: Severity::Error,
        title: "A condition that cannot be read",
        doc: "The condition is not complete, or has a sign that is no part of it.",
        points_to: "where reading stopped",
        wrong: Example::Part(&["if: score > and score < 5"]),
        right: Example::Part(&["if: score > 2 and score < 5"]),
    },
    Code {
        code: "smart-quotes",
        severity: Severity::Error,
        title: "Quotes of a word processor",
        doc: "A word processor made these quotes. YAML and expressions know the straight \
              ones only.",
        points_to: "the first of them",
        wrong: Example::Part(&["if: topic == “refund”"]),
        right: Example::Part(&["if: topic == \"refund\""]),
    },
    Code {
        code: "exclamation-in-if",
        severity: Severity::Error,
        title: "`!` in a condition",
        doc: "A value that begins with `!` means something else to YAML. Write `not`.",
        points_to: "the mark",
        wrong: Example::Part(&["if: !known(email)"]),
        right: Example::Part(&["if: not known(email)"]),
    },
    Code {
        code: "bad-template",
        severity: Severity::Error,
        title: "Braces that cannot be read",
        doc: "The part in double braces cannot be read: a brace too few, an `#if` or `#each` without \
              its end, or `elseif`, which is `{{else if name}}` here.",
        points_to: "the `{{` it belongs to",
        wrong: Example::Part(&["say: Hi! {{#if email}}I know your address."]),
        right: Example::Part(&["say: Hi! {{#if email}}I know your address.{{/if}}"]),
    },
    Code {
        code: "comparison-in-template",
        severity: Severity::Error,
        title: "A comparison inside a text",
        doc: "`{{#if}}` asks only whether something is there. Compute the comparison first, \
              or decide in a connection with `if`.",
        points_to: "the `{{`",
        wrong: Example::Part(&["say: \"{{#if score > 3}}You like us.{{/if}}\""]),
        right: Example::Part(&[
            "- compute: { likes_us: score > 3 }",
            "- say: \"{{#if likes_us}}You like us.{{/if}}\"",
        ]),
    },
    Code {
        code: "unknown-helper",
        severity: Severity::Error,
        title: "A helper that does not exist",
        doc: "There is no helper of that name. There are default, upper, lower, title, \
              number, money, date, time_ago, plural, join, json, url, first, size.",
        points_to: "the `{{`",
        wrong: Example::Part(&["say: Hi {{capitalise user.first_name}}!"]),
        right: Example::Part(&["say: Hi {{title user.first_name}}!"]),
    },
    Code {
        code: "helper-name",
        severity: Severity::Error,
        title: "A variable named like a helper",
        doc: "A helper has this name, so a text could not say which of both is meant.",
        points_to: "the name",
        wrong: Example::Part(&["save_as: date"]),
        right: Example::Part(&["save_as: visit_date"]),
    },
    Code {
        code: "type-mismatch",
        severity: Severity::Error,
        title: "Two kinds that do not fit",
        doc: "Two things of different kinds are compared, or a text is kept where a number \
              was declared.",
        points_to: "the value that does not fit",
        wrong: Example::Part(&[
            "- compute: { score: 1 }",
            "- compute: { good: score > \"three\" }",
        ]),
        right: Example::Part(&["- compute: { score: 1 }", "- compute: { good: score > 3 }"]),
    },
    Code {
        code: "calculation-in-set",
        severity: Severity::Error,
        title: "A calculation in `set`",
        doc: "`set` keeps what stands there, letter by letter. What is to be worked out \
              belongs to `compute`.",
        points_to: "the value",
        wrong: Example::Part(&["set: { score: score + 1 }"]),
        right: Example::Part(&["compute: { score: score + 1 }"]),
    },
    Code {
        code: "channel-limit",
        severity: Severity::Error,
        title: "Longer or more than Messenger takes",
        doc: "Messenger takes labels of 20 characters, texts of 2,000 (640 with buttons), 3 \
              buttons, 13 choices, 10 cards.",
        points_to: "what is too long or too many",
        wrong: Example::Part(&["label: Talk to a person right now"]),
        right: Example::Part(&["label: Talk to a person"]),
    },
    Code {
        code: "missing-text",
        severity: Severity::Error,
        title: "A text left out",
        doc: "A key that asks for a text has nothing behind it.",
        points_to: "where the text belongs",
        wrong: Example::Part(&["say:"]),
        right: Example::Part(&["say: Hi!"]),
    },
    Code {
        code: "bad-address",
        severity: Severity::Error,
        title: "An address that cannot be opened",
        doc: "An address begins with https:// (or http://), and the one of a service has no \
              query and no password.",
        points_to: "the address",
        wrong: Example::Part(&["url: shop.example.com"]),
        right: Example::Part(&["url: https://shop.example.com"]),
    },
    Code {
        code: "bad-phone",
        severity: Severity::Error,
        title: "A number that cannot be called",
        doc: "A number to call is + and digits, with the code of the country.",
        points_to: "the number",
        wrong: Example::Part(&["buttons: [ { label: Call us, phone: \"33 12 34 56\" } ]"]),
        right: Example::Part(&["buttons: [ { label: Call us, phone: \"+4533123456\" } ]"]),
    },
    Code {
        code: "bad-hours",
        severity: Severity::Error,
        title: "Opening hours that cannot be read",
        doc: "Opening hours have a time zone, days, times of the day and dates.",
        points_to: "the part that is none",
        wrong: Example::Part(&[
            "hours:",
            "  support: { zone: Europe/Copenhagen, mon-fri: [\"9:00-25:00\"] }",
        ]),
        right: Example::Part(&[
            "hours:",
            "  support: { zone: Europe/Copenhagen, mon-fri: [\"9:00-17:00\"] }",
        ]),
    },
    Code {
        code: "unknown-function",
        severity: Severity::Error,
        title: "A function that does not exist",
        doc: "Expressions have known, size, same, round, lower, upper, contains, number, \
              text, date, days_until, open, tagged, chance, min and max.",
        points_to: "the name",
        wrong: Example::Part(&["if: knwon(email)"]),
        right: Example::Part(&["if: known(email)"]),
    },
    Code {
        code: "too-large",
        severity: Severity::Error,
        title: "Too large",
        doc: "A file has 1 MiB at most, a bot 20 MiB and 10,000 modules. A bot that large is hard \
              to keep in one's head as well: divide it.",
        points_to: "the beginning of what is too large",
        wrong: Example::Told("a file of more than 1 MiB"),
        right: Example::Told("several files of one bot"),
    },
    Code {
        code: "bad-ref",
        severity: Severity::Error,
        title: "A link that cannot arrive",
        doc: "Of the `ref` of a link Facebook keeps letters, digits, `-`, `_` and `=` only, so \
              a `ref` with anything else in it never arrives as it is written. A `*` stands \
              for anything.",
        points_to: "the `ref`",
        wrong: Example::Part(&["entries:", "  ref: { summer.sale: { to: sale } }"]),
        right: Example::Part(&["entries:", "  ref: { summer_sale: { to: sale } }"]),
    },
    Code {
        code: "bad-persona",
        severity: Severity::Error,
        title: "A persona without its id",
        doc: "The id of a persona is digits. Meta gives it when the persona is made.",
        points_to: "the id",
        wrong: Example::Part(&["personas: { maria: Maria }"]),
        right: Example::Part(&["personas: { maria: \"1234567890\" }"]),
    },
];
