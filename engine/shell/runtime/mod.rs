//! Runs conversations: takes what happened, steps it, commits, and only then acts. Invariant: nothing is answered
//! or performed that is not committed, and nothing committed is forgotten.

mod clock;
mod page;
#[allow(missing_docs, clippy::unused_async)]
pub mod stub;

use std::sync::Arc;

use baton_core::conversation::Routing;
use baton_core::event::Operator;
use baton_core::id::{AppId, BotHash, ContactId, ModuleId, PageId, Timestamp};

pub use clock::Clock;
pub use page::Page;
use stub::{Bot, Client, Fetch, Item, SourceFile};

use crate::store::{self, Store};

/// What the runtime is made of.
#[derive(Debug)]
pub struct Parts {
    /// The database, opened and migrated.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The pages we serve.
    pub pages: Vec<Page>,
    /// Towards the platform.
    pub client: Client,
    /// Towards authors' services.
    pub fetch: Fetch,
    /// The bot to run; published when it is not the one published last.
    pub bot: Arc<Bot>,
    /// The files it was read from.
    pub sources: Vec<SourceFile>,
    /// Bounds and waits; `Settings::default()` in production.
    pub settings: Settings,
}

/// Bounds and waits of the runtime. Tests shorten the waits.
#[derive(Debug, Clone, Default)]
pub struct Settings {}

/// Runs conversations. Cheap to clone; all clones are the same runtime.
#[derive(Debug, Clone)]
pub struct Runtime {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {}

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
    /// The module it stands in.
    pub module: Option<ModuleId>,
    /// Effects of it that are not settled.
    pub unsettled: usize,
    /// Its variables.
    pub variables: serde_json::Value,
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
    /// A take of control was refused last: see "Take control of conversations" in the Page's settings.
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
}

impl Runtime {
    /// Takes over what the database holds and begins.
    pub async fn start(parts: Parts) -> Result<Self, StartProblem> {
        drop(parts);
        Ok(Self { inner: Arc::new(Inner {}) })
    }

    /// Takes a webhook's items. Resolves when each is committed, a duplicate, parked or quarantined.
    pub async fn accept(&self, items: Vec<Item>) -> Result<(), Overloaded> {
        drop((items, &self.inner));
        Err(Overloaded)
    }

    /// Does what a person at the controls asks.
    pub async fn operate(
        &self,
        page: &PageId,
        contact: &ContactId,
        ask: Operator,
    ) -> Result<Operated, OperateProblem> {
        drop((page, contact, ask));
        Err(OperateProblem { code: "overloaded".into(), message: String::new() })
    }

    /// A conversation; `None` when there is none.
    pub async fn show(
        &self,
        page: &PageId,
        contact: &ContactId,
    ) -> Result<Option<Shown>, store::Problem> {
        drop((page, contact));
        Ok(None)
    }

    /// Makes a version the newest. Publishing the one that is newest already changes nothing.
    pub async fn publish(
        &self,
        bot: Arc<Bot>,
        sources: Vec<SourceFile>,
    ) -> Result<Publication, store::Problem> {
        drop(sources);
        Ok(Publication { number: 0, bot: bot.hash.clone() })
    }

    /// How we are.
    pub fn health(&self) -> Health {
        Health { ready: false, reasons: Vec::new(), pages: Vec::new(), counters: Vec::new() }
    }

    /// Moves the clock forward (`dev` only) and returns the new time.
    pub async fn move_clock(&self, shift: Shift) -> Result<Timestamp, store::Problem> {
        drop(shift);
        Ok(Timestamp(0))
    }

    /// Takes nothing more, finishes what is on its way (at most 5 s), and lets go of the database.
    pub async fn stop(&self) {}
}
