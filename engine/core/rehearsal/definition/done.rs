//! What a step can do, in its parts.

use super::super::fault::CALLS;
use super::super::step::{EVENTS, SENT as SENT_KINDS};
use crate::language::{Definition, Key, Names, Own, Shape, Word, word, words};

/// What is sent.
pub(super) const SENT: Shape = Shape::Either(&[Shape::Words(&SENT_WORDS), Shape::Map(&SENDS)]);
/// How the person comes.
pub(super) const OPENED: Shape = Shape::Either(&[
    Shape::Words(&[word("get_started", "The person taps Get Started.")]),
    Shape::Map(&OPENS),
]);
/// What the person writes.
pub(super) const SAID: Shape = Shape::Either(&[Shape::Text, Shape::Map(&UNDERSTOOD)]);
/// What is tapped.
pub(super) const TAPPED: Shape = Shape::Either(&[Shape::Text, Shape::Map(&MENU)]);
/// What an agent writes.
pub(super) const WRITTEN: Shape = Shape::Either(&[Shape::Text, Shape::Map(&AGENT)]);
/// What can be sent, as the conditions name it.
const SENT_WORDS: [Word; 7] = words(&SENT_KINDS);
pub(super) const EVENT_WORDS: [Word; 4] = words(&EVENTS);
const CALL_WORDS: [Word; 5] = words(&CALLS);

/// What the person writes, with what the platform found in it.
pub(crate) static UNDERSTOOD: Definition = Definition::new(
    "understood",
    "what the person writes",
    "A text, and what the platform's language understanding finds in it.",
    &[&[
        Key::new("text", Shape::Text, "What the person writes.")
            .required()
            .example("text: I want my money back"),
        Key::new("intent", Shape::Text, "What the person wants.").example("intent: refund"),
        Key::new("entities", Shape::Map(&ENTITIES), "What stands in it.")
            .example("entities: { datetime: 2026-03-04 }"),
        Key::new("sentiment", Shape::Text, "positive, neutral or negative.")
            .example("sentiment: negative"),
        Key::new("language", Shape::Text, "The language it is written in.").example("language: da"),
        Key::new("confidence", Shape::Number, "How sure the platform is, from 0 to 1.")
            .example("confidence: 0.9")
            .default("1"),
    ]],
)
.example("text: I want my money back\nintent: refund");

/// `entities`.
pub(crate) static ENTITIES: Definition = Definition::named(
    "entities",
    "`entities`",
    "What the platform finds in a text.",
    Own { name: "the name of an entity", shape: Shape::Value },
)
.example("datetime: 2026-03-04");

/// `{ menu: … }`.
pub(crate) static MENU: Definition = Definition::new(
    "tapped_menu",
    "what is tapped",
    "An entry of the menu beside the text field, where a message shows the same label.",
    &[&[Key::new("menu", Shape::Text, "Its label.").required().example("menu: My order")]],
)
.example("menu: My order");

/// `sends`.
pub(crate) static SENDS: Definition = Definition::new(
    "sends",
    "what is sent",
    "What the person sends: one of these, perhaps with a text.",
    &[&[
        Key::new("image", Shape::Text, "The address of an image.")
            .bare()
            .example("image: \"https://cdn.example.com/a.png\""),
        Key::new("video", Shape::Text, "The address of a film.")
            .bare()
            .example("video: \"https://cdn.example.com/a.mp4\""),
        Key::new("audio", Shape::Text, "The address of a recording.")
            .bare()
            .example("audio: \"https://cdn.example.com/a.mp3\""),
        Key::new("file", Shape::Text, "The address of a file.")
            .bare()
            .example("file: \"https://cdn.example.com/a.pdf\""),
        Key::new("sticker", Shape::Text, "The address of a sticker.")
            .bare()
            .example("sticker: \"https://cdn.example.com/thumb.png\""),
        Key::new("location", Shape::Map(&PLACE), "A place on the map.")
            .bare()
            .example("location: { latitude: 55.67, longitude: 12.57 }"),
        Key::new("contact", Shape::Text, "The card of a contact.").bare().example("contact: Maria"),
        Key::new("text", Shape::Text, "A text with it.").example("text: This is the chair"),
        Key::new("name", Shape::Text, "The name of the file.").example("name: bill.pdf"),
    ]],
)
.example("image: \"https://cdn.example.com/a.png\"");

/// A place on the map.
pub(crate) static PLACE: Definition = Definition::new(
    "place",
    "a location",
    "A place on the map.",
    &[&[
        Key::new("latitude", Shape::Number, "Degrees to the north.")
            .required()
            .example("latitude: 55.67"),
        Key::new("longitude", Shape::Number, "Degrees to the east.")
            .required()
            .example("longitude: 12.57"),
    ]],
)
.example("latitude: 55.67\nlongitude: 12.57");

/// `opens`.
pub(crate) static OPENS: Definition = Definition::new(
    "opens",
    "`opens`",
    "A link or an ad that led here.",
    &[&[
        Key::new("ref", Shape::Text, "The `ref` of the link or ad.").example("ref: summer_sale"),
        Key::new("source", Shape::Text, "Where it stood, as the platform says it.")
            .example("source: SHORTLINK"),
        Key::new("ad_id", Shape::Text, "The ad.").example("ad_id: \"120200\""),
        Key::new(
            "get_started",
            Shape::YesNo,
            "The person tapped Get Started too: it is the first visit.",
        )
        .example("get_started: yes")
        .default("no"),
    ]],
)
.example("ref: summer_sale");

/// `agent` with the app it is written in.
pub(crate) static AGENT: Definition = Definition::new(
    "agent",
    "what an agent writes",
    "A text, and the app it is written in.",
    &[&[
        Key::new("text", Shape::Text, "What the agent writes.").required().example("text: Hello!"),
        Key::new("receiver", Shape::Name(Names::Receiver), "The app.")
            .example("receiver: page_inbox"),
    ]],
)
.example("text: Hello!\nreceiver: page_inbox");

pub(super) const DOOR_SHAPE: Shape = Shape::Either(&[Shape::YesNo, Shape::Map(&DOOR)]);

/// Who moves control, and what goes along.
pub(crate) static DOOR: Definition = Definition::new(
    "door",
    "what an agent does",
    "The app, and what it gives along.",
    &[&[
        Key::new("receiver", Shape::Name(Names::Receiver), "The app.")
            .example("receiver: page_inbox")
            .default("who has the conversation, else the Page inbox"),
        Key::new("metadata", Shape::Text, "What it gives along.").example("metadata: solved"),
    ]],
)
.example("metadata: solved");

/// `data` of an event.
pub(crate) static DATA: Definition = Definition::named(
    "said_event_data",
    "`data`",
    "What the flow reads under `event`.",
    Own { name: "a name", shape: Shape::Value },
)
.example("reaction: love");
/// `graph_fails`.
pub(crate) static FAILS: Definition = Definition::new(
    "graph_fails",
    "`graph_fails`",
    "Calls of the platform that fail.",
    &[&[
        Key::new("call", Shape::Words(&CALL_WORDS), "Which calls.")
            .required()
            .example("call: messages"),
        Key::new("code", Shape::Number, "The platform's code.").required().example("code: 551"),
        Key::new("subcode", Shape::Number, "The platform's subcode.")
            .example("subcode: 2018278")
            .default("none"),
        Key::new("times", Shape::Count(1, 100), "So many of them.")
            .example("times: 2")
            .default("1"),
    ]],
)
.example("call: messages\ncode: 551");
