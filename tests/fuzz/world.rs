//! A person who talks with whatever bot came out of a damaged file, and a scope for single expressions and templates.

use std::borrow::Cow;
use std::sync::Arc;

use baton_core::bot::{Bot, Bots};
use baton_core::conversation::{Conversation, PageFacts};
use baton_core::effect::{ButtonDoes, Content, Effect};
use baton_core::event::{Answer, Event, Owner, Press, Profile, Settled, Word};
use baton_core::id::{AppId, ContactId, Timestamp};
use baton_core::scope::{Names, Place, Scope};
use baton_core::step::step;
use baton_core::tongue::Tongues;
use baton_core::value::{Map, Type, Value};
use jiff::tz::TimeZone;
use serde_json::json;

use crate::chance::Chance;

/// A Monday in March 2026.
const START: i64 = 1_772_440_200_000;
/// What a turn may ask of the world before it is taken for a circle.
const EFFECTS: usize = 2_000;

/// A conversation with a bot, and what can be tapped in it.
pub(crate) struct Talk {
    bots: Bots,
    conversation: Conversation,
    now: Timestamp,
    payloads: Vec<String>,
}

impl Talk {
    pub(crate) fn with(bot: Arc<Bot>) -> Self {
        let page = PageFacts { own_app: AppId::new("111"), ..PageFacts::unknown() };
        let now = Timestamp(START);
        let conversation = Conversation::new(Arc::new(page), ContactId::new("anna"), now);
        Self { bots: Bots::only(bot), conversation, now, payloads: Vec::new() }
    }

    /// Some things happen, by chance.
    pub(crate) fn goes_on(&mut self, chance: &mut Chance, words: &[&str]) -> Result<(), String> {
        for _ in 0..6 {
            let event = match chance.below(8) {
                0 | 1 => self.said(words.get(chance.below(words.len())).copied().unwrap_or("hi")),
                2 => self.said(["hi", "menu", "anna@example.com", "5", "yes"][chance.below(5)]),
                3..=5 if !self.payloads.is_empty() => {
                    self.tapped(chance.pick(&self.payloads).clone())
                }
                6 => {
                    self.now = Timestamp(self.now.0 + (chance.next() % 200_000_000) as i64);
                    Event::Due
                }
                _ => self.said("hello there"),
            };
            self.happens(event, chance)?;
        }
        Ok(())
    }

    pub(crate) fn happens(&mut self, event: Event, chance: &mut Chance) -> Result<(), String> {
        let mut coming = vec![event];
        for _ in 0..EFFECTS {
            let Some(event) = coming.pop() else { return Ok(()) };
            let done = step(&self.bots, self.conversation.clone(), &event, self.now);
            self.conversation = done.conversation;
            coming.extend(done.effects.iter().filter_map(|effect| self.result(effect, chance)));
        }
        Err("the conversation goes round in circles".to_owned())
    }

    fn said(&self, text: &str) -> Event {
        Event::Word(Word { sent_at: self.now, text: text.to_owned(), ..Word::default() })
    }

    fn tapped(&self, payload: String) -> Event {
        let press = Some(Press { payload: Some(payload), title: None });
        Event::Word(Word { sent_at: self.now, press, ..Word::default() })
    }

    fn result(&mut self, effect: &Effect, chance: &mut Chance) -> Option<Event> {
        let settled = || Settled::Accepted;
        match effect {
            Effect::Send(send) => {
                let choices = send.message.choices.iter().map(|choice| choice.payload.clone());
                self.payloads.extend(choices);
                if let Content::Text { buttons, .. } = &send.message.content {
                    for button in buttons {
                        if let ButtonDoes::Press(payload) = &button.does {
                            self.payloads.push(payload.clone());
                        }
                    }
                }
                None
            }
            Effect::Typing { .. } => None,
            Effect::Pass { id, .. } => Some(Event::Passed { effect: *id, settled: settled() }),
            Effect::Take { id, .. } => Some(Event::Took { effect: *id, settled: settled() }),
            Effect::AskOwner { id } => Some(Event::OwnerIs { effect: *id, owner: Owner::Us }),
            Effect::AskProfile { id } => {
                let profile = Profile { first_name: Some("Anna".to_owned()), ..Profile::default() };
                Some(Event::ProfileIs { effect: *id, profile: Some(profile) })
            }
            Effect::Http { id, .. } => {
                let body = Some(json!({ "orders": [{ "id": "A", "total": 3 }], "a": [1, "x"] }));
                let status = [200, 404, 500][chance.below(3)];
                let headers = [("x".to_owned(), "1".to_owned())].into_iter().collect();
                let answer = Answer { status, headers, body, error: None, ms: 5 };
                Some(Event::Answer { effect: *id, answer })
            }
        }
    }
}

/// Variables of every type, with and without a value.
pub(crate) struct Stage {
    values: Map,
    zone: TimeZone,
}

/// The types of the declared variables.
const TYPES: [(&str, Type); 10] = [
    ("score", Type::Number),
    ("limit", Type::Number),
    ("count", Type::Number),
    ("topic", Type::Text),
    ("email", Type::Text),
    ("agreed", Type::YesNo),
    ("due", Type::Date),
    ("meeting", Type::DateTime),
    ("slots", Type::List),
    ("order", Type::Any),
];

impl Stage {
    pub(crate) fn new() -> Self {
        let mut values = Map::new();
        let mut set = |name: &str, value: serde_json::Value| {
            values.insert(name.to_owned(), Value::natural(&value));
        };
        set("score", json!(3));
        set("count", json!(-7.25));
        set("topic", json!("Ærø – refund 👍"));
        set("slots", json!(["9:00", "10:00", 3, null, ["x"]]));
        set("order", json!({ "id": "A-17", "total": 250.5, "lines": [{ "price": 100 }, {}] }));
        set("user", json!({ "first_name": "Anna" }));
        let meeting = Value::from("2026-03-24T13:00:00Z").read_as(Type::DateTime);
        values.insert("meeting".to_owned(), meeting.expect("it is a moment"));
        values.insert("due".to_owned(), Value::Date(jiff::civil::date(2026, 3, 24)));
        Self { values, zone: TimeZone::get("Europe/Copenhagen").expect("it is known") }
    }
}

impl Scope for Stage {
    fn root(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.values.get(name).map(Cow::Borrowed)
    }

    fn empty(&self, name: &str) -> Value {
        self.variable(name).map_or(Value::Missing, Type::empty)
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(START).expect("it is in range")
    }

    fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn language(&self) -> &'static str {
        "da_DK"
    }

    fn tongues(&self) -> Tongues {
        Tongues::default()
    }

    fn tagged(&self, tag: &str) -> bool {
        tag == "vip"
    }

    fn open(&self, hours: &str) -> bool {
        hours == "support"
    }

    fn chance(&self, place: u32) -> u64 {
        u64::from(place) * 250_000
    }

    fn note_missing(&self, _name: &str) {}
}

impl Names for Stage {
    fn variable(&self, name: &str) -> Option<Type> {
        TYPES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    fn variables(&self) -> Vec<&str> {
        TYPES.iter().map(|(name, _)| *name).collect()
    }

    fn has_hours(&self, name: &str) -> bool {
        name == "support"
    }

    fn hours(&self) -> Vec<&str> {
        vec!["support"]
    }

    fn captured(&self, group: &str) -> bool {
        group == "number"
    }

    fn kind_in(&self, _place: Place) -> Option<Type> {
        Some(Type::Any)
    }
}
