//! Keys and shapes: what stands where.

use super::{Code, Example};
use crate::language::Severity;

/// Keys and shapes: what stands where.
pub(super) static KEYS: &[Code] = &[
    Code {
        code: "unknown-key",
        severity: Severity::Error,
        title: "A key that Baton does not know here",
        doc: "Baton does not know this word here. Most often it is a slip of the pen, and \
              the message says which word you may have meant.",
        points_to: "the key",
        wrong: Example::Part(&["conections:", "  - to: person"]),
        right: Example::Part(&["connections:", "  - to: person"]),
    },
    Code {
        code: "unknown-action",
        severity: Severity::Error,
        title: "An action that does not exist",
        doc: "An item of `actions` or `do` begins with the name of an action: say, ask, \
              set, compute, unset, tag, untag, http, handover, take_back, wait, call, return, \
              remind, forget_reminder, language, emit.",
        points_to: "the action",
        wrong: Example::Part(&["- sya: Hello"]),
        right: Example::Part(&["- say: Hello"]),
    },
    Code {
        code: "unknown-value",
        severity: Severity::Error,
        title: "A word that this key does not take",
        doc: "This key takes one of a few words, and this is none of them. The message \
              lists them.",
        points_to: "the value",
        wrong: Example::Part(&["expect: e-mail"]),
        right: Example::Part(&["expect: email"]),
    },
    Code {
        code: "missing-key",
        severity: Severity::Error,
        title: "A key that cannot be left out",
        doc: "A choice cannot do without its label, a service not without its address. The \
              message says what is missing here.",
        points_to: "what lacks it",
        wrong: Example::Part(&["choices:", "  - { to: person }"]),
        right: Example::Part(&["choices:", "  - { label: Talk to a person, to: person }"]),
    },
    Code {
        code: "missing-start",
        severity: Severity::Error,
        title: "Several files and no beginning",
        doc: "A bot of several files must say where a conversation begins.",
        points_to: "the key `bot`",
        wrong: Example::Files(&[
            (
                "bot.yaml",
                &[
                    "bot: nordic_chairs",
                    "fallback: { say: Pardon? }",
                    "modules:",
                    "  welcome: { say: Hi!, to: thanks }",
                ],
            ),
            ("thanks.yaml", &["modules:", "  thanks: { say: Thank you., to: end }"]),
        ]),
        right: Example::Files(&[
            (
                "bot.yaml",
                &[
                    "bot: nordic_chairs",
                    "start: welcome",
                    "fallback: { say: Pardon? }",
                    "modules:",
                    "  welcome: { say: Hi!, to: thanks }",
                ],
            ),
            ("thanks.yaml", &["modules:", "  thanks: { say: Thank you., to: end }"]),
        ]),
    },
    Code {
        code: "wrong-shape",
        severity: Severity::Error,
        title: "A list where one thing belongs, or the other way round",
        doc: "A list stands where one thing is asked for, or the other way round. A list \
              has a dash before each of its things.",
        points_to: "the value",
        wrong: Example::Part(&["connections:", "  when: [yes]", "  to: person"]),
        right: Example::Part(&["connections:", "  - when: [yes]", "    to: person"]),
    },
    Code {
        code: "two-actions",
        severity: Severity::Error,
        title: "Two actions beside each other",
        doc: "A module has one action beside its `say`. More than one stand in the list \
              `actions`.",
        points_to: "the second action",
        wrong: Example::Part(&["ask: Which day?", "tag: asked"]),
        right: Example::Part(&["actions:", "  - tag: asked", "  - ask: Which day?"]),
    },
    Code {
        code: "duplicate-key",
        severity: Severity::Error,
        title: "The same key twice",
        doc: "The same key stands twice, and only one can be meant. A key of the bot stands \
              in one of its files only.",
        points_to: "the second one",
        wrong: Example::Part(&["to: person", "to: end"]),
        right: Example::Part(&["to: person"]),
    },
    Code {
        code: "duplicate-module",
        severity: Severity::Error,
        title: "Two modules of one id",
        doc: "Two modules have the same id, perhaps in two files. The message names both \
              places.",
        points_to: "the second one",
        wrong: Example::Files(&[
            (
                "bot.yaml",
                &[
                    "bot: nordic_chairs",
                    "start: welcome",
                    "fallback: { say: Pardon? }",
                    "modules:",
                    "  welcome: { say: Hi!, to: thanks }",
                    "  thanks: { say: Thank you., to: end }",
                ],
            ),
            ("orders.yaml", &["modules:", "  thanks: { say: Thank you for the order., to: end }"]),
        ]),
        right: Example::Files(&[
            (
                "bot.yaml",
                &[
                    "bot: nordic_chairs",
                    "start: welcome",
                    "fallback: { say: Pardon? }",
                    "modules:",
                    "  welcome: { say: Hi!, to: thanks }",
                    "  thanks: { say: Thank you., to: thanks_for_order }",
                ],
            ),
            (
                "orders.yaml",
                &["modules:", "  thanks_for_order: { say: Thank you for the order., to: end }"],
            ),
        ]),
    },
    Code {
        code: "duplicate-keyword",
        severity: Severity::Error,
        title: "Two keywords claim one text",
        doc: "Two keywords claim the same text, and the first would always win. An `if` on \
              the first makes it possible.",
        points_to: "the text in the second one",
        wrong: Example::Part(&[
            "keywords:",
            "  - { when: [menu], to: welcome }",
            "  - { when: [help, menu], to: help }",
        ]),
        right: Example::Part(&[
            "keywords:",
            "  - { when: [menu], to: welcome }",
            "  - { when: [help], to: help }",
        ]),
    },
    Code {
        code: "boolean-key",
        severity: Severity::Error,
        title: "A key that is a value in YAML",
        doc: "`on`, `off`, `yes`, `no`, `y`, `n`, `null`, `true`, `false` are values in \
              YAML, and some tools would turn the key into one. No key is called so.",
        points_to: "the key",
        wrong: Example::Part(&["- on: [menu]", "  to: welcome"]),
        right: Example::Part(&["- when: [menu]", "  to: welcome"]),
    },
    Code {
        code: "duplicate-id",
        severity: Severity::Error,
        title: "Two buttons or keywords of one id",
        doc: "Two buttons or choices of one place, or two keywords, have the same id. \
              Without an `id` of its own a button takes it from its label; two that lead to \
              the same place may share it.",
        points_to: "the second one",
        wrong: Example::Part(&["- { label: More, to: shop }", "- { label: More, to: news }"]),
        right: Example::Part(&[
            "- { label: More, to: shop }",
            "- { label: More, id: more_news, to: news }",
        ]),
    },
    Code {
        code: "no-modules",
        severity: Severity::Error,
        title: "A bot without modules",
        doc: "A bot needs at least one module.",
        points_to: "the first key",
        wrong: Example::Part(&["bot: nordic_chairs", "fallback: { say: Pardon? }"]),
        right: Example::Part(&[
            "bot: nordic_chairs",
            "fallback: { say: Pardon? }",
            "modules:",
            "  welcome:",
            "    say: Hi!",
            "    to: end",
        ]),
    },
    Code {
        code: "unfit-translation",
        severity: Severity::Error,
        title: "A translation of something the bot does not have",
        doc: "The file of a language is the same tree as the bot, with texts only: the same modules, \
              the same ids of choices and buttons, lists of the same length with `~` where nothing is \
              to be translated. Here it is otherwise. `baton lang sync` writes what is missing.",
        points_to: "the key or the list",
        wrong: Example::Files(&[
            (
                "bot.yaml",
                &[
                    "bot: shop",
                    "languages: [da]",
                    "fallback: { say: Pardon? }",
                    "modules: { welcome: { say: Hello!, to: end } }",
                ],
            ),
            (
                "lang/da.yaml",
                &[
                    "fallback: { say: Hvad? }",
                    "modules: { welcome: { say: Hej! }, wellcome: { say: Hej! } }",
                ],
            ),
        ]),
        right: Example::Files(&[
            (
                "bot.yaml",
                &[
                    "bot: shop",
                    "languages: [da]",
                    "fallback: { say: Pardon? }",
                    "modules: { welcome: { say: Hello!, to: end } }",
                ],
            ),
            ("lang/da.yaml", &["fallback: { say: Hvad? }", "modules: { welcome: { say: Hej! } }"]),
        ]),
    },
];
