//! Expressions.
use std::ops::Range;

use crate::problem::Problem;
use crate::scope::{Names, Scope};
use crate::value::{Type, Value};

/// A calculation or condition an author wrote, read and ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {}

/// A name an expression or template uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameUse {
    /// The root and its members, as far as they are fixed: `order`, `lines`, `0`.
    pub path: Vec<String>,
    /// Bytes of the source.
    pub span: Range<usize>,
    /// False where the name may mean a member of the item of an `{{#each}}` instead.
    pub certain: bool,
}

/// Why a running expression has no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{kind}")]
pub struct ExpressionFault {
    /// What happened.
    pub kind: FaultKind,
    /// The part of the source in which it happened.
    pub span: Range<usize>,
}

/// What can happen to an expression that was right when it was loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// Something was divided by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A number became too large.
    #[error("the number is too large")]
    Overflow,
    /// A text or list became too long.
    #[error("the text or list is too long")]
    Overlong,
    /// Values that do not go together.
    #[error("{0}")]
    TypeMismatch(String),
    /// It took too many steps.
    #[error("the calculation takes too long")]
    TooCostly,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// Every problem that was found, in the order of the source.
    pub fn parse(_source: &str) -> Result<Expression, Vec<Problem>> {
        Ok(Expression {})
    }

    /// The names it uses.
    pub fn names(&self) -> Vec<NameUse> {
        Vec::new()
    }

    /// Whether all names exist and all values go together; the type of the result.
    ///
    /// # Errors
    /// Every problem.
    pub fn check(&self, _names: &dyn Names) -> Result<Type, Vec<Problem>> {
        Ok(Type::Any)
    }

    /// As [`Expression::check`], for an `if`: the result must be yes or no.
    ///
    /// # Errors
    /// Every problem.
    pub fn check_condition(&self, _names: &dyn Names) -> Result<(), Vec<Problem>> {
        Ok(())
    }

    /// The result.
    ///
    /// # Errors
    /// See [`FaultKind`].
    pub fn evaluate(&self, _scope: &dyn Scope) -> Result<Value, ExpressionFault> {
        Ok(Value::Missing)
    }

    /// The result as a condition: missing is no.
    ///
    /// # Errors
    /// See [`FaultKind`].
    pub fn holds(&self, _scope: &dyn Scope) -> Result<bool, ExpressionFault> {
        Ok(false)
    }
}
