//! What each key, action, condition, helper, function, name and code is tested by: `tests/covered.txt`, held to the
//! definitions and to the tests, and made a page of the book.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use baton_core::expression::FUNCTION_WORDS;
use baton_core::language::code;
use baton_core::language::definition::Definition;
use baton_core::scope::RESERVED_WORDS;
use baton_core::template::HELPER_WORDS;

use crate::world::repository;

/// Headings and what stands below each, by the names of the list.
fn everything() -> Vec<(&'static str, Vec<String>)> {
    let mut keys: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for definition in Definition::all() {
        for key in definition.all_keys() {
            // A key that several maps share is one thing.
            if !seen.insert((key.name, key.doc)) {
                continue;
            }
            let chapter = match definition.id {
                "condition" => "Conditions",
                _ => "Keys and actions",
            };
            keys.entry(chapter).or_default().push(format!("{}.{}", definition.id, key.name));
        }
    }
    let words = |words: &[baton_core::word::Explained]| {
        words.iter().map(|word| word.name.to_owned()).collect::<Vec<_>>()
    };
    vec![
        ("Keys and actions", keys.remove("Keys and actions").unwrap_or_default()),
        ("Conditions", keys.remove("Conditions").unwrap_or_default()),
        ("Helpers", words(HELPER_WORDS)),
        ("Functions", words(FUNCTION_WORDS).into_iter().map(|name| format!("{name}()")).collect()),
        (
            "Names",
            words(RESERVED_WORDS).into_iter().map(|name| format!("{{{{{name}}}}}")).collect(),
        ),
        ("Findings", code::all().map(|code| code.code.to_owned()).collect()),
    ]
}

/// The list: what, and the test.
fn list() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(repository().join("tests/covered.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split_once(' ').expect(line)).map(pair).collect()
}

fn pair((what, test): (&str, &str)) -> (String, String) {
    (what.to_owned(), test.trim().to_owned())
}

/// The page of the book.
pub(crate) fn page() -> String {
    let list: BTreeMap<String, String> = list().into_iter().collect();
    let mut text = String::from(
        "# What is tested by what\n\n<!-- Made of tests/covered.txt by `BATON_BLESS=1 cargo test --test baton reference`. \
         -->\n\nEach key, action, condition, helper, function, name and finding with a test that fails without it. All \
         examples of the reference are loaded besides, and every finding is shown wrong and right.\n\n",
    );
    for (title, things) in everything() {
        text += &format!("## {title}\n\n| what | test |\n| --- | --- |\n");
        for thing in things {
            let test = list.get(&thing).map_or("", String::as_str);
            text += &format!("| `{thing}` | `{test}` |\n");
        }
        text += "\n";
    }
    text.trim_end().to_owned() + "\n"
}

/// The names of all tests in the sources, and the broken flows.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["engine", "tests"] {
        gather(&repository().join(folder), &mut found);
    }
    found
}

fn gather(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
            if path.parent().is_some_and(|parent| parent.ends_with("tests/broken")) {
                found.insert(format!("{}", path.strip_prefix(repository()).unwrap().display()));
            }
        } else if path.starts_with(repository().join("tests/broken")) {
            found.insert(format!("{}", path.strip_prefix(repository()).unwrap().display()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let functions = text.split("fn ").skip(1).filter_map(|rest| rest.split('(').next());
            let attributed = text.contains("#[test]") || text.contains("#[tokio::test");
            found.extend(functions.filter(|_| attributed).map(str::to_owned));
        }
    }
}

#[test]
fn everything_an_author_can_write_has_its_test() {
    let list = list();
    let tests = tests();
    let known: BTreeSet<String> = everything().into_iter().flat_map(|(_, things)| things).collect();
    let listed: BTreeSet<String> = list.iter().map(|(what, _)| what.clone()).collect();
    let missing: Vec<_> = known.difference(&listed).collect();
    let stale: Vec<_> = listed.difference(&known).collect();
    let gone: Vec<_> = list.iter().filter(|(_, test)| !tests.contains(test)).collect();
    assert_eq!(listed.len(), list.len(), "something stands twice in tests/covered.txt");
    assert!(missing.is_empty(), "not in tests/covered.txt: {missing:#?}");
    assert!(stale.is_empty(), "in tests/covered.txt and nowhere else: {stale:?}");
    assert!(gone.is_empty(), "tests that are not there: {gone:?}");
}
