//! What helpers and loops need of their values: checked at load, where types and written values are
//! known.

use serde_json::Value as Json;

use crate::locale::{self, BadPattern};
use crate::value::Type;

/// What a value in some place must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// `{{#each}}`, `{{join}}`, `{{first}}`
    List,
    /// `{{number}}`, `{{money}}`
    Number,
    /// `{{plural}}`: a number, or a list to be counted.
    Count,
    /// `{{date}}`, `{{time_ago}}`
    Moment,
    /// `{{size}}`
    Sized,
}

/// What a helper or block needs in a place, counted from 0, with its name; none: anything.
pub(super) fn wanted(helper: &str, place: usize) -> Option<(&'static str, Want)> {
    const WANTS: [(&str, Want); 9] = [
        ("each", Want::List),
        ("join", Want::List),
        ("first", Want::List),
        ("number", Want::Number),
        ("money", Want::Number),
        ("plural", Want::Count),
        ("date", Want::Moment),
        ("time_ago", Want::Moment),
        ("size", Want::Sized),
    ];
    WANTS.into_iter().find(|(name, _)| place == 0 && *name == helper)
}

impl Want {
    /// Whether a value of this type may stand there. A text may hold whatever it spells.
    pub(super) fn fits(self, kind: Type) -> bool {
        match (self, kind) {
            (_, Type::Any) => true,
            (Want::List, Type::List) => true,
            (Want::Number | Want::Count, Type::Number | Type::Text) => true,
            (Want::Count | Want::Sized, Type::List) => true,
            (Want::Moment, Type::Date | Type::Time | Type::DateTime | Type::Text) => true,
            (Want::Sized, Type::Text) => true,
            (Want::List | Want::Number | Want::Count | Want::Moment | Want::Sized, _) => false,
        }
    }

    /// For a sentence.
    pub(super) fn words(self) -> &'static str {
        match self {
            Want::List => "a list",
            Want::Number | Want::Count => "a number",
            Want::Moment => "a date or a time",
            Want::Sized => "a text or a list",
        }
    }
}

/// What is wrong with a value that is written out, and what to write instead.
pub(super) fn literal(helper: &str, place: usize, value: &Json) -> Option<(String, String)> {
    match (helper, place, value) {
        ("money", 1, Json::String(currency)) => {
            let code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic());
            (!code).then(|| {
                let message = format!("`{currency}` is no currency");
                (message, "write its code of three letters: \"EUR\", \"DKK\"".to_owned())
            })
        }
        ("number", 1, digits) => {
            let digits = digits.as_f64();
            let fits = digits.is_some_and(|digits| (0.0..=10.0).contains(&digits));
            (!fits).then(|| {
                let message = "`number` takes how many digits stand behind the sign".to_owned();
                (message, "write it like {{number price 2}}".to_owned())
            })
        }
        ("date", 1, Json::String(pattern)) => {
            let bad = locale::check_pattern(pattern).err()?;
            Some((format!("the pattern \"{pattern}\" has {}", bad.what()), bad.help().to_owned()))
        }
        _ => None,
    }
}

impl BadPattern {
    fn what(self) -> String {
        match self {
            BadPattern::Letter(letter) => format!("a `{letter}`, which means nothing in it"),
            BadPattern::MinutesForMonth => "`mm`, which are the minutes".to_owned(),
            BadPattern::OpenQuote => "a quote that is never closed".to_owned(),
        }
    }

    fn help(self) -> &'static str {
        match self {
            BadPattern::Letter('Y') => "the year is `y`, or `yy` with two digits",
            BadPattern::Letter('D') => "the day of the month is `d` or `dd`",
            BadPattern::Letter(_) => {
                "the letters are y year, M month, d day, E weekday, H or h hour, m minute, s second, \
                 a AM or PM; words stand in single quotes: \"d 'of' MMMM\""
            }
            BadPattern::MinutesForMonth => "the month is `M`, `MM` or `MMM`",
            BadPattern::OpenQuote => "write a single quote on both sides of the words",
        }
    }
}
