//! Events for the world outside.

use super::World;
use crate::note::Note;

fn emitted(world: &World) -> Vec<(String, String)> {
    let event = |note: &Note| match note {
        Note::Emitted { name, data } => {
            let data: Vec<String> =
                data.iter().map(|(name, value)| format!("{name}={}", value.to_json())).collect();
            Some((name.clone(), data.join(" ")))
        }
        _ => None,
    };
    world.notes.iter().filter_map(event).collect()
}

#[test]
fn an_event_is_noted_with_its_data_and_the_person_reads_nothing_of_it() {
    let mut world = World::new(
        r#"
bot: emits
language: en
start: first
fallback: { say: Sorry? }
modules:
  first:
    actions:
      - set: { score: 3 }
      - emit: { name: lead, data: { score: "{{score}}", text: "Score {{score}}", fixed: yes } }
      - emit: seen
      - say: Hello.
    to: end
"#,
    );
    world.says("hi");
    world.reads(&["Hello."]);
    let lead = r#"score=3 text="Score 3" fixed="yes""#;
    assert_eq!(emitted(&world), [("lead".into(), lead.into()), ("seen".into(), String::new())]);
}

#[test]
fn an_event_with_too_much_data_is_noted_without_and_the_path_goes_on() {
    let long = "x".repeat(4_000);
    let mut world = World::new(&format!(
        "
bot: emits
language: en
start: first
fallback: {{ say: Sorry? }}
modules:
  first:
    actions: [ {{ emit: {{ name: lead, data: {{ a: {long}, b: {long}, c: {long} }} }} }}, say: Hello. ]
    to: end
"
    ));
    world.says("hi");
    world.reads(&["Hello."]);
    assert_eq!(emitted(&world), [("lead".to_owned(), String::new())]);
    assert!(world.faults().iter().any(|fault| fault.contains("bytes of data")));
}
