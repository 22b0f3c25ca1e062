//! The page of each code is true: what it shows as wrong is told this code and no other, what it
//! shows as right is told nothing.

use std::collections::BTreeSet;

use super::around::{FRAMES, Names, around, framed, loaded};
use super::{Loaded, file, load, render};
use crate::language::code::{self, Code, Example};

/// What a bot is told, without what is said of the names declared around a part, and of the names
/// that an example declares and has no room to use.
fn told(loaded: &Loaded, code: &Code) -> BTreeSet<&'static str> {
    let around = loaded.files.iter().position(|file| file.path == "around.yaml");
    let found = loaded.diagnostics.iter().filter(|found| Some(found.file) != around);
    let found = found.map(|found| found.code);
    found.filter(|found| *found == code.code || !found.starts_with("unused-")).collect()
}

fn text(lines: &[&str]) -> String {
    lines.join("\n") + "\n"
}

/// The wrong example in the frame of the right one. Where it is about a name that does not exist,
/// the names of the right one exist; else those it uses.
fn wrongly(code: &Code, frame: &str, wrong: &str, names: Names) -> Loaded {
    if wrong.starts_with("bot:") {
        return load(vec![file("part.yaml", wrong)]);
    }
    if !code.code.starts_with("unknown-") {
        return loaded(&framed(frame, wrong)).0;
    }
    load(around(&framed(frame, wrong), &names))
}

/// Both examples in the first frame in which they are told what they should be.
fn part(code: &Code, wrong: &str, right: &str) -> Result<(), String> {
    let mut nearest = String::from("no frame fits");
    for frame in FRAMES.iter().copied() {
        let (whole, names) = match right.starts_with("bot:") {
            true => (load(vec![file("part.yaml", right)]), Names::new()),
            false => loaded(&framed(frame, right)),
        };
        if !told(&whole, code).is_empty() {
            if nearest.starts_with("no frame") || nearest.len() > render(&whole, false).len() {
                nearest = format!("right, in {frame:?}:\n{}", render(&whole, false));
            }
            continue;
        }
        let whole = wrongly(code, frame, wrong, names);
        if told(&whole, code) == BTreeSet::from([code.code]) {
            return Ok(());
        }
        nearest = format!("wrong, in {frame:?}:\n{}", render(&whole, false));
    }
    Err(nearest)
}

fn files(code: &Code, all: &[(&str, &[&str])], told_it: bool) -> Result<(), String> {
    let whole = load(all.iter().map(|(name, lines)| file(name, &text(lines))).collect());
    let wanted = if told_it { BTreeSet::from([code.code]) } else { BTreeSet::new() };
    if told(&whole, code) == wanted { Ok(()) } else { Err(render(&whole, false)) }
}

fn examined(code: &Code) -> Result<(), String> {
    match (&code.wrong, &code.right) {
        (Example::Part(wrong), Example::Part(right)) => part(code, &text(wrong), &text(right)),
        (Example::Files(wrong), Example::Files(right)) => {
            files(code, wrong, true)?;
            files(code, right, false)
        }
        (Example::Told(_), Example::Told(_)) => match code.code {
            // Told by `a_file_larger_than_a_mebibyte_is_refused`, and by the broken file in UTF-16.
            // A fence would end the block of a page in which it stands; its broken file shows it.
            "too-large" | "not-utf-8" | "code-fence" => Ok(()),
            _ => Err("show it as a part of a bot".to_owned()),
        },
        (Example::Part(_) | Example::Files(_) | Example::Told(_), _) => {
            Err("both examples are of one kind".to_owned())
        }
    }
}

#[test]
fn every_code_is_shown_wrong_and_right_and_told_so() {
    let wrong = code::all().filter_map(|code| Some((code.code, examined(code).err()?)));
    let wrong: Vec<String> = wrong.map(|(code, why)| format!("== {code}\n{why}")).collect();
    assert!(wrong.is_empty(), "{} codes:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_code_stands_once_and_is_explained_in_whole_sentences() {
    let mut seen = BTreeSet::new();
    for code in code::all() {
        assert!(seen.insert(code.code), "{} stands twice", code.code);
        assert!(code.code.chars().all(|c| c.is_ascii_lowercase() || "-8".contains(c)));
        assert!(code.doc.ends_with(['.', ')', '`']), "{}: {}", code.code, code.doc);
        assert!(!code.title.is_empty() && !code.title.ends_with('.'), "{}", code.code);
        assert!(!code.points_to.is_empty() && !code.points_to.ends_with('.'), "{}", code.code);
    }
}
