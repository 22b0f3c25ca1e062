//! `min` and `max` of a question: how small, early or short an answer may be, and how large, late or long.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::answer::Kind;
use crate::language::{Diagnostic, Fields, Node, Site};
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;
use crate::value::{Moment, Type, Value};

/// One end of what is valid; it belongs to what is valid itself.
#[derive(Debug, Clone)]
pub enum Bound {
    /// As written: a number, a date, a time, a moment; for texts a number of characters.
    Fixed(Value),
    /// The present day where the contact lives.
    Today,
    /// The present moment.
    Now,
    /// What a variable holds: exactly one `{{name}}`.
    Held(Template),
}

/// A lower and an upper end.
pub(super) type Bounds = (Option<Bound>, Option<Bound>);

/// What a bound is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Number,
    /// Characters.
    Length,
    Date,
    Time,
    DateTime,
}

/// What `min` and `max` measure of such answers; `None` where they can measure nothing.
fn measure(kind: Kind) -> Option<Measure> {
    match kind {
        Kind::Text => Some(Measure::Length),
        Kind::Number => Some(Measure::Number),
        Kind::Date => Some(Measure::Date),
        Kind::Time => Some(Measure::Time),
        Kind::DateTime => Some(Measure::DateTime),
        Kind::Email | Kind::Phone | Kind::Url | Kind::YesNo => None,
        Kind::Image | Kind::File | Kind::Location => None,
    }
}

/// Takes `min` and `max`; a question without `expect` that has one expects a number.
pub(super) fn load(expect: &mut Option<Kind>, fields: &mut Fields<'_, '_>) -> Bounds {
    let site = fields.site.clone();
    let given = [fields.take_with_key("min"), fields.take_with_key("max")];
    if expect.is_none() && given.iter().any(Option::is_some) {
        *expect = Some(Kind::Number);
    }
    let measured = expect.and_then(measure);
    let [min, max] = given.map(|bound| {
        let (key, node) = bound?;
        let Some(measured) = measured else {
            let message =
                format!("`{}` is for numbers, dates, times and the length of texts", key.text);
            site.report(
                Diagnostic::error("type-mismatch", key.spot, message)
                    .help("leave it out, or ask for the rest with `matches` or `valid_if`"),
            );
            return None;
        };
        let bound = one(node, &format!("`{}`", key.text), measured, &site)?;
        Some((bound, node))
    });
    if let (Some((Bound::Fixed(min), _)), Some((Bound::Fixed(max), node))) = (&min, &max)
        && order(min, max, None) == Some(Ordering::Greater)
    {
        let (min, max) = (min.print("en"), max.print("en"));
        let message = format!("`max` {max} is smaller than `min` {min}");
        site.report(
            Diagnostic::error("bad-number", node.spot, message)
                .help("exchange the two, or no answer is ever valid"),
        );
    }
    (min.map(|(bound, _)| bound), max.map(|(bound, _)| bound))
}

fn one(node: &Node, what: &str, measured: Measure, site: &Site<'_>) -> Option<Bound> {
    let text = node.as_text().unwrap_or_default();
    if text.contains("{{") {
        return held(node, what, site);
    }
    let read = |kind| Value::text(text).read_as(kind).map(Bound::Fixed);
    let (found, wanted) = match measured {
        Measure::Number => return site.number(node, what).map(Value::Number).map(Bound::Fixed),
        Measure::Length => {
            let length = text.parse::<u16>().ok().map(|length| Value::Number(f64::from(length)));
            (length.map(Bound::Fixed), "a number of characters like 200")
        }
        Measure::Date if text == "today" => return Some(Bound::Today),
        Measure::Date => (read(Type::Date), "a date like 2026-03-24, or today"),
        Measure::Time => (read(Type::Time), "a time like 09:30"),
        Measure::DateTime if text == "now" => return Some(Bound::Now),
        Measure::DateTime if text == "today" => return Some(Bound::Today),
        Measure::DateTime => (
            read(Type::DateTime).or_else(|| read(Type::Date)),
            "a date like 2026-03-24, a moment like 2026-03-24T14:00+01:00, today or now",
        ),
    };
    if found.is_none() {
        site.expected(node, "type-mismatch", what, wanted);
    }
    found
}

fn held(node: &Node, what: &str, site: &Site<'_>) -> Option<Bound> {
    let template = site.template(node, what)?;
    if !template.is_one_name() {
        site.expected(node, "type-mismatch", what, "a value, or one name like \"{{smallest}}\"");
        return None;
    }
    Some(Bound::Held(template))
}

impl Bound {
    /// Whether the answer lies beyond it, on the side `beyond`. What cannot be compared bounds nothing.
    pub(super) fn is_passed(&self, scene: &Scene, answer: &Value, beyond: Ordering) -> bool {
        let end = match self {
            Self::Fixed(value) => value.clone(),
            Self::Today => Value::Date(today(scene)),
            Self::Now => Value::DateTime(Moment::in_zone(Scope::now(scene), Scope::zone(scene))),
            Self::Held(template) => template.render_value(scene).unwrap_or_default(),
        };
        if end.is_missing() {
            scene.overlook(format!("a bound of the question has no value: {}", self.source()));
            return false;
        }
        order(&measured(answer), &end, Some(scene)) == Some(beyond)
    }

    fn source(&self) -> &str {
        match self {
            Self::Held(template) => template.source(),
            Self::Fixed(_) | Self::Today | Self::Now => "",
        }
    }
}

/// Of a text its length counts.
fn measured(answer: &Value) -> Value {
    match answer {
        Value::Text(text) => Value::Number(text.chars().count() as f64),
        Value::Missing | Value::Number(_) | Value::YesNo(_) | Value::Date(_) => answer.clone(),
        Value::Time(_) | Value::DateTime(_) | Value::List(_) | Value::Map(_) => answer.clone(),
    }
}

/// Which of two values comes first. A moment compares with a day by the day where the contact lives.
fn order(answer: &Value, end: &Value, scene: Option<&Scene>) -> Option<Ordering> {
    match (answer, end) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.at.cmp(&b.at)),
        (Value::DateTime(a), Value::Date(b)) => Some(day(a, scene).cmp(b)),
        (Value::Date(a), Value::DateTime(b)) => Some(a.cmp(&day(b, scene))),
        _ => None,
    }
}

fn day(moment: &Moment, scene: Option<&Scene>) -> Date {
    let zoned = scene.map(|scene| Scope::zone(scene).to_datetime(moment.at).date());
    zoned.unwrap_or_else(|| moment.civil().date())
}

fn today(scene: &Scene) -> Date {
    Scope::zone(scene).to_datetime(Scope::now(scene)).date()
}
