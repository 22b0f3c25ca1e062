//! Proves that a webhook body comes from Meta, before anything in it is parsed.
//!
//! Invariant: compares in constant time, over the bytes as they came, and never says how a wrong
//! signature differs from the right one (messenger-platform 1.3).

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use thiserror::Error;

/// The header that carries the signature: `sha256=` and 64 lower-case hex digits.
pub const HEADER: &str = "x-hub-signature-256";

/// Why a body is not taken for Meta's. Safe to count and to log: it names no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignatureProblem {
    /// No signature header (an old `sha1=` header counts as none).
    #[error("no signature")]
    Missing,
    /// More than one, even if one of them is right.
    #[error("several signatures")]
    Several,
    /// Not `sha256=` and 64 lower-case hex digits.
    #[error("malformed signature")]
    Malformed,
    /// Well formed, and of another secret or another body.
    #[error("wrong signature")]
    Wrong,
}

/// What webhooks are signed with: made once, of the app's secrets.
#[derive(Clone)]
pub struct Keys(Vec<Hmac<Sha256>>);

impl Keys {
    /// Any of `secrets` may sign: two are valid while an app secret is being changed.
    pub fn new(secrets: &[SecretString]) -> Self {
        Self(secrets.iter().map(keyed).collect())
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// Checks the values of all [`HEADER`] headers of a request against its raw body.
///
/// # Errors
/// What is wrong, by class only.
pub fn verify<'a>(
    keys: &Keys,
    values: impl IntoIterator<Item = &'a [u8]>,
    body: &[u8],
) -> Result<(), SignatureProblem> {
    let mut values = values.into_iter();
    let value = values.next().ok_or(SignatureProblem::Missing)?;
    if values.next().is_some() {
        return Err(SignatureProblem::Several);
    }
    let given = digest(value).ok_or(SignatureProblem::Malformed)?;
    let signed = |key: &Hmac<Sha256>| key.clone().chain_update(body).verify_slice(&given).is_ok();
    if keys.0.iter().any(signed) {
        return Ok(());
    }
    Err(SignatureProblem::Wrong)
}

/// The header value Meta would send with this body.
pub fn sign(secret: &SecretString, body: &[u8]) -> String {
    format!("sha256={}", hex_hmac(secret, body))
}

/// HMAC-SHA256 of `message` in lower-case hex, keyed by `secret`.
pub fn hex_hmac(secret: &SecretString, message: &[u8]) -> String {
    use std::fmt::Write;
    let tag = keyed(secret).chain_update(message).finalize().into_bytes();
    tag.iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes every write");
        hex
    })
}

/// An HMAC over nothing yet.
pub(super) fn keyed(secret: &SecretString) -> Hmac<Sha256> {
    Hmac::new_from_slice(secret.expose_secret().as_bytes()).expect("HMAC takes keys of any length")
}

fn digest(value: &[u8]) -> Option<[u8; 32]> {
    let hex: &[u8; 64] = value.strip_prefix(b"sha256=")?.try_into().ok()?;
    let mut digest = [0; 32];
    for (byte, pair) in digest.iter_mut().zip(hex.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(digest)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &[u8] = br#"{"object":"page","entry":[]}"#;
    const EMPTY_SIGNED: &str =
        "sha256=5da47c9c7409e70d7a1851f0cfd9bc27786bd99587a9bf1dd5b51e23a2de03cf";
    const ESCAPED: &[u8] = br#"{"object":"page","entry":[{"id":"1","time":1,"messaging":[{"sender":{"id":"2"},"recipient":{"id":"1"},"timestamp":1,"message":{"mid":"m_1","text":"\u00e4\u00f6\u00e5"}}]}]}"#;
    const ESCAPED_SIGNED: &str =
        "sha256=58c8e35972055e55bbd8dc89d3d529696546d4aa9220d72f34ea7eade459a123";

    fn secrets(all: &[&str]) -> Vec<SecretString> {
        all.iter().map(|one| SecretString::from(*one)).collect()
    }

    fn check(secret: &[&str], values: &[&str], body: &[u8]) -> Result<(), SignatureProblem> {
        verify(&Keys::new(&secrets(secret)), values.iter().map(|value| value.as_bytes()), body)
    }

    #[test]
    fn the_known_vectors_are_accepted() {
        assert_eq!(check(&["test_app_secret"], &[EMPTY_SIGNED], EMPTY), Ok(()));
        assert_eq!(check(&["test_app_secret"], &[ESCAPED_SIGNED], ESCAPED), Ok(()));
        assert_eq!(sign(&SecretString::from("test_app_secret"), EMPTY), EMPTY_SIGNED);
    }

    #[test]
    fn a_body_written_anew_in_utf_8_is_another_body() {
        let rewritten = String::from_utf8(ESCAPED.to_vec()).unwrap();
        let rewritten = rewritten.replace("\\u00e4\\u00f6\\u00e5", "äöå");
        let problem = check(&["test_app_secret"], &[ESCAPED_SIGNED], rewritten.as_bytes());
        assert_eq!(problem, Err(SignatureProblem::Wrong));
        let own = "sha256=d685c33274cde80e7fb3aa76a671d7881595915cb37b9c08916f7ff232a39b0a";
        assert_eq!(check(&["test_app_secret"], &[own], rewritten.as_bytes()), Ok(()));
    }

    #[test]
    fn either_secret_is_good_while_they_are_changed() {
        let two = ["new_secret", "test_app_secret"];
        assert_eq!(check(&two, &[EMPTY_SIGNED], EMPTY), Ok(()));
        assert_eq!(check(&two[..1], &[EMPTY_SIGNED], EMPTY), Err(SignatureProblem::Wrong));
        assert_eq!(check(&[], &[EMPTY_SIGNED], EMPTY), Err(SignatureProblem::Wrong));
    }

    #[test]
    fn every_other_form_is_refused_without_a_panic() {
        let secret = ["test_app_secret"];
        let refused = |values: &[&str]| check(&secret, values, EMPTY);
        assert_eq!(refused(&[]), Err(SignatureProblem::Missing));
        let sha1 = "sha1=eb935a8cb91fd3b72ab4cd92acd4498e6e688bb0";
        let upper = format!("sha256={}", EMPTY_SIGNED[7..].to_uppercase());
        let odd = format!("sha256={}zz", &EMPTY_SIGNED[7..69]);
        let long = format!("{EMPTY_SIGNED} ");
        for value in [sha1, &upper, &odd, &long, "", "sha256=", "ä", &EMPTY_SIGNED[7..]] {
            assert_eq!(refused(&[value]), Err(SignatureProblem::Malformed), "{value}");
        }
        assert_eq!(refused(&[EMPTY_SIGNED, EMPTY_SIGNED]), Err(SignatureProblem::Several));
        let indented = br#"{ "object": "page", "entry": [] }"#;
        assert_eq!(check(&secret, &[EMPTY_SIGNED], indented), Err(SignatureProblem::Wrong));
    }

    #[test]
    fn the_proof_of_a_token_is_the_known_one() {
        let proof = hex_hmac(&SecretString::from("12345678"), b"12345678");
        assert_eq!(proof, "e220691b3e23647fc17c4b282bb469ac77fbadb8f5c77898294e42de95add560");
    }
}
