//! The parser's place in the tokens: looking, taking, and saying what does not belong where it
//! stands.

use std::ops::Range;

use super::token::{Token, TokenKind};
use super::tree::{Node, NodeKind};
use super::{DEPTH, NODES};
use crate::problem::{Problem, ProblemKind};

/// A parser at a place in the tokens.
pub(super) struct Parser<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) nodes: usize,
    pub(super) problems: &'a mut Vec<Problem>,
}

/// A part, or nothing, when the reason is already among the problems.
pub(super) type Parsed = Result<Node, ()>;

impl Parser<'_> {
    pub(super) fn close(&mut self, close: &'static str) -> Result<(), ()> {
        if self.take_sign(close) {
            return Ok(());
        }
        match self.peek() {
            TokenKind::End => {
                let message = format!("`{close}` is missing");
                self.fail_here(&message, "every opening bracket needs its closing one")
            }
            TokenKind::Sign(_) | TokenKind::Word(_) | TokenKind::Number(_) | TokenKind::Text(_) => {
                self.left_over()
            }
        }
    }

    /// Something stands where the part should have ended.
    pub(super) fn left_over<T>(&mut self) -> Result<T, ()> {
        let token = self.tokens[self.at].clone();
        let written = &self.source[token.span.clone()];
        let (message, help) = match &token.kind {
            TokenKind::Sign(")" | "]") => {
                (format!("`{written}` has no opening bracket"), "remove it".to_owned())
            }
            TokenKind::Sign(",") => (
                "a comma stands only in lists and functions".to_owned(),
                "write 1.5 for one and a half".to_owned(),
            ),
            TokenKind::Word(word) => {
                let help = match word.as_str() {
                    "is" | "equals" | "equal" | "eq" => "compare with `==`",
                    "isnt" | "ne" => "compare with `!=`",
                    "AND" | "OR" | "NOT" | "IN" => "write it in small letters",
                    "contains" | "has" | "includes" => "write contains(text, part)",
                    "x" | "X" => "times is `*`: pieces * 2",
                    "plus" | "minus" | "times" => "calculate with + - * /",
                    _ => "join conditions with `and` or `or`; a text stands in quotes",
                };
                (format!("`{written}` does not belong here"), help.to_owned())
            }
            TokenKind::Sign(_) | TokenKind::Number(_) | TokenKind::Text(_) | TokenKind::End => {
                let help = "join two parts with a sign such as `and`, `==` or `+`";
                (format!("`{written}` does not belong here"), help.to_owned())
            }
        };
        self.fail(token.span, &message, &help)
    }

    /// One level deeper, if that is still allowed.
    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth >= DEPTH {
            let span = self.tokens[self.at].span.clone();
            self.problems.push(too_large(
                span,
                format!("brackets and signs are nested deeper than {DEPTH}"),
            ));
            return Err(());
        }
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    pub(super) fn node(&mut self, kind: NodeKind, span: Range<usize>) -> Parsed {
        self.nodes += 1;
        if self.nodes > NODES {
            self.problems
                .push(too_large(span, format!("the expression has more than {NODES} parts")));
            return Err(());
        }
        Ok(Node { kind, span })
    }

    pub(super) fn peek(&self) -> &TokenKind {
        &self.tokens[self.at].kind
    }

    pub(super) fn peek_word(&self, wanted: &str) -> bool {
        matches!(self.peek(), TokenKind::Word(word) if word == wanted)
    }

    pub(super) fn word_behind(&self, wanted: &str) -> bool {
        let next = self.tokens.get(self.at + 1);
        next.is_some_and(|token| matches!(&token.kind, TokenKind::Word(word) if word == wanted))
    }

    /// The next token; the `End` stays, so that there always is one.
    pub(super) fn next(&mut self) -> Token {
        let token = self.tokens[self.at].clone();
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    pub(super) fn take_sign(&mut self, sign: &'static str) -> bool {
        let there = self.peek() == &TokenKind::Sign(sign);
        self.at += usize::from(there);
        there
    }

    pub(super) fn end_before(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |before| self.tokens[before].span.end)
    }

    pub(super) fn fail<T>(
        &mut self,
        span: Range<usize>,
        message: &str,
        help: &str,
    ) -> Result<T, ()> {
        self.problems.push(Problem::new(ProblemKind::Syntax, span, message).with_help(help));
        Err(())
    }

    pub(super) fn fail_here<T>(&mut self, message: &str, help: &str) -> Result<T, ()> {
        self.fail(self.tokens[self.at].span.clone(), message, help)
    }
}

fn too_large(span: Range<usize>, message: String) -> Problem {
    Problem::new(ProblemKind::TooLarge, span, message)
        .with_help("calculate parts of it with `compute` first")
}
