//! Declared variables.

use super::{Definition, Key, NAME, Own, Shape, Word, word, words};
use crate::value::Type;

/// How long a variable is kept; `true`: for the session.
pub(crate) const KEEP: [(Word, bool); 2] = [
    (word("forever", "Until it is changed or forgotten with `unset`."), false),
    (
        word(
            "session",
            "Until the session ends, after a day of silence unless `session` says otherwise.",
        ),
        true,
    ),
];
const KEEP_WORDS: [Word; 2] = words(&KEEP);

/// The types with what they hold, in the order of [`Type::ALL`].
const TYPES: [Word; 8] = [
    word("text", "Letters and signs, as they are."),
    word("number", "A number to calculate and compare with."),
    word("yes_no", "Yes or no."),
    word("date", "A day, like 2026-03-24."),
    word("time", "A time of the day, like 14:00."),
    word("date_time", "A day with a time, in its zone."),
    word("list", "Several values in their order."),
    word("any", "Whatever is kept in it."),
];

/// `variables`.
pub(crate) static VARIABLES: Definition = Definition::named(
    "variables",
    "`variables`",
    "What the bot remembers about a contact. `save_as`, `set`, `compute` and `save` make variables \
     by using them; declaring one here adds its type, its first value, and how long it is kept.",
    Own {
        name: "the name of a variable",
        shape: Shape::Either(&[Shape::Words(&TYPES), Shape::Map(&VARIABLE)]),
    },
)
.spelled(NAME)
.example("email: text\nscore: { type: number, default: 0, keep: session }");

/// One variable.
pub(crate) static VARIABLE: Definition = Definition::new(
    "variable",
    "a variable",
    "One thing the bot remembers. `email: text` is short for `email: { type: text }`.",
    &[&[
        Key::new(
            "type",
            Shape::Words(&TYPES),
            "What it holds. Comparisons and calculations are checked against it before the bot runs.",
        )
        .example("type: number")
        .default("any"),
        Key::new(
            "default",
            Shape::Value,
            "Its value before anything is kept in it. It is fixed: nothing can be inserted.",
        )
        .example("default: 0"),
        Key::new("keep", Shape::Words(&KEEP_WORDS), "How long it is kept.")
            .example("keep: session")
            .default("forever"),
        Key::new(
            "secret",
            Shape::YesNo,
            "`yes` for what nobody else should read: it is never logged, never shown, and never \
             put into metadata.",
        )
        .example("secret: yes")
        .default("no"),
    ]],
)
.short("type")
.example("type: number\ndefault: 0\nkeep: session");

const _: () = assert!(TYPES.len() == Type::ALL.len(), "each type is described");
