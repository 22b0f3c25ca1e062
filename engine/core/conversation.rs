//! Everything that must be remembered of one contact on one page. It is stored after every step and is all a step knows.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::duration::Duration;
use crate::event::{Event, Profile};
use crate::id::{
    AppId, BotHash, ButtonId, ContactId, ConversationId, EffectId, ListId, ModuleId, PageId,
    Timestamp,
};
use crate::value::Value;

/// The format of the stored state; a binary reads this one and the one before.
pub const FORMAT: u16 = 1;

/// One contact on one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// What the shell knows of the page, stamped before each step.
    #[serde(skip, default = "PageFacts::unknown")]
    pub page: PageFacts,
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
    /// `[0]` is where the conversation stands, the last is what runs; empty: new or ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
    /// Whether this session has begun: tells an ended conversation from a new one.
    #[serde(default)]
    pub begun: bool,
    /// Words that wait for an answer we are waiting for ourselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Event>,
    /// Modules that waited before, for `to: back`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trail: Vec<ModuleId>,
    /// A return whose words would fall outside the 24-hour window: it goes on when the person writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Box<Held>>,
    /// Words in a row that nothing fitted.
    #[serde(default)]
    pub misses: u8,
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

/// What the shell knows of a page. Not part of the stored state.
#[derive(Debug, Clone, PartialEq)]
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
}

/// Who may speak. The bot does only in `Bot`; in `Opening` its last words are on their way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Hand {
    /// The bot.
    Bot {
        /// Since when.
        since: Timestamp,
        /// Whether the platform alone told us so, and no person or timer did.
        by_platform: bool,
        /// The owner of the handover that ended last, to know the late twin of its return.
        last_owner: Option<AppId>,
    },
    /// A handover is on its way: what the bot says before it, then the pass.
    Opening {
        /// The handover.
        h: Handover,
        /// The pass; its settlement decides.
        pass: EffectId,
        /// When we stop waiting for it.
        guard: Timestamp,
        /// Asked to come back before the pass was through.
        cancelled: Option<ReturnedBy>,
        /// A question who owns the thread, since the pass is not clear.
        asked: Option<EffectId>,
    },
    /// People have it; the bot is silent.
    People {
        /// The handover.
        h: Handover,
    },
    /// We are taking control back.
    Taking {
        /// The handover.
        h: Handover,
        /// The take; its settlement decides.
        take: EffectId,
        /// When we stop waiting for it.
        guard: Timestamp,
        /// Why.
        by: ReturnedBy,
        /// A question who owns the thread, since the take is not clear.
        asked: Option<EffectId>,
    },
}

/// One handover, with everything that was fixed when it opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handover {
    /// Its number in this conversation.
    pub number: u32,
    /// How it came about.
    pub cause: Cause,
    /// Where its texts, keywords and buttons stand: they are read there until it ends.
    pub source: HandoverSource,
    /// To whom it went, as the author or the platform named it.
    pub receiver: AppId,
    /// Who has the thread, as far as we know.
    pub owner: Option<AppId>,
    /// Control really left us: a return needs a take.
    pub passed: bool,
    /// What went along.
    pub metadata: String,
    /// A question who owns the thread: its number and when we stop waiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<(EffectId, Timestamp)>,
    /// When the owner was asked for last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// When it opened.
    pub opened_at: Timestamp,
    /// When control was through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_at: Option<Timestamp>,
    /// Whether anything was said to the person about it.
    #[serde(default)]
    pub said: bool,
    /// First word of an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_agent_word_at: Option<Timestamp>,
    /// Last word of either side.
    pub last_word_at: Timestamp,
    /// Since the handover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Since the last word of either side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle: Option<Duration>,
    /// Until an agent's first word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup: Option<Duration>,
    /// When the timeout falls due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_at: Option<Timestamp>,
    /// When to look whether it has been idle; may be early, never late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_at: Option<Timestamp>,
    /// When nobody has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup_at: Option<Timestamp>,
    /// When the engine asks the platform for the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_at: Option<Timestamp>,
    /// When a refused take is tried again, and for what reason it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<(Timestamp, ReturnedBy)>,
    /// Takes refused so far.
    #[serde(default)]
    pub take_tries: u8,
    /// Owner questions without an answer so far.
    #[serde(default)]
    pub failed_checks: u8,
    /// The tapped button whose own list replaces the suspended one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<(ModuleId, ButtonId)>,
    /// A return keyword that was typed, to see whether it is a keyword of the bot too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
}

/// A return that waits for the window to open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The handover that ended.
    pub h: Handover,
    /// By what.
    pub by: ReturnedBy,
    /// Whether it came as an event a flow can wait for (an app passed control to us).
    pub as_event: bool,
}

