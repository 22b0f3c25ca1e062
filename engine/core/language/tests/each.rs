//! Choices and cards made from lists: what loads, what is told, and what payloads must carry.

use super::{bot, modules, one, only};
use crate::bot::Carried;
use crate::id::{ButtonId, ModuleId};

#[track_caller]
fn told(module: &str, code: &str, help: &str) {
    let (found, said) = only(&made(module));
    assert!(found.starts_with(code), "{found}");
    assert!(said.contains(help), "{said}");
}

#[track_caller]
fn loads(module: &str) {
    let loaded = one(&made(module));
    assert_eq!(loaded.diagnostics, [], "{}", super::render(&loaded, false));
}

fn made(module: &str) -> String {
    let declared = "variables: { slots: { type: list }, name: { type: text } }\n";
    let used = "\n  z: { say: '{{slots}} {{name}}', to: a }";
    let text = modules(module).replacen("modules:", &format!("{declared}modules:"), 1);
    text.replace("start: a", "start: z") + used + "\n"
}

#[test]
fn a_list_to_choose_from_is_named_and_checked() {
    let ask = |choices: &str| format!("a: {{ ask: Q, choices: {{ {choices} }}, to: end }}");
    told(&ask("each: slot, label: '{{item}}'"), "unknown-variable 6:33", "mean `slots`?");
    told(&ask("each: name, label: '{{item}}'"), "type-mismatch 6:33", "");
    told(&ask("each: '{{slots}}', label: '{{item}}'"), "bad-expression", "without {{ and }}");
    told(&ask("each: slots"), "missing-key", "`label: Yes, please`");
    told(&ask("label: x"), "wrong-shape", "write a list");
    told(&ask("each: slots, label: '{{item}}', lable: x"), "unknown-key", "mean `label`?");
}

#[test]
fn the_item_is_known_in_the_pattern_and_its_lists_alone() {
    loads(
        "a: { ask: Q, choices: { each: slots, label: '{{item.a}}', value: '{{item.b}}', image: \
         '{{item.c}}', do: [ say: '{{item.d}}' ], if_empty: None }, to: end }",
    );
    let if_empty =
        "a: { ask: Q, choices: { each: slots, label: x, if_empty: '{{item}}' }, to: end }";
    told(if_empty, "not-here", "");
    told("a: { say: '{{item}}', to: end }", "not-here", "");
}

#[test]
fn an_empty_list_is_an_outcome_of_such_choices_only() {
    let when = "connections: [ { when: { outcome: empty }, to: end } ]";
    loads(&format!("a: {{ ask: Q, choices: {{ each: slots, label: x }}, {when}, to: end }}"));
    told(
        &format!("a: {{ ask: Q, choices: [ x ], {when}, to: end }}"),
        "impossible-outcome",
        "each",
    );
}

fn carried(module: &str, id: &str) -> Carried {
    let bot = bot(&made(module));
    let choices = &bot.modules[&ModuleId::new("a")].choices;
    let choice = choices.iter().find(|choice| choice.id == ButtonId::new(id));
    choice.unwrap().carries.clone()
}

#[test]
fn a_payload_carries_what_is_read_after_the_tap_and_no_more() {
    let members = |names: &[&str]| Carried::Members(names.iter().map(|n| (*n).into()).collect());
    let choice = |rest: &str| {
        let head = "a: { ask: Q, choices: { each: slots, id: one, label: '{{item.name}}'";
        carried(&format!("{head}{rest} }}, to: end }}"), "one")
    };
    assert_eq!(choice(""), members(&["name"]), "the label is the value");
    assert_eq!(choice(", value: '{{item.id}}'"), members(&["id"]));
    assert_eq!(choice(", value: x"), Carried::Nothing);
    assert_eq!(choice(", value: '{{item}}'"), Carried::All);
    let set = ", value: x, do: [ set: { name: '{{item.b}} {{item.a.c}}' } ]";
    assert_eq!(choice(set), members(&["a", "b"]));
    let compute = ", value: x, do: [ compute: { name: upper(item.n) } ]";
    assert_eq!(choice(compute), members(&["n"]));
}

#[test]
fn cards_have_a_pattern_and_something_besides_their_title() {
    let say = |cards: &str| format!("a: {{ say: [ {{ cards: {cards} }} ], to: end }}");
    told(&say("{ each: slots }"), "missing-key", "card");
    told(&say("{ eech: slots }"), "wrong-shape", "write a list");
    told(&say("[ { title: x } ]"), "missing-key", "`subtitle`");
    loads(&say("{ each: slots, card: { title: '{{item.t}}', url: '{{item.u}}' } }"));
}

#[test]
fn what_the_choices_of_a_question_give_has_their_type() {
    let ask = |values: [&str; 2], condition: &str| {
        let [one, two] = values;
        let choices = format!("[ {{ label: One, value: {one} }}, {{ label: Two, value: {two} }} ]");
        let connections = format!("[ {{ if: {condition}, to: end }}, {{ to: end }} ]");
        format!("a: {{ ask: Q, save_as: got, choices: {choices}, connections: {connections} }}")
    };
    loads(&ask(["1", "2"], "got > 1"));
    told(&ask(["1", "2"], "got == 'L'"), "type-mismatch", "");
    told(&ask(["S", "L"], "got > 1"), "type-mismatch", "");
    loads(&ask(["1", "L"], "got == 'L'"));
}
