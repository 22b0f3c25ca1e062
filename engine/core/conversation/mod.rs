//! Everything that must be remembered of one contact on one page. It is stored after every step and is all a step knows.

mod frame;
mod hand;

pub use frame::{Frame, FrameState, Outcome, Target, Then};
pub use hand::{Cause, Hand, Handover, HandoverSource, Held, ReturnedBy, Tapped};

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::effect::Send;
use crate::event::{Event, Profile, Word};
use crate::id::{AppId, BotHash, ContactId, ConversationId, EffectId, ModuleId, PageId, Timestamp};
use crate::reminders::Reminder;
use crate::value::Value;

/// The format of the stored state; a binary writes this one.
pub const FORMAT: u16 = 2;
/// The formats it reads. What format 1 lacks, calls, gathered texts and reminders, is empty in a state of that format.
pub const READS: std::ops::RangeInclusive<u16> = 1..=FORMAT;

/// One contact on one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// What the shell knows of the page, stamped before each step.
    #[serde(skip, default = "PageFacts::shared_unknown")]
    pub page: Arc<PageFacts>,
    /// Whether messages of ours are on their way to the person; stamped before each step like the page.
    #[serde(skip)]
    pub on_the_way: bool,
    /// The latest moment a step has seen; time never goes back behind it.
    pub clock: Timestamp,
    /// Where chance comes from.
    pub seed: u64,
    /// The person.
    pub person: Person,
    /// Who may speak.
    pub hand: Hand,
    /// Rises at every change of who may speak; stamped on every send, pass and take.
    pub epoch: u32,
    /// The last is what runs or waits, on top of what goes on after it; empty: new or ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
    /// Whether this session has begun: tells an ended conversation from a new one.
    #[serde(default)]
    pub begun: bool,
    /// Words that wait for an answer we are waiting for ourselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Event>,
    /// Texts that wait for those that may follow at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gathered: Option<Box<Gathered>>,
    /// Modules that waited before, for `to: back`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trail: Vec<ModuleId>,
    /// The `no_reply` connections that fired since the person's last word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fired: Vec<Fired>,
    /// A return whose words would fall outside the 24-hour window: it goes on when the person writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Box<Held>>,
    /// Messages the platform refused since the person cannot be written to now: they are said when the person writes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<Send>,
    /// How hastily the person writes; `None`: not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rush: Option<Rush>,
    /// Words in a row that nothing fitted.
    #[serde(default)]
    pub misses: u8,
    /// Jumps that are due later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// Kept for ever.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub variables: IndexMap<String, Value>,
    /// Kept for this session.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub session: IndexMap<String, Value>,
    /// Marks on the contact.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// What `input.*`, `event.*`, `http.*` and `handover.*` read.
    #[serde(default)]
    pub facts: Facts,
    /// A question for the profile that is on its way, and when we stop waiting for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asking_profile: Option<(EffectId, Timestamp)>,
    /// The last counted numbers.
    pub counters: Counters,
}

/// A `no_reply` connection that has fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fired {
    /// The module it belongs to.
    pub module: ModuleId,
    /// Its place among the module's connections, from 0.
    pub connection: usize,
}

/// Typed texts that are heard as one message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gathered {
    /// The last of them, with the text of all, a line each.
    pub word: Word,
    /// How many they are.
    pub texts: u8,
    /// When they are heard, unless another comes before.
    pub until: Timestamp,
}

/// What the shell knows of a page. Not part of the stored state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageFacts {
    /// The page.
    pub id: PageId,
    /// Its name, where known.
    pub name: String,
    /// Our app on it.
    pub own_app: AppId,
    /// The inbox people answer in.
    pub inbox_app: AppId,
    /// `messenger` or `instagram`.
    pub channel: String,
    /// How the page routes threads.
    pub routing: Routing,
    /// Time zone for people whose profile gives none: an IANA name.
    pub zone: String,
}

impl PageFacts {
    /// Stands in until the shell stamps the real ones.
    pub fn unknown() -> Self {
        Self {
            id: PageId::new(""),
            name: String::new(),
            own_app: AppId::new(""),
            inbox_app: AppId::new(AppId::PAGE_INBOX),
            channel: "messenger".into(),
            routing: Routing::WeAreDefault,
            zone: "UTC".into(),
        }
    }

