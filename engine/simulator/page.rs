//! A page at run time: its token, its subscription, its threads, its rate bucket.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::setup::{PageSetup, Routing};
use crate::thread::Thread;

/// One page and everything on it.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) token: String,
    /// The token ran out; calls with it get 190/463.
    pub(crate) token_expired: bool,
    pub(crate) routing: Routing,
    pub(crate) subscribed: BTreeSet<String>,
    pub(crate) threads: BTreeMap<String, Thread>,
    /// Ids of reusable attachments.
    pub(crate) attachments: BTreeSet<String>,
    /// What was set by `messenger_profile`.
    pub(crate) messenger_profile: Map<String, Value>,
    pub(crate) messages: Bucket,
    pub(crate) media: Bucket,
}

impl Page {
    pub(crate) fn new(setup: PageSetup) -> Self {
        Self {
            id: setup.id,
            name: setup.name,
            token: setup.token,
            token_expired: false,
            routing: setup.routing,
            subscribed: setup.subscribed.into_iter().collect(),
            threads: BTreeMap::new(),
            attachments: BTreeSet::new(),
            messenger_profile: Map::new(),
            messages: Bucket::default(),
            media: Bucket::default(),
        }
    }

    /// The default app, when there is one.
    pub(crate) fn default_app(&self) -> Option<&str> {
        match &self.routing {
            Routing::DefaultApp(app) => Some(app),
            Routing::NoDefault => None,
        }
    }
}

/// A bucket that holds one second's calls and refills evenly.
#[derive(Debug, Default)]
pub(crate) struct Bucket {
    /// Calls spent, in thousandths.
    spent: i64,
    at: i64,
}

impl Bucket {
    /// Whether one more call fits; takes it when it does.
    pub(crate) fn take(&mut self, now: i64, per_second: Option<u32>) -> bool {
        let Some(rate) = per_second.map(i64::from) else {
            return true;
        };
        // rate calls a second = rate thousandths of a call a millisecond.
        self.spent = (self.spent - (now - self.at).max(0).saturating_mul(rate)).max(0);
        self.at = self.at.max(now);
        if self.spent + 1000 > rate * 1000 {
            return false;
        }
        self.spent += 1000;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_lets_one_seconds_calls_through_and_refills() {
        let mut bucket = Bucket::default();
        assert!((0..10).all(|_| bucket.take(0, Some(10))));
        assert!(!bucket.take(0, Some(10)));
        assert!(bucket.take(100, Some(10)));
        assert!(!bucket.take(100, Some(10)));
    }
}
