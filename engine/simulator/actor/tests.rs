//! What our app hears of what people do.

use serde_json::{Value, json};

use crate::{
    ActRefused, EventKind, GraphRequest, Method, OtherApp, PAGE_INBOX, PersonAct, Platform, Setup,
    WebhookAct, WebhookFault,
};

fn world() -> Platform {
    let mut setup = Setup::one_page("100", "9", "token");
    setup.traffic.echoes = false;
    setup.other_apps.push(OtherApp::new("200", "Desk"));
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    heard(&mut platform);
    platform
}

fn heard(platform: &mut Platform) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let due = platform.due(1_000);
        if due.is_empty() {
            return all;
        }
        for delivery in due {
            let entry = &delivery.body["entry"][0];
            let items = entry.get("messaging").or(entry.get("standby")).unwrap();
            all.extend(items.as_array().unwrap().iter().cloned());
            platform.answered(delivery.id, true, 1_000);
        }
    }
}

fn call(platform: &mut Platform, edge: &str, more: Value) {
    let mut body = json!({ "recipient": { "id": "7" } });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = platform.graph(
        1,
        GraphRequest {
            method: Method::Post,
            path: format!("/me/{edge}"),
            query: Vec::new(),
            body,
            token: Some("token".into()),
        },
    );
    assert_eq!(answer.status, 200, "{}", answer.body);
}

fn offer(platform: &mut Platform) {
    let buttons = json!({ "attachment": { "type": "template", "payload": {
        "template_type": "button", "text": "Well?", "buttons": [
            { "type": "postback", "title": "Return to bot", "payload": "1.m.back" },
            { "type": "web_url", "title": "Shop", "url": "https://shop.example/" }] } } });
    call(platform, "messages", json!({ "message": buttons }));
}

#[test]
fn a_tapped_button_is_a_postback_with_its_payload() {
    let mut platform = world();
    offer(&mut platform);
    let done = platform.person(2, "9", "7", &PersonAct::tap("Return to bot")).unwrap();
    assert_eq!(
        heard(&mut platform)[0]["postback"],
        json!({ "mid": done.mid, "title": "Return to bot", "payload": "1.m.back" })
    );
}

#[test]
fn a_button_tapped_while_people_have_the_thread_comes_without_payload() {
    let mut platform = world();
    offer(&mut platform);
    call(&mut platform, "pass_thread_control", json!({ "target_app_id": PAGE_INBOX }));
    platform.person(2, "9", "7", &PersonAct::tap("Return to bot")).unwrap();
    let due = platform.due(2);
    let item = &due[0].body["entry"][0]["standby"][0]["postback"];
    assert_eq!(item["title"], "Return to bot");
    assert!(item.get("payload").is_none());
}

#[test]
fn a_quick_reply_is_a_message_with_a_payload_while_it_is_there() {
    let mut platform = world();
    let yes = json!({ "content_type": "text", "title": "Yes", "payload": "1.m.yes" });
    let message = json!({ "text": "Sure?", "quick_replies": [yes] });
    call(&mut platform, "messages", json!({ "message": message }));
    platform.person(2, "9", "7", &PersonAct::tap("Yes")).unwrap();
    let item = &heard(&mut platform)[0]["message"];
    assert_eq!(
        (&item["text"], &item["quick_reply"]["payload"]),
        (&json!("Yes"), &json!("1.m.yes"))
    );
    let again = platform.person(3, "9", "7", &PersonAct::tap("Yes"));
    assert_eq!(again, Err(ActRefused::NothingToTap));
}

#[test]
fn nobody_hears_of_a_button_that_opens_a_page() {
    let mut platform = world();
    offer(&mut platform);
    let tapped = platform.person(2, "9", "7", &PersonAct::tap("Shop"));
    assert_eq!(tapped, Err(ActRefused::TellsNobody));
    assert!(heard(&mut platform).is_empty());
}

#[test]
fn get_started_carries_the_payload_that_was_set_and_the_links_ref() {
    let mut platform = world();
    let act = PersonAct::GetStarted { referral: Some("spring".into()) };
    platform.person(2, "9", "8", &act).unwrap();
    let postback = heard(&mut platform)[0]["postback"].clone();
    assert_eq!(postback["payload"], "GET_STARTED");
    assert_eq!(
        postback["referral"],
        json!({ "ref": "spring", "source": "SHORTLINK", "type": "OPEN_THREAD" })
    );
    call(&mut platform, "messenger_profile", json!({ "get_started": { "payload": "HELLO" } }));
    platform.person(3, "9", "8", &PersonAct::GetStarted { referral: None }).unwrap();
    assert_eq!(heard(&mut platform)[0]["postback"]["payload"], "HELLO");
}

#[test]
fn attachments_links_reactions_and_reads_have_their_own_shapes() {
    let mut platform = world();
    offer(&mut platform);
    let picture = PersonAct::Attach { kind: "image".into(), url: "https://cdn.example/1".into() };
    let link = PersonAct::Referral { reference: "spring".into() };
    let react = PersonAct::React { reaction: "love".into() };
    for act in [picture, link, react, PersonAct::Read] {
        platform.person(2, "9", "7", &act).unwrap();
    }
    let heard = heard(&mut platform);
    assert_eq!(heard[0]["message"]["attachments"][0]["type"], "image");
    assert_eq!(heard[1]["referral"]["ref"], "spring");
    assert_eq!(heard[2]["reaction"]["action"], "react");
    assert_eq!(heard[3]["read"], json!({ "watermark": 2 }));
}

#[test]
fn deliveries_and_reads_come_with_every_message_when_switched_on() {
    let mut setup = Setup::one_page("100", "9", "token");
    setup.traffic.deliveries = true;
    setup.traffic.reads = true;
    let mut platform = Platform::new(setup);
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    call(&mut platform, "messages", json!({ "message": { "text": "hello" } }));
    let heard = heard(&mut platform);
    let mid = &heard[1]["message"]["mid"];
    assert_eq!(heard[2]["delivery"], json!({ "mids": [mid], "watermark": 1 }));
    assert_eq!(heard[3]["read"], json!({ "watermark": 1 }));
    assert_eq!(heard[3]["sender"]["id"], "7");
}

#[test]
fn all_handover_events_can_be_lost_while_everything_else_arrives() {
    let mut platform = world();
    platform.add_webhook_fault(WebhookFault::on(&EventKind::HANDOVERS, WebhookAct::Drop));
    platform.agent(2, "9", "7", PAGE_INBOX, &crate::AgentAct::Take).unwrap();
    platform.agent(3, "9", "7", PAGE_INBOX, &crate::AgentAct::Done).unwrap();
    assert!(heard(&mut platform).is_empty());
    platform.person(4, "9", "7", &PersonAct::write("still there?")).unwrap();
    assert_eq!(heard(&mut platform).len(), 1);
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let story = |seed| {
        let mut setup = Setup::one_page("100", "9", "token");
        setup.seed = seed;
        let mut platform = Platform::new(setup);
        platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
        call(&mut platform, "messages", json!({ "message": { "text": "hello" } }));
        heard(&mut platform)
    };
    assert_eq!(story(4), story(4));
    assert_ne!(story(4), story(5));
}

#[test]
fn an_item_nobody_here_makes_can_be_delivered_as_it_stands() {
    let mut platform = world();
    let item = json!({ "recipient": { "id": "9" }, "app_roles": { "100": ["primary_receiver"] } });
    assert!(platform.inject(2, "9", "7", crate::Channel::Messaging, item.clone()));
    assert_eq!(heard(&mut platform), [item]);
}
