//! Plays tests on all processors. Each is a world of its own, so their order means nothing.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use baton_core::language::Place;
use baton_core::rehearsal::{Covered, Played, Subject, Suite, play};

use crate::command::talk;

/// More often nobody can read the number.
const PROGRESS: usize = 64;

/// How the tests went.
pub(super) struct Results {
    /// By the number of the test, in the order of the suite; with how long each took.
    pub(super) played: Vec<(usize, Played, Duration)>,
    /// How long all of them took.
    pub(super) took: Duration,
}

/// Plays these tests.
pub(super) fn all(subject: &Subject, suite: &Suite, numbers: &[usize]) -> Results {
    let begun = Instant::now();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(numbers.len()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(numbers.len());
    let progress = talk::Progress::begin();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(number) = numbers.get(at) else { return };
                    if at.is_multiple_of(PROGRESS) {
                        progress.show(&format!("{at} of {}", numbers.len()));
                    }
                    let begun = Instant::now();
                    let played = play(subject, suite, *number);
                    let one = (*number, played, begun.elapsed());
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(one);
                }
            });
        }
    });
    progress.end();
    let mut played = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    played.sort_by_key(|(number, _, _)| *number);
    Results { played, took: begun.elapsed() }
}

impl Results {
    /// How many went another way.
    pub(super) fn failed(&self) -> usize {
        self.played.iter().filter(|(_, played, _)| played.departure.is_some()).count()
    }

    /// What all of them together have been through.
    pub(super) fn covered(&self) -> Covered {
        let mut all = Covered::default();
        self.played.iter().for_each(|(_, played, _)| all.add(&played.covered));
        all
    }

    /// Fakes that no test of their file used.
    pub(super) fn unused_fakes(&self, suite: &Suite) -> Vec<(Place, String)> {
        let played: Vec<_> = self.played.iter().map(|(number, one, _)| (*number, one)).collect();
        // A test that stopped half-way may not have come to its calls.
        if self.failed() > 0 { Vec::new() } else { suite.unused_fakes(&played) }
    }
}
