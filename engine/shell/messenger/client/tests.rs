//! The client against a stand-in of the platform on loopback.

mod asking;
mod losing;
mod round;
mod stand_in;

use std::sync::Arc;

use baton_core::effect::{Content, Media, Send};
use baton_core::id::{ConversationId, EffectId};
use reqwest::Method;
use stand_in::StandIn;

use super::*;

const NAME: EffectName = EffectName { conversation: ConversationId(5), sequence: 1, stamp: 2 };
const SENT: &str = r#"{"recipient_id":"200","message_id":"m_1"}"#;
const DONE: &str = r#"{"success":true}"#;

fn names() -> Names {
    Names::new(&SecretString::from("12345678"), &[])
}

fn settings(base: &str) -> Settings {
    Settings {
        base: Url::parse(base).unwrap(),
        version: "v25.0".into(),
        rates: Rates::default(),
        now: Now::default(),
    }
}

fn client_at(base: &str, channel: &str) -> Result<Client, ClientProblem> {
    Client::new(settings(base), vec![access(page(), channel)], names())
}

fn access(page: PageId, channel: &str) -> PageAccess {
    PageAccess {
        page,
        channel: channel.into(),
        token: SecretString::from("12345678"),
        app: AppId::new("77"),
        app_secret: SecretString::from("12345678"),
    }
}

fn client(platform: &StandIn) -> Client {
    client_at(&platform.base, "messenger").unwrap()
}

fn page() -> PageId {
    PageId::new("100")
}

fn person() -> ContactId {
    ContactId::new("200")
}

fn effect(content: Content) -> Effect {
    let message = Message { content, choices: vec![], suggest: None, persona: None };
    Effect::Send(Send { id: EffectId(1), epoch: 0, not_before: None, message })
}

fn hello() -> Effect {
    effect(Content::Text { text: "Hello!".into(), buttons: vec![] })
}

async fn perform(client: &Client, effect: &Effect) -> Outcome {
    let deadline = Instant::now() + Duration::from_secs(10);
    client.perform(&page(), &person(), effect, &NAME, deadline).await
}

fn error(code: i64, subcode: i64) -> String {
    format!(r#"{{"error":{{"message":"m","code":{code},"error_subcode":{subcode}}}}}"#)
}

#[tokio::test]
async fn a_message_goes_out_proven_named_and_without_its_token_in_the_address() {
    let platform = StandIn::start([(200, SENT)]).await;
    let client = client(&platform);
    assert_eq!(perform(&client, &hello()).await, Outcome::Sent { mid: Some("m_1".into()) });

    let request = platform.request(0);
    assert_eq!((request.method, request.path.as_str()), (Method::POST, "/v25.0/100/messages"));
    let proof = "e220691b3e23647fc17c4b282bb469ac77fbadb8f5c77898294e42de95add560";
    assert_eq!(request.query, format!("appsecret_proof={proof}"));
    assert_eq!(request.headers["authorization"], "Bearer 12345678");
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.body["message"]["text"], "Hello!");
    let metadata = request.body["message"]["metadata"].as_str().unwrap();
    assert_eq!(names().prove(metadata), Some(NAME));
}

#[tokio::test]
async fn instagram_goes_through_the_page_the_token_belongs_to() {
    let platform = StandIn::start([(200, SENT)]).await;
    let client = client_at(&platform.base, "instagram").unwrap();
    assert!(matches!(perform(&client, &hello()).await, Outcome::Sent { .. }));
    assert_eq!(platform.request(0).path, "/v25.0/me/messages");
}

#[tokio::test]
async fn every_change_of_control_has_its_own_address() {
    let platform = StandIn::start([(200, DONE); 5]).await;
    let client = client(&platform);
    let (id, epoch) = (EffectId(1), 0);
    let to = Some(AppId::new("263902037430900"));
    let pass = Effect::Pass { id, epoch, to, metadata: "why".into() };
    let take = Effect::Take { id, epoch, metadata: "back".into() };
    let sent = Outcome::Sent { mid: None };
    assert_eq!(perform(&client, &pass).await, sent);
    assert_eq!(perform(&client, &take).await, sent);
    assert_eq!(client.request(&page(), &person(), "please").await, sent);
    assert_eq!(client.release(&page(), &person(), "").await, sent);
    assert_eq!(client.extend(&page(), &person(), Duration::from_secs(60)).await, sent);
    let fence = Effect::Pass { id, epoch, to: None, metadata: String::new() };
    assert_eq!(perform(&client, &fence).await, sent);

    let edges: Vec<_> = platform.requests().into_iter().map(|request| request.path).collect();
    let expected = ["pass", "take", "request", "release", "extend"]
        .map(|edge| format!("/v25.0/100/{edge}_thread_control"));
    assert_eq!(edges, expected);
    assert_eq!(platform.request(0).body["target_app_id"], "263902037430900");
    assert_eq!(platform.request(1).body["metadata"], "back");
    assert_eq!(platform.request(4).body["duration"], 60);
}

