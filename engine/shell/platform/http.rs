//! The Graph API's side of the wire: HTTP in, `Platform::graph`, HTTP out, or a dead connection.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use baton_simulator::{Fate, GraphAnswer, GraphRequest, Method, Platform};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::{Clock, locked};

/// The longest body a call may have; Meta's own limit is far above any JSON call of ours.
const LONGEST_BODY: usize = 1 << 20;

/// How long connections may take to end when the front stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// What every connection needs.
#[derive(Clone)]
pub(super) struct Graph {
    pub(super) platform: Arc<Mutex<Platform>>,
    pub(super) clock: Clock,
    pub(super) wake: Arc<Notify>,
}

/// The answer that never comes: hyper closes the connection without writing a byte.
#[derive(Debug, thiserror::Error)]
#[error("the connection dies here, as the fault script says")]
struct Silence;

/// Accepts connections until the front stops, then lets the open ones end.
pub(super) async fn serve(listener: TcpListener, graph: Graph, mut stop: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            // An error means that the front is gone, which is the same as a stop.
            _ = stop.changed() => break,
        };
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(converse(stream, graph.clone(), stop.clone()));
            }
            Err(error) => tracing::warn!(%error, "the simulated Graph API could not accept"),
        }
    }
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(FAREWELL, all).await.is_err() {
        tracing::warn!("connections to the simulated Graph API were cut");
    }
}

async fn converse(stream: TcpStream, graph: Graph, mut stop: watch::Receiver<bool>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let service = service_fn(move |request| answer(graph.clone(), request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stop.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection to the simulated Graph API ended early");
    }
}

async fn answer(
    graph: Graph,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Silence> {
    let Some(request) = read(request).await else {
        return Ok(plain(StatusCode::BAD_REQUEST, "not a Graph call"));
    };
    let now = (graph.clock)();
    let answer = locked(&graph.platform).graph(now, request);
    graph.wake.notify_one();
    match answer.fate {
        Fate::Answer => {}
        Fate::AnswerAfter(late) => {
            let late = Duration::from_millis(u64::try_from(late).unwrap_or(0));
            tokio::time::sleep(late).await;
        }
        Fate::Silence => return Err(Silence),
    }
    Ok(written(answer))
}

/// Takes a request apart; `None` when the method is none of Graph's or the body cannot be read.
async fn read(request: Request<Incoming>) -> Option<GraphRequest> {
    let (head, body) = request.into_parts();
    let method = match head.method {
        hyper::Method::GET => Method::Get,
        hyper::Method::POST => Method::Post,
        hyper::Method::DELETE => Method::Delete,
        _ => return None,
    };
    let bytes = Limited::new(body, LONGEST_BODY).collect().await.ok()?.to_bytes();
    let query = head.uri.query().unwrap_or_default();
    let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Some(GraphRequest {
        method,
        path: head.uri.path().to_owned(),
        query,
        body: read_body(&head.headers, &bytes),
        token: bearer(&head.headers),
    })
}

/// JSON, or a form as an object of strings. What cannot be read counts as no parameters at all:
/// the platform then says which one is missing.
fn read_body(headers: &HeaderMap, bytes: &[u8]) -> Value {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        let pairs = url::form_urlencoded::parse(bytes).into_owned();
        let fields: Map<String, Value> = pairs.map(|(key, value)| (key, value.into())).collect();
        return Value::Object(fields);
    }
    serde_json::from_slice(bytes).unwrap_or_default()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

fn written(answer: GraphAnswer) -> Response<Full<Bytes>> {
    let (kind, bytes) = match answer.body {
        Value::String(html) => ("text/html; charset=UTF-8", html.into_bytes()),
        json => ("application/json; charset=UTF-8", json.to_string().into_bytes()),
    };
    let mut response = Response::builder().status(answer.status).header(CONTENT_TYPE, kind);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Full::from(bytes)).unwrap_or_else(|error| {
        tracing::error!(%error, "the fault script asks for an impossible answer");
        plain(StatusCode::INTERNAL_SERVER_ERROR, "impossible answer")
    })
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    response
}
