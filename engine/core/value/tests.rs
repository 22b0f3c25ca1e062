//! Values: what is read, printed, compared and stored, and that none of it panics.

use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::Offset;
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn moment(text: &str) -> Value {
    Value::DateTime(Moment::read(text).unwrap())
}

#[test]
fn values_print_as_people_read_them() {
    let print = |value: Value| value.print("da_DK");
    assert_eq!(print(Value::Number(3.0)), "3");
    assert_eq!(print(Value::Number(0.1 + 0.2)), "0.3");
    assert_eq!(print(Value::Number(-0.0)), "0");
    assert_eq!(print(Value::Number(1e300)), "1e300");
    assert_eq!(print(Value::YesNo(false)), "nej");
    assert_eq!(print(Value::Date(date(2026, 3, 24))), "2026-03-24");
    assert_eq!(print(Value::Time(time(14, 0, 0, 0))), "14:00");
    assert_eq!(print(moment("2026-03-24T14:00:00+01:00")), "2026-03-24T14:00+01:00");
    assert_eq!(print(moment("2026-03-24T14:00:05-03:30")), "2026-03-24T14:00:05-03:30");
    assert_eq!(print(Value::List(vec!["a".into(), Value::Number(2.5)])), "a, 2.5");
    assert_eq!(print(Value::Missing), "");
    assert_eq!(print(Value::natural(&json!({"a": [1, null]}))), r#"{"a":[1,null]}"#);
}

#[test]
fn declared_variables_begin_empty() {
    assert_eq!(Type::Text.empty(), "".into());
    assert_eq!(Type::YesNo.empty(), Value::YesNo(false));
    assert_eq!(Type::List.empty(), Value::List(vec![]));
    for kind in [Type::Number, Type::Date, Type::Time, Type::DateTime, Type::Any] {
        assert!(kind.empty().is_missing());
    }
    for kind in Type::ALL {
        assert_eq!(Type::named(kind.word()), Some(kind));
    }
}

#[test]
fn json_is_read_by_the_declared_type() {
    let read = |json: serde_json::Value, kind| Value::from_json(&json, kind);
    assert_eq!(read(json!(17), Type::Text), Some("17".into()));
    assert_eq!(read(json!("12.5"), Type::Number), Some(Value::Number(12.5)));
    assert_eq!(read(json!("twelve"), Type::Number), None);
    assert_eq!(read(json!("inf"), Type::Number), None);
    assert_eq!(read(json!("yes"), Type::YesNo), Some(Value::YesNo(true)));
    assert_eq!(read(json!("2026-03-24"), Type::Date), Some(Value::Date(date(2026, 3, 24))));
    assert_eq!(
        read(json!("2026-03-24T13:00:00Z"), Type::Date),
        Some(Value::Date(date(2026, 3, 24)))
    );
    assert_eq!(
        read(json!("2026-03-24T13:00:00Z"), Type::DateTime),
        Some(moment("2026-03-24T13:00:00Z"))
    );
    assert_eq!(read(json!("2026-03-24 13:00"), Type::DateTime), None, "nobody knows in which zone");
    assert_eq!(read(json!({"a": 1}), Type::Text), None);
    assert_eq!(read(json!("a"), Type::List), None);
    assert_eq!(read(json!(null), Type::Number), Some(Value::Missing));
}

#[test]
fn a_long_id_keeps_every_digit() {
    let id = json!(12345678901234567890_u64);
    assert_eq!(Value::natural(&id), "12345678901234567890".into());
    assert_eq!(Value::natural(&json!(9007199254740993_i64)), "9007199254740993".into());
    assert_eq!(
        Value::from_json(&json!(9007199254740993_i64), Type::Text),
        Some("9007199254740993".into())
    );
}

#[test]
fn paths_lead_into_json() {
    let json = json!({"orders": [{"id": "A-17"}], "total": 1});
    assert_eq!(at_path(&json, "orders.0.id"), Some(&json!("A-17")));
    assert_eq!(at_path(&json, ""), Some(&json));
    for nowhere in ["orders.1", "orders.id", "total.x", "orders.-1", "orders..id"] {
        assert_eq!(at_path(&json, nowhere), None, "{nowhere}");
    }
}

#[test]
fn numbers_go_out_as_json_writes_them() {
    assert_eq!(Value::Number(3.0).to_json().to_string(), "3");
    assert_eq!(Value::Number(0.1 + 0.2).to_json().to_string(), "0.3");
    assert_eq!(Value::Date(date(2026, 3, 24)).to_json(), json!("2026-03-24"));
}

#[test]
fn the_stored_form_is_plain_json_with_tagged_dates() {
    let stored = |value: Value| serde_json::to_string(&value).unwrap();
    assert_eq!(stored("hi".into()), r#""hi""#);
    assert_eq!(stored(Value::Number(3.0)), "3");
    assert_eq!(stored(Value::Date(date(2026, 3, 24))), r#"{"$date":"2026-03-24"}"#);
    let sly = Value::natural(&json!({"$date": "2026-03-24"}));
    assert_eq!(stored(sly), r#"{"$map":[["$date","2026-03-24"]]}"#);
    assert!(serde_json::from_str::<Value>(r#"{"$date":"never"}"#).is_err());
}

#[test]
fn long_texts_are_cut_wherever_they_are() {
    let long = "å".repeat(VALUE_CHARACTERS + 1);
    let mut value = Value::natural(&json!({"a": ["short", long]}));
    assert!(value.cut());
    assert!(!value.cut());
    let text = value.member("a").unwrap().member("1").unwrap().as_text().unwrap();
    assert_eq!(text.chars().count(), VALUE_CHARACTERS);
}

fn any_value() -> impl Strategy<Value = Value> {
    let number = any::<f64>().prop_filter("finite", |number| number.is_finite());
    let second = -8_000_000_000_i64..8_000_000_000;
    let leaf = prop_oneof![
        Just(Value::Missing),
        any::<bool>().prop_map(Value::YesNo),
        number.prop_map(Value::Number),
        (-1000_i32..1000).prop_map(|n| Value::Number(n.into())),
        "\\PC{0,8}".prop_map(Value::Text),
        (1970_i16..2100, 1_i8..13, 1_i8..29).prop_map(|(y, m, d)| Value::Date(date(y, m, d))),
        (0_i8..24, 0_i8..60, 0_i8..60).prop_map(|(h, m, s)| Value::Time(time(h, m, s, 0))),
        (second, -50_000_i32..50_000).prop_map(|(at, offset)| {
            let at = Timestamp::from_second(at).unwrap();
            Value::DateTime(Moment { at, offset: Offset::from_seconds(offset).unwrap() })
        }),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let name = prop_oneof!["[a-z]{1,3}", Just("$date".to_owned()), Just("$map".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::vec((name, inner), 0..4)
                .prop_map(|pairs| Value::Map(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_stored_comes_back(value in any_value()) {
        let stored = serde_json::to_string(&value).unwrap();
        let back: Value = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(back, value);
    }

    #[test]
    fn no_text_breaks_the_reading(text in "[0-9TZ:.+-]{0,26}|\\PC{0,12}") {
        for kind in Type::ALL {
            Value::Text(text.clone()).read_as(kind);
        }
        Moment::read(&text);
    }
}
