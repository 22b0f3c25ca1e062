//! Answers Meta's question whether this is our webhook (messenger-platform 1.1).
//!
//! Invariant: what is answered consists of letters, digits, `_` and `-`, so no page can be made
//! of it.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Longer queries are refused unread: three short parameters fit many times over.
const QUERY: usize = 8 * 1024;
/// A challenge is a number of some ten digits.
const CHALLENGE: usize = 256;

/// The body to answer a verification request with, as `text/plain`; `None`: answer 403.
///
/// `query` is the request's query string as it came, without the `?`.
pub fn answer(query: &str, token: &SecretString) -> Option<String> {
    if query.len() > QUERY {
        return None;
    }
    let mut seen = [None, None, None];
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let slot = match name.as_ref() {
            "hub.mode" => &mut seen[0],
            "hub.verify_token" => &mut seen[1],
            "hub.challenge" => &mut seen[2],
            _ => continue,
        };
        // A parameter given twice means two readers may see two different requests.
        if slot.replace(value).is_some() {
            return None;
        }
    }
    let [Some(mode), Some(given), Some(challenge)] = seen else {
        return None;
    };
    let known = same(given.as_bytes(), token.expose_secret().as_bytes());
    (known && mode == "subscribe" && is_challenge(&challenge)).then(|| challenge.into_owned())
}

/// Compares by hash, so that not even the token's length can be measured.
fn same(one: &[u8], other: &[u8]) -> bool {
    Sha256::digest(one).ct_eq(&Sha256::digest(other)).into()
}

fn is_challenge(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !text.is_empty() && text.len() <= CHALLENGE && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(query: &str) -> Option<String> {
        answer(query, &SecretString::from("the token"))
    }

    #[test]
    fn the_right_token_gets_the_challenge_and_nothing_else() {
        let query = "hub.mode=subscribe&hub.verify_token=the%20token&hub.challenge=1158201444";
        assert_eq!(ask(query).as_deref(), Some("1158201444"));
    }

    #[test]
    fn a_wrong_long_doubled_or_missing_token_gets_nothing() {
        let with = |token: &str| format!("hub.mode=subscribe&hub.challenge=1{token}");
        assert_eq!(ask(&with("&hub.verify_token=the+tokem")), None);
        assert_eq!(ask(&with(&format!("&hub.verify_token={}", "a".repeat(1 << 20)))), None);
        assert_eq!(ask(&with("&hub.verify_token[]=the+token")), None);
        assert_eq!(ask(&with("&hub.verify_token=the+token&hub.verify_token=the+token")), None);
        assert_eq!(ask(&with("")), None);
        assert_eq!(ask("hub.verify_token=the+token&hub.challenge=1"), None);
        assert_eq!(ask("hub.mode=unsubscribe&hub.verify_token=the+token&hub.challenge=1"), None);
    }

    #[test]
    fn a_challenge_that_could_be_a_page_is_refused() {
        let with = |challenge: &str| {
            ask(&format!("hub.mode=subscribe&hub.verify_token=the+token&hub.challenge={challenge}"))
        };
        assert_eq!(with("%3Cscript%3E"), None);
        assert_eq!(with(""), None);
        assert_eq!(with(&"1".repeat(257)), None);
        assert_eq!(with("a-Z_9").as_deref(), Some("a-Z_9"));
    }
}
