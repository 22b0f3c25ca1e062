//! Every key of a file of tests has words, and an example that loads.

use super::{BOT, render_all, subject_of, suite};
use crate::language::definition::{Definition, Key};
use crate::rehearsal::TEST_FILE;

/// The example of a key as a whole file of tests.
fn in_a_file(definition: &Definition, key: &Key, beside: Option<&Key>) -> String {
    let indented = |text: &str, by: usize| text.replace('\n', &format!("\n{}", " ".repeat(by)));
    let step =
        |text: &str| format!("tests:\n  - test: x\n    steps:\n      - {}\n", indented(text, 8));
    let within = |text: &str| step(&format!("{text}: {{ {} }}", key.example.replace('\n', ", ")));
    match definition.id {
        "test_file" if key.name == "tests" => key.example.to_owned(),
        "test_file" => format!("{}\ntests: []\n", key.example),
        "step" if key.name == "include" => {
            format!("parts: {{ greeted: [ user: hi ] }}\n{}", step(key.example))
        }
        "step" if key.name == "each" => step(&format!("{}\nsteps: []", key.example)),
        "step" => {
            let before = beside.map_or(String::new(), |beside| format!("{}\n", beside.example));
            step(&format!("{before}{}", key.example))
        }
        "person" => format!("person: {{ {} }}\ntests: []\n", key.example),
        "sends" if ["text", "name"].contains(&key.name) => {
            step(&format!("sends: {{ file: \"https://x.example/a.pdf\", {} }}", key.example))
        }
        "sends" | "opens" => within(definition.id),
        "door" => within("agent_takes"),
        "control" => step(&format!("graph: pass_thread_control\nwith: {{ {} }}", key.example)),
        "call_look" => step(&format!("http: GET shop/x\nwith: {{ {} }}", key.example)),
        "emitted" if key.name == "data" => {
            step(&format!("emit: {{ name: lead, {} }}", key.example))
        }
        "emitted" => within("emit"),
        "template_look" => step(&format!("bot:\ntemplate: {{ {} }}", key.example)),
        "card_look" => step(&format!("bot:\ncards: [ {{ {} }} ]", key.example)),
        "reply" => format!(
            "fake_http: [ {{ request: GET shop/x, reply: {{ {} }} }} ]\ntests: []\n",
            key.example
        ),
        _ => String::from("tests: []\n"),
    }
}

#[test]
fn every_key_of_a_test_file_has_words_and_an_example_that_loads() {
    let bot = BOT.replace("services: {", "variables: { email: { type: text } }\nservices: {");
    let subject = subject_of(&bot);
    let mut keys = 0;
    for definition in TEST_FILE.and_within() {
        assert!(
            definition.doc.ends_with('.') && !definition.example.is_empty(),
            "{}",
            definition.id
        );
        let own = definition.keys().map(|key| (key, None));
        let beside = definition
            .beside
            .iter()
            .flat_map(|beside| beside.keys.iter().map(|key| (key, definition.key(beside.key))));
        for (key, beside) in own.chain(beside) {
            keys += 1;
            assert!(
                key.doc.ends_with('.') && !key.example.is_empty(),
                "{}.{}",
                definition.id,
                key.name
            );
            let file = in_a_file(definition, key, beside);
            let suite = suite(&subject, &file);
            let found = render_all(&suite.diagnostics, &suite.files, false);
            assert!(found.is_empty(), "{}.{}:\n{file}\n{found}", definition.id, key.name);
        }
    }
    assert!(keys > 60, "{keys}");
}
