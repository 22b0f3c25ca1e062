//! What can stand behind a key.

use super::Definition;
use crate::action::MESSAGE;

/// What stands behind a key.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text as it is; nothing is inserted.
    Text,
    /// One such text or a list of them.
    Texts,
    /// A text for the person or another system, into which `{{name}}` inserts values.
    Template,
    /// A short text on a button, at most so many characters; `{{name}}` inserts values.
    Label(usize),
    /// A number.
    Number,
    /// A whole number between two bounds, both included.
    Count(u8, u8),
    /// `yes` or `no`.
    YesNo,
    /// A length of time: `30s`, `10m`, `2h`, `1d`, `1h30m` or in words.
    Duration,
    /// One of a few words.
    Words(&'static [Word]),
    /// A new name: small letters, digits and _, beginning with a letter.
    Id,
    /// A name that stands elsewhere in the bot.
    Name(Names),
    /// One such name or a list of them.
    Several(Names),
    /// Any value: a text, a number, yes or no, a list, a map; texts in it insert values.
    Value,
    /// A condition or calculation over variables.
    Expression,
    /// A regular expression.
    Pattern,
    /// An address that begins with https:// or http://; `{{name}}` inserts values.
    Address,
    /// A text of a certain form.
    Written {
        /// The form, in words.
        form: &'static str,
        /// The whole text fits this regular expression.
        pattern: &'static str,
    },
    /// One message: a text, or a map.
    Message,
    /// What the bot says: a text, one message, or a list of them.
    Messages,
    /// What the bot does: an action or a list of them.
    Actions,
    /// What must have happened: a text, a list of texts, or conditions by name.
    Condition,
    /// A map of its own.
    Map(&'static Definition),
    /// A list.
    List(&'static Shape),
    /// One of several shapes.
    Either(&'static [Shape]),
    /// The word `nothing`.
    Nothing,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// A module.
    Module,
    /// A module, or `end`, `stay`, `back` or `again`.
    Target,
    /// One of `receivers`, or an inbox of Meta.
    Receiver,
    /// One of `hours`.
    Hours,
    /// One of `personas`.
    Persona,
    /// A variable.
    Variable,
    /// A button, choice or menu entry, by its id.
    Button,
    /// A reminder, by its id.
    Reminder,
    /// A mark of the contact.
    Mark,
    /// One of `services`, a slash, and a path.
    Service,
}

/// One of a few words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        self.word
    }
}

/// A word and what it means.
pub(crate) const fn word(word: &'static str, doc: &'static str) -> Word {
    Word { word, doc }
}

/// The words of a table that says what each becomes.
pub(crate) const fn words<T: Copy, const N: usize>(table: &[(Word, T); N]) -> [Word; N] {
    let mut words = [word("", ""); N];
    let mut at = 0;
    while at < N {
        words[at] = table[at].0;
        at += 1;
    }
    words
}

impl Names {
    /// What is named, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Module => "the id of a module",
            Self::Target => "the id of a module, or end, stay, back, again",
            Self::Receiver => "page_inbox, instagram_inbox, or a name from `receivers`",
            Self::Hours => "a name from `hours`",
            Self::Persona => "a name from `personas`",
            Self::Reminder => "the id of a reminder, else the module it leads to",
            Self::Variable => "the name of a variable",
            Self::Button => "the id of a button, choice or menu entry",
            Self::Mark => "a mark of the contact",
            Self::Service => "a name from `services`, a slash, and the path",
        }
    }
}

impl Shape {
    /// What can stand here, in a few words.
    pub fn words(self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Texts => "a text or a list of texts".to_owned(),
            Self::Template => "a text; `{{name}}` inserts a value".to_owned(),
            Self::Label(most) => format!("a short text, at most {most} characters"),
            Self::Number => "a number".to_owned(),
            Self::Count(from, to) => format!("a whole number from {from} to {to}"),
            Self::YesNo => "yes or no".to_owned(),
            Self::Duration => "a length of time: 30s, 10m, 2h, 1d, 1h30m".to_owned(),
            Self::Words(words) => words.iter().map(|word| word.word).collect::<Vec<_>>().join(", "),
            Self::Id => "a new name: small letters, digits and _".to_owned(),
            Self::Name(names) => names.words().to_owned(),
            Self::Several(names) => format!("{}, or a list of them", names.words()),
            Self::Value => "any value".to_owned(),
            Self::Expression => "a condition or calculation".to_owned(),
            Self::Pattern => "a regular expression".to_owned(),
            Self::Address => "an address that begins with https://".to_owned(),
            Self::Written { form, .. } => form.to_owned(),
            Self::Message => "a text or a message".to_owned(),
            Self::Messages => "a text, one message, or a list of them".to_owned(),
            Self::Actions => "an action or a list of actions".to_owned(),
            Self::Condition => "a text, a list of texts, or conditions by name".to_owned(),
            Self::Map(map) => match (&map.own, map.keys().next()) {
                (Some(own), None) => format!("{}, with {} behind it", own.name, own.shape.words()),
                // Most maps are called like things, some like the key they stand behind.
                _ if map.name.starts_with('`') => format!("the keys of {}", map.name),
                _ => map.name.to_owned(),
            },
            Self::List(item) => format!("a list, of each {}", item.words()),
            Self::Either(shapes) => {
                let each: Vec<String> = shapes.iter().map(|shape| shape.words()).collect();
                each.join("; or ")
            }
            Self::Nothing => "`nothing`".to_owned(),
        }
    }

    /// The words it is one of, where it is one of a few.
    pub fn choices(self) -> &'static [Word] {
        match self {
            Self::Words(words) => words,
            Self::Either(shapes) => shapes
                .iter()
                .map(|shape| shape.choices())
                .find(|words| !words.is_empty())
                .unwrap_or(&[]),
            Self::Text
            | Self::Texts
            | Self::Template
            | Self::Label(_)
            | Self::Number
            | Self::Count(..)
            | Self::YesNo
            | Self::Duration
            | Self::Id
            | Self::Name(_)
            | Self::Several(_)
            | Self::Value
            | Self::Expression
            | Self::Pattern
            | Self::Address
            | Self::Written { .. }
            | Self::Message
            | Self::Messages
            | Self::Actions
            | Self::Condition
            | Self::Map(_)
            | Self::List(_)
            | Self::Nothing => &[],
        }
    }

    /// The maps that can stand here, at any depth of lists and alternatives.
    pub fn maps(self, found: &mut dyn FnMut(&'static Definition)) {
        match self {
            Self::Map(map) => found(map),
            Self::Message | Self::Messages => found(&MESSAGE),
            Self::Actions => found(&super::ACTION),
            Self::Condition => found(&super::CONDITION),
            Self::List(item) => item.maps(found),
            Self::Either(shapes) => shapes.iter().for_each(|shape| shape.maps(found)),
            Self::Text
            | Self::Texts
            | Self::Template
            | Self::Label(_)
            | Self::Number
            | Self::Count(..)
            | Self::YesNo
            | Self::Duration
            | Self::Words(_)
            | Self::Id
            | Self::Name(_)
            | Self::Several(_)
            | Self::Value
            | Self::Expression
            | Self::Pattern
            | Self::Address
            | Self::Written { .. }
            | Self::Nothing => {}
        }
    }
}
