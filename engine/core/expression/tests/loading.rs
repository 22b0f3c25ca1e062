//! What is found in expressions while they are loaded, and how it is explained.

use super::*;

#[test]
fn what_people_write_instead_is_explained() {
    let cases = [
        ("score = 3", "=", "`=` does not compare", "write `==`"),
        (
            "topic == “refund”",
            "“",
            "`“` is not a plain quote",
            "write \" on both sides of the text",
        ),
        ("score > 2 AND agreed", "AND", "`AND` does not belong here", "write it in small letters"),
        ("score is 3", "is", "`is` does not belong here", "compare with `==`"),
        (
            "1 < score < 5",
            "< score <",
            "two comparisons in a row",
            "compare twice and join with `and`: 1 < x and x < 5",
        ),
        (
            "topic.contains('x')",
            "topic.contains",
            "a function stands in front, not behind a dot",
            "write `contains(topic, …)`",
        ),
        ("len(slots) > 1", "len", "there is no function `len`", "it is called `size` here"),
        ("knwon(topic)", "knwon", "there is no function `knwon`", "did you mean `known`?"),
        ("now()", "now", "there is no function `now`", "write `now` without brackets"),
        (
            "{{score}} > 3",
            "{{",
            "`{{` does not belong into an expression",
            "write the name alone, without {{ and }}",
        ),
        ("(score > 3", "", "`)` is missing", "every opening bracket needs its closing one"),
        (
            "score >",
            "",
            "the expression ends too early",
            "write a name, a number or a text in quotes here",
        ),
        (
            "topic == 'refund",
            "'refund",
            "the text has no closing quote",
            "write `'` behind the text",
        ),
        (
            "topic == null",
            "null",
            "there is no `null` here",
            "ask whether something has a value with known(name)",
        ),
        (
            "order.lines.0",
            ".0",
            "`.0` does not belong here",
            "join two parts with a sign such as `and`, `==` or `+`",
        ),
        (
            "10m > 3",
            "10m",
            "`10m` is neither a number nor a name",
            "a name begins with a letter; a text stands in quotes",
        ),
        (
            "round(1, 2, 3)",
            "round(1, 2, 3)",
            "`round` does not take 3 values",
            "write it like round(price, 2)",
        ),
        (
            "score > 2 ? 1",
            "",
            "`:` is missing after `?`",
            "a choice is written: condition ? then : otherwise",
        ),
        ("  ", "  ", "the expression is empty", "write a condition such as score > 3"),
    ];
    for (source, at, message, help) in cases {
        assert_eq!(problem(source), (at.into(), message.into(), help.into()), "{source}");
    }
}

#[test]
fn unknown_names_are_found_at_load() {
    let cases = [
        ("scroe > 3", "scroe", "there is no variable `scroe`", "did you mean `score`?"),
        (
            "user.fist_name == ''",
            "fist_name",
            "`user` has no `fist_name`",
            "did you mean `first_name`?",
        ),
        ("topic.x", "x", "`topic` is a text and has no members", ""),
        ("item.price > 3", "item", "`item` can only be used inside `each`", ""),
        (
            "tagged(vip)",
            "vip",
            "there is no variable `vip`",
            "a text stands in quotes: tagged(\"vip\")",
        ),
        (
            "event.type == 'reacton'",
            "'reacton'",
            "`event.type` is never `reacton`",
            "did you mean `reaction`?",
        ),
        (
            "conversation.channel in ['messenger', 'sms']",
            "['messenger', 'sms']",
            "`conversation.channel` is never `sms`",
            "it can be messenger, instagram",
        ),
        ("open('suport')", "'suport'", "there are no hours `suport`", "did you mean `support`?"),
        (
            "tagged",
            "tagged",
            "there is no variable `tagged`",
            "`tagged` is a function; write it like tagged(\"vip\")",
        ),
    ];
    for (source, at, message, help) in cases {
        assert_eq!(problem(source), (at.into(), message.into(), help.into()), "{source}");
    }
    assert_eq!(checked("order.anything.at[3].all"), Ok(Type::Any));
    assert_eq!(checked("input.order_number == '7'"), Ok(Type::YesNo));
    let mut stage = Stage::new();
    stage.place = Some(Place::ValidIf);
    assert_eq!(Expression::parse("answer > 3").unwrap().check(&stage), Ok(Type::YesNo));
}

#[test]
fn values_that_do_not_go_together_are_found_at_load() {
    let cases = [
        (
            "topic > 100",
            "100",
            "a text is compared with a number",
            "turn the text into a number with number(…)",
        ),
        ("score == '3'", "'3'", "a number is compared with a text", "write 3 without quotes"),
        (
            "agreed == 'yes'",
            "'yes'",
            "a yes or no is compared with a text",
            "write yes without quotes",
        ),
        (
            "score and agreed",
            "score",
            "`and` needs yes or no, this is a number",
            "compare it, for example score > 0",
        ),
        (
            "topic + score",
            "topic + score",
            "a text and a number cannot be joined by `+`",
            "turn the other part into a text with text(…), or insert it with {{name}}",
        ),
        (
            "'a' in topic",
            "topic",
            "`in` needs a list, this is a text",
            "ask with contains(text, part)",
        ),
        (
            "round(topic)",
            "topic",
            "`round` needs a number, this is a text",
            "turn it into a number with number(…)",
        ),
        ("chance(0.3)", "0.3", "`chance` takes a number of cases out of 100", "write chance(30)"),
        ("date('tomorrow')", "'tomorrow'", "this is no date as 2026-03-24", ""),
        (
            "due > 'soon'",
            "'soon'",
            "a date is compared with a text",
            "turn the text into a date with date(…)",
        ),
    ];
    for (source, at, message, help) in cases {
        assert_eq!(problem(source), (at.into(), message.into(), help.into()), "{source}");
    }
    assert!(Expression::parse("score + 1").unwrap().check_condition(&Stage::new()).is_err());
    assert!(Expression::parse("agreed").unwrap().check_condition(&Stage::new()).is_ok());
}

#[test]
fn the_type_of_the_result_is_known() {
    for (source, kind) in [
        ("score + 1", Type::Number),
        ("topic + '!'", Type::Text),
        ("due + 1", Type::Date),
        ("due - today", Type::Number),
        ("slots + ['x']", Type::List),
        ("agreed ? 1 : 'x'", Type::Any),
        ("max(score, 3)", Type::Number),
        ("known(score)", Type::YesNo),
    ] {
        assert_eq!(checked(source), Ok(kind), "{source}");
    }
}

#[test]
fn all_names_are_listed_with_their_places() {
    let source = "order.lines[0].price > limit and known(user.first_name)";
    let expression = Expression::parse(source).unwrap();
    let names = expression.names();
    let listed: Vec<_> =
        names.iter().map(|name| (name.path.join("."), name.span.clone())).collect();
    let expected = [
        ("order.lines.0.price".to_owned(), 0..20),
        ("limit".to_owned(), 23..28),
        ("user.first_name".to_owned(), 39..54),
    ];
    assert_eq!(listed, expected);
}
