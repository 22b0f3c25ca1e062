//! What the language shares with CEL means the same. `cel.txt` holds expressions with what a CEL implementation made
//! of them; tests/cel writes it.

use serde_json::json;

use super::Expression;
use crate::scope::stage::Stage;
use crate::value::Value;

/// The same names and values as where the table was made.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.set("price", json!(9.75));
    stage.set("count", json!(5));
    stage.set("zero", json!(0));
    stage.set("topic", json!("Refund"));
    stage.set("agreed", json!(false));
    stage.set("slots", json!(["9:00", "10:00"]));
    let lines = json!([{ "price": 100.0 }, { "price": 150.5 }]);
    let order = json!({ "id": "A-17", "total": 250.5, "pieces": 3, "paid": true, "lines": lines });
    stage.set("order", order);
    stage
}

fn read(result: &str) -> Option<Value> {
    let json = (result != "!").then(|| serde_json::from_str(result).unwrap());
    json.as_ref().map(Value::natural)
}

#[test]
fn what_is_shared_with_cel_means_the_same() {
    let stage = stage();
    let lines: Vec<&str> = include_str!("cel.txt").lines().collect();
    assert!(lines.len() >= 500, "only {} expressions", lines.len());
    let mut wrong = Vec::new();
    for line in lines {
        let (source, result) = line.split_once('\t').unwrap();
        let expression =
            Expression::parse(source).unwrap_or_else(|told| panic!("{source}: {told:?}"));
        let ours = expression.evaluate(&stage).ok();
        if ours != read(result) {
            wrong.push(format!("{source}\n  CEL: {result}\n  here: {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn words_and_signs_are_the_same() {
    let stage = stage();
    let result = |source: &str| Expression::parse(source).unwrap().evaluate(&stage).unwrap();
    for (signs, words) in [
        ("agreed || order.paid && count > 3", "agreed or order.paid and count > 3"),
        ("!agreed && price < 10.0", "not agreed and price < 10.0"),
        ("!(agreed || count == 5)", "not (agreed or count == 5)"),
    ] {
        assert_eq!(result(signs), result(words), "{signs}");
    }
}
