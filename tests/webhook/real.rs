//! Webhook bodies as real platforms sent them, where the collection is at hand: each is taken in.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::world;
use crate::world::repository;

/// The collection lies beside the repository, or is not there: then there is nothing to show.
fn collection() -> Vec<PathBuf> {
    let folder = repository().join("../shared/fixtures");
    let mut files = Vec::new();
    for source in std::fs::read_dir(folder).into_iter().flatten() {
        let source = source.unwrap().path();
        for file in std::fs::read_dir(&source).into_iter().flatten() {
            files.push(file.unwrap().path());
        }
    }
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

/// A body, or an item or a change with what belongs around it; `None` for what is no webhook.
fn body(path: &Path) -> Option<Value> {
    let whole: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    if whole.get("object").is_some() && whole.get("entry").is_some() {
        return Some(whole);
    }
    if whole.get("sender").is_some() || whole.get("recipient").is_some() {
        let (page, time) = (whole["recipient"]["id"].clone(), whole["timestamp"].clone());
        let entry = json!({ "id": page, "time": time, "messaging": [whole] });
        return Some(json!({ "object": "page", "entry": [entry] }));
    }
    if whole.get("field").is_some() {
        let entry = json!({ "id": "1", "time": 1, "changes": [whole] });
        return Some(json!({ "object": "page", "entry": [entry] }));
    }
    None
}

#[test]
fn real_bodies_are_taken_in() {
    let world = world();
    for path in collection() {
        let Some(body) = body(&path) else { continue };
        assert_eq!(world.webhook(&body), 200, "{}", path.display());
        // The same on our own page, so that it is not just set aside as somebody else's.
        let mut ours = body.clone();
        for entry in ours["entry"].as_array_mut().into_iter().flatten() {
            entry["id"] = json!(crate::world::PAGE);
        }
        assert_eq!(world.webhook(&ours), 200, "{} on our page", path.display());
    }
    assert_eq!(world.get("/healthz")["status"], "ok");
    world.person("witness").says("hi");
    world.expect("witness", [crate::world::says("Ready.")]);
}
