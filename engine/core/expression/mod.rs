//! Expressions: the calculations and conditions authors write in `if`, `compute` and `valid_if`.
//!
//! What they share with the Common Expression Language means the same there; `and or not` are words
//! for `&& || !`. Invariant: reading and running are bounded, whatever stands in the source or in
//! the values.

mod advice;
mod call;
mod check;
mod closed;
mod compare;
mod cursor;
mod evaluate;
mod function;
mod parse;
mod token;
mod tree;
mod words;

use std::ops::Range;
use std::sync::Arc;

use crate::problem::Problem;
use crate::scope::{Names, Scope};
use crate::value::{Type, Value};

pub use function::Function;
pub use words::FUNCTION_WORDS;

use tree::Node;

/// Longest source in bytes. The longest condition in real flows seen is under 300.
pub const SOURCE_BYTES: usize = 2_048;
/// Deepest nesting of brackets, signs and choices: each level takes stack while reading and
/// running.
pub const DEPTH: usize = 32;
/// Most parts an expression consists of.
pub const NODES: usize = 256;
/// Most items of a list that is written out or results from `+`.
pub const LIST_ITEMS: usize = 1_000;
/// Most steps of one evaluation: every part costs one, texts and lists one for each 16 bytes or
/// items. Enough for every part to look at the longest value once.
pub const FUEL: u32 = 100_000;

/// A calculation or condition an author wrote, read and ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression(Arc<Read>);

/// An expression as it was read.
#[derive(Debug, PartialEq)]
struct Read {
    source: Box<str>,
    tree: Node,
    names: Vec<NameUse>,
}

/// A name an expression or template uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameUse {
    /// The root and its members, as far as they are fixed: `order`, `lines`, `0`.
    pub path: Vec<String>,
    /// Bytes of the source.
    pub span: Range<usize>,
    /// False where the name may mean a member of the item of an `{{#each}}` instead; always true in
    /// expressions.
    pub certain: bool,
}

/// Why a running expression has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct ExpressionFault {
    /// What happened.
    pub kind: FaultKind,
    /// The bytes of the source in which it happened.
    pub span: Range<usize>,
}

/// What can happen to an expression that was right when it was loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// Something was divided by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A number or date left the range in which it is exact.
    #[error("the result is too large")]
    Overflow,
    /// A text became longer than a value may be, or a list longer than [`LIST_ITEMS`].
    #[error("the resulting text or list is too long")]
    Overlong,
    /// Values that do not go together, found in what nobody declared a type for.
    #[error("{0}")]
    TypeMismatch(String),
    /// It took more than [`FUEL`] steps.
    #[error("the calculation takes too long")]
    TooCostly,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// Every problem that was found, in the order of the source.
    pub fn parse(source: &str) -> Result<Expression, Vec<Problem>> {
        let tree = parse::parse(source)?;
        let mut names = Vec::new();
        tree.collect_names(&mut names);
        Ok(Expression(Arc::new(Read { source: source.into(), tree, names })))
    }

    /// The source as the author wrote it.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// Signs that have a word here: `&&`, `||` and `!` mean `and`, `or` and `not`.
    pub fn signs(&self) -> Vec<Problem> {
        token::signs(&self.0.source)
    }

    /// The names it uses, in the order of the source.
    pub fn names(&self) -> &[NameUse] {
        &self.0.names
    }

    /// Whether all names exist and all values go together; the type of the result.
    ///
    /// # Errors
    /// Every problem, in the order of the source.
    pub fn check(&self, names: &dyn Names) -> Result<Type, Vec<Problem>> {
        check::check(&self.0.tree, names)
    }

    /// As [`Expression::check`], for an `if`: the result must be yes or no.
    ///
    /// # Errors
    /// Every problem, in the order of the source.
    pub fn check_condition(&self, names: &dyn Names) -> Result<(), Vec<Problem>> {
        check::check_condition(&self.0.tree, names)
    }

    /// As [`Expression::check`], for an `each`: the result must be a list.
    ///
    /// # Errors
    /// Every problem, in the order of the source.
    pub fn check_list(&self, names: &dyn Names) -> Result<(), Vec<Problem>> {
        check::check_list(&self.0.tree, names)
    }

    /// The result. What has no value is [`Value::Missing`].
    ///
    /// # Errors
    /// See [`FaultKind`].
    pub fn evaluate(&self, scope: &dyn Scope) -> Result<Value, ExpressionFault> {
        evaluate::evaluate(self, scope)
    }

    /// The result as a condition: missing is no, and is noted.
    ///
    /// # Errors
    /// See [`FaultKind`]; a result that is neither yes nor no is a mismatch.
    pub fn holds(&self, scope: &dyn Scope) -> Result<bool, ExpressionFault> {
        evaluate::holds(self, scope)
    }
}

#[cfg(test)]
mod cel;
#[cfg(test)]
mod tests;
