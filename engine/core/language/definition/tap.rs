//! What can be tapped: buttons, menu entries and choices.

use super::{Definition, Key, Names, Rule, Shape};
use crate::action::SET_VALUES;
use crate::limit;

/// A number to call.
const PHONE: Shape = Shape::Written {
    form: "+ and 7 to 15 digits with the code of the country, without spaces",
    pattern: r"^(\+[0-9]{7,15}|.*\{\{.*)$",
};

/// A button below a text or on a card.
pub(crate) static BUTTON: Definition = Definition::new(
    "button",
    "a button",
    "A button below a text or on a card. It opens a page (`url`), calls a number (`phone`), or \
     leads somewhere (`to`, `do`, `set`). Buttons stay on the screen and can be tapped years later, \
     from anywhere in the conversation.",
    &[&BUTTON_LABEL, &TAPPED],
)
.rules(&ONE_THING)
.example("label: Talk to a person\nid: person\ndo: [ handover ]");

/// An entry of the menu.
pub(crate) static MENU_ENTRY: Definition = Definition::new(
    "menu_entry",
    "an entry of the menu",
    "An entry of the menu beside the text field. It opens a page (`url`), calls a number (`phone`), \
     or leads somewhere (`to`, `do`, `set`), from anywhere in the conversation.",
    &[&ENTRY_LABEL, &TAPPED],
)
.rules(&ONE_THING)
.example("label: Talk to a person\nid: person\ndo: [ handover ]");

/// A list of buttons, or one alone.
pub(crate) const BUTTONS: &[Shape] = &[Shape::List(&Shape::Map(&BUTTON)), Shape::Map(&BUTTON)];

/// The entries of the menu, or one alone.
pub(crate) const ENTRY_OF_MENU: &[Shape] =
    &[Shape::List(&Shape::Map(&MENU_ENTRY)), Shape::Map(&MENU_ENTRY)];

/// It opens, or calls, or leads somewhere.
const ONE_THING: [Rule; 3] = [
    Rule::NotTwo(&["url", "phone", "to"]),
    Rule::NotTwo(&["url", "phone", "do"]),
    Rule::NotTwo(&["url", "phone", "set"]),
];

const BUTTON_LABEL: [Key; 1] = [Key::new(
    "label",
    Shape::Label(limit::LABEL),
    "What stands on the button, at most 20 characters.",
)
.required()
.example("label: Our shop")];

const ENTRY_LABEL: [Key; 1] = [Key::new(
    "label",
    Shape::Label(limit::MENU_LABEL),
    "What stands in the menu, at most 30 characters.",
)
.required()
.example("label: Our shop")];

const TAPPED: [Key; 6] = [
    ID,
    DO,
    TO,
    Key::new(
        "set",
        Shape::Map(&SET_VALUES),
        "Keeps values when the button is tapped, before its `do`.",
    )
    .example("set: { topic: refund }"),
    Key::new("url", Shape::Address, "The page that the button opens.")
        .example("url: https://shop.example"),
    Key::new("phone", PHONE, "The number that the button calls.").example("phone: \"+4533123456\""),
];

/// An item of `choices`; a bare text is its label.
pub(crate) const A_CHOICE: Shape = Shape::Either(LABEL_OR_CHOICE);
const LABEL_OR_CHOICE: &[Shape] = &[Shape::Label(limit::LABEL), Shape::Map(&CHOICE)];

/// One quick reply.
pub(crate) static CHOICE: Definition = Definition::new(
    "choice",
    "a choice",
    "A quick reply below the module's last message. Without `to` it takes its `do` and then the \
     module's own connections. Below an `ask` a choice is the answer; one with `to` and without \
     `value` is a way out of the question. A bare text is its label.",
    &[&[
        Key::new(
            "label",
            Shape::Label(limit::LABEL),
            "What stands on the quick reply, at most 20 \
             characters.",
        )
        .required()
        .example("label: \"Yes, please\""),
        ID,
        Key::new("value", Shape::Value, "What `save_as` keeps when this choice is the answer.")
            .example("value: 3")
            .default("the label"),
        DO,
        TO,
        Key::new("image", Shape::Address, "A small picture beside the label.")
            .example("image: https://cdn.example.com/yes.png"),
    ]],
)
.short("label")
.example("label: Talk to a person\nto: person");

const ID: Key = Key::new(
    "id",
    Shape::Id,
    "A name for it, by which `pressed` and translations find it. It stays when the label changes.",
)
.example("id: more_news")
.default("made from the label: “Talk to a person” becomes `talk_to_a_person`");

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
