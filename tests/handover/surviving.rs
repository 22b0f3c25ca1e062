//! What a handover began with it keeps: through kill -9 and through changes of the flow.

use super::{BACK, BOT, COLLEAGUE, HELLO, HOW, with_people};
use crate::world::{INBOX, Plan, passes, says, takes};

fn serve(old: &str, new: &str) -> crate::world::World {
    assert!(BOT.contains(old));
    Plan::yaml(&BOT.replace(old, new)).app("555").serve()
}

#[test]
fn a_deadline_survives_kill_9() {
    let mut world = serve("pickup_timeout: 10m", "pickup_timeout: 2s");
    with_people(&world, "anna");
    let before = world.shown("anna")["deadlines"].clone();
    world.crash();
    assert_eq!(world.shown("anna")["deadlines"], before);
    world.wait_until("the return", |world| (world.hand("anna") == "bot").then_some(()));
    world.quiet();
    world.expect("anna", [takes(), says(BACK), says("Everybody is busy."), says(HELLO)]);
}

#[test]
fn a_deadline_that_passed_while_we_were_down_fires_after_the_start() {
    let mut world = serve("timeout: 3h", "timeout: 1s");
    with_people(&world, "anna");
    let due = world.shown("anna")["deadlines"]["timeout"].as_str().unwrap().to_owned();
    let due = due.parse::<jiff::Timestamp>().unwrap();
    world.server.kill();
    world.wait_until("the deadline", |_| (jiff::Timestamp::now() > due).then_some(()));
    world.start_again();
    world.wait_until("the return", |world| (world.hand("anna") == "bot").then_some(()));
    world.quiet();
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
}

#[test]
fn a_return_keyword_works_after_kill_9() {
    let mut world = serve("pickup_timeout: 10m", "pickup_timeout: 20m");
    with_people(&world, "anna");
    world.crash();
    world.person("anna").says("zuruck");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
}

#[test]
fn a_changed_flow_changes_later_handovers_only() {
    let mut world = serve("pickup_timeout: 10m", "pickup_timeout: 20m");
    with_people(&world, "anna");
    world.edit_bot(
        "say_on_return: I am back.\n    connections",
        "say_on_return: Here again.\n    connections",
    );
    world.edit_bot("return_keywords: [bot, zurück, الروبوت, menu]", "return_keywords: [robot]");
    world.restart();
    // The handover that was open keeps its words.
    world.person("anna").says("robot");
    world.expect_nothing("anna");
    world.person("anna").says("zurück");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
    // The next one has the new ones.
    with_people(&world, "bob");
    world.person("bob").says("zurück");
    world.expect_nothing("bob");
    world.person("bob").says("robot");
    world.expect("bob", [takes(), says("Here again."), says(HOW)]);
}

#[test]
fn a_module_that_is_gone_does_not_strand_the_person() {
    let mut world = serve("pickup_timeout: 10m", "pickup_timeout: 20m");
    with_people(&world, "anna");
    // The whole module with the open handover is renamed.
    world.edit_bot("  person:\n", "  colleague:\n");
    world.edit_bot("to: person }", "to: colleague }");
    world.restart();
    world.inbox().marks_done("anna");
    world.expect("anna", [BACK, HOW].map(says));
    world.person("bob").says("hi");
    world.person("bob").taps("A person");
    world.expect("bob", [says(HELLO), says(COLLEAGUE), passes(INBOX, "order 17, late")]);
}
