//! Reads single values the way they really come: ids as numbers, numbers as texts, `null` for
//! absent.
//!
//! Invariant: a value of an unexpected type is an absent value, never an error; ids never pass
//! through a float (app ids exceed 53 bits).

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// A value still as its JSON text, or none.
pub(super) type Raw<'a> = Option<&'a RawValue>;

/// The fields of an object.
///
/// # Errors
/// What it is instead, without any of its content: not JSON, no object, or a field twice (of two
/// readers one would believe the first and one the second).
pub(super) fn object<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, &'static str> {
    // Without this an array would be read as the fields in their order.
    if !json.trim_start().starts_with('{') {
        return Err("no object");
    }
    serde_json::from_str(json).map_err(|error| match error.classify() {
        Category::Eof => "broken off",
        Category::Syntax => "not JSON",
        Category::Data | Category::Io => "a field twice",
    })
}

/// The fields of an object; `None` if it is none, or holds a field twice.
pub(super) fn fields<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Option<T> {
    object(raw?.get()).ok()
}

/// A text, or a number as its digits. Halves of surrogate pairs become replacement characters.
pub(super) fn text(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    let json = raw?.get();
    match json.as_bytes().first()? {
        b'"' => quoted(json),
        b'0'..=b'9' | b'-' => Some(Cow::Borrowed(json)),
        _ => None,
    }
}

/// A text of its own.
pub(super) fn owned(raw: Raw<'_>) -> Option<String> {
    text(raw).map(Cow::into_owned)
}

/// An id: a text or a whole number, not empty and not zero.
pub(super) fn id(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    let text = text(raw)?;
    let is_number = !raw?.get().starts_with('"');
    let broken = is_number && !text.bytes().all(|byte| byte.is_ascii_digit());
    (!text.is_empty() && text != "0" && !broken).then_some(text)
}

/// The id inside `{"id": …}`.
pub(super) fn id_of(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Holder<'a> {
        #[serde(borrow)]
        id: Raw<'a>,
    }
    id(fields::<Holder<'_>>(raw)?.id)
}

/// A number, or a text of one.
pub(super) fn decimal(raw: Raw<'_>) -> Option<f64> {
    text(raw)?.parse().ok().filter(|number: &f64| number.is_finite())
}

/// `true`, also as a text or as 1.
pub(super) fn yes(raw: Raw<'_>) -> bool {
    raw.is_some_and(|raw| matches!(raw.get(), "true" | "\"true\"" | "1"))
}

fn quoted(json: &str) -> Option<Cow<'_, str>> {
    let inner = json.get(1..json.len().checked_sub(1)?)?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    reader.deserialize_bytes(Lossy).ok().map(Cow::Owned)
}

/// Takes a JSON string as bytes, since a lone surrogate is no text.
struct Lossy;

impl Visitor<'_> for Lossy {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// The elements of an array, each still as its JSON text.
#[derive(Default)]
pub(super) struct Elements<'a> {
    /// The elements.
    pub all: Vec<&'a RawValue>,
    /// The value was there and was no array.
    pub odd: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for Elements<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ElementsVisitor)
    }
}

struct ElementsVisitor;

impl ElementsVisitor {
    fn odd<'a>() -> Elements<'a> {
        Elements { all: Vec::new(), odd: true }
    }
}

impl<'de> Visitor<'de> for ElementsVisitor {
    type Value = Elements<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(element) = array.next_element()? {
            all.push(element);
        }
        Ok(Elements { all, odd: false })
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Elements::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::odd())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Self::odd())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Self::odd())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Self::odd())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Self::odd())
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Self::odd())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn an_id_beyond_the_reach_of_floats_keeps_its_digits() {
        assert_eq!(id(Some(raw("184719329217930001"))).unwrap(), "184719329217930001");
        assert_eq!(id(Some(raw("\"184719329217930001\""))).unwrap(), "184719329217930001");
        for none in ["null", "0", "\"\"", "1.5", "-1", "1e3", "true", "[]", "{}"] {
            assert_eq!(id(Some(raw(none))), None, "{none}");
        }
        assert_eq!(id_of(Some(raw(r#"{"id":7,"name":"x"}"#))).unwrap(), "7");
        assert_eq!(id_of(Some(raw(r#"{"user_ref":"7"}"#))), None);
    }

    #[test]
    fn half_a_surrogate_pair_is_shown_as_a_replacement() {
        let read = text(Some(raw(r#""a\ud800b\n\ud83d\ude00""#))).unwrap();
        assert!(read.starts_with('a') && read.ends_with("b\n😀"), "{read:?}");
        assert!(read.contains('\u{fffd}'));
    }

    #[test]
    fn what_is_no_array_is_odd_and_empty() {
        for json in ["{\"a\":[1]}", "1", "-1", "1.5", "\"x\"", "\"\\n\"", "true"] {
            let elements: Elements<'_> = serde_json::from_str(json).unwrap();
            assert!(elements.odd && elements.all.is_empty(), "{json}");
        }
        let none: Elements<'_> = serde_json::from_str("null").unwrap();
        assert!(!none.odd);
        let two: Elements<'_> = serde_json::from_str("[1, {\"a\":[]}]").unwrap();
        assert_eq!(two.all[1].get(), "{\"a\":[]}");
    }
}
