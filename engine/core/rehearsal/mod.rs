//! Conversation tests: people, services and time as a test file writes them, played against `step` itself.
//!
//! Files of tests are read like those of bots, with the same findings. A test is played in a world of its own:
//! the platform as far as a flow can tell, services that answer as written, and a clock that moves only when a step
//! says so. Invariant: the same files give the same result, on every machine, in every order.

mod actor;
mod coverage;
mod definition;
mod departure;
mod fake;
mod fault;
mod fill;
mod look;
mod meet;
mod pattern;
mod person;
mod platform;
mod play;
mod read;
mod recorded;
mod replay;
mod rewrite;
mod save;
mod step;
mod tale;
mod test;
#[cfg(test)]
mod tests;
mod thread;
mod turn;
mod why;
mod world;
mod write;

pub use coverage::{Counted, Coverage, Covered};
pub use definition::TEST_FILE;
pub use departure::Departure;
pub use fault::{PlatformCall, meaning};
pub use play::{Played, play};
pub use recorded::test_of;
pub use replay::{FORMAT as TRACE_FORMAT, Parted, Replayed, Trace, TraceStep, Unplayable, replay};
pub use rewrite::{Edit, applied, rewrite};
pub use save::{Had, Session, as_test};
#[cfg(test)]
pub(crate) use turn::turn;

use std::sync::Arc;

use crate::bot::{Bot, Bots};
use crate::language::{Diagnostic, Place, Places, Severity, SourceFile};
use fake::Fake;
use test::Test;

/// A bot that is tested.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The bot.
    pub bots: Bots,
    /// Where its parts stand
    pub places: Places,
    /// in these files.
    pub files: Vec<SourceFile>,
}

impl Subject {
    /// A bot with its files.
    pub fn new(bot: Arc<Bot>, places: Places, files: Vec<SourceFile>) -> Self {
        Self { bots: Bots::only(bot), places, files }
    }
}

/// The tests of a bot.
#[derive(Debug, Default)]
pub struct Suite {
    /// The files they stand in.
    pub files: Vec<SourceFile>,
    /// Everything that was found in them.
    pub diagnostics: Vec<Diagnostic>,
    /// In the order of the files.
    tests: Vec<Test>,
    /// What services answer in all tests of a file, by its number.
    fakes: Vec<Vec<Fake>>,
}

impl Suite {
    /// Reads the tests of a bot from their files.
    pub fn read(subject: &Subject, files: Vec<SourceFile>) -> Self {
        read::suite(subject, files)
    }

    /// How many tests there are.
    pub fn len(&self) -> usize {
        self.tests.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether the files can be played: no finding is an error.
    pub fn is_right(&self) -> bool {
        self.diagnostics.iter().all(|found| found.severity != Severity::Error)
    }

    /// What a test shows, in the author's words.
    pub fn name(&self, number: usize) -> &str {
        &self.tests[number].name
    }

    /// The file a test stands in, by its number.
    pub fn file(&self, number: usize) -> usize {
        self.tests[number].spot.file
    }

    /// Where a test stands.
    pub fn place(&self, number: usize) -> Place {
        self.tests[number].spot.into()
    }

    /// Fakes of files that none of the played tests used: each is a failure, for it tests nothing.
    pub fn unused_fakes(&self, played: &[(usize, &Played)]) -> Vec<(Place, String)> {
        let mut unused = Vec::new();
        for (file, fakes) in self.fakes.iter().enumerate() {
            for (number, fake) in fakes.iter().enumerate() {
                let of_file = played.iter().filter(|(test, _)| self.file(*test) == file);
                let mut uses = of_file.map(|(test, played)| {
                    let own = self.tests[*test].fakes.len();
                    played.used.get(own + number).copied().unwrap_or(false)
                });
                if !uses.any(|used| used) {
                    unused.push((fake.spot.into(), fake.request.shown()));
                }
            }
        }
        unused
    }
}
