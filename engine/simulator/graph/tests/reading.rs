//! What can be read: profiles, subscriptions, routing, conversations.

use super::*;

#[test]
fn a_profile_shows_the_fields_asked_for_and_strangers_have_none() {
    let mut platform = world();
    assert_eq!(
        get(&mut platform, "/v25.0/7?fields=first_name,locale").body,
        json!({ "first_name": "Alex", "id": "7" })
    );
    assert_eq!(codes(&get(&mut platform, "/v25.0/8?fields=first_name")), (100, 33));
}

#[test]
fn subscriptions_are_shown_and_changed() {
    let mut platform = world();
    let shown = get(&mut platform, "/9/subscribed_apps");
    assert_eq!(shown.body["data"][0]["id"], "100");
    let change = "/9/subscribed_apps?subscribed_fields=messages,standby";
    post(&mut platform, 1, change, Value::Null);
    assert_eq!(platform.subscribed("9"), ["messages", "standby"]);
    send(&mut platform, 1, json!({ "text": "no echo of this" }));
    assert_eq!(platform.undelivered(), 1);
}

#[test]
fn the_page_tells_its_routing_and_its_receivers() {
    let mut platform = world();
    assert_eq!(
        get(&mut platform, "/me?fields=messaging_feature_status").body,
        json!({ "messaging_feature_status":
            { "hop_v2": true, "msgr_multi_app": false, "ig_multi_app": false }, "id": "9" })
    );
    let receivers = get(&mut platform, "/me/secondary_receivers?fields=id,name");
    assert_eq!(receivers.body["data"][0]["id"], crate::PAGE_INBOX);
}

#[test]
fn conversations_list_the_newest_messages_first() {
    let mut platform = world();
    send(&mut platform, 1_000, json!({ "text": "hello" }));
    let path = "/9/conversations?user_id=7&fields=is_owner,messages.limit(20){id,message}";
    let answer = get(&mut platform, path);
    let conversation = &answer.body["data"][0];
    assert_eq!(conversation["is_owner"], true);
    let newest = &conversation["messages"]["data"][0];
    assert_eq!((&newest["message"], &newest["from"]["id"]), (&json!("hello"), &json!("9")));
    assert_eq!(newest["created_time"], "1970-01-01T00:00:01+0000");
    assert_eq!(conversation["messages"]["data"][1]["from"]["id"], "7");
}

#[test]
fn unknown_paths_are_refused() {
    let mut platform = world();
    assert_eq!(codes(&post(&mut platform, 1, "/v25.0/me/telepathy", Value::Null)), (100, 33));
}

#[test]
fn the_apps_own_subscription_is_asked_with_the_apps_own_token() {
    let mut platform = world();
    let mut call = request(Method::Get, "/v25.0/100/subscriptions", Value::Null);
    assert_eq!(codes(&platform.graph(1, call.clone())).0, 190);
    call.token = Some("100|secret".into());
    let answer = platform.graph(1, call);
    assert_eq!(answer.body["data"][0]["object"], "page");
}
