//! What an editor shows: findings, proposals, explanations, places.

use serde_json::{Value, json};

use super::editor::Editor;

pub(super) const BOT: &str = "\
bot: shop
start: welcome
variables: { name: { type: text, default: you } }
receivers: { desk: \"1234567890\" }
fallback: { say: Pardon?, to: person }
handover: { idle_timeout: 30m }
";

pub(super) const MODULES: &str = "\
modules:
  welcome:
    say: Grüße 🎉 {{name}}!
    choices:
      - { label: A person, to: person }
    to: end
  person:
    handover: { receiver: desk }
    connections:
      - when: { outcome: failed }
        to: welcome
    to: end
";

pub(super) const TESTS: &str = "\
tests:
  - test: It greets
    steps:
      - user: hi
      - bot: Grüße 🎉 you!
      - at: welcome
";

pub(super) fn files() -> [(&'static str, &'static str); 3] {
    [("bot.yaml", BOT), ("more.yaml", MODULES), ("tests/a.test.yaml", TESTS)]
}

fn codes(findings: &Value) -> Vec<String> {
    let codes = findings.as_array().unwrap().iter();
    codes.map(|found| found["code"].as_str().unwrap().to_owned()).collect()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn findings_follow_what_is_typed_and_go_when_it_is_mended() {
    let mut editor = Editor::usual(&files());
    assert_eq!(codes(&editor.open("more.yaml")), [""; 0]);
    // "to: end" of the first module becomes "to: nowhere".
    let place =
        json!({ "start": { "line": 5, "character": 8 }, "end": { "line": 5, "character": 11 } });
    let found = editor.change("more.yaml", 2, json!([{ "range": place, "text": "nowhere" }]));
    assert_eq!(codes(&found), ["unknown-module"]);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 5, "character": 8 }));
    assert_eq!(found[0]["source"], "baton");
    // The whole text at once.
    assert_eq!(codes(&editor.change("more.yaml", 3, json!([{ "text": MODULES }]))), [""; 0]);
}

#[test]
fn files_that_are_not_open_are_told_of_too_and_cleared_when_all_is_well() {
    let mut editor = Editor::usual(&files());
    editor.open("more.yaml");
    let renamed = MODULES.replace("welcome:", "hello:");
    editor.change("more.yaml", 2, json!([{ "text": renamed }]));
    let of_bot = editor.uri("bot.yaml");
    let told = editor.wait_for(|message| message["params"]["uri"] == of_bot);
    assert_eq!(codes(&told["params"]["diagnostics"]), ["unknown-module"]);
    editor.change("more.yaml", 3, json!([{ "text": MODULES }]));
    let told = editor.wait_for(|message| message["params"]["uri"] == of_bot);
    assert_eq!(told["params"]["diagnostics"], json!([]));
}

#[test]
fn a_file_that_is_gone_from_the_disk_is_cleared() {
    let mut editor = Editor::usual(&files());
    std::fs::write(editor.path().join("wrong.yaml"), "modules:\n  x: { sya: Hi, to: end }\n")
        .unwrap();
    editor.open("more.yaml");
    let wrong = editor.uri("wrong.yaml");
    let told = editor.wait_for(|message| message["params"]["uri"] == wrong);
    assert!(codes(&told["params"]["diagnostics"]).contains(&"unknown-key".to_owned()), "{told}");
    std::fs::remove_file(editor.path().join("wrong.yaml")).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let told = editor.wait_for(|message| message["params"]["uri"] == wrong);
    assert_eq!(told["params"]["diagnostics"], json!([]));
}

#[test]
fn tests_of_the_bot_are_checked_as_they_are_written() {
    let mut editor = Editor::usual(&files());
    assert_eq!(codes(&editor.open("tests/a.test.yaml")), [""; 0]);
    let text = TESTS.replace("user: hi", "usre: hi");
    let found = editor.change("tests/a.test.yaml", 2, json!([{ "text": text }]));
    assert_eq!(codes(&found), ["unknown-key"]);
}

#[test]
fn proposals_come_while_the_line_is_half_written() {
    let mut editor = Editor::usual(&files());
    let begun = |rest: &str| format!("{MODULES}  third:\n{rest}");
    editor.open_as("more.yaml", &begun("    s"));
    let items = editor.proposals("more.yaml", 13, 5);
    let say = items.iter().find(|item| item["label"] == "say").expect("`say` is proposed");
    assert_eq!(say["textEdit"]["range"]["start"], json!({ "line": 13, "character": 4 }));
    assert_eq!(say["insertTextFormat"], 2, "{say}");
    assert!(say["textEdit"]["newText"].as_str().unwrap().starts_with("say: ${0:"), "{say}");
    assert!(say["documentation"]["value"].as_str().unwrap().contains("```yaml"), "{say}");
    // An empty value, and a dash alone.
    editor.change("more.yaml", 2, json!([{ "text": begun("    to:") }]));
    let items = editor.proposals("more.yaml", 13, 7);
    let person = items.iter().find(|item| item["label"] == "welcome").unwrap();
    assert_eq!(person["textEdit"]["newText"], " welcome");
    assert_eq!(person["detail"], "Grüße 🎉 {{name}}!");
    editor.change("more.yaml", 3, json!([{ "text": begun("    connections:\n      -") }]));
    assert!(labels(&editor.proposals("more.yaml", 14, 7)).contains(&"when"));
    editor.change("more.yaml", 4, json!([{ "text": begun("    say: \"🎉 ü {{na") }]));
    let items = editor.proposals("more.yaml", 13, 19);
    let name = items.iter().find(|item| item["label"] == "name").unwrap();
    assert_eq!(name["textEdit"]["range"]["start"]["character"], 17, "{name}");
    assert_eq!(name["textEdit"]["newText"], "name}}");
}

