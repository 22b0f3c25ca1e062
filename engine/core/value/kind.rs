//! The types a variable can be declared with.

use super::Value;

/// What `variables:` declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Type {
    /// `text`
    Text,
    /// `number`
    Number,
    /// `yes_no`
    YesNo,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `date_time`
    DateTime,
    /// `list`
    List,
    /// `any`, also what nobody declared
    #[default]
    Any,
}

impl Type {
    /// Every type, in the order of the documentation.
    pub const ALL: [Type; 8] = [
        Type::Text,
        Type::Number,
        Type::YesNo,
        Type::Date,
        Type::Time,
        Type::DateTime,
        Type::List,
        Type::Any,
    ];

    /// The word authors write.
    pub fn word(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Number => "number",
            Type::YesNo => "yes_no",
            Type::Date => "date",
            Type::Time => "time",
            Type::DateTime => "date_time",
            Type::List => "list",
            Type::Any => "any",
        }
    }

    /// The type an author's word means.
    pub fn named(word: &str) -> Option<Type> {
        Type::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// With its article, for a sentence: "a text", "a yes or no".
    pub fn phrase(self) -> &'static str {
        match self {
            Type::Text => "a text",
            Type::Number => "a number",
            Type::YesNo => "a yes or no",
            Type::Date => "a date",
            Type::Time => "a time",
            Type::DateTime => "a date with time",
            Type::List => "a list",
            Type::Any => "anything",
        }
    }

    /// What a declared variable is before it has a value: text `""`, yes_no no, list `[]`, others
    /// missing.
    pub fn empty(self) -> Value {
        match self {
            Type::Text => Value::Text(String::new()),
            Type::YesNo => Value::YesNo(false),
            Type::List => Value::List(Vec::new()),
            Type::Number | Type::Date | Type::Time | Type::DateTime | Type::Any => Value::Missing,
        }
    }
}
