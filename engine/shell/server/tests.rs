//! The door, over a real connection: what is turned away, and how.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use baton_core::id::AppId;
use baton_core::language::{self, SourceFile};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Bounds, Counts, Declared, Doors, Inside, finish, router, run};
use crate::config::{Config, Need, Places};
use crate::messenger::effect_name::Names;
use crate::messenger::signature;
use crate::runtime::{Clock, Runtime};
use crate::wiring::{self, Written};

const ADMIN: &str = "the admin token";
const CONTACT: &str = "/api/v1/pages/42/contacts/7";

struct Door {
    address: SocketAddr,
    doors: Doors,
    _directory: tempfile::TempDir,
}

async fn door(admin: Option<&str>) -> Door {
    let directory = tempfile::tempdir().unwrap();
    let runtime = runtime(&directory).await;
    let secret = SecretString::from("secret");
    let doors = Doors::new(Inside {
        runtime,
        names: Names::new(&secret, &[]),
        keys: signature::Keys::new(&[secret]),
        verify_token: SecretString::from("word"),
        admin_token: admin.map(SecretString::from),
        declared: ArcSwap::from_pointee(Declared {
            receivers: [("desk".to_owned(), AppId::new("99"))].into(),
            ..Declared::default()
        }),
        body_within: Duration::from_millis(200),
        counts: Counts::default(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let bounds = Bounds {
        head: Duration::from_millis(100),
        idle: Duration::from_millis(300),
        ..Bounds::default()
    };
    let panics = axum::routing::get(|| async {
        if true {
            panic!("a fault of ours");
        }
    });
    let routes = finish(router(&doors).route("/panics", panics), &doors);
    tokio::spawn(run(listener, routes, bounds, std::future::pending()));
    Door { address, doors, _directory: directory }
}

/// The engine with a small bot, and no page that anything comes from.
async fn runtime(directory: &tempfile::TempDir) -> Runtime {
    let database = format!("sqlite://{}", directory.path().join("baton.db").display());
    let variables = [
        ("BATON_DATABASE_URL", database.as_str()),
        ("BATON_APP_ID", "9"),
        ("BATON_APP_SECRET", "secret"),
        ("BATON_VERIFY_TOKEN", "word"),
        ("BATON_PAGE_ID", "42"),
        ("BATON_PAGE_TOKEN", "token"),
        ("BATON_GRAPH_URL", "http://127.0.0.1:9"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let places = Places::of(BTreeMap::new(), variables, directory.path());
    let config = Config::read(&places, Need::Serve).unwrap();
    let text =
        "bot: t\nstart: a\nfallback: { say: Pardon? }\nmodules:\n  a:\n    say: Hi\n    to: end\n";
    let sources = vec![SourceFile::from_bytes("bot.yaml", text.as_bytes())];
    let loaded = language::load(sources.clone());
    assert!(loaded.bot.is_some(), "{}", language::render(&loaded, false));
    let written = Written { bot: loaded.bot.map(Arc::new).unwrap(), sources };
    wiring::wire(&config, written, Clock::new()).await.unwrap().runtime
}

/// Sends bytes and reads until the server closes or falls silent behind a whole answer.
async fn raw(address: SocketAddr, request: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_ref()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

async fn get(address: SocketAddr, path: &str, more: &str) -> String {
    raw(address, format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{more}\r\n")).await
}

async fn post(address: SocketAddr, path: &str, more: &str, body: &str) -> String {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{more}");
    raw(address, format!("{head}content-length: {length}\r\n\r\n{body}")).await
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

fn signed(body: &str) -> String {
    let value = signature::sign(&SecretString::from("secret"), body.as_bytes());
    format!("{}: {value}\r\n", signature::HEADER)
}

#[tokio::test]
async fn the_platforms_check_gets_its_challenge_as_plain_text() {
    let door = door(None).await;
    let query = "hub.mode=subscribe&hub.verify_token=word&hub.challenge=1158201444";
    let answer = get(door.address, &format!("/webhook?{query}"), "").await;
    assert_eq!((status(&answer), body(&answer)), ("200", "1158201444"));
    assert!(answer.contains("content-type: text/plain"), "{answer}");
    assert!(answer.contains("x-content-type-options: nosniff"), "{answer}");
    let wrong = get(door.address, "/webhook?hub.mode=subscribe&hub.verify_token=x", "").await;
    assert_eq!((status(&wrong), body(&wrong)), ("403", ""));
}

#[tokio::test]
async fn an_unsigned_or_wrongly_signed_webhook_is_refused_with_nothing_said() {
    let door = door(None).await;
    let text = r#"{"object":"page","entry":[]}"#;
    let right = signed(text);
    let other = signed("{}");
    for header in
        ["", "x-hub-signature: sha1=00\r\n", &other, &right.replace("sha256=", "sha256=A")]
    {
        let answer = post(door.address, "/webhook", header, text).await;
        assert_eq!((status(&answer), body(&answer)), ("403", ""), "{header}");
    }
    let twice = format!("{right}{other}");
    assert_eq!(status(&post(door.address, "/webhook", &twice, text).await), "403");
    let named = door.doors.counts.named();
    assert!(named.contains(&("signature_refused", 5)), "{named:?}");
}

#[tokio::test]
async fn a_signed_webhook_of_another_product_is_not_found() {
    let door = door(None).await;
    let text = r#"{"object":"user","entry":[]}"#;
    assert_eq!(status(&post(door.address, "/webhook", &signed(text), text).await), "404");
}

#[tokio::test]
async fn a_packed_body_is_not_unpacked() {
    let door = door(None).await;
    let answer = post(door.address, "/webhook", "content-encoding: gzip\r\n", "x").await;
    assert_eq!(status(&answer), "415");
}

#[tokio::test]
async fn a_body_too_large_is_refused_before_it_is_read() {
    let door = door(None).await;
    let head = "POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 4194305\r\n\r\n";
    assert_eq!(status(&raw(door.address, head).await), "413");
}

#[tokio::test]
async fn an_endless_body_is_cut_at_the_bound() {
    let door = door(None).await;
    let mut stream = TcpStream::connect(door.address).await.unwrap();
    let head = "POST /webhook HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let endless = tokio::spawn(async move {
        let chunk = format!("10000\r\n{}\r\n", "1".repeat(0x10000));
        let mut sent = 0_u64;
        while writing.write_all(chunk.as_bytes()).await.is_ok() {
            sent += 0x10000;
        }
        sent
    });
    let mut answer = [0; 12];
    reading.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    drop(reading);
    assert!(endless.await.unwrap() < 64 * 1024 * 1024);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered_408() {
    let door = door(None).await;
    let head = "POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{";
    assert_eq!(status(&raw(door.address, head).await), "408");
}

#[tokio::test]
async fn a_dribbled_head_is_cut_off() {
    let door = door(None).await;
    let mut stream = TcpStream::connect(door.address).await.unwrap();
    let mut slowly = tokio::time::interval(Duration::from_millis(10));
    let mut dribbled = 0;
    for byte in "GET /healthz HTTP/1.1\r\nhost: x\r\n".bytes().cycle().take(1_000) {
        slowly.tick().await;
        if stream.write_all(&[byte]).await.is_err() {
            break;
        }
        dribbled += 1;
    }
    assert!(dribbled < 200, "{dribbled}");
}

#[tokio::test]
async fn an_idle_connection_lives_longer_than_a_slow_head_and_not_for_ever() {
    let door = door(None).await;
    let mut stream = TcpStream::connect(door.address).await.unwrap();
    let ask = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    for _ in 0..2 {
        stream.write_all(ask).await.unwrap();
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        let mut rest = [0; 4_096];
        let read = stream.read(&mut rest).await.unwrap();
        assert!(read > 0);
        let longer_than_a_head = Duration::from_millis(150);
        let closed = tokio::time::timeout(longer_than_a_head, stream.read(&mut rest)).await;
        assert!(closed.is_err(), "closed too early");
    }
    let mut end = Vec::new();
    stream.read_to_end(&mut end).await.unwrap();
}

#[tokio::test]
async fn the_admin_api_is_closed_without_a_token_and_opens_with_it_alone() {
    let closed = door(None).await;
    let answer = get(closed.address, CONTACT, "authorization: Bearer \r\n").await;
    assert_eq!(status(&answer), "403");
    assert!(body(&answer).contains("Set BATON_ADMIN_TOKEN to open it"), "{answer}");
    let open = door(Some(ADMIN)).await;
    for header in ["", "authorization: Bearer wrong\r\n", "authorization: Basic x\r\n"] {
        let answer = get(open.address, CONTACT, header).await;
        assert_eq!(status(&answer), "401", "{header}");
        let told: serde_json::Value = serde_json::from_str(body(&answer)).unwrap();
        assert_eq!(told["error"]["code"], "unauthorized");
    }
    let answer = get(open.address, CONTACT, &format!("authorization: Bearer {ADMIN}\r\n")).await;
    assert_eq!(status(&answer), "404");
    assert!(body(&answer).contains("not_found"), "{answer}");
}

#[tokio::test]
async fn a_handover_by_an_operator_is_read_strictly() {
    let door = door(Some(ADMIN)).await;
    let header = format!("authorization: Bearer {ADMIN}\r\n");
    let path = format!("{CONTACT}/handover");
    let long = format!(r#"{{"metadata":"{}"}}"#, "x".repeat(1_001));
    for text in [r#"{"reciever":"1"}"#, r#"{"receiver":"nobody"}"#, "[]", &long] {
        let answer = post(door.address, &path, &header, text).await;
        assert_eq!(status(&answer), "400", "{text}");
        assert!(body(&answer).contains("bad_request"), "{answer}");
    }
}

#[tokio::test]
async fn a_panic_is_an_answer_and_harms_nobody_else() {
    let door = door(None).await;
    let answer = get(door.address, "/panics", "").await;
    assert_eq!(status(&answer), "500");
    assert!(!answer.contains("a fault of ours"), "{answer}");
    assert_eq!(status(&get(door.address, "/healthz", "").await), "200");
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_method_have_the_one_shape() {
    let door = door(None).await;
    let answer = get(door.address, "/nothing", "").await;
    assert_eq!(status(&answer), "404");
    assert!(body(&answer).starts_with(r#"{"error":{"code":"not_found""#), "{answer}");
    let answer = post(door.address, "/healthz", "", "").await;
    assert_eq!(status(&answer), "405");
    assert!(body(&answer).contains("wrong_method"), "{answer}");
}

#[tokio::test]
async fn a_graceful_end_lets_a_request_finish_and_takes_no_more() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (begun, mut has_begun) = tokio::sync::mpsc::channel::<()>(1);
    let (go_on, may_go_on) = tokio::sync::watch::channel(false);
    let slow = axum::routing::get(move || {
        let (begun, mut may_go_on) = (begun.clone(), may_go_on.clone());
        async move {
            begun.send(()).await.unwrap();
            may_go_on.wait_for(|go| *go).await.map(drop).unwrap();
            "done"
        }
    });
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let door = door(None).await;
    let routes = finish(axum::Router::new().route("/slow", slow), &door.doors);
    let server = tokio::spawn(run(listener, routes, Bounds::default(), async move {
        stopped.await.unwrap();
    }));
    let asked = tokio::spawn(async move { get(address, "/slow", "").await });
    has_begun.recv().await.unwrap();
    stop.send(()).unwrap();
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    go_on.send_replace(true);
    assert_eq!(body(&asked.await.unwrap()), "done");
    server.await.unwrap();
}

#[test]
fn a_secret_variable_is_never_shown() {
    let declared = Declared { secrets: ["card_no".to_owned()].into(), ..Declared::default() };
    let mut variables = serde_json::json!({ "card_no": "4111", "email": "anna@example.com" });
    declared.hide(&mut variables);
    let wanted = serde_json::json!({ "card_no": "(secret)", "email": "anna@example.com" });
    assert_eq!(variables, wanted);
}
