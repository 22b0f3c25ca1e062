//! The guarded client against a service on this machine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body as ServiceBody;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use baton_core::effect::{Auth, Body, HttpCall, Method, SecretPart, SecretText};
use indexmap::IndexMap;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use super::{Fetch, PageKey, Settings};
use crate::config::{Allowed, Services};

/// Answers with what it was asked.
async fn mirror(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1_000_000).await.unwrap();
    let headers: IndexMap<_, _> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let seen = json!({
        "method": parts.method.as_str(),
        "path": parts.uri.path_and_query().unwrap().as_str(),
        "headers": headers,
        "body": String::from_utf8(body.to_vec()).unwrap(),
    });
    axum::Json(seen).into_response()
}

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

fn fetch(allow: &[&str], graph: Option<SocketAddr>) -> Fetch {
    let mut services = Services {
        allow: allow.iter().map(|text| Allowed::parse(text).unwrap()).collect(),
        ..Services::default()
    };
    services.secrets.insert("SHOP_KEY".into(), SecretString::from("s3cret"));
    let graph =
        graph.map_or_else(|| "https://graph.facebook.com".into(), |a| format!("http://{a}"));
    Fetch::new(Settings { services, graph_url: Url::parse(&graph).unwrap() }).unwrap()
}

fn call(base: impl Into<String>, path: &str) -> HttpCall {
    HttpCall {
        service: "shop".into(),
        base: base.into(),
        auth: Auth::None,
        method: Method::Get,
        path: path.into(),
        headers: IndexMap::new(),
        body: Body::Empty,
        timeout_ms: 2_000,
        retries: 0,
        repeatable: true,
    }
}

fn error(answer: &baton_core::event::Answer) -> &str {
    answer.error.as_deref().unwrap_or("none")
}

fn whole(answer: baton_core::event::Answer) -> Value {
    assert_eq!(answer.error, None);
    answer.body.unwrap()
}

#[tokio::test]
async fn a_call_carries_its_key_its_secrets_and_its_body() {
    let address = serve(Router::new().fallback(any(mirror))).await;
    let fetch = fetch(&[&address.to_string()], None);
    let mut call = call(format!("http://{address}/v1"), "orders?email=a%40b.example");
    call.method = Method::Post;
    call.body = Body::Json(json!({ "text": "\",\"admin\":true,\"" }));
    call.auth = Auth::Bearer(SecretText(vec![SecretPart::Secret("shop_key".into())]));
    call.headers.insert("X-Trace".into(), "42".into());
    let seen = whole(fetch.call(&call, "key-1", None).await);
    assert_eq!(seen["path"], "/v1/orders?email=a%40b.example");
    assert_eq!(seen["headers"]["idempotency-key"], "key-1");
    assert_eq!(seen["headers"]["authorization"], "Bearer s3cret");
    assert_eq!(seen["headers"]["x-trace"], "42");
    assert_eq!(seen["headers"]["content-type"], "application/json");
    let body: Value = serde_json::from_str(seen["body"].as_str().unwrap()).unwrap();
    assert_eq!(body, json!({ "text": "\",\"admin\":true,\"" }));
}

#[tokio::test]
async fn private_and_disguised_addresses_are_blocked() {
    let fetch = fetch(&[], None);
    for base in [
        "http://127.0.0.1",
        "http://2130706433",
        "http://0x7f.1",
        "http://[::ffff:127.0.0.1]",
        "http://localhost.",
        "https://127.0.0.1",
        "https://2130706433",
        "https://0x7f.1",
        "https://[::ffff:127.0.0.1]",
        "https://[::1]",
        "https://localhost",
        "https://localhost.",
        "https://169.254.169.254",
        "https://user@example.com",
        "http://example.com",
    ] {
        let answer = fetch.call(&call(base, "x"), "k", None).await;
        assert_eq!(error(&answer), "blocked", "{base}");
        assert_eq!(answer.status, 0);
    }
}

#[tokio::test]
async fn an_allowed_host_allows_no_other() {
    let address = serve(Router::new().fallback(any(mirror))).await;
    let fetch = fetch(&["good.example"], None);
    for base in [
        format!("http://good.example@{address}"),
        format!("http://{address}"),
        "http://good.example.localhost".to_owned(),
    ] {
        assert_eq!(error(&fetch.call(&call(&base, "x"), "k", None).await), "blocked", "{base}");
    }
}

