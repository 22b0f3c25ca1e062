//! A step: what people do, what the bot must have done, and what else happens.

use super::done::{DATA, DOOR_SHAPE, EVENT_WORDS, FAILS, OPENED, SAID, SENT, TAPPED, WRITTEN};
use super::expected::{CALL_KEY, CONTROL_KEY, EMIT, LOOKS, VALUES};
use super::{ONE_STEP, PATTERN, REQUEST, ROWS};
use crate::language::{Beside, Definition, Key, Names, Shape, word};

/// A step.
pub(crate) static STEP: Definition = Definition::new(
    "step",
    "a step",
    "One thing that somebody does, or that the bot must have done. What the bot does and no step \
     expects fails the test: messages, changes of control, calls of services.",
    &[&DOES, &EXPECTS, &MORE],
)
.beside(&[
    Beside { key: "bot", keys: &LOOKS },
    Beside { key: "graph", keys: &[CONTROL_KEY] },
    Beside { key: "http", keys: &[CALL_KEY] },
    Beside {
        key: "event",
        keys: &[Key::new("data", Shape::Map(&DATA), "What the flow reads under `event`.")
            .example("data: { reaction: love }")],
    },
    Beside {
        key: "each",
        keys: &[Key::new(
            "steps",
            Shape::List(&ONE_STEP),
            "The steps that are done once for each row.",
        )
        .example("steps:\n  - user: \"{{word}}\"")],
    },
])
.worded()
.example("user: hi");

const DOES: [Key; 13] = [
    Key::new(
        "user",
        SAID,
        "The person writes this. With `intent`, `entities` or `sentiment` the platform's language \
         understanding has found that in it.",
    )
    .example("user: Where is my order?"),
    Key::new(
        "tap",
        TAPPED,
        "The person taps the button, choice or menu entry with this label, the newest of that name. \
         Choices are gone with the next message. `{ menu: … }`: in the menu beside the text field.",
    )
    .example("tap: Talk to a person"),
    Key::new(
        "sends",
        SENT,
        "The person sends something that is no text.",
    )
    .example("sends: { image: \"https://cdn.example.com/chair.png\" }"),
    Key::new(
        "opens",
        OPENED,
        "The person opens the conversation by Get Started, a link or an ad.",
    )
    .example("opens: { ref: summer_sale }"),
    Key::new("event", Shape::Words(&EVENT_WORDS), "Something the person did that is no message.")
        .example("event: reaction"),
    Key::new(
        "agent",
        WRITTEN,
        "An agent writes this: in the app that has the conversation, else in the Page inbox. It \
         comes at least 3 seconds after the person's last word, since what comes sooner is an \
         automatic answer.",
    )
    .example("agent: Hello, this is Maria."),
    Key::new("agent_passes_back", DOOR_SHAPE, "The agent is done and gives the conversation back.")
        .bare()
        .example("agent_passes_back: { metadata: solved }"),
    Key::new("agent_takes", DOOR_SHAPE, "The agent takes the conversation from the bot.")
        .bare()
        .example("agent_takes: { receiver: page_inbox }"),
    Key::new("agent_requests", DOOR_SHAPE, "The agent asks for the conversation.")
        .bare()
        .example("agent_requests: { receiver: page_inbox }"),
    Key::new("operator_returns", Shape::YesNo, "An operator brings the conversation back.")
        .bare()
        .example("operator_returns: yes"),
    Key::new(
        "go_to",
        Shape::Name(Names::Module),
        "An operator moves the conversation to this module.",
    )
    .example("go_to: welcome"),
    Key::new("later", Shape::Duration, "So much time passes; what falls due happens at its own moment.")
        .example("later: 10m"),
    Key::new("quiet", Shape::Duration, "So much time passes, and the bot does nothing in it.")
        .example("quiet: 14m59s"),
];

const EXPECTS: [Key; 7] = [
    Key::new(
        "bot",
        PATTERN,
        "The bot says this. `*` stands for any part of the text, `\\*` for a star; `anything` is any \
         message. With nothing behind it only what stands beside it is compared.",
    )
    .bare()
    .example("bot: Hi Anna!*"),
    Key::new(
        "graph",
        Shape::Words(&[
            word("pass_thread_control", "The bot passes the conversation to people."),
            word("take_thread_control", "The bot takes it back."),
        ]),
        "The bot moves control of the conversation.",
    )
    .example("graph: pass_thread_control"),
    Key::new("http", REQUEST, "The bot calls a service. Retries are the same step.")
        .example("http: GET shop/orders?email=anna@example.com"),
    Key::new(
        "emit",
        EMIT,
        "The bot tells the world outside of something. What it tells and no step expects is no failure.",
    )
    .example("emit: { name: lead, data: { score: 3 } }"),
    Key::new(
        "at",
        Shape::Name(Names::Module),
        "The conversation stands at this module; `end`: at none.",
    )
    .example("at: welcome"),
    Key::new(
        "variables",
        Shape::Map(&VALUES),
        "These variables have these values; others are not compared.",
    )
    .example("variables: { email: anna@example.com }"),
    Key::new("tags", Shape::Texts, "The contact carries exactly these tags.").example("tags: [vip]"),
];

const MORE: [Key; 5] = [
    Key::new("as", Shape::Text, "What follows is the conversation of this person.").example("as: bob"),
    Key::new(
        "graph_fails",
        Shape::Map(&FAILS),
        "The next such calls of the platform fail. What the platform refuses for good needs no step \
         of its own; what may be tried again is tried again, and nothing is seen of it.",
    )
    .example("graph_fails: { call: messages, code: 551 }"),
    Key::new(
        "restart",
        Shape::YesNo,
        "The engine stops and starts again. Nothing is lost by it: between any two steps of a test \
         the conversation is stored and read anyway.",
    )
    .bare()
    .example("restart: yes"),
    Key::new("include", Shape::Text, "The steps of this part stand here.").example("include: greeted"),
    Key::new(
        "each",
        ROWS,
        "The steps beside it, once for each of these rows.",
    )
    .example("each: [ { word: menu }, { word: MENU } ]"),
];
