//! What can be tapped: buttons, menu entries and choices.

use super::{Definition, Key, Names, Rule, Shape};
use crate::action::SET_VALUES;
use crate::channel::Piece;

/// What stands on something that can be tapped.
const LABEL: Shape = Shape::Label(Piece::Label.room().most);

/// A number to call.
const PHONE: Shape = Shape::Written {
    form: "+ and 7 to 15 digits with the code of the country, without spaces",
    pattern: r"^(\+[0-9]{7,15}|.*\{\{.*)$",
};

/// A button below a text or on a card, or an entry of the menu.
pub(crate) static BUTTON: Definition = Definition::new(
    "button",
    "a button",
    "A button below a text or on a card. It opens a page (`url`), calls a \
     number (`phone`), or leads somewhere (`to`, `do`, `set`). Buttons stay on the screen and can be \
     tapped years later, from anywhere in the conversation.",
    &[
        &[Key::new("label", LABEL, "What stands on the button, at most 20 characters.")
            .required()
            .example("label: Our shop")],
        &LEADS,
        &[Key::new("phone", PHONE, "The number that the button calls.")
            .example("phone: \"+4533123456\"")],
    ],
)
.rules(&ONE_THING)
.example("label: Talk to a person\nid: person\ndo: [ handover ]");

/// One entry of the menu.
pub(crate) static MENU_ENTRY: Definition = Definition::new(
    "menu_entry",
    "a menu entry",
    "An entry of the menu beside the text field. It opens a page (`url`), or leads somewhere (`to`, `do`, `set`).",
    &[
        &[Key::new(
            "label",
            Shape::Label(Piece::MenuLabel.room().most),
            "What stands in the menu, at most 30 characters.",
        )
        .required()
        .example("label: My order")],
        &LEADS,
    ],
)
.rules(&NO_CALL)
.example("label: My order\nto: order");

/// What a button and a menu entry can do.
const LEADS: [Key; 5] = [
    ID,
    DO,
    TO,
    SET,
    Key::new("url", Shape::Address, "The page that it opens.").example("url: https://shop.example"),
];

/// It opens, or calls, or leads somewhere.
const ONE_THING: [Rule; 3] = [
    Rule::NotTwo(&["url", "phone", "to"]),
    Rule::NotTwo(&["url", "phone", "do"]),
    Rule::NotTwo(&["url", "phone", "set"]),
];

/// The same, where nothing calls.
const NO_CALL: [Rule; 3] =
    [Rule::NotTwo(&["url", "to"]), Rule::NotTwo(&["url", "do"]), Rule::NotTwo(&["url", "set"])];

/// A list of buttons, or one alone.
pub(crate) const BUTTONS: &[Shape] = &[Shape::List(&Shape::Map(&BUTTON)), Shape::Map(&BUTTON)];

/// The entries of the menu, or one alone.
pub(crate) const MENU: &[Shape] = &[Shape::List(&Shape::Map(&MENU_ENTRY)), Shape::Map(&MENU_ENTRY)];

/// An item of `choices`; a bare text is its label.
pub(crate) const A_CHOICE: Shape = Shape::Either(LABEL_OR_CHOICE);
const LABEL_OR_CHOICE: &[Shape] = &[LABEL, Shape::Map(&CHOICE)];

/// One quick reply.
pub(crate) static CHOICE: Definition = Definition::new(
    "choice",
    "a choice",
    "A quick reply below the module's last message. Without `to` it takes its `set` and `do` and then the \
     module's own connections. Below an `ask` a choice is the answer; one with `to` and without \
     `value` is a way out of the question. A bare text is its label.",
    &[&[
        Key::new(
            "label",
            LABEL,
            "What stands on the quick reply, at most 20 \
             characters.",
        )
        .required()
        .example("label: \"Yes, please\""),
        ID,
        Key::new("value", Shape::Value, "What `save_as` keeps when this choice is the answer.")
            .example("value: 3")
            .default("the label"),
        SET,
        DO,
        TO,
        Key::new("image", Shape::Address, "A small picture beside the label.")
            .example("image: https://cdn.example.com/yes.png"),
    ]],
)
.short("label")
.example("label: Talk to a person\nto: person");

/// One ice breaker.
pub(crate) static ICE_BREAKER: Definition = Definition::new(
    "ice_breaker",
    "an ice breaker",
    "A question that a person who has not written yet can tap instead.",
    &[&[
        Key::new("label", Shape::Template, "The question.")
            .required()
            .example("label: \"Where is my order?\""),
        ID,
        DO,
        TO,
    ]],
)
.rules(&[Rule::Some(&["do", "to"])])
.example("label: \"Where is my order?\"\nto: order");

/// Choices made from a list.
pub(crate) static MADE_CHOICES: Definition = Definition::new(
    "made_choices",
    "choices made from a list",
    "Quick replies made from a list, one for each item; `item` is the item in all of them. More than \
     13 are shown twelve at a time with “More” behind. When the list is empty, `outcome: empty` is \
     tried.",
    &[&[
        Key::new("each", Shape::Expression, "The list: a variable, or a part of one.")
            .required()
            .example("each: slots"),
        Key::new("label", LABEL, "What stands on each quick reply.")
            .required()
            .example("label: \"{{item.hour}} h\""),
        ID,
        Key::new("value", Shape::Value, "What `save_as` keeps of the one that is chosen.")
            .example("value: \"{{item.id}}\"")
            .default("the label"),
        SET,
        DO,
        TO,
        Key::new("image", Shape::Address, "A small picture beside the label.")
            .example("image: \"{{item.image}}\""),
        Key::new(
            "if_empty",
            Shape::Messages,
            "What is said in place of the message when the list has nothing in it.",
        )
        .example("if_empty: Nothing is free."),
    ]],
)
.example("each: slots\nlabel: \"{{item}} h\"\nvalue: \"{{item}}\"\nif_empty: Nothing is free.");

const ID: Key = Key::new(
    "id",
    Shape::Id,
    "A name for it, by which `pressed` and translations find it. It stays when the label changes.",
)
.example("id: more_news")
.default("made from the label: “Talk to a person” becomes `talk_to_a_person`");

const SET: Key =
    Key::new("set", Shape::Map(&SET_VALUES), "Keeps values when it is tapped, before its `do`.")
        .example("set: { topic: refund }");

const DO: Key = Key::new(
    "do",
    Shape::Actions,
    "What is done when it is tapped, before `to`: one action or a list.",
)
.example("do: [ tag: vip ]");

const TO: Key = Key::new(
    "to",
    Shape::Name(Names::Target),
    "Where a tap leads: a module, or `end`, `stay`, `back`, `again`.",
)
.example("to: shop");
