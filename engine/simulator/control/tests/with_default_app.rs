//! Pages with a default app, ours or another (3.3).

use super::*;

#[test]
fn a_word_in_an_idle_thread_makes_the_default_app_the_owner() {
    let mut platform = ours();
    assert_eq!(platform.owner(1, "9", "7"), Some(US));
    assert_eq!(platform.owner(OWNERSHIP, "9", "7"), None);
    let shown = json!({ "data": [{ "thread_owner":
        { "app_id": 100, "expiration": OWNERSHIP / 1000 } }] });
    assert_eq!(owner_shown(&mut platform, 1), shown);
    assert_eq!(owner_shown(&mut platform, OWNERSHIP), json!({ "data": [] }));
}

#[test]
fn after_a_pass_to_people_sends_are_refused_and_words_come_on_standby() {
    let mut platform = ours();
    let pass = json!({ "target_app_id": 263_902_037_430_900_u64, "metadata": "order 5" });
    assert_eq!(
        call(&mut platform, 1, "pass_thread_control", pass).body,
        json!({ "success": true })
    );
    assert_eq!(platform.owner(2, "9", "7"), Some(PAGE_INBOX));
    // The receiver is told, not the one who passed.
    assert_eq!(heard(&mut platform, 2), []);
    assert_eq!(send(&mut platform, 2), (10, 2_018_300));
    platform.person(3, "9", "7", &PersonAct::write("anybody?")).unwrap();
    let heard = heard(&mut platform, 3);
    assert_eq!(heard[0].0, "standby");
    assert_eq!(heard[0].1["message"]["text"], "anybody?");
}

#[test]
fn mark_as_done_gives_the_thread_back_with_metas_words() {
    let mut platform = ours();
    call(&mut platform, 1, "pass_thread_control", json!({ "target_app_id": PAGE_INBOX }));
    platform.agent(2, "9", "7", PAGE_INBOX, &AgentAct::Done).unwrap();
    let heard = heard(&mut platform, 2);
    assert_eq!(
        heard,
        [(
            "messaging".to_owned(),
            json!({ "sender": { "id": "7" }, "recipient": { "id": "9" }, "timestamp": 2,
                    "pass_thread_control": { "previous_owner_app_id": PAGE_INBOX,
                        "new_owner_app_id": US,
                        "metadata": "Pass thread control from Page Inbox" } })
        )]
    );
    assert_eq!(send(&mut platform, 3), (0, 0));
}

#[test]
fn a_pass_without_target_goes_to_the_default_app() {
    let mut platform = world(Routing::DefaultApp(DESK.into()));
    platform.agent(1, "9", "7", DESK, &AgentAct::Pass { to: US.into(), metadata: None }).unwrap();
    assert_eq!(platform.owner(1, "9", "7"), Some(US));
    assert_eq!(refusal(&call(&mut platform, 2, "pass_thread_control", json!({}))), (0, 0));
    assert_eq!(platform.owner(2, "9", "7"), Some(DESK));
}

#[test]
fn nobody_but_the_owner_passes_and_nobody_to_himself_or_to_a_stranger() {
    let mut platform = ours();
    let stranger = json!({ "target_app_id": "5" });
    assert_eq!(refusal(&call(&mut platform, 1, "pass_thread_control", stranger)), (100, 2_018_164));
    let myself = json!({ "target_app_id": US });
    assert_eq!(refusal(&call(&mut platform, 1, "pass_thread_control", myself)), (100, 0));
    call(&mut platform, 1, "pass_thread_control", json!({ "target_app_id": DESK }));
    let again = json!({ "target_app_id": PAGE_INBOX });
    assert_eq!(refusal(&call(&mut platform, 2, "pass_thread_control", again)), (100, 0));
    assert_eq!(refusal(&call(&mut platform, 2, "release_thread_control", json!({}))), (100, 0));
}

