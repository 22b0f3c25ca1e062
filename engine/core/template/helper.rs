//! The helpers: what they take and what they write.

use std::ops::RangeInclusive;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    Renderable, ScopedJson,
};
use jiff::Zoned;
use jiff::civil::DateTime;
use serde_json::Value as Json;

use super::render::percent_encoded;
use crate::locale::{self, Locale, Plural};
use crate::scope::Scope;
use crate::value::{Moment, Type, Value, read_date, read_number};

/// Names of the helpers; no variable may be called so.
pub const HELPERS: &[&str] = &[
    "default", "upper", "lower", "title", "number", "money", "date", "time_ago", "plural", "join",
    "json", "url", "first", "size",
];

/// The helper behind a plain insertion; no author can write it.
pub(super) const PRINT: &str = "$print";

/// How many values a helper takes; none for what is no helper.
pub(super) fn takes(name: &str) -> Option<RangeInclusive<usize>> {
    Some(match Word::named(name)? {
        Word::Print | Word::Upper | Word::Lower | Word::Title | Word::TimeAgo => 1..=1,
        Word::Json | Word::Url | Word::First | Word::Size => 1..=1,
        Word::Number | Word::Date | Word::Join => 1..=2,
        Word::Default | Word::Money => 2..=2,
        Word::Plural => 3..=4,
        Word::If | Word::Unless => return None,
    })
}

/// One use of a helper as an example.
pub(super) fn example(name: &str) -> &'static str {
    match name {
        "default" => "{{default user.first_name \"there\"}}",
        "number" => "{{number price 2}}",
        "money" => "{{money price \"EUR\"}}",
        "date" => "{{date appointment \"EEE d MMM\"}}",
        "time_ago" => "{{time_ago sent_at}}",
        "plural" => "{{plural count \"chair\" \"chairs\"}}",
        "join" => "{{join names \", \"}}",
        _ => "{{upper name}}",
    }
}

/// What Handlebars renders with: our helpers and nothing that reaches further.
pub(super) fn registry() -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    for unwanted in
        ["lookup", "raw", "log", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len"]
    {
        registry.unregister_helper(unwanted);
    }
    registry.register_escape_fn(handlebars::no_escape);
    for name in HELPERS.iter().copied().chain([PRINT, "if", "unless"]) {
        let word = Word::named(name).expect("every name in the list has its word");
        registry.register_helper(name, Box::new(word));
    }
    registry
}

/// A helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Print,
    If,
    Unless,
    Default,
    Upper,
    Lower,
    Title,
    Number,
    Money,
    Date,
    TimeAgo,
    Plural,
    Join,
    Json,
    Url,
    First,
    Size,
}

impl Word {
    pub(super) fn named(name: &str) -> Option<Word> {
        Some(match name {
            PRINT => Word::Print,
            "if" => Word::If,
            "unless" => Word::Unless,
            "default" => Word::Default,
            "upper" => Word::Upper,
            "lower" => Word::Lower,
            "title" => Word::Title,
            "number" => Word::Number,
            "money" => Word::Money,
            "date" => Word::Date,
            "time_ago" => Word::TimeAgo,
            "plural" => Word::Plural,
            "join" => Word::Join,
            "json" => Word::Json,
            "url" => Word::Url,
            "first" => Word::First,
            "size" => Word::Size,
            _ => return None,
        })
    }
}

impl HelperDef for Word {
    /// The result within another insertion: a value, not yet encoded for an address.
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        call: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let wording = Wording::within(context.data());
        Ok(ScopedJson::Derived(wording.value(*self, &arguments(call))))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        state: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        if matches!(self, Word::If | Word::Unless) {
            let holds = is_empty(argument(call, 0)) == (*self == Word::Unless);
            let branch = if holds { call.template() } else { call.inverse() };
            return branch.map_or(Ok(()), |branch| branch.render(registry, context, state, out));
        }
        let wording = Wording::within(context.data());
        let text = wording.write(*self, &arguments(call));
        let encoded = wording.address && *self != Word::Url;
        out.write(&if encoded { percent_encoded(&text) } else { text })?;
        Ok(())
    }
}

