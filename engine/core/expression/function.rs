//! The functions: their names, how many values they take and which.

use std::ops::RangeInclusive;

use crate::value::Type;

/// A function authors can call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// `known(x)`: whether x has a value; an empty text is none.
    Known,
    /// `size(x)`: characters of a text, items of a list.
    Size,
    /// `same(a, b)`: whether two texts are the same as messages are compared: without case,
    /// accents, punctuation.
    Same,
    /// `round(x)`, `round(x, 2)`: half away from zero.
    Round,
    /// `lower(text)`
    Lower,
    /// `upper(text)`
    Upper,
    /// `contains(text, part)` without case, `contains(list, item)`.
    Contains,
    /// `number(text)`: as JSON writes it, else by the contact's language; missing where it is none.
    Number,
    /// `text(x)`: as it is printed.
    Text,
    /// `date("2026-03-24")`, `date(moment)`: the day where the contact lives.
    Date,
    /// `days_until(date)`: whole days from today; negative for the past.
    DaysUntil,
    /// `open("support")`: whether the declared hours are open now.
    Open,
    /// `tagged("vip")`
    Tagged,
    /// `chance(30)`: yes in 30 of 100 cases, always the same for one visit of a module.
    Chance,
    /// `min(a, b)`, `min(list)`
    Min,
    /// `max(a, b)`, `max(list)`
    Max,
}

/// What a function takes in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Anything,
    Number,
    Text,
    TextOrList,
    Day,
    /// Numbers, or dates, or one list of them.
    Ordered,
}

impl Function {
    /// Every function.
    pub const ALL: [Function; 16] = [
        Function::Known,
        Function::Size,
        Function::Same,
        Function::Round,
        Function::Lower,
        Function::Upper,
        Function::Contains,
        Function::Number,
        Function::Text,
        Function::Date,
        Function::DaysUntil,
        Function::Open,
        Function::Tagged,
        Function::Chance,
        Function::Min,
        Function::Max,
    ];

    /// As authors write it.
    pub fn name(self) -> &'static str {
        match self {
            Function::Known => "known",
            Function::Size => "size",
            Function::Same => "same",
            Function::Round => "round",
            Function::Lower => "lower",
            Function::Upper => "upper",
            Function::Contains => "contains",
            Function::Number => "number",
            Function::Text => "text",
            Function::Date => "date",
            Function::DaysUntil => "days_until",
            Function::Open => "open",
            Function::Tagged => "tagged",
            Function::Chance => "chance",
            Function::Min => "min",
            Function::Max => "max",
        }
    }

    /// The function of this name.
    pub fn named(name: &str) -> Option<Function> {
        Function::ALL.into_iter().find(|function| function.name() == name)
    }

    /// What people coming from elsewhere call it.
    pub(super) fn called_elsewhere(name: &str) -> Option<Function> {
        Some(match name.to_lowercase().as_str() {
            "len" | "length" | "count" => Function::Size,
            "exists" | "has" | "defined" | "isset" | "present" => Function::Known,
            "str" | "string" | "tostring" => Function::Text,
            "int" | "float" | "double" | "tonumber" => Function::Number,
            "lowercase" | "downcase" | "tolower" => Function::Lower,
            "uppercase" | "upcase" | "toupper" => Function::Upper,
            "random" | "rand" | "percent" => Function::Chance,
            "includes" | "has_word" => Function::Contains,
            "equals" | "equal" => Function::Same,
            "has_tag" | "tag" => Function::Tagged,
            "is_open" | "hours" => Function::Open,
            "days" | "days_to" => Function::DaysUntil,
            _ => return None,
        })
    }

    /// One call as an example.
    pub(super) fn example(self) -> &'static str {
        match self {
            Function::Known => "known(email)",
            Function::Size => "size(items)",
            Function::Same => "same(input.text, \"yes\")",
            Function::Round => "round(price, 2)",
            Function::Lower => "lower(name)",
            Function::Upper => "upper(name)",
            Function::Contains => "contains(email, \"@example.com\")",
            Function::Number => "number(order.total)",
            Function::Text => "text(score)",
            Function::Date => "date(\"2026-03-24\")",
            Function::DaysUntil => "days_until(appointment)",
            Function::Open => "open(\"support\")",
            Function::Tagged => "tagged(\"vip\")",
            Function::Chance => "chance(30)",
            Function::Min => "min(a, b)",
            Function::Max => "max(a, b)",
        }
    }

    /// How many values it takes.
    pub(super) fn count(self) -> RangeInclusive<usize> {
        match self {
            Function::Same | Function::Contains => 2..=2,
            Function::Round => 1..=2,
            Function::Min | Function::Max => 1..=16,
            Function::Known
            | Function::Size
            | Function::Lower
            | Function::Upper
            | Function::Number => 1..=1,
            Function::Text
            | Function::Date
            | Function::DaysUntil
            | Function::Open
            | Function::Tagged => 1..=1,
            Function::Chance => 1..=1,
        }
    }

    /// What it takes in a place, counted from 0.
    pub(super) fn takes(self, place: usize) -> Takes {
        match self {
            Function::Known | Function::Text | Function::Number => Takes::Anything,
            Function::Size => Takes::TextOrList,
            Function::Contains if place == 0 => Takes::TextOrList,
            Function::Contains => Takes::Anything,
            Function::Same
            | Function::Lower
            | Function::Upper
            | Function::Open
            | Function::Tagged => Takes::Text,
            Function::Round | Function::Chance => Takes::Number,
            Function::Date | Function::DaysUntil => Takes::Day,
            Function::Min | Function::Max => Takes::Ordered,
        }
    }

    /// The type of its result; of `min` and `max` by what they are given.
    pub(super) fn gives(self, given: &[Type]) -> Type {
        match self {
            Function::Known | Function::Same | Function::Contains | Function::Open => Type::YesNo,
            Function::Tagged | Function::Chance => Type::YesNo,
            Function::Size | Function::Round | Function::Number | Function::DaysUntil => {
                Type::Number
            }
            Function::Lower | Function::Upper | Function::Text => Type::Text,
            Function::Date => Type::Date,
            Function::Min | Function::Max => match given.first() {
                Some(first) if *first != Type::List && given.iter().all(|kind| kind == first) => {
                    *first
                }
                Some(_) | None => Type::Any,
            },
        }
    }
}

impl Takes {
    /// Whether a value of this type may stand there.
    pub(super) fn fits(self, kind: Type) -> bool {
        match (self, kind) {
            (_, Type::Any) | (Takes::Anything, _) => true,
            (Takes::Number, Type::Number) => true,
            (Takes::Text, Type::Text) => true,
            (Takes::TextOrList, Type::Text | Type::List) => true,
            (Takes::Day, Type::Date | Type::DateTime | Type::Text) => true,
            (
                Takes::Ordered,
                Type::Number | Type::Date | Type::Time | Type::DateTime | Type::List,
            ) => true,
            (Takes::Number | Takes::Text | Takes::TextOrList | Takes::Day | Takes::Ordered, _) => {
                false
            }
        }
    }

    /// For a sentence.
    pub(super) fn words(self) -> &'static str {
        match self {
            Takes::Anything => "anything",
            Takes::Number => "a number",
            Takes::Text => "a text",
            Takes::TextOrList => "a text or a list",
            Takes::Day => "a date",
            Takes::Ordered => "numbers or dates",
        }
    }
}
