//! A call made ready to send: headers looked at, secrets filled in, body written. The same for every try.

use baton_core::effect::{Auth, Body, HttpCall, Method, SecretPart, SecretText};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use url::Url;

use super::{Inner, PageKey, address};
use crate::config::Services;

/// A call, ready to send as often as needed.
pub(super) struct Prepared {
    method: reqwest::Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
    /// The host may be private.
    pub(super) open: bool,
}

impl Prepared {
    pub(super) fn build(&self, client: &reqwest::Client) -> reqwest::RequestBuilder {
        let request = client.request(self.method.clone(), self.url.clone());
        let request = request.headers(self.headers.clone());
        match &self.body {
            Some(body) => request.body(body.clone()),
            None => request,
        }
    }
}

impl Inner {
    /// Makes a call ready.
    ///
    /// # Errors
    /// Why it must not be sent, for the operator's log; never with a value in it.
    pub(super) fn prepare(
        &self,
        call: &HttpCall,
        idempotency_key: &str,
        page: Option<&PageKey>,
    ) -> Result<Prepared, String> {
        let mut target = address::target(&self.settings, call)?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        put(&mut headers, "idempotency-key", idempotency_key)?;
        let body = body(&call.body, &mut headers)?;
        for (name, value) in &call.headers {
            put(&mut headers, name, value)?;
        }
        if call.auth == Auth::PageToken {
            let page = page.ok_or("there is no token of a page here")?;
            bearer(&mut headers, &page.token)?;
            let proof = appsecret_proof(&page.app_secret, &page.token);
            target.url.query_pairs_mut().append_pair("appsecret_proof", &proof);
        } else {
            authorise(&mut headers, &call.auth, &self.settings.services)?;
        }
        let method = match call.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        Ok(Prepared { method, url: target.url, headers, body, open: target.open })
    }
}

/// Headers that say how the message is carried: they are ours.
const CARRIAGE: [&str; 9] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "upgrade",
    "te",
    "trailer",
    "expect",
];

fn put(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), String> {
    let wrong =
        |what: &str| format!("{what} of the header `{}` cannot be sent", name.escape_debug());
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("the name"))?;
    if CARRIAGE.contains(&key.as_str()) || key.as_str().starts_with("proxy-") {
        return Err(wrong("the value"));
    }
    // Refuses CR, LF and NUL, so no value can become a header of its own.
    let value = HeaderValue::from_str(value).map_err(|_| wrong("the value"))?;
    headers.insert(key, value);
    Ok(())
}

fn body(body: &Body, headers: &mut HeaderMap) -> Result<Option<Bytes>, String> {
    let (kind, bytes) = match body {
        Body::Empty => return Ok(None),
        Body::Json(value) => {
            let bytes = serde_json::to_vec(value).map_err(|error| error.to_string())?;
            ("application/json", bytes)
        }
        Body::Form(fields) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(fields);
            ("application/x-www-form-urlencoded", form.finish().into_bytes())
        }
        Body::Text(text) => ("text/plain; charset=utf-8", text.clone().into_bytes()),
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(Some(Bytes::from(bytes)))
}

fn authorise(headers: &mut HeaderMap, auth: &Auth, services: &Services) -> Result<(), String> {
    match auth {
        // The page's token is put in by the caller, who has it.
        Auth::None | Auth::PageToken => Ok(()),
        Auth::Bearer(text) => bearer(headers, &fill(text, services)?),
        Auth::Basic(user, password) => {
            let (user, password) = (fill(user, services)?, fill(password, services)?);
            let pair = format!("{}:{}", user.expose_secret(), password.expose_secret());
            put_secret(headers, AUTHORIZATION, &format!("Basic {}", base64(pair.as_bytes())))
        }
        Auth::Headers(fields) => fields.iter().try_for_each(|(name, text)| {
            let value = fill(text, services)?;
            put(headers, name, "")?;
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
            put_secret(headers, name, value.expose_secret())
        }),
    }
}

fn bearer(headers: &mut HeaderMap, token: &SecretString) -> Result<(), String> {
    put_secret(headers, AUTHORIZATION, &format!("Bearer {}", token.expose_secret()))
}

fn put_secret(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), String> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| format!("the secret for `{name}` holds letters no header can carry"))?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

/// A text with its secrets filled in.
fn fill(text: &SecretText, services: &Services) -> Result<SecretString, String> {
    let mut whole = String::new();
    for part in &text.0 {
        match part {
            SecretPart::Text(text) => whole.push_str(text),
            SecretPart::Secret(name) => {
                let value = services.secret(name).ok_or_else(|| {
                    let variable = Services::variable_name(name);
                    format!("the secret `{name}` is not set; set BATON_SECRET_{variable}")
                })?;
                whole.push_str(value.expose_secret());
            }
        }
    }
    Ok(SecretString::from(whole))
}

/// Proves to the Graph API that the token is used by its app (messenger-platform, tokens and proofs).
fn appsecret_proof(secret: &SecretString, token: &SecretString) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .expect("HMAC takes keys of every length");
    mac.update(token.expose_secret().as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The usual alphabet, padded.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { letter as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_the_one_the_platform_computes() {
        let text = SecretString::from("12345678");
        let proof = "e220691b3e23647fc17c4b282bb469ac77fbadb8f5c77898294e42de95add560";
        assert_eq!(appsecret_proof(&text, &text), proof);
    }

    #[test]
    fn base64_pads_its_end() {
        let texts = ["", "f", "fo", "foo", "foob", "user:pässword"].map(|t| base64(t.as_bytes()));
        assert_eq!(texts, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "dXNlcjpww6Rzc3dvcmQ="]);
    }

    #[test]
    fn a_header_cannot_smuggle_another() {
        let mut headers = HeaderMap::new();
        assert!(put(&mut headers, "x-a", "1\r\nX-Admin: 1").is_err());
        assert!(put(&mut headers, "x-a\r\nx-b", "1").is_err());
        assert!(put(&mut headers, "Host", "evil.example").is_err());
        assert!(put(&mut headers, "x-a", "1").is_ok());
    }
}
