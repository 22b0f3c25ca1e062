//! The reference, the schema and the table of what is tested are made of the definitions; these tests hold what lies in
//! `docs/` to them, and write it anew where `BATON_BLESS` is set.

use std::path::{Path, PathBuf};

use baton_core::language::definition::BOT;
use baton_core::language::{reference, schema};
use baton_core::rehearsal::TEST_FILE;

use crate::covered;
use crate::world::repository;

/// Compares a file with what it should be, or writes it.
fn held(path: &Path, text: &str) -> Option<String> {
    let path = repository().join(path);
    if std::env::var_os("BATON_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    (there != text).then(|| path.display().to_string())
}

/// What to run where something is not as it should be.
const BLESS: &str = "run BATON_BLESS=1 cargo test --test baton reference";

#[test]
fn the_reference_is_the_one_of_the_definitions() {
    let folder = Path::new("docs/reference");
    let mut files: Vec<(PathBuf, String)> =
        reference::pages().into_iter().map(|page| (folder.join(page.file), page.text)).collect();
    files.push((folder.join("tested.md"), covered::page()));
    files.push((PathBuf::from("docs/schema/flow.json"), format!("{:#}\n", schema::schema(&BOT))));
    let tests = format!("{:#}\n", schema::schema(&TEST_FILE));
    files.push((PathBuf::from("docs/schema/test.json"), tests));
    let old: Vec<_> = files.iter().filter_map(|(path, text)| held(path, text)).collect();
    assert!(old.is_empty(), "{BLESS}; not up to date:\n{}", old.join("\n"));
}

/// The pages of the book, by their place in `docs`.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path.strip_prefix(repository().join("docs")).unwrap().to_owned());
        }
    }
}

#[test]
fn the_book_has_every_page_once_and_no_other() {
    let summary = std::fs::read_to_string(repository().join("docs/SUMMARY.md")).unwrap();
    let mut listed: Vec<PathBuf> = summary
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        // A chapter without a file is one that is to come: mdBook shows its name only.
        .filter(|file| !file.is_empty())
        .map(PathBuf::from)
        .collect();
    let mut there = Vec::new();
    pages(&repository().join("docs"), &mut there);
    there.retain(|page| page != Path::new("SUMMARY.md"));
    listed.sort();
    there.sort();
    assert_eq!(listed, there);
    let book = std::fs::read_to_string(repository().join("docs/book.toml")).unwrap();
    assert!(book.contains("[book]") && book.contains("src = \".\""), "{book}");
}

#[test]
fn every_flow_leads_its_editor_to_the_schema_by_a_relative_line() {
    let mut wrong = Vec::new();
    for folder in ["flows", "examples", "engine/shell/command/new/templates", "docs/tutorial"] {
        for path in flows(&repository().join(folder)) {
            let text = std::fs::read_to_string(&path).unwrap();
            let first = text.lines().next().unwrap_or_default();
            let to = first.strip_prefix(schema::LINE).unwrap_or_default();
            let relative = !to.is_empty() && !to.starts_with('/') && !to.contains(':');
            if !relative || !path.parent().unwrap().join(to).is_file() {
                wrong.push(format!("{}: {first}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "no relative line that leads to a schema:\n{}", wrong.join("\n"));
}

fn flows(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().unwrap() != "lang" {
                found.extend(flows(&path));
            }
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
    found
}
