//! What names mean while a step runs: variables, and the reserved names over the conversation.

use std::borrow::Cow;

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use crate::answer::Reading;
use crate::bot::Variable;
use crate::conversation::Conversation;
use crate::id::Timestamp;
use crate::limit;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::tongue::{Tongue, Tongues};
use crate::value::{Moment, Type, Value};

impl Scope for Scene<'_> {
    fn root(&self, name: &str) -> Option<Cow<'_, Value>> {
        let c = &self.conversation;
        let facts = |facts: &IndexMap<String, Value>| Some(Cow::Owned(Value::Map(facts.clone())));
        match name {
            "user" => Some(Cow::Owned(user(self))),
            "input" => facts(&c.facts.input),
            "event" => facts(&c.facts.event),
            "handover" => facts(&c.facts.handover),
            "http" => facts(&c.facts.http),
            "conversation" => Some(Cow::Owned(about_conversation(self))),
            "page" => Some(Cow::Owned(map([
                ("id", Value::text(c.page.id.as_str())),
                ("name", Value::text(&c.page.name)),
            ]))),
            "bot" => Some(Cow::Owned(map([
                ("id", Value::text(&self.newest().id)),
                ("version", Value::text(self.newest().hash.as_str())),
            ]))),
            "tags" => Some(Cow::Owned(Value::List(c.tags.iter().map(Value::text).collect()))),
            "item" => self.top()?.item.as_ref().map(Cow::Borrowed),
            "answer" => self.answer.as_ref().map(Cow::Borrowed),
            _ => c.session.get(name).or_else(|| c.variables.get(name)).map(Cow::Borrowed),
        }
    }

    fn empty(&self, name: &str) -> Value {
        match self.variable(name) {
            Some(Variable { default: Some(value), .. }) => value.clone(),
            Some(variable) => variable.kind.empty(),
            None => Value::Missing,
        }
    }

    fn now(&self) -> jiff::Timestamp {
        moment(self.now)
    }

    fn zone(&self) -> &TimeZone {
        self.zone.get_or_init(|| zone_of(&self.conversation))
    }

    fn language(&self) -> &str {
        let (bot, person) = (self.newest(), &self.conversation.person);
        let locale = person.profile.as_ref().and_then(|profile| profile.locale.as_deref());
        let locale = locale.filter(|locale| bot.speaks(locale));
        let set = person.language.as_deref().filter(|set| bot.speaks(set));
        // A region of the profile (en_US dates) refines a language that was set without one.
        let refined = |set: &&str| locale.filter(|locale| base(locale) == *set);
        match set {
            Some(set) => refined(&set).unwrap_or(set),
            None => locale.unwrap_or(&bot.language),
        }
    }

    fn tongues(&self) -> Tongues {
        let bot = self.newest();
        if bot.tongues.is_empty() {
            return Tongues::default();
        }
        bot.tongues_for(self.language())
    }

    fn tagged(&self, tag: &str) -> bool {
        self.conversation.tags.contains(tag)
    }

    fn open(&self, hours: &str) -> bool {
        self.newest().hours.get(hours).is_some_and(|hours| hours.is_open(moment(self.now)))
    }

    fn chance(&self, place: u32) -> u64 {
        match self.top() {
            Some(frame) => {
                let salt = (u64::from(frame.next) << 32) | u64::from(place);
                Scene::chance(self, frame.list.as_str(), frame.visit, salt)
            }
            // Nothing stands: each word that is heard draws anew, and its replay the same.
            None => {
                let heard = self.conversation.clock.0.unsigned_abs();
                Scene::chance(self, "", self.conversation.counters.visit, mixed(heard, place))
            }
        }
    }

    fn note_missing(&self, name: &str) {
        self.missing.borrow_mut().insert(name.to_owned());
    }

    fn note_fault(&self, fault: String) {
        self.overlook(fault);
    }
}

