//! The front against a small webhook receiver and a plain HTTP client, all over loopback.

use std::sync::atomic::{AtomicU16, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use baton_simulator::{
    Call, GraphAct, GraphFault, PersonAct, Redelivery, Setup, WebhookAct, WebhookFault, When,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::*;

const SECRET: &str = "test_app_secret";

/// What the receiver got: the raw bytes, the header, and the body read.
struct Got {
    bytes: Bytes,
    signature: String,
    body: Value,
}

#[derive(Clone)]
struct Receiver {
    got: mpsc::Sender<Got>,
    status: Arc<AtomicU16>,
}

/// A webhook, its answer's status, and what it got.
async fn receiver() -> (String, Arc<AtomicU16>, mpsc::Receiver<Got>) {
    let (got, all) = mpsc::channel(1_000);
    let status = Arc::new(AtomicU16::new(200));
    let state = Receiver { got, status: status.clone() };
    let challenge = |Query(query): Query<Vec<(String, String)>>| async move {
        query.into_iter().find(|(key, _)| key == "hub.challenge").unwrap().1
    };
    let take = |State(receiver): State<Receiver>, headers: HeaderMap, bytes: Bytes| async move {
        let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
        let body = serde_json::from_slice(&bytes).unwrap();
        receiver.got.send(Got { bytes, signature, body }).await.unwrap();
        StatusCode::from_u16(receiver.status.load(Ordering::SeqCst)).unwrap()
    };
    let router = Router::new().route("/webhook", get(challenge).post(take)).with_state(state);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, status, all)
}

async fn start(setup: Setup, url: &str) -> Front {
    let platform = Arc::new(Mutex::new(Platform::new(setup)));
    Front::start(platform, Settings::new(url, SECRET)).await.unwrap()
}

fn one_page() -> Setup {
    Setup::one_page("100", "9", "token")
}

fn write(front: &Front, text: &str) {
    let now = system_clock()();
    locked(front.platform()).person(now, "9", "7", &PersonAct::write(text)).unwrap();
    front.wake();
}

async fn send(front: &Front, text: &str) -> Result<Value, reqwest::Error> {
    let body = json!({ "recipient": { "id": "7" }, "message": { "text": text } });
    let url = format!("{}/v25.0/me/messages", front.graph_url());
    let request = front.client.post(url).bearer_auth("token").json(&body);
    request.send().await?.json().await
}

/// The next webhook; a test that waits for one that never comes fails after 10 s.
async fn next(all: &mut mpsc::Receiver<Got>) -> Got {
    tokio::time::timeout(Duration::from_secs(10), all.recv()).await.unwrap().unwrap()
}

fn text(got: &Got) -> &Value {
    &got.body["entry"][0]["messaging"][0]["message"]["text"]
}

#[tokio::test]
async fn a_webhook_is_signed_over_exactly_the_bytes_that_arrive() {
    let (url, _, mut all) = receiver().await;
    let front = start(one_page(), &url).await;
    write(&front, "Grüße \u{1f600}");
    let got = next(&mut all).await;
    assert_eq!(got.signature, signed::signature(&signed::key(SECRET), &got.bytes));
    assert!(got.bytes.is_ascii());
    assert_eq!(*text(&got), "Grüße \u{1f600}");
    front.stop().await;
}

#[tokio::test]
async fn a_message_sent_by_http_is_accepted_and_its_echo_is_delivered() {
    let (url, _, mut all) = receiver().await;
    let front = start(one_page(), &url).await;
    write(&front, "hi");
    next(&mut all).await;
    let answer = send(&front, "hello").await.unwrap();
    let echo = next(&mut all).await;
    assert_eq!(echo.body["entry"][0]["messaging"][0]["message"]["mid"], answer["message_id"]);
    front.stop().await;
}

#[tokio::test]
async fn forms_queries_and_errors_travel_as_meta_sends_them() {
    let (url, _, mut all) = receiver().await;
    let front = start(one_page(), &url).await;
    write(&front, "hi");
    next(&mut all).await;
    let graph = front.graph_url();
    let form = [("recipient", "{\"id\":\"7\"}"), ("message", "{\"text\":\"form\"}")];
    let path = format!("{graph}/me/messages?access_token=token");
    let answer = front.client.post(path).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let path = format!("{graph}/me/thread_owner?recipient=7&access_token=other");
    let answer = front.client.get(path).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    let error: Value = answer.json().await.unwrap();
    assert_eq!(error["error"]["code"], 190);
    front.stop().await;
}

#[tokio::test]
async fn a_call_can_be_accepted_and_its_connection_die() {
    let (url, _, mut all) = receiver().await;
    let front = start(one_page(), &url).await;
    write(&front, "hi");
    next(&mut all).await;
    let mut fault = GraphFault::on(&[Call::Message], GraphAct::DieAfter);
    fault.when = When::first(1);
    locked(front.platform()).add_graph_fault(fault);
    assert!(send(&front, "lost answer").await.is_err());
    // The echo comes all the same: that is how the sender can learn of it.
    assert_eq!(*text(&next(&mut all).await), "lost answer");
    assert!(send(&front, "next").await.is_ok());
    assert_eq!(locked(front.platform()).ledger().accepted(Call::Message), 2);
    front.stop().await;
}

#[tokio::test]
async fn a_webhook_that_was_not_answered_with_200_comes_again() {
    let (url, status, mut all) = receiver().await;
    let mut setup = one_page();
    setup.redelivery = Redelivery { at_once: 2, pauses: vec![1], ..Redelivery::default() };
    let front = start(setup, &url).await;
    status.store(503, Ordering::SeqCst);
    write(&front, "hi");
    for _ in 0..3 {
        assert_eq!(*text(&next(&mut all).await), "hi");
    }
    status.store(200, Ordering::SeqCst);
    let settled = async {
        while locked(front.platform()).undelivered() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), settled).await.unwrap();
    assert_eq!(locked(front.platform()).delivered(), 1);
    front.stop().await;
}

