//! What a run found, as a table for people and as JSON for programs.

use std::fmt::Write;
use std::time::Duration;

use serde::Serialize;

use super::subject::Kind;
use super::{Answers, Faults, Measured, Plan};

/// Everything a run found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// One for each subject, number of people, and with or without what a page sends beside a turn.
    pub rows: Vec<Row>,
    /// Turns a second of SQLite alone with a commit for each turn; the middle one of the rounds.
    pub a_commit_a_turn: f64,
    /// What must not happen, of all measurements together.
    pub faults: Faults,
    /// Webhooks that were not answered with 200 at once and came again, as at Meta.
    pub again: u64,
    /// Who answered messages.
    pub answers: &'static str,
    /// How it was measured, as a sentence.
    pub how: String,
}

/// What all rounds of one measurement say together.
#[derive(Debug, Serialize)]
pub struct Row {
    /// `baton` or `reference`.
    pub subject: &'static str,
    /// Whether an echo, a delivery and a read went with each turn.
    pub with_echoes: bool,
    /// People at once.
    pub people: usize,
    /// All turns that were counted.
    pub turns: usize,
    /// The middle one of the rounds.
    pub turns_per_second: f64,
    /// Turns a second as a share of the reference's in the same round; the middle one of the
    /// rounds.
    pub against_reference: Option<f64>,
    /// From webhook to accepted answer, in milliseconds, of all turns.
    pub p50_ms: f64,
    /// The same for 99 of 100.
    pub p99_ms: f64,
    /// Seconds of processor time of the subject for a thousand turns.
    pub cpu_per_1000: f64,
    /// The same of people and platform, in a process of their own.
    pub driver_cpu_per_1000: f64,
    /// Megabytes (of 1,000,000 bytes), the most of any round.
    pub peak_mb: f64,
    /// Kilobytes (of 1,000 bytes) written to the disk for a turn.
    pub disk_kb: f64,
}

impl Report {
    pub(super) fn of(plan: &Plan, all: &[Measured], alone: Vec<f64>) -> Self {
        let mut rows = Vec::new();
        for &beside in &plan.beside {
            for &people in &plan.people {
                let of = |kind: Kind| -> Vec<&Measured> {
                    let same = |one: &&Measured| one.beside == beside && one.people == people;
                    all.iter().filter(same).filter(|one| one.kind == kind).collect()
                };
                let (reference, baton) = (of(Kind::Reference), of(Kind::Baton));
                rows.push(Row::of(&reference, None));
                rows.push(Row::of(&baton, Some(&reference)));
            }
        }
        let faults = all.iter().fold(Faults::default(), |sum, one| sum.and(one.faults));
        let answers = match plan.answers {
            Answers::StandIn => "stand-in",
            Answers::Simulated => "simulated platform",
        };
        let how = format!(
            "{} rounds of {} s; messages answered by the {answers}; SQLite, synchronous=FULL, \
             below {}; baton {}, {} processors",
            plan.rounds,
            plan.each.as_secs_f64(),
            plan.folder.display(),
            env!("CARGO_PKG_VERSION"),
            std::thread::available_parallelism().map_or(0, usize::from),
        );
        let again = all.iter().map(|one| one.again).sum();
        Self { rows, a_commit_a_turn: middle(alone), faults, again, answers, how }
    }

    /// A Markdown table and the sentences below it.
    pub fn table(&self) -> String {
        let mut text = String::from(
            "| subject | beside each turn | at once | turns/s | against the reference | p50 ms \
             | p99 ms | CPU s per 1,000 turns | peak MB | disk kB a turn |\n\
             |---|---|---|---|---|---|---|---|---|---|\n",
        );
        for row in &self.rows {
            let beside = if row.with_echoes { "echo, delivery, read" } else { "nothing" };
            let ratio = row.against_reference.map_or("1".to_owned(), |ratio| format!("{ratio:.2}"));
            let turns = thousands(row.turns_per_second);
            writeln!(
                text,
                "| {} | {beside} | {} | {turns} | {ratio} | {:.2} | {:.2} | {:.3} | {:.0} | {:.1} |",
                row.subject,
                row.people,
                row.p50_ms,
                row.p99_ms,
                row.cpu_per_1000,
                row.peak_mb,
                row.disk_kb
            )
            .expect("a String takes every write");
        }
        let Faults { lost, doubled, wrong, refused } = self.faults;
        let turns: usize = self.rows.iter().map(|row| row.turns).sum();
        let driver = self.rows.iter().map(|row| row.driver_cpu_per_1000).fold(0.0, f64::max);
        writeln!(
            text,
            "\nSQLite alone, a commit for each turn: {} turns/s.\n{turns} turns counted, each answer checked: {lost} lost, {doubled} doubled, \
             {wrong} wrong, {refused} webhooks refused for good, {} came again.\nPeople and \
             platform took up to {driver:.3} s of processor time per 1,000 turns beside that.\n{}.",
            thousands(self.a_commit_a_turn),
            self.again,
            self.how
        )
        .expect("a String takes every write");
        text
    }
}