impl Scene<'_> {
    /// What the newest version, or the one that runs, declares under this name.
    fn variable(&self, name: &str) -> Option<&Variable> {
        let running = self.top().map(|frame| self.bot_of(frame));
        running.and_then(|bot| bot.variables.get(name)).or(self.newest().variables.get(name))
    }

    /// Whose words are read.
    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading {
            language: self.language(),
            languages: &self.newest().languages,
            now: moment(self.now),
            zone: Scope::zone(self),
        }
    }

    /// The language in which something is approved for the contact: the one the flow has set, else the nearest of the
    /// bot's.
    pub(crate) fn approved_language(&self) -> &str {
        let bot = self.newest();
        let contact = Tongue::of(Scope::language(self));
        let same = |tag: &&String| Tongue::of(tag) == contact;
        let near = |tag: &&String| Tongue::of(tag).map(Tongue::base) == contact.map(Tongue::base);
        let own = || bot.languages.iter().find(same).or(bot.languages.iter().find(near));
        let set = self.conversation.person.language.as_deref();
        set.or_else(|| own().map(String::as_str)).unwrap_or(&bot.language)
    }

    /// Whether a variable holds something of its own.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let c = &self.conversation;
        let kept = c.session.get(name).or_else(|| c.variables.get(name));
        kept.is_some_and(|value| !value.is_missing() && value.as_text() != Some(""))
    }

    /// Keeps a value under a name, read as its declared type; `false` (and a fault noted) where it cannot be.
    pub(crate) fn keep(&mut self, name: &str, mut value: Value) -> bool {
        let (kind, session) = match self.variable(name) {
            Some(variable) => (variable.kind, variable.session),
            None => (Type::Any, false),
        };
        if value.cut() {
            self.fault(format!("`{name}` was cut to {} characters", limit::VALUE));
        }
        let Some(value) = value.read_in(kind, Scope::zone(self)) else {
            self.fault(format!("`{name}` is {}, and the value is not", kind.phrase()));
            return false;
        };
        let c = &mut self.conversation;
        let held = if session { &mut c.session } else { &mut c.variables };
        let before = held.insert(name.to_owned(), value);
        let total: usize =
            c.variables.iter().chain(&c.session).map(|(k, v)| k.len() + v.size()).sum();
        if total <= limit::VARIABLES {
            return true;
        }
        let held = if session { &mut c.session } else { &mut c.variables };
        match before {
            Some(before) => held.insert(name.to_owned(), before),
            None => held.shift_remove(name),
        };
        let bound = limit::VARIABLES / 1024;
        self.fault(format!("`{name}` was not kept: more than {bound} KiB of variables"));
        false
    }

    /// Forgets what is kept under a name.
    pub(crate) fn forget(&mut self, name: &str) {
        self.conversation.variables.shift_remove(name);
        self.conversation.session.shift_remove(name);
    }
}

/// Two numbers as one.
fn mixed(heard: u64, place: u32) -> u64 {
    heard.wrapping_mul(1 << 32).wrapping_add(u64::from(place))
}

/// A moment as the date library knows it.
pub(crate) fn moment(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::MAX)
}

/// A map of values from names and values.
pub(crate) fn map<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Map(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A moment as a value, on the contact's clock.
pub(crate) fn moment_value(scene: &Scene, at: Timestamp) -> Value {
    Value::DateTime(Moment::in_zone(moment(at), Scope::zone(scene)))
}

fn base(language: &str) -> &str {
    language.split(['_', '-']).next().unwrap_or(language)
}

fn zone_of(conversation: &Conversation) -> TimeZone {
    let hours = conversation.person.profile.as_ref().and_then(|profile| profile.timezone);
    let offset = hours.and_then(|hours| {
        let seconds = (hours * 3600.0).round();
        (seconds.abs() < 100_000.0).then(|| jiff::tz::Offset::from_seconds(seconds as i32))
    });
    // The page's zone knows daylight saving, the profile only a distance: where they agree now, the zone wins.
    let page = TimeZone::get(&conversation.page.zone).unwrap_or(TimeZone::UTC);
    match offset {
        Some(Ok(offset)) if page.to_offset(moment(conversation.clock)) != offset => {
            TimeZone::fixed(offset)
        }
        Some(_) | None => page,
    }
}

fn user(scene: &Scene) -> Value {
    let person = &scene.conversation.person;
    let profile = person.profile.clone().unwrap_or_default();
    let text = |text: Option<String>| Value::text(text.unwrap_or_default());
    map([
        ("id", Value::text(person.id.as_str())),
        ("first_name", text(profile.first_name)),
        ("last_name", text(profile.last_name)),
        ("language", Value::text(base(scene.language()))),
        ("locale", text(profile.locale)),
        ("timezone", profile.timezone.map_or(Value::Missing, Value::Number)),
        ("picture", text(profile.picture)),
    ])
}

fn about_conversation(scene: &Scene) -> Value {
    let c = &scene.conversation;
    let module = c.module().unwrap_or_default();
    let until = c.person.window_until.map_or(Value::Missing, |at| moment_value(scene, at));
    map([
        ("id", Value::text(format!("{:016x}", c.id.0))),
        ("module", Value::text(module)),
        ("channel", Value::text(&c.page.channel)),
        ("window_until", until),
    ])
}