#[tokio::test]
async fn a_refused_take_keeps_its_code() {
    let platform = StandIn::start([(400, error(27, 0))]).await;
    let take = Effect::Take { id: EffectId(1), epoch: 0, metadata: String::new() };
    let outcome = perform(&client(&platform), &take).await;
    assert!(matches!(outcome, Outcome::Refused(Refused { code: 27, .. })), "{outcome:?}");
}

#[tokio::test]
async fn dots_and_seen_marks_are_sender_actions() {
    let platform = StandIn::start([(200, r#"{"recipient_id":"200"}"#); 3]).await;
    let client = client(&platform);
    let sent = Outcome::Sent { mid: None };
    assert_eq!(perform(&client, &Effect::Typing { epoch: 0 }).await, sent);
    assert_eq!(client.typing(&page(), &person()).await, sent);
    assert_eq!(client.mark_seen(&page(), &person()).await, sent);
    assert_eq!(platform.request(1).body["sender_action"], "typing_on");
    assert_eq!(platform.request(2).body["sender_action"], "mark_seen");
}

#[tokio::test]
async fn a_page_the_platform_closes_is_left_alone() {
    let platform = StandIn::start([(400, error(613, 0)), (200, SENT.to_owned())]).await;
    let client = client(&platform);
    for _ in 0..2 {
        let outcome = perform(&client, &hello()).await;
        assert!(matches!(outcome, Outcome::NotSent { scope: Scope::Page, .. }), "{outcome:?}");
    }
    let ask = Effect::AskProfile { id: EffectId(1) };
    assert!(matches!(perform(&client, &ask).await, Outcome::NotSent { scope: Scope::Page, .. }));
    assert_eq!(platform.requests().len(), 1);
    assert!(client.closed(&page()).unwrap() > Duration::from_secs(55));
}

#[tokio::test]
async fn the_pause_is_as_long_as_the_headers_say() {
    let platform = StandIn::start([(400, error(4, 0))]).await;
    platform.tell_usage(r#"{"100":[{"type":"messenger","estimated_time_to_regain_access":3}]}"#);
    let outcome = perform(&client(&platform), &hello()).await;
    let Outcome::NotSent { after_ms, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(after_ms, 180_000);
}

#[tokio::test]
async fn media_the_platform_could_not_fetch_gets_one_more_try() {
    let trouble = || (400, error(100, 2_018_008));
    let replies = [trouble(), (200, SENT.to_owned()), trouble(), trouble(), (200, SENT.to_owned())];
    let platform = StandIn::start(replies).await;
    let client = client(&platform);
    let image = effect(Content::Media { kind: Media::Image, url: "https://x/1".into() });
    assert!(matches!(perform(&client, &image).await, Outcome::Sent { .. }));
    let outcome = perform(&client, &image).await;
    assert!(matches!(outcome, Outcome::Refused(Refused { class: Refusal::BadMessage, .. })));
    assert_eq!(platform.requests().len(), 4);
}

#[tokio::test]
async fn film_waits_for_its_allowance_as_long_as_there_is_time() {
    let platform = StandIn::start([(200, SENT); 3]).await;
    let client = Arc::new(client(&platform));
    let video = effect(Content::Media { kind: Media::Video, url: "https://x/1".into() });
    for _ in 0..3 {
        let (client, video) = (Arc::clone(&client), video.clone());
        let outcome = tokio::spawn(async move { perform(&client, &video).await }).await.unwrap();
        assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    }
    let soon = Instant::now() + Duration::from_millis(1);
    let outcome = client.perform(&page(), &person(), &video, &NAME, soon).await;
    assert!(matches!(outcome, Outcome::NotSent { scope: Scope::Page, .. }), "{outcome:?}");
    assert_eq!(platform.requests().len(), 3);
}

#[tokio::test]
async fn a_new_token_is_used_from_then_on() {
    let platform = StandIn::start([(401, error(190, 463)), (200, SENT.to_owned())]).await;
    let client = client(&platform);
    assert_eq!(perform(&client, &hello()).await, Outcome::TokenDead);
    client.renew(&page(), &SecretString::from("fresh")).unwrap();
    assert!(matches!(perform(&client, &hello()).await, Outcome::Sent { .. }));
    assert_eq!(platform.request(1).headers["authorization"], "Bearer fresh");
    assert_ne!(platform.request(0).query, platform.request(1).query);
    assert!(client.renew(&page(), &SecretString::from("two\nlines")).is_err());
    let stranger = PageId::new("999");
    let deadline = Instant::now() + Duration::from_secs(1);
    let outcome = client.perform(&stranger, &person(), &hello(), &NAME, deadline).await;
    assert_eq!(outcome, Outcome::TokenDead);
}

#[test]
fn tokens_go_to_other_machines_over_tls_only() {
    let insecure =
        |base: &str| matches!(client_at(base, "messenger").err(), Some(ClientProblem::Insecure(_)));
    assert!(insecure("http://graph.facebook.com"));
    assert!(insecure("http://127.0.0.1.example"));
    assert!(insecure("ftp://localhost"));
    for base in ["http://127.0.0.1:1", "http://[::1]:1/", "http://localhost:1/base"] {
        assert!(client_at(base, "messenger").is_ok(), "{base}");
    }
}