/// Where the fixed texts of a handover stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverSource {
    /// In this version of the bot,
    pub bot: BotHash,
    /// at this place of a list; `None`: in the bot-wide `handover`.
    pub at: Option<(ListId, u16)>,
}

/// How a handover came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// A flow's `handover`.
    Flow,
    /// An app asked for the thread and got it.
    Requested,
    /// An app took it, or it was passed away without us.
    Took,
    /// An agent wrote.
    Wrote,
    /// A send was refused: another app controls the thread.
    Refused,
    /// We saw people at it, and no event told us.
    FirstSeen,
    /// An operator.
    Operator,
}

/// What brought a conversation back, as `handover.returned_by` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReturnedBy {
    /// An agent passed it back.
    Agent,
    /// The person typed a return keyword.
    Keyword,
    /// The person tapped the return button.
    Button,
    /// `timeout`.
    Timeout,
    /// `idle_timeout`.
    Idle,
    /// `pickup_timeout`.
    NobodyAnswered,
    /// An operator of the server.
    Operator,
    /// The platform says the thread is ours.
    Platform,
}

impl ReturnedBy {
    /// The word authors read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Keyword => "keyword",
            Self::Button => "button",
            Self::Timeout => "timeout",
            Self::Idle => "idle",
            Self::NobodyAnswered => "nobody_answered",
            Self::Operator => "operator",
            Self::Platform => "platform",
        }
    }
}

/// How an action ended, as connections see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// A question was answered.
    Answered,
    /// A question was answered wrongly too often.
    TooManyTries,
    /// A service answered.
    Ok,
    /// A service answered that there is no such thing.
    NotFound,
    /// A service, or a handover, failed.
    Failed,
    /// People gave the conversation back, or the person came back.
    Returned,
    /// A deadline brought it back.
    TimedOut,
    /// No agent wrote a word.
    NobodyAnswered,
    /// Outside opening hours.
    Closed,
}

/// A list of actions that runs or waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The version it began on.
    pub bot: BotHash,
    /// Which list.
    pub list: ListId,
    /// Which visit: buttons and chance of one visit belong together.
    pub visit: u32,
    /// The next action.
    pub next: u16,
    /// How the last action with an outcome ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Invalid answers so far.
    #[serde(default)]
    pub tries: u8,
    /// Since when it waits.
    pub since: Timestamp,
    /// Which `no_reply` connections have fired in this silence, a bit each.
    #[serde(default)]
    pub fired: u32,
    /// When the next `no_reply` connection falls due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_at: Option<Timestamp>,
    /// What comes after its end.
    pub then: Then,
    /// What it is at.
    pub state: FrameState,
}

/// What comes after the end of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Then {
    /// The module's connections.
    Connections,
    /// A jump.
    Goto(Target),
    /// Whatever stood before; an open question is asked again if something was said.
    Resume {
        /// How many messages had been sent when it began; `None`: never ask again (`to: stay`).
        said_before: Option<u64>,
    },
    /// The connections of the module below, with the choice whose list this was.
    Choice(ButtonId),
}

/// Where a connection leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A module.
    Module(ModuleId),
    /// The end of the path.
    End,
    /// Nowhere else.
    Stay,
    /// The module that waited before.
    Back,
    /// The open question once more.
    Again,
}

/// What a frame is at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FrameState {
    /// It runs.
    Running,
    /// It waits for whatever its module's connections name.
    Standing,
    /// Its question is open.
    Asking,
    /// A service is being called.
    Http {
        /// The call.
        effect: EffectId,
        /// When we stop waiting.
        guard: Timestamp,
    },
    /// Its own handover is open.
    Away,
    /// It pauses until then.
    Sleeping {
        /// When it goes on.
        due: Timestamp,
    },
    /// What it waited for came while people had the thread.
    Ready {
        /// How it ended, where that has an outcome.
        ended: Option<Outcome>,
    },
    /// Its next message would fall outside the 24-hour window.
    OutsideWindow,
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
    pub fn new(page: PageFacts, contact: ContactId, now: Timestamp) -> Self {
        let id = ConversationId::of(&page.channel, &page.id, &contact);
        Self {
            id,
            page,
            clock: now,
            seed: id.0.unsigned_abs(),
            person: Person {
                id: contact,
                profile: None,
                profile_at: None,
                last_word_at: None,
                window_until: None,
                unreachable: false,
            },
            hand: Hand::Bot { since: Timestamp(0), by_platform: false, last_owner: None },
            epoch: 0,
            frames: Vec::new(),
            begun: false,
            waiting: Vec::new(),
            trail: Vec::new(),
            held: None,
            misses: 0,
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

    /// The versions of bots this conversation still needs.
    pub fn bots(&self) -> impl Iterator<Item = &BotHash> {
        let frames = self.frames.iter().map(|frame| &frame.bot);
        frames.chain(self.handover().map(|h| &h.source.bot))
    }
}
