//! Asks a question and waits for a valid answer. Outcomes: `answered`, `too_many_tries`.

use super::Say;
use crate::answer::Kind;
use crate::condition::Pattern;
use crate::expression::Expression;

/// Asks, waits, reads and keeps the answer.
///
/// ```yaml
/// - ask: { say: "How many?", expect: number, min: 1, save_as: count }
/// ```
#[derive(Debug, Clone)]
pub struct Ask {
    /// The question.
    pub say: Say,
    /// What the answer must be; `None` where `choices` alone are the answers.
    pub expect: Option<Kind>,
    /// Smallest number.
    pub min: Option<f64>,
    /// Largest number.
    pub max: Option<f64>,
    /// Fits the whole answer.
    pub matches: Option<Pattern>,
    /// Must hold, over `answer`.
    pub valid_if: Option<Expression>,
    /// The variable that keeps the answer.
    pub save_as: Option<String>,
    /// Said in place of the question after an invalid answer.
    pub if_invalid: Option<Say>,
    /// The n-th invalid answer ends it.
    pub tries: Option<u8>,
    /// Not asked when the variable is known.
    pub skip_if_known: bool,
}
