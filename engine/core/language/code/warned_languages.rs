//! Warnings about languages and about the time in which a bot may write.

use super::{Code, Example};
use crate::language::Severity;

/// Warnings about languages and about the time in which a bot may write.
pub(super) static LANGUAGES: &[Code] = &[
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
        code: "unspoken-language",
        severity: Severity::Warning,
        title: "A language without texts",
        doc: "The action `language` sets a language that the bot does not have: the person \
              goes on reading the main language. Only approved templates go out in it.",
        points_to: "the language",
        wrong: Example::Part(&["actions:", "  - language: da"]),
        right: Example::Part(&["actions:", "  - language: en"]),
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
];
