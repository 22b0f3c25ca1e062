//! How client and server get along: in the right order, in the wrong one, and with what is no message at all.

use serde_json::json;

use super::editor::Editor;
use super::reading::files;

#[test]
fn a_server_that_is_shut_down_ends_well_and_one_that_is_left_does_not() {
    let mut editor = Editor::usual(&files());
    assert_eq!(editor.ask("shutdown", json!(null)).unwrap(), json!(null));
    let late = editor.ask("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(late["code"], -32600);
    editor.tell("exit", json!(null));
    assert_eq!(editor.end(), Some(0));
    let mut editor = Editor::usual(&files());
    editor.tell("exit", json!(null));
    assert_eq!(editor.end(), Some(1));
    assert_eq!(Editor::usual(&files()).end(), Some(1), "the editor has crashed");
}

#[test]
fn nothing_is_answered_before_the_beginning() {
    let mut editor = Editor::silent(&files());
    let early = editor.ask("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(early["code"], -32002);
}

#[test]
fn what_cannot_be_understood_is_answered_and_the_server_goes_on() {
    let mut editor = Editor::usual(&files());
    editor.open("more.yaml");
    assert_eq!(editor.ask("textDocument/hover", json!({ "x": 1 })).unwrap_err()["code"], -32602);
    assert_eq!(editor.ask("textDocument/unheardOf", json!({})).unwrap_err()["code"], -32601);
    let elsewhere = editor.place("other.yaml", 0, 0);
    assert_eq!(editor.ask("textDocument/hover", elsewhere).unwrap_err()["code"], -32803);
    editor.tell("textDocument/didChange", json!({ "nonsense": true }));
    editor.tell("$/cancelRequest", json!({ "id": 1 }));
    editor.send(b"Content-Length: 5\r\n\r\n{nope");
    let told = editor.wait_for(|message| message["error"]["code"] == -32700);
    assert_eq!(told["id"], json!(null));
    editor.send(b"Content-Length: lots\r\n\r\n");
    editor.wait_for(|message| message["error"]["code"] == -32600);
    editor.say(&json!([1, 2]));
    editor.wait_for(|message| message["error"]["code"] == -32600);
    // Places that are not there.
    let far = editor.place("more.yaml", 9_000, 9_000);
    assert_eq!(editor.ask("textDocument/hover", far).unwrap(), json!(null));
    let hover = editor.at("textDocument/hover", "more.yaml", 1, 3);
    assert!(hover["contents"]["value"].is_string(), "it still answers");
}

#[test]
fn a_message_longer_than_all_memory_is_passed_over() {
    let mut editor = Editor::usual(&files());
    editor.send(b"Content-Length: 20000000\r\n\r\n");
    let part = vec![b' '; 1_000_000];
    (0..20).for_each(|_| editor.send(&part));
    editor.wait_for(|message| message["error"]["code"] == -32600);
    editor.open("more.yaml");
    assert!(!editor.proposals("more.yaml", 5, 8).is_empty());
    // One that never comes holds no memory either; the server waits for its end, which is the editor's.
    editor.send(format!("Content-Length: {}\r\n\r\n", u64::MAX).as_bytes());
    assert_eq!(editor.end(), Some(1));
}

#[test]
fn an_editor_that_can_watch_files_is_asked_to() {
    let watched =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::able(&files(), watched);
    let asked = editor.wait_for(|message| message["method"] == "client/registerCapability");
    let registration = &asked["params"]["registrations"][0];
    assert_eq!(registration["registerOptions"]["watchers"][0]["globPattern"], "**/*.yaml");
    editor.say(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    assert_eq!(editor.open("more.yaml"), json!([]));
}