#[tokio::test]
async fn copies_and_batches_arrive_as_scripted() {
    let (url, _, mut all) = receiver().await;
    let front = start(one_page(), &url).await;
    let batch = WebhookAct::Batch { size: 2, within: 60_000, one_entry: true };
    let mut first_two = WebhookFault::on(&[], batch);
    first_two.when = When::first(2);
    locked(front.platform()).add_webhook_fault(first_two);
    locked(front.platform()).add_webhook_fault(WebhookFault::on(&[], WebhookAct::Times(2)));
    write(&front, "one");
    write(&front, "two");
    let got = next(&mut all).await;
    assert_eq!(got.body["entry"][0]["messaging"].as_array().unwrap().len(), 2);
    write(&front, "three");
    assert_eq!(*text(&next(&mut all).await), "three");
    assert_eq!(*text(&next(&mut all).await), "three");
    front.stop().await;
}

#[tokio::test]
async fn a_webhook_is_verified_by_its_challenge() {
    let (url, _, _all) = receiver().await;
    let front = start(one_page(), &url).await;
    assert!(front.verify("dev", "1158201444").await.unwrap());
    front.stop().await;
}

#[tokio::test]
async fn webhooks_follow_a_server_to_its_new_address() {
    let (url, _, mut all) = receiver().await;
    // Nobody listens on port 1 of loopback.
    let front = start(one_page(), "http://127.0.0.1:1/webhook").await;
    write(&front, "hi");
    front.set_webhook_url(&url);
    assert_eq!(*text(&next(&mut all).await), "hi");
    front.stop().await;
}

#[tokio::test]
async fn stopping_frees_the_address_and_leaves_the_platform() {
    let (url, _, mut all) = receiver().await;
    let front = start(one_page(), &url).await;
    write(&front, "hi");
    next(&mut all).await;
    let (platform, address) = (front.platform().clone(), front.address);
    front.stop().await;
    assert_eq!(locked(&platform).undelivered(), 0);
    TcpListener::bind(address).await.unwrap();
}
