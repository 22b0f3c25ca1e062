//! Sending: strictly in order, only while it is still ours to speak, and once.

use baton_core::conversation::Routing;
use baton_core::event::Operator;
use baton_core::id::{ContactId, PageId};
use baton_simulator::{
    AgentAct, Call, EventKind, GraphAct, GraphFault, WebhookAct, WebhookFault, When,
};

use super::world::{INBOX, PAGE, World, quick};
use crate::runtime::Settings;

fn fault(call: Call, when: When, act: GraphAct) -> GraphFault {
    GraphFault { when, ..GraphFault::on(&[call], act) }
}

#[test]
fn messages_of_one_turn_arrive_in_order() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "many");
    world.until_said("anna", &["Hello", "one", "two", "three", "four"]);
    world.settle();
}

#[test]
fn a_mark_costs_no_commit_of_its_own_while_people_write() {
    let world = World::with(Settings { company: 60_000, ..quick() });
    world.platform().add_webhook_fault(WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop));
    for contact in ["anna", "bert", "carl", "dora", "emil"] {
        world.write(contact, "hi");
        world.until_said(contact, &["Hello"]);
    }
    assert_eq!(world.counter("batches"), 5);
}

#[test]
fn a_message_that_provably_was_not_accepted_is_sent_again_and_keeps_its_place() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    world.platform().add_graph_fault(fault(
        Call::Message,
        When::first(2),
        GraphAct::refuse(1200, None),
    ));
    world.write("anna", "many");
    world.until_said("anna", &["Hello", "one", "two", "three", "four"]);
}

#[test]
fn an_answer_that_got_lost_is_settled_by_the_echo() {
    let world = World::new();
    world.platform().add_graph_fault(fault(Call::Message, When::first(1), GraphAct::DieAfter));
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    assert_eq!(world.calls(Call::Message), 1);
    assert_eq!(world.counter("resent"), 0);
}

#[test]
fn without_an_echo_the_threads_past_tells_that_it_was_sent() {
    let world = World::new();
    world.platform().add_webhook_fault(WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop));
    world.platform().add_graph_fault(fault(Call::Message, When::first(1), GraphAct::DieAfter));
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.until("it is settled", |world| world.count("outbox") == 0);
    assert_eq!(world.calls(Call::Message), 1);
    assert!(world.calls(Call::Conversations) >= 1);
}

#[test]
fn a_fault_of_ours_in_a_call_does_not_stop_its_lane() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "n666");
    world.write("anna", "n7");
    world.until_said("anna", &["Hello", "got n666", "got n7"]);
    world.settle();
}

#[test]
fn the_same_text_said_just_before_is_no_proof_of_the_one_in_doubt() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "ping");
    world.until_said("anna", &["Hello", "pong"]);
    world.settle();
    world.platform().add_graph_fault(fault(Call::Message, When::first(1), GraphAct::DieBefore));
    world.write("anna", "ping");
    world.until_said("anna", &["Hello", "pong", "pong"]);
    world.settle();
    assert_eq!(world.said("anna").len(), 3);
}

#[test]
fn a_message_that_never_arrived_is_found_missing_and_sent_again() {
    let world = World::new();
    world.platform().add_graph_fault(fault(Call::Message, When::first(1), GraphAct::DieBefore));
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    assert_eq!(world.said("anna"), ["Hello"]);
    assert_eq!(world.counter("resent"), 1);
    assert_eq!(world.count("resent where first_mid is not null"), 1);
}

#[test]
fn a_second_echo_of_a_message_sent_again_is_counted() {
    let world = World::new();
    world.platform().add_webhook_fault(WebhookFault {
        when: When::first(1),
        ..WebhookFault::on(&[EventKind::Echo], WebhookAct::Delay(3_000))
    });
    world.platform().add_graph_fault(fault(Call::Message, When::first(1), GraphAct::DieAfter));
    world
        .platform()
        .add_graph_fault(GraphFault::on(&[Call::Conversations], GraphAct::refuse(2, None)));
    world.write("anna", "hi");
    world.until("it was doubled", |world| world.said("anna").len() == 2);
    world.until("the first echo comes after all", |world| world.counter("duplicate_sends") == 1);
}

#[test]
fn what_an_agent_overtook_is_dropped() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    world.platform().add_graph_fault(fault(Call::Message, When::first(1), GraphAct::Slow(400)));
    // Its echo would let the next one go out.
    world.platform().add_webhook_fault(WebhookFault {
        when: When::first(1),
        ..WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop)
    });
    world.write("anna", "many");
    world.until("the first is on its way", |world| world.said("anna").len() == 2);
    world.agent("anna", &AgentAct::write("I take this one"));
    world.until("the rest is dropped", |world| world.counter("overtaken") >= 2);
    world.settle();
    assert!(world.said("anna").len() <= 3, "{:?}", world.said("anna"));
}

