//! Mends what can be mended for certain: fixes are spliced in, and the bot is read again before they count.
//!
//! Invariant: a finding is gone with its fix, nothing new is wrong but what the slip had hidden, and
//! what the fixes do not touch says what it said; else they are not made.

use std::collections::HashMap;
use std::ops::Range;

use super::diagnostic::{Diagnostic, SECRET, Severity};
use super::fix::Trust;
use super::source::SourceFile;
use super::splice::{self, Edit};
use super::{Loaded, code, load};

/// Rounds: a fix brings others to light. Nobody's file lies deeper, and each reads the bot again.
const ROUNDS: usize = 12;

/// Codes of checks that look at a bot only once nothing else is wrong with it.
const LAST: [&str; 14] = [
    "behind-return",
    "dead-end",
    "handover-beside-to",
    "hours-in-do",
    "http-without-failed",
    "loop-without-wait",
    "no-fallback",
    "no-way-back",
    "text-behind-handover",
    "unreachable-module",
    "unused-receiver",
    "unused-service",
    "unused-variable",
    "use-handover",
];

/// A finding that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The code of the finding.
    pub code: &'static str,
    /// The path of the file.
    pub path: String,
    /// The first line that was written anew, from 1, as the file then was.
    pub line: usize,
    /// The lines it touched, as they were.
    pub before: String,
    /// The same lines as they are; fewer or more.
    pub after: String,
}

/// A bot with everything mended that could be for certain.
#[derive(Debug)]
pub struct Mended {
    /// As it loads now, with what is left.
    pub loaded: Loaded,
    /// What was mended, in the order in which it was done.
    pub mends: Vec<Mend>,
}

/// Mends what can be mended for certain, in memory.
pub fn mend(files: Vec<SourceFile>) -> Mended {
    let mut loaded = load(files);
    let mut mends = Vec::new();
    for _ in 0..ROUNDS {
        let chosen = chosen(&loaded.diagnostics);
        let before = mends.len();
        loaded = all_or_halves(loaded, &chosen, &mut mends);
        if mends.len() == before {
            break;
        }
    }
    Mended { loaded, mends }
}

/// The findings with a fix to make, none about the place of another.
fn chosen(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut chosen: Vec<Diagnostic> = Vec::new();
    let mut taken: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
    for found in diagnostics {
        let Some(fix) = found.fix.as_ref().filter(|fix| fix.trust != Trust::Proposed) else {
            continue;
        };
        let taken = taken.entry(found.file).or_default();
        let meets = |edit: &Edit| {
            let own = &edit.span;
            taken.iter().any(|span| own.start <= span.end && span.start <= own.end)
        };
        if fix.edits.iter().any(meets) {
            continue;
        }
        taken.extend(fix.edits.iter().map(|edit| edit.span.clone()));
        chosen.push(found.clone());
    }
    chosen
}

/// Makes all fixes at once; where that does not hold, half of them and then the other half.
fn all_or_halves(loaded: Loaded, fixes: &[Diagnostic], mends: &mut Vec<Mend>) -> Loaded {
    if fixes.is_empty() {
        return loaded;
    }
    if let Some(mended) = attempt(&loaded, fixes) {
        mends.extend(fixes.iter().filter_map(|found| told(&loaded, found)));
        return mended;
    }
    let (first, second) = fixes.split_at(fixes.len() / 2);
    if first.is_empty() {
        return loaded;
    }
    let half = all_or_halves(loaded, first, mends);
    // What was done before may have moved the places of the rest: the next round sees to them.
    match first.iter().any(|done| !still_there(&half, done)) {
        true => half,
        false => all_or_halves(half, second, mends),
    }
}

fn still_there(loaded: &Loaded, found: &Diagnostic) -> bool {
    loaded.diagnostics.contains(found)
}

/// The bot with the fixes made, if that holds.
fn attempt(before: &Loaded, fixes: &[Diagnostic]) -> Option<Loaded> {
    let mut files = before.files.clone();
    for (number, file) in files.iter_mut().enumerate() {
        let edits = edits_of(number, fixes);
        if !edits.is_empty() {
            *file = splice::splice(file, &edits).ok()?;
        }
    }
    let after = load(files);
    holds(before, &after, fixes).then_some(after)
}

fn edits_of(file: usize, fixes: &[Diagnostic]) -> Vec<Edit> {
    let own = fixes.iter().filter(|found| found.file == file);
    own.filter_map(|found| found.fix.as_ref()).flat_map(|fix| fix.edits.clone()).collect()
}

/// What makes two findings the same, wherever they have moved.
type Sameness<'d> = (usize, &'static str, &'d str);

fn sameness(found: &Diagnostic) -> Sameness<'_> {
    (found.file, found.code, found.message.as_str())
}

