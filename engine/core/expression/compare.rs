//! Compares values: which are equal, and which comes first.

use std::cmp::Ordering;

use super::ExpressionFault;
use super::evaluate::{Found, Run, mismatch, phrase, weight, yes_no};
use super::tree::{Node, Operator};
use crate::value::{Moment, Type, Value, read_date};

impl<'a> Run<'a> {
    /// A comparison; with something missing it is no, and noted.
    pub(super) fn compare(
        &self,
        node: &'a Node,
        operator: Operator,
        left: &'a Node,
        right: &'a Node,
    ) -> Found<'a> {
        let (a, b) = (self.value(left)?, self.value(right)?);
        let mut missing = false;
        for (part, value) in [(left, &a), (right, &b)] {
            if value.is_missing() {
                self.note(part);
                missing = true;
            }
        }
        if missing {
            return Ok(yes_no(false));
        }
        self.burn(weight(&a) + weight(&b), node)?;
        let (a, b) = (a.as_ref(), b.as_ref());
        let ordered = || {
            self.order(a, b).ok_or_else(|| {
                let words = format!(
                    "{} is compared with {} by `{}`",
                    phrase(a),
                    phrase(b),
                    operator.sign()
                );
                mismatch(node, words)
            })
        };
        let holds = match operator {
            Operator::Equal => self.equal(a, b),
            Operator::Unequal => !self.equal(a, b),
            Operator::Less => ordered()? == Ordering::Less,
            Operator::LessOrEqual => ordered()? != Ordering::Greater,
            Operator::Greater => ordered()? == Ordering::Greater,
            Operator::GreaterOrEqual => ordered()? != Ordering::Less,
            Operator::In => self.is_in(a, b, right)?,
            Operator::And | Operator::Or | Operator::Plus | Operator::Minus => false,
            Operator::Times | Operator::Divide | Operator::Remainder => false,
        };
        Ok(yes_no(holds))
    }

    fn is_in(&self, item: &Value, list: &Value, node: &Node) -> Result<bool, ExpressionFault> {
        match list {
            Value::List(list) => Ok(list.iter().any(|one| self.equal(item, one))),
            Value::Map(map) => Ok(item.as_text().is_some_and(|name| map.contains_key(name))),
            other => Err(mismatch(node, format!("`in` needs a list, this is {}", phrase(other)))),
        }
    }

    /// Whether two values are equal. Values of different types are not, except for dates in their
    /// spellings.
    pub(super) fn equal(&self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.equal(a, b))
            }
            (Value::Map(a), Value::Map(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| self.equal(a, b)))
            }
            (Value::YesNo(a), Value::YesNo(b)) => a == b,
            (Value::Missing, Value::Missing) => true,
            _ => self.order(a, b) == Some(Ordering::Equal),
        }
    }

    /// Which of two values comes first; none where they have no order. A date compares with a
    /// moment by the day where the contact lives, and with a text that spells one.
    pub(super) fn order(&self, a: &Value, b: &Value) -> Option<Ordering> {
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::DateTime(a), Value::DateTime(b)) => Some(a.at.cmp(&b.at)),
            (Value::DateTime(a), Value::Date(b)) => Some(self.day(a).cmp(b)),
            (Value::Date(a), Value::DateTime(b)) => Some(a.cmp(&self.day(b))),
            (Value::Text(text), dated) => self.order(&spelled(text, dated.kind())?, dated),
            (dated, Value::Text(text)) => self.order(dated, &spelled(text, dated.kind())?),
            _ => None,
        }
    }

    /// The day of a moment where the contact lives.
    pub(super) fn day(&self, moment: &Moment) -> jiff::civil::Date {
        self.scope.zone().to_datetime(moment.at).date()
    }
}

/// A text as the date, time or moment it is compared with.
fn spelled(text: &str, kind: Type) -> Option<Value> {
    match kind {
        Type::Date => Value::from(text).read_as(Type::Date),
        Type::Time => Value::from(text).read_as(Type::Time),
        Type::DateTime => match Moment::read(text) {
            Some(moment) => Some(Value::DateTime(moment)),
            None => read_date(text).map(Value::Date),
        },
        Type::Text | Type::Number | Type::YesNo | Type::List | Type::Any => None,
    }
}