    fn shared_unknown() -> Arc<Self> {
        Arc::new(Self::unknown())
    }
}

/// How a page decides who gets a thread (messenger-platform, conversation routing).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Routing {
    /// Our app is the default app: idle threads are ours.
    WeAreDefault,
    /// Another app is.
    AnotherIsDefault,
    /// No default app: every connected app gets everything and may answer.
    Shared,
}

/// The person at the other end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The page-scoped id.
    pub id: ContactId,
    /// The profile, once asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// When the profile was asked for last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_at: Option<Timestamp>,
    /// When the person last said or tapped something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_word_at: Option<Timestamp>,
    /// Until when we may write (24 hours after the last word).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_until: Option<Timestamp>,
    /// The platform says our messages do not arrive; the next word lifts it.
    #[serde(default)]
    pub unreachable: bool,
    /// The language the flow has set; it wins over the profile's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Words that did not wait for the answers to earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rush {
    /// What they weigh, in milliseconds; it wears off with the time since the last word.
    pub weight: u64,
    /// It was too much: none is answered until the person pauses.
    #[serde(default)]
    pub silent: bool,
    /// When they were told so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<Timestamp>,
}

/// What flows read of the last input, event, call and handover.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// `input.*`
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub input: IndexMap<String, Value>,
    /// `event.*`
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub event: IndexMap<String, Value>,
    /// `http.*`
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub http: IndexMap<String, Value>,
    /// `handover.*`
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub handover: IndexMap<String, Value>,
}

/// The last counted numbers of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counters {
    /// Effects asked for.
    pub effect: u64,
    /// Messages said.
    pub said: u64,
    /// Visits of modules and lists.
    pub visit: u32,
    /// Handovers.
    pub handover: u32,
}

impl Conversation {
    /// A conversation nobody has had yet.
    pub fn new(page: Arc<PageFacts>, contact: ContactId, now: Timestamp) -> Self {
        let id = ConversationId::of(&page.channel, &page.id, &contact);
        Self {
            id,
            page,
            on_the_way: false,
            clock: now,
            seed: id.0.unsigned_abs(),
            person: Person {
                id: contact,
                profile: None,
                profile_at: None,
                last_word_at: None,
                window_until: None,
                unreachable: false,
                language: None,
            },
            hand: Hand::Bot { since: Timestamp(0), by_platform: false, last_owner: None },
            epoch: 0,
            frames: Vec::new(),
            begun: false,
            waiting: Vec::new(),
            gathered: None,
            trail: Vec::new(),
            fired: Vec::new(),
            held: None,
            unsaid: Vec::new(),
            rush: None,
            misses: 0,
            reminders: Vec::new(),
            variables: IndexMap::new(),
            session: IndexMap::new(),
            tags: BTreeSet::new(),
            facts: Facts::default(),
            asking_profile: None,
            counters: Counters::default(),
        }
    }

    /// The open handover.
    pub fn handover(&self) -> Option<&Handover> {
        match &self.hand {
            Hand::Bot { .. } => None,
            Hand::Opening { h, .. } | Hand::People { h } | Hand::Taking { h, .. } => Some(h),
        }
    }

    /// Whether something waits for the person to write, since they cannot be written to now.
    pub fn is_held(&self) -> bool {
        let list = self.frames.last().is_some_and(|frame| frame.state == FrameState::OutsideWindow);
        list || self.held.is_some() || !self.unsaid.is_empty()
    }

    /// The module it stands at: the innermost, where one was called.
    pub fn module(&self) -> Option<&str> {
        let mut lists = self.frames.iter().rev().map(|frame| frame.list.as_str());
        let innermost = lists.find(|list| !list.contains('#'));
        innermost.or_else(|| self.frames.first()?.list.as_str().split('#').next())
    }

    /// The versions of bots this conversation still needs.
    pub fn bots(&self) -> impl Iterator<Item = &BotHash> {
        let frames = self.frames.iter().map(|frame| &frame.bot);
        frames.chain(self.handover().map(|h| &h.source.bot))
    }
}
