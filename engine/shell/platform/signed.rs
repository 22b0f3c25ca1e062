//! A webhook body as bytes and its signature (messenger-platform 1.3).
//!
//! The signature is over exactly the bytes that are sent; every non-ASCII character is written as its
//! JSON escape with four lower-case hexadecimal digits, since Meta signs that spelling.

use std::io::{self, Write};

use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};
use sha2::Sha256;

/// The app secret, ready to sign.
pub(crate) type Key = Hmac<Sha256>;

/// Makes a key of the app secret.
pub(crate) fn key(app_secret: &str) -> Key {
    Key::new_from_slice(app_secret.as_bytes()).expect("HMAC takes a key of any length")
}

/// The bytes to send.
pub(crate) fn bytes(body: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    let mut serializer = Serializer::with_formatter(&mut out, Escaped);
    body.serialize(&mut serializer).expect("writing JSON into memory cannot fail");
    out
}

/// Value of `X-Hub-Signature-256`.
pub(crate) fn signature(key: &Key, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mac = key.clone().chain_update(bytes).finalize().into_bytes();
    let mut header = String::with_capacity(7 + 64);
    header.push_str("sha256=");
    for byte in mac {
        header.push(char::from(DIGITS[usize::from(byte >> 4)]));
        header.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    header
}

/// Compact JSON in ASCII.
struct Escaped;

impl Formatter for Escaped {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        if fragment.is_ascii() {
            return writer.write_all(fragment.as_bytes());
        }
        for letter in fragment.chars() {
            if letter.is_ascii() {
                writer.write_all(&[letter as u8])?;
                continue;
            }
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn signatures_equal_the_known_vectors() {
        let key = key("test_app_secret");
        let empty = bytes(&json!({ "object": "page", "entry": [] }));
        assert_eq!(
            signature(&key, &empty),
            "sha256=5da47c9c7409e70d7a1851f0cfd9bc27786bd99587a9bf1dd5b51e23a2de03cf"
        );
        let umlauts = bytes(&json!({ "object": "page", "entry": [{ "id": "1", "time": 1,
            "messaging": [{ "sender": { "id": "2" }, "recipient": { "id": "1" },
                "timestamp": 1, "message": { "mid": "m_1", "text": "äöå" } }] }] }));
        assert_eq!(
            signature(&key, &umlauts),
            "sha256=58c8e35972055e55bbd8dc89d3d529696546d4aa9220d72f34ea7eade459a123"
        );
    }

    #[test]
    fn non_ascii_is_escaped_in_lower_case_and_emoji_in_pairs() {
        let body = json!({ "ä\"": "日 \u{1f600}\n" });
        assert_eq!(
            String::from_utf8(bytes(&body)).unwrap(),
            r#"{"\u00e4\"":"\u65e5 \ud83d\ude00\n"}"#
        );
    }
}
