//! Warnings: the bot runs, perhaps not as meant.

use super::{Code, Example};
use crate::language::Severity;

/// Warnings: the bot runs, perhaps not as meant.
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
        doc: "A connection above takes every message, so this one is never reached. Put it \
              first.",
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
        code: "outside-window",
        severity: Severity::Warning,
        title: "Later than 24 hours",
        doc: "Messenger takes messages for 24 hours after the person's last word. What \
              comes later is held until the person writes.",
        points_to: "the time",
        wrong: Example::Part(&["when: { no_reply: 2d }"]),
        right: Example::Part(&["when: { no_reply: 20h }"]),
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
        code: "missing-translation",
        severity: Severity::Warning,
        title: "Texts that are not translated",
        doc: "Some texts of the bot have no translation in this language: they are said in the main \
              language. `baton lang sync` writes them into the file, where they wait below the text of \
              the bot; `~` in the place of a text says that it stays as it is.",
        points_to: "the first key of the file; the language, where it has no file",
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
            ("lang/da.yaml", &["modules: { welcome: { say: Hej! } }"]),
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
            ("lang/da.yaml", &["fallback: { say: ~ }", "modules: { welcome: { say: Hej! } }"]),
        ]),
    },
    Code {
        code: "stale-translation",
        severity: Severity::Warning,
        title: "A translation of an older text",
        doc: "The text of the bot has changed since it was translated: the comment above the \
              translation names another one. Look at the translation; then delete the line `# was: …`, \
              and let the line `# from: …` have the text of today (`baton lang sync` writes both).",
        points_to: "the key or item that holds the translation",
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
                    "fallback: { say: ~ }",
                    "modules:",
                    "  welcome:",
                    "    # from: Hi!",
                    "    say: Hej!",
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
            (
                "lang/da.yaml",
                &[
                    "fallback: { say: ~ }",
                    "modules:",
                    "  welcome:",
                    "    # from: Hello!",
                    "    say: Goddag!",
                ],
            ),
        ]),
    },
    Code {
        code: "undeclared-language",
        severity: Severity::Warning,
        title: "A language nobody is spoken to in",
        doc: "There is a file for this language, and `languages` of the bot does not name it, so that \
              nobody hears its texts. The name of the file is the code of the language.",
        points_to: "the first key of the file",
        wrong: Example::Files(&[
            (
                "bot.yaml",
                &[
                    "bot: shop",
                    "fallback: { say: Pardon? }",
                    "modules: { welcome: { say: Hello!, to: end } }",
                ],
            ),
            ("lang/da.yaml", &["fallback: { say: Hvad? }", "modules: { welcome: { say: Hej! } }"]),
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
    Code {
        code: "reminder-without-template",
        severity: Severity::Warning,
        title: "A reminder that may not be sent",
        doc: "A bot may write for 24 hours after the person's last word. What is due later \
              goes out as an approved template, and without one not at all.",
        points_to: "the settings of the reminder",
        wrong: Example::Part(&["actions:", "  - remind: { after: 2d, to: reminder }"]),
        right: Example::Part(&[
            "actions:",
            "  - remind: { after: 2d, to: reminder, template: visit_reminder }",
        ]),
    },
    Code {
        code: "unspoken-language",
        severity: Severity::Warning,
        title: "A language without texts",
        doc: "The action `language` sets a language that the bot does not have: the person \
              goes on reading the main language. Only approved templates go out in it.",
        points_to: "the language",
        wrong: Example::Part(&["actions:", "  - language: da"]),
        right: Example::Part(&["actions:", "  - language: en"]),
    },
];
