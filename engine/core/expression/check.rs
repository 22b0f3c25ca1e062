//! Infers the type of every part at load and says where names do not exist or values do not go
//! together.

use super::function::{Function, Takes};
use super::tree::{Node, NodeKind, Operator};
use super::{advice, closed};
use crate::problem::{Problem, ProblemKind};
use crate::scope::{Names, Unknown, reserved, type_of};
use crate::value::{Moment, Type, Value, read_date, read_time};

/// The type of the result.
///
/// # Errors
/// Every problem, in the order of the source.
pub(super) fn check(tree: &Node, names: &dyn Names) -> Result<Type, Vec<Problem>> {
    let mut checker = Checker { names, problems: Vec::new() };
    let kind = checker.kind(tree);
    checker.finish(kind)
}

/// As [`check`]; the result must be yes or no.
///
/// # Errors
/// Every problem, in the order of the source.
pub(super) fn check_condition(tree: &Node, names: &dyn Names) -> Result<(), Vec<Problem>> {
    let mut checker = Checker { names, problems: Vec::new() };
    checker.condition(tree, "a condition");
    checker.finish(())
}

/// As [`check`]; the result must be a list.
///
/// # Errors
/// Every problem, in the order of the source.
pub(super) fn check_list(tree: &Node, names: &dyn Names) -> Result<(), Vec<Problem>> {
    let mut checker = Checker { names, problems: Vec::new() };
    let kind = checker.kind(tree);
    checker.expect_one(tree, kind, &[Type::List], "`each`");
    checker.finish(())
}

