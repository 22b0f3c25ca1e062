//! The schema of flows, asked as an editor asks it: what is valid it takes, and of what is broken it sees what a
//! schema can see.

use std::path::{Path, PathBuf};

use baton_core::language::definition::BOT;
use baton_core::language::schema;
use baton_core::rehearsal::TEST_FILE;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::Value;

#[path = "../engine/core/language/tests/generate.rs"]
mod generate;

use crate::documentation;
use crate::world::{baton, repository};

/// Codes whose fault is in the shape of a file. The others are about what names lead to, what stands inside of texts,
/// or what YAML has hidden before a schema sees anything.
const SEEN: [&str; 17] = [
    "bad-address",
    "bad-app-id",
    "bad-duration",
    "bad-name",
    "bad-number",
    "bad-phone",
    "boolean-key",
    "channel-limit",
    "missing-key",
    "missing-text",
    "not-built-yet",
    "reserved-name",
    "two-actions",
    "unknown-action",
    "unknown-key",
    "unknown-value",
    "wrong-shape",
];

/// What is beyond the schema all the same: it counts no lists, no letters around what is inserted, adds up no times, knows
/// no languages, and does not compare one place with another.
const UNSEEN: [&str; 12] = [
    "choice-with-an-arrow.yaml",
    "text-too-long.yaml",
    "min-above-max.yaml",
    "fourteen-choices.yaml",
    "eleven-cards.yaml",
    "choices-below-a-template.yaml",
    "language-that-is-none.yaml",
    "too-many-buttons.yaml",
    "five-ice-breakers.yaml",
    "greeting-too-long.yaml",
    "gather-too-long.yaml",
    "moved-a-module-to-a-button.yaml",
];

fn validator() -> Validator {
    jsonschema::draft7::new(&schema::schema(&BOT)).expect("a schema of draft-07")
}

/// What an editor makes of a file; `None` where it is no YAML for it.
fn read(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// What an editor says about a file.
fn told(validator: &Validator, text: &str) -> Vec<String> {
    let Some(value) = read(text) else { return vec!["not readable".to_owned()] };
    validator.iter_errors(&value).map(|error| error.to_string()).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" && name != "lang" {
            files(&path, found);
        } else if name.ends_with(".yaml") {
            found.push(path);
        }
    }
}

fn text(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}

#[test]
fn every_flow_of_the_repository_fits_the_schema() {
    let validator = validator();
    let mut all = Vec::new();
    files(&repository().join("flows"), &mut all);
    files(&repository().join("examples"), &mut all);
    files(&repository().join("engine/shell/command/new/templates"), &mut all);
    let wrong = all.iter().filter_map(|path| {
        let told = told(&validator, &text(path));
        (!told.is_empty()).then(|| format!("{}: {told:#?}", path.display()))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all.len() >= 9, "only {} files", all.len());
}

#[test]
fn every_conversation_test_of_the_repository_fits_its_schema() {
    let validator = jsonschema::draft7::new(&schema::schema(&TEST_FILE)).expect("a schema");
    let mut all = 0;
    for folder in ["flows", "examples", "engine/shell/command/new/templates", "docs/tutorial"] {
        for path in test_files(&repository().join(folder)) {
            let told = told(&validator, &text(&path));
            assert!(told.is_empty(), "{}: {told:#?}", path.display());
            all += 1;
        }
    }
    assert!(all >= 8, "only {all} files");
    let wrong = "tests:\n  - test: a\n    steps:\n      - usr: hi\n";
    assert!(!told(&validator, wrong).is_empty());
}

fn test_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(test_files(&path));
        } else if path.to_string_lossy().ends_with(".test.yaml") {
            found.push(path);
        }
    }
    found
}

#[test]
fn everything_that_the_pages_show_as_right_fits_the_schema() {
    let validator = validator();
    let sound = documentation::sound_files();
    let wrong = sound.iter().filter_map(|(place, text)| {
        let told = told(&validator, text);
        (!told.is_empty()).then(|| format!("{place}: {told:#?}\n{text}"))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), sound.len(), wrong.join("\n"));
    assert!(sound.len() > 80, "only {} blocks", sound.len());
}

#[test]
fn a_broken_flow_that_a_schema_can_see_is_refused() {
    let validator = validator();
    let mut all = Vec::new();
    files(&repository().join("tests/broken"), &mut all);
    let (mut blind, mut strict, mut seen) = (Vec::new(), Vec::new(), 0);
    for path in &all {
        let text = text(path);
        let Some(code) = text.lines().next().and_then(|line| line.strip_prefix("# expect: "))
        else {
            continue;
        };
        let code = code.split(' ').next().unwrap();
        let told = told(&validator, &text);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        seen += usize::from(!told.is_empty());
        if told.is_empty() && SEEN.contains(&code) && !UNSEEN.contains(&name.as_str()) {
            blind.push(format!("{name}: {code}"));
        }
        if !told.is_empty() && name.starts_with("warning-") {
            strict.push(format!("{name}: {code}: {told:?}"));
        }
    }
    assert!(strict.is_empty(), "only warned of:\n{}", strict.join("\n"));
    assert!(blind.is_empty(), "not seen, of {seen} seen and {}:\n{}", all.len(), blind.join("\n"));
    assert!(seen >= 30, "only {seen} of {} are seen", all.len());
}

#[test]
fn the_committed_schema_is_the_one_of_the_definitions() {
    let output = baton(&["schema"], repository(), &[]).output().unwrap();
    assert!(output.status.success());
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed, schema::schema(&BOT));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_valid_bot_fits_the_schema(text in generate::bot()) {
        thread_local! {
            static VALIDATOR: Validator = validator();
        }
        let told = VALIDATOR.with(|validator| told(validator, &text));
        prop_assert!(told.is_empty(), "{told:#?}\n{text}");
    }
}
