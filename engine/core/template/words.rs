//! The helpers as the reference and `baton explain` show them. Each example is rendered by a test.

use crate::word::{Explained, explained};

/// Every helper, in the order of [`super::HELPERS`].
pub const HELPER_WORDS: &[Explained] = &[
    explained(
        "default",
        "a value, and what stands in for it",
        "The value, or what stands behind it where there is none.",
        "Hello {{default user.last_name \"there\"}}!",
        "Hello there!",
    ),
    explained("upper", "a text", "The text in capitals.", "{{upper topic}}", "REFUND"),
    explained("lower", "a text", "The text in small letters.", "{{lower topic}}", "refund"),
    explained(
        "title",
        "a text",
        "Each word of the text with a capital.",
        "{{title \"anna b\"}}",
        "Anna B",
    ),
    explained(
        "number",
        "a number; how many digits behind the comma",
        "The number as people of the contact's language write it.",
        "{{number order.total 2}}",
        "250.50",
    ),
    explained(
        "money",
        "a number; its currency",
        "An amount as people of the contact's language write it. The currency must be said: \
         EUR, DKK, USD.",
        "{{money order.total \"EUR\"}}",
        "€250.50",
    ),
    explained(
        "date",
        "a date or a time; a pattern",
        "The long date of the contact's language. With a pattern of CLDR whatever you like: `d` is \
         the day, `MMM` the month, `EEE` the day of the week, `HH:mm` the time.",
        "{{date due \"EEE d MMM\"}}",
        "Tue 24 Mar",
    ),
    explained(
        "time_ago",
        "a time",
        "How long ago it was, or how long it still is.",
        "{{time_ago meeting}}",
        "in 22 days",
    ),
    explained(
        "plural",
        "a number; the word for one; the word for several; perhaps the word for few",
        "The word that fits the number.",
        "{{score}} {{plural score \"chair\" \"chairs\"}}",
        "3 chairs",
    ),
    explained(
        "join",
        "a list; what stands between",
        "The items of a list in a row; `, ` between them unless you say otherwise.",
        "{{join slots \" or \"}}",
        "9:00 or 10:00",
    ),
    explained(
        "json",
        "any value",
        "The value as JSON, for other systems.",
        "{{json slots}}",
        "[\"9:00\",\"10:00\"]",
    ),
    explained(
        "url",
        "a text",
        "The text made safe for an address. Where an address is expected this happens by itself.",
        "https://example.com/?q={{url \"a & b\"}}",
        "https://example.com/?q=a%20%26%20b",
    ),
    explained("first", "a list or a text", "The first item of a list.", "{{first slots}}", "9:00"),
    explained(
        "size",
        "a list or a text",
        "How many items a list has, or characters a text.",
        "{{size slots}}",
        "2",
    ),
];
