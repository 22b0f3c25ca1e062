//! The reference's Graph calls: warm connections, one call at a time on each.

use std::net::SocketAddr;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::ensure;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::writer::Job;
use crate::bench::world::token;

/// A committed call.
pub(super) struct Call {
    /// Its row in the outbox.
    pub(super) id: i64,
    pub(super) page: String,
    pub(super) body: String,
}

/// Where calls go.
#[derive(Clone)]
pub(super) struct Calls {
    graph: SocketAddr,
    free: Arc<Mutex<Vec<SendRequest<Full<Bytes>>>>>,
    sent: SyncSender<Job>,
}

impl Calls {
    pub(super) fn new(graph: SocketAddr, sent: SyncSender<Job>) -> Self {
        Self { graph, free: Arc::default(), sent }
    }

    /// Makes a call and has it marked as sent.
    pub(super) async fn perform(self, call: Call) {
        let id = call.id;
        match self.post(call).await {
            Ok(()) => {
                if self.sent.try_send(Job::Sent(id)).is_err() {
                    tracing::error!("the writer is too far behind");
                }
            }
            Err(error) => tracing::error!(%error, "a call failed"),
        }
    }

    async fn post(&self, call: Call) -> anyhow::Result<()> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut line = match free {
            Some(line) => line,
            None => self.open().await?,
        };
        let request = Request::post(format!("/v25.0/{}/messages", call.page))
            .header(HOST, "localhost")
            .header(AUTHORIZATION, format!("Bearer {}", token(&call.page)))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::from(call.body))?;
        line.ready().await?;
        let answer = line.send_request(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        ensure!(status == 200, "status {status}");
        let accepted: serde_json::Value = serde_json::from_slice(&body)?;
        ensure!(accepted["message_id"].is_string(), "no message id");
        Ok(())
    }

    async fn open(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(self.graph).await?;
        stream.set_nodelay(true)?;
        let (line, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the Graph API ended early");
            }
        });
        Ok(line)
    }
}
