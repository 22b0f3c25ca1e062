//! Runs the functions.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::evaluate::{Found, Run, days_between, fault, mismatch, number, phrase, weight, yes_no};
use super::tree::{Node, NodeKind};
use super::{ExpressionFault, FaultKind, Function};
use crate::answer::{self, Kind, Reading};
use crate::condition::text::{case_folded, same};
use crate::locale::nudged;
use crate::scope::find_root;
use crate::value::{Moment, Type, VALUE_CHARACTERS, Value, read_number};

impl<'a> Run<'a> {
    /// The result of a function.
    pub(super) fn call(&self, node: &'a Node, function: Function, items: &'a [Node]) -> Found<'a> {
        let Some(first) = items.first() else {
            return Err(mismatch(node, format!("`{}` needs a value", function.name())));
        };
        match function {
            Function::Known => self.known(first),
            Function::Min => self.extreme(node, items, Ordering::Less),
            Function::Max => self.extreme(node, items, Ordering::Greater),
            Function::Same | Function::Contains => {
                self.likeness(node, function, first, items.last().unwrap_or(first))
            }
            Function::Size
            | Function::Round
            | Function::Lower
            | Function::Upper
            | Function::Number => self.conversion(node, function, items),
            Function::Text | Function::Date | Function::DaysUntil => {
                self.conversion(node, function, items)
            }
            Function::Open | Function::Tagged | Function::Chance => {
                self.circumstance(node, function, first)
            }
        }
    }

    fn known(&self, part: &'a Node) -> Found<'a> {
        // A declared variable without a value is empty, but not known.
        let value = match &part.kind {
            NodeKind::Name(name) if !matches!(name.as_str(), "now" | "today") => {
                self.scope.root(name)
            }
            _ => Some(self.value(part)?),
        };
        Ok(yes_no(value.is_some_and(|value| !value.is_missing() && value.as_text() != Some(""))))
    }

    /// What follows from one value; of something missing it is missing.
    fn conversion(&self, node: &'a Node, function: Function, items: &'a [Node]) -> Found<'a> {
        let part = &items[0];
        let value = self.value(part)?;
        if value.is_missing() {
            return self.missing(part);
        }
        self.burn(weight(&value), node)?;
        match function {
            Function::Size => match value.as_ref() {
                Value::Text(text) => Ok(number(text.chars().count() as f64)),
                Value::List(list) => Ok(number(list.len() as f64)),
                Value::Map(map) => Ok(number(map.len() as f64)),
                other => Err(self.unfit(part, function, "a text or a list", other)),
            },
            Function::Round => self.round(node, items, &value),
            Function::Lower => self
                .text_of(part, function, &value)
                .and_then(|text| kept(node, text.to_lowercase())),
            Function::Upper => self
                .text_of(part, function, &value)
                .and_then(|text| kept(node, text.to_uppercase())),
            Function::Text => kept(node, self.printed(&value)),
            Function::Number => match self.to_number(&value) {
                Some(read) => Ok(number(read)),
                None => self.missing(part),
            },
            Function::Date => match self.to_day(&value) {
                Some(day) => Ok(Cow::Owned(Value::Date(day))),
                None => self.missing(part),
            },
            Function::DaysUntil => {
                match (self.to_day(&value), find_root(self.scope, "today").as_ref()) {
                    (Some(day), Value::Date(today)) => Ok(number(days_between(*today, day))),
                    _ => self.missing(part),
                }
            }
            Function::Known
            | Function::Same
            | Function::Contains
            | Function::Open
            | Function::Tagged => Ok(value),
            Function::Chance | Function::Min | Function::Max => Ok(value),
        }
    }

    fn round(&self, node: &'a Node, items: &'a [Node], value: &Value) -> Found<'a> {
        let Value::Number(exact) = value else {
            return Err(self.unfit(&items[0], Function::Round, "a number", value));
        };
        let digits = match items.get(1) {
            None => 0.0,
            Some(part) => match self.value(part)?.as_ref() {
                Value::Number(digits) => digits.clamp(0.0, 10.0),
                Value::Missing => return self.missing(part),
                other => return Err(self.unfit(part, Function::Round, "a number", other)),
            },
        };
        self.in_range(node, nudged(*exact, digits as usize))
    }

    /// `same` and `contains`: comparisons, so that something missing is no, and noted.
    fn likeness(&self, node: &'a Node, function: Function, a: &'a Node, b: &'a Node) -> Found<'a> {
        let (left, right) = (self.value(a)?, self.value(b)?);
        for (part, value) in [(a, &left), (b, &right)] {
            if value.is_missing() {
                self.note(part);
                return Ok(yes_no(false));
            }
        }
        // Folding looks at every letter several times.
        self.burn(weight(&left).saturating_mul(4) + weight(&right).saturating_mul(4), node)?;
        if let (Function::Contains, Value::List(list)) = (function, left.as_ref()) {
            return Ok(yes_no(list.iter().any(|item| self.equal(item, &right))));
        }
        let (left, right) = (self.text_of(a, function, &left)?, self.text_of(b, function, &right)?);
        Ok(yes_no(match function {
            Function::Same => same(&left, &right),
            _ => case_folded(&left).contains(&case_folded(&right)),
        }))
    }

    /// What depends on the contact, the time or chance.
    fn circumstance(&self, node: &'a Node, function: Function, part: &'a Node) -> Found<'a> {
        let value = self.value(part)?;
        if value.is_missing() {
            self.note(part);
            return Ok(yes_no(false));
        }
        if function == Function::Chance {
            let Value::Number(percent) = value.as_ref() else {
                return Err(self.unfit(part, function, "a number", &value));
            };
            let place = u32::try_from(node.span.start).unwrap_or(u32::MAX);
            let drawn = (self.scope.chance(place) % 1_000_000) as f64 / 10_000.0;
            return Ok(yes_no(drawn < *percent));
        }
        let name = self.text_of(part, function, &value)?;
        Ok(yes_no(if function == Function::Open {
            self.scope.open(&name)
        } else {
            self.scope.tagged(&name)
        }))
    }

    /// The least or greatest of several values or of a list; what is missing does not count.
    fn extreme(&self, node: &'a Node, items: &'a [Node], wanted: Ordering) -> Found<'a> {
        let mut best: Option<Value> = None;
        for item in items {
            let value = self.value(item)?;
            self.burn(weight(&value), node)?;
            let candidates = match value.into_owned() {
                Value::List(list) => list,
                Value::Missing => {
                    self.note(item);
                    continue;
                }
                single => vec![single],
            };
            for candidate in candidates.into_iter().filter(|value| !value.is_missing()) {
                let first = best.as_ref().map(|best| self.order(&candidate, best));
                match first {
                    None => best = Some(candidate),
                    Some(Some(order)) if order == wanted => best = Some(candidate),
                    Some(Some(_)) => (),
                    Some(None) => {
                        return Err(mismatch(item, "these values have no order".to_owned()));
                    }
                }
            }
        }
        Ok(Cow::Owned(best.unwrap_or_default()))
    }

    fn to_number(&self, value: &Value) -> Option<f64> {
        let text = match value {
            Value::Number(number) => return Some(*number),
            other => other.as_text()?.trim(),
        };
        if let Some(read) = read_number(text) {
            return Some(read);
        }
        let reading = Reading {
            language: self.scope.language(),
            languages: &[],
            now: self.scope.now(),
            zone: self.scope.zone(),
        };
        match answer::read(Kind::Number, text, &reading) {
            Some(Value::Number(read)) => Some(read),
            Some(_) | None => None,
        }
    }

    fn to_day(&self, value: &Value) -> Option<jiff::civil::Date> {
        let value = match value {
            Value::Text(text) => match Moment::read(text.trim()) {
                Some(moment) => Value::DateTime(moment),
                None => value.clone().read_as(Type::Date)?,
            },
            other => other.clone(),
        };
        match value {
            Value::Date(day) => Some(day),
            Value::DateTime(moment) => Some(self.day(&moment)),
            Value::Missing | Value::Text(_) | Value::Number(_) | Value::YesNo(_) => None,
            Value::Time(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    fn printed(&self, value: &Value) -> String {
        match value {
            Value::DateTime(moment) => Moment::in_zone(moment.at, self.scope.zone()).to_string(),
            other => other.print(self.scope.language()),
        }
    }

    /// A text, or what prints on one line as one.
    fn text_of<'v>(
        &self,
        part: &Node,
        function: Function,
        value: &'v Value,
    ) -> Result<Cow<'v, str>, ExpressionFault> {
        match value {
            Value::Text(text) => Ok(Cow::Borrowed(text)),
            Value::Number(_)
            | Value::YesNo(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_) => Ok(Cow::Owned(self.printed(value))),
            Value::Missing | Value::List(_) | Value::Map(_) => {
                Err(self.unfit(part, function, "a text", value))
            }
        }
    }

    fn unfit(
        &self,
        part: &Node,
        function: Function,
        needs: &str,
        value: &Value,
    ) -> ExpressionFault {
        mismatch(part, format!("`{}` needs {needs}, this is {}", function.name(), phrase(value)))
    }
}

/// A text that was made, if it is not too long to be kept.
fn kept<'a>(node: &Node, text: String) -> Found<'a> {
    if text.len() > VALUE_CHARACTERS && text.chars().count() > VALUE_CHARACTERS {
        return Err(fault(node, FaultKind::Overlong));
    }
    Ok(Cow::Owned(Value::Text(text)))
}
