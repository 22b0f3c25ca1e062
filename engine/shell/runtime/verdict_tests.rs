//! What becomes of an effect, outcome by outcome.

use baton_core::effect::{Content, Message, Send};
use baton_core::id::AppId;

use super::*;

const NOW: Timestamp = Timestamp(1_000_000);

fn send() -> Effect {
    let content = Content::Text { text: "hi".into(), buttons: vec![] };
    let message = Message { content, choices: vec![], suggest: None, persona: None };
    Effect::Send(Send { id: EffectId(1), epoch: 0, not_before: None, message })
}

fn pass() -> Effect {
    let to = Some(AppId::new("7"));
    Effect::Pass { id: EffectId(1), epoch: 0, to, metadata: String::new() }
}

fn take() -> Effect {
    Effect::Take { id: EffectId(1), epoch: 0, metadata: String::new() }
}

fn of(effect: Effect, end: End) -> Verdict {
    after(Row::new(effect, 9, RowState::Claimed), end)
}

fn after(row: Row, end: End) -> Verdict {
    verdict(&row, &end, true, NOW, &Settings::default())
}

fn outcome(outcome: Outcome) -> End {
    End::Outcome(outcome, Timestamp(999_000))
}

fn unknown() -> End {
    outcome(Outcome::Unknown { why: String::new() })
}

fn event(verdict: Verdict) -> Event {
    match verdict {
        Verdict::Settled(Some(event), _) | Verdict::Overtaken(Some(event)) => event,
        other => panic!("no event: {other:?}"),
    }
}

fn goes_on(verdict: Verdict) -> GoesOn {
    match verdict {
        Verdict::GoesOn(next) => next,
        other => panic!("it is over: {other:?}"),
    }
}

#[test]
fn an_accepted_message_is_over_without_a_word_and_a_refused_one_is_heard_of() {
    let sent = Outcome::Sent { mid: Some("m".into()) };
    assert_eq!(of(send(), outcome(sent)), Verdict::Settled(None, Some("m".into())));
    let refused = Refused { class: Refusal::OutsideWindow, code: 10, subcode: 2_018_278 };
    let heard = event(of(send(), outcome(Outcome::Refused(refused.clone()))));
    let Effect::Send(unsaid) = send() else { unreachable!("a send") };
    let unsaid = Some(Box::new(unsaid));
    assert_eq!(heard, Event::Sent { effect: EffectId(1), refused, unsaid }, "it may be said later");
    let refused = Refused { class: Refusal::BadMessage, code: 100, subcode: 0 };
    let heard = event(of(send(), outcome(Outcome::Refused(refused.clone()))));
    assert_eq!(heard, Event::Sent { effect: EffectId(1), refused, unsaid: None });
}

#[test]
fn a_message_of_unknown_outcome_waits_with_the_moment_it_went_out() {
    let next = goes_on(of(send(), unknown()));
    assert_eq!((next.state, next.sent_at), (RowState::Unknown, Some(Timestamp(999_000))));
}

#[test]
fn a_message_the_platform_stumbled_over_waits_for_its_echo_before_it_is_sent_again() {
    let stumbled = Outcome::ProbablyNot { why: String::new() };
    let next = goes_on(of(send(), outcome(stumbled)));
    assert_eq!(next.state, RowState::Again);
    assert!(next.resent, "it may be seen twice");
    assert!(next.not_before.unwrap() >= NOW.plus_ms(10_000));
}

#[test]
fn a_page_that_must_wait_costs_no_try() {
    let wait = Outcome::NotSent { after_ms: 60_000, scope: Scope::Page, why: String::new() };
    for end in [outcome(wait), outcome(Outcome::TokenDead), End::TooLate] {
        let next = goes_on(of(send(), end));
        assert_eq!((next.state, next.tries), (RowState::Queued, 0));
    }
}

#[test]
fn tries_come_to_an_end_and_the_flow_hears_of_it() {
    let mut row = Row::new(send(), 9, RowState::Claimed);
    row.tries = 7;
    let again = || {
        outcome(Outcome::NotSent { after_ms: 10, scope: Scope::Conversation, why: String::new() })
    };
    assert!(matches!(event(after(row, again())), Event::Sent { .. }));
    let mut row = Row::new(send(), 9, RowState::Claimed);
    row.first_at = Some(Timestamp(NOW.0 - 300_001));
    assert!(matches!(event(after(row, again())), Event::Sent { .. }), "others wait behind it");
}

#[test]
fn the_owner_of_the_thread_settles_a_pass_in_doubt() {
    assert_eq!(goes_on(of(pass(), unknown())).state, RowState::Unknown);
    let settled = |owner| match event(of(pass(), End::Probe(owner))) {
        Event::Passed { settled, .. } => settled,
        other => panic!("{other:?}"),
    };
    assert_eq!(settled(Owner::Other(AppId::new("7"))), Settled::Accepted);
    assert_eq!(settled(Owner::Hidden), Settled::Accepted);
    assert_eq!(settled(Owner::Other(AppId::new("8"))), Settled::Unsettled);
    assert_eq!(settled(Owner::Idle), Settled::Unsettled);
    assert_eq!(goes_on(of(pass(), End::Probe(Owner::Us))).state, RowState::Again);
    assert_eq!(goes_on(of(pass(), End::Probe(Owner::Failed))).state, RowState::Unknown);
}

#[test]
fn the_owner_of_the_thread_settles_a_take_in_doubt() {
    let taken = event(of(take(), End::Probe(Owner::Us)));
    assert_eq!(taken, Event::Took { effect: EffectId(1), settled: Settled::Accepted });
    assert_eq!(goes_on(of(take(), End::Probe(Owner::Hidden))).state, RowState::Again);
}

#[test]
fn what_was_overtaken_reports_back_only_where_somebody_waits() {
    assert_eq!(of(send(), End::Stale), Verdict::Overtaken(None));
    let dropped = event(of(pass(), End::Stale));
    assert_eq!(dropped, Event::Passed { effect: EffectId(1), settled: Settled::Dropped });
}

#[test]
fn a_question_without_an_answer_is_answered_with_failure_in_the_end() {
    let ask = || Effect::AskOwner { id: EffectId(1) };
    assert_eq!(goes_on(of(ask(), unknown())).state, RowState::Again);
    let mut row = Row::new(ask(), 9, RowState::Claimed);
    row.tries = 2;
    let failed = event(after(row, unknown()));
    assert_eq!(failed, Event::OwnerIs { effect: EffectId(1), owner: Owner::Failed });
    let failed = event(of(ask(), outcome(Outcome::TokenDead)));
    assert!(matches!(failed, Event::OwnerIs { owner: Owner::Failed, .. }));
}
