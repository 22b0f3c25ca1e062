//! Runs conversations: takes what happened, steps it, commits, and only then acts. Invariant:
//! nothing is answered or performed that is not committed, and nothing committed is forgotten.

mod accepted;
mod agenda;
mod apply;
mod attempt;
mod board;
mod cache;
mod claim;
mod clock;
mod company;
mod crumbs;
mod deadline;
mod doubt;
mod draft;
mod drive;
mod history;
mod inherit;
mod intake;
mod item;
mod kept;
mod lanes;
mod ledger;
mod outage;
mod outbox;
mod page;
mod pages;
mod plan;
mod publishing;
mod settings;
mod show;
mod sort;
mod start;
mod ticket;
mod verdict;
mod wake;
mod worker;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use baton_core::bot::Bot;
use baton_core::conversation::Routing;
use baton_core::id::{AppId, BotHash, ModuleId, PageId, Timestamp};
use baton_core::language::SourceFile;
use tokio::sync::mpsc::Sender;

pub use clock::Clock;
pub use page::Page;
pub(crate) use publishing::Versions;
pub use settings::Settings;

use crate::fetch::Fetch;
use crate::messenger::client::Client;
use crate::store::{self, Readers, Store};

/// What the runtime is made of.
pub struct Parts {
    /// The database, opened and migrated.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The pages we serve.
    pub pages: Vec<Page>,
    /// Towards the platform.
    pub client: Arc<Client>,
    /// Towards authors' services.
    pub fetch: Fetch,
    /// The bot to run; published when it is not the one published last.
    pub bot: Arc<Bot>,
    /// The files it was read from.
    pub sources: Vec<SourceFile>,
    /// Bounds and waits; `Settings::default()` in production.
    pub settings: Settings,
}

/// Runs conversations. Cheap to clone; all clones are the same runtime.
#[derive(Debug, Clone)]
pub struct Runtime {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Arc<Store>,
    readers: Readers,
    clock: Clock,
    board: Arc<board::Board>,
    settings: Settings,
    /// Channel and own app of each page.
    channels: HashMap<PageId, (String, AppId)>,
    queue: Sender<item::Item>,
    orders: Sender<worker::Order>,
    load: Arc<worker::Load>,
}

/// We cannot take this now; the platform delivers it again (answer 503).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("overloaded, try again later")]
pub struct Overloaded;

/// What an operator's request led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operated {
    /// Who has the thread now: `bot`, `opening`, `people` or `taking`.
    pub hand: String,
}

/// Why an operator's request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct OperateProblem {
    /// A stable word for programs: `not_found`, `not_handed_over`, `already_open`, `overloaded`, …
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// A conversation as operators see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Who may speak: `bot`, `opening`, `people` or `taking`.
    pub hand: &'static str,
    /// The app that has the thread, as far as we know.
    pub owner: Option<AppId>,
    /// Since when.
    pub since: Timestamp,
    /// Why people have it: the cause of the handover.
    pub why: Option<String>,
    /// What went along with the pass.
    pub metadata: Option<String>,
    /// What will bring it back, and when: `timeout`, `idle`, `pickup`, `check`, `retry`.
    pub deadlines: Vec<(&'static str, Timestamp)>,
    /// The next moment the engine looks at it by itself.
    pub next_due: Option<Timestamp>,
    /// Until when we may write.
    pub window_until: Option<Timestamp>,
    /// Whether something waits until the person writes, since they cannot be written to now.
    pub held: bool,
    /// The module it stands in.
    pub module: Option<ModuleId>,
    /// Its reminders by id, and when each is due.
    pub reminders: Vec<(String, Timestamp)>,
    /// Effects of it that are not settled.
    pub unsettled: usize,
    /// What it remembers for good.
    pub variables: serde_json::Value,
    /// What it remembers until its session ends.
    pub session: serde_json::Value,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Rises with each publication.
    pub number: i64,
    /// The version.
    pub bot: BotHash,
}

/// How we are.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// Whether webhooks should come here.
    pub ready: bool,
    /// Why not, in sentences.
    pub reasons: Vec<String>,
    /// Since when no webhook was taken in; `None`: the last one was.
    pub failing_since: Option<Timestamp>,
    /// The pages.
    pub pages: Vec<PageHealth>,
    /// Counted since the start, by stable names.
    pub counters: Vec<(&'static str, u64)>,
}

/// How a page is.
#[derive(Debug, Clone, PartialEq)]
pub struct PageHealth {
    /// The page.
    pub page: PageId,
    /// How it routes threads, as far as we know.
    pub routing: Routing,
    /// Whether its token works; `None` when it was not needed yet.
    pub token_works: Option<bool>,
    /// When the last webhook of it came.
    pub last_webhook: Option<Timestamp>,
    /// A take of control was refused last: see "Take control of conversations" in the Page's
    /// settings.
    pub take_refused: bool,
    /// Sends wait, and why.
    pub paused: Option<String>,
}

/// How far `dev` moves the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// By so many milliseconds.
    By(u64),
    /// To the next timer of any conversation.
    ToNextTimer,
}

/// Why the runtime did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartProblem {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Problem),
    /// What the process before us left could not be taken over.
    #[error("what the last run left cannot be taken over: {0}")]
    NotTakenOver(String),
}
