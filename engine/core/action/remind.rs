//! Sets a reminder: a jump later, which stays until it fires, another of its id is set, or it is forgotten.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::{TEMPLATE, Utility};
use crate::answer::{self, Kind};
use crate::duration::Duration;
use crate::id::{ModuleId, Timestamp};
use crate::language::{
    Definition, Diagnostic, Fields, Key, Names, Node, Rule, Shape, Site, TARGETS,
};
use crate::limit;
use crate::reminders::{self, Reminder};
use crate::run::Progress;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;
use crate::value::{Type, Value};

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "remind",
    Shape::Map(&REMIND),
    "Sets a reminder: later the conversation goes to a module, whatever the person has written until then. It stays \
     until it fires, a reminder of the same id takes its place, or `forget_reminder` takes it away.",
)
.example("remind: { id: visit, after: 20h, to: reminder }");

/// The settings of a reminder.
pub(crate) static REMIND: Definition = Definition::new(
    "remind",
    "a reminder",
    "When it is due: `after` a time, `at` a moment, or so long (`by`) `before` a moment. While people have the \
     conversation it waits for the return. More than 24 hours after the person's last word only an approved \
     `template` can go out.",
    &[&[
        Key::new(
            "id",
            Shape::Id,
            "Its name. A reminder of the same id takes its place; `forget_reminder` takes it away.",
        )
        .example("id: visit")
        .default("the module it leads to"),
        Key::new("to", Shape::Name(Names::Module), "The module it leads to.")
            .required()
            .example("to: reminder"),
        Key::new("after", Shape::Duration, "So long from now.").example("after: 20h"),
        Key::new(
            "at",
            Shape::Template,
            "At this moment: a date_time, a date (nine in the morning), or a time (the next such time).",
        )
        .example("at: \"{{callback_at}}\""),
        Key::new("before", Shape::Template, "So long before this moment as `by` says.")
            .example("before: \"{{appointment}}\"\nby: 1d"),
        Key::new("by", Shape::Duration, "How long before.")
            .example("by: 1d\nbefore: \"{{appointment}}\""),
        TEMPLATE,
    ]],
)
.rules(&[
    Rule::One(&["after", "at", "before"]),
    Rule::Needs("before", &["by"]),
    Rule::Needs("by", &["before"]),
])
.example("id: visit\nbefore: \"{{appointment}}\"\nby: 1d\nto: reminder\ntemplate: visit_reminder");

/// When people are reminded of something of which only the day is known.
const MORNING: Time = Time::constant(9, 0, 0, 0);

/// Goes to a module later.
///
/// ```yaml
/// - remind: { id: visit, before: "{{appointment}}", by: 1d, to: reminder, template: visit_reminder }
/// ```
#[derive(Debug, Clone)]
pub struct Remind {
    /// Its id.
    pub id: String,
    /// When.
    pub when: When,
    /// Where to.
    pub to: ModuleId,
    /// What goes out more than 24 hours after the person's last word.
    pub template: Option<Utility>,
}

/// When a reminder is due.
#[derive(Debug, Clone)]
pub enum When {
    /// So long from now.
    After(Duration),
    /// So long before a moment; zero: at it.
    Before(Template, Duration),
}

impl Remind {
    /// `remind: { to: …, after: …, … }`.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut fields = Fields::of(site, node, &REMIND)?;
        let spot = fields.first_line();
        let to = fields.need("to", "reminder").and_then(|node| module(node, site));
        let id = match fields.take("id") {
            Some(node) => {
                let words = site.words(node, "`id`")?;
                site.name(&words, "an id")
            }
            None => to.as_ref().map(ToString::to_string),
        };
        let when = when(&mut fields);
        let template = fields.take("template");
        if template.is_none() && when.as_ref().is_some_and(When::may_be_late) {
            site.report(
                Diagnostic::warning(
                    "reminder-without-template",
                    spot,
                    "this may be due after the 24 hours in which a bot may write, and is not sent then",
                )
                .help("add an approved template: `template: visit_reminder`"),
            );
        }
        let template = template.and_then(|node| Utility::load(node, site));
        fields.finish();
        let id = id?;
        site.loading.uses(|uses| uses.reminders.push(id.clone()));
        Some(Self { id, when: when?, to: to?, template })
    }

    /// Keeps it; a moment that cannot be read is noted.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let (id, to) = (self.id.clone(), self.to.clone());
        let template = self.template.as_ref().map(|template| template.render(scene)).transpose();
        match (self.when.due(scene), template) {
            (Ok(due), Ok(template)) => {
                reminders::set(scene, Reminder { id, due, to, template });
            }
            (Err(why), _) | (_, Err(why)) => scene.fault(format!("reminder `{id}`: {why}")),
        }
        Progress::Next
    }
}

