//! Expressions: what they mean, what is refused, and that no input panics.

mod loading;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::problem::ProblemKind;
use crate::scope::Place;
use crate::scope::stage::Stage;

fn value(source: &str) -> Value {
    let stage = Stage::new();
    let expression =
        Expression::parse(source).unwrap_or_else(|problems| panic!("{source}: {problems:?}"));
    expression.evaluate(&stage).unwrap_or_else(|fault| panic!("{source}: {fault}"))
}

fn yes(source: &str) -> bool {
    value(source) == Value::YesNo(true)
}

fn fault(source: &str) -> FaultKind {
    Expression::parse(source).unwrap().evaluate(&Stage::new()).unwrap_err().kind
}

fn checked(source: &str) -> Result<Type, Vec<Problem>> {
    Expression::parse(source).and_then(|expression| expression.check(&Stage::new()))
}

/// The one problem: what it points to, what it says, what it proposes.
fn problem(source: &str) -> (String, String, String) {
    let problems = checked(source).expect_err(source);
    let first = problems.first().unwrap();
    (
        source[first.span.clone()].to_owned(),
        first.message.clone(),
        first.help.clone().unwrap_or_default(),
    )
}

fn missing(source: &str) -> (Value, Vec<String>) {
    let stage = Stage::new();
    let value = Expression::parse(source).unwrap().evaluate(&stage).unwrap();
    let noted = stage.missing.borrow().clone();
    (value, noted)
}

#[test]
fn signs_bind_as_people_expect() {
    assert_eq!(value("1 + 2 * 3"), Value::Number(7.0));
    assert_eq!(value("(1 + 2) * 3 - -1"), Value::Number(10.0));
    assert_eq!(value("7 / 2"), Value::Number(3.5));
    assert_eq!(value("-7 % 3"), Value::Number(-1.0));
    assert!(yes("not score == 4"));
    assert!(yes("!agreed and score > 2 or 1 / 0 > 1"));
    assert!(yes("not agreed and not score > 3"));
    assert_eq!(value("score > 2 ? \"many\" : \"few\""), "many".into());
    assert_eq!(value("no ? 1 : yes ? 2 : 3"), Value::Number(2.0));
    assert!(yes("2 in [1, 2] && !(2 in []) || false"));
    assert!(yes("3 not in [1, 2]"));
    assert!(yes("true == yes"));
    assert_eq!(value("'it\\'s ' + \"a\\\"b\""), "it's a\"b".into());
    assert_eq!(value("[1] + [2]"), Value::natural(&json!([1, 2])));
}

#[test]
fn members_and_items_are_found() {
    assert_eq!(value("order.lines[1].name"), "Table".into());
    assert_eq!(value("order[\"id\"]"), "A-17".into());
    assert_eq!(value("order.lines[score - 2].price"), Value::Number(150.5));
    assert!(value("order.lines[9].price").is_missing());
    assert!(value("order.lines[-1]").is_missing());
    assert!(value("order.id.x").is_missing());
    assert!(yes("user.first_name == 'Anna'"));
}

#[test]
fn functions_do_what_they_say() {
    assert!(yes("known(topic) and not known(email) and not known(agreed) and known(now)"));
    assert!(yes("not known(order.note) and known(order.lines)"));
    assert_eq!(value("size('åß👍')"), Value::Number(3.0));
    assert_eq!(value("size(slots) + size(order.lines)"), Value::Number(4.0));
    assert!(yes("same(topic, ' refund! ') and same('Öl', 'ol')"));
    assert_eq!(value("round(2.5) + round(-2.5) + round(1.005, 2)"), Value::Number(1.01));
    assert_eq!(value("upper(lower(topic)) + text(score)"), "REFUND3".into());
    assert!(yes("contains('Anna@Example.com', '@example.com') and contains(slots, '9:00')"));
    assert_eq!(value("number('12.5') + number('1,200.50')"), Value::Number(1213.0));
    assert_eq!(value("text(meeting)"), "2026-03-24T14:00+01:00".into());
    assert!(yes("date('2026-03-24') == due and date(meeting) == due"));
    assert_eq!(value("days_until(due)"), Value::Number(22.0));
    assert_eq!(value("days_until('2026-03-01')"), Value::Number(-1.0));
    assert!(yes("open('support') and tagged('vip') and not tagged('x')"));
    assert_eq!(value("min(3, score - 1, 9) + max([1, 5])"), Value::Number(7.0));
    assert_eq!(value("max(due, today)"), value("due"));
}

#[test]
fn days_are_counted() {
    assert_eq!(value("text(due + 7)"), "2026-03-31".into());
    assert_eq!(value("due - today"), Value::Number(22.0));
    assert!(yes("due > today and meeting > now and meeting == due and order.ready < due"));
    assert!(yes("due == '2026-03-24'"));
}

#[test]
fn chances_are_told_apart_by_their_place() {
    // The stage draws 25 % for each byte the number stands behind the beginning.
    assert!(!yes("  chance(50)"));
    assert!(yes("chance(100)") && !yes("chance(0)"));
    let both = Expression::parse("chance(90) and chance(90)").unwrap();
    assert_eq!(both.evaluate(&Stage::new()), both.evaluate(&Stage::new()));
}

#[test]
fn a_comparison_with_something_missing_is_false_and_noted() {
    for source in
        ["limit > 3", "limit != 3", "limit == limit", "order.note in [1]", "same(order.note, 'x')"]
    {
        let (value, noted) = missing(source);
        assert_eq!(value, Value::YesNo(false), "{source}");
        assert!(!noted.is_empty(), "{source}");
    }
    assert_eq!(missing("not limit > 3").0, Value::YesNo(true));
    assert_eq!(missing("not order.note").0, Value::YesNo(true));
    assert_eq!(missing("limit + 1"), (Value::Missing, vec!["limit".to_owned()]));
    assert_eq!(missing("order.nothing > 1").1, ["order.nothing"]);
}

