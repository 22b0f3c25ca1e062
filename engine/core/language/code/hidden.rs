//! What YAML hides: signs that mean more than they seem to.

use super::{Code, Example};
use crate::language::Severity;

/// What YAML hides: signs that mean more than they seem to.
pub(super) static HIDDEN: &[Code] = &[
    Code {
        code: "unquoted-braces",
        severity: Severity::Error,
        title: "A text that begins with a brace",
        doc: "A value that begins with a brace is a map to YAML, and between `{ }` or `[ ]` so \
              is every brace. Put the text in quotes.",
        points_to: "the first brace",
        wrong: Example::Part(&["say: {{user.first_name}}, how are you?"]),
        right: Example::Part(&["say: \"{{user.first_name}}, how are you?\""]),
    },
    Code {
        code: "hash-cuts-text",
        severity: Severity::Error,
        title: "A `#` that cuts the text off",
        doc: "A `#` behind a space begins a comment, so the person would never read the \
              rest.",
        points_to: "the `#`",
        wrong: Example::Part(&["say: Your order is #1234 and on its way."]),
        right: Example::Part(&["say: \"Your order is #1234 and on its way.\""]),
    },
    Code {
        code: "colon-in-text",
        severity: Severity::Error,
        title: "A colon inside a text",
        doc: "A colon and a space separate a name from its value. A text that has them \
              stands in quotes.",
        points_to: "the colon",
        wrong: Example::Part(&["say: Opening hours: 9 to 17"]),
        right: Example::Part(&["say: \"Opening hours: 9 to 17\""]),
    },
    Code {
        code: "tab",
        severity: Severity::Error,
        title: "A tab",
        doc: "A tab looks like spaces and is none. YAML is indented with spaces, by habit two \
              for each step.",
        points_to: "the tab",
        wrong: Example::Part(&["modules:", "\twelcome: { say: Hi!, to: end }"]),
        right: Example::Part(&["modules:", "  welcome: { say: Hi!, to: end }"]),
    },
    Code {
        code: "bad-indentation",
        severity: Severity::Error,
        title: "Wrong indentation",
        doc: "This line belongs to nothing: it is indented neither like the one above nor \
              like any before.",
        points_to: "the line",
        wrong: Example::Part(&["  say: Hi!", " to: end"]),
        right: Example::Part(&["  say: Hi!", "  to: end"]),
    },
    Code {
        code: "unclosed-quote",
        severity: Severity::Error,
        title: "A quote that is never closed",
        doc: "The text begins with a quote, and none ends it, so that all below would belong to \
              it.",
        points_to: "the quote that opens",
        wrong: Example::Part(&["say: \"Hi!"]),
        right: Example::Part(&["say: \"Hi!\""]),
    },
    Code {
        code: "apostrophe",
        severity: Severity::Error,
        title: "An apostrophe in single quotes",
        doc: "In single quotes an apostrophe ends the text. Use double quotes, or none.",
        points_to: "the apostrophe",
        wrong: Example::Part(&["say: 'I'm here to help'"]),
        right: Example::Part(&["say: \"I'm here to help\""]),
    },
    Code {
        code: "anchor",
        severity: Severity::Error,
        title: "`&` or `*` at the beginning of a text",
        doc: "Anchors and aliases are not part of the language. What is to be used twice is \
              a module, or a text of the bot. A text that begins with one of these signs \
              stands in quotes.",
        points_to: "the `&` or `*`",
        wrong: Example::Part(&["say: &hello Hi!"]),
        right: Example::Part(&["say: Hi!"]),
    },
    Code {
        code: "yaml-tag",
        severity: Severity::Error,
        title: "`!` at the beginning of a text",
        doc: "Tags are not part of the language. A text that begins with `!` stands in \
              quotes.",
        points_to: "the `!`",
        wrong: Example::Part(&["say: !!str Hi!"]),
        right: Example::Part(&["say: Hi!"]),
    },
    Code {
        code: "not-utf-8",
        severity: Severity::Error,
        title: "A file that is not UTF-8",
        doc: "The file is not UTF-8. Save it again as UTF-8; a byte order mark and Windows \
              line ends are fine.",
        points_to: "the first byte",
        wrong: Example::Told("a file saved as UTF-16"),
        right: Example::Told("the same file saved as UTF-8"),
    },
    Code {
        code: "needs-quotes",
        severity: Severity::Error,
        title: "A text that begins with a sign",
        doc: "A text cannot begin with one of the signs @ % ` & * > | [ { ? , or with a dash: they mean \
              something to YAML. If the sign is a part of the text, the text stands in quotes.",
        points_to: "the sign",
        wrong: Example::Part(&["say: @anna wrote to us"]),
        right: Example::Part(&["say: \"@anna wrote to us\""]),
    },
    Code {
        code: "question-in-if",
        severity: Severity::Error,
        title: "`? :` in a condition",
        doc: "A question mark and a colon choose between two values, and YAML takes the \
              colon for itself.",
        points_to: "the colon",
        wrong: Example::Part(&["if: known(x) ? yes : no"]),
        right: Example::Part(&["if: \"known(x) ? yes : no\""]),
    },
    Code {
        code: "behind-quotes",
        severity: Severity::Error,
        title: "Text behind closed quotes",
        doc: "A text that begins with a quote ends at the next one.",
        points_to: "the closing quote",
        wrong: Example::Part(&["say: \"Hello\" said the bot."]),
        right: Example::Part(&["say: '\"Hello\" said the bot.'"]),
    },
    Code {
        code: "split-at-comma",
        severity: Severity::Error,
        title: "A text split at its comma",
        doc: "Inside `{ }` and `[ ]` a comma separates. A text with a comma in it stands in \
              quotes.",
        points_to: "what was cut off",
        wrong: Example::Part(&["- { label: Yes, please, to: more }"]),
        right: Example::Part(&["- { label: \"Yes, please\", to: more }"]),
    },
    Code {
        code: "several-documents",
        severity: Severity::Error,
        title: "Two documents in one file",
        doc: "A line `---` begins a second document; one file is one document.",
        points_to: "the line",
        wrong: Example::Part(&["name: Nordic Chairs", "---", "description: Orders and returns"]),
        right: Example::Part(&["name: Nordic Chairs", "description: Orders and returns"]),
    },
    Code {
        code: "too-deep",
        severity: Severity::Error,
        title: "Too deep",
        doc: "Lists and maps lie more than 64 deep in each other, or a file or bot is \
              larger than can be read (`too-large`).",
        points_to: "the place",
        wrong: Example::Part(&[
            "say: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[Hi!]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        ]),
        right: Example::Part(&["say: Hi!"]),
    },
    Code {
        code: "unclosed-bracket",
        severity: Severity::Error,
        title: "A bracket that is never closed",
        doc: "Each `[` needs its `]`, and each `{` its `}`. Without it all below would belong \
              to the list.",
        points_to: "the bracket that opens",
        wrong: Example::Part(&["when: [yes, sure"]),
        right: Example::Part(&["when: [yes, sure]"]),
    },
    Code {
        code: "missing-colon",
        severity: Severity::Error,
        title: "A colon left out",
        doc: "A key has no colon behind it, or the colon no space, so that YAML takes the \
              line for a text.",
        points_to: "the key",
        wrong: Example::Part(&["welcome:", "  say Hi!", "  to: end"]),
        right: Example::Part(&["welcome:", "  say: Hi!", "  to: end"]),
    },
    Code {
        code: "missing-dash",
        severity: Severity::Error,
        title: "A dash left out",
        doc: "Two things stand below each other, and at least one has no dash.",
        points_to: "the second",
        wrong: Example::Part(&[
            "choices:",
            "  - { label: Again, to: welcome }",
            "  { label: Bye, to: bye }",
        ]),
        right: Example::Part(&[
            "choices:",
            "  - { label: Again, to: welcome }",
            "  - { label: Bye, to: bye }",
        ]),
    },
    Code {
        code: "unreadable",
        severity: Severity::Error,
        title: "A line that cannot be read",
        doc: "YAML cannot read on from here. Most often a comma or a bracket is missing on \
              this line or the one above. What belongs to the line is left out of \
              everything else that is said of the file.",
        points_to: "where reading stopped",
        wrong: Example::Part(&["when: { contains: [refund] starts_with: [money] }"]),
        right: Example::Part(&["when: { contains: [refund], starts_with: [money] }"]),
    },
    Code {
        code: "missing-comma",
        severity: Severity::Error,
        title: "A comma left out in brackets",
        doc: "Between two things in brackets stands a comma.",
        points_to: "the key before which it is missing",
        wrong: Example::Part(&["choices: [ { label: \"Bye\" to: end } ]"]),
        right: Example::Part(&["choices: [ { label: \"Bye\", to: end } ]"]),
    },
    Code {
        code: "backslash",
        severity: Severity::Error,
        title: "A backslash in double quotes",
        doc: "In double quotes a backslash begins something special: `\\n` is a new line, `\\\"` \
              a quote. In single quotes it is a sign like any other.",
        points_to: "the backslash",
        wrong: Example::Part(&["say: \"Look into C:\\dir\""]),
        right: Example::Part(&["say: 'Look into C:\\dir'"]),
    },
];
