//! `baton check`: its exit codes, its formats, its `--fix`, and that what ships is without errors. What each broken flow is
//! told stands beside it; the tests of the core hold it to that.

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
        let found = self.report.as_array().cloned().unwrap_or_default();
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

/// A bot of `tests/broken`.
fn broken(name: &str) -> PathBuf {
    repository().join("tests/broken").join(name)
}

#[test]
fn a_finding_is_told_in_the_file_in_which_it_stands_and_as_text_with_its_place() {
    let checked = check(&broken("duplicate-module"), &[]);
    assert_eq!(checked.exit, Some(1));
    assert_eq!(checked.told(), ["duplicate-module 3:3"]);
    let place = checked.report[0]["file"].as_str().unwrap();
    assert!(place.ends_with("duplicate-module/two.yaml"), "{place}");
    for part in ["duplicate-module/two.yaml:3:3", "error[duplicate-module]", "the first one"] {
        assert!(checked.text.contains(part), "{part}: {}", checked.text);
    }
}

#[test]
fn a_warning_counts_with_strict_only() {
    let bot = broken("warning-no-fallback.yaml");
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

/// A flow with slips in it, in a folder of its own.
fn slips(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bot.yaml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

const SLIPS: &str = "\u{feff}bot: b # the shop\r\nstart: a\r\nfallback: { say: Pardon? }\r\nmodules:\r\n  a:\r\n    \
                     say: @anna, hi # hello\r\n    too: thnaks\r\n  thanks: { say: Bye, to: nowhere_at_all }\r\n";

#[test]
fn fix_mends_what_is_sure_and_leaves_the_rest_as_it_is() {
    let (_folder, path) = slips(SLIPS);
    let run = baton(&["check", "--fix", path.to_str().unwrap()], repository(), &[]);
    let output = { run }.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "what is left counts");
    let told = String::from_utf8(output.stdout).unwrap();
    for line in [
        "bot.yaml:6  mended: needs-quotes",
        "-     say: @anna, hi # hello",
        "+     say: \"@anna, hi\" # hello",
        "+     to: thanks",
        "3 problems mended",
        "there is no module `nowhere_at_all`",
        "1 error, 0 warnings",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    let mended = SLIPS.replace("@anna, hi", "\"@anna, hi\"").replace("too: thnaks", "to: thanks");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), mended, "mark, line ends, comments stay");
    let again = check(&path, &["--fix"]);
    assert!(again.text.contains("nothing here can be mended for certain"), "{}", again.text);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), mended);
}

#[test]
fn every_format_tells_the_same_finding() {
    let (_folder, path) = slips("bot: b\nmodules:\n  a: { say: Hi, to: nowhere_at_all }\n");
    let path = path.to_str().unwrap();
    let told = |format: &str| {
        let run = baton(&["check", path, "--format", format], repository(), &[]).output().unwrap();
        assert_eq!(run.status.code(), Some(1), "{format}");
        assert!(run.stderr.is_empty(), "{format}: {:?}", String::from_utf8(run.stderr));
        String::from_utf8(run.stdout).unwrap()
    };
    let list: Value = serde_json::from_str(&told("json")).unwrap();
    let one = list.as_array().unwrap().iter().find(|one| one["code"] == "unknown-module").unwrap();
    let members: Vec<_> = one.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted =
        ["code", "severity", "file", "line", "column", "end_line", "end_column", "message", "help"];
    assert_eq!(members, wanted);
    assert_eq!(
        (&one["line"], &one["column"], &one["end_column"]),
        (&3.into(), &21.into(), &35.into())
    );
    let log: Value = serde_json::from_str(&told("sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "unknown-module"), "{log}");
    let commands = told("github");
    assert!(
        commands.contains(",line=3,col=21,endLine=3,endColumn=35,title=unknown-module::"),
        "{commands}"
    );
}