fn counted(diagnostics: &[Diagnostic]) -> HashMap<Sameness<'_>, usize> {
    let mut counted = HashMap::new();
    for found in diagnostics {
        *counted.entry(sameness(found)).or_default() += 1;
    }
    counted
}

fn holds(before: &Loaded, after: &Loaded, fixes: &[Diagnostic]) -> bool {
    let (was, is) = (counted(&before.diagnostics), counted(&after.diagnostics));
    let of = |counts: &HashMap<Sameness<'_>, usize>, one: &Diagnostic| {
        counts.get(&sameness(one)).copied().unwrap_or(0)
    };
    let fixed = counted(fixes);
    let gone = |one: &Diagnostic| of(&is, one) + of(&fixed, one) <= of(&was, one);
    let is_new = |one: &&Diagnostic| of(&is, one) > of(&was, one);
    fixes.iter().all(gone)
        && after.diagnostics.iter().filter(is_new).all(|new| is_revealed(before, after, fixes, new))
}

/// Whether a new finding had been hidden by what was mended.
fn is_revealed(before: &Loaded, after: &Loaded, fixes: &[Diagnostic], new: &Diagnostic) -> bool {
    if LAST.contains(&new.code) && before.has_errors() {
        return true;
    }
    let sure = |found: &&Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Sure);
    fixes.iter().filter(sure).any(|found| {
        let Some(place) = place_after(fixes, found) else { return false };
        let below = block(&after.files[found.file], place).contains(&new.span.start);
        let own = new.file == found.file && below;
        // What could not be read hid whatever stands in it and behind it, and names for elsewhere.
        let behind = !hides(new.code) || new.file == found.file && new.span.start >= place;
        own || (hides(found.code) && found.severity == Severity::Error && behind)
    })
}

/// Whether a finding of this code is about what YAML reads otherwise than people do.
fn hides(code: &str) -> bool {
    if matches!(code, "smart-quotes" | "exclamation-in-if") {
        return true;
    }
    let mut chapters = code::CHAPTERS
        .iter()
        .filter(|chapter| [code::HIDDEN, code::PASTED].contains(&chapter.title));
    chapters.any(|chapter| chapter.codes.iter().any(|known| known.code == code))
}

/// Where the first edit of a fix stands when all of them are made.
fn place_after(fixes: &[Diagnostic], found: &Diagnostic) -> Option<usize> {
    let first = found.fix.as_ref()?.edits.iter().map(|edit| edit.span.start).min()?;
    let shift: isize = edits_of(found.file, fixes)
        .iter()
        .filter(|edit| edit.span.end <= first && edit.span.start < first)
        .map(|edit| edit.text.len() as isize - edit.span.len() as isize)
        .sum();
    first.checked_add_signed(shift)
}

/// The line of a place and what stands deeper below it.
fn block(file: &SourceFile, place: usize) -> Range<usize> {
    let line = file.line_at(place);
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let own = indent(&file.text[line.clone()]);
    let mut end = line.end;
    for below in file.text[line.end..].split_inclusive('\n') {
        let dash = below.trim_start().starts_with('-') && indent(below) > own;
        if !(below.trim().is_empty() || indent(below) > own || dash) {
            break;
        }
        end += below.len();
    }
    line.start..end
}

/// What a fix did, in lines.
fn told(loaded: &Loaded, found: &Diagnostic) -> Option<Mend> {
    let file = loaded.files.get(found.file)?;
    let edits = &found.fix.as_ref()?.edits;
    let start = edits.iter().map(|edit| edit.span.start).min()?;
    let end = edits.iter().map(|edit| edit.span.end).max()?;
    let lines = file.line_at(start).start..file.line_at(end.max(start)).end;
    let part = SourceFile { path: String::new(), text: file.text.get(lines.clone())?.to_owned() };
    let within: Vec<Edit> = edits
        .iter()
        .map(|edit| Edit {
            span: edit.span.start - lines.start..edit.span.end - lines.start,
            text: edit.text.clone(),
        })
        .collect();
    let after = splice::apply(&part, &within).ok()?;
    let (line, _) = file.position(start);
    let secrets = secrets(loaded, found.file);
    let tidy = |text: &str| {
        let text = text.replace('\r', "");
        secrets.iter().fold(text, |text, secret| text.replace(secret, "***"))
    };
    Some(Mend {
        code: found.code,
        path: file.path.clone(),
        line,
        before: tidy(&part.text),
        after: tidy(&after.text),
    })
}

/// The secrets that were found in a file: what is told ends up in logs.
fn secrets(loaded: &Loaded, file: usize) -> Vec<&str> {
    let own = loaded.diagnostics.iter().filter(|found| found.file == file);
    let secret = own.filter(|found| found.code == SECRET);
    secret.filter_map(|found| loaded.files.get(file)?.text.get(found.span.clone())).collect()
}

#[cfg(test)]
mod tests;
