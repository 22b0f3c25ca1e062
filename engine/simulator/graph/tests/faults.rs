//! The fault script of calls, and the rate.

use super::*;

#[test]
fn the_rate_of_a_page_is_limited_where_the_setup_says_so() {
    let mut setup = Setup::one_page("100", "9", "token");
    setup.limits = Limits { messages: Some(2), media: Some(1) };
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    let three: Vec<i64> =
        (0..3).map(|_| codes(&send(&mut platform, 1, json!({ "text": "a" }))).0).collect();
    assert_eq!(three, [0, 0, 613]);
    assert_eq!(codes(&send(&mut platform, 1001, json!({ "text": "a" }))).0, 0);
}

#[test]
fn faults_refuse_swallow_and_delay_and_the_ledger_tells_which() {
    let mut platform = world();
    for (nth, act) in [
        GraphAct::refuse(1200, None),
        GraphAct::DieBefore,
        GraphAct::DieAfter,
        GraphAct::Slow(800),
        GraphAct::Html(502),
    ]
    .into_iter()
    .enumerate()
    {
        let mut fault = GraphFault::on(&[Call::Message], act);
        // The ones before it do not see a call on which an earlier one acted.
        fault.when = When::first(1);
        assert_eq!(nth, platform.ledger().entries().len());
        platform.add_graph_fault(fault);
        send(&mut platform, 1, json!({ "text": nth.to_string() }));
    }
    let told: Vec<_> = platform
        .ledger()
        .entries()
        .iter()
        .map(|entry| (entry.result.is_accepted(), entry.unanswered))
        .collect();
    assert_eq!(told, [(false, false), (false, true), (true, true), (true, false), (false, false)]);
    assert_eq!(platform.ledger().said("100", "7").collect::<Vec<_>>(), ["2", "3"]);
    assert_eq!(codes(&send(&mut platform, 1, json!({ "text": "after" }))), (0, 0));
}

#[test]
fn a_dead_connection_shows_nothing_and_a_slow_one_waits() {
    let mut platform = world();
    platform.add_graph_fault(GraphFault {
        when: When::nth(1),
        ..GraphFault::on(&[Call::Message], GraphAct::DieAfter)
    });
    platform.add_graph_fault(GraphFault {
        when: When::nth(1),
        ..GraphFault::on(&[Call::Message], GraphAct::Slow(50))
    });
    assert_eq!(send(&mut platform, 1, json!({ "text": "a" })).fate, Fate::Silence);
    assert_eq!(send(&mut platform, 1, json!({ "text": "b" })).fate, Fate::AnswerAfter(50));
}

#[test]
fn a_rate_refusal_can_carry_the_header_that_says_when_to_come_back() {
    let mut platform = world();
    platform.add_graph_fault(GraphFault::on(
        &[],
        GraphAct::Refuse {
            status: 400,
            code: 80_006,
            subcode: None,
            transient: None,
            regain_minutes: Some(3),
        },
    ));
    let answer = send(&mut platform, 1, json!({ "text": "a" }));
    let (name, usage) = &answer.headers[0];
    assert_eq!(name, "X-Business-Use-Case-Usage");
    let usage: Value = serde_json::from_str(usage).unwrap();
    assert_eq!(usage["9"][0]["estimated_time_to_regain_access"], 3);
}