fn arguments<'h>(call: &'h Helper<'_>) -> Vec<&'h Json> {
    (0..call.params().len()).map(|place| argument(call, place)).collect()
}

/// A value of a call; in a loop, where the item has no such member, what the name means outside.
fn argument<'h>(call: &'h Helper<'_>, place: usize) -> &'h Json {
    let Some(value) = call.param(place) else {
        return &Json::Null;
    };
    if !value.is_value_missing() {
        return value.value();
    }
    call.hash_get(&place.to_string()).map_or(&Json::Null, |outside| outside.value())
}

/// Nothing, no, zero, or a text, list or group without content.
fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Bool(yes) => !yes,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
    }
}

/// Keys of a context that no variable can have.
pub(super) const LANGUAGE: &str = "$language";
pub(super) const NOW: &str = "$now";
pub(super) const ADDRESS: &str = "$address";

/// In which language, where and when a text is written.
pub(super) struct Wording<'c> {
    language: &'c str,
    address: bool,
    now: Now<'c>,
}

/// Where the present moment stands, which few helpers ask for.
enum Now<'c> {
    Written(Option<&'c str>),
    Of(&'c dyn Scope),
}

impl<'c> Wording<'c> {
    /// For whom the scope is about.
    pub(super) fn of(scope: &'c dyn Scope, address: bool) -> Self {
        Self { language: scope.language(), address, now: Now::Of(scope) }
    }

    /// As the context of a rendering tells.
    fn within(facts: &'c Json) -> Self {
        Self {
            language: facts[LANGUAGE].as_str().unwrap_or("en"),
            address: facts[ADDRESS].as_bool().unwrap_or(false),
            now: Now::Written(facts[NOW].as_str()),
        }
    }

    /// The present moment in the contact's zone.
    fn now(&self) -> Zoned {
        match self.now {
            Now::Written(now) => now.and_then(|now| now.parse::<Zoned>().ok()).unwrap_or_default(),
            Now::Of(scope) => scope.now().to_zoned(scope.zone().clone()),
        }
    }

    fn print(&self, json: &Json) -> String {
        Value::natural(json).print(self.language)
    }

    /// What a helper gives to another.
    fn value(&self, word: Word, values: &[&Json]) -> Json {
        let value = values.first().copied().unwrap_or(&Json::Null);
        match word {
            Word::Print | Word::If | Word::Unless => value.clone(),
            Word::Default if is_nothing(value) => {
                values.get(1).copied().cloned().unwrap_or_default()
            }
            Word::Default => value.clone(),
            Word::First => {
                value.as_array().map_or(value, |items| items.first().unwrap_or(&Json::Null)).clone()
            }
            Word::Size => size(value, self).into(),
            Word::Upper | Word::Lower | Word::Title | Word::Number | Word::Money | Word::Date => {
                self.write(word, values).into()
            }
            Word::TimeAgo | Word::Plural | Word::Join | Word::Json | Word::Url => {
                self.write(word, values).into()
            }
        }
    }

    /// What a helper writes.
    pub(super) fn write(&self, word: Word, values: &[&Json]) -> String {
        let value = values.first().copied().unwrap_or(&Json::Null);
        let text_at = |place: usize| values.get(place).map(|json| self.print(json));
        let locale = Locale::of(self.language);
        match word {
            Word::Print | Word::If | Word::Unless => self.print(value),
            Word::Default if is_nothing(value) => text_at(1).unwrap_or_default(),
            Word::Default => self.print(value),
            Word::Upper => self.print(value).to_uppercase(),
            Word::Lower => self.print(value).to_lowercase(),
            Word::Title => title(&self.print(value)),
            Word::Number => match number(value) {
                Some(figure) => {
                    let digits = values.get(1).and_then(|json| number(json));
                    locale::grouped(
                        figure,
                        digits.map(|digits| digits.clamp(0.0, 10.0) as usize),
                        locale,
                    )
                }
                None => self.print(value),
            },
            Word::Money => match number(value) {
                Some(amount) => locale::money(amount, &text_at(1).unwrap_or_default(), locale),
                None => self.print(value),
            },
            Word::Date => self.date(value, text_at(1).as_deref()),
            Word::TimeAgo => self.time_ago(value, locale),
            Word::Plural => self.plural(value, values, locale),
            Word::Join => match value {
                Json::Array(items) => {
                    let items: Vec<String> = items.iter().map(|item| self.print(item)).collect();
                    items.join(text_at(1).as_deref().unwrap_or(", "))
                }
                other => self.print(other),
            },
            Word::Json => value.to_string(),
            Word::Url => percent_encoded(&self.print(value)),
            Word::First => match value {
                Json::Array(items) => {
                    items.first().map(|item| self.print(item)).unwrap_or_default()
                }
                other => self.print(other),
            },
            Word::Size => size(value, self).to_string(),
        }
    }

    fn date(&self, value: &Json, pattern: Option<&str>) -> String {
        let Some(at) = value.as_str().and_then(|text| self.civil(text)) else {
            return self.print(value);
        };
        match pattern {
            Some(pattern) => locale::date_by_pattern(at, pattern, Locale::of(self.language)),
            None => locale::long_date(at, self.language),
        }
    }

    /// Day and time of a moment (where the contact lives), of a day (its first minute) or of a time
    /// (today).
    fn civil(&self, text: &str) -> Option<DateTime> {
        if let Some(moment) = Moment::read(text) {
            return Some(self.now().time_zone().to_datetime(moment.at));
        }
        if let Some(Value::Time(time)) =
            Value::from(text).read_as(Type::Time).filter(|_| !text.contains('-'))
        {
            return Some(self.now().date().to_datetime(time));
        }
        let day = read_date(text)?;
        Some(
            text.parse::<DateTime>()
                .unwrap_or_else(|_| day.to_datetime(jiff::civil::Time::midnight())),
        )
    }

    fn time_ago(&self, value: &Json, locale: &Locale) -> String {
        let Some(text) = value.as_str() else {
            return self.print(value);
        };
        let now = self.now();
        if let Some(moment) = Moment::read(text) {
            return locale::time_ago(moment.at, now.timestamp(), locale);
        }
        // Days are counted as days: the hours of a day that has none would be made up.
        let utc = |day: jiff::civil::Date| {
            day.to_zoned(jiff::tz::TimeZone::UTC).map(|day| day.timestamp())
        };
        match read_date(text).map(|day| (day, utc(day), utc(now.date()))) {
            Some((day, _, _)) if day == now.date() => locale.today[0].to_owned(),
            Some((_, Ok(day), Ok(today))) => locale::time_ago(day, today, locale),
            Some(_) | None => self.print(value),
        }
    }

    /// `one` and `many`, or `one`, `few` and `many` for languages that count so.
    fn plural(&self, value: &Json, values: &[&Json], locale: &Locale) -> String {
        let last = values.len().saturating_sub(1);
        let place = match locale.plural(number(value).unwrap_or(0.0)) {
            Plural::One => 1,
            Plural::Few => 2,
            Plural::Many => last,
        };
        values.get(place).map(|json| self.print(json)).unwrap_or_default()
    }
}

fn size(value: &Json, wording: &Wording<'_>) -> usize {
    match value {
        Json::Array(items) => items.len(),
        Json::Object(members) => members.len(),
        Json::Null => 0,
        Json::Bool(_) | Json::Number(_) | Json::String(_) => wording.print(value).chars().count(),
    }
}

fn is_nothing(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Bool(_) | Json::Number(_) | Json::Object(_) => false,
    }
}

fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => read_number(text.trim()),
        Json::Array(items) => Some(items.len() as f64),
        Json::Null | Json::Bool(_) | Json::Object(_) => None,
    }
}

/// Every word with a capital in front; the rest stays, for names such as McDonald.
fn title(text: &str) -> String {
    let mut titled = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            titled.push(c);
        } else {
            titled.extend(c.to_uppercase());
        }
        inside = c.is_alphanumeric() || c == '\'' || c == '\u{2019}';
    }
    titled
}
