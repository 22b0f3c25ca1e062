//! The pages we serve, as the configuration names them.

use baton_core::conversation::Routing;
use baton_core::id::{AppId, PageId};

use crate::fetch::PageKey;

/// A page we serve.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its id.
    pub id: PageId,
    /// Its name, where known; empty otherwise.
    pub name: String,
    /// `messenger` or `instagram`.
    pub channel: String,
    /// Our app on it.
    pub own_app: AppId,
    /// The inbox people answer in.
    pub inbox_app: AppId,
    /// How it routes threads; `None`: begin as `WeAreDefault` and learn (`BATON_ROUTING=auto`).
    pub routing: Option<Routing>,
    /// Time zone for people whose profile gives none: an IANA name.
    pub zone: String,
    /// What speaks for it, for services with `auth: page_token`.
    pub key: PageKey,
}
