//! One step of a test: what can stand there, and how it is read.

use indexmap::IndexMap;

use super::definition;
use super::fake::json_of;
use super::fault::Planned;
use super::fill;
use super::look;
use super::read::Reading;
use super::test::{Act, Does, Door, Expected, Step};
use crate::event::{Attachment, AttachmentKind, Entity, Guess, Referral, SystemKind, Understood};
use crate::language::{Diagnostic, Fields, Kind, Node, Site, Word, Words, word};
use crate::value::Value;

/// Steps that may stand without anything behind them.
const BARE: [&str; 5] =
    ["agent_passes_back", "agent_takes", "agent_requests", "operator_returns", "restart"];

/// Reads one step, or the several that an `each` or `include` stands for.
pub(super) fn read(
    reading: &Reading<'_>,
    node: &Node,
    shared: bool,
    depth: usize,
    steps: &mut Vec<Step>,
) {
    let site = &reading.site;
    if let Kind::Text { text, .. } = &node.kind {
        if let Some(name) = BARE.iter().find(|name| *name == text) {
            let nothing = Node { spot: node.spot, kind: Kind::Nothing };
            let does = act(reading, name, &nothing).map(Does::Act);
            steps.extend(does.map(|does| Step { spot: node.spot, value: node.spot, shared, does }));
            return;
        }
        let help = "write what happens and a colon: `- user: hi`, `- bot: Hello!`";
        return site.wrong_shape(node, "a step", help);
    }
    let Some(mut fields) = Fields::of(site, node, &definition::STEP) else { return };
    let verbs = definition::STEP.keys().map(|key| key.name);
    let mut found = verbs.filter_map(|name| Some((name, fields.take_with_key(name)?)));
    let first = found.next();
    if let Some((name, (key, _))) = found.next() {
        let message =
            format!("one step is one thing; here are `{}` and `{name}`", first.map_or("", |f| f.0));
        let found = Diagnostic::error("wrong-shape", key.spot, message);
        site.report(found.help(format!("begin a new line with a dash for it: `- {name}: …`")));
        return;
    }
    drop(found);
    let Some((name, (key, value))) = first else { return nothing_happens(site, node, fields) };
    let place = if matches!(value.kind, Kind::Nothing) { key.spot } else { value.spot };
    let words = || site.words(value, &format!("`{name}`"));
    let does = match name {
        "include" => {
            if let Some(words) = words() {
                reading.include(&words, depth, steps);
            }
            return fields.finish();
        }
        "each" => {
            let inner = fields.need("steps", "[ { user: \"{{word}}\" } ]");
            for row in reading.rows(value) {
                let Some(inner) = inner else { break };
                reading.steps(&fill::filled(inner, &row), true, depth, steps);
            }
            return fields.finish();
        }
        "bot" => Some(look::said(reading, value, &mut fields)),
        "graph" => look::moves(reading, value, &mut fields).map(Does::Expect),
        "http" => look::called(reading, value, &mut fields).map(Does::Expect),
        "event" => event(reading, value, &mut fields).map(Does::Act),
        "emit" => look::emitted(reading, value).map(Does::Expect),
        "at" => words().and_then(|words| at(reading, &words)).map(Does::Expect),
        "variables" => variables(reading, value).map(Does::Expect),
        "tags" => {
            let tags = site.several(value, "`tags`").into_iter().map(|words| words.text).collect();
            Some(Does::Expect(Expected::Tags(tags)))
        }
        _ => act(reading, name, value).map(Does::Act),
    };
    fields.finish();
    steps.extend(does.map(|does| Step { spot: node.spot, value: place, shared, does }));
}

/// A step that does not say what happens in it.
fn nothing_happens(site: &Site<'_>, node: &Node, fields: Fields<'_, '_>) {
    if fields.is_empty() {
        site.wrong_shape(node, "a step", "write what happens: `- user: hi`");
    } else if let Some((key, belongs)) = definition::STEP.misplaced(|key| fields.has(key)) {
        let spot = fields.place_of(key).unwrap_or(node.spot);
        let message = format!("`{key}` stands beside `{belongs}`");
        let found = Diagnostic::error("missing-key", spot, message);
        return site.report(found.help(format!("write it into the same step: `- {belongs}: …`")));
    }
    fields.finish();
}

fn act(reading: &Reading<'_>, name: &str, value: &Node) -> Option<Act> {
    let site = &reading.site;
    let words = || site.words(value, &format!("`{name}`"));
    let text = || words().map(|words| words.text);
    Some(match name {
        "user" => return user(reading, value),
        "tap" => return tap(reading, value),
        "sends" => return sends(reading, value),
        "opens" => return opens(reading, value),
        "agent" => return agent(reading, value),
        "agent_passes_back" => Act::PassesBack(door(reading, value)?),
        "agent_takes" => Act::Takes(door(reading, value)?),
        "agent_requests" => Act::Requests(door(reading, value)?),
        "operator_returns" => Act::OperatorReturns,
        "graph_fails" => Act::Fails(Planned::read(value, site)?),
        "later" => Act::Later(site.duration(value, "`later`")?),
        "quiet" => Act::Quiet(site.duration(value, "`quiet`")?),
        "as" => Act::As(text()?),
        "restart" => Act::Restart,
        "go_to" => Act::GoTo(reading.module(&words()?)?),
        _ => return None,
    })
}

