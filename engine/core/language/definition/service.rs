//! The services a bot can call.

use super::{Definition, HEADER, Key, NAME, Own, Shape};

/// `services`.
pub(crate) static SERVICES: Definition = Definition::named(
    "services",
    "`services`",
    "The other systems your bot can call with `http`, and how it proves there who it is. Nothing \
     that is not declared here can be called.",
    Own { name: "the name of a service", shape: Shape::Map(&SERVICE) },
)
.spelled(NAME)
.example(
    "shop:\n  url: https://api.nordic.example/v1\n  auth: { bearer: \"{{secret.SHOP_KEY}}\" }",
);

/// One service.
pub(crate) static SERVICE: Definition = Definition::new(
    "service",
    "a service",
    "One system that can be called.",
    &[&[
        Key::new(
            "url",
            Shape::Written {
                form: "an address with https:// (or http://), without a query and a password",
                pattern: r"^https?://[^?{}@]+$",
            },
            "Its address. What a call names behind the service's name is put behind it: with this \
             address, `get: shop/orders` calls https://api.nordic.example/v1/orders.",
        )
        .required()
        .example("url: https://api.nordic.example/v1"),
        Key::new(
            "auth",
            Shape::Either(&[
                Shape::Words(&[
                    super::word("page_token", "The token of your Page, for the Graph API alone."),
                    super::word("none", "Nothing: anybody may call it."),
                    super::word("nothing", "The same."),
                ]),
                Shape::Map(&AUTH),
            ]),
            "How the bot proves who it is. Keys and passwords are named, not written: \
             `{{secret.SHOP_KEY}}` is the environment variable `BATON_SECRET_SHOP_KEY` of the \
             engine.",
        )
        .example("auth: { bearer: \"{{secret.SHOP_KEY}}\" }")
        .default("nothing is sent"),
        Key::new(
            "timeout",
            Shape::Duration,
            "How long the service may take to answer; a person waits for it. At most 60s.",
        )
        .example("timeout: 5s")
        .default("10s"),
        Key::new(
            "retries",
            Shape::Count(0, 5),
            "How often a call that got no answer is made again. Only calls that do no harm when \
             made twice are repeated: `get`, `put`, `delete`, and others that say \
             `safe_to_repeat: yes`.",
        )
        .example("retries: 1")
        .default("2"),
    ]],
)
.example("url: https://api.nordic.example/v1\nauth: { bearer: \"{{secret.SHOP_KEY}}\" }");

/// `auth` of a service.
pub(crate) static AUTH: Definition = Definition::new(
    "auth",
    "`auth`",
    "How the bot proves to a service who it is: one of these.",
    &[&[
        Key::new(
            "bearer",
            Shape::Template,
            "A key that is sent as a bearer token, the commonest way.",
        )
        .example("bearer: \"{{secret.SHOP_KEY}}\""),
        Key::new("basic", Shape::List(&Shape::Template), "A user and a password, in this order.")
            .example("basic: [nordic, \"{{secret.SHOP_PASSWORD}}\"]"),
        Key::new("header", Shape::Map(&AUTH_HEADERS), "One or more headers with a key in them.")
            .example("header: { X-Key: \"{{secret.SHOP_KEY}}\" }"),
    ]],
)
.single()
.example("bearer: \"{{secret.SHOP_KEY}}\"");

/// `header` of `auth`.
pub(crate) static AUTH_HEADERS: Definition = Definition::named(
    "auth_headers",
    "`header`",
    "Headers that go with every call to the service.",
    Own { name: "the name of a header", shape: Shape::Template },
)
.spelled(HEADER)
.example("X-Key: \"{{secret.SHOP_KEY}}\"");
