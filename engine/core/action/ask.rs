//! Asks a question and waits for a valid answer. Outcomes: `answered`, `too_many_tries`.

use super::Say;
use crate::answer::Kind;
use crate::condition::Pattern;
use crate::conversation::{FrameState, Outcome};
use crate::expression::Expression;
use crate::question;
use crate::run::Progress;
use crate::scene::Scene;

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

impl Ask {
    /// Asks and waits; asks nothing where the answer is known and need not be.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let known = self.save_as.as_ref().is_some_and(|name| scene.knows(name));
        if self.skip_if_known && known {
            return Progress::Ended(Outcome::Answered);
        }
        if !scene.window_open() {
            return Progress::Hold;
        }
        if let Some(frame) = scene.top_mut() {
            frame.tries = 0;
        }
        match question::say(scene, &self.say, scene.place(), false) {
            Ok(()) => Progress::Suspend(FrameState::Asking),
            Err(why) => Progress::Fault(why),
        }
    }
}
