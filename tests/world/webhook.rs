//! Webhooks as Meta, or somebody else, would post them: bodies, signatures, raw bytes on a socket.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use baton::messenger::signature;
use baton::platform::system_clock;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{PAGE, SECRET, World};

/// How long a socket may be silent before a test gives up.
const SILENCE: Duration = Duration::from_secs(30);

/// The signature of a body by our app's secret.
pub(crate) fn sign(body: &[u8]) -> String {
    sign_by(SECRET, body)
}

/// The signature of a body by some secret.
pub(crate) fn sign_by(secret: &str, body: &[u8]) -> String {
    signature::sign(&SecretString::from(secret), body)
}

/// Now, Unix ms.
pub(crate) fn now() -> i64 {
    system_clock()()
}

/// A person's message as an item of `messaging`.
pub(crate) fn message(contact: &str, mid: &str, text: &str) -> Value {
    json!({
        "sender": { "id": contact },
        "recipient": { "id": PAGE },
        "timestamp": now(),
        "message": { "mid": mid, "text": text },
    })
}

/// A webhook's body around items of `messaging`.
pub(crate) fn envelope(items: &[Value]) -> Value {
    json!({ "object": "page", "entry": [{ "id": PAGE, "time": now(), "messaging": items }] })
}

impl World {
    /// Posts a body with its right signature; the status.
    pub(crate) fn webhook(&self, body: &Value) -> u16 {
        self.webhook_bytes(body.to_string().as_bytes())
    }

    /// Posts bytes with their right signature; the status.
    pub(crate) fn webhook_bytes(&self, body: &[u8]) -> u16 {
        self.webhook_with(body, &[("x-hub-signature-256", &sign(body))]).0
    }

    /// Posts bytes with these headers and no others; status and answer.
    pub(crate) fn webhook_with(&self, body: &[u8], headers: &[(&str, &str)]) -> (u16, String) {
        let request = headers.iter().fold(self.webhook_request(body), |request, (name, value)| {
            request.header(*name, *value)
        });
        self.runtime.block_on(async {
            let answer = request.send().await.expect("the server answers");
            (answer.status().as_u16(), answer.text().await.expect("the answer is whole"))
        })
    }

    /// Posts signed bodies, all at the same time; their statuses in the order of the bodies.
    pub(crate) fn webhooks_at_once(&self, bodies: &[Value]) -> Vec<u16> {
        let posts = bodies.iter().map(|body| {
            let body = body.to_string();
            let signature = sign(body.as_bytes());
            let request = self.webhook_request(body.as_bytes());
            let request = request.header("x-hub-signature-256", signature);
            async { request.send().await.expect("the server answers").status().as_u16() }
        });
        self.runtime.block_on(futures_util::future::join_all(posts))
    }

    fn webhook_request(&self, body: &[u8]) -> reqwest::RequestBuilder {
        let request = self.http.post(format!("{}/webhook", self.server.url));
        request.header("content-type", "application/json").body(body.to_vec())
    }

    /// A GET of the webhook's address with this query; status, answer and its headers.
    pub(crate) fn verification(&self, query: &str) -> (u16, String, reqwest::header::HeaderMap) {
        let url = format!("{}/webhook?{query}", self.server.url);
        self.runtime.block_on(async {
            let answer = self.http.get(url).send().await.expect("the server answers");
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            (status, answer.text().await.expect("the answer is whole"), headers)
        })
    }

    /// A connection to the server, for what no HTTP client would send.
    pub(crate) fn socket(&self) -> TcpStream {
        let address = self.server.url.trim_start_matches("http://");
        let socket = TcpStream::connect(address).expect("the server listens");
        socket.set_read_timeout(Some(SILENCE)).expect("the time is not zero");
        socket
    }

    /// A counter of `/readyz`.
    pub(crate) fn counter(&self, name: &str) -> u64 {
        let health = self.get("/readyz");
        health["counters"][name].as_u64().unwrap_or_else(|| panic!("no counter {name}: {health}"))
    }
}

/// Writes as much as the other side takes; its closing the connection is no failure.
pub(crate) fn write_some(socket: &mut TcpStream, bytes: &[u8]) -> bool {
    socket.write_all(bytes).is_ok()
}

/// Everything the server answers until it closes the connection.
pub(crate) fn read_all(socket: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    // A reset after the answer is how a server cuts a body short.
    while let Ok(length) = socket.read(&mut piece) {
        if length == 0 {
            break;
        }
        answer.extend_from_slice(&piece[..length]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}
