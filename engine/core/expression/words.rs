//! The functions as the reference and `baton explain` show them. Each example is evaluated by a test.

use crate::word::{Explained, explained};

/// Every function, in the order of [`super::Function::ALL`].
pub const FUNCTION_WORDS: &[Explained] = &[
    explained(
        "known",
        "anything",
        "Whether it has a value. An empty text is none.",
        "known(email)",
        "no",
    ),
    explained(
        "size",
        "a text or a list",
        "How many characters a text has, or items a list.",
        "size(slots)",
        "2",
    ),
    explained(
        "same",
        "two texts",
        "Whether they are the same as messages are compared: capitals, accents, emoji and signs \
         around them do not matter.",
        "same(topic, \"refund!\")",
        "yes",
    ),
    explained(
        "round",
        "a number; how many digits behind the comma",
        "The number rounded, halves away from zero.",
        "round(order.total)",
        "251",
    ),
    explained("lower", "a text", "The text in small letters.", "lower(topic)", "refund"),
    explained("upper", "a text", "The text in capitals.", "upper(topic)", "REFUND"),
    explained(
        "contains",
        "a text or a list, and what is looked for",
        "Whether it stands in the text, capitals or not, or is an item of the list.",
        "contains(slots, \"9:00\")",
        "yes",
    ),
    explained(
        "number",
        "anything",
        "A text as the number it says, as JSON or people of the contact's language write it. \
         Missing where it says none.",
        "number(\"12.5\") + 1",
        "13.5",
    ),
    explained(
        "text",
        "anything",
        "The value as it is printed.",
        "text(score) + \" of 5\"",
        "3 of 5",
    ),
    explained(
        "date",
        "a text, a date or a time",
        "The day of it, where the contact lives.",
        "date(\"2026-03-24\") == due",
        "yes",
    ),
    explained(
        "days_until",
        "a date or a time",
        "How many days from today it is. What is over counts below zero.",
        "days_until(due)",
        "22",
    ),
    explained(
        "open",
        "the name of `hours`",
        "Whether these opening hours are open now.",
        "open(\"support\")",
        "yes",
    ),
    explained(
        "tagged",
        "a mark",
        "Whether the contact carries this mark of `tag`.",
        "tagged(\"vip\")",
        "yes",
    ),
    explained(
        "chance",
        "a number from 0 to 100",
        "Yes in so many of 100 cases. It stays the same for one visit of a module.",
        "chance(100)",
        "yes",
    ),
    explained(
        "min",
        "numbers, dates, or a list of them",
        "The smallest, or the earliest.",
        "min(score, 2)",
        "2",
    ),
    explained(
        "max",
        "numbers, dates, or a list of them",
        "The largest, or the latest.",
        "max(score, 2)",
        "3",
    ),
];
