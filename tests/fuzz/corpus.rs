//! What is damaged: every flow and test of the repository, its broken ones, and the blocks of its documentation.

use std::path::{Path, PathBuf};

use baton_core::language::SourceFile;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn below(folder: &Path, wanted: &dyn Fn(&str) -> bool, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true if !name.starts_with('.') && name != "target" => below(&path, wanted, found),
            true => {}
            false if wanted(&name) => found.push(path),
            false => {}
        }
    }
}

fn files(folder: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    below(&repository().join(folder), wanted, &mut found);
    found
}

/// As the program itself reads it.
fn text(path: &Path) -> String {
    SourceFile::from_bytes(String::new(), &std::fs::read(path).unwrap()).text
}

/// Flows: those that ship, the broken ones, and what the documentation shows of them.
pub(crate) fn flows() -> Vec<String> {
    let flow = |name: &str| name.ends_with(".yaml") && !name.ends_with(".test.yaml");
    let mut texts: Vec<String> = ["flows", "examples", "tests/broken"]
        .iter()
        .flat_map(|folder| files(folder, &flow))
        .map(|path| text(&path))
        .collect();
    texts.extend(blocks("yaml"));
    assert!(texts.len() > 150, "only {} flows", texts.len());
    texts
}

/// Files of conversation tests.
pub(crate) fn conversations() -> Vec<String> {
    let test = |name: &str| name.ends_with(".test.yaml");
    let texts: Vec<String> = ["flows", "examples"]
        .iter()
        .flat_map(|folder| files(folder, &test))
        .map(|path| text(&path))
        .chain(blocks("yaml").into_iter().filter(|block| block.contains("tests:")))
        .collect();
    assert!(texts.len() > 10, "only {} files of tests", texts.len());
    texts
}

/// The bot in `flows/`, whole.
pub(crate) fn shipped() -> Vec<SourceFile> {
    let flow = |name: &str| name.ends_with(".yaml") && !name.ends_with(".test.yaml");
    let root = repository().join("flows");
    let file = |path: PathBuf| SourceFile {
        path: path.strip_prefix(&root).unwrap().display().to_string(),
        text: text(&path),
    };
    files("flows", &flow).into_iter().map(file).collect()
}

/// The conversation tests of the bot in `flows/`.
pub(crate) fn shipped_tests() -> Vec<SourceFile> {
    let test = |name: &str| name.ends_with(".test.yaml");
    let file = |path: PathBuf| SourceFile { path: path.display().to_string(), text: text(&path) };
    files("flows", &test).into_iter().map(file).collect()
}

/// The blocks of this language in the documentation.
fn blocks(language: &str) -> Vec<String> {
    let begins = format!("```{language}\n");
    let of = |text: String| -> Vec<String> {
        let parts =
            text.split(&begins).skip(1).map(|part| part.split("\n```").next().unwrap_or(""));
        parts.map(str::to_owned).collect()
    };
    files("docs", &|name| name.ends_with(".md")).iter().flat_map(|path| of(text(path))).collect()
}
