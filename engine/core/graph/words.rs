//! Conditions in the words in which one would tell them.

use crate::answer::Kind;
use crate::condition::text::Tier;
use crate::condition::{Class, Condition, Connection, EventName, Facet, Is, Joined, Phrase, Sends};
use crate::conversation::Outcome;
use crate::language::definition::EVENTS;
use crate::language::outcome_word;

/// A condition.
pub(super) fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Says(texts) => format!("says {}", quoted(texts)),
        Condition::Contains(texts) => format!("contains {}", quoted(texts)),
        Condition::StartsWith(texts) => format!("begins with {}", quoted(texts)),
        Condition::Like(texts) => format!("says something like {}", quoted(texts)),
        Condition::Understands(asked) => {
            let facet = match asked.facet {
                Facet::Intent => "means",
                Facet::Entity => "mentions",
                Facet::Sentiment => "sounds",
            };
            format!("{facet} {}", asked.names.join(", "))
        }
        Condition::Matches(pattern) => format!("matches {}", pattern.source),
        Condition::Is(is) => format!("is {}", read_as(*is)),
        Condition::Sends(sends) => format!("sends {}", sent(*sends)),
        Condition::Pressed(button) => format!("taps {button}"),
        Condition::Event(name) => event(*name),
        Condition::Outcome(of) => outcome(*of),
        Condition::NoReply(silence) => format!("no reply for {silence}"),
        Condition::Any(any) => joined(any, " or "),
        Condition::All(all) => joined(all, " and "),
        Condition::Not(not) => format!("not: {}", self::condition(not)),
    }
}

fn joined(all: &[Condition], between: &str) -> String {
    all.iter().map(condition).collect::<Vec<_>>().join(between)
}

/// Texts in quotes, each once; they are as they are compared, in every language of the bot.
pub(super) fn quoted(texts: &[Phrase]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for text in texts.iter().map(|text| text.text(Tier::Exact)) {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen.iter().map(|text| format!("“{text}”")).collect::<Vec<_>>().join(", ")
}

/// How an action ended.
pub(super) fn outcome(outcome: Outcome) -> String {
    outcome_word(outcome).replace('_', " ")
}

fn event(event: EventName) -> String {
    let word = EVENTS.iter().find(|(_, known)| *known == event).map_or("", |(word, _)| word.word);
    format!("event: {}", word.replace('_', " "))
}

fn read_as(is: Is) -> &'static str {
    match is {
        Is::Yes => "a yes",
        Is::No => "a no",
        Is::Kind(kind) => answer(kind),
    }
}

/// What an answer is expected to be.
pub(super) fn answer(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "any text",
        Kind::Email => "an e-mail address",
        Kind::Phone => "a phone number",
        Kind::Number => "a number",
        Kind::Date => "a date",
        Kind::Time => "a time",
        Kind::DateTime => "a date and time",
        Kind::Url => "a web address",
        Kind::YesNo => "yes or no",
        Kind::Image => "a picture",
        Kind::File => "a file",
        Kind::Location => "a location",
    }
}

fn sent(sends: Sends) -> &'static str {
    match sends {
        Sends::Anything => "anything",
        Sends::Text => "a text",
        Sends::Image => "a picture",
        Sends::Video => "a video",
        Sends::Audio => "a voice message",
        Sends::File => "a file",
        Sends::Sticker => "a sticker",
        Sends::Location => "a location",
        Sends::Contact => "a contact",
    }
}

/// When connections of one place are taken, which one `any` was expanded into; `otherwise` stands where nothing is
/// asked for.
pub(super) fn when(connections: &[&Connection], otherwise: &str) -> String {
    let mut all: Vec<String> = Vec::new();
    for when in connections.iter().filter_map(|one| one.when.as_ref()).map(condition) {
        if !all.contains(&when) {
            all.push(when);
        }
    }
    let given = connections.first().and_then(|one| one.given.as_ref());
    match (all.is_empty(), given) {
        (true, None) => otherwise.to_owned(),
        (true, Some(given)) => format!("if {}", given.source()),
        (false, None) => all.join(" or "),
        (false, Some(given)) => format!("{}, if {}", all.join(" or "), given.source()),
    }
}

/// Whether it asks how an action ended, and how: a good end or a bad one.
pub(super) fn asks_outcome(connection: &Connection) -> Option<bool> {
    let Class::Outcome = connection.class else { return None };
    connection.when.as_ref().and_then(good)
}

fn good(condition: &Condition) -> Option<bool> {
    match condition.joined() {
        Joined::One(Condition::Outcome(outcome)) => Some(match outcome {
            Outcome::Answered | Outcome::Ok | Outcome::Returned | Outcome::TimedOut => true,
            Outcome::TooManyTries | Outcome::NotFound | Outcome::Failed => false,
            Outcome::NobodyAnswered | Outcome::Closed | Outcome::Empty => false,
        }),
        Joined::All(all) | Joined::Any(all) => all.iter().find_map(good),
        Joined::One(_) | Joined::Not(_) => None,
    }
}
