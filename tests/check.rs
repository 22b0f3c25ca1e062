//! `baton check`: each broken flow is told its one fault at the right place, and what ships is without errors.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::world::{baton, repository};

/// What `check` made of a bot.
pub(crate) struct Checked {
    pub(crate) exit: Option<i32>,
    pub(crate) report: Value,
    pub(crate) text: String,
}

impl Checked {
    /// Every finding as `CODE LINE:COLUMN`.
    pub(crate) fn told(&self) -> Vec<String> {
        let found = self.report["diagnostics"].as_array().cloned().unwrap_or_default();
        let told = |one: &Value| {
            format!("{} {}:{}", one["code"].as_str().unwrap(), one["line"], one["column"])
        };
        found.iter().map(told).collect()
    }
}

/// Runs `check` on a bot, both for people and for programs.
pub(crate) fn check(bot: &Path, more: &[&str]) -> Checked {
    let bot = bot.to_str().unwrap();
    let run = |arguments: &[&str]| {
        let all: Vec<_> = ["check", bot].iter().chain(more).chain(arguments).copied().collect();
        baton(&all, repository(), &[]).output().expect("the binary runs")
    };
    let output = run(&["--format", "json"]);
    let text = run(&[]);
    assert_eq!(output.status.code(), text.status.code(), "{bot}: both formats agree");
    Checked {
        exit: output.status.code(),
        report: serde_json::from_slice(&output.stdout).unwrap_or_default(),
        text: [text.stdout, text.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).join(""),
    }
}

/// The bots of `tests/broken`: YAML files and folders.
fn broken() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("tests/broken")).unwrap();
    let mut bots: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    bots.sort();
    bots
}

/// `CODE LINE:COLUMN` of a bot, and the file in which it stands.
fn expected(bot: &Path) -> (String, String) {
    let files = if bot.is_dir() {
        let folders = [Some(bot.to_owned()), Some(bot.join("lang")).filter(|lang| lang.is_dir())];
        let all = folders.iter().flatten().flat_map(|folder| std::fs::read_dir(folder).unwrap());
        all.map(|entry| entry.unwrap().path()).collect()
    } else {
        vec![bot.to_owned(), bot.with_extension("expect")]
    };
    for file in files {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let first = text.lines().next().unwrap_or_default();
        if let Some(what) = first.strip_prefix("# expect: ") {
            return (what.trim().to_owned(), name(&file).replace(".expect", ".yaml"));
        }
    }
    panic!("{} does not say what is expected", bot.display());
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn each_broken_flow_is_told_its_one_fault_at_its_place() {
    let bots = broken();
    assert!(bots.len() >= 20, "only {} broken flows", bots.len());
    let mut wrong = Vec::new();
    for bot in &bots {
        let (what, file) = expected(bot);
        let checked = check(bot, &[]);
        let found = checked.report["diagnostics"].as_array().cloned().unwrap_or_default();
        let told: Vec<_> = found
            .iter()
            .map(|one| {
                let code = one["code"].as_str().unwrap();
                (format!("{code} {}:{}", one["line"], one["column"]), one["file"].clone())
            })
            .collect();
        let right = matches!(told.as_slice(), [(one, place)]
            if *one == what && place.as_str().is_some_and(|place| place.ends_with(&file)));
        if !right {
            wrong.push(format!("{}: expected {what} in {file}, told {told:?}", name(bot)));
        }
        let warning = name(bot).starts_with("warning-");
        let exit = if warning { Some(0) } else { Some(1) };
        if checked.exit != exit {
            wrong.push(format!("{}: exit {:?} in place of {exit:?}", name(bot), checked.exit));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), bots.len(), wrong.join("\n"));
}

#[test]
fn each_fault_says_where_it_is_and_what_to_write() {
    let mut wrong = Vec::new();
    for bot in broken() {
        let (what, file) = expected(&bot);
        let checked = check(&bot, &[]);
        let (code, place) = what.split_once(' ').unwrap();
        for needed in [code, &format!("{file}:{place}")] {
            if !checked.text.contains(needed) {
                wrong.push(format!("{}: the text lacks `{needed}`:\n{}", name(&bot), checked.text));
            }
        }
        let help = checked.report["diagnostics"][0]["help"].as_str().unwrap_or_default();
        if help.is_empty() && code != "not-utf-8" {
            wrong.push(format!("{}: no help", name(&bot)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_warning_counts_with_strict_only() {
    let bot = repository().join("tests/broken/warning-no-fallback.yaml");
    assert_eq!(check(&bot, &[]).exit, Some(0));
    assert_eq!(check(&bot, &["--strict"]).exit, Some(1));
}

#[test]
fn what_is_not_there_is_wrong_use() {
    assert_eq!(check(&repository().join("tests/no-such-bot"), &[]).exit, Some(2));
}

#[test]
fn what_ships_is_without_errors_and_the_flows_without_warnings() {
    let flows = check(&repository().join("flows"), &["--strict"]);
    assert_eq!(flows.exit, Some(0), "{}", flows.text);
    for entry in std::fs::read_dir(repository().join("examples")).unwrap() {
        let bot = entry.unwrap().path();
        let checked = check(&bot, &[]);
        assert_eq!(checked.exit, Some(0), "{}:\n{}", bot.display(), checked.text);
    }
}

#[test]
fn every_code_of_a_broken_flow_has_its_reference() {
    let reference =
        std::fs::read_to_string(repository().join("docs/reference/diagnostics.md")).unwrap();
    for bot in broken() {
        let (what, _) = expected(&bot);
        let code = what.split_once(' ').unwrap().0;
        assert!(reference.contains(&format!("`{code}`")) || reference.contains(code), "{code}");
    }
}
