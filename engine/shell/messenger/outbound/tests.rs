//! Messages as the platform wants them written.

use baton_core::effect::{Button, ButtonDoes, Card, Media, Suggest};
use serde_json::{Value, json};

use super::*;

fn whole(content: Content, choices: Vec<QuickReply>) -> Message {
    Message { content, choices, suggest: None, persona: None }
}

fn sent(content: Content, choices: Vec<QuickReply>) -> Value {
    let body = super::message(&"1QAZ".into(), &whole(content, choices), "b1.name");
    let mut body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["messaging_type"], "RESPONSE");
    assert_eq!(body["recipient"], json!({"id": "1QAZ"}));
    assert_eq!(body["message"]["metadata"], "b1.name");
    let message = body["message"].as_object_mut().unwrap();
    message.remove("metadata");
    body["message"].take()
}

fn text(text: &str, buttons: Vec<Button>) -> Content {
    Content::Text { text: text.into(), buttons }
}

fn button(label: &str, does: ButtonDoes) -> Button {
    Button { label: label.into(), does }
}

#[test]
fn a_text_is_a_text_and_no_more() {
    assert_eq!(sent(text("Hello!", vec![]), vec![]), json!({"text": "Hello!"}));
}

#[test]
fn quick_replies_go_beside_a_text() {
    let reply = |image: Option<&str>| QuickReply {
        label: "Search".into(),
        payload: "P".into(),
        image: image.map(str::to_owned),
    };
    let expected = json!({"text": "Hello!", "quick_replies": [
        {"content_type": "text", "title": "Search", "payload": "P"},
        {"content_type": "text", "title": "Search", "payload": "P", "image_url": "https://x/r.png"},
    ]});
    let choices = vec![reply(None), reply(Some("https://x/r.png"))];
    assert_eq!(sent(text("Hello!", vec![]), choices), expected);
}

#[test]
fn a_chip_of_the_profile_goes_behind_the_quick_replies() {
    let suggest = [(Suggest::Email, "user_email"), (Suggest::Phone, "user_phone_number")];
    for (suggest, kind) in suggest {
        let message = Message { suggest: Some(suggest), ..whole(text("Yours?", vec![]), vec![]) };
        let body = super::message(&"1QAZ".into(), &message, "b1.name");
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["message"]["quick_replies"], json!([{ "content_type": kind }]));
    }
}

#[test]
fn buttons_make_a_template_of_a_text() {
    let buttons = vec![
        button("Start", ButtonDoes::Press("GO".into())),
        button("Visit", ButtonDoes::Url("https://x".into())),
        button("Call", ButtonDoes::Phone("+15105559999".into())),
    ];
    let expected = json!({"attachment": {"type": "template", "payload": {
    "template_type": "button", "text": "What next?", "buttons": [
        {"type": "postback", "title": "Start", "payload": "GO"},
        {"type": "web_url", "title": "Visit", "url": "https://x"},
        {"type": "phone_number", "title": "Call", "payload": "+15105559999"},
    ]}}});
    assert_eq!(sent(text("What next?", buttons), vec![]), expected);
}

#[test]
fn media_go_by_their_address() {
    let kinds = [
        (Media::Image, "image", Weight::Text),
        (Media::Video, "video", Weight::Media),
        (Media::Audio, "audio", Weight::Media),
        (Media::File, "file", Weight::Text),
    ];
    for (kind, name, expected_weight) in kinds {
        let content = Content::Media { kind, url: "https://x/1".into() };
        let message = whole(content.clone(), vec![]);
        assert_eq!(weight(&message), expected_weight);
        let expected = json!({"attachment": {"type": name, "payload": {"url": "https://x/1"}}});
        assert_eq!(sent(content, vec![]), expected);
    }
}

#[test]
fn cards_are_a_generic_template() {
    let full = Card {
        title: "Hat".into(),
        subtitle: Some("Red".into()),
        image: Some("https://x/hat.png".into()),
        url: Some("https://x/hat".into()),
        buttons: vec![button("Buy", ButtonDoes::Press("BUY".into()))],
    };
    let bare = Card { subtitle: None, image: None, url: None, buttons: vec![], ..full.clone() };
    let expected = json!({"attachment": {"type": "template", "payload": {
    "template_type": "generic", "elements": [
        {"title": "Hat", "subtitle": "Red", "image_url": "https://x/hat.png",
         "default_action": {"type": "web_url", "url": "https://x/hat"},
         "buttons": [{"type": "postback", "title": "Buy", "payload": "BUY"}]},
        {"title": "Hat"},
    ]}}});
    assert_eq!(sent(Content::Cards(vec![full, bare]), vec![]), expected);
}

#[test]
fn control_and_actions_say_only_what_they_mean() {
    let read = |body: Vec<u8>| serde_json::from_slice::<Value>(&body).unwrap();
    let pass = control(&"1".into(), Some(&AppId::new("263902037430900")), "why", None);
    let expected =
        json!({"recipient": {"id": "1"}, "target_app_id": "263902037430900", "metadata": "why"});
    assert_eq!(read(pass), expected);
    assert_eq!(read(control(&"1".into(), None, "", None)), json!({"recipient": {"id": "1"}}));
    let extend = read(control(&"1".into(), None, "", Some(604_800)));
    assert_eq!(extend, json!({"recipient": {"id": "1"}, "duration": 604_800}));
    let typing = read(action(&"1".into(), "typing_on"));
    assert_eq!(typing, json!({"recipient": {"id": "1"}, "sender_action": "typing_on"}));
}

#[test]
fn an_approved_template_goes_as_a_utility_message() {
    let utility = |with: &[&str]| Utility {
        name: "visit_reminder".into(),
        language: "pt-BR".into(),
        with: with.iter().map(|text| (*text).to_owned()).collect(),
    };
    let message = |with| {
        let content = Content::Utility(utility(with));
        let message = Message { persona: Some("77".into()), ..whole(content, vec![]) };
        let body = super::message(&"1QAZ".into(), &message, "b1.name");
        serde_json::from_slice::<Value>(&body).unwrap()
    };
    let expected = json!({"messaging_type": "UTILITY", "recipient": {"id": "1QAZ"}, "persona_id": "77",
        "message": {"metadata": "b1.name", "template": {"name": "visit_reminder",
            "language": {"code": "pt_BR"}, "components": [{"type": "body", "parameters": [
                {"type": "text", "text": "Anna"}, {"type": "text", "text": "10:00"}]}]}}});
    assert_eq!(message(&["Anna", "10:00"]), expected);
    let bare = message(&[]);
    assert_eq!(bare.pointer("/message/template/components"), None);
}
