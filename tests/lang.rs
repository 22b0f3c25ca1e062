//! `baton lang sync`: writes and completes the files of languages, and leaves what it must not touch.

use std::fs;
use std::path::Path;

use crate::world::{baton, repository};

const BOT: &str = "bot: b\nlanguages: [da]\nfallback: { say: Sorry? }\nmodules: { a: { say: Hello!, to: end } }\n";

/// Exit code, and everything that was said.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = baton(arguments, folder, &[]).output().expect("the binary runs");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), said.join(""))
}

fn folder(bot: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("flows")).unwrap();
    fs::write(folder.path().join("flows/bot.yaml"), bot).unwrap();
    folder
}

#[test]
fn a_file_is_written_completed_and_then_left_alone() {
    let folder = folder(BOT);
    let (exit, said) = run(folder.path(), &["lang", "sync"]);
    assert_eq!((exit, said.trim()), (Some(0), "lang/da.yaml: written, 2 texts; 2 to translate"));
    let path = folder.path().join("flows/lang/da.yaml");
    let written = fs::read_to_string(&path).unwrap();
    let translated = written
        .replace("say:\n", "say: Hej!\n")
        .replace("say: Hej!\nmodules", "say: Hvad?\nmodules");
    fs::write(&path, &translated).unwrap();
    let (exit, said) = run(folder.path(), &["check", "flows"]);
    assert_eq!(exit, Some(0));
    assert!(said.contains("da: 2 of 2 texts translated"), "{said}");
    let (_, said) = run(folder.path(), &["lang", "sync", "flows", "--language", "da"]);
    assert_eq!(said.trim(), "lang/da.yaml: nothing to add; all translated");
    assert_eq!(fs::read_to_string(&path).unwrap(), translated);
}

#[test]
fn what_has_changed_in_the_bot_is_marked_and_checked() {
    let folder = folder(BOT);
    run(folder.path(), &["lang", "sync"]);
    let path = folder.path().join("flows/lang/da.yaml");
    let written = fs::read_to_string(&path).unwrap();
    fs::write(&path, written.replace("say:\n", "say: Hej!\n")).unwrap();
    fs::write(folder.path().join("flows/bot.yaml"), BOT.replace("Hello!", "Hello there!")).unwrap();
    let (_, said) = run(folder.path(), &["lang", "sync"]);
    assert!(said.contains("1 whose text has changed"), "{said}");
    let marked = "    # was: Hello!\n    # from: Hello there!\n    say: Hej!\n";
    assert!(fs::read_to_string(&path).unwrap().contains(marked));
    let (exit, said) = run(folder.path(), &["check", "flows", "--strict"]);
    assert_eq!(exit, Some(1));
    assert!(said.contains("stale-translation"), "{said}");
}

#[test]
fn wrong_use_is_told_and_writes_nothing() {
    let single = folder(BOT);
    let (exit, said) = run(single.path(), &["lang", "sync", "flows/bot.yaml"]);
    assert_eq!(exit, Some(2));
    assert!(said.contains("name the folder"), "{said}");
    let plain = folder(&BOT.replace("languages: [da]\n", ""));
    let (exit, said) = run(plain.path(), &["lang", "sync"]);
    assert_eq!(exit, Some(2));
    assert!(said.contains("--language da"), "{said}");
    let (exit, said) = run(plain.path(), &["lang", "sync", "--language", "danish"]);
    assert_eq!(exit, Some(1));
    assert!(said.contains("is no language"), "{said}");
    assert!(!plain.path().join("flows/lang").exists());
}

#[test]
fn a_file_that_cannot_be_read_is_not_touched() {
    let folder = folder(BOT);
    let path = folder.path().join("flows/lang/da.yaml");
    fs::create_dir(path.parent().unwrap()).unwrap();
    fs::write(&path, "modules: { a: {\n").unwrap();
    let (exit, said) = run(folder.path(), &["lang", "sync"]);
    assert_eq!(exit, Some(1));
    assert!(said.contains("baton check"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "modules: { a: {\n");
}

#[test]
fn the_danish_of_flows_is_whole() {
    let (exit, said) = run(repository(), &["check", "flows", "--strict"]);
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("texts translated"), "{said}");
    assert!(!said.contains("translation]"), "{said}");
}
