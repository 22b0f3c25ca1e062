//! What an author can write for `http`.

use crate::language::{Definition, HEADER, Key, NAME, Names, Own, Rule, Shape};

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "http",
    Shape::Map(&HTTP),
    "Calls another system: a service that `services` declares. The person's messages wait their \
     turn until it has answered. Outcomes: `ok`, `not_found`, `failed`. What came back is under \
     `http`: `http.ok`, `http.status`, …",
)
.example("http: { get: shop/orders, save: orders }");

/// `http`.
pub(crate) static HTTP: Definition = Definition::new(
    "http",
    "`http`",
    "One call: a method with the service and the path, what goes along, and what is kept of the \
     answer.",
    &[&METHODS, &SENT, &KEPT],
)
.rules(&[
    Rule::One(&["get", "post", "put", "patch", "delete"]),
    Rule::NotTwo(&["json", "form", "text"]),
    Rule::NotTwo(&["get", "json"]),
    Rule::NotTwo(&["get", "form"]),
    Rule::NotTwo(&["get", "text"]),
])
.example("get: shop/orders?email={{email}}\nsave: { order: orders.0, how_many: total }\nmust_have: [order]");

const CALL: Shape = Shape::Name(Names::Service);

const METHODS: [Key; 5] = [
    Key::new(
        "get",
        CALL,
        "Asks for something: the name of a service, a slash, and the path. Inserted values are \
         made safe for addresses.",
    )
    .example("get: shop/orders?email={{email}}"),
    Key::new("post", CALL, "Sends something new. It is not repeated when no answer comes.")
        .example("post: shop/orders"),
    Key::new("put", CALL, "Puts something in place of what is there.")
        .example("put: shop/orders/{{order_id}}"),
    Key::new(
        "patch",
        CALL,
        "Changes a part of something. It is not repeated when no answer comes.",
    )
    .example("patch: shop/orders/{{order_id}}"),
    Key::new("delete", CALL, "Takes something away.").example("delete: shop/orders/{{order_id}}"),
];

const SENT: [Key; 4] = [
    Key::new("headers", Shape::Map(&HEADERS), "Further headers of the call.")
        .example("headers: { X-Trace: \"{{conversation.id}}\" }"),
    Key::new(
        "json",
        Shape::Value,
        "What is sent, as JSON: maps, lists and values as they stand here. A text in quotes stays a \
         text, and what a person typed stays in its place.",
    )
    .example("json: { email: \"{{email}}\", newsletter: yes }"),
    Key::new("form", Shape::Map(&FORM), "What is sent, as the fields of a form.")
        .example("form: { email: \"{{email}}\" }"),
    Key::new("text", Shape::Template, "What is sent, as a plain text.")
        .example("text: \"{{email}}\""),
];

const ALL_OR_PARTS: &[Shape] = &[Shape::Name(Names::Variable), Shape::Map(&SAVE)];

const KEPT: [Key; 5] = [
    Key::new(
        "save",
        Shape::Either(ALL_OR_PARTS),
        "What is kept of the answer: one variable for all of it, or names with the place of each \
         part.",
    )
    .example("save: { order: orders.0, how_many: total }"),
    Key::new(
        "must_have",
        Shape::Several(Names::Variable),
        "Variables of `save` that must be there. Where one is missing, the outcome is `failed`.",
    )
    .example("must_have: [order]"),
    Key::new(
        "timeout",
        Shape::Duration,
        "How long the service may take to answer; a person waits for it. At most 60s.",
    )
    .example("timeout: 5s")
    .default("what the service says, else 10s"),
    Key::new(
        "retries",
        Shape::Count(0, 5),
        "How often the call is made again when no answer came. For `get`, `put` and `delete`; for \
         others with `safe_to_repeat: yes`.",
    )
    .example("retries: 1")
    .default("what the service says, else 2"),
    Key::new(
        "safe_to_repeat",
        Shape::YesNo,
        "`yes`: this call does no harm when it is made twice, so it may be repeated.",
    )
    .example("safe_to_repeat: yes")
    .default("no"),
];

/// `headers`.
pub(crate) static HEADERS: Definition = Definition::named(
    "http_headers",
    "`headers`",
    "Headers with their values.",
    Own { name: "the name of a header", shape: Shape::Template },
)
.spelled(HEADER)
.example("X-Trace: \"{{conversation.id}}\"");

/// `form`.
pub(crate) static FORM: Definition = Definition::named(
    "form",
    "`form`",
    "The fields of a form with their values.",
    Own { name: "the name of a field", shape: Shape::Template },
)
.example("email: \"{{email}}\"");

/// `save`.
pub(crate) static SAVE: Definition = Definition::named(
    "save",
    "`save`",
    "Variables, each with the place of its value in the answer: `orders.0.id` is the `id` of the \
     first of `orders`.",
    Own { name: "the name of a variable", shape: Shape::Text },
)
.spelled(NAME)
.example("order: orders.0\nhow_many: total");
