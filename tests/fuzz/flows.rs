//! From damaged flows to trees, bots and conversations: reading, laying out, the long form, other languages.

use std::sync::Arc;

use baton_core::language::layout::laid_out;
use baton_core::language::splice::comments_of;
use baton_core::language::{SourceFile, expanded, load, render, report, sync};

use crate::chance::Chance;
use crate::mutate::Mutator;
use crate::run::{Subject, run};
use crate::world::Talk;
use crate::{corpus, mutate};

/// Chance of its own for what follows from an input, so that a smaller input can still be tried alone.
pub(crate) fn chance_of(input: &[u8]) -> Chance {
    let sum =
        input.iter().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
    Chance::of(sum, 1)
}

pub(crate) fn file(path: &str, input: &[u8]) -> SourceFile {
    SourceFile::from_bytes(path.to_owned(), input)
}

pub(crate) struct Flows(pub(crate) Mutator);

impl Flows {
    pub(crate) fn damaged(&self, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.0.text(chance).into_bytes();
        // Files come as bytes, and not all of them are texts.
        if chance.one_in(20) {
            mutate::damage(&mut bytes, chance);
        }
        bytes
    }
}

/// Everything loading says of a file is true of that file.
pub(crate) fn loads_soundly(
    files: Vec<SourceFile>,
) -> Result<baton_core::language::Loaded, String> {
    let loaded = load(files);
    if loaded.bot.is_none() != loaded.has_errors() {
        return Err("a bot with errors, or none without".to_owned());
    }
    for found in &loaded.diagnostics {
        let text = &loaded.files.get(found.file).ok_or("a finding in no file")?.text;
        if text.get(found.span.clone()).is_none() {
            return Err(format!("{} stands at {:?}, which is no place", found.code, found.span));
        }
        if let Some((file, span, _)) = &found.also
            && loaded.files.get(*file).and_then(|file| file.text.get(span.clone())).is_none()
        {
            return Err(format!("{} points to {span:?}, which is no place", found.code));
        }
        for edit in found.fix.iter().flat_map(|fix| &fix.edits) {
            if text.get(edit.span.clone()).is_none() {
                return Err(format!(
                    "{} would mend {:?}, which is no place",
                    found.code, edit.span
                ));
            }
        }
    }
    render(&loaded, true);
    let rows = report::rows(&loaded);
    report::json(&rows);
    report::sarif(&rows, "0");
    report::github(&rows);
    Ok(loaded)
}

struct Reading(Flows);

impl Subject for Reading {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.0.damaged(chance)
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let loaded = loads_soundly(vec![file("bot.yaml", input)])?;
        let again = load(vec![file("bot.yaml", input)]);
        if again.diagnostics != loaded.diagnostics {
            return Err("loading twice finds something else".to_owned());
        }
        let Some(bot) = loaded.bot else { return Ok(()) };
        let text = String::from_utf8_lossy(input).into_owned();
        let words: Vec<&str> = text.split([',', '\n', '[', ']', '"', ':']).map(str::trim).collect();
        Talk::with(Arc::new(bot)).goes_on(&mut chance_of(input), &words)
    }
}

#[test]
fn flows_are_read_whatever_stands_in_them() {
    run("flows", 600, Reading(Flows(Mutator::new(corpus::flows()))));
}

struct LayingOut(Flows);

