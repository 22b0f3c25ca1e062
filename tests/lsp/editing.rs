//! What an editor changes: names, and what can be mended.

use serde_json::{Value, json};

use super::editor::Editor;
use super::reading::{BOT, MODULES, files};
use crate::check::check;

#[test]
fn a_renamed_module_is_renamed_everywhere_and_the_bot_still_passes() {
    let mut editor = Editor::usual(&files());
    editor.open("more.yaml");
    let prepared = editor.at("textDocument/prepareRename", "more.yaml", 10, 13);
    assert_eq!(prepared["placeholder"], "welcome");
    let mut params = editor.place("more.yaml", 10, 13);
    params["newName"] = json!("greeting");
    let changes = editor.ask("textDocument/rename", params).unwrap();
    assert_eq!(changes["changes"].as_object().unwrap().len(), 3, "{changes}");
    editor.make(&changes);
    let bot = editor.on_disk("bot.yaml");
    assert!(bot.contains("start: greeting\n"), "{bot}");
    assert!(bot.ends_with("moved:\n  welcome: greeting\n"), "{bot}");
    assert!(editor.on_disk("tests/a.test.yaml").contains("at: greeting"));
    assert!(!editor.on_disk("more.yaml").contains("welcome"));
    let checked = check(editor.path(), &["--strict"]);
    assert_eq!(checked.exit, Some(0), "{}", checked.text);
    let tested = crate::world::baton(&["test", "."], editor.path(), &[]).output().unwrap();
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stdout));
}

#[test]
fn what_cannot_be_renamed_is_refused_in_words() {
    let mut editor = Editor::usual(&files());
    editor.open("more.yaml");
    let mut refused = |line, column, name: &str| {
        let mut params = editor.place("more.yaml", line, column);
        params["newName"] = json!(name);
        editor.ask("textDocument/rename", params).unwrap_err()["message"].clone()
    };
    assert_eq!(refused(10, 13, "person"), "there is a module `person` already");
    assert!(refused(10, 13, "To us!").as_str().unwrap().contains("`to_us` would be one"));
    assert!(refused(2, 20, "title").as_str().unwrap().contains("a variable keeps its name"));
}

#[test]
fn a_finding_is_mended_as_check_would_mend_it() {
    let mut editor = Editor::usual(&files());
    let wrong = MODULES.replace("choices:", "choises:").replace("to: welcome", "to: welcme");
    std::fs::write(editor.path().join("more.yaml"), &wrong).unwrap();
    editor.open("more.yaml");
    let range = |line| json!({ "start": { "line": line, "character": 13 }, "end": { "line": line, "character": 13 } });
    let mut actions = |line, context: Value| {
        let uri = editor.uri("more.yaml");
        let params =
            json!({ "textDocument": { "uri": uri }, "range": range(line), "context": context });
        editor.ask("textDocument/codeAction", params).unwrap()
    };
    let quick = actions(10, json!({ "diagnostics": [], "only": ["quickfix"] }));
    let quick = quick.as_array().unwrap();
    assert_eq!(quick.len(), 1, "{quick:#?}");
    assert_eq!(
        (&quick[0]["title"], &quick[0]["isPreferred"]),
        (&json!("Write `welcome`"), &json!(true))
    );
    let all = actions(0, json!({ "diagnostics": [], "only": ["source.fixAll"] }));
    editor.make(&all[0]["edit"]);
    assert_eq!(editor.on_disk("more.yaml"), MODULES);
    assert_eq!(editor.on_disk("bot.yaml"), BOT);
}

#[test]
fn a_file_is_laid_out_as_by_fmt() {
    let mut editor = Editor::usual(&files());
    editor.open_as("more.yaml", &MODULES.replace("    to: end", "    to:   end   "));
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let uri = json!({ "uri": editor.uri("more.yaml") });
    let params = json!({ "textDocument": uri, "options": options });
    let edits = editor.ask("textDocument/formatting", params).unwrap();
    assert!(!edits[0]["newText"].as_str().unwrap().contains("end   "), "{edits}");
}
