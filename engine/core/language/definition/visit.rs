//! Where people come in, when a visit is over, and what became of what they stood at.

use super::{Definition, Key, Names, Own, Rule, Shape, Word, word, words};
use crate::session::AfterEnd;

/// `session`.
pub(crate) static SESSION: Definition = Definition::new(
    "session",
    "a session",
    "A session is one visit of a person. When it ends, variables with `keep: session` are forgotten \
     and the next message begins anew.",
    &[&[
        Key::new(
            "expires_after",
            Shape::Either(&[Shape::Duration, Shape::Nothing]),
            "The silence that ends a session; `nothing`: it never ends by itself.",
        )
        .example("expires_after: 12h")
        .default("24h"),
        Key::new(
            "after_end",
            Shape::Words(&words(&AFTER_END)),
            "What a message meets when the path has ended and no keyword fits it.",
        )
        .example("after_end: start")
        .default("fallback"),
        Key::new(
            "gather",
            Shape::Duration,
            "Texts that follow each other within this time are taken as one message, and answered once. Every \
             answer comes as much later; at most 10s.",
        )
        .example("gather: 2s")
        .default("0s, each text for itself"),
    ]],
)
.example("expires_after: 24h");

/// What `after_end` can be.
pub(crate) const AFTER_END: [(Word, AfterEnd); 3] = [
    (word("fallback", "The bot says its fallback."), AfterEnd::Fallback),
    (word("start", "The bot begins anew, at `start`."), AfterEnd::Start),
    (word("silent", "The bot says nothing; the message is noted."), AfterEnd::Silent),
];

/// `moved`.
pub(crate) static MOVED: Definition = Definition::named(
    "moved",
    "`moved`",
    "What took the place of modules and buttons that are no longer in the bot: `old: new` for a module, \
     `\"module.old\": module.new` for a button or choice.",
    Own {
        name: "what is gone: a module, or `module.button`",
        shape: Shape::Written {
            form: "a module, or a module and a button: `module.button`",
            pattern: r"^[^.]+(\.[^.]+)?$",
        },
    },
)
.example("old_order: first");

/// `entries`.
pub(crate) static ENTRIES: Definition = Definition::new(
    "entries",
    "`entries`",
    "Where people come into the bot, and where each way leads.",
    &[&[
        Key::new(
            "get_started",
            Shape::Map(&ENTRY),
            "The button Get Started of a new conversation.",
        )
        .example("get_started: { to: welcome }")
        .default("`start`"),
        Key::new(
            "passed",
            Shape::Map(&ENTRY),
            "Another app passes the conversation to the bot, without a handover of the bot's own \
             before.",
        )
        .example("passed: { to: welcome }")
        .default("`start`, where no module waits"),
        Key::new(
            "ref",
            Shape::Map(&REFS),
            "Links (m.me/…?ref=summer_sale) and ads, by what stands in their `ref`. They work in a \
             running conversation too.",
        )
        .example("ref: { summer_sale: { to: sale } }"),
    ]],
)
.example("get_started: { to: welcome }\nref: { summer_sale: { to: sale } }");

/// `entries.ref`.
pub(crate) static REFS: Definition = Definition::named(
    "refs",
    "`ref`",
    "What stands in the `ref` of a link or an ad, and where it leads. A `*` stands for anything: `partner_*`. What is \
     written out is tried first, then the others in their order.",
    Own { name: "the `ref` of a link", shape: Shape::Map(&ENTRY) },
)
.example("summer_sale: { to: sale }");

/// One way in.
pub(crate) static ENTRY: Definition = Definition::new(
    "entry",
    "an entry",
    "What is done when a person comes in this way, and where it leads. It needs at least one of both.",
    &[&[
        Key::new("do", Shape::Actions, "What is done first: one action or a list.")
            .example("do: [ tag: partner ]"),
        Key::new("to", Shape::Name(Names::Target), "Where the person arrives.")
            .example("to: welcome")
            .default("where the conversation was"),
    ]],
)
.rules(&[Rule::Some(&["do", "to"])])
.example("do: [ tag: partner ]\nto: welcome");
