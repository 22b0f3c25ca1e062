//! Reading what people type.
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::value::Value;

/// What an answer is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any text.
    Text,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A number in figures.
    Number,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time.
    DateTime,
    /// A web address.
    Url,
    /// Yes or no.
    YesNo,
}

/// Whose words are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The contact's language, such as `en_US`.
    pub language: &'a str,
    /// All languages of the bot.
    pub languages: &'a [String],
    /// The time of this step.
    pub now: Timestamp,
    /// The contact's zone.
    pub zone: &'a TimeZone,
}

/// The value of what a person typed, or none if it is not of that kind.
pub fn read(_kind: Kind, _text: &str, _reading: &Reading<'_>) -> Option<Value> {
    None
}
