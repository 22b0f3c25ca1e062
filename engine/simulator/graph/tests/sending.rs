//! Messages: answers, limits, window, tokens.

use super::*;

#[test]
fn an_accepted_message_answers_with_its_id_and_comes_back_as_an_echo() {
    let mut platform = world();
    let answer = send(&mut platform, 5, json!({ "text": "hello", "metadata": "b1.abc" }));
    assert_eq!((answer.status, answer.fate), (200, Fate::Answer));
    assert_eq!(answer.body["recipient_id"], "7");
    let mid = answer.body["message_id"].as_str().unwrap().to_owned();
    assert!(mid.starts_with("m_"));
    let first = platform.due(5);
    platform.answered(first[0].id, true, 5);
    let echo = &platform.due(5)[0].body["entry"][0]["messaging"][0];
    assert_eq!(
        *echo,
        json!({ "sender": { "id": "9" }, "recipient": { "id": "7" }, "timestamp": 5,
                "message": { "is_echo": true, "app_id": 100, "metadata": "b1.abc",
                             "mid": mid, "text": "hello" } })
    );
}

#[test]
fn the_ledger_keeps_metadata_text_and_outcome_in_order() {
    let mut platform = world();
    send(&mut platform, 5, json!({ "text": "one", "metadata": "b1.a" }));
    send(&mut platform, 6, json!({}));
    let entries = platform.ledger().entries();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].metadata.as_deref(), Some("b1.a"));
    assert_eq!(entries[0].text.as_deref(), Some("one"));
    assert_eq!((entries[0].page.as_str(), entries[0].contact.as_deref()), ("9", Some("7")));
    assert!(entries[0].body.get("access_token").is_none());
    assert_eq!(entries[1].result, Outcome::Refused { code: 100, subcode: None });
    assert_eq!(platform.ledger().said("100", "7").collect::<Vec<_>>(), ["one"]);
}

#[test]
fn a_counting_ledger_keeps_numbers_only() {
    let mut setup = Setup::one_page("100", "9", "token");
    setup.recording = Recording::Counts;
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    send(&mut platform, 1, json!({ "text": "one" }));
    assert!(platform.ledger().entries().is_empty());
    assert_eq!(platform.ledger().accepted(Call::Message), 1);
}

#[test]
fn outside_the_window_nothing_goes_out() {
    let mut platform = world();
    assert_eq!(codes(&send(&mut platform, WINDOW, json!({ "text": "a" }))), (0, 0));
    let late = send(&mut platform, WINDOW + 1, json!({ "text": "b" }));
    assert_eq!((late.status, codes(&late)), (400, (10, 2_018_278)));
    assert!(late.body["error"]["fbtrace_id"].as_str().is_some_and(|trace| trace.len() == 11));
    platform.person(WINDOW + 2, "9", "7", &PersonAct::write("again")).unwrap();
    assert_eq!(codes(&send(&mut platform, WINDOW + 3, json!({ "text": "c" }))), (0, 0));
}

#[test]
fn an_approved_template_goes_out_at_any_time_as_a_utility_message_only() {
    let mut platform = world();
    let template = json!({ "name": "visit_reminder", "language": { "code": "en" }, "components": [
        { "type": "body", "parameters": [{ "type": "text", "text": "Anna" }] }] });
    let late = WINDOW + 1;
    let mut sent = |kind: &str, message: Value| {
        let body =
            json!({ "recipient": { "id": "7" }, "messaging_type": kind, "message": message });
        codes(&post(&mut platform, late, "/v25.0/me/messages", body))
    };
    assert_eq!(sent("UTILITY", json!({ "template": template })), (0, 0));
    assert_eq!(sent("RESPONSE", json!({ "template": template })).0, 100);
    assert_eq!(sent("UTILITY", json!({ "text": "hello" })).0, 100);
    assert_eq!(sent("UTILITY", json!({ "template": { "name": "x" } })).0, 100);
    assert_eq!(
        platform.ledger().said("100", "7").collect::<Vec<_>>(),
        ["[template visit_reminder] Anna"]
    );
}

#[test]
fn strangers_and_blockers_get_nothing() {
    let mut platform = world();
    let body = json!({ "recipient": { "id": "8" }, "message": { "text": "a" } });
    assert_eq!(codes(&post(&mut platform, 1, "/me/messages", body)), (100, 2_018_001));
    platform.person(1, "9", "7", &PersonAct::Block).unwrap();
    assert_eq!(codes(&send(&mut platform, 1, json!({ "text": "a" }))), (551, 1_545_041));
}

