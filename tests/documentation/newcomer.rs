//! What README.md shows of the first minutes is what a newcomer sees, word for word.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use super::page::{self, Block};
use crate::world::baton;

/// The blocks of README.md with this fence.
fn shown(fence: &str) -> Vec<Block> {
    let blocks = page::all().into_iter();
    blocks.filter(|block| block.page == "README.md" && block.fence == fence).collect()
}

/// What `baton` prints for these words, in a folder, with this typed.
fn printed(words: &[&str], folder: &Path, typed: &str) -> String {
    let mut command = baton(words, folder, &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

#[test]
fn the_first_chat_of_the_readme_is_as_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hello.yaml"), &shown("yaml")[0].text).unwrap();
    let mut shown = shown("text").into_iter();
    let chat = shown.find(|block| block.text.starts_with("> hi")).unwrap().text;
    let typed = chat.lines().filter_map(|line| line.strip_prefix("> "));
    let typed: String = typed.map(|line| format!("{line}\n")).collect();
    let said = printed(&["chat", "hello.yaml"], folder.path(), &typed);
    assert!(said.trim_end().ends_with(chat.trim_end()), "shown:\n{chat}\n\nprinted:\n{said}");
    let played = printed(&["test", "hello.yaml"], folder.path(), "");
    assert!(played.contains("1 passed, 0 failed"), "{played}");
}

#[test]
fn the_first_slip_of_the_readme_is_told_as_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let slip = shown("yaml")[0].text.replace("to: opening }", "to: openning }");
    std::fs::write(folder.path().join("hello.yaml"), slip).unwrap();
    let mut shown = shown("text").into_iter();
    let told = shown.find(|block| block.text.starts_with("error[")).unwrap().text;
    let said = printed(&["check", "hello.yaml"], folder.path(), "");
    assert!(said.contains(told.trim_end()), "shown:\n{told}\n\nprinted:\n{said}");
}
