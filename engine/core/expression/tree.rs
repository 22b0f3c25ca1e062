//! What a read expression consists of. Every part knows the bytes of the source it was read from.

use std::ops::Range;

use super::{Function, NameUse};
use crate::value::Value;

/// A part of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) span: Range<usize>,
}

/// The kinds of parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NodeKind {
    Literal(Value),
    Name(String),
    /// `a.b`
    Member(Box<Node>, String, Range<usize>),
    /// `a[b]`
    Index(Box<Node>, Box<Node>),
    List(Vec<Node>),
    Not(Box<Node>),
    Negate(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    /// `a ? b : c`
    Choice(Box<Node>, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
}

impl Operator {
    /// As authors write it.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Equal => "==",
            Operator::Unequal => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::In => "in",
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Divide => "/",
            Operator::Remainder => "%",
        }
    }
}

impl Node {
    /// The path it names where that is fixed: `order.lines[0]` is `order`, `lines`, `0`.
    pub(super) fn path(&self) -> Option<Vec<String>> {
        match &self.kind {
            NodeKind::Name(name) => Some(vec![name.clone()]),
            NodeKind::Member(of, name, _) => {
                let mut path = of.path()?;
                path.push(name.clone());
                Some(path)
            }
            NodeKind::Index(of, index) => {
                let mut path = of.path()?;
                path.push(index.fixed_index()?);
                Some(path)
            }
            NodeKind::Literal(_) | NodeKind::List(_) | NodeKind::Not(_) | NodeKind::Negate(_) => {
                None
            }
            NodeKind::Binary(..) | NodeKind::Choice(..) | NodeKind::Call(..) => None,
        }
    }

    fn fixed_index(&self) -> Option<String> {
        match &self.kind {
            NodeKind::Literal(Value::Text(name)) => Some(name.clone()),
            NodeKind::Literal(Value::Number(place)) if *place >= 0.0 && place.fract() == 0.0 => {
                Some(place.to_string())
            }
            NodeKind::Literal(_)
            | NodeKind::Name(_)
            | NodeKind::Member(..)
            | NodeKind::Index(..) => None,
            NodeKind::List(_) | NodeKind::Not(_) | NodeKind::Negate(_) | NodeKind::Binary(..) => {
                None
            }
            NodeKind::Choice(..) | NodeKind::Call(..) => None,
        }
    }

    /// The bytes of the last step of a path: `b` of `a.b`, `1` of `a[1]`.
    pub(super) fn last_step(&self) -> Range<usize> {
        match &self.kind {
            NodeKind::Member(_, _, span) => span.clone(),
            NodeKind::Index(_, index) => index.span.clone(),
            NodeKind::Literal(_) | NodeKind::Name(_) | NodeKind::List(_) | NodeKind::Not(_) => {
                self.span.clone()
            }
            NodeKind::Negate(_) | NodeKind::Binary(..) | NodeKind::Choice(..) => self.span.clone(),
            NodeKind::Call(..) => self.span.clone(),
        }
    }

    /// Adds every name in it, the longest fixed path of each.
    pub(super) fn collect_names(&self, names: &mut Vec<NameUse>) {
        if let Some(path) = self.path() {
            names.push(NameUse { path, span: self.span.clone(), certain: true });
            return;
        }
        match &self.kind {
            NodeKind::Literal(_) | NodeKind::Name(_) => (),
            NodeKind::Member(of, ..) | NodeKind::Not(of) | NodeKind::Negate(of) => {
                of.collect_names(names)
            }
            NodeKind::Index(a, b) | NodeKind::Binary(_, a, b) => {
                a.collect_names(names);
                b.collect_names(names);
            }
            NodeKind::Choice(a, b, c) => {
                [a, b, c].into_iter().for_each(|part| part.collect_names(names))
            }
            NodeKind::List(parts) | NodeKind::Call(_, parts) => {
                parts.iter().for_each(|part| part.collect_names(names));
            }
        }
    }
}
