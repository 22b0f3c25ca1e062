//! A platform of a few lines: answers in the order it was told to and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

/// What was asked.
#[derive(Clone)]
pub(super) struct Request {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: serde_json::Value,
}

#[derive(Default)]
struct Memory {
    replies: VecDeque<(u16, String)>,
    requests: Vec<Request>,
    usage: Option<String>,
}

/// The stand-in; it lives as long as the test's runtime.
pub(super) struct StandIn {
    pub base: String,
    memory: Arc<Mutex<Memory>>,
}

impl StandIn {
    pub(super) async fn start<T: Into<String>>(
        replies: impl IntoIterator<Item = (u16, T)>,
    ) -> Self {
        let replies = replies.into_iter().map(|(status, body)| (status, body.into())).collect();
        let memory = Arc::new(Mutex::new(Memory { replies, ..Memory::default() }));
        let (listener, base) = listen().await;
        let state = Arc::clone(&memory);
        let answer = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| async move {
            state.lock().unwrap().answer(method, &uri, headers, &body)
        };
        let router = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, memory }
    }

    /// An address nobody listens at.
    pub(super) async fn nobody() -> String {
        listen().await.1
    }

    /// Reads a request to its end and hangs up.
    pub(super) async fn that_hangs_up() -> String {
        let (listener, base) = listen().await;
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut seen = Vec::new();
                while !seen.ends_with(b"}}") && stream.read_buf(&mut seen).await.unwrap() > 0 {}
            }
        });
        base
    }

    /// Reads and never answers.
    pub(super) async fn that_is_silent() -> String {
        let (listener, base) = listen().await;
        tokio::spawn(async move {
            let mut open = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                open.push(stream);
            }
        });
        base
    }

    /// Sends this usage header with every answer from now on.
    pub(super) fn tell_usage(&self, usage: &str) {
        self.memory.lock().unwrap().usage = Some(usage.to_owned());
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.memory.lock().unwrap().requests.clone()
    }

    pub(super) fn request(&self, at: usize) -> Request {
        self.requests().remove(at)
    }
}

impl Memory {
    fn answer(&mut self, method: Method, uri: &Uri, headers: HeaderMap, body: &[u8]) -> Response {
        self.requests.push(Request {
            method,
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            headers,
            body: serde_json::from_slice(body).unwrap_or_default(),
        });
        let (status, body) = self.replies.pop_front().expect("a request nobody expected");
        let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
        if status == 302 {
            response.headers_mut().insert("location", "/elsewhere".parse().unwrap());
        }
        if let Some(usage) = &self.usage {
            let usage = usage.parse().unwrap();
            response.headers_mut().insert("x-business-use-case-usage", usage);
        }
        response
    }
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    (listener, base)
}
