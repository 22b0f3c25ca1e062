//! Reading what people type as an answer, in the contact's language and zone: for `expect` and for
//! `is`.
//!
//! Invariant: the whole message is the answer; what is not surely of the kind is not of the kind.

mod date;
mod email;
mod number;
mod phone;
mod time;
mod yes_no;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::event::{AttachmentKind, Word};
use crate::locale::Locale;
use crate::value::{Map, Moment, Value};

/// What an answer is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any text.
    Text,
    /// An e-mail address; its value is a text.
    Email,
    /// A phone number; its value is a text of digits, with `+` in front where it was typed.
    Phone,
    /// A number in figures.
    Number,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time.
    DateTime,
    /// A web address; its value is a text.
    Url,
    /// Yes or no.
    YesNo,
    /// A picture that is sent; its value is its address.
    Image,
    /// A file that is sent; its value is its address.
    File,
    /// A place that is sent; its value has `latitude` and `longitude`.
    Location,
}

impl Kind {
    /// What must be sent for it; `None` for what is typed.
    pub fn attachment(self) -> Option<AttachmentKind> {
        match self {
            Kind::Image => Some(AttachmentKind::Image),
            Kind::File => Some(AttachmentKind::File),
            Kind::Location => Some(AttachmentKind::Location),
            Kind::Text | Kind::Email | Kind::Phone | Kind::Number | Kind::Date => None,
            Kind::Time | Kind::DateTime | Kind::Url | Kind::YesNo => None,
        }
    }
}

/// Whose words are read, and when.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The contact's language, such as `en_US`.
    pub language: &'a str,
    /// All languages of the bot; words of each are understood.
    pub languages: &'a [String],
    /// The time of this step.
    pub now: Timestamp,
    /// The contact's zone.
    pub zone: &'a TimeZone,
}

/// Longest message that is looked at as anything but a text, in bytes: an address has at most
/// 2,048.
const LONGEST: usize = 2_048;

impl Reading<'_> {
    /// The languages whose words are understood: the contact's first.
    fn locales(&self) -> impl Iterator<Item = &'static Locale> {
        let own = std::iter::once(Locale::of(self.language));
        own.chain(self.languages.iter().filter_map(|language| Locale::known(language)))
    }

    /// The day it is where the contact lives.
    fn today(&self) -> Date {
        self.zone.to_datetime(self.now).date()
    }
}

/// The value of what a person typed, or none if it is not of that kind.
pub fn read(kind: Kind, text: &str, reading: &Reading<'_>) -> Option<Value> {
    if kind == Kind::Text {
        return Some(Value::text(text));
    }
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    match kind {
        Kind::Text => Some(Value::text(text)),
        Kind::Email => email::read(text).map(Value::Text),
        Kind::Phone => phone::read(text).map(Value::Text),
        Kind::Number => number::read(text, Locale::of(reading.language)).map(Value::Number),
        Kind::Date => date::read(text, reading).map(Value::Date),
        Kind::Time => time::read(text).map(Value::Time),
        Kind::DateTime => read_moment(text, reading).map(Value::DateTime),
        Kind::Url => read_url(text).map(Value::Text),
        Kind::YesNo => yes_no::read(text, reading).map(Value::YesNo),
        Kind::Image | Kind::File | Kind::Location => None,
    }
}

/// The value of a message, typed or sent, or none if it is not of that kind.
pub fn read_word(kind: Kind, word: &Word, reading: &Reading<'_>) -> Option<Value> {
    match kind.attachment() {
        Some(wanted) => sent(wanted, word),
        None => read(kind, &word.text, reading),
    }
}

/// The first thing of this kind that was sent along: where it is.
fn sent(wanted: AttachmentKind, word: &Word) -> Option<Value> {
    let attachment = word.attachments.iter().find(|attachment| attachment.kind == wanted)?;
    if wanted != AttachmentKind::Location {
        return attachment.url.as_ref().map(Value::text);
    }
    let (latitude, longitude) = attachment.place?;
    Some(Value::Map(Map::from([
        ("latitude".to_owned(), Value::Number(latitude)),
        ("longitude".to_owned(), Value::Number(longitude)),
    ])))
}

/// A day and a time in either order, or a moment as machines write it.
fn read_moment(text: &str, reading: &Reading<'_>) -> Option<Moment> {
    if let Some(moment) = Moment::read(text) {
        return Some(moment);
    }
    let text = text.replace(['T', ','], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let pair = |front: &str, back: &str| {
        let day_first = date::read(front, reading).zip(time::read(back));
        day_first.or_else(|| date::read(back, reading).zip(time::read(front)))
    };
    let split = |place: usize| pair(&words[..place].join(" "), &words[place..].join(" "));
    let (date, time) = (1..words.len().min(12)).find_map(split)?;
    let at = date.to_datetime(time).to_zoned(reading.zone.clone()).ok()?.timestamp();
    Some(Moment::in_zone(at, reading.zone))
}

/// A web address: `https://…`, `http://…`, or a name with a dot, which is taken as `https://`.
fn read_url(text: &str) -> Option<String> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    let has_scheme = text.contains("://");
    let text = if has_scheme { text.to_owned() } else { format!("https://{text}") };
    let url = url::Url::parse(&text).ok()?;
    let host = url.domain()?;
    let named =
        host.split_once('.').is_some_and(|(name, rest)| !name.is_empty() && rest.len() >= 2);
    let plain = url.username().is_empty() && url.password().is_none();
    (matches!(url.scheme(), "http" | "https") && named && plain).then_some(text)
}

/// Digits of other scripts as `0` to `9`, wide signs as plain ones.
fn plain_digits(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    const ZEROS: [char; 9] = [
        '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
        '\u{e50}',
    ];
    let plain = |c: char| {
        let digit =
            ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|d| *d < 10));
        digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
    };
    text.nfkc().map(plain).collect()
}

#[cfg(test)]
mod tests;
