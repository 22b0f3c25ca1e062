//! Calls that come too late, get lost on the way, or are answered by something strange.

use super::*;

#[tokio::test]
async fn what_is_too_late_is_not_sent() {
    let platform = StandIn::start([(200, SENT); 2]).await;
    let client = client(&platform);
    let outcome = client.perform(&page(), &person(), &hello(), &NAME, Instant::now()).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");

    // The deadline passes between handing the request over and its body's turn.
    let access = client.lines[&page()].access();
    let body = outbound::action(&person(), "typing_on");
    let call = access.post(access.messages.clone(), body, Instant::now());
    let far = Instant::now() + Duration::from_secs(5);
    let Err(lost) = exchange::exchange(&client.http, call, far).await else { panic!("sent") };
    assert!(!lost.handed_out, "{}", lost.why);
    assert_eq!(platform.requests().len(), 0);
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let closed = StandIn::nobody().await;
    let client = client_at(&closed, "messenger").unwrap();
    let outcome = perform(&client, &hello()).await;
    assert_eq!(outcome, Outcome::not_sent(1000, "no connection"));
}

#[tokio::test]
async fn a_connection_cut_after_the_request_leaves_it_unknown() {
    let client = client_at(&StandIn::that_hangs_up().await, "messenger").unwrap();
    let outcome = perform(&client, &hello()).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
}

#[tokio::test]
async fn no_answer_by_the_deadline_leaves_it_unknown() {
    let client = client_at(&StandIn::that_is_silent().await, "messenger").unwrap();
    let deadline = Instant::now() + Duration::from_millis(300);
    let outcome = client.perform(&page(), &person(), &hello(), &NAME, deadline).await;
    assert_eq!(outcome, Outcome::Unknown { why: "timeout".into() });
}

#[tokio::test]
async fn an_endless_answer_is_given_up() {
    let long = format!(r#"{{"message_id":"{}"}}"#, "m".repeat(2 << 20));
    let platform = StandIn::start([(200, long)]).await;
    let outcome = perform(&client(&platform), &hello()).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let platform = StandIn::start([(302, ""), (200, SENT)]).await;
    let outcome = perform(&client(&platform), &hello()).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");
    assert_eq!(platform.requests().len(), 1);
}
