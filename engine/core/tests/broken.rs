//! What each broken flow is told, word for word and at which place, and what `--fix` makes of it.
//!
//! The messages lie beside the flows in `tests/broken/*.told`, each read by somebody. A missing one fails; after a
//! change they are written with `BATON_BLESS=1 cargo test -p baton-core --test broken`, and read again.

#![allow(
    clippy::disallowed_methods,
    reason = "the flows and their messages are files; the core itself reads none"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use baton_core::language::code::MENDED;
use baton_core::language::{self, Loaded, Severity, SourceFile, layout};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/broken")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("it has a name").to_string_lossy().into_owned()
}

fn is_flow(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml")
}

/// The bots of `tests/broken`, by the path without an ending, with their files.
fn bots() -> Vec<(PathBuf, Vec<SourceFile>)> {
    let mut bots = Vec::new();
    for path in entries(&folder()) {
        let mut files = Vec::new();
        if path.is_dir() {
            gather(&path, &path, &mut files);
        } else if is_flow(&path) {
            files.push(file(&path, name(&path)));
        }
        if !files.is_empty() {
            bots.push((path.with_extension(""), files));
        }
    }
    bots
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for path in entries(folder) {
        if path.is_dir() {
            gather(root, &path, files);
        } else if is_flow(&path) {
            let inside = path.strip_prefix(root).expect("it lies in the folder");
            files.push(file(&path, inside.display().to_string()));
        }
    }
}

fn file(path: &Path, name: String) -> SourceFile {
    SourceFile::from_bytes(name, &std::fs::read(path).expect("it can be read"))
}

/// A bot with a comment behind each line, or above each; none is like another.
fn commented(files: &[SourceFile], above: bool) -> Vec<SourceFile> {
    let mut number = 0;
    let mut line = |line: &str| {
        number += 1;
        let indent = line.len() - line.trim_start_matches(' ').len();
        let text = line.trim_end_matches(['\r', '\n']);
        match above {
            true => format!("{}# kept {number}.\n{text}\n", " ".repeat(indent)),
            false => format!("{text} # kept {number}.\n"),
        }
    };
    let text = |file: &SourceFile| SourceFile {
        text: file.text.split_inclusive('\n').map(&mut line).collect(),
        path: file.path.clone(),
    };
    files.iter().map(text).collect()
}

/// Every comment put there, in the order of the files.
fn kept(files: &[SourceFile]) -> Vec<&str> {
    let all = files.iter().flat_map(|file| file.text.split("# kept ").skip(1));
    all.filter_map(|rest| rest.split_once('.')).map(|(number, _)| number).collect()
}

