//! Connections of modules, and the bot's keywords.

use super::{Definition, Key, Names, Rule, Shape};

/// `when`, `if`, `do` and `to`.
const KEYS: [Key; 4] = [
    Key::new(
        "when",
        Shape::Condition,
        "What must have happened. A text or a list of texts: the person wrote or tapped exactly one \
         of them. Anything else has a name: `contains`, `is`, `outcome`, … Several names in one \
         `when` must all hold.",
    )
    .example("when: [yes, sure, ok]")
    .default("it fits whatever happened"),
    Key::new(
        "if",
        Shape::Expression,
        "What must be true of the things the bot knows: variables, marks, opening hours, the time. \
         With a `when`, both must hold.",
    )
    .example("if: tagged(\"vip\") and open(\"support\")"),
    Key::new(
        "do",
        Shape::Actions,
        "What is done when this is taken, before `to`: one action or a list.",
    )
    .example("do: [ set: { topic: refund } ]"),
    Key::new(
        "to",
        Shape::Name(Names::Target),
        "Where the conversation goes when this is taken: a module, or `end`, `stay`, `back`, \
         `again`.",
    )
    .example("to: confirm")
    .default("the conversation stays where it is"),
];

/// An item of `connections`.
pub(crate) const A_CONNECTION: Shape = Shape::Map(&CONNECTION);

/// An item of `keywords`.
pub(crate) const A_KEYWORD: Shape = Shape::Map(&KEYWORD);

/// One connection of a module.
pub(crate) static CONNECTION: Definition = Definition::new(
    "connection",
    "a connection",
    "Says when it is taken, what is done then, and where it leads. A connection without `when` and \
     `if` is the otherwise: what stands below it is never reached.",
    &[&KEYS],
)
.rules(&[Rule::Some(&["do", "to"])])
.example("when: { contains: [refund, money back] }\nif: tagged(\"vip\")\nto: person");

const KEYWORD_KEYS: [Key; 1] = [Key::new(
    "id",
    Shape::Id,
    "A name for this keyword. It needs one when its `do` shows buttons (a tapped button is found \
     again by it, even after a year) and when its words are translated.",
)
.example("id: menu")];

/// One keyword of the bot.
pub(crate) static KEYWORD: Definition = Definition::new(
    "keyword",
    "a keyword",
    "A connection that holds everywhere in the bot, like “menu” or “start over”. It needs a `when`. \
     Without `to` it answers and stays, and the open question is asked again.",
    &[&KEYWORD_KEYS, &KEYS],
)
.rules(&[Rule::Some(&["when"]), Rule::Some(&["do", "to"])])
.example("id: menu\nwhen: [menu, start over]\nto: welcome");
