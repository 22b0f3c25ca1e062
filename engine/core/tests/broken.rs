//! What each broken flow is told, word for word, and what `--fix` makes of it.
//!
//! The messages lie beside the flows in `tests/broken/*.told`, each read by somebody. A missing one fails; after a
//! change they are written with `BATON_BLESS=1 cargo test -p baton-core --test broken`, and read again.

#![allow(
    clippy::disallowed_methods,
    reason = "the flows and their messages are files; the core itself reads none"
)]

use std::path::{Path, PathBuf};

use baton_core::language::{self, Loaded, Severity, SourceFile};

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

/// The text of a flow without its first line, which says what is expected and would be a comment like any other.
fn comments(files: &[SourceFile]) -> Vec<String> {
    let lines = files.iter().flat_map(|file| file.text.lines());
    let comment = |line: &str| line.find(" # ").map(|at| line[at..].to_owned());
    lines.filter_map(comment).collect()
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
    assert!(kept.len() >= 125, "only {} broken flows", kept.len());
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

fn errors(loaded: &Loaded) -> usize {
    loaded.diagnostics.iter().filter(|found| found.severity == Severity::Error).count()
}

#[test]
fn a_third_is_mended_and_every_comment_stays() {
    let bots = bots();
    let (mut mended, all) = (Vec::new(), bots.len());
    for (bot, files) in bots {
        let before = language::load(files.clone());
        let after = language::mend(files.clone());
        if after.mends.is_empty() {
            assert_eq!(after.loaded.files, before.files, "{}", bot.display());
            continue;
        }
        let left = &after.loaded;
        let fewer =
            left.diagnostics.len() < before.diagnostics.len() || errors(left) < errors(&before);
        assert!(fewer, "{}:\n{}", bot.display(), language::render(left, false));
        assert_eq!(comments(&files), comments(&left.files), "{}", bot.display());
        // Mended is what loads, or at least is read without a slip that hides the rest.
        mended.push(name(&bot));
    }
    assert!(mended.len() * 3 >= all, "only {} of {all}: {mended:?}", mended.len());
}

#[test]
fn what_is_mended_once_is_not_mended_again() {
    for (bot, files) in bots() {
        let once = language::mend(files);
        let again = language::mend(once.loaded.files);
        assert_eq!(again.mends, vec![], "{}", bot.display());
    }
}