fn module(node: &Node, site: &Site<'_>) -> Option<ModuleId> {
    let words = site.words(node, "`to`")?;
    if TARGETS.contains(&words.text.as_str()) {
        let message = format!("a reminder leads to a module, and `{}` is none", words.text);
        site.report(
            Diagnostic::error("unknown-module", words.spot, message)
                .help("write the id of the module that reminds"),
        );
        return None;
    }
    site.loading.uses(|uses| uses.modules.push((words.text.clone(), words.spot)));
    Some(ModuleId::new(words.text))
}

/// Takes `after`, `at`, or `before` with `by`: one of the three.
fn when(fields: &mut Fields<'_, '_>) -> Option<When> {
    let site = fields.site.clone();
    let spot = fields.first_line();
    let (after, at) = (fields.take_with_key("after"), fields.take_with_key("at"));
    let (before, by) = (fields.take_with_key("before"), fields.take_with_key("by"));
    let mut given = [after, at, before].into_iter().flatten().map(|(key, _)| key);
    let (first, second) = (given.next(), given.next());
    if let (Some(first), Some(second)) = (first, second) {
        let message =
            format!("a reminder is due once; here are `{}` and `{}`", first.text, second.text);
        site.report(
            Diagnostic::error("wrong-shape", second.spot, message).help(
                "keep one of them; for two reminders write two, each with an `id` of its own",
            ),
        );
    }
    let lacks = |message: &str, help: &str, spot| {
        site.report(Diagnostic::error("missing-key", spot, message).help(help));
    };
    match (first, before, by) {
        (None, _, None) => {
            lacks(
                "when is it due?",
                "add `after: 2d`, `at: …`, or `before: …` with `by: 1d`",
                spot,
            );
        }
        (_, Some((key, _)), None) => lacks("how long before?", "add `by: 1d`", key.spot),
        (_, None, Some((key, _))) => {
            lacks("before what?", "add `before: \"{{appointment}}\"`", key.spot);
        }
        (Some(_), None, None) | (_, Some(_), Some(_)) => {}
    }
    if let Some((_, node)) = after {
        return site.duration(node, "`after`").map(When::After);
    }
    if let Some((_, node)) = at {
        return moment(node, "`at`", &site).map(|at| When::Before(at, Duration::ZERO));
    }
    let moment = moment(before?.1, "`before`", &site);
    let by = site.duration(by?.1, "`by`");
    Some(When::Before(moment?, by?))
}

/// A moment, mostly of a variable.
fn moment(node: &Node, what: &str, site: &Site<'_>) -> Option<Template> {
    let words = site.words(node, what)?;
    let template = site.moment(&words)?;
    if let Some(plain) = template.as_plain() {
        let read = |kind| Value::text(plain.trim()).read_in(kind, &TimeZone::UTC);
        let kinds = [Type::DateTime, Type::Date, Type::Time];
        if !kinds.into_iter().any(|kind| read(kind).is_some()) {
            site.expected(
                node,
                "type-mismatch",
                what,
                "a moment like \"{{appointment}}\", 2026-03-24, 2026-03-24 14:00 or 14:00",
            );
            return None;
        }
    }
    Some(template)
}

impl When {
    /// Whether it may fall outside the 24 hours after the person's last word.
    fn may_be_late(&self) -> bool {
        match self {
            Self::After(after) => *after >= limit::WINDOW,
            Self::Before(..) => true,
        }
    }

    /// The moment, as it is known now.
    fn due(&self, scene: &Scene) -> Result<Timestamp, String> {
        let (template, by) = match self {
            Self::After(after) => return Ok(scene.now.plus_ms(after.as_millis())),
            Self::Before(moment, by) => (moment, by),
        };
        let value = template.render_value(scene).map_err(|fault| fault.to_string())?;
        let source = template.source();
        let at = at(scene, &value).ok_or_else(|| format!("`{source}` is no moment"))?;
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        Ok(Timestamp(at.as_millisecond().saturating_sub(by)))
    }
}

/// When a value is: a day counts from nine in the morning, a time is the next such time.
fn at(scene: &Scene, value: &Value) -> Option<jiff::Timestamp> {
    let zone = Scope::zone(scene);
    let now = zone.to_datetime(Scope::now(scene));
    let on = |date: Date, time: Time| {
        let zoned = DateTime::from_parts(date, time).to_zoned(zone.clone());
        zoned.map(|zoned| zoned.timestamp()).ok()
    };
    match value {
        Value::DateTime(moment) => Some(moment.at),
        Value::Date(date) => on(*date, MORNING),
        Value::Time(time) if *time > now.time() => on(now.date(), *time),
        Value::Time(time) => on(now.date().tomorrow().ok()?, *time),
        Value::Text(text) => {
            let read = |kind| answer::read(kind, text, &scene.reading());
            let kinds = [Kind::DateTime, Kind::Date, Kind::Time];
            kinds.into_iter().find_map(read).and_then(|value| at(scene, &value))
        }
        Value::Missing | Value::Number(_) | Value::YesNo(_) => None,
        Value::List(_) | Value::Map(_) => None,
    }
}
