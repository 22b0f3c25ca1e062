//! Loading as a whole: short forms, long forms, and what is found.

use super::{Loaded, SourceFile, load, render};

/// Loads one file.
#[allow(dead_code)]
fn one(text: &str) -> Loaded {
    load(vec![SourceFile { path: "bot.yaml".into(), text: text.into() }])
}

#[test]
fn scratch_house() {
    for dir in ["flows", "examples/certainly-human-takeover", "examples/the-bot-platform-handover", "examples/cognigy-http-handover", "examples/chatfuel-conversation-handover"] {
        let root = std::path::Path::new("/tmp/wt/loader").join(dir);
        let mut files = Vec::new();
        let mut paths: Vec<_> = std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "yaml")).collect();
        paths.sort();
        for path in paths {
            files.push(SourceFile { path: path.file_name().unwrap().to_string_lossy().into(), text: std::fs::read_to_string(&path).unwrap() });
        }
        let start = std::time::Instant::now();
        let loaded = load(files);
        println!("== {dir} {:?} bot: {}\n{}", start.elapsed(), loaded.bot.is_some(), render(&loaded, false));
    }
}
