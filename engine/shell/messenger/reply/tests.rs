//! Answers as the platform gives them, and as it should not.

use super::*;

fn own() -> AppId {
    AppId::new("12345678910")
}

#[test]
fn the_owner_is_told_to_some_and_hidden_from_others() {
    let row = |row: &str| owner(format!(r#"{{"data":[{row}]}}"#).as_bytes(), &own());
    let told = r#"{"thread_owner":{"app_id":12345678910,"expiration":1458692752}}"#;
    assert_eq!(row(told), Owner::Us);
    assert_eq!(row(r#"{"thread_owner":{"app_id":"12345678910"}}"#), Owner::Us);
    let inbox = r#"{"thread_owner":{"app_id":"263902037430900"}}"#;
    assert_eq!(row(inbox), Owner::Other(AppId::new("263902037430900")));
    assert_eq!(row(r#"{"thread_owner":{"expiration":1458692752}}"#), Owner::Hidden);
    for idle in ["", "{}", r#"{"thread_owner":{}}"#, r#"{"thread_owner":null}"#] {
        assert_eq!(row(idle), Owner::Idle, "{idle}");
    }
    for empty in ["{}", "[]", r#"{"data":[]}"#] {
        assert_eq!(owner(empty.as_bytes(), &own()), Owner::Idle);
    }
    for unreadable in ["", "<html>", "[7]", r#"{"data":7}"#] {
        assert_eq!(owner(unreadable.as_bytes(), &own()), Owner::Failed, "{unreadable}");
    }
}

#[test]
fn a_profile_is_what_is_told_of_it() {
    let full = br#"{"id":"1","first_name":"Kevin","last_name":"Durant","locale":"en_US",
        "timezone":5.5,"profile_pic":"https://x/p.png"}"#;
    let told = profile(full).unwrap();
    assert_eq!(told.first_name.as_deref(), Some("Kevin"));
    assert_eq!((told.timezone, told.locale.as_deref()), (Some(5.5), Some("en_US")));
    let instagram = profile(br#"{"id":"1","name":"Ada L."}"#).unwrap();
    assert_eq!(instagram.first_name.as_deref(), Some("Ada L."));
    for nothing in ["{}", r#"{"id":"1"}"#, "", "[]"] {
        assert_eq!(profile(nothing.as_bytes()), None, "{nothing}");
    }
}

#[test]
fn our_own_subscription_is_found_among_others() {
    let body = br#"{"data":[{"id":"1","subscribed_fields":["feed"]},
        {"id":12345678910,"name":"Bot","subscribed_fields":["messages","standby"]}]}"#;
    assert_eq!(subscribed(body, &own()).unwrap(), ["messages", "standby"]);
    assert_eq!(subscribed(br#"{"data":[]}"#, &own()), None);
    assert_eq!(subscribed(b"<html>", &own()), None);
}

#[test]
fn receivers_and_routing_are_read() {
    let body =
        br#"{"data":[{"id":"12345678910","name":"David's Composer"},{"id":7},{"name":"x"}]}"#;
    let found = receivers(body);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].name, "David's Composer");
    assert_eq!(found[1].app.as_str(), "7");
    let status = routing(br#"{"messaging_feature_status":{"hop_v2":true,"msgr_multi_app":false}}"#);
    let expected = RoutingStatus {
        hop_v2: Some(true),
        messenger_multi_app: Some(false),
        instagram_multi_app: None,
    };
    assert_eq!(status, expected);
    assert_eq!(routing(b"{}"), RoutingStatus::default());
}

#[test]
fn past_messages_tell_who_wrote_them_and_when() {
    let body = br#"{"data":[{"messages":{"data":[
        {"id":"m_2","created_time":"2026-01-01T10:00:00+0000","from":{"id":"100"},"message":"yes"},
        {"id":"m_1","from":{"id":"200"},"to":{"data":[{"id":"100"}]}}, {"message":"no id"}]}}]}"#;
    let past = past_messages(body, &"100".into()).unwrap();
    assert_eq!(past.len(), 2);
    assert_eq!(
        (past[0].mid.as_str(), past[0].by_page, past[0].text.as_str()),
        ("m_2", true, "yes")
    );
    assert_eq!(past[0].at, Some(Timestamp(1_767_261_600_000)));
    assert!(!past[1].by_page);
    assert_eq!(past_messages(br#"{"data":[]}"#, &"100".into()), Some(vec![]));
    assert_eq!(past_messages(b"<html>", &"100".into()), None);
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(body: Vec<u8>) {
        owner(&body, &own());
        profile(&body);
        subscribed(&body, &own());
        receivers(&body);
        past_messages(&body, &"1".into());
    }
}