#[test]
fn the_pass_goes_out_after_what_is_said_before_it() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.platform().add_graph_fault(fault(Call::Message, When::first(1), GraphAct::Slow(200)));
    world.write("anna", "agent");
    world.until("people have it", |world| world.accepted(Call::Pass) == 1);
    world.settle();
    let order: Vec<Call> = {
        let platform = world.platform();
        let entries = platform.ledger().entries().iter();
        entries.filter(|entry| entry.call != Call::SenderAction).map(|entry| entry.call).collect()
    };
    let pass = order.iter().position(|call| *call == Call::Pass).unwrap();
    assert_eq!(&order[..pass].iter().filter(|call| **call == Call::Message).count(), &2);
    let shown = world.block_on(world.runtime().show(&PageId::new(PAGE), &ContactId::new("anna")));
    let shown = shown.unwrap().unwrap();
    assert_eq!((shown.hand, shown.owner.unwrap().as_str()), ("people", INBOX));
    assert_eq!(world.count("handover where passed = 1"), 1);
}

#[test]
fn a_pass_whose_answer_got_lost_is_settled_by_the_owner_of_the_thread() {
    let world = World::new();
    world.platform().add_graph_fault(fault(Call::Pass, When::first(1), GraphAct::DieAfter));
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "agent");
    world.until("people have it", |world| world.count("handover where passed = 1") == 1);
    assert_eq!(world.calls(Call::Pass), 1);
    assert!(world.calls(Call::Owner) >= 1);
}

#[test]
fn a_dead_token_stops_the_page_and_loses_nothing() {
    let world = World::new();
    world.platform().expire_token(PAGE);
    world.write("anna", "hi");
    world.write("bert", "hi");
    world.until("the page is paused", |world| {
        let pages = world.runtime().health().pages;
        pages[0].token_works == Some(false)
    });
    assert_eq!(world.count("outbox where state = 'unknown'"), 0);
    world.platform().set_token(PAGE, "token");
    world.until_said("anna", &["Hello"]);
    world.until_said("bert", &["Hello"]);
    world.settle();
    assert_eq!(world.runtime().health().pages[0].token_works, Some(true));
}

#[test]
fn a_page_that_is_paused_leaves_nothing_in_doubt_when_the_process_dies() {
    let mut world = World::with(Settings { token_probe: 3_600_000, ..quick() });
    world.platform().expire_token(PAGE);
    world.write("c0", "hi");
    world.until("the page is paused", |world| world.runtime().health().pages[0].paused.is_some());
    for n in 1..50 {
        world.write(&format!("c{n}"), "hi");
    }
    world.until("all are taken in", |world| world.counter("events") == 50);
    assert_eq!(world.count("outbox where state = 'queued'"), 50);
    world.kill();
    world.settings = quick();
    world.wake();
    assert_eq!(world.count("outbox where state = 'unknown'"), 0);
    world.platform().set_token(PAGE, "token");
    world.settle();
    for n in 0..50 {
        assert_eq!(world.said(&format!("c{n}")), ["Hello"], "c{n}");
    }
}

#[test]
fn without_echoes_a_message_is_claimed_right_before_it_goes_out() {
    let world = World::new();
    world.platform().add_webhook_fault(WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop));
    world.runtime().set_echoes(&PageId::new(PAGE), false);
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "many");
    world.until_said("anna", &["Hello", "one", "two", "three", "four"]);
    world.settle();
}

#[test]
fn an_operator_brings_a_conversation_back() {
    let world = World::new();
    let (page, contact) = (PageId::new(PAGE), ContactId::new("anna"));
    let operate = |ask| world.block_on(world.runtime().operate(&page, &contact, ask));
    assert_eq!(operate(Operator::Return).unwrap_err().code, "not_found");
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    assert_eq!(operate(Operator::Return).unwrap_err().code, "not_handed_over");
    world.write("anna", "agent");
    world.until("people have it", |world| world.count("handover where passed = 1") == 1);
    assert_eq!(operate(Operator::Return).unwrap().hand, "taking");
    world.until("it is back", |world| world.count("handover where returned_by = 'operator'") == 1);
    assert_eq!(world.count("audit"), 3);
}

#[test]
fn a_take_refused_for_want_of_a_default_app_teaches_the_routing() {
    let world = World::new();
    world.platform().add_graph_fault(GraphFault::on(&[Call::Take], GraphAct::refuse(27, None)));
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "agent");
    world.until("people have it", |world| world.count("handover where passed = 1") == 1);
    let (page, contact) = (PageId::new(PAGE), ContactId::new("anna"));
    world.block_on(world.runtime().operate(&page, &contact, Operator::Return)).unwrap();
    // What is told and what is on disk follow each other by a moment.
    world.until("the routing is learned", |world| {
        world.runtime().health().pages[0].routing == Routing::Shared
    });
    world.until("it is written down", |world| world.count("page where routing = 'shared'") == 1);
    assert!(world.runtime().health().pages[0].take_refused);
}
