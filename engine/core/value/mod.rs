//! Values of variables, answers and templates: what they are, how they are printed and how large
//! they may be.
//!
//! Invariant: a number is never infinite or undefined; what has no value is `Missing`, never a
//! made-up text.

mod json;
mod kind;
mod moment;
mod stored;

use std::fmt::Write as _;

use indexmap::IndexMap;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::locale::Locale;

pub use json::at_path;
pub use kind::Type;
pub use moment::Moment;

use moment::Clock;

/// Names and their values, in the order in which they were made.
pub type Map = IndexMap<String, Value>;

/// Longest text a variable keeps, in characters; longer ones are cut or are a fault, as the writer
/// says. Two full Messenger messages: what a person can type in one message fits.
pub const VALUE_CHARACTERS: usize = 4_096;

/// Largest whole number a number keeps exactly: 2^53 − 1. Nothing larger is calculated, written or
/// read as a number.
pub const LARGEST_WHOLE: f64 = 9_007_199_254_740_991.0;

/// What a variable holds, a person answered or a service said.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing. Prints as nothing; a comparison with it is false.
    #[default]
    Missing,
    /// A text.
    Text(String),
    /// A number; whole numbers are exact up to [`LARGEST_WHOLE`].
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// A day without a time.
    Date(Date),
    /// A time of day without a day.
    Time(Time),
    /// A moment.
    DateTime(Moment),
    /// Several values in order.
    List(Vec<Value>),
    /// Named values, as a service answers them.
    Map(Map),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// The type it has; `Any` for what is missing and for named values.
    pub fn kind(&self) -> Type {
        match self {
            Value::Text(_) => Type::Text,
            Value::Number(_) => Type::Number,
            Value::YesNo(_) => Type::YesNo,
            Value::Date(_) => Type::Date,
            Value::Time(_) => Type::Time,
            Value::DateTime(_) => Type::DateTime,
            Value::List(_) => Type::List,
            Value::Missing | Value::Map(_) => Type::Any,
        }
    }

    /// Whether there is nothing.
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// A member of named values, or an item of a list by its number from 0.
    pub fn member(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Map(map) => map.get(name),
            Value::List(list) => list.get(name.parse::<usize>().ok()?),
            Value::Missing | Value::Text(_) | Value::Number(_) | Value::YesNo(_) => None,
            Value::Date(_) | Value::Time(_) | Value::DateTime(_) => None,
        }
    }

    /// As [`Value::member`], missing where there is none.
    pub fn into_member(self, name: &str) -> Value {
        match self {
            Value::Map(mut map) => map.swap_remove(name).unwrap_or_default(),
            Value::List(mut list) => match name.parse::<usize>() {
                Ok(place) if place < list.len() => list.swap_remove(place),
                Ok(_) | Err(_) => Value::Missing,
            },
            Value::Missing | Value::Text(_) | Value::Number(_) | Value::YesNo(_) => Value::Missing,
            Value::Date(_) | Value::Time(_) | Value::DateTime(_) => Value::Missing,
        }
    }

    /// As a person of this language reads it: yes and no in words, lists joined by `, `, dates as
    /// ISO, numbers as in JSON, nothing for what is missing.
    pub fn print(&self, language: &str) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Missing
            | Value::Number(_)
            | Value::YesNo(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::List(_)
            | Value::Map(_) => {
                let mut text = String::new();
                self.print_into(language, &mut text);
                text
            }
        }
    }

    /// As [`Value::print`], behind what `out` already holds.
    pub fn print_into(&self, language: &str, out: &mut String) {
        let written = match self {
            Value::Missing => Ok(()),
            Value::Text(text) => out.write_str(text),
            Value::Number(number) => out.write_str(&print_number(*number)),
            Value::YesNo(yes) => {
                let locale = Locale::of(language);
                out.write_str(if *yes { locale.yes[0] } else { locale.no[0] })
            }
            Value::Date(date) => write!(out, "{date}"),
            Value::Time(time) => write!(out, "{}", Clock(*time)),
            Value::DateTime(moment) => write!(out, "{moment}"),
            Value::List(list) => {
                for (place, item) in list.iter().enumerate() {
                    if place > 0 {
                        out.push_str(", ");
                    }
                    item.print_into(language, out);
                }
                Ok(())
            }
            Value::Map(_) => write!(out, "{}", self.to_json()),
        };
        written.expect("writing into a text cannot fail");
    }

    /// The same value as the declared type, read as strictly as JSON is: a number from `"12.5"`, a
    /// date from `"2026-03-24"`. None where it cannot be; what is missing stays missing.
    pub fn read_as(self, kind: Type) -> Option<Value> {
        if kind == Type::Any || self.is_missing() || self.kind() == kind {
            return Some(self);
        }
        match kind {
            Type::Any => Some(self),
            Type::Text => match self {
                Value::List(_) | Value::Map(_) => None,
                Value::Missing
                | Value::Text(_)
                | Value::Number(_)
                | Value::YesNo(_)
                | Value::Date(_)
                | Value::Time(_)
                | Value::DateTime(_) => Some(Value::Text(self.print("en"))),
            },
            Type::Number => read_number(self.as_text()?.trim()).map(Value::Number),
            Type::YesNo => match self.as_text()?.trim() {
                "yes" | "true" => Some(Value::YesNo(true)),
                "no" | "false" => Some(Value::YesNo(false)),
                _ => None,
            },
            Type::Date => match self {
                Value::DateTime(moment) => Some(Value::Date(moment.civil().date())),
                Value::Text(text) => read_date(text.trim()).map(Value::Date),
                Value::Missing | Value::Number(_) | Value::YesNo(_) | Value::Date(_) => None,
                Value::Time(_) | Value::List(_) | Value::Map(_) => None,
            },
            Type::Time => read_time(self.as_text()?.trim()).map(Value::Time),
            Type::DateTime => Moment::read(self.as_text()?.trim()).map(Value::DateTime),
            Type::List => None,
        }
    }

    /// As [`Value::read_as`]; a moment without a distance from UTC is one on the clocks of `zone`,
    /// as services that know only one country write it.
    pub fn read_in(self, kind: Type, zone: &TimeZone) -> Option<Value> {
        let local = match (kind, &self) {
            (Type::DateTime, Value::Text(text)) => Moment::read_local(text.trim(), zone),
            _ => None,
        };
        local.map(Value::DateTime).or_else(|| self.read_as(kind))
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Missing | Value::Number(_) | Value::YesNo(_) | Value::Date(_) => None,
            Value::Time(_) | Value::DateTime(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// About how many bytes it takes in the stored state.
    pub fn size(&self) -> usize {
        match self {
            Value::Missing => 4,
            Value::Text(text) => text.len() + 2,
            Value::Number(_) => 8,
            Value::YesNo(_) => 5,
            Value::Date(_) => 22,
            Value::Time(_) => 20,
            Value::DateTime(_) => 36,
            Value::List(list) => 2 + list.iter().map(|item| item.size() + 1).sum::<usize>(),
            Value::Map(map) => {
                2 + map.iter().map(|(name, item)| name.len() + item.size() + 4).sum::<usize>()
            }
        }
    }

    /// Cuts every text in it to [`VALUE_CHARACTERS`]; true if something was cut.
    pub fn cut(&mut self) -> bool {
        match self {
            Value::Text(text) => match text.char_indices().nth(VALUE_CHARACTERS) {
                Some((end, _)) => {
                    text.truncate(end);
                    true
                }
                None => false,
            },
            Value::List(list) => list.iter_mut().fold(false, |cut, item| item.cut() | cut),
            Value::Map(map) => map.values_mut().fold(false, |cut, item| item.cut() | cut),
            Value::Missing | Value::Number(_) | Value::YesNo(_) => false,
            Value::Date(_) | Value::Time(_) | Value::DateTime(_) => false,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::YesNo(yes)
    }
}

/// Reads a number as JSON writes it; nothing that is not finite.
pub(crate) fn read_number(text: &str) -> Option<f64> {
    let plain =
        text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = text.parse::<f64>().ok()?;
    (plain && number.is_finite()).then_some(number)
}

/// Reads `14:30`, `9:30` and `09:30:15`.
pub(crate) fn read_time(text: &str) -> Option<Time> {
    let short = text.find(':') == Some(1);
    if short { format!("0{text}").parse().ok() } else { text.parse().ok() }
}

/// Reads `2026-03-24`, also as the day of a longer moment.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    Some(pieces.date())
}

/// A number as in JSON, whole ones without `.0`; the noise of binary fractions (0.1 + 0.2) is
/// rounded away behind the 15th digit.
pub(crate) fn print_number(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    if !(1e-6..1e21).contains(&size) {
        return format!("{number:e}");
    }
    if number.fract() == 0.0 {
        return format!("{number:.0}");
    }
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    format!("{rounded}")
}

#[cfg(test)]
mod tests;
