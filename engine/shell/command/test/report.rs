//! What `baton test` prints: failures in full, coverage, and how many passed.

use std::io::IsTerminal;

use baton_core::language::Place;
use baton_core::rehearsal::{Coverage, Subject, Suite};

use super::play::Results;
use crate::command::talk;

/// Failures that are shown in full; nobody reads more before mending some.
const SHOWN: usize = 20;

/// A word in colour, where there is any.
fn painted(word: &str, colour: &str) -> String {
    match talk::colour(&std::io::stdout()) {
        true => format!("\u{1b}[{colour}m{word}\u{1b}[0m"),
        false => word.to_owned(),
    }
}

/// Every failure with what happened until then.
pub(super) fn failures(
    subject: &Subject,
    suite: &Suite,
    results: &Results,
    unused: &[(Place, String)],
) {
    let colour = talk::colour(&std::io::stdout());
    let failed = results
        .played
        .iter()
        .filter_map(|(number, played, _)| Some((*number, played.departure.as_ref()?)));
    for (at, (number, departure)) in failed.enumerate() {
        let place = suite.place(number).shown(&suite.files);
        talk::result(&format!("{}  {}  {place}", painted("FAILED", "1;31"), suite.name(number)));
        if at < SHOWN {
            talk::result(&format!("\n{}", departure.render(subject, suite, colour)));
        } else {
            talk::result(&format!("        {}: {}", departure.place(suite), departure.title()));
        }
    }
    for (place, request) in unused {
        let at = place.shown(&suite.files);
        talk::result(&format!(
            "{}  the fake {request} is used by no test  {at}",
            painted("FAILED", "1;31")
        ));
    }
}

/// How much is covered, and what is not.
pub(super) fn coverage(subject: &Subject, coverage: &Coverage) {
    talk::result("Covered:");
    let all = coverage.all();
    let kinds = coverage.kinds.iter().map(|(name, counted)| (*name, *counted));
    for (name, counted) in kinds.chain([("together", all)]) {
        let (covered, of, percent) = (counted.covered, counted.all, counted.percent());
        talk::result(&format!("  {name:<12} {covered:>5} of {of:<5} {percent:>3} %"));
    }
    if coverage.missing.is_empty() {
        return;
    }
    talk::result("Not covered:");
    for (place, what) in &coverage.missing {
        talk::result(&format!("  {}  {what}", place.shown(&subject.files)));
    }
}

/// How many passed and failed, alone on a line, and how long it took where people look.
pub(super) fn summary(results: &Results, unused: &[(Place, String)]) {
    let failed = results.failed();
    let passed = results.played.len() - failed;
    let failed = failed + unused.len();
    let colour = if failed == 0 { "1;32" } else { "1;31" };
    talk::result(&painted(&format!("{passed} passed, {failed} failed"), colour));
    if std::io::stderr().is_terminal() {
        talk::say(&format!("in {} ms", results.took.as_millis()));
    }
}