struct Checker<'a> {
    names: &'a dyn Names,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn finish<T>(mut self, result: T) -> Result<T, Vec<Problem>> {
        self.problems.sort_by_key(|problem| problem.span.start);
        if self.problems.is_empty() { Ok(result) } else { Err(self.problems) }
    }

    fn kind(&mut self, node: &Node) -> Type {
        if let Some(path) = node.path() {
            return self.named(node, &path);
        }
        match &node.kind {
            NodeKind::Literal(value) => value.kind(),
            NodeKind::Name(_) => Type::Any,
            NodeKind::Member(of, ..) => self.member(node, of),
            NodeKind::Index(of, index) => self.index(of, index),
            NodeKind::List(items) => {
                items.iter().for_each(|item| {
                    self.kind(item);
                });
                Type::List
            }
            NodeKind::Not(part) => {
                self.condition(part, "`not`");
                Type::YesNo
            }
            NodeKind::Negate(part) => {
                let kind = self.kind(part);
                self.expect(part, kind, Takes::Number, "`-`");
                Type::Number
            }
            NodeKind::Binary(operator, left, right) => self.binary(node, *operator, left, right),
            NodeKind::Choice(condition, yes, no) => {
                self.condition(condition, "`?`");
                let (yes, no) = (self.kind(yes), self.kind(no));
                if yes == no { yes } else { Type::Any }
            }
            NodeKind::Call(function, items) => self.call(*function, items),
        }
    }

    fn named(&mut self, node: &Node, path: &[String]) -> Type {
        let unknown = match type_of(self.names, path) {
            Ok(kind) => return kind,
            Err(unknown) => unknown,
        };
        let problem = unknown_name(node, path, unknown);
        self.problems.push(problem);
        Type::Any
    }

    fn member(&mut self, node: &Node, of: &Node) -> Type {
        match self.kind(of) {
            Type::Any => (),
            kind => {
                let message = format!("{} has no members", kind.phrase());
                self.problems.push(Problem::new(
                    ProblemKind::UnknownName,
                    node.last_step(),
                    message,
                ));
            }
        }
        Type::Any
    }

    fn index(&mut self, of: &Node, index: &Node) -> Type {
        let kind = self.kind(of);
        self.expect_one(of, kind, &[Type::List], "`[ ]`");
        let place = self.kind(index);
        self.expect_one(index, place, &[Type::Number, Type::Text], "`[ ]`");
        Type::Any
    }

    /// What a function is given; a tag or hours without their quotes are no variable.
    fn argument(&mut self, function: Function, item: &Node) -> Type {
        let before = self.problems.len();
        let kind = self.kind(item);
        let of_words = matches!(function, Function::Tagged | Function::Open);
        if let (true, NodeKind::Name(word), Some(found)) =
            (of_words, &item.kind, self.problems.get_mut(before))
        {
            found.help = Some(format!("a text stands in quotes: {}(\"{word}\")", function.name()));
        }
        kind
    }

    fn call(&mut self, function: Function, items: &[Node]) -> Type {
        let kinds: Vec<Type> = items.iter().map(|item| self.argument(function, item)).collect();
        let name = format!("`{}`", function.name());
        for (place, (item, kind)) in items.iter().zip(&kinds).enumerate() {
            self.expect(item, *kind, function.takes(place), &name);
        }
        if let (
            Function::Chance,
            Some(Node { kind: NodeKind::Literal(Value::Number(percent)), span }),
        ) = (function, items.first())
            && ((*percent > 0.0 && *percent < 1.0) || *percent > 100.0)
        {
            let message = "`chance` takes a number of cases out of 100";
            let help =
                format!("write chance({})", if *percent < 1.0 { percent * 100.0 } else { 100.0 });
            self.problems.push(
                Problem::new(ProblemKind::TypeMismatch, span.clone(), message).with_help(help),
            );
        }
        if let (Function::Open, Some(Node { kind: NodeKind::Literal(Value::Text(hours)), span })) =
            (function, items.first())
            && !self.names.has_hours(hours)
        {
            let problem = Problem::new(
                ProblemKind::UnknownHours,
                span.clone(),
                format!("there are no hours `{hours}`"),
            );
            let declared = self.names.hours();
            self.problems.push(match declared.as_slice() {
                [] => problem.with_help("declare them under `hours:` of the bot"),
                declared => problem.with_suggestion(hours, declared.iter().copied()),
            });
        }
        function.gives(&kinds)
    }

    fn binary(&mut self, node: &Node, operator: Operator, left: &Node, right: &Node) -> Type {
        match operator {
            Operator::And | Operator::Or => {
                let name = format!("`{}`", operator.sign());
                self.condition(left, &name);
                self.condition(right, &name);
                Type::YesNo
            }
            Operator::Equal | Operator::Unequal => {
                let (a, b) = (self.kind(left), self.kind(right));
                self.comparable(node, (left, a), (right, b));
                self.problems.extend(closed::never(left, right));
                self.problems.extend(closed::never(right, left));
                Type::YesNo
            }
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {
                let (a, b) = (self.kind(left), self.kind(right));
                for (part, kind) in [(left, a), (right, b)] {
                    let ordered =
                        [Type::Number, Type::Text, Type::Date, Type::Time, Type::DateTime];
                    self.expect_one(part, kind, &ordered, &format!("`{}`", operator.sign()));
                }
                self.comparable(node, (left, a), (right, b));
                Type::YesNo
            }
            Operator::In => {
                self.kind(left);
                let list = self.kind(right);
                self.problems.extend(closed::never(left, right));
                if list == Type::Text {
                    let help = "ask with contains(text, part)";
                    let problem = Problem::new(
                        ProblemKind::TypeMismatch,
                        right.span.clone(),
                        "`in` needs a list, this is a text",
                    );
                    self.problems.push(problem.with_help(help));
                } else {
                    self.expect_one(right, list, &[Type::List], "`in`");
                }
                Type::YesNo
            }
            Operator::Plus | Operator::Minus => self.sum(node, operator, left, right),
            Operator::Times | Operator::Divide | Operator::Remainder => {
                let name = format!("`{}`", operator.sign());
                for part in [left, right] {
                    let kind = self.kind(part);
                    self.expect(part, kind, Takes::Number, &name);
                }
                Type::Number
            }
        }
    }

    /// Numbers; texts and lists are joined by `+`; days are counted from a date.
    fn sum(&mut self, node: &Node, operator: Operator, left: &Node, right: &Node) -> Type {
        let plus = operator == Operator::Plus;
        let (a, b) = (self.kind(left), self.kind(right));
        match (a, b) {
            (Type::Number, Type::Number) => Type::Number,
            (Type::Text, Type::Text) if plus => Type::Text,
            (Type::List, Type::List) if plus => Type::List,
            (Type::Date, Type::Number) => Type::Date,
            (Type::Date, Type::Date) if !plus => Type::Number,
            (Type::Any, _) | (_, Type::Any) => Type::Any,
            (a, b) => {
                let message = format!(
                    "{} and {} cannot be joined by `{}`",
                    a.phrase(),
                    b.phrase(),
                    operator.sign()
                );
                let problem = Problem::new(ProblemKind::TypeMismatch, node.span.clone(), message);
                self.problems.push(match (a, b) {
                    (Type::Text, _) | (_, Type::Text) if plus => problem.with_help(
                        "turn the other part into a text with text(…), or insert it with {{name}}",
                    ),
                    _ => problem,
                });
                Type::Any
            }
        }
    }

    fn comparable(&mut self, node: &Node, (left, a): (&Node, Type), (right, b): (&Node, Type)) {
        let dates = |kind| matches!(kind, Type::Date | Type::DateTime);
        if a == b || a == Type::Any || b == Type::Any || (dates(a) && dates(b)) {
            return;
        }
        if written_as(left, b) || written_as(right, a) {
            return;
        }
        let message = format!("{} is compared with {}", a.phrase(), b.phrase());
        // The written value is what an author mends; of two names it is the whole comparison.
        let span = match (&left.kind, &right.kind) {
            (_, NodeKind::Literal(_)) => right.span.clone(),
            (NodeKind::Literal(_), _) => left.span.clone(),
            _ => node.span.clone(),
        };
        let problem = Problem::new(ProblemKind::TypeMismatch, span, message);
        let help =
            [(left, b), (right, a)].into_iter().find_map(|(part, other)| literal_help(part, other));
        self.problems.push(match help.or_else(|| advice::between(a, b).map(str::to_owned)) {
            Some(help) => problem.with_help(help),
            None => problem,
        });
    }

    fn condition(&mut self, node: &Node, what: &str) {
        let kind = self.kind(node);
        if matches!(kind, Type::YesNo | Type::Any) {
            return;
        }
        let message = format!("{what} needs yes or no, this is {}", kind.phrase());
        let help = match kind {
            Type::Number => "compare it, for example score > 0",
            Type::Text => "compare it, for example topic == \"refund\", or ask known(topic)",
            Type::List => "ask size(list) > 0",
            Type::Date | Type::Time | Type::DateTime => "compare it, or ask known(name)",
            Type::YesNo | Type::Any => "write yes or no",
        };
        self.problems.push(
            Problem::new(ProblemKind::TypeMismatch, node.span.clone(), message).with_help(help),
        );
    }

    fn expect(&mut self, node: &Node, kind: Type, takes: Takes, what: &str) {
        let day = takes == Takes::Day && matches!(&node.kind, NodeKind::Literal(Value::Text(_)));
        if takes.fits(kind) && (!day || written_as(node, Type::Date)) {
            return;
        }
        let message = match day {
            true => "this is no date as 2026-03-24".to_owned(),
            false => format!("{what} needs {}, this is {}", takes.words(), kind.phrase()),
        };
        let problem = Problem::new(ProblemKind::TypeMismatch, node.span.clone(), message);
        self.problems.push(match (takes, kind) {
            (Takes::Number, Type::Text) => {
                problem.with_help("turn it into a number with number(…)")
            }
            (Takes::Text, Type::Number) => problem.with_help("turn it into a text with text(…)"),
            _ => problem,
        });
    }

    fn expect_one(&mut self, node: &Node, kind: Type, allowed: &[Type], what: &str) {
        if kind == Type::Any || allowed.contains(&kind) {
            return;
        }
        let words: Vec<&str> = allowed.iter().map(|kind| kind.phrase()).collect();
        let message = format!("{what} needs {}, this is {}", words.join(" or "), kind.phrase());
        self.problems.push(Problem::new(ProblemKind::TypeMismatch, node.span.clone(), message));
    }
}

