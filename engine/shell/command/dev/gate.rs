//! Who may use the dev API: this machine. A page in somebody's browser may not, and another machine only with a token.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::server::Problem;

/// Lets requests through, or not.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    /// Asked for where other machines can come in.
    token: Option<SecretString>,
}

impl Gate {
    /// A gate for this address; open to other machines it asks for the admin token, or for one made up now.
    pub(super) fn new(listen: SocketAddr, admin: Option<SecretString>) -> anyhow::Result<Self> {
        if listen.ip().is_loopback() {
            return Ok(Self { token: None });
        }
        let made_up = || {
            let mut bytes = [0; 12];
            getrandom::fill(&mut bytes)?;
            let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok::<_, getrandom::Error>(SecretString::from(text))
        };
        let token = match admin {
            Some(token) => token,
            None => made_up().map_err(|error| anyhow::anyhow!("no randomness: {error}"))?,
        };
        Ok(Self { token: Some(token) })
    }

    /// The token, to be told to who started this.
    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_ref().map(ExposeSecret::expose_secret)
    }

    /// Puts the gate before some routes.
    pub(super) fn around(&self, routes: Router) -> Router {
        routes.layer(from_fn_with_state(self.clone(), pass))
    }

    fn lets(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(HOST).unwrap_or_default();
        // A browser says where a page's request comes from; only our own pages may ask.
        let foreign = text(ORIGIN).is_some_and(|origin| origin != format!("http://{host}"));
        match &self.token {
            _ if foreign => false,
            // A name that was made to point to this machine is no name of it.
            None => is_this_machine(host),
            Some(token) => {
                let wanted = format!("Bearer {}", token.expose_secret());
                let given = text(AUTHORIZATION).unwrap_or_default();
                given.as_bytes().ct_eq(wanted.as_bytes()).into()
            }
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some(_) | None => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    if gate.lets(request.headers()) {
        return next.run(request).await;
    }
    let message = "The dev API answers this machine only, or whoever has the token it printed.";
    Problem::new(StatusCode::FORBIDDEN, "forbidden", message).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lets(gate: &Gate, pairs: &[(axum::http::HeaderName, &str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
        gate.lets(&pairs.collect())
    }

    #[test]
    fn this_machine_is_let_in_and_a_page_of_another_site_is_not() {
        let gate = Gate::new("127.0.0.1:4100".parse().unwrap(), None).unwrap();
        assert!(lets(&gate, &[(HOST, "localhost:4100")]));
        assert!(lets(&gate, &[(HOST, "[::1]:4100"), (ORIGIN, "http://[::1]:4100")]));
        assert!(!lets(&gate, &[(HOST, "localhost:4100"), (ORIGIN, "https://evil.example")]));
        assert!(!lets(&gate, &[(HOST, "rebound.example:4100")]));
    }

    #[test]
    fn other_machines_need_the_token() {
        let gate = Gate::new("0.0.0.0:4100".parse().unwrap(), None).unwrap();
        let token = format!("Bearer {}", gate.token().unwrap());
        assert!(lets(&gate, &[(HOST, "10.0.0.5:4100"), (AUTHORIZATION, &token)]));
        assert!(!lets(&gate, &[(HOST, "localhost:4100")]));
    }
}