#[test]
fn taking_a_thread_of_others_needs_the_setting() {
    let mut platform = ours();
    call(&mut platform, 1, "pass_thread_control", json!({ "target_app_id": PAGE_INBOX }));
    platform.set_may_take(false);
    assert_eq!(refusal(&call(&mut platform, 2, "take_thread_control", json!({}))), (10, 0));
    platform.set_may_take(true);
    assert_eq!(refusal(&call(&mut platform, 3, "take_thread_control", json!({}))), (0, 0));
    assert_eq!(platform.owner(3, "9", "7"), Some(US));
    let heard = heard(&mut platform, 3);
    assert_eq!(heard[0].1["take_thread_control"]["previous_owner_app_id"], PAGE_INBOX);
    assert_eq!(heard[0].1["take_thread_control"]["new_owner_app_id"], US);
}

#[test]
fn an_idle_thread_may_be_taken_without_the_setting() {
    let mut platform = world(Routing::DefaultApp(DESK.into()));
    platform.set_may_take(false);
    let idle = OWNERSHIP + 1;
    assert_eq!(refusal(&call(&mut platform, idle, "take_thread_control", json!({}))), (0, 0));
    let heard = heard(&mut platform, idle);
    assert_eq!(heard[0].1["take_thread_control"]["previous_owner_app_id"], Value::Null);
}

#[test]
fn only_the_loser_hears_of_a_take_where_the_old_page_is_right() {
    let mut setup = Setup::one_page(US, "9", "token");
    setup.unsure.take_told = TakeTold::Loser;
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    heard(&mut platform, 0);
    platform.agent(1, "9", "7", PAGE_INBOX, &AgentAct::Take).unwrap();
    assert_eq!(heard(&mut platform, 1).len(), 1);
    call(&mut platform, 2, "take_thread_control", json!({}));
    assert_eq!(heard(&mut platform, 2), []);
}

#[test]
fn the_inbox_takes_over_by_writing_and_its_echo_comes_on_standby() {
    let mut platform = ours();
    platform.agent(1, "9", "7", PAGE_INBOX, &AgentAct::write("Anna here")).unwrap();
    let heard = heard(&mut platform, 1);
    assert_eq!(heard[0].0, "messaging");
    assert_eq!(heard[0].1["take_thread_control"]["previous_owner_app_id"], US);
    assert_eq!(heard[1].0, "standby");
    assert_eq!(heard[1].1["sender"]["id"], "9");
    assert_eq!(heard[1].1["message"]["app_id"], 263_902_037_430_900_u64);
    assert_eq!(send(&mut platform, 2), (10, 2_018_300));
}

#[test]
fn an_automation_of_another_app_takes_nothing() {
    let mut platform = ours();
    let act = AgentAct::Automation { text: "Order sent".into(), metadata: None };
    platform.agent(1, "9", "7", DESK, &act).unwrap();
    let heard = heard(&mut platform, 1);
    assert_eq!((heard.len(), heard[0].0.as_str()), (1, "messaging"));
    assert_eq!(send(&mut platform, 2), (0, 0));
}

#[test]
fn an_agent_of_an_app_without_the_setting_can_not_write_into_our_thread() {
    let mut setup = Setup::one_page(US, "9", "token");
    setup.other_apps.push(OtherApp { may_take: false, ..OtherApp::new(DESK, "Desk") });
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    assert!(platform.agent(1, "9", "7", DESK, &AgentAct::write("hello")).is_err());
    assert_eq!(platform.owner(1, "9", "7"), Some(US));
}

#[test]
fn a_request_by_an_agent_reaches_the_owner_and_changes_nothing() {
    let mut platform = ours();
    platform.agent(1, "9", "7", PAGE_INBOX, &AgentAct::Request).unwrap();
    let heard = heard(&mut platform, 1);
    assert_eq!(
        heard[0].1["request_thread_control"],
        json!({ "requested_owner_app_id": 263_902_037_430_900_u64, "metadata": null })
    );
    assert_eq!(platform.owner(1, "9", "7"), Some(US));
    assert_eq!(refusal(&call(&mut platform, 2, "request_thread_control", json!({}))), (100, 0));
}

