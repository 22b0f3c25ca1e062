//! Loading as a whole: short forms, long forms, and what is found.

use super::{Loaded, SourceFile, load, render};

/// Loads one file.
#[allow(dead_code)]
fn one(text: &str) -> Loaded {
    load(vec![SourceFile { path: "bot.yaml".into(), text: text.into() }])
}

fn folder(root: &std::path::Path) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(&root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "yaml"))
        .collect();
    paths.sort();
    for path in paths {
        files.push(SourceFile::from_bytes(
            path.file_name().unwrap().to_string_lossy(),
            &std::fs::read(&path).unwrap(),
        ));
    }
    files
}
#[test]
fn scratch_broken() {
    let root = std::path::Path::new("/tmp/wt/loader/tests/broken");
    let mut bad = 0;
    let mut paths: Vec<_> = std::fs::read_dir(&root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_none_or(|e| e == "yaml"))
        .collect();
    paths.sort();
    for path in paths {
        let files = if path.is_dir() {
            folder(&path)
        } else {
            vec![SourceFile::from_bytes(
                path.file_name().unwrap().to_string_lossy(),
                &std::fs::read(&path).unwrap(),
            )]
        };
        let expect_file = path.with_extension("expect");
        let mut expect =
            std::fs::read_to_string(&expect_file).ok().map(|t| (0, t.trim().to_owned()));
        for (i, f) in files.iter().enumerate() {
            if let Some(line) = f.text.lines().next().filter(|l| l.starts_with("# expect:")) {
                expect = Some((i, line.to_owned()));
            }
        }
        let Some((file, expect)) = expect else {
            println!("?? {path:?}");
            continue;
        };
        let expect = expect.trim_start_matches("# expect: ").to_owned();
        let loaded = load(files);
        let got: Vec<String> = loaded
            .diagnostics
            .iter()
            .map(|d| {
                let (l, c) = d.position(&loaded.files);
                format!("{} {l}:{c}{}", d.code, if d.file == file { "" } else { " (other file)" })
            })
            .collect();
        if got != vec![expect.clone()] {
            bad += 1;
            println!(
                "## {} expected {expect} got {got:?}\n{}",
                path.display(),
                render(&loaded, false)
            );
        }
    }
    println!("bad: {bad}");
}
#[test]
fn scratch_house() {
    for dir in [
        "flows",
        "examples/certainly-human-takeover",
        "examples/the-bot-platform-handover",
        "examples/cognigy-http-handover",
        "examples/chatfuel-conversation-handover",
    ] {
        let files = folder(&std::path::Path::new("/tmp/wt/loader").join(dir));
        let start = std::time::Instant::now();
        let loaded = load(files);
        println!(
            "== {dir} {:?} bot: {}\n{}",
            start.elapsed(),
            loaded.bot.is_some(),
            render(&loaded, false)
        );
    }
}
