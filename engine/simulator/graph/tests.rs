//! Calls and answers: shapes, limits, errors, faults, and what the ledger keeps of them.

use serde_json::{Value, json};

use crate::window::WINDOW;
use crate::{
    Call, Fate, GraphAct, GraphAnswer, GraphFault, GraphRequest, Limits, Method, Outcome,
    PersonAct, Platform, Recording, Setup, When,
};

fn world() -> Platform {
    let mut platform = Platform::new(Setup::one_page("100", "9", "token"));
    platform
        .person(0, "9", "7", &PersonAct::write("hi"))
        .unwrap();
    platform
}

fn request(method: Method, path: &str, body: Value) -> GraphRequest {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let query = pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    GraphRequest {
        method,
        path: path.to_owned(),
        query,
        body,
        token: Some("token".to_owned()),
    }
}

fn post(platform: &mut Platform, now: i64, path: &str, body: Value) -> GraphAnswer {
    platform.graph(now, request(Method::Post, path, body))
}

fn get(platform: &mut Platform, path: &str) -> GraphAnswer {
    platform.graph(1, request(Method::Get, path, Value::Null))
}

fn send(platform: &mut Platform, now: i64, message: Value) -> GraphAnswer {
    let body = json!({ "recipient": { "id": "7" }, "messaging_type": "RESPONSE",
                       "message": message });
    post(platform, now, "/v25.0/me/messages", body)
}

fn codes(answer: &GraphAnswer) -> (i64, i64) {
    let error = &answer.body["error"];
    (
        error["code"].as_i64().unwrap_or(0),
        error["error_subcode"].as_i64().unwrap_or(0),
    )
}

#[test]
fn an_accepted_message_answers_with_its_id_and_comes_back_as_an_echo() {
    let mut platform = world();
    let answer = send(
        &mut platform,
        5,
        json!({ "text": "hello", "metadata": "b1.abc" }),
    );
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
    send(
        &mut platform,
        5,
        json!({ "text": "one", "metadata": "b1.a" }),
    );
    send(&mut platform, 6, json!({}));
    let entries = platform.ledger().entries();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].metadata.as_deref(), Some("b1.a"));
    assert_eq!(entries[0].text.as_deref(), Some("one"));
    assert_eq!(
        (entries[0].page.as_str(), entries[0].contact.as_deref()),
        ("9", Some("7"))
    );
    assert!(entries[0].body.get("access_token").is_none());
    assert_eq!(
        entries[1].result,
        Outcome::Refused {
            code: 100,
            subcode: None
        }
    );
    assert_eq!(
        platform.ledger().said("100", "7").collect::<Vec<_>>(),
        ["one"]
    );
}

#[test]
fn a_counting_ledger_keeps_numbers_only() {
    let mut setup = Setup::one_page("100", "9", "token");
    setup.recording = Recording::Counts;
    let mut platform = Platform::new(setup);
    platform
        .person(0, "9", "7", &PersonAct::write("hi"))
        .unwrap();
    send(&mut platform, 1, json!({ "text": "one" }));
    assert!(platform.ledger().entries().is_empty());
    assert_eq!(platform.ledger().accepted(Call::Message), 1);
}

#[test]
fn outside_the_window_nothing_goes_out() {
    let mut platform = world();
    assert_eq!(
        codes(&send(&mut platform, WINDOW, json!({ "text": "a" }))),
        (0, 0)
    );
    let late = send(&mut platform, WINDOW + 1, json!({ "text": "b" }));
    assert_eq!((late.status, codes(&late)), (400, (10, 2_018_278)));
    assert!(
        late.body["error"]["fbtrace_id"]
            .as_str()
            .is_some_and(|trace| trace.len() == 11)
    );
    platform
        .person(WINDOW + 2, "9", "7", &PersonAct::write("again"))
        .unwrap();
    assert_eq!(
        codes(&send(&mut platform, WINDOW + 3, json!({ "text": "c" }))),
        (0, 0)
    );
}

#[test]
fn strangers_and_blockers_get_nothing() {
    let mut platform = world();
    let body = json!({ "recipient": { "id": "8" }, "message": { "text": "a" } });
    assert_eq!(
        codes(&post(&mut platform, 1, "/me/messages", body)),
        (100, 2_018_001)
    );
    platform.person(1, "9", "7", &PersonAct::Block).unwrap();
    assert_eq!(
        codes(&send(&mut platform, 1, json!({ "text": "a" }))),
        (551, 1_545_041)
    );
}