#[test]
fn an_editor_without_snippets_gets_plain_text() {
    let mut editor = Editor::able(&files(), json!({}));
    editor.open_as("more.yaml", "modules:\n  a:\n    s");
    let items = editor.proposals("more.yaml", 2, 5);
    let say = items.iter().find(|item| item["label"] == "say").unwrap();
    assert_eq!(
        (&say["textEdit"]["newText"], &say["insertTextFormat"]),
        (&json!("say: "), &json!(1))
    );
}

#[test]
fn keys_names_and_findings_are_explained() {
    let mut editor = Editor::usual(&files());
    editor.open_as("more.yaml", &MODULES.replace("to: end\n  person", "to: persom\n  person"));
    let told = |editor: &mut Editor, line, column| {
        let hover = editor.at("textDocument/hover", "more.yaml", line, column);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert!(told(&mut editor, 3, 6).contains("Quick replies"), "a key");
    assert!(told(&mut editor, 5, 9).contains("**unknown-module**"), "the code of a finding");
    assert!(told(&mut editor, 4, 32).contains("module `person`"), "a module");
    assert!(told(&mut editor, 7, 29).contains("`idle_timeout` 30m"), "a receiver");
    assert!(told(&mut editor, 9, 26).contains("no useful answer"), "a word");
    // Behind the emoji, columns are halves of UTF-16.
    assert!(told(&mut editor, 2, 20).contains("variable `name`"), "a variable");
    assert_eq!(editor.at("textDocument/hover", "more.yaml", 0, 0)["range"]["end"]["character"], 7);
}

#[test]
fn columns_are_counted_as_was_agreed() {
    let general = |kind: &str| json!({ "general": { "positionEncodings": [kind] } });
    for (kind, column) in [("utf-8", 24), ("utf-16", 20), ("utf-32", 19)] {
        let mut editor = Editor::able(&files(), general(kind));
        editor.open("more.yaml");
        let place = editor.at("textDocument/definition", "more.yaml", 2, column);
        assert_eq!(place[0]["uri"], editor.uri("bot.yaml"), "{kind}");
        let uses = editor.place("bot.yaml", 2, 14);
        editor.open("bot.yaml");
        let mut uses = uses;
        uses["context"] = json!({ "includeDeclaration": false });
        let uses = editor.ask("textDocument/references", uses).unwrap();
        assert_eq!(uses[0]["range"]["start"]["character"], column, "{kind}");
    }
}

#[test]
fn names_lead_to_their_declarations_and_uses() {
    let mut editor = Editor::usual(&files());
    editor.open("more.yaml");
    editor.open("tests/a.test.yaml");
    let place = editor.at("textDocument/definition", "tests/a.test.yaml", 5, 12);
    assert_eq!(
        (&place[0]["uri"], &place[0]["range"]["start"]["line"]),
        (&json!(editor.uri("more.yaml")), &json!(1))
    );
    let place = editor.at("textDocument/definition", "more.yaml", 7, 27);
    assert_eq!(
        (&place[0]["uri"], &place[0]["range"]["start"]["line"]),
        (&json!(editor.uri("bot.yaml")), &json!(3))
    );
    let mut params = editor.place("more.yaml", 6, 3);
    params["context"] = json!({ "includeDeclaration": true });
    let uses = editor.ask("textDocument/references", params).unwrap();
    assert_eq!(uses.as_array().unwrap().len(), 3, "{uses}");
}

#[test]
fn a_file_has_an_outline_for_editors_of_both_kinds() {
    let mut editor = Editor::usual(&files());
    editor.open("more.yaml");
    let uri = json!({ "textDocument": { "uri": editor.uri("more.yaml") } });
    let outline = editor.ask("textDocument/documentSymbol", uri).unwrap();
    assert_eq!(outline[0]["children"][1]["name"], "person");
    let mut plain = Editor::able(&files(), json!({}));
    plain.open("more.yaml");
    let uri = json!({ "textDocument": { "uri": plain.uri("more.yaml") } });
    let outline = plain.ask("textDocument/documentSymbol", uri).unwrap();
    assert_eq!(
        (&outline[2]["name"], &outline[2]["containerName"]),
        (&json!("person"), &json!("modules"))
    );
}

#[test]
fn yaml_that_is_no_flow_is_left_alone() {
    let mut editor =
        Editor::usual(&[("compose.yaml", "services:\n  db: { image: x }\nvolumes: {}\n")]);
    assert_eq!(editor.open("compose.yaml"), json!([]));
    assert!(editor.proposals("compose.yaml", 2, 0).is_empty());
    // `services` is a key of both, and nothing else tells what it is.
    assert_eq!(editor.open_as("more.yaml", "services:\n  db: { image: x }\n"), json!([]));
    // A flow that has just begun is none yet, and gets its keys.
    editor.open_as("new.yaml", "");
    assert!(labels(&editor.proposals("new.yaml", 0, 0)).contains(&"bot"));
}

#[test]
fn a_file_that_becomes_a_bot_keeps_its_findings() {
    let mut editor = Editor::usual(&[]);
    let text = "modules:\n  a: { say: x, to: nowhere }\n";
    assert!(codes(&editor.open_as("new.yaml", text)).contains(&"unknown-module".to_owned()));
    let text = format!("bot: new\n{text}");
    let found = editor.change("new.yaml", 2, json!([{ "text": text }]));
    assert!(codes(&found).contains(&"unknown-module".to_owned()), "{found}");
    assert_eq!(editor.at("textDocument/hover", "new.yaml", 0, 9), json!(null));
    assert!(!editor.was_told_again("new.yaml"), "the file it was alone takes nothing back");
}
