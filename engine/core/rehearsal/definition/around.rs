//! What is around a conversation: the person, and what services answer.

use super::{PATTERN, REQUEST};
use crate::language::{Definition, Key, Own, Shape, word};

/// What services answer.
pub(super) const FAKES: Shape = Shape::List(&Shape::Map(&FAKE));
/// What a service answers.
const ANSWER: Shape = Shape::Either(&[
    Shape::Map(&REPLY),
    Shape::Words(&[word("timeout", "No answer came in time.")]),
]);
/// `person`.
pub(crate) static PERSON: Definition = Definition::new(
    "person",
    "a person",
    "Who writes to the bot.",
    &[&[
        Key::new("first_name", Shape::Text, "What `user.first_name` reads.")
            .example("first_name: Anna"),
        Key::new("last_name", Shape::Text, "What `user.last_name` reads.")
            .example("last_name: Jensen"),
        Key::new("locale", Shape::Text, "Language and country.").example("locale: da_DK"),
        Key::new("timezone", Shape::Number, "Hours from UTC.").example("timezone: 1"),
        Key::new("picture", Shape::Text, "The address of the picture.")
            .example("picture: https://cdn.example.com/anna.png"),
        Key::new("id", Shape::Text, "The name by which `as` calls the person, and `user.id`.")
            .example("id: anna")
            .default("the first name in small letters"),
    ]],
)
.example("first_name: Anna\nlocale: da_DK");

/// One of `fake_http`.
pub(crate) static FAKE: Definition = Definition::new(
    "fake",
    "a fake",
    "What a service answers to a request.",
    &[&[
        Key::new(
            "request",
            REQUEST,
            "A method, and service and path as the flow writes them; `*` stands for any part. What \
             is inserted stands as it is read, not as `%40`.",
        )
        .required()
        .example("request: GET shop/orders?email=anna@example.com"),
        Key::new("reply", ANSWER, "The answer.")
            .required()
            .example("reply: { status: 200, json: { total: 1 } }"),
        Key::new(
            "times",
            Shape::Count(1, 100),
            "It answers so often, then the next that fits does. A \
             call and its retries count once.",
        )
        .example("times: 1")
        .default("always"),
    ]],
)
.example("request: GET shop/orders\nreply: { json: { total: 0 } }");

/// `reply`.
pub(crate) static REPLY: Definition = Definition::new(
    "reply",
    "a reply",
    "What a service answers.",
    &[&[
        Key::new("status", Shape::Number, "The status.").example("status: 404").default("200"),
        Key::new("json", Shape::Value, "The body, as JSON.").example("json: { total: 1 }"),
        Key::new("text", Shape::Text, "The body, as text that is no JSON.")
            .example("text: Internal error"),
        Key::new("headers", Shape::Map(&HEADERS), "Its headers.")
            .example("headers: { X-Total: \"1\" }"),
        Key::new("delay", Shape::Duration, "So much time passes before it comes.")
            .example("delay: 4s"),
        Key::new("timeout", Shape::YesNo, "No answer came in time.").example("timeout: yes"),
    ]],
)
.example("json: { total: 1 }");

/// `headers`.
pub(crate) static HEADERS: Definition = Definition::named(
    "test_headers",
    "`headers`",
    "Headers by name.",
    Own { name: "the name of a header", shape: PATTERN },
)
.example("X-Total: \"1\"");