/// A text, or `{ text, intent, entities, sentiment, language }`.
fn user(reading: &Reading<'_>, value: &Node) -> Option<Act> {
    let site = &reading.site;
    if !matches!(value.kind, Kind::Map { .. }) || site.colon(value) {
        return site.words(value, "`user`").map(|words| Act::User(words.text, None));
    }
    let mut fields = Fields::of(site, value, &definition::UNDERSTOOD)?;
    let text = fields.need("text", "I want my money back");
    let text = text.and_then(|node| site.words(node, "`text`"));
    let word = |fields: &mut Fields<'_, '_>, key: &'static str| {
        let node = fields.take(key)?;
        site.words(node, &format!("`{key}`")).map(|words| words.text)
    };
    let (intent, sentiment) = (word(&mut fields, "intent"), word(&mut fields, "sentiment"));
    let language = word(&mut fields, "language");
    let confidence =
        fields.take("confidence").and_then(|node| site.number(node, "`confidence`")).unwrap_or(1.0);
    let entities = fields.take("entities").and_then(|node| {
        let mut named = Fields::of(site, node, &definition::ENTITIES)?;
        let entity = |(key, value): (&crate::language::MapKey, &Node)| Entity {
            name: key.text.clone(),
            value: Value::natural(&json_of(value)),
            confidence,
        };
        Some(named.rest().into_iter().map(entity).collect())
    });
    fields.finish();
    let guess = |name: String| Guess { name, confidence };
    let understood = Understood {
        intents: intent.into_iter().map(guess).collect(),
        entities: entities.unwrap_or_default(),
        sentiment: sentiment.map(guess),
        language,
    };
    Some(Act::User(text?.text, Some(Box::new(understood))))
}

/// A label, or `{ menu: … }`.
fn tap(reading: &Reading<'_>, value: &Node) -> Option<Act> {
    let site = &reading.site;
    if !matches!(value.kind, Kind::Map { .. }) {
        return site.words(value, "`tap`").map(|words| Act::Tap(words.text, false));
    }
    let mut fields = Fields::of(site, value, &definition::MENU)?;
    let entry = fields.need("menu", "My order").and_then(|node| site.words(node, "`menu`"));
    fields.finish();
    Some(Act::Tap(entry?.text, true))
}

/// What can be sent, as the conditions name it.
pub(super) const SENT: [(Word, AttachmentKind); 7] = [
    (word("image", "A picture."), AttachmentKind::Image),
    (word("video", "A film."), AttachmentKind::Video),
    (word("audio", "A recording."), AttachmentKind::Audio),
    (word("file", "A document or another file."), AttachmentKind::File),
    (word("sticker", "A sticker, the thumb too."), AttachmentKind::Sticker),
    (word("location", "A place on the map."), AttachmentKind::Location),
    (word("contact", "The card of a contact."), AttachmentKind::Contact),
];

/// What a person can do that is no message.
pub(super) const EVENTS: [(Word, SystemKind); 4] = [
    (word("reaction", "The person puts an emoji on a message."), SystemKind::Reaction),
    (word("optin", "The person agrees to get messages."), SystemKind::Optin),
    (word("feedback", "The person fills in a feedback form."), SystemKind::Feedback),
    (word("linked", "The person links an account."), SystemKind::Linked),
];

/// `image`, or `{ image: https://…, text: Look! }`.
fn sends(reading: &Reading<'_>, value: &Node) -> Option<Act> {
    let site = &reading.site;
    let attached = |kind, url, place| Attachment { kind, url, title: None, place };
    if value.as_text().is_some() {
        let words = site.words(value, "`sends`")?;
        let kind = site.one_of(&words, "`sends`", &SENT)?;
        return Some(Act::Sends(Some(attached(kind, None, None)), String::new()));
    }
    let mut fields = Fields::of(site, value, &definition::SENDS)?;
    let mut sent = SENT.iter().filter_map(|(name, kind)| Some((*kind, fields.take(name.word)?)));
    let first = sent.next();
    if let Some((_, second)) = sent.next() {
        let found = Diagnostic::error("wrong-shape", second.spot, "one message holds one thing");
        site.report(found.help("send it in a step of its own: `- sends: { image: … }`"));
    }
    drop(sent);
    let text = fields.take("text").and_then(|node| site.words(node, "`text`"));
    let title = fields.take("name").and_then(|node| site.words(node, "`name`"));
    fields.finish();
    let Some((kind, node)) = first else {
        let found = Diagnostic::error("missing-key", value.spot, "nothing is sent here");
        site.report(found.help("write what is sent: `sends: { image: \"https://…\" }`"));
        return None;
    };
    let mut attachment = match (kind, &node.kind) {
        (AttachmentKind::Location, Kind::Map { .. }) => {
            attached(kind, None, Some(place(reading, node)?))
        }
        (_, Kind::Nothing) => attached(kind, None, None),
        _ => attached(kind, Some(site.words(node, "the address")?.text), None),
    };
    attachment.title = title.map(|words| words.text);
    Some(Act::Sends(Some(attachment), text.map(|words| words.text).unwrap_or_default()))
}

