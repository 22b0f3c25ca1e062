//! Runs an expression. Values are borrowed from the scope as long as nothing new is made of them.

use std::borrow::Cow;
use std::cell::Cell;

use super::tree::{Node, NodeKind, Operator};
use super::{Expression, ExpressionFault, FUEL, FaultKind, LIST_ITEMS};
use crate::scope::{Scope, find_root, member_of};
use crate::value::{LARGEST_WHOLE, VALUE_CHARACTERS, Value};

/// The result of an expression.
///
/// # Errors
/// See [`FaultKind`].
pub(super) fn evaluate(
    expression: &Expression,
    scope: &dyn Scope,
) -> Result<Value, ExpressionFault> {
    Run::new(expression, scope).value(&expression.0.tree).map(Cow::into_owned)
}

/// The result of an expression as a condition.
///
/// # Errors
/// See [`FaultKind`].
pub(super) fn holds(expression: &Expression, scope: &dyn Scope) -> Result<bool, ExpressionFault> {
    Run::new(expression, scope).truth(&expression.0.tree)
}

/// One evaluation.
pub(super) struct Run<'a> {
    source: &'a str,
    pub(super) scope: &'a dyn Scope,
    fuel: Cell<u32>,
}

/// A value, borrowed where it can be.
pub(super) type Found<'a> = Result<Cow<'a, Value>, ExpressionFault>;

impl<'a> Run<'a> {
    fn new(expression: &'a Expression, scope: &'a dyn Scope) -> Self {
        Run { source: &expression.0.source, scope, fuel: Cell::new(FUEL) }
    }

    pub(super) fn value(&self, node: &'a Node) -> Found<'a> {
        self.burn(1, node)?;
        match &node.kind {
            NodeKind::Literal(value) => Ok(Cow::Borrowed(value)),
            NodeKind::Name(name) => Ok(find_root(self.scope, name)),
            NodeKind::Member(of, name, _) => Ok(member_of(self.value(of)?, name)),
            NodeKind::Index(of, index) => self.index(of, index),
            NodeKind::List(items) => {
                let items = items.iter().map(|item| self.value(item).map(Cow::into_owned));
                Ok(Cow::Owned(Value::List(items.collect::<Result<_, _>>()?)))
            }
            NodeKind::Not(part) => Ok(yes_no(!self.truth(part)?)),
            NodeKind::Negate(part) => match self.value(part)?.as_ref() {
                Value::Number(number) => Ok(Cow::Owned(Value::Number(-number))),
                Value::Missing => self.missing(part),
                other => {
                    Err(mismatch(part, format!("`-` needs a number, this is {}", phrase(other))))
                }
            },
            NodeKind::Binary(operator, left, right) => self.binary(node, *operator, left, right),
            NodeKind::Choice(condition, yes, no) => {
                if self.truth(condition)? {
                    self.value(yes)
                } else {
                    self.value(no)
                }
            }
            NodeKind::Call(function, items) => self.call(node, *function, items),
        }
    }

    /// A part as a condition: missing is no, and is noted.
    pub(super) fn truth(&self, node: &'a Node) -> Result<bool, ExpressionFault> {
        match self.value(node)?.as_ref() {
            Value::YesNo(yes) => Ok(*yes),
            Value::Missing => {
                self.note(node);
                Ok(false)
            }
            other => Err(mismatch(
                node,
                format!("a condition needs yes or no, this is {}", phrase(other)),
            )),
        }
    }

    fn index(&self, of: &'a Node, index: &'a Node) -> Found<'a> {
        let place = self.value(index)?;
        let value = self.value(of)?;
        match place.as_ref() {
            Value::Text(name) => Ok(member_of(value, name)),
            Value::Number(place)
                if *place >= 0.0 && place.fract() == 0.0 && *place <= LARGEST_WHOLE =>
            {
                Ok(member_of(value, &format!("{place:.0}")))
            }
            Value::Number(_) => Ok(Cow::Owned(Value::Missing)),
            Value::Missing => self.missing(index),
            other => Err(mismatch(
                index,
                format!("`[ ]` needs a number or a text, this is {}", phrase(other)),
            )),
        }
    }

