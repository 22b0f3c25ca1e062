//! One HTTP exchange with the platform: bounded in time and size, on one host, never redirected.

use std::sync::Once;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Body, Method, Request};
use url::{Host, Url};

use super::{CALL, ClientProblem};
use crate::messenger::failure::Answered;
use crate::messenger::timely::{HandedOut, Timely};
use crate::messenger::usage::Usage;

/// Answers are a few hundred bytes; a listing of twenty long messages stays below this.
const ANSWER: usize = 1024 * 1024;

/// A call, ready to go.
pub(super) struct Call {
    pub method: Method,
    pub url: Url,
    pub authorization: HeaderValue,
    /// What is sent, and until when it may be.
    pub body: Option<(Bytes, Instant)>,
}

/// An answer, read to its end or given up.
pub(super) struct Answer {
    pub status: u16,
    pub usage: Usage,
    pub body: Option<Bytes>,
}

impl Answer {
    pub(super) fn answered(&self) -> Answered<'_> {
        Answered { status: self.status, usage: self.usage, body: self.body.as_deref() }
    }
}

/// No answer came.
pub(super) struct Lost {
    /// The whole request may have been written.
    pub handed_out: bool,
    pub why: &'static str,
}

/// The connections of a client: kept alive, no proxies, no redirects, TLS by rustls and ring.
pub(super) fn http(base: &Url) -> Result<reqwest::Client, ClientProblem> {
    choose_cryptography();
    let builder = reqwest::Client::builder()
        .user_agent(concat!("baton/", env!("CARGO_PKG_VERSION")))
        .no_proxy()
        .redirect(Policy::none())
        .referer(false)
        // Answers are a few hundred bytes: packing them would cost both sides more than it saves.
        .gzip(false)
        .connect_timeout(Duration::from_secs(5))
        .pool_idle_timeout(Duration::from_secs(55))
        .tcp_nodelay(true)
        // A connection that died unnoticed would cost every message on it an unknown outcome.
        .tcp_keepalive(Duration::from_secs(30))
        .http2_keep_alive_interval(Duration::from_secs(20))
        .http2_keep_alive_timeout(Duration::from_secs(5));
    let builder = match base.scheme() {
        "https" => builder.https_only(true),
        // Loopback needs no certificates, and a machine without any can still run the simulator.
        "http" if is_loopback(base) => builder.tls_certs_only([]),
        _ => return Err(ClientProblem::Insecure(base.clone())),
    };
    builder.build().map_err(ClientProblem::Http)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn choose_cryptography() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| {
        // An error means that another part of the program has chosen before us, which is as good.
        if let Err(other) = rustls::crypto::ring::default_provider().install_default() {
            drop(other);
        }
    });
}

/// Sends a call and reads its answer, within ten seconds and before the deadline.
pub(super) async fn exchange(
    http: &reqwest::Client,
    call: Call,
    deadline: Instant,
) -> Result<Answer, Lost> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Lost { handed_out: false, why: "too late to send" });
    }
    let mut request = Request::new(call.method, call.url);
    *request.timeout_mut() = Some(left.min(CALL));
    request.headers_mut().insert(AUTHORIZATION, call.authorization);
    let mut handed_out = HandedOut::default();
    if let Some((bytes, deadline)) = call.body {
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json);
        let (body, mark) = Timely::new(bytes, deadline);
        *request.body_mut() = Some(Body::wrap(body));
        handed_out = mark;
    }
    match http.execute(request).await {
        Ok(response) => Ok(read(response).await),
        Err(error) => Err(Lost { handed_out: handed_out.is_true(), why: reason(&error) }),
    }
}

async fn read(mut response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let usage = Usage::read(response.headers());
    let mut body = BytesMut::new();
    let body = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= ANSWER => body.extend_from_slice(&chunk),
            Ok(Some(_)) | Err(_) => break None,
            Ok(None) => break Some(body.freeze()),
        }
    };
    Answer { status, usage, body }
}

/// A word for the log. The error's own text would show the address with its proof.
fn reason(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_body() {
        "too late to send"
    } else {
        "connection lost"
    }
}
