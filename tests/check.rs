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

/// What `check` prints in a format, and its exit code.
fn printed(bot: &Path, format: &str, more: &[&str]) -> (Option<i32>, String) {
    let all: Vec<_> =
        ["check", bot.to_str().unwrap(), "--format", format].iter().chain(more).copied().collect();
    let run = baton(&all, repository(), &[]).output().unwrap();
    (run.status.code(), String::from_utf8(run.stdout).unwrap())
}

#[test]
fn sarif_is_what_code_scanning_reads() {
    // An emoji is one character, and two units of UTF-16.
    let (_folder, path) = slips("bot: b\nmodules:\n  a: { say: \"😀 Hi\", to: nowhere_at_all }\n");
    let (exit, told) = printed(&path, "sarif", &[]);
    assert_eq!(exit, Some(1));
    let log: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"), "{log}");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(
        (&driver["name"], &run["columnKind"]),
        (&"baton".into(), &"unicodeCodePoints".into())
    );
    let rules: Vec<_> =
        driver["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    for result in run["results"].as_array().unwrap() {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
        assert!(matches!(result["level"].as_str(), Some("error" | "warning")), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty(), "{result}");
    }
    let lost = run["results"].as_array().unwrap().iter();
    let lost = lost.clone().find(|one| one["ruleId"] == "unknown-module").unwrap();
    let place = &lost["locations"][0]["physicalLocation"];
    assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("/bot.yaml"), "{place}");
    let region = serde_json::json!(
        { "startLine": 3, "startColumn": 25, "endLine": 3, "endColumn": 39 }
    );
    assert_eq!(place["region"], region);
}

#[test]
fn sarif_names_files_from_where_it_was_run() {
    let (_, told) = printed(Path::new("tests/broken/duplicate-module"), "sarif", &[]);
    let log: Value = serde_json::from_str(&told).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "tests/broken/duplicate-module/two.yaml");
}

#[test]
fn annotations_stay_one_line_each_whatever_stands_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a,b:c%.yaml");
    std::fs::write(&path, "bot: b\nmodules:\n  a: { say: Hi, to: \"50%, or: x\" }\n").unwrap();
    let (exit, told) = printed(&path, "github", &[]);
    assert_eq!(exit, Some(1));
    for line in told.lines() {
        let properties = line.strip_prefix("::error ").or(line.strip_prefix("::warning "));
        let (properties, message) = properties.unwrap().split_once("::").unwrap();
        assert!(properties.contains("a%2Cb%3Ac%25.yaml,line="), "{line}");
        assert!(!message.is_empty() && !message.replace("%25", "").contains("% "), "{line}");
    }
    assert!(told.contains("50%25, or: x"), "{told}");
    assert!(told.contains("%0A"), "what to write instead stands below: {told}");
}

#[test]
fn what_is_not_translated_is_a_finding_in_every_format() {
    let bot = broken("warning-missing-translation");
    for format in ["json", "sarif", "github"] {
        let (exit, told) = printed(&bot, format, &[]);
        assert_eq!(exit, Some(0), "{format}");
        assert!(told.contains("missing-translation"), "{format}: {told}");
        assert_eq!(printed(&bot, format, &["--strict"]).0, Some(1), "{format}");
    }
}

#[test]
fn exit_codes_are_the_same_in_every_format() {
    for format in ["text", "json", "sarif", "github"] {
        let exit = |bot: &str| printed(&repository().join(bot), format, &[]).0;
        assert_eq!(exit("flows"), Some(0), "{format}");
        assert_eq!(exit("tests/broken/tab.yaml"), Some(1), "{format}");
        assert_eq!(exit("tests/no-such-bot"), Some(2), "{format}");
    }
    assert_eq!(printed(Path::new("flows"), "xml", &[]).0, Some(2));
}
