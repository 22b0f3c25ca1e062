//! The yardstick: the flow of the bench written by hand, with no engine in it.
//!
//! It gives the same promises where they cost something: signature first, event key, state and
//! outbox in one group commit on SQLite with `synchronous=FULL`, 200 after it, then the Graph call,
//! then the mark that it was sent. It has nothing else: no flows, no handover, no retries, no
//! second page's rules. So it says what this machine can do.

mod calls;
pub(super) mod raw;
mod writer;

use std::borrow::Cow;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use bytes::Bytes;
use hmac::Mac;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use self::calls::Calls;
use self::writer::{Job, Turn};
use super::world::SECRET;
use crate::platform::signed;

/// Jobs the writer may be behind; far more than people in any run.
const QUEUE: usize = 4096;

/// What every request needs.
struct Door {
    key: signed::Key,
    writer: SyncSender<Job>,
}

#[derive(Deserialize)]
struct Hook<'a> {
    #[serde(borrow)]
    entry: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    messaging: Vec<Item<'a>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    sender: Sender<'a>,
    #[serde(borrow)]
    message: Option<Message<'a>>,
}

#[derive(Deserialize)]
struct Sender<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    mid: Cow<'a, str>,
    #[serde(borrow, default)]
    text: Cow<'a, str>,
    #[serde(default)]
    is_echo: bool,
}

/// Serves until the process is ended.
///
/// # Errors
/// When the address or the database cannot be had.
pub async fn serve(address: SocketAddr, graph: SocketAddr, database: &Path) -> anyhow::Result<()> {
    let (jobs, taken) = std::sync::mpsc::sync_channel(QUEUE);
    let calls = Calls::new(graph, jobs.clone());
    writer::start(database, taken, calls, tokio::runtime::Handle::current())?;
    let door = Arc::new(Door { key: signed::key(SECRET), writer: jobs });
    let listener = TcpListener::bind(address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(converse(stream, Arc::clone(&door)));
    }
}

async fn converse(stream: TcpStream, door: Arc<Door>) {
    let service = service_fn(move |request| answer(Arc::clone(&door), request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn answer(
    door: Arc<Door>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let status = if head.method == hyper::Method::GET {
        StatusCode::OK
    } else {
        let body = body.collect().await?.to_bytes();
        let given = head.headers.get("x-hub-signature-256").map(|value| value.as_bytes());
        if door.signed(given.unwrap_or_default(), &body) {
            door.take(&body).await
        } else {
            StatusCode::FORBIDDEN
        }
    };
    let mut response = Response::new(Full::new(Bytes::from_static(b"EVENT_RECEIVED")));
    *response.status_mut() = status;
    Ok(response)
}

impl Door {
    fn signed(&self, given: &[u8], body: &[u8]) -> bool {
        let Some(hex) = given.strip_prefix(b"sha256=").filter(|hex| hex.len() == 64) else {
            return false;
        };
        let mut tag = [0_u8; 32];
        for (byte, pair) in tag.iter_mut().zip(hex.chunks_exact(2)) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16);
            let Some((high, low)) = digit(0).zip(digit(1)) else { return false };
            *byte = u8::try_from(high * 16 + low).expect("two digits make a byte");
        }
        self.key.clone().chain_update(body).verify_slice(&tag).is_ok()
    }

    /// 200 when everything in it is committed. Echoes, deliveries and reads need nothing here.
    async fn take(&self, body: &[u8]) -> StatusCode {
        let Ok(hook) = serde_json::from_slice::<Hook<'_>>(body) else {
            return StatusCode::BAD_REQUEST;
        };
        let mut committed = Vec::new();
        for entry in &hook.entry {
            for item in &entry.messaging {
                let Some(message) = item.message.as_ref().filter(|message| !message.is_echo) else {
                    continue;
                };
                let (done, wait) = oneshot::channel();
                let turn = Turn {
                    key: message.mid.to_string(),
                    page: entry.id.to_string(),
                    contact: item.sender.id.to_string(),
                    text: message.text.to_string(),
                    done,
                };
                if self.writer.try_send(Job::Turn(turn)).is_err() {
                    return StatusCode::SERVICE_UNAVAILABLE;
                }
                committed.push(wait);
            }
        }
        for wait in committed {
            if wait.await.is_err() {
                return StatusCode::SERVICE_UNAVAILABLE;
            }
        }
        StatusCode::OK
    }
}
