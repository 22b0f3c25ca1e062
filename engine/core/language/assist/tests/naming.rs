//! Other names, and what mends.

use super::{Draft, MODULES, at, draft, with};
use crate::language::assist::{CannotRename, Changes};
use crate::language::source::SourceFile;
use crate::language::splice;

/// The bot with changes made.
fn changed(draft: &Draft, changes: &Changes) -> Draft {
    let mut files: Vec<SourceFile> = draft.files().to_vec();
    for (number, edits) in changes {
        files[*number] = splice::apply(&files[*number], edits).unwrap();
    }
    let tests = files.iter().position(|file| file.path.ends_with(".test.yaml")).unwrap();
    let tests = files.split_off(tests);
    Draft::new(files, tests, None)
}

fn renamed(draft: &Draft, path: &str, line: &str, word: &str, to: &str) -> Draft {
    let (file, byte) = at(draft, path, line, word);
    changed(draft, &draft.renamed(file, byte, to).unwrap())
}

fn text<'d>(draft: &'d Draft, path: &str) -> &'d str {
    &draft.files()[super::number(draft, path)].text
}

#[test]
fn a_renamed_module_leaves_its_old_name_in_moved_and_nothing_is_wrong() {
    let before = draft();
    assert!(before.findings().iter().all(|found| found.code != "unknown-module"));
    let after = renamed(&before, "tests/a.test.yaml", "at: welcome", "welcome", "greeting");
    assert!(text(&after, "bot.yaml").ends_with("moved:\n  welcome: greeting\n"));
    assert!(text(&after, "bot.yaml").contains("start: greeting\n"));
    assert!(text(&after, "lang/da.yaml").contains("  greeting:\n"));
    assert!(text(&after, "tests/a.test.yaml").contains("- at: greeting"));
    assert_eq!(after.findings().len(), before.findings().len(), "{:#?}", after.findings());
    let bot = after.bot.as_ref().unwrap();
    assert_eq!(bot.moved.module(&"welcome".into()).unwrap().as_str(), "greeting");
    // Once more: the chain is kept, and the way back leaves no circle.
    let again = renamed(&after, "bot.yaml", "start: greeting", "greeting", "hello");
    assert!(text(&again, "bot.yaml").ends_with("moved:\n  welcome: hello\n  greeting: hello\n"));
    let back = renamed(&again, "bot.yaml", "start: hello", "hello", "welcome");
    assert!(text(&back, "bot.yaml").ends_with("moved:\n  greeting: welcome\n  hello: welcome\n"));
    assert_eq!(back.findings().len(), before.findings().len(), "{:#?}", back.findings());
}

#[test]
fn an_entry_is_added_to_a_moved_of_any_form() {
    for (moved, becomes) in [
        ("moved: { old: person }\n", "moved: { old: person, welcome: hi }\n"),
        ("moved: {}\n", "moved: { welcome: hi }\n"),
        (
            "moved:\n    old: person  # why\nflow: x\n",
            "moved:\n    old: person  # why\n    welcome: hi\nflow: x\n",
        ),
    ] {
        let draft = with(&format!("{moved}{MODULES}"));
        let after = renamed(&draft, "bot.yaml", "start: welcome", "welcome", "hi");
        let text = text(&after, "more.yaml");
        assert!(text.starts_with(becomes), "{text}");
        assert_eq!(after.findings().len(), draft.findings().len(), "{:#?}", after.findings());
    }
}

#[test]
fn other_names_change_in_all_files() {
    let draft = draft();
    let desk = renamed(&draft, "bot.yaml", "desk: ", "desk", "counter");
    assert!(text(&desk, "more.yaml").contains("receiver: counter"));
    assert!(!text(&desk, "bot.yaml").contains("moved"));
    let hours = renamed(&draft, "bot.yaml", "support: ", "support", "service");
    assert!(text(&hours, "more.yaml").contains("open(\"service\")"));
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let draft = draft();
    let refused = |line: &str, word: &str, to: &str| {
        let (file, byte) = at(&draft, "more.yaml", line, word);
        draft.renamed(file, byte, to).unwrap_err()
    };
    assert_eq!(
        refused("to: person", "person", "welcome"),
        CannotRename::Taken("module", "welcome".into())
    );
    let bad = refused("to: person", "person", "Talk to us");
    assert!(bad.to_string().contains("`talk_to_us` would be one"), "{bad}");
    assert!(matches!(refused("to: person", "person", "end"), CannotRename::BadName(..)));
    assert_eq!(refused("{{email}}", "email", "mail"), CannotRename::Variable);
    assert_eq!(refused("name: The", "The", "x"), CannotRename::NoName);
}

#[test]
fn a_finding_is_mended_by_its_fix_and_all_sure_ones_at_once() {
    let draft =
        with(&MODULES.replace("to: ask_email", "to: ask_emial").replace("expect:", "expct:"));
    let (file, byte) = at(&draft, "more.yaml", "to: ask_emial", "ask_emial");
    let mendings = draft.mendings(file, &(byte..byte));
    assert_eq!(mendings[0].title, "Write `ask_email`");
    assert!(mendings[0].sure);
    let mended = changed(&draft, &draft.mended().unwrap());
    assert_eq!(text(&mended, "more.yaml"), MODULES);
    assert_eq!(super::draft().mended(), None);
}