#[test]
fn every_message_is_as_it_was_read() {
    let bless = std::env::var_os("BATON_BLESS").is_some();
    let (mut wrong, mut kept) = (Vec::new(), Vec::new());
    for (bot, files) in bots() {
        let told = language::render(&language::load(files), false);
        let path = bot.with_extension("told");
        if bless {
            std::fs::write(&path, &told).expect("it can be written");
        }
        let read = std::fs::read_to_string(&path).unwrap_or_default();
        if read != told {
            wrong.push(format!("{}, read as\n{read}\nis now\n{told}", path.display()));
        }
        kept.push(name(&path));
    }
    for path in entries(&folder()) {
        let told = path.extension().is_some_and(|ending| ending == "told");
        if told && !kept.contains(&name(&path)) {
            wrong.push(format!("{} belongs to no flow", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{} messages\n{}", wrong.len(), wrong.join("\n"));
    assert!(kept.len() >= 280, "only {} broken flows", kept.len());
}

#[test]
fn no_message_speaks_of_what_is_inside() {
    const INSIDE: [&str; 13] = [
        "variant",
        "untagged",
        "expected struct",
        "serde",
        "granit",
        "deserial",
        "parser",
        "scalar",
        "mapping",
        "sequence",
        "usize",
        "None",
        "::",
    ];
    for (bot, files) in bots() {
        let loaded = language::load(files);
        for found in &loaded.diagnostics {
            let said = format!("{} {}", found.message, found.help);
            // What an author wrote is quoted.
            let own: String = said.split('`').step_by(2).collect();
            let word = INSIDE.iter().find(|word| own.contains(**word));
            assert_eq!(word, None, "{}: {said}", bot.display());
        }
    }
}

/// `CODE LINE:COLUMN` as a flow says it of itself in its first line, and the file in which that stands.
fn expected(bot: &Path, files: &[SourceFile]) -> (String, String) {
    let beside = std::fs::read_to_string(bot.with_extension("expect")).unwrap_or_default();
    let first = |text: &str| {
        let text = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        text.strip_prefix("# expect: ").map(|what| what.trim().to_owned())
    };
    let inside = files.iter().find_map(|file| Some((first(&file.text)?, file.path.clone())));
    let found = inside.or_else(|| Some((first(&beside)?, files.first()?.path.clone())));
    found.unwrap_or_else(|| panic!("{} does not say what is expected", bot.display()))
}

#[test]
fn each_broken_flow_is_told_its_one_fault_at_its_place_with_what_to_do() {
    let mut wrong = Vec::new();
    for (bot, files) in bots() {
        let expected = expected(&bot, &files);
        let loaded = language::load(files);
        let told = loaded.diagnostics.iter().map(|found| {
            let (line, column) = found.position(&loaded.files);
            let place = format!("{} {line}:{column}", found.code);
            (place, loaded.files[found.file].path.clone())
        });
        let told: Vec<_> = told.collect();
        let helped = loaded.diagnostics.iter().all(|found| !found.help.is_empty());
        let runs = loaded.bot.is_some() == name(&bot).starts_with("warning-");
        if told != std::slice::from_ref(&expected) || !helped || !runs {
            let text = language::render(&loaded, false);
            wrong.push(format!("{}: {expected:?}, told {told:?}\n{text}", name(&bot)));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

fn errors(loaded: &Loaded) -> usize {
    loaded.diagnostics.iter().filter(|found| found.severity == Severity::Error).count()
}

#[test]
fn a_third_is_mended_and_nothing_becomes_worse() {
    let bots = bots();
    let (mut mended, mut codes, all) = (Vec::new(), BTreeSet::new(), bots.len());
    for (bot, files) in bots {
        let before = language::load(files.clone());
        let after = language::mend(files);
        if after.mends.is_empty() {
            assert_eq!(after.loaded.files, before.files, "{}", bot.display());
            continue;
        }
        let left = &after.loaded;
        let fewer =
            left.diagnostics.len() < before.diagnostics.len() || errors(left) < errors(&before);
        assert!(fewer, "{}:\n{}", bot.display(), language::render(left, false));
        codes.extend(after.mends.iter().map(|mend| mend.code));
        mended.push(name(&bot));
    }
    assert!(mended.len() * 3 >= all, "only {} of {all}: {mended:?}", mended.len());
    let documented: BTreeSet<_> = MENDED.iter().copied().collect();
    assert_eq!(codes, documented, "what `--fix` mends, and what its page says");
}

#[test]
fn no_comment_is_lost_by_mending_or_laying_out() {
    for (bot, files) in bots() {
        for above in [true, false] {
            let files = commented(&files, above);
            let mended = language::mend(files.clone()).loaded.files;
            assert_eq!(kept(&mended), kept(&files), "{}, mended", bot.display());
            let laid = files.iter().map(|file| layout::laid_out(file).unwrap_or(file.clone()));
            let laid: Vec<_> = laid.collect();
            assert_eq!(kept(&laid), kept(&files), "{}, laid out", bot.display());
        }
    }
}

#[test]
fn what_is_mended_once_is_not_mended_again() {
    for (bot, files) in bots() {
        let once = language::mend(files);
        let again = language::mend(once.loaded.files);
        assert_eq!(again.mends, vec![], "{}", bot.display());
    }
}
