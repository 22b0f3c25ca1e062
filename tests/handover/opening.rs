//! How a handover begins: what is said, in which order, and that a refused pass fails visibly.

use baton_simulator::{Call, GraphAct, GraphFault, When};

use super::{COLLEAGUE, HELLO, welcomed, with_people, world};
use crate::world::{INBOX, passes, refused, says};

#[test]
fn what_is_said_is_accepted_before_control_is_passed() {
    let world = world();
    welcomed(&world, "anna");
    // The first try of the text meets a broken gateway: the pass must wait for the second.
    let mut busy = GraphFault::on(&[Call::Message], GraphAct::Html(502));
    busy.when = When::nth(1);
    world.break_graph(busy);
    world.person("anna").taps_at_once("A person");
    world.wait_until("the refusal", |world| {
        world.acts("anna").contains(&refused(Call::Message, 0, 0)).then_some(())
    });
    assert_eq!(world.hand("anna"), "opening");
    world.later("2m");
    let all = [refused(Call::Message, 0, 0), says(COLLEAGUE), passes(INBOX, "order 17, late")];
    world.expect("anna", all);
}

#[test]
fn a_text_whose_answer_is_lost_goes_out_once_and_before_the_pass() {
    let world = world();
    welcomed(&world, "anna");
    let mut lost = GraphFault::on(&[Call::Message], GraphAct::DieAfter);
    lost.when = When::nth(1);
    world.break_graph(lost);
    world.person("anna").taps("A person");
    world.expect("anna", [says(COLLEAGUE), passes(INBOX, "order 17, late")]);
}

#[test]
fn the_last_text_holds_the_return_button() {
    let world = world();
    with_people(&world, "anna");
    assert_eq!(world.offers("anna"), ["Back to the bot"]);
}

#[test]
fn a_refused_pass_fails_and_the_conversation_goes_on() {
    let world = world();
    welcomed(&world, "anna");
    // App 999 is not connected to the page.
    world.person("anna").taps("A wrong desk");
    let all = [
        says("The desk comes."),
        refused(Call::Pass, 100, 2_018_164),
        says("Nobody was reached."),
        says(HELLO),
    ];
    world.expect("anna", all);
    assert_eq!(world.hand("anna"), "bot");
}

#[test]
fn a_pass_whose_answer_is_lost_is_settled_by_the_owner_and_not_repeated() {
    let world = world();
    welcomed(&world, "anna");
    let mut lost = GraphFault::on(&[Call::Pass], GraphAct::DieAfter);
    lost.when = When::nth(1);
    world.break_graph(lost);
    world.person("anna").taps("A person");
    world.expect("anna", [says(COLLEAGUE), passes(INBOX, "order 17, late")]);
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn a_keyword_before_the_pass_is_through_brings_it_back() {
    let world = world();
    welcomed(&world, "anna");
    // The pass takes a moment; the person has changed their mind meanwhile.
    world.break_graph(GraphFault::on(&[Call::Pass], GraphAct::Slow(600)));
    world.person("anna").taps_at_once("A person");
    world.wait_until("the pass", |world| {
        (world.owner("anna").as_deref() == Some(INBOX)).then_some(())
    });
    world.person("anna").says("bot");
    assert_eq!(world.hand("anna"), "bot");
    let acts = world.acts("anna");
    assert!(acts.contains(&says(super::BACK)), "{acts:?}");
}