    fn binary(
        &self,
        node: &'a Node,
        operator: Operator,
        left: &'a Node,
        right: &'a Node,
    ) -> Found<'a> {
        match operator {
            Operator::And => self.logic(left, right, false),
            Operator::Or => self.logic(left, right, true),
            Operator::Equal | Operator::Unequal | Operator::Less | Operator::LessOrEqual => {
                self.compare(node, operator, left, right)
            }
            Operator::Greater | Operator::GreaterOrEqual | Operator::In => {
                self.compare(node, operator, left, right)
            }
            Operator::Plus
            | Operator::Minus
            | Operator::Times
            | Operator::Divide
            | Operator::Remainder => self.calculate(node, operator, left, right),
        }
    }

    /// `and` (`decides` is no) and `or` (`decides` is yes): as in CEL the deciding side wins over a
    /// fault of the other.
    fn logic(&self, left: &'a Node, right: &'a Node, decides: bool) -> Found<'a> {
        match self.truth(left) {
            Ok(value) if value == decides => Ok(yes_no(decides)),
            Ok(_) => self.truth(right).map(yes_no),
            Err(fault) => match self.truth(right) {
                Ok(value) if value == decides => Ok(yes_no(decides)),
                Ok(_) | Err(_) => Err(fault),
            },
        }
    }

    fn calculate(
        &self,
        node: &'a Node,
        operator: Operator,
        left: &'a Node,
        right: &'a Node,
    ) -> Found<'a> {
        let (a, b) = (self.value(left)?, self.value(right)?);
        for (part, value) in [(left, &a), (right, &b)] {
            if value.is_missing() {
                return self.missing(part);
            }
        }
        self.burn(weight(&a) + weight(&b), node)?;
        let kinds =
            format!("{} and {} cannot be joined by `{}`", phrase(&a), phrase(&b), operator.sign());
        let minus = operator == Operator::Minus;
        let plus = operator == Operator::Plus;
        match (a.into_owned(), b.as_ref()) {
            (Value::Number(a), Value::Number(b)) => self.arithmetic(node, operator, a, *b),
            (Value::Text(mut a), Value::Text(b)) if plus => {
                a.push_str(b);
                let fits = a.len() <= VALUE_CHARACTERS || a.chars().count() <= VALUE_CHARACTERS;
                if fits {
                    Ok(Cow::Owned(Value::Text(a)))
                } else {
                    Err(fault(node, FaultKind::Overlong))
                }
            }
            (Value::List(mut a), Value::List(b)) if plus => {
                a.extend(b.iter().cloned());
                if a.len() <= LIST_ITEMS {
                    Ok(Cow::Owned(Value::List(a)))
                } else {
                    Err(fault(node, FaultKind::Overlong))
                }
            }
            (Value::Date(a), Value::Number(days)) if plus || minus => {
                let days = if minus { -days } else { *days };
                let span = jiff::Span::new().try_days(days.round() as i64);
                let date = span.and_then(|span| a.checked_add(span));
                date.map(|date| Cow::Owned(Value::Date(date)))
                    .map_err(|_| fault(node, FaultKind::Overflow))
            }
            (Value::Date(a), Value::Date(b)) if minus => Ok(number(days_between(*b, a))),
            _ => Err(mismatch(node, kinds)),
        }
    }

    fn arithmetic(&self, node: &Node, operator: Operator, a: f64, b: f64) -> Found<'a> {
        let divides = matches!(operator, Operator::Divide | Operator::Remainder);
        if divides && b == 0.0 {
            return Err(fault(node, FaultKind::DivisionByZero));
        }
        let result = match operator {
            Operator::Plus => a + b,
            Operator::Minus => a - b,
            Operator::Times => a * b,
            Operator::Divide => a / b,
            Operator::Remainder => a % b,
            Operator::Or | Operator::And | Operator::Equal | Operator::Unequal | Operator::In => {
                f64::NAN
            }
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => f64::NAN,
        };
        self.in_range(node, result)
    }

    /// A number, if it is small enough to be exact.
    pub(super) fn in_range(&self, node: &Node, result: f64) -> Found<'a> {
        // Not a number compares as false, so it is refused too.
        if result.abs() <= LARGEST_WHOLE {
            Ok(number(result))
        } else {
            Err(fault(node, FaultKind::Overflow))
        }
    }

    /// What a calculation with something missing gives: missing, and a note.
    pub(super) fn missing(&self, part: &Node) -> Found<'a> {
        self.note(part);
        Ok(Cow::Owned(Value::Missing))
    }

    pub(super) fn note(&self, part: &Node) {
        self.scope.note_missing(&self.source[part.span.clone()]);
    }

    pub(super) fn burn(&self, steps: u32, node: &Node) -> Result<(), ExpressionFault> {
        match self.fuel.get().checked_sub(steps) {
            Some(left) => {
                self.fuel.set(left);
                Ok(())
            }
            None => Err(fault(node, FaultKind::TooCostly)),
        }
    }
}

/// How much there is to look at, in steps.
pub(super) fn weight(value: &Value) -> u32 {
    let steps = match value {
        Value::Text(text) => text.len() / 16,
        Value::List(list) => {
            list.len() + list.iter().map(|item| weight(item) as usize).sum::<usize>()
        }
        Value::Map(map) => {
            map.len() + map.values().map(|item| weight(item) as usize).sum::<usize>()
        }
        Value::Missing | Value::Number(_) | Value::YesNo(_) => 0,
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) => 0,
    };
    u32::try_from(steps).unwrap_or(u32::MAX / 2).min(u32::MAX / 2)
}

pub(super) fn days_between(from: jiff::civil::Date, to: jiff::civil::Date) -> f64 {
    f64::from(
        i32::try_from(to.duration_since(from).as_hours() / 24)
            .expect("dates lie within 20,000 years"),
    )
}

pub(super) fn yes_no<'a>(yes: bool) -> Cow<'a, Value> {
    Cow::Owned(Value::YesNo(yes))
}

pub(super) fn number<'a>(number: f64) -> Cow<'a, Value> {
    Cow::Owned(Value::Number(number))
}

pub(super) fn fault(node: &Node, kind: FaultKind) -> ExpressionFault {
    ExpressionFault { kind, span: node.span.clone() }
}

pub(super) fn mismatch(node: &Node, words: String) -> ExpressionFault {
    fault(node, FaultKind::TypeMismatch(words))
}

/// What a value is, for a sentence; never the value itself, which may be private.
pub(super) fn phrase(value: &Value) -> &'static str {
    match value {
        Value::Map(_) => "a group of named values",
        Value::Missing => "missing",
        other => other.kind().phrase(),
    }
}
