//! Damaged conversation tests on the bot that ships, and its own tests on a damaged bot.

use std::sync::Arc;

use baton_core::language::{SourceFile, load, render_all};
use baton_core::rehearsal::{self, Coverage, Covered, Suite, play};

use crate::chance::Chance;
use crate::corpus;
use crate::flows::file;
use crate::mutate::Mutator;
use crate::run::{Subject, run};

fn subject(files: Vec<SourceFile>) -> Option<rehearsal::Subject> {
    let loaded = load(files);
    let bot = Arc::new(loaded.bot?);
    Some(rehearsal::Subject::new(bot, loaded.places, loaded.files))
}

/// Plays all tests, shows what departs, and writes the tests anew.
fn played(subject: &rehearsal::Subject, suite: &Suite) -> Result<(), String> {
    render_all(&suite.diagnostics, &suite.files, true);
    for found in &suite.diagnostics {
        if suite.files[found.file].text.get(found.span.clone()).is_none() {
            return Err(format!("{} stands at {:?}, which is no place", found.code, found.span));
        }
    }
    if !suite.is_right() {
        return Ok(());
    }
    let mut covered = Covered::default();
    let mut edits = Vec::new();
    for number in 0..suite.len() {
        let played = play(subject, suite, number);
        covered.add(&played.covered);
        if let Some(departure) = &played.departure {
            let shown = format!("{departure:?}");
            if shown.contains("this is a fault of Baton") {
                return Err(shown);
            }
            edits.extend(rehearsal::rewrite(subject, suite, number));
        }
    }
    Coverage::of(subject, &covered).all().percent();
    let rewritten = rehearsal::applied(&suite.files, edits);
    let again = Suite::read(subject, rewritten.clone());
    if !again.is_right() {
        let told = render_all(&again.diagnostics, &again.files, false);
        return Err(format!("written anew it cannot be read:\n{}\n{told}", rewritten[0].text));
    }
    Ok(())
}

struct Tests {
    subject: rehearsal::Subject,
    mutator: Mutator,
}

impl Subject for Tests {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.mutator.text(chance).into_bytes()
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let suite = Suite::read(&self.subject, vec![file("a.test.yaml", input)]);
        played(&self.subject, &suite)
    }
}

#[test]
fn tests_are_read_and_played_whatever_stands_in_them() {
    let subject = subject(corpus::shipped()).expect("the bot that ships loads");
    run(
        "conversation tests",
        150,
        Tests { subject, mutator: Mutator::new(corpus::conversations()) },
    );
}

struct DamagedBot {
    bot: Vec<SourceFile>,
    tests: Vec<SourceFile>,
    mutator: Mutator,
}

impl Subject for DamagedBot {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        let number = chance.below(self.bot.len());
        let mut input = vec![number as u8];
        input.extend(self.mutator.damaged(self.bot[number].text.clone(), chance).into_bytes());
        input
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let Some((number, text)) = input.split_first() else { return Ok(()) };
        let mut files = self.bot.clone();
        let at = usize::from(*number) % files.len();
        files[at] = file(&files[at].path, text);
        let Some(subject) = subject(files) else { return Ok(()) };
        let suite = Suite::read(&subject, self.tests.clone());
        played(&subject, &suite)
    }
}

#[test]
fn a_damaged_bot_departs_and_nothing_breaks() {
    let bot = corpus::shipped();
    let texts = bot.iter().map(|file| file.text.clone()).collect();
    let mutator = Mutator::new(texts);
    run("damaged bots", 50, DamagedBot { bot, tests: corpus::shipped_tests(), mutator });
}
