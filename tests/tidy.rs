//! Rules of the house that no linter knows, each with its reason in `engine/STYLE.md`.

use std::path::{Path, PathBuf};

use crate::world::{baton, repository};

/// Every file of the project with this ending, without what is built or fetched.
pub(crate) fn files(ending: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "target" && !name.starts_with('.') {
                    walk(&path, ending, found);
                }
            } else if name.ends_with(ending) {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                found.push((path.strip_prefix(repository()).unwrap().to_owned(), text));
            }
        }
    }
    let mut found = Vec::new();
    walk(repository(), ending, &mut found);
    assert!(!found.is_empty(), "no file ends with {ending}");
    found
}

#[track_caller]
pub(crate) fn none(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let silent = files(".rs").into_iter().filter(|(_, text)| !text.starts_with("//!"));
    none("a file begins with //!", silent.map(|(path, _)| path.display().to_string()).collect());
}

#[test]
fn sql_stands_in_the_store_alone() {
    let statements = ["select ", "insert into", "delete from", "create table", "pragma "];
    let elsewhere = files(".rs").into_iter().filter(|(path, text)| {
        // The bench's reference is a database driven by hand, to compare the engine with.
        let store = path.starts_with("engine/shell/store")
            || path.starts_with("engine/shell/bench/reference");
        // What a test looks for in the database is its own business.
        let test = path.components().any(|part| part.as_os_str() == "tests");
        let lower = text.to_lowercase();
        let quoted = |statement: &str| lower.contains(&format!("\"{statement}"));
        let speaks = text.contains("sqlx::query") || statements.iter().any(|one| quoted(one));
        path.starts_with("engine") && !store && !test && speaks
    });
    none("SQL outside the store", elsewhere.map(|(path, _)| path.display().to_string()).collect());
}

#[test]
fn no_test_is_ignored_and_none_sleeps() {
    // Put together here, so that this file does not break its own rule.
    let ignored = format!("#[{}", "ignore");
    let sleeps = format!("{}(", "sleep");
    let mut broken = Vec::new();
    for (path, text) in files(".rs") {
        let tests = path.starts_with("tests") || path.ends_with("tests.rs");
        for (number, line) in text.lines().enumerate() {
            if line.contains(&ignored) || (tests && line.contains(&sleeps)) {
                broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    none("an ignored or sleeping test", broken);
}

#[test]
fn the_pure_crates_know_nothing_that_waits() {
    for name in ["core", "simulator"] {
        let manifest = repository().join("engine").join(name).join("Cargo.toml");
        let text = std::fs::read_to_string(manifest).unwrap();
        for banned in ["tokio", "sqlx", "axum", "reqwest", "hyper", "getrandom"] {
            let depends = |line: &str| line.trim_start().starts_with(banned);
            assert!(!text.lines().any(depends), "{name} depends on {banned}");
        }
    }
}

#[test]
fn every_command_of_the_readme_exists() {
    let help = baton(&["--help"], repository(), &[]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `baton "));
    let commands: Vec<_> = rows.filter_map(|row| row.split([' ', '`']).next()).collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        let listed = help.lines().any(|line| line.split_whitespace().next() == Some(command));
        assert!(listed, "`baton {command}` of README.md is not in `baton --help`");
    }
}

#[test]
fn every_acceptance_item_has_its_test() {
    let table = std::fs::read_to_string(repository().join("docs/acceptance.md")).unwrap();
    let tests: String = files(".rs")
        .into_iter()
        .filter(|(path, _)| path.starts_with("tests/acceptance"))
        .map(|(_, text)| text)
        .collect();
    let mut items = Vec::new();
    for line in table.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [item, _, example, proof] = cells.as_slice() else { continue };
        if !item.starts_with(['C', 'B', 'G', 'F']) || item[1..].parse::<u8>().is_err() {
            continue;
        }
        items.push((*item).to_owned());
        assert!(repository().join("examples").join(example).is_dir(), "{item}: {example}");
        if *proof == "explains only" {
            continue;
        }
        let name = proof.trim_matches('`');
        assert!(tests.contains(&format!("#[test]\nfn {name}() {{")), "{item}: no test {name}");
    }
    let all = [("C", 19), ("B", 23), ("G", 13), ("F", 16)];
    let all = all.iter().flat_map(|(page, last)| (1..=*last).map(move |n| format!("{page}{n}")));
    let missing: Vec<_> = all.filter(|item| !items.contains(item)).collect();
    none("items without a row", missing);
}

#[test]
fn every_bad_input_has_its_test() {
    let tests: String = files(".rs").into_iter().map(|(_, text)| text).collect();
    // 30, 31 and 60 are about the console and the export of tables, which are not built yet.
    let numbers = (1..60).filter(|number| !matches!(number, 30 | 31));
    let missing = numbers.filter(|number| !tests.contains(&format!("fn input_{number:02}_")));
    none("bad inputs without a test", missing.map(|number| number.to_string()).collect());
}

#[test]
fn every_code_that_is_raised_has_a_page_and_every_page_a_finding() {
    let core = files(".rs").into_iter().filter(|(path, _)| {
        let pages = path.starts_with("engine/core/language/code");
        let tests = path.components().any(|part| part.as_os_str() == "tests");
        path.starts_with("engine/core") && !pages && !tests
    });
    let text: String = core.map(|(_, text)| text).collect();
    let raised = text.split("Diagnostic::").skip(1).filter_map(|call| {
        let call = call.strip_prefix("error(").or_else(|| call.strip_prefix("warning("))?;
        call.trim_start().strip_prefix('"')?.split('"').next()
    });
    let unknown = raised.filter(|code| baton_core::language::code::find(code).is_none());
    none("codes without a page", unknown.map(str::to_owned).collect());
    let silent = baton_core::language::code::all().map(|page| page.code);
    let silent = silent.filter(|code| !text.contains(&format!("\"{code}\"")));
    none("pages without a finding", silent.map(str::to_owned).collect());
}

#[test]
fn every_definition_is_reached_from_the_bot_or_its_tests() {
    let core = files(".rs").into_iter().filter(|(path, _)| path.starts_with("engine/core"));
    let text: String = core.map(|(_, text)| text).collect();
    let written = text.matches(": Definition =").count();
    let of_bots = baton_core::language::definition::Definition::all().len();
    let reached = of_bots + baton_core::rehearsal::TEST_FILE.and_within().len();
    assert_eq!(written, reached, "a definition that nothing leads to is in no schema and page");
}