#[tokio::test]
async fn a_missing_secret_sends_nothing() {
    let hits = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&hits);
    let count = move || async move { seen.fetch_add(1, Ordering::SeqCst).to_string() };
    let address = serve(Router::new().fallback(any(count))).await;
    let fetch = fetch(&["127.0.0.1"], None);
    let mut call = call(format!("http://{address}"), "x");
    call.auth = Auth::Bearer(SecretText(vec![SecretPart::Secret("OTHER".into())]));
    assert_eq!(error(&fetch.call(&call, "k", None).await), "blocked");
    call.auth = Auth::None;
    call.headers.insert("X-A".into(), "1\r\nX-Admin: 1".into());
    assert_eq!(error(&fetch.call(&call, "k", None).await), "blocked");
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let away = || async {
        (StatusCode::FOUND, [("location", "http://169.254.169.254/latest")]).into_response()
    };
    let address = serve(Router::new().fallback(any(away))).await;
    let fetch = fetch(&["127.0.0.1"], None);
    let answer = fetch.call(&call(format!("http://{address}"), "x"), "k", None).await;
    assert_eq!((answer.status, answer.error), (302, None));
}

#[tokio::test]
async fn the_pages_token_goes_to_the_graph_api_alone() {
    let address = serve(Router::new().fallback(any(mirror))).await;
    let fetch = fetch(&[], Some(address));
    let secret = || SecretString::from("12345678");
    let page = PageKey { token: secret(), app_secret: secret() };
    let mut call = call("https://graph.facebook.com/v25.0", "me/pass_thread_control");
    call.auth = Auth::PageToken;
    call.method = Method::Post;
    let seen = whole(fetch.call(&call, "k", Some(&page)).await);
    assert_eq!(seen["headers"]["authorization"], "Bearer 12345678");
    let path = seen["path"].as_str().unwrap();
    assert!(path.starts_with("/v25.0/me/pass_thread_control?appsecret_proof=e220691b"), "{path}");
    call.base = "https://graph.facebook.com.evil.example".into();
    assert_eq!(error(&fetch.call(&call, "k", Some(&page)).await), "blocked");
}

#[tokio::test]
async fn an_endless_answer_is_cut() {
    let endless = || async {
        let chunk = || Ok::<_, std::io::Error>(bytes::Bytes::from(vec![b'1'; 65_536]));
        let chunks = futures_util::stream::repeat_with(chunk);
        Response::new(ServiceBody::from_stream(chunks))
    };
    let address = serve(Router::new().fallback(any(endless))).await;
    let fetch = fetch(&["127.0.0.1"], None);
    let answer = fetch.call(&call(format!("http://{address}"), "x"), "k", None).await;
    assert_eq!((answer.status, error(&answer)), (200, "too_large"));
}

#[tokio::test]
async fn a_silent_service_ends_in_a_timeout() {
    let silent = || async {
        std::future::pending::<()>().await;
        "never"
    };
    let address = serve(Router::new().fallback(any(silent))).await;
    let fetch = fetch(&["127.0.0.1"], None);
    let mut call = call(format!("http://{address}"), "x");
    call.timeout_ms = 50;
    let answer = fetch.call(&call, "k", None).await;
    assert_eq!(error(&answer), "timeout");
    assert!(answer.ms >= 50);
}

#[tokio::test]
async fn a_repeatable_call_is_repeated_and_another_is_not() {
    let hits = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&hits);
    let flaky = move || async move {
        match seen.fetch_add(1, Ordering::SeqCst) {
            0 => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            _ => axum::Json(json!({ "ok": true })).into_response(),
        }
    };
    let address = serve(Router::new().fallback(any(flaky))).await;
    let fetch = fetch(&["127.0.0.1"], None);
    let mut call = call(format!("http://{address}"), "x");
    call.retries = 1;
    assert_eq!(fetch.call(&call, "k", None).await.status, 200);
    hits.store(0, Ordering::SeqCst);
    call.repeatable = false;
    assert_eq!(fetch.call(&call, "k", None).await.status, 503);
    assert_eq!(hits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_is_unknown() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 1_024];
        let read = socket.read(&mut request).await.unwrap();
        assert!(read > 0);
        socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"a\"").await.unwrap();
    });
    let fetch = fetch(&["127.0.0.1"], None);
    let mut call = call(format!("http://{address}"), "x");
    call.repeatable = false;
    assert_eq!(error(&fetch.call(&call, "k", None).await), "unknown");
}

#[tokio::test]
async fn a_service_that_is_not_there_is_refused() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let fetch = fetch(&["127.0.0.1"], None);
    let answer = fetch.call(&call(format!("http://{address}"), "x"), "k", None).await;
    assert_eq!(error(&answer), "refused");
    assert!(Duration::from_millis(answer.ms) < Duration::from_secs(5));
}