/// Whether a text is written out that reads as this type of date.
fn written_as(node: &Node, kind: Type) -> bool {
    let NodeKind::Literal(Value::Text(text)) = &node.kind else {
        return false;
    };
    match kind {
        Type::Date => read_date(text).is_some(),
        Type::DateTime => read_date(text).is_some() || Moment::read(text).is_some(),
        Type::Time => read_time(text).is_some(),
        Type::Text | Type::Number | Type::YesNo | Type::List | Type::Any => false,
    }
}

/// Advice where a number or yes stands in quotes.
fn literal_help(node: &Node, other: Type) -> Option<String> {
    let NodeKind::Literal(Value::Text(text)) = &node.kind else {
        return None;
    };
    let unquoted = match other {
        Type::Number => text.parse::<f64>().is_ok(),
        Type::YesNo => matches!(text.as_str(), "yes" | "no" | "true" | "false"),
        Type::Text | Type::Date | Type::Time | Type::DateTime | Type::List | Type::Any => false,
    };
    unquoted.then(|| format!("write {text} without quotes"))
}

fn unknown_name(node: &Node, path: &[String], unknown: Unknown) -> Problem {
    // The path of a node is as long as its chain of steps: the part that is wrong is some steps up.
    let step = |part: usize| {
        let mut node = node;
        for _ in part + 1..path.len() {
            node = match &node.kind {
                NodeKind::Member(of, ..) | NodeKind::Index(of, _) => of,
                NodeKind::Literal(_) | NodeKind::Name(_) | NodeKind::List(_) | NodeKind::Not(_) => {
                    node
                }
                NodeKind::Negate(_)
                | NodeKind::Binary(..)
                | NodeKind::Choice(..)
                | NodeKind::Call(..) => node,
            };
        }
        node.last_step()
    };
    let span = match &unknown {
        Unknown::Root { .. } | Unknown::NotHere(_) => step(0),
        Unknown::Member { part, .. } | Unknown::NoMembers { part, .. } => step(*part),
    };
    let problem = unknown.problem(path, span);
    let function = path.first().and_then(|root| Function::named(root));
    match function {
        Some(function) if problem.help.is_none() && reserved(&path[0]).is_none() => problem
            .with_help(format!(
                "`{}` is a function; write it like {}",
                function.name(),
                function.example()
            )),
        Some(_) | None => problem,
    }
}
