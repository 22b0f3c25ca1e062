//! Reads an expression into a tree: a Pratt parser, with a sentence for what people often write
//! instead.
//!
//! From loose to tight: `a ? b : c`, `or`, `and`, `not`, comparisons and `in`, `+ -`, `* / %`, `!
//! -`, `a.b a[0]`.

use std::ops::Range;

use super::cursor::{Parsed, Parser};
use super::token::{TokenKind, tokens};
use super::tree::{Node, NodeKind, Operator};
use super::{Function, LIST_ITEMS, SOURCE_BYTES};
use crate::problem::{Problem, ProblemKind};
use crate::suggest::Guess;
use crate::value::Value;

/// The tree of a source.
///
/// # Errors
/// Every problem that was found, in the order of the source.
pub(super) fn parse(source: &str) -> Result<Node, Vec<Problem>> {
    let mut problems = Vec::new();
    if source.len() > SOURCE_BYTES {
        let message = format!("the expression is longer than {SOURCE_BYTES} bytes");
        let help = "calculate parts of it with `compute` first";
        return Err(vec![Problem::new(ProblemKind::TooLarge, 0..0, message).with_help(help)]);
    }
    let tree = tokens(source, &mut problems).and_then(|tokens| {
        let mut parser =
            Parser { source, tokens, at: 0, depth: 0, nodes: 0, problems: &mut problems };
        parser.whole()
    });
    match tree {
        Ok(tree) if problems.is_empty() => Ok(tree),
        Ok(_) | Err(()) => {
            problems.sort_by_key(|problem| problem.span.start);
            Err(problems)
        }
    }
}

/// How tightly the signs between two parts bind.
const COMPARING: u8 = 3;

fn operator(kind: &TokenKind) -> Option<(Operator, u8)> {
    let written = match kind {
        TokenKind::Sign(sign) => sign,
        TokenKind::Word(word) => word.as_str(),
        TokenKind::Number(_) | TokenKind::Text(_) | TokenKind::End => return None,
    };
    Some(match written {
        "or" | "||" => (Operator::Or, 1),
        "and" | "&&" => (Operator::And, 2),
        "==" => (Operator::Equal, COMPARING),
        "!=" => (Operator::Unequal, COMPARING),
        "<" => (Operator::Less, COMPARING),
        "<=" => (Operator::LessOrEqual, COMPARING),
        ">" => (Operator::Greater, COMPARING),
        ">=" => (Operator::GreaterOrEqual, COMPARING),
        "in" => (Operator::In, COMPARING),
        "+" => (Operator::Plus, 4),
        "-" => (Operator::Minus, 4),
        "*" => (Operator::Times, 5),
        "/" => (Operator::Divide, 5),
        "%" => (Operator::Remainder, 5),
        _ => return None,
    })
}

