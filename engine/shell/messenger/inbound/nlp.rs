//! What Meta's language understanding found in a message (messenger-platform 2.6): three forms of
//! payload, of which the newest wins.
//!
//! Invariant: whatever stands there, the message itself is heard.

use baton_core::event::{Entity, Guess, Understood};
use baton_core::value::Value;
use serde_json::{Map, Value as Json};

use crate::messenger::lenient::Raw;

/// Intents and entities that are kept: a flow asks for one or two.
const KEPT: usize = 16;
/// Characters of a value that is kept.
const VALUE: usize = 256;
/// What older payloads put before names.
const PREFIX: &str = "wit$";
/// The trait that is a condition of its own.
const SENTIMENT: &str = "sentiment";

/// What was understood; `None` where nothing was.
pub(super) fn read(newer: Raw<'_>, older: Raw<'_>) -> Option<Box<Understood>> {
    let object = |raw: Raw<'_>| match serde_json::from_str(raw?.get()) {
        Ok(Json::Object(object)) if !object.is_empty() => Some(object),
        Ok(_) | Err(_) => None,
    };
    let nlp = object(newer).or_else(|| object(older))?;
    let mut understood = Understood::default();
    for guess in list(nlp.get("intents")) {
        let name = guess.get("name").and_then(Json::as_str).filter(|name| !name.is_empty());
        let found = name.map(|name| Guess { name: short(name), confidence: confidence(guess) });
        understood.intents.extend(found);
    }
    understood.intents.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    understood.intents.truncate(KEPT);
    for kind in ["entities", "traits"] {
        let Some(found) = nlp.get(kind).and_then(Json::as_object) else { continue };
        gather(found, kind, &mut understood);
    }
    understood.entities.truncate(KEPT);
    understood.language = surest(list(nlp.get("detected_locales")), "locale").map(|locale| {
        let language = locale.name.split(['_', '-']).next().unwrap_or_default();
        language.to_ascii_lowercase()
    });
    (understood != Understood::default()).then(|| Box::new(understood))
}

fn gather(found: &Map<String, Json>, kind: &str, understood: &mut Understood) {
    for (key, guesses) in found {
        let name = plain(key);
        // In the oldest payloads traits stand among the entities.
        if name == SENTIMENT {
            understood.sentiment = surest(list(Some(guesses)), "value");
            continue;
        }
        for guess in list(Some(guesses)) {
            let value = value(guess).filter(|_| kind == "entities");
            let value = value.unwrap_or_else(|| Value::text("true"));
            let (name, confidence) = (short(&name), confidence(guess));
            understood.entities.push(Entity { name, value, confidence });
        }
    }
}

/// `datetime` of `wit$datetime:$datetime`; the role behind the colon where it is the author's own.
fn plain(key: &str) -> String {
    let (name, role) = key.split_once(':').unwrap_or((key, ""));
    let name = name.strip_prefix(PREFIX).unwrap_or(name);
    let role = role.trim_start_matches('$');
    if role.is_empty() || role == name { name.to_owned() } else { role.to_owned() }
}

/// What an entity is worth: its value, the beginning of a span of time, else the words themselves.
fn value(guess: &Json) -> Option<Value> {
    let told = [&guess["value"], &guess["from"]["value"], &guess["to"]["value"], &guess["body"]];
    told.into_iter().find_map(|value| match value {
        Json::String(text) => Some(Value::text(short(text))),
        Json::Number(number) => number.as_f64().map(Value::Number),
        Json::Bool(yes) => Some(Value::YesNo(*yes)),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    })
}

fn surest<'a>(guesses: impl Iterator<Item = &'a Json>, key: &str) -> Option<Guess> {
    let named = guesses.filter_map(|guess| {
        let name = guess.get(key)?.as_str().map(short)?;
        Some(Guess { name, confidence: confidence(guess) })
    });
    named.reduce(|best, one| if one.confidence > best.confidence { one } else { best })
}

fn list(guesses: Option<&Json>) -> impl Iterator<Item = &Json> {
    guesses.and_then(Json::as_array).into_iter().flatten()
}

/// From 0 to 1; some payloads have it as a text, and without one nobody is sure of anything.
fn confidence(guess: &Json) -> f64 {
    let told = &guess["confidence"];
    let number = told.as_f64().or_else(|| told.as_str()?.parse().ok());
    number.filter(|number| number.is_finite()).unwrap_or(0.0).clamp(0.0, 1.0)
}

fn short(text: &str) -> String {
    text.chars().take(VALUE).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn of(newer: &str, older: &str) -> Option<Box<Understood>> {
        let raw = |json: &str| RawValue::from_string(json.to_owned()).unwrap();
        read(Some(&raw(newer)), Some(&raw(older)))
    }

    #[test]
    fn the_newest_form_is_read_whole() {
        let found = of(
            r#"{ "intents": [ {"id":"1","name":"other","confidence":0.2},
                              {"id":"2","name":"refund","confidence":0.98} ],
                 "entities": { "datetime:datetime": [ {"body":"tomorrow","confidence":0.95,
                     "value":"2020-06-16T00:00:00.000-07:00"} ],
                   "shop:colour": [ {"body":"red one","confidence":0.9} ] },
                 "traits": { "sentiment": [ {"value":"positive","confidence":0.77} ],
                             "thanks": [ {"value":"true","confidence":0.8} ] },
                 "detected_locales": [ {"locale":"en_XX","confidence":0.98} ] }"#,
            r#"{ "intents": [ {"name":"old","confidence":1} ] }"#,
        );
        let found = found.unwrap();
        let intents: Vec<&str> = found.intents.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(intents, ["refund", "other"], "the surest first");
        let entities: Vec<(&str, String)> =
            found.entities.iter().map(|one| (one.name.as_str(), one.value.print("en"))).collect();
        let expected = [
            ("datetime", "2020-06-16T00:00:00.000-07:00"),
            ("colour", "red one"),
            ("thanks", "true"),
        ];
        assert_eq!(entities, expected.map(|(name, value)| (name, value.to_owned())));
        assert_eq!(found.sentiment.unwrap().name, "positive");
        assert_eq!(found.language.as_deref(), Some("en"));
    }

    #[test]
    fn older_forms_are_read_too() {
        let found = of(
            "{}",
            r#"{ "entities": { "wit$datetime:$datetime": [ {"confidence":"0.9","from":{"value":"2020-01-01"}} ],
                               "sentiment": [ {"confidence":0.7,"value":"negative"} ] },
                 "traits": { "wit$greetings": [ {"confidence":0.99,"value":"true"} ] } }"#,
        );
        let found = found.unwrap();
        assert_eq!(found.entities[0].name, "datetime");
        assert_eq!(found.entities[0].value, Value::text("2020-01-01"));
        assert_eq!(
            (found.entities[0].confidence, found.entities[1].name.as_str()),
            (0.9, "greetings")
        );
        assert_eq!(found.sentiment.unwrap().name, "negative");
    }

    #[test]
    fn what_is_no_finding_is_none() {
        for wrong in [
            "null",
            "[]",
            "1",
            "{}",
            r#"{"intents":{},"entities":[],"traits":7,"detected_locales":null}"#,
            r#"{"intents":[1,null,{"name":""},{"name":3}],"entities":{"a":1,"b":[]}}"#,
        ] {
            assert_eq!(of(wrong, wrong), None, "{wrong}");
        }
    }
}
