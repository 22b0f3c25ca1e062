//! What an author can write for `handover`.

use crate::channel::Piece;
use crate::language::{APP_ID, Definition, Key, Names, Shape};

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "handover",
    Shape::Map(&HANDOVER),
    "Hands the conversation to people, or to another app. From then on the bot says nothing until \
     it comes back; what stands behind it in the list runs then. Outcomes: `returned`, \
     `timed_out`, `nobody_answered`, `closed`, `failed`.",
)
.bare()
.example("handover: { receiver: page_inbox, timeout: 30m }");

/// `handover` in a module or list.
pub(crate) static HANDOVER: Definition = Definition::new(
    "handover",
    "a handover",
    "How the conversation is handed over, and how it comes back. Everything may be left out: then \
     it goes to the inbox of your Page, with what the bot-wide `handover` says. `nothing` behind a \
     key switches off what the bot-wide one gives.",
    &[&KEYS],
)
.example(
    "say: You are talking to our team now. Write \"bot\" to come back to me.\nreturn_keywords: \
     [bot]\nidle_timeout: 30m",
);

/// A length of time, or none.
const TIME: Shape = Shape::Either(&[Shape::Duration, Shape::Nothing]);

/// The keys of a handover, of its own or bot-wide.
pub(crate) const KEYS: [Key; 11] = [
    Key::new(
        "receiver",
        Shape::Either(&[Shape::Name(Names::Receiver), Shape::Nothing]),
        "Who gets the conversation: `page_inbox` (the inbox of your Page), `instagram_inbox`, or a \
         name from `receivers`.",
    )
    .example("receiver: page_inbox")
    .default("the inbox of the channel"),
    Key::new(
        "target_app_id",
        Shape::Either(&[APP_ID, Shape::Nothing]),
        "Who gets the conversation, by the id of the app, in place of `receiver`. Meta shows it \
         under Apps in the Messenger settings of the Page.",
    )
    .example("target_app_id: \"1234567890\""),
    Key::new(
        "metadata",
        Shape::Template,
        "A note for the app that gets the conversation, at most 1,000 characters: what it is \
         about, the number of the order. It goes out as it stands; secrets never do.",
    )
    .example("metadata: a question about an order"),
    Key::new(
        "say",
        Shape::Either(&[Shape::Nothing, Shape::Messages]),
        "What the person reads before the conversation is passed. Say that people answer now, and \
         how to come back.",
    )
    .example("say: You are talking to our team now. Write \"bot\" to come back to me."),
    Key::new(
        "return_button",
        Shape::Either(&[Shape::Nothing, Shape::Label(Piece::Label.room().most)]),
        "The label of a button below `say` that brings the conversation back to the bot.",
    )
    .example("return_button: Back to the bot"),
    Key::new(
        "hours",
        Shape::Either(&[Shape::Nothing, Shape::Name(Names::Hours)]),
        "When people are there, by a name from `hours`. Outside of them nothing is passed or said, \
         and the outcome is `closed`.",
    )
    .example("hours: support"),
    Key::new(
        "timeout",
        TIME,
        "The bot takes the conversation back so long after the handover, whatever happens.",
    )
    .example("timeout: 30m"),
    Key::new(
        "idle_timeout",
        TIME,
        "The bot takes the conversation back when neither the person nor an agent has written for \
         so long.",
    )
    .example("idle_timeout: 15m"),
    Key::new(
        "pickup_timeout",
        TIME,
        "The bot takes the conversation back when no agent has written a word within this time; \
         the outcome is `nobody_answered`.",
    )
    .example("pickup_timeout: 5m"),
    Key::new(
        "return_keywords",
        Shape::Either(&[Shape::Nothing, Shape::Texts]),
        "Words that bring the conversation back when the person writes exactly one of them. An \
         agent's words never do. Take words that nobody says by the way.",
    )
    .example("return_keywords: [bot]"),
    Key::new(
        "say_on_return",
        Shape::Either(&[Shape::Nothing, Shape::Messages]),
        "What the person reads when the bot is back.",
    )
    .example("say_on_return: I am back. You are chatting with our assistant again.")
    .default("a default text, where the flow does not speak first"),
];
