//! What came back from a service, read within bounds.

use baton_core::event::Answer;
use bytes::BytesMut;
use indexmap::IndexMap;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

/// Bytes of an answer, unpacked: more is nothing a conversation can use.
const BODY: usize = 256 * 1024;
/// Headers of an answer.
const HEADERS: usize = 64;
/// Characters of a header's value.
const HEADER: usize = 1_000;

/// Reads an answer to its end, or to its bound.
///
/// # Errors
/// When the connection breaks before the end.
pub(super) async fn read(mut response: reqwest::Response) -> Result<Answer, reqwest::Error> {
    let status = response.status().as_u16();
    let headers = headers(response.headers());
    let claims_text = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/"));
    let mut bytes = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > BODY {
            let error = Some("too_large".to_owned());
            return Ok(Answer { status, headers, body: None, error, ms: 0 });
        }
        bytes.extend_from_slice(&chunk);
    }
    let (body, error) = json(&bytes, claims_text);
    Ok(Answer { status, headers, body, error, ms: 0 })
}

/// An empty answer, or a plain text where a text is announced, is no JSON and no fault; all else that is none, is one.
fn json(bytes: &[u8], claims_text: bool) -> (Option<serde_json::Value>, Option<String>) {
    let trimmed = bytes.trim_ascii();
    if trimmed.is_empty() {
        return (None, None);
    }
    // serde_json refuses what is nested deeper than 128, so no answer can exhaust the stack.
    match serde_json::from_slice(trimmed) {
        Ok(value) => (Some(value), None),
        Err(_) if claims_text && !matches!(trimmed[0], b'{' | b'[') => (None, None),
        Err(_) => (None, Some("not_json".to_owned())),
    }
}

fn headers(map: &HeaderMap) -> IndexMap<String, String> {
    let one = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        let text = String::from_utf8_lossy(value.as_bytes()).chars().take(HEADER).collect();
        (name.as_str().to_owned(), text)
    };
    map.iter().take(HEADERS).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn what_is_no_json_is_a_fault_unless_it_says_so() {
        let not = |bytes: &[u8]| json(bytes, false) == (None, Some("not_json".into()));
        assert!(not(b"{\"a\":"));
        assert!(not(b"NaN"));
        assert!(not(&[b'['; 10_000]));
        assert!(not(b"OK"));
        assert_eq!(json(b"OK", true), (None, None));
        assert!(json(b"{broken", true).1.is_some());
        assert_eq!(json(b" \n", false), (None, None));
        assert_eq!(json(b"{\"a\":1}", true).0, Some(serde_json::json!({ "a": 1 })));
    }
}