impl Parser<'_> {
    fn whole(&mut self) -> Parsed {
        if self.peek() == &TokenKind::End {
            return self.fail(
                0..self.source.len(),
                "the expression is empty",
                "write a condition such as score > 3",
            );
        }
        let tree = self.choice()?;
        if self.peek() == &TokenKind::End { Ok(tree) } else { self.left_over() }
    }

    /// `a ? b : c`, or what binds tighter.
    fn choice(&mut self) -> Parsed {
        self.deeper(|parser| {
            let condition = parser.binary(1)?;
            if !parser.take_sign("?") {
                return Ok(condition);
            }
            let yes = parser.choice()?;
            if !parser.take_sign(":") {
                let help = "a choice is written: condition ? then : otherwise";
                return parser.fail_here("`:` is missing after `?`", help);
            }
            let no = parser.choice()?;
            let span = condition.span.start..no.span.end;
            parser.node(NodeKind::Choice(condition.into(), yes.into(), no.into()), span)
        })
    }

    /// Parts joined by signs that bind at least this tightly.
    fn binary(&mut self, least: u8) -> Parsed {
        let mut left =
            if self.peek_word("not") && least <= COMPARING { self.not()? } else { self.unary()? };
        loop {
            let negated = self.peek_word("not") && self.word_behind("in");
            let sign = self.at + usize::from(negated);
            let Some((operator, tightness)) = operator(&self.tokens[sign].kind) else {
                return Ok(left);
            };
            if tightness < least {
                return Ok(left);
            }
            let sign_span = self.tokens[sign].span.clone();
            self.at = sign + 1;
            let right = self.binary(tightness + 1)?;
            let span = left.span.start..right.span.end;
            left =
                self.node(NodeKind::Binary(operator, left.into(), right.into()), span.clone())?;
            if negated {
                left = self.node(NodeKind::Not(left.into()), span)?;
            }
            if tightness == COMPARING {
                self.refuse_chain(&sign_span)?;
            }
        }
    }

    /// `1 < x < 5` means nothing a person expects.
    fn refuse_chain(&mut self, first: &Range<usize>) -> Result<(), ()> {
        match operator(self.peek()) {
            Some((_, COMPARING)) => {
                let span = first.start..self.tokens[self.at].span.end;
                let help = "compare twice and join with `and`: 1 < x and x < 5";
                self.fail(span, "two comparisons in a row", help)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// `not` takes the whole comparison behind it.
    fn not(&mut self) -> Parsed {
        self.deeper(|parser| {
            let start = parser.next().span.start;
            let operand =
                if parser.peek_word("not") { parser.not()? } else { parser.binary(COMPARING)? };
            let span = start..operand.span.end;
            parser.node(NodeKind::Not(operand.into()), span)
        })
    }

    /// `!x` and `-x` take only the part behind them.
    fn unary(&mut self) -> Parsed {
        let kind = match self.peek() {
            TokenKind::Sign("!") => NodeKind::Not,
            TokenKind::Sign("-") => NodeKind::Negate,
            TokenKind::Word(word) if word == "not" => return self.not(),
            TokenKind::Sign(_) | TokenKind::Number(_) | TokenKind::Text(_) => {
                return self.postfix();
            }
            TokenKind::Word(_) | TokenKind::End => return self.postfix(),
        };
        self.deeper(|parser| {
            let start = parser.next().span.start;
            let operand = parser.unary()?;
            let span = start..operand.span.end;
            parser.node(kind(operand.into()), span)
        })
    }

    fn postfix(&mut self) -> Parsed {
        let mut part = self.primary()?;
        loop {
            if self.take_sign("[") {
                let index = self.choice()?;
                self.close("]")?;
                let span = part.span.start..self.end_before();
                part = self.node(NodeKind::Index(part.into(), index.into()), span)?;
            } else if self.take_sign(".") {
                part = self.member(part)?;
            } else {
                return Ok(part);
            }
        }
    }

    fn member(&mut self, of: Node) -> Parsed {
        let name = match self.peek() {
            TokenKind::Word(name) => name.clone(),
            TokenKind::Number(number) if number.fract() == 0.0 => {
                let help = format!("write `{}[{number}]`", &self.source[of.span]);
                return self.fail_here("a place in a list is written in square brackets", &help);
            }
            TokenKind::Number(_) | TokenKind::Text(_) | TokenKind::Sign(_) | TokenKind::End => {
                return self
                    .fail_here("a name is missing after the dot", "write it like order.total");
            }
        };
        let own = self.next().span.clone();
        let span = of.span.start..own.end;
        if self.peek() == &TokenKind::Sign("(") {
            let help = format!("write `{name}({}, …)`", &self.source[of.span]);
            return self.fail(span, "a function stands in front, not behind a dot", &help);
        }
        self.node(NodeKind::Member(of.into(), name, own), span)
    }

    fn primary(&mut self) -> Parsed {
        let token = self.next();
        let span = token.span.clone();
        match token.kind {
            TokenKind::Number(number) => self.node(NodeKind::Literal(Value::Number(number)), span),
            TokenKind::Text(text) => self.node(NodeKind::Literal(Value::Text(text)), span),
            TokenKind::Word(word) => self.word(&word, span),
            TokenKind::Sign("(") => {
                let inside = self.choice()?;
                self.close(")")?;
                // The brackets count to the part, so that a caret shows all of it.
                Ok(Node { span: span.start..self.end_before(), ..inside })
            }
            TokenKind::Sign("[") => {
                let items = self.items("]")?;
                self.node(list_of(items), span.start..self.end_before())
            }
            TokenKind::Sign(sign) => {
                let message = format!("a value is missing before `{sign}`");
                self.fail(span, &message, "write a name, a number or a text in quotes there")
            }
            TokenKind::End => self.fail(
                span,
                "the expression ends too early",
                "write a name, a number or a text in quotes here",
            ),
        }
    }

    fn word(&mut self, word: &str, span: Range<usize>) -> Parsed {
        if self.peek() == &TokenKind::Sign("(") {
            return self.call(word, span);
        }
        match word {
            "yes" | "true" => self.node(NodeKind::Literal(Value::YesNo(true)), span),
            "no" | "false" => self.node(NodeKind::Literal(Value::YesNo(false)), span),
            "and" | "or" | "in" => {
                let message = format!("a value is missing before `{word}`");
                self.fail(span, &message, "write a name, a number or a text in quotes there")
            }
            "null" | "nil" | "none" | "undefined" => {
                let message = format!("there is no `{word}` here");
                self.fail(span, &message, "ask whether something has a value with known(name)")
            }
            "AND" | "OR" | "NOT" | "IN" | "TRUE" | "FALSE" | "YES" | "NO" | "True" | "False" => {
                let message = format!("`{word}` is written in small letters");
                self.fail(span, &message, &format!("write `{}`", word.to_lowercase()))
            }
            _ => self.node(NodeKind::Name(word.to_owned()), span),
        }
    }

    fn call(&mut self, word: &str, span: Range<usize>) -> Parsed {
        self.next();
        let Some(function) = Function::named(word) else {
            let problem = Problem::new(
                ProblemKind::UnknownFunction,
                span,
                format!("there is no function `{word}`"),
            );
            self.problems.push(match Function::called_elsewhere(word) {
                Some(function) => Problem {
                    meant: Some(Guess::known(word, function.name())),
                    ..problem.with_help(format!("it is called `{}` here", function.name()))
                },
                None if matches!(word, "now" | "today") => {
                    problem.with_help(format!("write `{word}` without brackets"))
                }
                None => problem.with_suggestion(word, Function::ALL.map(Function::name)),
            });
            return Err(());
        };
        let items = self.items(")")?;
        let span = span.start..self.end_before();
        if !function.count().contains(&items.len()) {
            let message = format!("`{word}` does not take {} values", items.len());
            let help = format!("write it like {}", function.example());
            self.problems.push(
                Problem::new(ProblemKind::TypeMismatch, span.clone(), message).with_help(help),
            );
        }
        self.node(NodeKind::Call(function, items), span)
    }

    /// Parts between commas up to the closing sign.
    fn items(&mut self, close: &'static str) -> Result<Vec<Node>, ()> {
        let mut items = Vec::new();
        if self.take_sign(close) {
            return Ok(items);
        }
        loop {
            items.push(self.choice()?);
            if items.len() > LIST_ITEMS {
                return self.fail_here("this list is too long", "keep long lists in a service");
            }
            if !self.take_sign(",") {
                self.close(close)?;
                return Ok(items);
            }
        }
    }
}

/// A list; one of written values only is made once, here, and not at every run.
fn list_of(items: Vec<Node>) -> NodeKind {
    let written = |item: &Node| match &item.kind {
        NodeKind::Literal(value) => Some(value.clone()),
        NodeKind::Name(_) | NodeKind::Member(..) | NodeKind::Index(..) | NodeKind::List(_) => None,
        NodeKind::Not(_) | NodeKind::Negate(_) | NodeKind::Binary(..) => None,
        NodeKind::Choice(..) | NodeKind::Call(..) => None,
    };
    match items.iter().map(written).collect() {
        Some(values) => NodeKind::Literal(Value::List(values)),
        None => NodeKind::List(items),
    }
}
