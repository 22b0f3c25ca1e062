//! `baton new`: what it makes works at once, and nothing is overwritten.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use crate::world::{baton, repository};

const TEMPLATES: [&str; 5] = ["blank", "faq", "order", "lead", "handover"];

fn run(arguments: &[&str], folder: &Path) -> Output {
    baton(arguments, folder, &[]).output().expect("the binary runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below a folder with what stands in it.
fn files(folder: &Path) -> BTreeMap<String, String> {
    fn gather(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(root, &path, found);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().display().to_string();
            found.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    let mut found = BTreeMap::new();
    gather(folder, folder, &mut found);
    found
}

#[test]
fn every_template_is_a_bot_without_a_warning_that_is_laid_out_and_wholly_tested() {
    for template in TEMPLATES {
        let place = tempfile::tempdir().unwrap();
        let made = run(&["new", "nordic-chairs", "--template", template], place.path());
        assert_eq!(made.status.code(), Some(0), "{template}: {}", told(&made));
        let folder = place.path().join("nordic-chairs");
        let commands: [&[&str]; 4] = [
            &["check", "--strict"],
            &["fmt", "--check"],
            &["test", "--min-coverage", "100"],
            &["schema", "flows"],
        ];
        for command in commands {
            let output = run(command, &folder);
            let all =
                String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{template}: {command:?}\n{all}");
            let silent =
                !all.contains("warning") && !all.contains("wrote") && !all.contains("linked");
            assert!(silent, "{template}: {command:?}\n{all}");
        }
    }
}

#[test]
fn every_file_of_a_template_comes_along() {
    for template in TEMPLATES {
        let place = tempfile::tempdir().unwrap();
        run(&["new", "it", "--template", template], place.path());
        let made = files(&place.path().join("it"));
        let source = files(&repository().join("engine/shell/command/new/templates").join(template));
        let mut names: Vec<_> = source.keys().map(String::as_str).collect();
        names.extend([".env.example", ".gitignore"]);
        names.extend(["flows/baton.schema.json", "flows/baton.test.schema.json"]);
        names.sort_unstable();
        assert_eq!(made.keys().map(String::as_str).collect::<Vec<_>>(), names, "{template}");
        let flows = made.iter().filter(|(name, _)| name.ends_with(".yaml"));
        for (name, text) in flows {
            let line = text.lines().next().unwrap();
            let to = line.strip_prefix("# yaml-language-server: $schema=").unwrap();
            let schema = place.path().join("it").join(name).parent().unwrap().join(to);
            assert!(schema.is_file(), "{template}: {name} leads to {}", schema.display());
        }
    }
}

#[test]
fn what_comes_next_is_said_and_the_bot_has_its_name() {
    let place = tempfile::tempdir().unwrap();
    let made = told(&run(&["new", "nordic-chairs", "--template", "faq"], place.path()));
    for next in ["cd nordic-chairs", "baton chat", "baton test"] {
        assert!(made.contains(&format!("\n  {next}")), "{made}");
    }
    let shown = run(&["show"], &place.path().join("nordic-chairs"));
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.starts_with("Nordic Chairs (nordic_chairs), flows\n"), "{shown}");
}

#[test]
fn without_a_terminal_nothing_is_asked_and_the_bot_is_blank() {
    let place = tempfile::tempdir().unwrap();
    let made = run(&["new", "quiet"], place.path());
    assert_eq!(made.status.code(), Some(0));
    assert!(told(&made).contains("from the template blank"), "{}", told(&made));
}

#[test]
fn nothing_is_overwritten_and_an_empty_folder_is_taken() {
    let place = tempfile::tempdir().unwrap();
    let first = run(&["new", "it", "--template", "faq"], place.path());
    assert_eq!(first.status.code(), Some(0));
    let before = files(&place.path().join("it"));
    let again = run(&["new", "it", "--template", "lead"], place.path());
    assert_eq!(again.status.code(), Some(2));
    assert!(told(&again).contains("nothing is overwritten"), "{}", told(&again));
    assert_eq!(files(&place.path().join("it")), before);

    std::fs::write(place.path().join("a_file"), "mine").unwrap();
    let file = run(&["new", "a_file", "--template", "faq"], place.path());
    assert_eq!(file.status.code(), Some(2), "{}", told(&file));
    assert_eq!(std::fs::read_to_string(place.path().join("a_file")).unwrap(), "mine");

    let empty = place.path().join("empty");
    std::fs::create_dir_all(empty.join(".git")).unwrap();
    let here = run(&["new", ".", "--template", "faq"], &empty);
    assert_eq!(here.status.code(), Some(0), "{}", told(&here));
    assert!(files(&empty)["flows/bot.yaml"].contains("\nbot: empty\n"));
    assert!(!told(&here).contains("cd "), "{}", told(&here));

    std::fs::create_dir(place.path().join("own")).unwrap();
    std::fs::write(place.path().join("own/.gitignore"), "mine").unwrap();
    let own = run(&["new", "own", "--template", "faq"], place.path());
    assert_eq!(own.status.code(), Some(2), "{}", told(&own));
    assert_eq!(files(&place.path().join("own")).len(), 1, "nothing is made by halves");
}

#[test]
fn a_name_or_template_that_cannot_be_is_told_what_can() {
    let place = tempfile::tempdir().unwrap();
    let name = run(&["new", "my bot", "--template", "faq"], place.path());
    assert_eq!(name.status.code(), Some(2));
    assert!(told(&name).contains("Try: baton new my-bot"), "{}", told(&name));
    let template = run(&["new", "it", "--template", "shop"], place.path());
    assert_eq!(template.status.code(), Some(2));
    assert!(told(&template).contains("blank, faq, order, lead, handover"), "{}", told(&template));
    assert_eq!(files(place.path()).len(), 0);
}
