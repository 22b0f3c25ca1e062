//! What an author can write for `say`.

use crate::language::{BUTTONS, Definition, Key, LANGUAGE, Names, Rule, Shape};

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
            "The text, fewer than 2,000 characters, or at most 640 with buttons below it.",
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
        Key::new(
            "cards",
            Shape::Either(&[Shape::List(&Shape::Map(&CARD)), Shape::Map(&MADE)]),
            "Up to ten cards side by side, written one by one or made from a list with `each`.",
        )
        .example("cards:\n  - { title: A chair, image: \"https://cdn.example.com/chair.png\" }"),
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
        TEMPLATE,
        Key::new(
            "persona",
            Shape::Either(&[Shape::Name(Names::Persona), PERSONA_ID]),
            "Who says it: one of the `personas`, or the id of a persona at Meta. The person sees that name and picture \
             beside the message. Instagram knows no personas; there it is said by the Page.",
        )
        .example("text: Hello, this is Maria.\npersona: \"1234567890\""),
    ]],
)
.short("text")
.rules(&[
    Rule::One(&[
        "text", "image", "video", "audio", "file", "cards", "one_of", "typing", "template",
    ]),
    Rule::Needs("buttons", &["text"]),
])
.example("text: Shall we?\nbuttons:\n  - { label: Our shop, url: \"https://shop.example\" }");

/// An approved template, as a message or for a reminder.
pub(crate) const TEMPLATE: Key = Key::new(
    "template",
    Shape::Either(NAME_OR_UTILITY),
    "A utility template that Meta has approved, by its name. It may go out at any time, also when the person has not \
     written for 24 hours.",
)
.example("template: { name: visit_reminder, with: [\"{{user.first_name}}\"] }");

/// A bare name is a template into which nothing is put.
const NAME_OR_UTILITY: &[Shape] = &[UTILITY_NAME, Shape::Map(&UTILITY)];

/// The name of an approved template.
const UTILITY_NAME: Shape = Shape::Written {
    form: "the name of the template at Meta: small letters, digits and _",
    pattern: "^[a-z0-9_]+$",
};

/// The id of a persona.
const PERSONA_ID: Shape =
    Shape::Written { form: "digits, the id of the persona at Meta", pattern: "^[0-9]{1,20}$" };

/// An approved template with what is put into it.
pub(crate) static UTILITY: Definition = Definition::new(
    "template",
    "a template",
    "A utility template that Meta has approved, with what is put into it.",
    &[&[
        Key::new("name", UTILITY_NAME, "Its name at Meta.")
            .required()
            .example("name: visit_reminder"),
        Key::new("language", LANGUAGE, "The language it was approved in.")
            .example("language: en")
            .default("the contact's, as far as the bot has it"),
        Key::new(
            "with",
            Shape::Either(&[Shape::Template, Shape::List(&Shape::Template)]),
            "What is put into it, in the order of its places.",
        )
        .example("with: [\"{{user.first_name}}\"]"),
    ]],
)
.short("name")
.example("name: visit_reminder\nlanguage: en\nwith: [\"{{user.first_name}}\"]");

/// Cards made from a list.
pub(crate) static MADE: Definition = Definition::new(
    "made_cards",
    "cards",
    "Cards made from a list, one for each item, at most ten. In the card `item` is the item. A tap \
     on a button brings along what its `set` and `do` read of the item, even after a year.",
    &[&[
        Key::new("each", Shape::Expression, "The list: a variable, or a part of one.")
            .required()
            .example("each: products"),
        Key::new("card", Shape::Map(&CARD), "What each card is.")
            .required()
            .example("card: { title: \"{{item.name}}\", subtitle: \"{{item.price}} kr.\" }"),
        Key::new(
            "if_empty",
            Shape::Messages,
            "What is said instead when the list has nothing in it.",
        )
        .example("if_empty: Nothing found.")
        .default("nothing is said"),
    ]],
)
.example("each: products\ncard: { title: \"{{item.name}}\", image: \"{{item.image}}\" }\nif_empty: Nothing found.");

/// One card.
pub(crate) static CARD: Definition = Definition::new(
    "card",
    "a card",
    "One of several cards side by side: a title, and a picture, a line below or buttons.",
    &[&[
        Key::new("title", Shape::Label(80), "The title, at most 80 characters.")
            .required()
            .example("title: A chair\nsubtitle: Oak"),
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
.rules(&[Rule::Some(&["subtitle", "image", "url", "buttons"])])
.example("title: A chair\nimage: https://cdn.example.com/chair.png\nbuttons:\n  - { label: Buy, to: buy }");
