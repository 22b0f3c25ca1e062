//! What a step can expect of the bot, in its parts.

use super::{HEADERS, PATTERN, PATTERNS};
use crate::language::{APP_ID, Definition, Key, Names, Own, Shape};

/// `{ matches: … }`.
pub(crate) static MATCHES: Definition = Definition::new(
    "matches",
    "what is expected",
    "A text that fits a regular expression.",
    &[&[Key::new("matches", Shape::Pattern, "The expression; it need not fit the whole text.")
        .required()
        .example("matches: \"order [A-Z]-[0-9]+\"")]],
)
.example("matches: \"order [A-Z]-[0-9]+\"");

/// Cards.
const CARDS: Shape = Shape::List(&Shape::Either(&[Shape::Text, Shape::Map(&CARD)]));
/// An approved template.
const TEMPLATE_LOOK: Shape = Shape::Either(&[Shape::Text, Shape::Map(&TEMPLATE)]);
pub(super) const LOOKS: [Key; 9] = [
    Key::new("choices", PATTERNS, "The labels of its quick replies, all of them in order.")
        .example("choices: [\"Yes\", \"No\"]"),
    Key::new("buttons", PATTERNS, "The labels of its buttons, all of them in order.")
        .example("buttons: [Back to the bot]"),
    Key::new("cards", CARDS, "Its cards, all of them in order: the title, or more.")
        .example("cards: [Oak chair, { title: Pine chair, buttons: [Buy] }]"),
    Key::new("template", TEMPLATE_LOOK, "The approved template it is: its name, or more.")
        .example("template: visit_reminder"),
    Key::new("persona", PATTERN, "In whose name it is said: the id of a persona.")
        .example("persona: \"1234567890\""),
    Key::new("image", PATTERN, "The address of the image it is.").example("image: \"*/map.png\""),
    Key::new("video", PATTERN, "The address of the video it is.").example("video: \"*.mp4\""),
    Key::new("audio", PATTERN, "The address of the recording it is.").example("audio: \"*.mp3\""),
    Key::new("file", PATTERN, "The address of the file it is.").example("file: \"*.pdf\""),
];

/// A template as it is expected.
pub(crate) static TEMPLATE: Definition = Definition::new(
    "template_look",
    "a template",
    "An approved template as it is expected; what is left out is not compared.",
    &[&[
        Key::new("name", PATTERN, "Its name at Meta.").example("name: visit_reminder"),
        Key::new("language", PATTERN, "The language it is sent in.").example("language: en"),
        Key::new("with", PATTERNS, "What is put into it, all of it in order.")
            .example("with: [Anna, \"*\"]"),
    ]],
)
.example("name: visit_reminder\nwith: [Anna]");

/// A card as it is expected.
pub(crate) static CARD: Definition = Definition::new(
    "card_look",
    "a card",
    "A card as it is expected; what is left out is not compared.",
    &[&[
        Key::new("title", PATTERN, "Its title.").example("title: Oak chair"),
        Key::new("subtitle", PATTERN, "Its subtitle.").example("subtitle: \"from *\""),
        Key::new("image", PATTERN, "The address of its picture.").example("image: \"*.png\""),
        Key::new("buttons", PATTERNS, "The labels of its buttons.").example("buttons: [Buy]"),
    ]],
)
.example("title: Oak chair");
/// An event for the world outside.
pub(super) const EMIT: Shape = Shape::Either(&[Shape::Text, Shape::Map(&EMITTED)]);

/// An event for the world outside, with its data.
pub(crate) static EMITTED: Definition = Definition::new(
    "emitted",
    "an event",
    "An event for analytics and other systems; what is left out is not compared.",
    &[&[
        Key::new("name", Shape::Text, "What happened.").required().example("name: lead"),
        Key::new("data", Shape::Map(&EMITTED_DATA), "What is known of it.")
            .example("data: { score: 3 }"),
    ]],
)
.example("name: lead\ndata: { score: 3 }");

/// The data of such an event.
pub(crate) static EMITTED_DATA: Definition = Definition::named(
    "emitted_data",
    "`data`",
    "What is known of an event.",
    Own { name: "a name", shape: Shape::Value },
)
.example("score: 3");

/// `variables`.
pub(crate) static VALUES: Definition = Definition::named(
    "values",
    "`variables`",
    "Variables and their values.",
    Own { name: "the name of a variable", shape: Shape::Value },
)
.example("email: anna@example.com");

pub(super) const CONTROL_KEY: Key =
    Key::new("with", Shape::Map(&CONTROL), "To whom, and what goes along.")
        .example("with: { receiver: page_inbox, metadata: order_* }");

/// `with` of `graph`.
pub(crate) static CONTROL: Definition = Definition::new(
    "control",
    "`with`",
    "To whom control goes, and what goes along; what is left out is not compared.",
    &[&[
        Key::new(
            "receiver",
            Shape::Either(&[Shape::Name(Names::Receiver), APP_ID]),
            "To whom: a receiver, or the number of an app.",
        )
        .example("receiver: page_inbox"),
        Key::new("metadata", PATTERN, "What goes along.").example("metadata: order_*"),
    ]],
)
.example("receiver: page_inbox");

pub(super) const CALL_KEY: Key = Key::new("with", Shape::Map(&CALL), "What the call must hold.")
    .example("with: { json: { order: NC-1234 } }");

/// `with` of `http`.
pub(crate) static CALL: Definition = Definition::new(
    "call_look",
    "`with`",
    "What the call must hold; what is left out is not compared.",
    &[&[
        Key::new(
            "json",
            Shape::Value,
            "Its body: of named values those named here, of lists every item; `*` stands for any \
             part of a text.",
        )
        .example("json: { order: NC-1234 }"),
        Key::new("form", Shape::Value, "The fields of its form.")
            .example("form: { order: NC-1234 }"),
        Key::new("text", Shape::Text, "Its body as text.").example("text: \"*NC-1234*\""),
        Key::new("headers", Shape::Map(&HEADERS), "Its headers.")
            .example("headers: { X-Trace: \"*\" }"),
    ]],
)
.example("json: { order: NC-1234 }");
