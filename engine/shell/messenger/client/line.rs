//! One page as the client knows it: where its calls go, what proves them, how fast they may be.
//!
//! Invariant: token, proof and addresses change together, so no call mixes two tokens.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Instant;

use arc_swap::ArcSwap;
use baton_core::id::{AppId, PageId};
use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::PageAccess;
use super::exchange::Call;
use crate::messenger::budget::Budget;
use crate::messenger::signature::hex_hmac;

/// A page.
pub(super) struct Line {
    pub page: PageId,
    /// Our app on it, and what proves our calls to come from that app's server.
    pub app: AppId,
    app_secret: SecretString,
    /// The page in a path. Instagram's calls go through the linked page, which is the token's own.
    node: String,
    pub instagram: bool,
    access: ArcSwap<Access>,
    pub budget: Budget,
    /// Which of the profile field lists the platform granted last.
    pub profile_fields: AtomicUsize,
}

/// What depends on the token.
pub(super) struct Access {
    authorization: HeaderValue,
    proof: String,
    /// Where messages go, proof included: the address of nearly every call.
    pub messages: Url,
}

impl Line {
    /// `None` when the token cannot be a header.
    pub(super) fn new(root: &Url, page: &PageAccess, budget: Budget) -> Option<Self> {
        let instagram = page.channel == "instagram";
        let node = if instagram { "me" } else { page.page.as_str() }.to_owned();
        let access = Access::new(root, &page.app_secret, &node, &page.token)?;
        Some(Self {
            page: page.page.clone(),
            app: page.app.clone(),
            app_secret: page.app_secret.clone(),
            node,
            instagram,
            access: ArcSwap::from_pointee(access),
            budget,
            profile_fields: AtomicUsize::new(0),
        })
    }

    pub(super) fn renew(&self, root: &Url, token: &SecretString) -> Option<()> {
        let access = Access::new(root, &self.app_secret, &self.node, token)?;
        self.access.store(Arc::new(access));
        Some(())
    }

    pub(super) fn access(&self) -> Arc<Access> {
        self.access.load_full()
    }

    /// An edge of the page, proof included.
    pub(super) fn edge(&self, root: &Url, access: &Access, edge: &str) -> Url {
        access.url(root, &[&self.node, edge])
    }
}

impl Access {
    fn new(root: &Url, secret: &SecretString, node: &str, token: &SecretString) -> Option<Self> {
        let bearer = format!("Bearer {}", token.expose_secret());
        let mut authorization = HeaderValue::try_from(bearer).ok()?;
        authorization.set_sensitive(true);
        let proof = hex_hmac(secret, token.expose_secret().as_bytes());
        let mut access = Self { authorization, proof, messages: root.clone() };
        access.messages = access.url(root, &[node, "messages"]);
        Some(access)
    }

    /// A path below the version, each part as one segment whatever is in it, with the proof.
    pub(super) fn url(&self, root: &Url, path: &[&str]) -> Url {
        let mut url = root.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url.query_pairs_mut().append_pair("appsecret_proof", &self.proof);
        url
    }

    pub(super) fn get(&self, url: Url) -> Call {
        Call { method: Method::GET, url, authorization: self.authorization.clone(), body: None }
    }

    pub(super) fn post(&self, url: Url, body: Vec<u8>, deadline: Instant) -> Call {
        let body = Some((Bytes::from(body), deadline));
        Call { method: Method::POST, url, authorization: self.authorization.clone(), body }
    }
}
