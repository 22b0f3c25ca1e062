//! What an author can write for `say`.

use crate::language::{BUTTONS, Definition, Key, Rule, Shape};

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "say",
    Shape::Messages,
    "Sends messages: a text, one message, or a list of them in their order. `{{name}}` in a text \
     inserts a value.",
)
.example("say: Hello {{default user.first_name \"there\"}}!");

/// One message that is more than a text.
pub(crate) static MESSAGE: Definition = Definition::new(
    "message",
    "a message",
    "One message: a text (with buttons or without), a picture or another file, cards, or a choice \
     by chance. A bare text is short for `text`.",
    &[&[
        Key::new(
            "text",
            Shape::Template,
            "The text, at most 2,000 characters, or 640 with buttons below it.",
        )
        .example("text: Shall we?"),
        Key::new(
            "buttons",
            Shape::Either(BUTTONS),
            "Up to three buttons below the text. They stay on the screen; what vanishes with the \
             answer are the `choices` of a module.",
        )
        .example(
            "text: Shall we?\nbuttons:\n  - { label: Our shop, url: \"https://shop.example\" }",
        ),
        Key::new("image", Shape::Address, "The address of a picture.")
            .example("image: https://cdn.example.com/map.png"),
        Key::new("video", Shape::Address, "The address of a film.")
            .example("video: https://cdn.example.com/tour.mp4"),
        Key::new("audio", Shape::Address, "The address of a recording.")
            .example("audio: https://cdn.example.com/hello.mp3"),
        Key::new("file", Shape::Address, "The address of a document.")
            .example("file: https://cdn.example.com/prices.pdf"),
        Key::new("cards", Shape::List(&Shape::Map(&CARD)), "Up to ten cards side by side.")
            .example(
                "cards:\n  - { title: A chair, image: \"https://cdn.example.com/chair.png\" }",
            ),
        Key::new(
            "one_of",
            Shape::List(&Shape::Message),
            "One of these messages, by chance, so that the bot does not always say the same.",
        )
        .example("one_of: [Nice to see you., Good to have you back.]"),
        Key::new(
            "typing",
            Shape::Duration,
            "Shows for so long that the bot is typing, before the next message.",
        )
        .example("typing: 2s"),
    ]],
)
.short("text")
.rules(&[
    Rule::One(&["text", "image", "video", "audio", "file", "cards", "one_of", "typing"]),
    Rule::Needs("buttons", &["text"]),
])
.example("text: Shall we?\nbuttons:\n  - { label: Our shop, url: \"https://shop.example\" }");

/// One card.
pub(crate) static CARD: Definition = Definition::new(
    "card",
    "a card",
    "One of several cards side by side: a title, perhaps a picture, a line below, and buttons.",
    &[&[
        Key::new("title", Shape::Label(80), "The title, at most 80 characters.")
            .required()
            .example("title: A chair"),
        Key::new("subtitle", Shape::Label(80), "A line below the title, at most 80 characters.")
            .example("subtitle: Oak, 450 kr."),
        Key::new("image", Shape::Address, "The address of a picture.")
            .example("image: https://cdn.example.com/chair.png"),
        Key::new("url", Shape::Address, "The page that a tap on the card opens.")
            .example("url: https://shop.example/chair"),
        Key::new("buttons", Shape::Either(BUTTONS), "Up to three buttons.")
            .example("buttons:\n  - { label: Buy, to: buy }"),
    ]],
)
.example("title: A chair\nimage: https://cdn.example.com/chair.png\nbuttons:\n  - { label: Buy, to: buy }");
