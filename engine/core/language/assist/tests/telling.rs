//! What is told of a place, and where it leads.

use super::{Draft, MODULES, at, draft, with};
use crate::language::assist::Part;

fn told(draft: &Draft, path: &str, line: &str, word: &str) -> String {
    let (file, byte) = at(draft, path, line, word);
    draft.told(file, byte).unwrap_or_else(|| panic!("nothing is told of `{word}`")).text
}

#[test]
fn a_key_is_told_with_its_example_and_a_word_with_its_meaning() {
    let draft = draft();
    let key = told(&draft, "bot.yaml", "give_up_after: 3", "give_up_after");
    assert!(
        key.contains("key of `fallback`") && key.contains("```yaml\ngive_up_after: 3"),
        "{key}"
    );
    assert!(told(&draft, "more.yaml", "outcome: failed", "failed").contains("no useful answer"));
    assert!(told(&draft, "more.yaml", "open(\"support\")", "open").contains("open("));
    assert!(told(&draft, "tests/a.test.yaml", "- user: hi", "user").contains("person writes this"));
}

#[test]
fn names_are_told_with_what_they_name() {
    let draft = draft();
    let module = told(&draft, "more.yaml", "to: ask_email", "ask_email");
    assert!(module.contains("> What is your e-mail address?"), "{module}");
    assert!(module.contains("more.yaml:"), "{module}");
    let variable = told(&draft, "more.yaml", "score > 2", "score");
    assert!(variable.contains("a number") && variable.contains("At first: `3"), "{variable}");
    let receiver = told(&draft, "more.yaml", "receiver: desk", "desk");
    assert!(receiver.contains("app 1234567890"), "{receiver}");
    assert!(receiver.contains("every handover: `idle_timeout` 30m"), "{receiver}");
    assert!(receiver.contains("`person`: `timeout` 8h"), "{receiver}");
    let hours = told(&draft, "more.yaml", "open(\"support\")", "support");
    assert!(hours.contains("Europe/Copenhagen"), "{hours}");
}

#[test]
fn a_finding_is_told_with_the_page_of_its_code() {
    let draft = with(&MODULES.replace("to: ask_email", "to: ask_emial"));
    let text = told(&draft, "more.yaml", "to: ask_emial", "ask_emial");
    assert!(text.contains("**unknown-module**") && text.contains("Right:"), "{text}");
}

#[test]
fn a_name_leads_to_where_it_is_declared_and_to_all_its_uses() {
    let draft = draft();
    let lines = |places: Vec<crate::language::Place>| -> Vec<String> {
        places.iter().map(|place| place.shown(draft.files())).collect()
    };
    let declared = |path: &str, line: &str, word: &str| {
        let (file, byte) = at(&draft, path, line, word);
        lines(draft.declarations(file, byte))
    };
    assert_eq!(declared("bot.yaml", "start: welcome", "welcome"), ["more.yaml:2"]);
    assert_eq!(declared("tests/a.test.yaml", "at: welcome", "welcome"), ["more.yaml:2"]);
    assert_eq!(declared("more.yaml", "Hello {{email}}", "email"), ["bot.yaml:5"]);
    assert_eq!(declared("lang/da.yaml", "Hej {{email}}", "email"), ["bot.yaml:5"]);
    assert_eq!(declared("more.yaml", "receiver: desk", "desk"), ["bot.yaml:7"]);
    assert_eq!(declared("more.yaml", "open(\"support\")", "support"), ["bot.yaml:12"]);
    assert_eq!(
        declared("tests/a.test.yaml", "include: greeted", "greeted"),
        ["tests/a.test.yaml:2"]
    );
    let (file, byte) = at(&draft, "more.yaml", "person:\n    handover", "person");
    let uses = ["bot.yaml:14", "more.yaml:6", "more.yaml:9"];
    assert_eq!(lines(draft.uses(file, byte, false)), uses);
    assert_eq!(draft.uses(file, byte, true).len(), 4);
}

#[test]
fn a_file_is_outlined_by_its_names() {
    let draft = draft();
    let outline = draft.outline(super::number(&draft, "more.yaml"));
    let modules = &outline[0].within;
    let names: Vec<_> = modules.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["welcome", "ask_email", "person"]);
    assert_eq!((modules[0].part, modules[0].detail.as_str()), (Part::Module, "Hello {{email}}!"));
    let tests = draft.outline(super::number(&draft, "tests/a.test.yaml"));
    assert_eq!(tests[1].within[0].name, "It greets");
}
