//! Generates expressions in what Baton's expressions share with CEL, lets a CEL implementation run them, and prints a
//! line for each: the expression, a tab, and the result. `engine/core/expression/cel.txt` is this output; a test of
//! the core holds Baton's own language to it.
//!
//! `cargo run --manifest-path tests/cel/Cargo.toml > engine/core/expression/cel.txt`

use std::collections::BTreeSet;
use std::sync::Arc;

use cel::objects::Value;
use cel::{Context, Env};

/// How many expressions are wanted.
const WANTED: usize = 600;

/// What an expression is to give.
#[derive(Clone, Copy)]
enum Kind {
    /// A number with a fraction, as CEL's double.
    Double,
    /// A whole number, as CEL's int.
    Int,
    Text,
    YesNo,
    List,
}

/// Numbers that look random and are the same at every run (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

fn expression(dice: &mut Dice, kind: Kind, depth: usize) -> String {
    if depth == 0 || dice.roll(6) == 0 {
        return leaf(dice, kind).to_owned();
    }
    let mut of = |kind| expression(dice, kind, depth - 1);
    match kind {
        Kind::Double => {
            let (a, b) = (of(Kind::Double), of(Kind::Double));
            match dice.roll(6) {
                0 => format!("({a} - {b})"),
                1 => format!("{a} * {b}"),
                // What CEL makes of a division by nothing, infinity, is refused here: no leaf is zero.
                2 => format!("({a} / {})", leaf(dice, Kind::Double)),
                3 => format!("-({a})"),
                4 => choice(dice, Kind::Double, depth),
                _ => format!("({a} + {b})"),
            }
        }
        Kind::Int => {
            let (a, b) = (of(Kind::Int), of(Kind::Int));
            match dice.roll(7) {
                0 => format!("({a} - {b})"),
                1 => format!("{a} * {b}"),
                2 => format!("({a} % {b})"),
                3 => format!("-({a})"),
                4 => choice(dice, Kind::Int, depth),
                5 => format!("size({})", expression(dice, Kind::Text, depth - 1)),
                _ => format!("({a} + {b})"),
            }
        }
        Kind::Text => {
            let (a, b) = (of(Kind::Text), of(Kind::Text));
            if dice.roll(3) == 0 { choice(dice, Kind::Text, depth) } else { format!("({a} + {b})") }
        }
        Kind::List => {
            let (a, b) = (of(Kind::List), of(Kind::List));
            if dice.roll(2) == 0 { choice(dice, Kind::List, depth) } else { format!("({a} + {b})") }
        }
        Kind::YesNo => condition(dice, depth),
    }
}

fn condition(dice: &mut Dice, depth: usize) -> String {
    let kind = [Kind::Double, Kind::Int, Kind::Text][dice.roll(3)];
    let below = depth - 1;
    match dice.roll(9) {
        0 | 1 => {
            let (a, b) = (yes_no(dice, below), yes_no(dice, below));
            format!("({a} {} {b})", dice.one(&["&&", "||"]))
        }
        2 => format!("!({})", yes_no(dice, below)),
        3 => {
            let item = expression(dice, Kind::Text, below);
            format!("({item} in {})", expression(dice, Kind::List, below))
        }
        4 => {
            let (a, b) = (expression(dice, Kind::List, below), expression(dice, Kind::List, below));
            format!("({a} {} {b})", dice.one(&["==", "!="]))
        }
        5 => choice(dice, Kind::YesNo, depth),
        _ => {
            let (a, b) = (expression(dice, kind, below), expression(dice, kind, below));
            format!("({a} {} {b})", dice.one(&["==", "!=", "<", "<=", ">", ">="]))
        }
    }
}

fn yes_no(dice: &mut Dice, depth: usize) -> String {
    expression(dice, Kind::YesNo, depth)
}