#[test]
fn a_wrong_or_expired_token_is_190_until_a_new_one_is_set() {
    let mut platform = world();
    platform.expire_token("9");
    assert_eq!(
        codes(&send(&mut platform, 1, json!({ "text": "a" }))),
        (190, 463)
    );
    platform.set_token("9", "new");
    assert_eq!(
        codes(&send(&mut platform, 1, json!({ "text": "a" }))),
        (190, 0)
    );
    let mut call = request(Method::Get, "/me?access_token=new&fields=name", Value::Null);
    call.token = None;
    assert_eq!(
        platform.graph(1, call).body,
        json!({ "name": "Page 9", "id": "9" })
    );
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
    let fits = [
        text(1999),
        quick(13, 20),
        buttons(3, 640, 20),
        cards(10, 80),
        metadata(999),
    ];
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
        assert_eq!(
            codes(&send(&mut platform, 1, message.clone())),
            (0, 0),
            "{message}"
        );
    }
    for message in breaks {
        assert_eq!(
            codes(&send(&mut platform, 1, message.clone())),
            (100, 0),
            "{message}"
        );
    }
}

#[test]
fn a_sender_action_stands_alone() {
    let mut platform = world();
    let body = json!({ "recipient": { "id": "7" }, "sender_action": "typing_on" });
    assert_eq!(
        post(&mut platform, 1, "/me/messages", body).body,
        json!({ "recipient_id": "7" })
    );
    let both = json!({ "recipient": { "id": "7" }, "sender_action": "typing_on",
                       "message": { "text": "a" } });
    assert_eq!(
        codes(&post(&mut platform, 1, "/me/messages", both)),
        (100, 2_018_014)
    );
    assert_eq!(platform.lines("9", "7").len(), 1);
}

#[test]
fn a_reusable_attachment_can_be_sent_by_its_id() {
    let mut platform = world();
    let picture = json!({ "attachment": { "type": "image",
        "payload": { "url": "https://a.example/b.png", "is_reusable": true } } });
    let kept = post(
        &mut platform,
        1,
        "/me/message_attachments",
        json!({ "message": picture }),
    );
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
    assert_eq!(
        post(&mut platform, 1, query, Value::Null).body,
        json!({ "success": true })
    );
    assert_eq!(platform.owner(1, "9", "7"), Some("263902037430900"));
}

#[test]
fn the_rate_of_a_page_is_limited_where_the_setup_says_so() {
    let mut setup = Setup::one_page("100", "9", "token");
    setup.limits = Limits {
        messages: Some(2),
        media: Some(1),
    };
    let mut platform = Platform::new(setup);
    platform
        .person(0, "9", "7", &PersonAct::write("hi"))
        .unwrap();
    let three: Vec<i64> = (0..3)
        .map(|_| codes(&send(&mut platform, 1, json!({ "text": "a" }))).0)
        .collect();
    assert_eq!(three, [0, 0, 613]);
    assert_eq!(
        codes(&send(&mut platform, 1001, json!({ "text": "a" }))).0,
        0
    );
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
    assert_eq!(
        told,
        [
            (false, false),
            (false, true),
            (true, true),
            (true, false),
            (false, false)
        ]
    );
    assert_eq!(
        platform.ledger().said("100", "7").collect::<Vec<_>>(),
        ["2", "3"]
    );
    assert_eq!(
        codes(&send(&mut platform, 1, json!({ "text": "after" }))),
        (0, 0)
    );
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
    assert_eq!(
        send(&mut platform, 1, json!({ "text": "a" })).fate,
        Fate::Silence
    );
    assert_eq!(
        send(&mut platform, 1, json!({ "text": "b" })).fate,
        Fate::AnswerAfter(50)
    );
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

#[test]
fn a_profile_shows_the_fields_asked_for_and_strangers_have_none() {
    let mut platform = world();
    assert_eq!(
        get(&mut platform, "/v25.0/7?fields=first_name,locale").body,
        json!({ "first_name": "Alex", "id": "7" })
    );
    assert_eq!(
        codes(&get(&mut platform, "/v25.0/8?fields=first_name")),
        (100, 33)
    );
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
    assert_eq!(
        (&newest["message"], &newest["from"]["id"]),
        (&json!("hello"), &json!("9"))
    );
    assert_eq!(newest["created_time"], "1970-01-01T00:00:01+0000");
    assert_eq!(conversation["messages"]["data"][1]["from"]["id"], "7");
}

#[test]
fn unknown_paths_are_refused() {
    let mut platform = world();
    assert_eq!(
        codes(&post(&mut platform, 1, "/v25.0/me/telepathy", Value::Null)),
        (100, 33)
    );
}
