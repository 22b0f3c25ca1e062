//! Real payloads of public projects, read from beside the project where they are at hand.

use std::path::PathBuf;

use super::*;

#[test]
fn the_real_payloads_each_become_the_right_event() {
    for (name, body) in fixtures() {
        let reading = reading(&body);
        assert!(!reading.items.iter().any(|item| matches!(item, Item::Bad { .. })), "{name}");
        let Some(expected) = expectation(&name) else {
            assert_eq!(reading.items.len(), usize::from(!name.contains("without-messaging")));
            continue;
        };
        assert_eq!(reading.items.iter().map(sort_of).collect::<Vec<_>>(), [expected], "{name}");
    }
}

fn sort_of(item: &Item) -> &'static str {
    match item {
        Item::Event(inbound) => match &inbound.event {
            Event::Word(word) if word.press.is_some() => "press",
            Event::Word(_) => "word",
            Event::Opening(_) => "opening",
            Event::Echo(_) => "echo",
            Event::Control(_) => "control",
            Event::System(_) => "system",
            _ => "other",
        },
        Item::OwnEcho { .. } => "own",
        Item::Watermark { .. } => "watermark",
        Item::Unknown { .. } => "unknown",
        Item::Bad { .. } => "bad",
    }
}

/// What a file of the public collection holds, told by its name.
fn expectation(name: &str) -> Option<&'static str> {
    let known = [
        ("account-linking", "system"),
        ("delivery", "watermark"),
        ("message-echo", "echo"),
        ("message-reaction", "system"),
        ("message-request", "unknown"),
        ("13-message.json", "press"),
        ("-message-", "word"),
        ("optin", "system"),
        ("pass-thread-control", "control"),
        ("postback", "press"),
        ("24-read", "watermark"),
        ("25-referral", "opening"),
        ("server-body-text", "word"),
        ("policy", "unknown"),
        ("payment", "unknown"),
        ("feed", "unknown"),
        ("leadgen", "unknown"),
        ("game", "unknown"),
    ];
    known.iter().find(|(part, _)| name.contains(part)).map(|(_, sort)| *sort)
}

/// The public collection's webhook items as bodies, and two of our own for where it is not at hand.
fn fixtures() -> Vec<(String, String)> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let folder = std::env::var_os("BATON_FIXTURES").map_or(beside, PathBuf::from);
    let own = [
        (
            "00-pass-thread-control",
            from_person(r#""pass_thread_control":{"new_owner_app_id":"1"}"#),
        ),
        ("00-message-echo", from_page(r#""message":{"is_echo":true,"app_id":7,"mid":"m"}"#)),
    ];
    let own = own.map(|(name, item)| (name.to_owned(), item)).into_iter();
    let mut files: Vec<(String, String)> = own.collect();
    if let Ok(found) = std::fs::read_dir(folder.join("jgorset-facebook-messenger")) {
        files.extend(found.map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        }));
        assert!(files.len() > 40, "the collection has 41 files");
    }
    files.into_iter().filter_map(|(name, json)| Some((name, as_body(json)?))).collect()
}

/// A file of the collection as a webhook body, if it is a webhook's at all.
fn as_body(json: String) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    if value.get("entry").is_some() {
        return Some(json);
    }
    let key = if value.get("field").is_some() { "changes" } else { "messaging" };
    let page = match value.get("recipient") {
        Some(recipient) => recipient["id"].to_string(),
        None => value.get("field").map(|_| "3".to_owned())?,
    };
    Some(format!(r#"{{"object":"page","entry":[{{"id":{page},"{key}":[{json}]}}]}}"#))
}
