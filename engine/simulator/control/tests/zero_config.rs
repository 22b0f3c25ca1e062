//! Pages without a default app (3.4).

use super::*;

#[test]
fn without_a_default_app_everybody_hears_and_answers_and_nobody_takes() {
    let mut platform = world(Routing::NoDefault);
    assert_eq!(send(&mut platform, 1), (0, 0));
    heard(&mut platform, 1);
    platform.agent(2, "9", "7", PAGE_INBOX, &AgentAct::write("Anna")).unwrap();
    let echoes = heard(&mut platform, 2);
    assert_eq!((echoes.len(), echoes[0].0.as_str()), (1, "messaging"));
    assert_eq!(send(&mut platform, 3), (0, 0));
    assert_eq!(refusal(&call(&mut platform, 3, "take_thread_control", json!({}))), (27, 0));
    assert_eq!(owner_shown(&mut platform, 3), json!({ "data": [] }));
}

#[test]
fn without_a_default_app_an_idle_thread_is_claimed_by_passing_it_to_oneself() {
    let mut platform = world(Routing::NoDefault);
    let claim = json!({ "target_app_id": US });
    assert_eq!(refusal(&call(&mut platform, 1, "pass_thread_control", claim)), (0, 0));
    assert_eq!(platform.owner(1, "9", "7"), Some(US));
    assert_eq!(heard(&mut platform, 1)[0].1["pass_thread_control"]["new_owner_app_id"], US);
    assert!(platform.agent(2, "9", "7", DESK, &AgentAct::write("hello")).is_err());
    // People in the page's own inbox are never shut out.
    assert!(platform.agent(2, "9", "7", PAGE_INBOX, &AgentAct::write("hello")).is_ok());
}

#[test]
fn without_a_default_app_a_request_gives_an_idle_thread_at_once() {
    let mut platform = world(Routing::NoDefault);
    assert_eq!(refusal(&call(&mut platform, 1, "request_thread_control", json!({}))), (0, 0));
    assert_eq!(platform.owner(1, "9", "7"), Some(US));
    assert!(heard(&mut platform, 1)[0].1.get("pass_thread_control").is_some());
    platform.agent(2, "9", "7", DESK, &AgentAct::Request).unwrap();
    assert_eq!(platform.owner(2, "9", "7"), Some(US));
    assert!(heard(&mut platform, 2)[0].1.get("request_thread_control").is_some());
}

#[test]
fn without_a_default_app_a_passed_thread_is_closed_until_it_comes_back() {
    let mut platform = world(Routing::NoDefault);
    call(&mut platform, 1, "pass_thread_control", json!({ "target_app_id": DESK }));
    assert_eq!(send(&mut platform, 2), (10, 2_018_300));
    platform.person(3, "9", "7", &PersonAct::write("hm")).unwrap();
    assert_eq!(heard(&mut platform, 3)[0].0, "standby");
    let back = AgentAct::Pass { to: US.into(), metadata: None };
    platform.agent(4, "9", "7", DESK, &back).unwrap();
    assert_eq!(send(&mut platform, 5), (0, 0));
}

#[test]
fn without_a_default_app_marking_as_done_moves_nothing() {
    let mut platform = world(Routing::NoDefault);
    platform.agent(1, "9", "7", PAGE_INBOX, &AgentAct::Done).unwrap();
    assert_eq!(heard(&mut platform, 1), []);
    call(&mut platform, 2, "pass_thread_control", json!({ "target_app_id": PAGE_INBOX }));
    platform.agent(3, "9", "7", PAGE_INBOX, &AgentAct::Done).unwrap();
    assert_eq!(platform.owner(3, "9", "7"), None);
}

#[test]
fn without_a_default_app_an_answer_can_claim_and_a_passed_thread_stay_open_by_switch() {
    let mut setup = Setup::one_page(US, "9", "token");
    setup.pages[0].routing = Routing::NoDefault;
    setup.unsure.answer_claims = true;
    setup.unsure.owner_excludes = false;
    setup.traffic.echoes = false;
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    heard(&mut platform, 0);
    assert_eq!(send(&mut platform, 1), (0, 0));
    assert_eq!(platform.owner(1, "9", "7"), Some(US));
    assert_eq!(heard(&mut platform, 1), []);
    call(&mut platform, 2, "pass_thread_control", json!({ "target_app_id": PAGE_INBOX }));
    assert_eq!(send(&mut platform, 3), (0, 0));
    assert_eq!(platform.owner(3, "9", "7"), Some(PAGE_INBOX));
}
