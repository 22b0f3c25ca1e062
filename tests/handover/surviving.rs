//! What a handover began with it keeps: through kill -9 and through changes of the flow.

use baton_simulator::{Call, EventKind, GraphAct, GraphFault, WebhookAct, WebhookFault};

use super::{BACK, COLLEAGUE, HELLO, HOW, plan, welcomed, with_people};
use crate::world::{APP, INBOX, World, passes, says, takes};

fn serve(old: &str, new: &str) -> World {
    plan().edit(old, new).serve()
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

#[test]
fn a_handover_cut_in_the_middle_is_finished_once() {
    let mut world = plan().serve();
    welcomed(&world, "anna");
    // The text is accepted, and neither its answer nor its echo comes before the kill.
    world.break_graph(GraphFault::on(&[Call::Message], GraphAct::Slow(5_000)));
    world.break_webhooks(WebhookFault::on(&[EventKind::Echo], WebhookAct::Delay(1_000)));
    world.person("anna").taps_at_once("A person");
    let said = |world: &World| world.acts("anna").contains(&says(COLLEAGUE)).then_some(());
    world.wait_until("the text", said);
    world.server.kill();
    world.mend();
    world.start_again();
    world.wait_until("the pass", |world| (world.hand("anna") == "people").then_some(()));
    world.expect("anna", [says(COLLEAGUE), passes(INBOX, "order 17, late")]);
}

#[test]
fn a_return_cut_in_the_middle_is_finished_once() {
    let mut world = plan().serve();
    with_people(&world, "anna");
    world.break_graph(GraphFault::on(&[Call::Take], GraphAct::Slow(5_000)));
    world.person("anna").says_at_once("bot");
    let taken = |world: &World| (world.owner("anna").as_deref() == Some(APP)).then_some(());
    world.wait_until("the take", taken);
    world.server.kill();
    world.mend();
    world.start_again();
    world.wait_until("the return", |world| (world.hand("anna") == "bot").then_some(()));
    world.quiet();
    // To take twice changes nothing; what the person reads comes once.
    let acts = world.acts("anna");
    let said: Vec<_> = acts.into_iter().filter(|act| *act != takes()).collect();
    assert_eq!(said[said.len() - 2..], [BACK, HOW].map(says));
    assert_eq!(said.iter().filter(|act| **act == says(BACK)).count(), 1, "{said:?}");
}