fn place(reading: &Reading<'_>, node: &Node) -> Option<(f64, f64)> {
    let mut fields = Fields::of(&reading.site, node, &definition::PLACE)?;
    let latitude = fields.need("latitude", "55.67");
    let longitude = fields.need("longitude", "12.57");
    fields.finish();
    let number = |node: Option<&Node>, what| reading.site.number(node?, what);
    number(latitude, "`latitude`").zip(number(longitude, "`longitude`"))
}

/// `get_started`, or `{ ref: …, source: …, ad_id: …, get_started: yes }`.
fn opens(reading: &Reading<'_>, value: &Node) -> Option<Act> {
    let site = &reading.site;
    if value.as_text().is_some() {
        let words = site.words(value, "`opens`")?;
        site.one_of(&words, "`opens`", &[(word("get_started", ""), ())])?;
        return Some(Act::Opens(true, None));
    }
    let mut fields = Fields::of(site, value, &definition::OPENS)?;
    let mut text = |key: &'static str| {
        fields.take(key).and_then(|node| site.words(node, &format!("`{key}`"))).map(|w| w.text)
    };
    let (reference, source, ad_id) = (text("ref"), text("source"), text("ad_id"));
    let started = fields.take("get_started").and_then(|node| site.yes_no(node, "`get_started`"));
    fields.finish();
    let referral = Referral { reference, source, ad_id };
    Some(Act::Opens(started.unwrap_or(false), Some(referral)))
}

/// A text, or `{ text: …, receiver: … }`.
fn agent(reading: &Reading<'_>, value: &Node) -> Option<Act> {
    let site = &reading.site;
    if !matches!(value.kind, Kind::Map { .. }) {
        let text = site.words(value, "`agent`")?.text;
        return Some(Act::Agent { text, receiver: None });
    }
    let mut fields = Fields::of(site, value, &definition::AGENT)?;
    let text = fields.need("text", "Hello, this is Maria.");
    let text = text.and_then(|node| site.words(node, "`text`"));
    let receiver = fields.take("receiver").map(|node| site.receiver(node));
    fields.finish();
    let receiver = match receiver {
        Some(app) => Some(app?),
        None => None,
    };
    Some(Act::Agent { text: text?.text, receiver })
}

/// Nothing, or `{ receiver: …, metadata: … }`.
fn door(reading: &Reading<'_>, value: &Node) -> Option<Door> {
    let site = &reading.site;
    if matches!(value.as_text(), Some("yes" | "true")) {
        return Some(Door::default());
    }
    let mut fields = Fields::of(site, value, &definition::DOOR)?;
    let app = fields.take("receiver").map(|node| site.receiver(node));
    let metadata = fields.take("metadata").and_then(|node| site.words(node, "`metadata`"));
    fields.finish();
    let app = match app {
        Some(app) => Some(app?),
        None => None,
    };
    Some(Door { app, metadata: metadata.map(|words| words.text) })
}

/// `reaction`, with what a flow reads under `event.*`.
fn event(reading: &Reading<'_>, value: &Node, fields: &mut Fields<'_, '_>) -> Option<Act> {
    let words = reading.site.words(value, "`event`")?;
    let data = fields.take("data").map(json_of);
    let kind = reading.site.one_of(&words, "`event`", &EVENTS)?;
    let named = match data {
        Some(serde_json::Value::Object(named)) => {
            named.iter().map(|(name, value)| (name.clone(), Value::natural(value))).collect()
        }
        Some(_) | None => IndexMap::new(),
    };
    Some(Act::Event(kind, named))
}

fn at(reading: &Reading<'_>, words: &Words) -> Option<Expected> {
    if words.text == "end" {
        return Some(Expected::At(None));
    }
    reading.module(words).map(|id| Expected::At(Some(id)))
}

fn variables(reading: &Reading<'_>, value: &Node) -> Option<Expected> {
    let named = Fields::of(&reading.site, value, &definition::VALUES)?.rest();
    let known = &reading.subject.bots.newest.variables;
    for (key, _) in &named {
        if !known.contains_key(&key.text) {
            let words = Words { text: key.text.clone(), spot: key.spot, quoted: false };
            reading.unknown("variable", &words, known.keys().map(String::as_str));
        }
    }
    Some(Expected::Variables(json_of(value)))
}
