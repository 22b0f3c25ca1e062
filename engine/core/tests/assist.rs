//! Every place of the repository's own flows has an answer for an editor, and so has every beginning of them: what
//! somebody has typed so far.
#![allow(
    clippy::disallowed_methods,
    reason = "a test may read the repository's files; the core may not"
)]

use std::fs;
use std::path::{Path, PathBuf};

use baton_core::language::SourceFile;
use baton_core::language::assist::Draft;

/// Bytes from one place to the next where an answer reads the whole file.
const STEP: usize = 11;

/// The files below a folder that end so.
fn gathered(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the repository has the folder") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            gathered(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// A bot of the repository, with its tests.
fn bot(folder: &str) -> (Vec<SourceFile>, Vec<SourceFile>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut paths = Vec::new();
    gathered(&root, ".yaml", &mut paths);
    paths.sort();
    let file = |path: &PathBuf| SourceFile {
        path: path.strip_prefix(&root).expect("it lies below").display().to_string(),
        text: fs::read_to_string(path).expect("it is text"),
    };
    let files: Vec<SourceFile> = paths.iter().map(file).collect();
    files.into_iter().partition(|file| !file.path.ends_with(".test.yaml"))
}

fn every_place_answers(folder: &str) {
    let (files, tests) = bot(folder);
    let draft = Draft::new(files, tests, None);
    for (number, file) in draft.files().iter().enumerate() {
        // Of the flows at every place; the larger files of tests and languages at some.
        let step = if file.path.contains('/') { STEP } else { 1 };
        for (byte, _) in file.text.char_indices().step_by(step) {
            draft.proposals(&file.path, &file.text, byte);
            draft.proposals(&file.path, &file.text[..byte], byte);
        }
        for byte in (0..file.text.len()).step_by(STEP) {
            draft.told(number, byte);
            draft.declarations(number, byte);
            draft.uses(number, byte, true);
            draft.mendings(number, &(byte..byte + STEP));
        }
        assert!(!draft.outline(number).is_empty(), "{}", file.path);
    }
}

#[test]
fn every_place_of_the_shop_has_an_answer() {
    every_place_answers("flows");
}

#[test]
fn every_place_of_an_example_has_an_answer() {
    every_place_answers("examples/cognigy-http-handover");
}

#[test]
fn a_flow_that_is_typed_from_its_beginning_is_answered_all_the_way() {
    let (files, _) = bot("flows");
    let chosen = files.iter().position(|file| file.path == "orders.yaml").expect("it is there");
    let mut before: Option<Draft> = None;
    for byte in (0..files[chosen].text.len()).step_by(STEP * 5) {
        let mut files = files.clone();
        let byte = files[chosen].text.floor_char_boundary(byte);
        files[chosen].text.truncate(byte);
        let draft = Draft::new(files, Vec::new(), before.as_ref());
        draft.told(chosen, byte);
        draft.proposals("orders.yaml", &draft.files()[chosen].text, byte);
        draft.mendings(chosen, &(0..byte));
        before = Some(draft);
    }
}
