//! Modules that run as a part of others: `call` and `return`.

use super::World;
use super::world::INBOX;
use crate::conversation::FrameState;

fn world(modules: &str) -> World {
    let head = "
bot: calls
language: en
start: first
keywords:
  - { when: [menu], to: menu }
  - { when: [price], do: [ say: It is free. ] }
  - { when: [address], do: [ call: street, say: Thanks. ] }
  - { when: [stop], to: end }
fallback: { say: Sorry? }
modules:
  menu: { say: Menu., to: end }
  street: { ask: Which street?, save_as: street }
";
    World::new(&format!("{head}{modules}"))
}

const ORDER: &str = "
  first:
    actions: [ say: Welcome., call: address, say: \"To {{street}} in {{town}}.\" ]
    to: last
  address: { call: street, to: town }
  town: { ask: Which town?, save_as: town, keywords: all }
  last: { say: Done., to: end }
";

#[test]
fn a_called_module_leads_on_within_the_call_and_its_end_goes_back() {
    let mut world = world(ORDER);
    world.says("hi");
    world.reads(&["Welcome.", "Which street?"]);
    assert_eq!((world.c.frames.len(), world.at()), (3, "street"));
    world.says("Main Street 1");
    world.reads(&["Which town?"]);
    assert_eq!((world.c.frames.len(), world.at()), (2, "town"));
    world.says("Odense");
    world.reads(&["To Main Street 1 in Odense.", "Done."]);
    assert!(world.c.frames.is_empty());
}

#[test]
fn a_keyword_that_stays_keeps_the_call_and_one_that_leads_elsewhere_leaves_it() {
    let mut world = world(ORDER);
    world.says("hi");
    world.says("x");
    world.take_unread();
    world.says("price");
    world.reads(&["It is free.", "Which town?"]);
    world.says("menu");
    world.reads(&["Menu."]);
    assert!(world.c.frames.is_empty());
    world.says("Odense");
    world.reads(&["Sorry?"]);
}

const EARLY: &str = "
  first: { actions: [ call: ask, say: Behind the call. ], to: end }
  ask:
    say: Sure?
    choices:
      - { label: Back, do: [ say: Going back., return, say: Never. ], to: menu }
      - { label: All over, to: end }
      - { label: On, to: quick }
  quick:
    actions: [ { set: { n: 1 } }, return ]
";

#[test]
fn return_goes_back_at_once_whatever_stands_behind_it() {
    for label in ["Back", "On"] {
        let mut world = world(EARLY);
        world.says("hi");
        world.taps(label);
        let read = world.take_unread();
        assert_eq!(read.last().unwrap(), "Behind the call.", "{label}");
        assert_eq!(read.contains(&"Going back.".to_owned()), label == "Back");
        assert!(!read.contains(&"Never.".to_owned()) && world.c.frames.is_empty());
    }
}

#[test]
fn to_end_inside_a_call_ends_the_caller_too() {
    let mut world = world(EARLY);
    world.says("hi");
    world.taps("All over");
    world.reads(&["Sure? [Back|All over|On]"]);
    assert!(world.c.frames.is_empty() && world.c.begun);
}

#[test]
fn a_module_that_is_entered_and_not_called_ends_its_path_with_return() {
    let mut world = world(
        &EARLY
            .replace("call: ask, say: Behind the call. ], to: end", "say: Hi. ], to: ask")
            .replace("  quick:", "  other: { actions: [ call: ask ], to: menu }\n  quick:"),
    );
    world.says("hi");
    world.taps("On");
    world.reads(&["Hi.", "Sure? [Back|All over|On]"]);
    assert!(world.c.frames.is_empty());
}

#[test]
fn a_call_in_an_aside_comes_back_to_the_question_that_stood() {
    let mut world = world(
        "
  first: { ask: A number?, expect: number, to: menu }
",
    );
    world.says("hi");
    world.says("address");
    world.reads(&["A number?", "Which street?"]);
    world.says("Main Street 1");
    world.reads(&["Thanks.", "A number?"]);
    world.says("7");
    world.reads(&["Menu."]);
}

#[test]
fn pauses_and_handovers_inside_a_call_go_on_inside_it() {
    let mut world = world("
  first: { actions: [ call: help, say: All done. ], to: end }
  help:
    actions: [ say: One moment., wait: 5m, handover: { say: Here they are. }, say: Back in the call. ]
");
    world.says("hi");
    world.later("5m");
    world.reads(&["One moment.", "Here they are."]);
    world.says("hello");
    world.agent(INBOX, "Hi, Maria here.");
    world.agent_passes_back();
    world.reads(&["Back in the call.", "All done."]);
    assert!(world.c.frames.is_empty());
}

const BACK: &str = "
  first: { say: First., choices: [ { label: Go, to: caller } ] }
  caller: { actions: [ call: one, say: Behind. ], to: end }
  one: { say: One., choices: [ { label: Next, to: two }, { label: Back, to: back } ] }
  two: { say: Two., choices: [ { label: Done }, { label: Back, to: back } ] }
";

#[test]
fn back_stays_within_the_call_and_leaves_it_where_nothing_waited_before() {
    let mut world = world(BACK);
    world.says("hi");
    world.taps("Go");
    world.taps("Next");
    world.take_unread();
    world.taps("Back");
    world.reads(&["One. [Next|Back]"]);
    assert_eq!(world.c.frames.len(), 2);
    world.taps("Back");
    world.reads(&["First. [Go]"]);
    assert_eq!(world.c.frames.len(), 1);
}

#[test]
fn what_waited_inside_a_call_is_not_gone_back_to_after_it() {
    let mut world = world(
        &BACK
            .replace(
                "say: Behind. ], to: end",
                "say: Behind. ], choices: [ { label: Whence, to: back } ]",
            )
            .replace("{ label: Done }", "{ label: Done, do: [ return ] }"),
    );
    world.says("hi");
    world.taps("Go");
    world.taps("Next");
    world.taps("Done");
    world.take_unread();
    world.taps("Whence");
    world.reads(&["First. [Go]"]);
}

#[test]
fn calls_that_go_too_deep_are_a_fault_and_the_conversation_stays_usable() {
    let mut world = world(
        "
  first: { say: First., choices: [ { label: Go, to: deep } ] }
  deep: { actions: [ { compute: { n: \"n + 1\" } }, call: deeper ], to: menu }
  deeper:
    set: { m: 1 }
    connections: [ { if: \"m == 1\", to: deep }, { if: \"m == 2\", to: menu } ]
",
    );
    let deep = |world: &mut World| {
        world.says("hi");
        world.taps("Go");
    };
    deep(&mut world);
    assert!(world.faults().iter().any(|fault| fault.contains("16 lists")), "{:?}", world.faults());
    assert!(world.take_unread().contains(&"Sorry?".to_owned()));
    assert!(world.c.frames.is_empty());
    world.says("menu");
    world.reads(&["Menu."]);
}

#[test]
fn a_fault_inside_a_call_of_an_aside_leaves_what_stood_beneath() {
    let mut world = World::new(
        "
bot: calls
language: en
start: first
keywords: [ { when: [sum], do: [ call: sum, say: Never. ] } ]
fallback: { say: Sorry? }
modules:
  first: { ask: A number?, expect: number, to: end }
  sum: { compute: { n: \"1 / nothing\" } }
variables: { nothing: { type: number, default: 0 } }
",
    );
    world.says("hi");
    world.says("sum");
    world.reads(&["A number?", "Sorry?", "A number?"]);
}

#[test]
fn a_button_that_takes_back_drops_the_list_with_who_called_it() {
    let mut world = world(
        "
  first: { actions: [ call: help, say: Never. ], to: end }
  help:
    actions:
      - handover:
          say: { text: Our team., buttons: [ { label: Stop, do: [ take_back, say: Stopped. ] } ] }
          say_on_return: nothing
",
    );
    world.says("hi");
    world.taps("Stop");
    world.reads(&["Our team. [Stop]", "Stopped."]);
    assert!(world.c.frames.is_empty());
}

#[test]
fn a_session_that_expires_inside_a_call_begins_anew() {
    let mut world = world(ORDER);
    world.says("hi");
    world.take_unread();
    world.later("25h");
    world.says("hello?");
    world.reads(&["Welcome.", "Which street?"]);
    assert_eq!(world.c.frames.len(), 3);
    let calling = |state: &FrameState| matches!(state, FrameState::Calling { .. });
    assert!(calling(&world.c.frames[0].state) && calling(&world.c.frames[1].state));
}

#[test]
fn a_new_version_waits_until_the_call_is_over() {
    let mut world = world(ORDER);
    world.says("hi");
    world.says("Main Street 1");
    world.take_unread();
    world.publish(&bot_text(
        &ORDER.replace("Done.", "Finished.").replace("To {{street}}", "Off to {{street}}"),
    ));
    world.says("Odense");
    world.reads(&["To Main Street 1 in Odense.", "Finished."]);
}

fn bot_text(modules: &str) -> String {
    format!("
bot: calls
language: en
start: first
keywords: [ {{ when: [address], do: [ call: street, say: Thanks. ] }}, {{ when: [menu], to: menu }} ]
fallback: {{ say: Sorry? }}
modules:
  menu: {{ say: Menu., to: end }}
  street: {{ ask: Which street?, save_as: street }}
{modules}")
}
