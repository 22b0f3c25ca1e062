//! A module, and what stands in lists of actions.

use super::rule::names_but;
use super::{
    A_CHOICE, A_CONNECTION, Beside, Definition, Key, MADE_CHOICES, Names, Rule, Shape, Word, word,
    words,
};
use crate::action::{ASK_SETTINGS, Action};
use crate::bot::KeywordsHere;

/// Which of the bot's keywords hold in a module.
pub(crate) const KEYWORDS_HERE: [(Word, KeywordsHere); 3] = [
    (word("all", "All of them, those on a part of the message too."), KeywordsHere::All),
    (word("exact", "Those that match the whole message."), KeywordsHere::Exact),
    (word("none", "None; only what the module itself names leads elsewhere."), KeywordsHere::None),
];
const KEYWORDS_WORDS: [Word; 3] = words(&KEYWORDS_HERE);

/// One module.
pub(crate) static MODULE: Definition = Definition::new(
    "module",
    "a module",
    "One station of the conversation. When it is entered it does its actions in their order, mostly \
     to say or ask something; then its choices and connections say what leads where. Its key under \
     `modules` is its id.",
    &[&KEYS, &Action::KEYS, &LEADS],
)
.beside(&[Beside { key: "ask", keys: &ASK_SETTINGS }])
.rules(&[
    Rule::NotTwo(&ONE_ACTION),
    Rule::Needs("choices", &["say", "ask", "actions"]),
    Rule::Needs("skip_if_known", &["save_as"]),
])
.example(
    "ask: What is your e-mail address?
expect: email
save_as: email
to: find_order",
);

/// A module has one of these: an action beside `say`, or the list.
const ONE_ACTION: [&str; Action::KEYS.len()] = names_but(&Action::KEYS, "say", "actions");

const KEYS: [Key; 3] = [
    Key::new(
        "name",
        Shape::Text,
        "The name of the module for you and your colleagues, in graphs and reports. It may change \
         whenever you like; the id (the key of the module) stays.",
    )
    .example("name: Ask for the e-mail")
    .default("the id"),
    Key::new(
        "note",
        Shape::Text,
        "A note for colleagues. The bot never says it and never looks at it.",
    )
    .example("note: Used by the order flow"),
    Key::new(
        "actions",
        Shape::Actions,
        "What the module does when it is entered: a list of actions, done from top to bottom. A \
         module with one action needs no list and uses the action's name as its key.",
    )
    .example("actions:\n  - tag: asked\n  - ask: Which day?"),
];

const WRITTEN_OR_MADE: &[Shape] = &[Shape::List(&A_CHOICE), Shape::Map(&MADE_CHOICES)];

const LEADS: [Key; 5] = [
    Key::new(
        "choices",
        Shape::Either(WRITTEN_OR_MADE),
        "Quick replies below the last message: small buttons that vanish when the person answers. \
         At most 13, written one by one, or made from a list with `each`. Below an `ask` they are \
         its answers. They are tried before the connections.",
    )
    .example("choices:\n  - { label: \"Yes, please\", to: confirm }\n  - { label: No, to: end }"),
    Key::new(
        "keywords",
        Shape::Words(&KEYWORDS_WORDS),
        "Which keywords of the bot hold while the conversation waits here.",
    )
    .example("keywords: exact")
    .default("`exact` while a question takes any text, else `all`"),
    Key::new(
        "waits",
        Shape::YesNo,
        "`yes` makes the module wait for the person's next message. A module with a question, \
         choices, or a connection that needs the person waits in any case; any other goes on at \
         once.",
    )
    .example("waits: yes"),
    Key::new(
        "connections",
        Shape::List(&A_CONNECTION),
        "What can happen here and where it leads. They are tried from top to bottom, and the first \
         that fits is taken.",
    )
    .example("connections:\n  - when: [yes, sure]\n    to: confirm\n  - to: not_understood"),
    Key::new(
        "to",
        Shape::Name(Names::Target),
        "Where the conversation goes from here, as a last connection without a condition. Beside \
         `ask`, `http` and `handover` it is taken when that ended well. `end` ends the path, `stay` \
         stays here, `back` runs the module before this one again, `again` asks the open question \
         again.",
    )
    .example("to: find_order"),
];

/// One item of a list of actions.
pub(crate) static ACTION: Definition = Definition::new(
    "action",
    "an action",
    "One thing the bot does. In a list each action is an item with one key; one without settings is \
     a bare word. The same actions stand in the `actions` of a module and in the `do` of \
     connections, choices, buttons and menu entries.",
    &[&Action::KEYS],
)
.single()
.worded()
.example("- say: Hello\n- tag: vip\n- handover");
