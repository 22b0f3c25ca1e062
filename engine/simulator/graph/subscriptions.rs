//! Webhook subscriptions: the page's (`subscribed_apps`) and the app's (`subscriptions`).

use serde_json::json;

use crate::error::Refusal;
use crate::graph::params::Params;
use crate::graph::route::Route;
use crate::graph::{Accepted, Method};
use crate::platform::Platform;

impl Platform {
    pub(super) fn page_subscription(
        &mut self,
        page: usize,
        method: Method,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        match method {
            Method::Get => {
                let fields = &self.pages[page].subscribed;
                let app = json!({
                    "id": self.app, "name": "Baton", "category": "Business",
                    "link": "https://www.facebook.com/", "subscribed_fields": fields
                });
                let data = if fields.is_empty() { Vec::new() } else { vec![app] };
                Ok(Accepted::plain(json!({ "data": data })))
            }
            Method::Post => {
                let fields = params.names("subscribed_fields");
                if fields.is_empty() {
                    return Err(Refusal::parameter("subscribed_fields is required"));
                }
                self.pages[page].subscribed = fields.into_iter().collect();
                Ok(Accepted::success())
            }
            Method::Delete => {
                self.pages[page].subscribed.clear();
                Ok(Accepted::success())
            }
        }
    }

    /// The app level only checks the token's form: the secret in it is known to nobody here, and
    /// the verification of the callback is the front's to make.
    pub(super) fn app_subscriptions(
        &self,
        route: &Route,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        let ours = params.token().and_then(|token| token.split_once('|'));
        if ours.is_none_or(|(app, _)| app != self.app) {
            return Err(Refusal::token(None, "Invalid OAuth access token."));
        }
        match route.method {
            Method::Get => {
                let fields: Vec<_> = crate::setup::FIELDS
                    .iter()
                    .map(|name| json!({ "name": name, "version": "v25.0" }))
                    .collect();
                let page = json!({ "object": "page", "active": true, "fields": fields });
                Ok(Accepted::plain(json!({ "data": [page] })))
            }
            Method::Post => {
                for key in ["object", "callback_url", "verify_token", "fields"] {
                    params
                        .value(key)
                        .ok_or_else(|| Refusal::parameter(format!("{key} is required")))?;
                }
                Ok(Accepted::success())
            }
            Method::Delete => Ok(Accepted::success()),
        }
    }
}
