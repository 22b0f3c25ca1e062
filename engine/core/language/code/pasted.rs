//! What was pasted: parts of other files and programs.

use super::{Code, Example};
use crate::language::Severity;

/// What was pasted: parts of other files and programs.
pub(super) static PASTED: &[Code] = &[
    Code {
        code: "invisible-sign",
        severity: Severity::Error,
        title: "A sign that nobody sees",
        doc: "Web pages and word processors have spaces of their own, and signs without any \
              width. They look like nothing and are letters to YAML.",
        points_to: "the sign",
        wrong: Example::Part(&["say:\u{a0}Hi!"]),
        right: Example::Part(&["say: Hi!"]),
    },
    Code {
        code: "merge-conflict",
        severity: Severity::Error,
        title: "Two versions in one file",
        doc: "When two people changed the same lines, both versions are put into the file \
              with marks around them. Somebody has to choose.",
        points_to: "the first mark",
        wrong: Example::Files(&[(
            "bot.yaml",
            &[
                "bot: b",
                "<<<<<<< HEAD",
                "fallback: { say: Pardon? }",
                "=======",
                "fallback: { say: Sorry? }",
                ">>>>>>> autumn",
                "modules: { welcome: { say: Hi!, to: end } }",
            ],
        )]),
        right: Example::Files(&[(
            "bot.yaml",
            &["bot: b", "fallback: { say: Sorry? }", "modules: { welcome: { say: Hi!, to: end } }"],
        )]),
    },
    Code {
        code: "code-fence",
        severity: Severity::Error,
        title: "The frame of a copied part",
        doc: "Chats and web pages put three backticks around a part of a file. They are no \
              part of it.",
        points_to: "the first of these lines",
        wrong: Example::Told("a file whose first and last line are three backticks"),
        right: Example::Told("the same file without these two lines"),
    },
    Code {
        code: "foreign-comment",
        severity: Severity::Error,
        title: "A comment of another language",
        doc: "A comment begins with a `#` and goes to the end of its line.",
        points_to: "the comment",
        wrong: Example::Part(&["// greets", "say: Hi!"]),
        right: Example::Part(&["# greets", "say: Hi!"]),
    },
    Code {
        code: "placeholder",
        severity: Severity::Error,
        title: "Dots left from an example",
        doc: "Examples leave things out, and say so with dots. They must be written, or the \
              line removed.",
        points_to: "the dots",
        wrong: Example::Part(&["say: Hi!", "..."]),
        right: Example::Part(&["say: Hi!"]),
    },
];