#[test]
fn a_release_makes_the_thread_idle_without_an_event_and_the_default_app_may_still_send() {
    let mut platform = ours();
    assert_eq!(refusal(&call(&mut platform, 1, "release_thread_control", json!({}))), (0, 0));
    assert_eq!(platform.owner(1, "9", "7"), None);
    assert_eq!(heard(&mut platform, 1), []);
    assert_eq!(send(&mut platform, 2), (0, 0));
}

#[test]
fn an_extension_lasts_at_most_seven_days() {
    let mut platform = ours();
    let week = json!({ "duration": 604_800 });
    assert_eq!(refusal(&call(&mut platform, 1, "extend_thread_control", week)), (0, 0));
    assert_eq!(platform.owner(6 * OWNERSHIP, "9", "7"), Some(US));
    let more = json!({ "duration": 604_801 });
    assert_eq!(refusal(&call(&mut platform, 2, "extend_thread_control", more)), (100, 0));
}

#[test]
fn with_another_default_app_an_idle_thread_is_closed_to_us_and_words_are_copies() {
    let mut platform = world(Routing::DefaultApp(DESK.into()));
    assert_eq!(send(&mut platform, 1), (10, 2_018_300));
    platform.person(2, "9", "7", &PersonAct::write("hello?")).unwrap();
    assert_eq!(heard(&mut platform, 2)[0].0, "standby");
    assert_eq!(send(&mut platform, 2 * OWNERSHIP), (10, 2_018_300));
}

#[test]
fn who_is_neither_owner_nor_default_sees_only_the_expiration() {
    let mut platform = world(Routing::DefaultApp(DESK.into()));
    let shown = owner_shown(&mut platform, 1);
    assert_eq!(shown, json!({ "data": [{ "thread_owner": { "expiration": OWNERSHIP / 1000 } }] }));
    let pass = AgentAct::Pass { to: US.into(), metadata: Some("yours".into()) };
    platform.agent(2, "9", "7", DESK, &pass).unwrap();
    assert_eq!(owner_shown(&mut platform, 3)["data"][0]["thread_owner"]["app_id"], 100);
}

#[test]
fn control_can_be_passed_inside_a_send() {
    let mut platform = ours();
    let send = json!({ "message": { "text": "A colleague takes over." },
        "thread_control": { "control_type": "pass", "app_id": PAGE_INBOX } });
    assert_eq!(refusal(&call(&mut platform, 1, "messages", send)), (0, 0));
    assert_eq!(platform.owner(1, "9", "7"), Some(PAGE_INBOX));
}

#[test]
fn a_send_tagged_human_agent_takes_the_thread_where_the_setting_allows_it() {
    let mut setup = Setup::one_page(US, "9", "token");
    setup.human_agent = true;
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    let tagged = json!({ "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT",
                         "message": { "text": "hello" } });
    platform.agent(1, "9", "7", PAGE_INBOX, &AgentAct::Take).unwrap();
    platform.set_may_take(false);
    assert_eq!(refusal(&call(&mut platform, 2, "messages", tagged.clone())), (10, 2_018_300));
    platform.set_may_take(true);
    assert_eq!(refusal(&call(&mut platform, 3, "messages", tagged)), (0, 0));
    assert_eq!(platform.owner(3, "9", "7"), Some(US));
}

#[test]
fn echoes_of_other_owners_come_where_the_switch_says() {
    let with = |elsewhere| {
        let mut setup = Setup::one_page(US, "9", "token");
        setup.unsure.echo_elsewhere = elsewhere;
        setup.unsure.takeover_told = false;
        let mut platform = Platform::new(setup);
        platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
        heard(&mut platform, 0);
        platform.agent(1, "9", "7", PAGE_INBOX, &AgentAct::write("Anna")).unwrap();
        heard(&mut platform, 1).into_iter().map(|(channel, _)| channel).collect::<Vec<_>>()
    };
    assert_eq!(with(EchoChannel::Standby), ["standby"]);
    assert_eq!(with(EchoChannel::Messaging), ["messaging"]);
    assert_eq!(with(EchoChannel::Nowhere), Vec::<String>::new());
}