impl Row {
    fn of(rounds: &[&Measured], reference: Option<&[&Measured]>) -> Self {
        let rate = |one: &&Measured| one.took.len() as f64 / one.seconds;
        let ratios = reference.map(|reference| {
            let pairs = rounds.iter().zip(reference);
            middle(pairs.map(|(one, other)| rate(one) / rate(other).max(1e-9)).collect())
        });
        let mut took: Vec<Duration> =
            rounds.iter().flat_map(|one| one.took.iter().copied()).collect();
        took.sort_unstable();
        let turns = took.len();
        let per_1000 = |all: f64| all * 1000.0 / turns.max(1) as f64;
        let first = rounds.first();
        Self {
            subject: first.map_or("", |one| one.kind.name()),
            with_echoes: first.is_some_and(|one| one.beside),
            people: first.map_or(0, |one| one.people),
            turns,
            turns_per_second: middle(rounds.iter().map(rate).collect()),
            against_reference: ratios,
            p50_ms: share(&took, 50),
            p99_ms: share(&took, 99),
            cpu_per_1000: per_1000(rounds.iter().map(|one| one.cpu).sum()),
            driver_cpu_per_1000: per_1000(rounds.iter().map(|one| one.own_cpu).sum()),
            peak_mb: rounds.iter().map(|one| one.peak).max().unwrap_or(0) as f64 / 1e6,
            disk_kb: per_1000(rounds.iter().map(|one| one.disk as f64).sum()) / 1e6,
        }
    }
}

/// The middle value; of two in the middle the lower.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len().saturating_sub(1) / 2;
    values.get(middle).copied().unwrap_or_default()
}

/// So many of a hundred took at most this many milliseconds. Sorted values; none: 0.
fn share(sorted: &[Duration], percent: usize) -> f64 {
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
}

/// A whole number with commas.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(values: &[u64]) -> Vec<Duration> {
        values.iter().map(|&value| Duration::from_millis(value)).collect()
    }

    #[test]
    fn shares_are_of_values_that_were_there() {
        let hundred = ms(&(1..=100).collect::<Vec<_>>());
        assert_eq!((share(&hundred, 50), share(&hundred, 99)), (50.0, 99.0));
        assert_eq!((share(&ms(&[7]), 99), share(&[], 50)), (7.0, 0.0));
    }

    #[test]
    fn the_ratio_is_that_of_rounds_and_not_of_sums() {
        let one = |kind, turns: usize| Measured {
            kind,
            people: 1,
            beside: false,
            seconds: 1.0,
            took: ms(&vec![1; turns]),
            cpu: 0.0,
            own_cpu: 0.0,
            peak: 2_000_000,
            disk: 0,
            again: 0,
            faults: Faults::default(),
        };
        let reference = [10, 1000, 20].map(|turns| one(Kind::Reference, turns));
        let baton = [5, 100, 12].map(|turns| one(Kind::Baton, turns));
        let row =
            Row::of(&baton.iter().collect::<Vec<_>>(), Some(&reference.iter().collect::<Vec<_>>()));
        assert_eq!((row.against_reference, row.turns), (Some(0.5), 117));
        assert_eq!((row.turns_per_second, row.peak_mb), (12.0, 2.0));
    }

    #[test]
    fn large_numbers_can_be_read() {
        assert_eq!((thousands(999.4), thousands(1_234_567.0)), ("999".into(), "1,234,567".into()));
    }
}