impl Subject for LayingOut {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.0.damaged(chance)
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let before = file("bot.yaml", input);
        let Ok(laid) = laid_out(&before) else { return Ok(()) };
        // Spaces may go altogether: before the colon of a key.
        let words = |text: &str| text.split_whitespace().collect::<String>();
        if words(&before.text) != words(&laid.text) {
            return Err(format!("other letters:\n{}", laid.text));
        }
        match laid_out(&laid) {
            Ok(twice) if twice == laid => {}
            Ok(twice) => {
                return Err(format!("not once and for all:\n{}\nthen\n{}", laid.text, twice.text));
            }
            Err(why) => return Err(format!("{why}, once it is laid out:\n{}", laid.text)),
        }
        if comments_of(&before) != comments_of(&laid) {
            return Err(format!("other comments:\n{}", laid.text));
        }
        // What another reader makes of both. The last line gets its end: to that reader it belongs to a text behind `|`.
        let read = |file: &SourceFile| {
            let whole = format!("{}\n", file.text.strip_suffix('\n').unwrap_or(&file.text));
            serde_yaml::from_str::<serde_yaml::Value>(&whole).ok()
        };
        if let (Some(one), Some(other)) = (read(&before), read(&laid))
            && one != other
        {
            return Err(format!("it says something else:\n{}", laid.text));
        }
        let told = |file: SourceFile| {
            let loaded = load(vec![file]);
            let codes: Vec<_> = loaded.diagnostics.iter().map(|found| found.code).collect();
            (loaded.bot.is_some(), codes)
        };
        let (before, after) = (told(before), told(laid));
        if before.0 != after.0 {
            return Err(format!("{before:?} is now {after:?}"));
        }
        Ok(())
    }
}

#[test]
fn what_is_laid_out_says_the_same() {
    run("layout", 800, LayingOut(Flows(Mutator::new(corpus::flows()))));
}

struct LongForm(Flows);

impl Subject for LongForm {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.0.damaged(chance)
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let before = load(vec![file("bot.yaml", input)]);
        // Of what does not load nothing is promised, but it must not break.
        let long = expanded(&before.files);
        if before.bot.is_none() {
            return Ok(());
        }
        let after = load(vec![file("bot.yaml", long.as_bytes())]);
        if after.bot.is_none() {
            return Err(format!("the long form does not load:\n{long}\n{}", render(&after, false)));
        }
        let twice = expanded(&after.files);
        if twice != long {
            return Err(format!("the long form has another one:\n{long}\nthen\n{twice}"));
        }
        Ok(())
    }
}

#[test]
fn the_long_form_of_what_loads_loads() {
    run("long form", 800, LongForm(Flows(Mutator::new(corpus::flows()))));
}

/// The bot that ships, its main file or its Danish one damaged.
struct Languages {
    bot: Vec<SourceFile>,
    mutator: Mutator,
}

impl Languages {
    fn files(&self, input: &[u8]) -> Vec<SourceFile> {
        let mut files = self.bot.clone();
        let (first, rest) = input.split_first().unwrap_or((&0, &[]));
        let wanted = if first % 2 == 0 { "lang/da.yaml" } else { "orders.yaml" };
        let known = files.iter().position(|file| file.path == wanted).expect("it ships");
        files[known] = file(wanted, rest);
        files
    }
}

impl Subject for Languages {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        let first = chance.below(2) as u8;
        let wanted = if first == 0 { "lang/da.yaml" } else { "orders.yaml" };
        let own = self.bot.iter().find(|file| file.path == wanted).expect("it ships");
        let damaged = self.mutator.damaged(own.text.clone(), chance);
        let mut input = vec![first];
        input.extend(damaged.into_bytes());
        input
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let files = self.files(input);
        let loaded = loads_soundly(files.clone())?;
        for language in ["da", "pt-BR"] {
            let Ok(synced) = sync(&files, language) else { continue };
            let mut with: Vec<SourceFile> =
                files.iter().filter(|file| file.path != synced.file.path).cloned().collect();
            with.push(synced.file.clone());
            if loaded.bot.is_some() && language == "da" && load(with.clone()).bot.is_none() {
                return Err(format!("synced it does not load:\n{}", synced.file.text));
            }
            let again = sync(&with, language).map_err(|why| format!("synced once, then {why}"))?;
            if again.changed {
                let (one, two) = (&synced.file.text, &again.file.text);
                return Err(format!("synced twice is another file:\n{one}\nthen\n{two}"));
            }
        }
        Ok(())
    }
}

#[test]
fn languages_are_synced_once_and_for_all() {
    let bot = corpus::shipped();
    let texts = bot.iter().map(|file| file.text.clone()).collect();
    run("languages", 80, Languages { bot, mutator: Mutator::new(texts) });
}