#[test]
fn declared_empties_compare() {
    assert!(yes("email == '' and agreed == no"));
    assert!(!yes("agreed") && !yes("known(email)"));
}

#[test]
fn what_goes_wrong_while_running_has_a_type() {
    assert_eq!(fault("score / 0"), FaultKind::DivisionByZero);
    assert_eq!(fault("score % 0"), FaultKind::DivisionByZero);
    assert_eq!(fault("9007199254740991 + 1"), FaultKind::Overflow);
    assert_eq!(fault("9007199254740991 * 9007199254740991"), FaultKind::Overflow);
    assert_eq!(fault("due + 9007199254740991"), FaultKind::Overflow);
    assert!(matches!(fault("order.id > 5"), FaultKind::TypeMismatch(_)));
    assert!(matches!(fault("order.id * 5"), FaultKind::TypeMismatch(_)));
    assert!(matches!(fault("order ? 1 : 2"), FaultKind::TypeMismatch(_)));
    let mut stage = Stage::new();
    stage.set("topic", json!("x".repeat(3000)));
    let doubled = Expression::parse("topic + topic").unwrap();
    assert_eq!(doubled.evaluate(&stage).unwrap_err().kind, FaultKind::Overlong);
    stage.set("slots", json!(vec!["y".repeat(4000); 100]));
    let costly = Expression::parse(&["topic in slots"; 20].join(" or ")).unwrap();
    assert_eq!(costly.evaluate(&stage).unwrap_err().kind, FaultKind::TooCostly);
}

#[test]
fn the_deciding_side_wins_over_a_fault() {
    assert!(!yes("1 / 0 > 1 and false"));
    assert!(yes("1 / 0 > 1 or true"));
    assert_eq!(fault("1 / 0 > 1 and true"), FaultKind::DivisionByZero);
}

#[test]
fn conditions_hold_or_not() {
    let holds = |source: &str| Expression::parse(source).unwrap().holds(&Stage::new());
    assert_eq!(holds("score > 2"), Ok(true));
    assert_eq!(holds("order.note"), Ok(false));
    assert!(holds("order.id").is_err());
}

// Bad input 47.
#[test]
fn huge_and_deep_expressions_are_refused() {
    let kinds = |source: &str| {
        Expression::parse(source).unwrap_err().iter().map(|p| p.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&"(".repeat(100_000)), [ProblemKind::TooLarge]);
    assert_eq!(kinds(&format!("{}1{}", "(".repeat(40), ")".repeat(40))), [ProblemKind::TooLarge]);
    assert_eq!(kinds(&"!".repeat(200)), [ProblemKind::TooLarge]);
    assert_eq!(kinds(&"not ".repeat(200)), [ProblemKind::TooLarge]);
    assert_eq!(kinds(&vec!["1"; 300].join("+")), [ProblemKind::TooLarge]);
    assert_eq!(kinds("9223372036854775807 + 1"), [ProblemKind::TooLarge]);
    assert_eq!(kinds("1e999"), [ProblemKind::TooLarge]);
    assert_eq!(checked("\"x\" * 1e9").unwrap_err()[0].kind, ProblemKind::TypeMismatch);
    assert_eq!(value(&vec!["1"; 128].join("+")), Value::Number(128.0));
}

#[test]
fn the_place_of_a_member_is_right_in_brackets_too() {
    for source in ["(score.İ) / 2", "(( score.x )) + 1", "(score . x)"] {
        let problems = Expression::parse(source).unwrap().check(&Stage::new()).unwrap_err();
        let name = if source.contains('İ') { "İ" } else { "x" };
        assert_eq!(&source[problems[0].span.clone()], name, "{source}");
    }
}

const PIECES: [&str; 44] = [
    "score", "topic", "order", "slots", "due", "agreed", "limit", ".", "lines", "[", "]", "(", ")",
    "0", "1.5", "'x'", "\"9:00\"", "+", "-", "*", "/", "%", "==", "!=", "<", ">=", "and", "or",
    "not", "in", "?", ":", ",", "size(", "min(", "round(", "date(", "known(", "same(", "!", "&&",
    "yes", "“", "=",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_source_breaks_the_reading(source in "\\PC{0,60}") {
        if let Err(problems) = Expression::parse(&source) {
            for problem in problems {
                prop_assert!(source.get(problem.span).is_some());
            }
        }
    }

    #[test]
    fn whatever_can_be_read_can_be_checked_and_run(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14)) {
        let source = pieces.join(" ");
        let stage = Stage::new();
        if let Ok(expression) = Expression::parse(&source) {
            if let Err(problems) = expression.check(&stage) {
                for problem in problems {
                    prop_assert!(source.get(problem.span).is_some());
                }
            }
            let first = expression.evaluate(&stage);
            prop_assert_eq!(&first, &expression.evaluate(&stage));
            // What was checked without a complaint fails only where its values do, never by their
            // types, unless nobody declared those.
            if let (Ok(_), Err(fault)) = (expression.check(&stage), first) {
                let undeclared = source.contains("order") || source.contains("slots") || source.contains('[') || source.contains('?');
                prop_assert!(undeclared || !matches!(fault.kind, FaultKind::TypeMismatch(_)), "{source}: {fault}");
            }
        }
    }
}
