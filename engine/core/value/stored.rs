//! Values in the stored state: JSON as one would write it, except that dates are tagged to come
//! back as dates.
//!
//! A date is `{"$date":"2026-03-24"}`, a time `{"$time":"14:00:00"}`, a moment `{"$at":"…"}`. Named
//! values of which a name begins with `$` (a service may send that) are `{"$map":[["$date","…"]]}`.
//! Invariant: what was written comes back equal, whatever a service put into it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Map, Moment, Value};

const DATE: &str = "$date";
const TIME: &str = "$time";
const AT: &str = "$at";
const MAP: &str = "$map";

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Missing => serializer.serialize_unit(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                serializer.serialize_i64(*number as i64)
            }
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::YesNo(yes) => serializer.serialize_bool(*yes),
            Value::Date(date) => tagged(serializer, DATE, &date.to_string()),
            Value::Time(time) => tagged(serializer, TIME, &time.to_string()),
            Value::DateTime(moment) => {
                tagged(serializer, AT, &(moment.at.to_string(), moment.offset.seconds()))
            }
            Value::List(list) => serializer.collect_seq(list),
            Value::Map(map) if map.keys().any(|name| name.starts_with('$')) => {
                tagged(serializer, MAP, &map.iter().collect::<Vec<_>>())
            }
            Value::Map(map) => serializer.collect_map(map),
        }
    }
}

fn tagged<S: Serializer>(
    serializer: S,
    tag: &str,
    value: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(tag, value)?;
    map.end()
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a stored value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Missing)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::YesNo(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = match name.as_str() {
                DATE => Value::Date(parse(&members.next_value::<String>()?)?),
                TIME => Value::Time(parse(&members.next_value::<String>()?)?),
                AT => {
                    let (at, seconds) = members.next_value::<(String, i32)>()?;
                    let offset =
                        jiff::tz::Offset::from_seconds(seconds).map_err(A::Error::custom)?;
                    Value::DateTime(Moment { at: parse(&at)?, offset })
                }
                MAP => {
                    Value::Map(members.next_value::<Vec<(String, Value)>>()?.into_iter().collect())
                }
                _ => {
                    map.insert(name, members.next_value()?);
                    continue;
                }
            };
            // A tag is always the only name.
            return Ok(value);
        }
        Ok(Value::Map(map))
    }
}

fn parse<T: std::str::FromStr<Err: fmt::Display>, E: serde::de::Error>(text: &str) -> Result<T, E> {
    text.parse().map_err(E::custom)
}