#[test]
fn a_wrong_or_expired_token_is_190_until_a_new_one_is_set() {
    let mut platform = world();
    platform.expire_token("9");
    assert_eq!(codes(&send(&mut platform, 1, json!({ "text": "a" }))), (190, 463));
    platform.set_token("9", "new");
    assert_eq!(codes(&send(&mut platform, 1, json!({ "text": "a" }))), (190, 0));
    let mut call = request(Method::Get, "/me?access_token=new&fields=name", Value::Null);
    call.token = None;
    assert_eq!(platform.graph(1, call).body, json!({ "name": "Page 9", "id": "9" }));
}

#[test]
fn a_call_without_proof_is_refused_where_the_app_demands_one() {
    let mut setup = Setup::one_page("100", "9", "token");
    setup.proof_required = true;
    let mut platform = Platform::new(setup);
    assert_eq!(codes(&get(&mut platform, "/me")), (100, 0));
    assert_eq!(codes(&get(&mut platform, "/me?appsecret_proof=ab")), (0, 0));
}

#[test]
fn the_limits_of_messages_hold_at_their_edges() {
    let text = |length: usize| json!({ "text": "ä".repeat(length) });
    let quick = |count: usize, title: usize| {
        let one = json!({ "content_type": "text", "title": "t".repeat(title), "payload": "p" });
        json!({ "text": "a", "quick_replies": vec![one; count] })
    };
    let buttons = |count: usize, text: usize, title: usize| {
        let one = json!({ "type": "postback", "title": "t".repeat(title), "payload": "p" });
        json!({ "attachment": { "type": "template", "payload":
            { "template_type": "button", "text": "x".repeat(text), "buttons": vec![one; count] } } })
    };
    let cards = |count: usize, title: usize| {
        let one = json!({ "title": "t".repeat(title), "subtitle": "s" });
        json!({ "attachment": { "type": "template", "payload":
            { "template_type": "generic", "elements": vec![one; count] } } })
    };
    let metadata = |length: usize| json!({ "text": "a", "metadata": "m".repeat(length) });
    let fits = [text(1999), quick(13, 20), buttons(3, 640, 20), cards(10, 80), metadata(999)];
    let breaks = [
        text(2000),
        text(0),
        quick(14, 20),
        quick(0, 1),
        quick(1, 21),
        quick(1, 0),
        buttons(4, 640, 20),
        buttons(0, 1, 1),
        buttons(3, 641, 20),
        buttons(3, 640, 21),
        cards(11, 80),
        cards(0, 1),
        cards(1, 81),
        metadata(1000),
        json!({ "text": "a", "attachment": {} }),
        json!({ "attachment": { "type": "hologram", "payload": {} } }),
    ];
    let mut platform = world();
    for message in fits {
        assert_eq!(codes(&send(&mut platform, 1, message.clone())), (0, 0), "{message}");
    }
    for message in breaks {
        assert_eq!(codes(&send(&mut platform, 1, message.clone())), (100, 0), "{message}");
    }
}

#[test]
fn a_sender_action_stands_alone() {
    let mut platform = world();
    let body = json!({ "recipient": { "id": "7" }, "sender_action": "typing_on" });
    assert_eq!(post(&mut platform, 1, "/me/messages", body).body, json!({ "recipient_id": "7" }));
    let both = json!({ "recipient": { "id": "7" }, "sender_action": "typing_on",
                       "message": { "text": "a" } });
    assert_eq!(codes(&post(&mut platform, 1, "/me/messages", both)), (100, 2_018_014));
    assert_eq!(platform.lines("9", "7").len(), 1);
    let ledger = platform.ledger();
    assert_eq!((ledger.accepted(Call::SenderAction), ledger.accepted(Call::Message)), (1, 0));
}

#[test]
fn a_reusable_attachment_can_be_sent_by_its_id() {
    let mut platform = world();
    let picture = json!({ "attachment": { "type": "image",
        "payload": { "url": "https://a.example/b.png", "is_reusable": true } } });
    let kept = post(&mut platform, 1, "/me/message_attachments", json!({ "message": picture }));
    let id = kept.body["attachment_id"].as_str().unwrap();
    let by_id =
        |id: &str| json!({ "attachment": { "type": "image", "payload": { "attachment_id": id } } });
    assert_eq!(codes(&send(&mut platform, 1, by_id(id))), (0, 0));
    assert_eq!(codes(&send(&mut platform, 1, by_id("5"))), (100, 2_018_074));
}

#[test]
fn form_bodies_and_queries_are_read_like_json() {
    let mut platform = world();
    let form = json!({ "recipient": "{\"id\":\"7\"}", "message": "{\"text\":\"a\"}" });
    assert_eq!(codes(&post(&mut platform, 1, "/9/messages", form)), (0, 0));
    let query = "/me/pass_thread_control?recipient={id:7}&target_app_id=263902037430900";
    assert_eq!(post(&mut platform, 1, query, Value::Null).body, json!({ "success": true }));
    assert_eq!(platform.owner(1, "9", "7"), Some("263902037430900"));
}
