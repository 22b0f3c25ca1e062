//! Stands in for rooms that other branches bring; vanishes at the merge.
#![allow(missing_docs)]

use std::collections::HashMap;
use std::sync::Arc;

use baton_core::conversation::Conversation;
use baton_core::effect::{Effect, HttpCall};
use baton_core::event::{Answer, Arrived, Event, Owner, Profile, Refused};
use baton_core::id::{BotHash, ContactId, ConversationId, PageId, Timestamp};
use baton_core::note::Note;

pub use baton_core::bot::Bot;
pub struct Bots {
    pub newest: Arc<Bot>,
    pub by_hash: HashMap<BotHash, Arc<Bot>>,
}
#[derive(Debug)]
pub struct Step {
    pub conversation: Conversation,
    pub effects: Vec<Effect>,
    pub notes: Vec<Note>,
}

pub fn step(_: &Bots, conversation: Conversation, _: &Event, _: Timestamp) -> Step {
    Step { conversation, effects: Vec::new(), notes: Vec::new() }
}

pub use baton_core::language::SourceFile;
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EffectName {
    pub conversation: ConversationId,
    pub sequence: u64,
    pub stamp: i64,
}

pub use crate::messenger::inbound::Item;

#[derive(Debug, Clone)]
pub enum Scope {
    Conversation,
    Page,
}

#[derive(Debug, Clone)]
pub enum Outcome {
    Sent { mid: Option<String> },
    Owner(Owner),
    Profile(Option<Profile>),
    Refused(Refused),
    NotSent { after_ms: u64, scope: Scope, why: String },
    TokenDead,
    Unknown { why: String },
    ProbablyNot { why: String },
}

pub type Client = Arc<crate::messenger::client::Client>;
pub use crate::fetch::Fetch;
