//! `messenger_profile`: get started, greeting, menu, ice breakers (messenger-platform 6.1).

use serde_json::{Map, Value, json};

use crate::error::Refusal;
use crate::graph::params::Params;
use crate::graph::{Accepted, Method};
use crate::platform::Platform;

/// The properties there are.
const PROPERTIES: [&str; 7] = [
    "get_started",
    "greeting",
    "persistent_menu",
    "ice_breakers",
    "commands",
    "whitelisted_domains",
    "account_linking_url",
];

impl Platform {
    pub(super) fn messenger_profile(
        &mut self,
        page: usize,
        method: Method,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        let profile = &mut self.pages[page].messenger_profile;
        match method {
            Method::Get => {
                let wanted = params.names("fields");
                let known = wanted.iter().filter_map(|name| {
                    profile.get(name).map(|value| (name.clone(), value.clone()))
                });
                let shown: Map<String, Value> = known.collect();
                let data = if shown.is_empty() { Vec::new() } else { vec![shown] };
                return Ok(Accepted::plain(json!({ "data": data })));
            }
            Method::Post => {
                let given: Vec<(&str, Value)> = PROPERTIES
                    .iter()
                    .filter_map(|name| params.value(name).map(|value| (*name, value.clone())))
                    .collect();
                let has = |name| given.iter().any(|(key, _)| *key == name);
                let starts = has("get_started") || profile.contains_key("get_started");
                if has("persistent_menu") && !starts {
                    let text = "You must set a Get Started button before a persistent menu";
                    return Err(Refusal::parameter(text));
                }
                if given.is_empty() {
                    return Err(Refusal::parameter("Requires one of the profile's properties"));
                }
                profile.extend(given.into_iter().map(|(key, value)| (key.to_owned(), value)));
            }
            Method::Delete => {
                for name in params.names("fields") {
                    profile.shift_remove(&name);
                }
            }
        }
        Ok(Accepted::plain(json!({ "result": "success" })))
    }
}
