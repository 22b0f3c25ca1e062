//! A helper with values that are names or written out, called directly: `{{default user.first_name "you"}}`.
//!
//! Invariant: it writes what it would write through Handlebars.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::TemplateFault;
use super::helper::{Word, Wording};
use super::render::{Sink, json, percent_encoded};
use crate::scope::{Scope, find};

/// A helper and its values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call {
    pub(super) word: Word,
    pub(super) values: Vec<Given>,
}

/// A value of a call.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    /// The value behind a path.
    Name(Vec<String>),
    /// Written out.
    Written(Json),
}

impl Call {
    pub(super) fn write(
        &self,
        scope: &dyn Scope,
        sink: &mut Sink,
        address: bool,
    ) -> Result<(), TemplateFault> {
        let values: Vec<Cow<'_, Json>> = self
            .values
            .iter()
            .map(|given| match given {
                Given::Name(path) => Cow::Owned(json(&find(scope, path), scope)),
                Given::Written(value) => Cow::Borrowed(value),
            })
            .collect();
        let values: Vec<&Json> = values.iter().map(AsRef::as_ref).collect();
        let text = Wording::of(scope, address).write(self.word, &values);
        let encoded = address && self.word != Word::Url;
        sink.add(&if encoded { percent_encoded(&text) } else { text })
    }
}