fn choice(dice: &mut Dice, kind: Kind, depth: usize) -> String {
    let condition = expression(dice, Kind::YesNo, depth - 1);
    let (a, b) = (expression(dice, kind, depth - 1), expression(dice, kind, depth - 1));
    format!("({condition} ? {a} : {b})")
}

fn leaf<'a>(dice: &mut Dice, kind: Kind) -> &'a str {
    match kind {
        Kind::Double => dice.one(&[
            "1.5",
            "2.0",
            "0.25",
            "-3.5",
            "price",
            "order.total",
            "order.lines[1].price",
        ]),
        Kind::Int => {
            dice.one(&["0", "1", "7", "count", "size(slots)", "size(topic)", "order.pieces", "-2"])
        }
        Kind::Text => dice.one(&[
            "\"Refund\"",
            "'a'",
            "\"\"",
            "\"ø\"",
            "topic",
            "order.id",
            "slots[0]",
            "order[\"id\"]",
        ]),
        Kind::YesNo => {
            dice.one(&["true", "false", "agreed", "order.paid", "1 / zero == 1", "!agreed"])
        }
        Kind::List => {
            dice.one(&["[]", "[\"a\", \"Refund\"]", "slots", "[topic]", "[\"9:00\", order.id]"])
        }
    }
}

/// The same names and values as in the test of the core.
fn context(env: Arc<Env>) -> Context<'static, 'static> {
    let mut context = Context::with_env(env);
    let text = |text: &str| Value::String(Arc::new(text.to_owned()));
    let list = |items: Vec<Value>| Value::List(Arc::new(items));
    let map = |entries: Vec<(&str, Value)>| {
        let entries = entries.into_iter().map(|(name, value)| (name.to_owned(), value));
        Value::from(entries.collect::<std::collections::HashMap<String, Value>>())
    };
    let line = |price: f64| map(vec![("price", Value::Float(price))]);
    let order = map(vec![
        ("id", text("A-17")),
        ("total", Value::Float(250.5)),
        ("pieces", Value::Int(3)),
        ("paid", Value::Bool(true)),
        ("lines", list(vec![line(100.0), line(150.5)])),
    ]);
    context.add_variable_from_value("price", Value::Float(9.75));
    context.add_variable_from_value("count", Value::Int(5));
    context.add_variable_from_value("zero", Value::Int(0));
    context.add_variable_from_value("topic", text("Refund"));
    context.add_variable_from_value("agreed", Value::Bool(false));
    context.add_variable_from_value("slots", list(vec![text("9:00"), text("10:00")]));
    context.add_variable_from_value("order", order);
    context
}

/// A result as the test reads it; a fault is `!`. None for what Baton does not share with CEL.
fn result(source: &str, env: &Arc<Env>, context: &Context) -> Option<String> {
    let program = env.compile(source).ok()?;
    match program.execute(context) {
        Ok(value) => print(&value),
        Err(_) => Some("!".to_owned()),
    }
}

fn print(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        // Baton refuses what CEL calls infinite or not a number.
        Value::Float(number) if number.is_finite() => format!("{number:?}"),
        Value::String(text) => format!("{text:?}"),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(print).collect();
            format!("[{}]", items?.join(", "))
        }
        _ => return None,
    })
}

fn main() {
    let env = Arc::new(Env::stdlib());
    let context = context(env.clone());
    let mut dice = Dice(17);
    let kinds =
        [Kind::Double, Kind::Int, Kind::Text, Kind::YesNo, Kind::YesNo, Kind::YesNo, Kind::List];
    let mut lines = BTreeSet::new();
    while lines.len() < WANTED {
        let kind = kinds[dice.roll(kinds.len())];
        let depth = 1 + dice.roll(4);
        let source = expression(&mut dice, kind, depth);
        if source.len() > 160 {
            continue;
        }
        if let Some(result) = result(&source, &env, &context) {
            lines.insert(format!("{source}\t{result}"));
        }
    }
    for line in lines {
        println!("{line}");
    }
}
