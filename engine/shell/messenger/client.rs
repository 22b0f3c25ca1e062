//! The Graph API client: performs effects and asks questions, one page's token at a time.
//!
//! Invariant: a token travels in the `Authorization` header to one host only and is never written
//! anywhere; nothing complete is sent after its deadline.

mod exchange;
mod line;
mod questions;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use baton_core::effect::{Effect, Message};
use baton_core::event::{Owner, Refusal, Refused};
use baton_core::id::{AppId, ContactId, PageId};
use secrecy::SecretString;
use thiserror::Error;
use url::Url;

use super::budget::{Budget, Now, Rates, Weight};
use super::effect_name::{EffectName, Names};
use super::failure::{self, Purpose};
use super::outbound;
use super::outcome::{Outcome, Scope, Trouble};
use crate::telemetry::seldom;
use line::Line;

/// The longest a call may take; the platform answers within two seconds or not at all.
const CALL: Duration = Duration::from_secs(10);
/// The longest wait for the page's allowance; longer ones are the outbox's to plan.
const PATIENCE: Duration = Duration::from_secs(2);
/// Typing dots that come later than this help nobody.
const ORNAMENT: Duration = Duration::from_secs(5);

/// What the client must know of the platform.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `https://graph.facebook.com`, or the simulated platform on loopback.
    pub base: Url,
    /// `v25.0`.
    pub version: String,
    /// Calls per second and page.
    pub rates: Rates,
    /// By which the platform's pauses are counted.
    pub now: Now,
}

/// A page and the token that speaks for it.
#[derive(Debug, Clone)]
pub struct PageAccess {
    /// The page, or the Instagram account, as webhooks number it.
    pub page: PageId,
    /// `messenger` or `instagram`.
    pub channel: String,
    /// Its access token.
    pub token: SecretString,
    /// Our app on it.
    pub app: AppId,
    /// The secret that proves each call to come from that app's server.
    pub app_secret: SecretString,
}

/// Why no client can be made of the settings.
#[derive(Debug, Error)]
pub enum ClientProblem {
    /// The address would send tokens in the clear to another machine.
    #[error("`{0}` must begin with https:// (http:// is allowed for this machine only)")]
    Insecure(Url),
    /// A token holds characters no token has.
    #[error("the token of page {0} holds a character no token has, a line break perhaps")]
    Token(PageId),
    /// TLS or certificates of the machine.
    #[error("no HTTP client: {0}")]
    Http(#[source] reqwest::Error),
}

/// Speaks to the Graph API for any number of pages.
pub struct Client {
    http: reqwest::Client,
    /// Base and version, ending in `/`.
    root: Url,
    names: Names,
    lines: HashMap<PageId, Line>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("root", &self.root.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// A client for these pages; nothing is sent yet.
    ///
    /// # Errors
    /// See [`ClientProblem`]; each is a setting somebody must change.
    pub fn new(
        settings: Settings,
        pages: Vec<PageAccess>,
        names: Names,
    ) -> Result<Self, ClientProblem> {
        let http = exchange::http(&settings.base)?;
        let mut root = settings.base;
        root.set_query(None);
        root.set_fragment(None);
        if let Ok(mut path) = root.path_segments_mut() {
            path.pop_if_empty().push(&settings.version).push("");
        }
        let mut lines = HashMap::new();
        for access in pages {
            let budget = Budget::new(settings.rates, settings.now.clone());
            let line = Line::new(&root, &access, budget)
                .ok_or_else(|| ClientProblem::Token(access.page.clone()))?;
            lines.insert(access.page, line);
        }
        Ok(Self { http, root, names, lines })
    }

    /// Puts a new token in place of a page's old one; calls from now on use it.
    ///
    /// # Errors
    /// [`ClientProblem::Token`] also for a page this client does not know.
    pub fn renew(&self, page: &PageId, token: &SecretString) -> Result<(), ClientProblem> {
        let renewed = self.lines.get(page).and_then(|line| line.renew(&self.root, token));
        renewed.ok_or_else(|| ClientProblem::Token(page.clone()))
    }

    /// How long a page is closed since the platform asked for it; `None`: it may send.
    pub fn closed(&self, page: &PageId) -> Option<Duration> {
        self.lines.get(page)?.budget.closed()
    }

    /// Performs an effect. `name` goes into a message's metadata and comes back in its echo.
    ///
    /// What has not been handed to the network at `deadline` is not sent, and the outcome says so.
    /// An `Http` effect is not the platform's and is refused; a pass to nobody succeeds at once.
    pub async fn perform(
        &self,
        page: &PageId,
        contact: &ContactId,
        effect: &Effect,
        name: &EffectName,
        deadline: Instant,
    ) -> Outcome {
        let Some(line) = self.lines.get(page) else {
            return Outcome::TokenDead;
        };
        match effect {
            Effect::Send(send) => {
                let metadata = self.names.sign(name);
                self.send(line, contact, &send.message, &metadata, deadline).await
            }
            Effect::Typing { .. } => self.act(line, contact, "typing_on", deadline).await,
            Effect::Pass { to: None, .. } => Outcome::Sent { mid: None },
            Effect::Pass { to: Some(to), metadata, .. } => {
                let body = outbound::control(contact, Some(to), metadata, None);
                self.control(line, "pass_thread_control", body, deadline).await
            }
            Effect::Take { metadata, .. } => {
                let body = outbound::control(contact, None, metadata, None);
                self.control(line, "take_thread_control", body, deadline).await
            }
            Effect::AskOwner { .. } => {
                refused_as(self.owner(page, contact, deadline).await, Owner::Failed, Outcome::Owner)
            }
            Effect::AskProfile { .. } => {
                refused_as(self.profile(line, contact, deadline).await, None, Outcome::Profile)
            }
            Effect::Http { .. } => Outcome::impossible(),
        }
    }

    /// Shows the typing dots. An ornament: given up after five seconds, and never tried again.
    pub async fn typing(&self, page: &PageId, contact: &ContactId) -> Outcome {
        self.ornament(page, contact, "typing_on").await
    }

    /// Marks the person's words as seen.
    pub async fn mark_seen(&self, page: &PageId, contact: &ContactId) -> Outcome {
        self.ornament(page, contact, "mark_seen").await
    }

    /// Asks whoever has the thread for it.
    pub async fn request(&self, page: &PageId, contact: &ContactId, metadata: &str) -> Outcome {
        let body = outbound::control(contact, None, metadata, None);
        self.change(page, "request_thread_control", body).await
    }

    /// Gives the thread to nobody.
    pub async fn release(&self, page: &PageId, contact: &ContactId, metadata: &str) -> Outcome {
        let body = outbound::control(contact, None, metadata, None);
        self.change(page, "release_thread_control", body).await
    }

    /// Keeps the thread for so long; the platform allows 7 days at most.
    pub async fn extend(&self, page: &PageId, contact: &ContactId, time: Duration) -> Outcome {
        let body = outbound::control(contact, None, "", Some(time.as_secs()));
        self.change(page, "extend_thread_control", body).await
    }

    async fn send(
        &self,
        line: &Line,
        contact: &ContactId,
        message: &Message,
        metadata: &str,
        deadline: Instant,
    ) -> Outcome {
        let weight = outbound::weight(message);
        let body = || outbound::message(contact, message, metadata);
        let outcome = self.post(line, Purpose::Message, weight, body(), deadline).await;
        if !failure::was_media_trouble(&outcome) {
            return outcome;
        }
        match self.post(line, Purpose::Message, weight, body(), deadline).await {
            // The first refusal is the better answer than "no time for a second try".
            Outcome::NotSent { .. } => outcome,
            second => second,
        }
    }

    async fn act(
        &self,
        line: &Line,
        contact: &ContactId,
        action: &'static str,
        deadline: Instant,
    ) -> Outcome {
        let body = outbound::action(contact, action);
        self.post(line, Purpose::Action, Weight::Text, body, deadline).await
    }

    async fn ornament(&self, page: &PageId, contact: &ContactId, action: &'static str) -> Outcome {
        let Some(line) = self.lines.get(page) else {
            return Outcome::TokenDead;
        };
        self.act(line, contact, action, Instant::now() + ORNAMENT).await
    }

    async fn change(&self, page: &PageId, edge: &'static str, body: Vec<u8>) -> Outcome {
        let Some(line) = self.lines.get(page) else {
            return Outcome::TokenDead;
        };
        self.control(line, edge, body, Instant::now() + CALL).await
    }

    /// A message or sender action, when the page's allowance lets it start.
    async fn post(
        &self,
        line: &Line,
        purpose: Purpose,
        weight: Weight,
        body: Vec<u8>,
        deadline: Instant,
    ) -> Outcome {
        if let Err(trouble) = admitted(line, weight, deadline).await {
            return trouble.into();
        }
        let access = line.access();
        let url = access.messages.clone();
        self.performed(line, purpose, access.post(url, body, deadline), deadline).await
    }

    async fn control(
        &self,
        line: &Line,
        edge: &'static str,
        body: Vec<u8>,
        deadline: Instant,
    ) -> Outcome {
        if let Err(trouble) = admitted(line, Weight::Free, deadline).await {
            return trouble.into();
        }
        let access = line.access();
        let url = line.edge(&self.root, &access, edge);
        self.performed(line, Purpose::Control, access.post(url, body, deadline), deadline).await
    }

    async fn performed(
        &self,
        line: &Line,
        purpose: Purpose,
        call: exchange::Call,
        deadline: Instant,
    ) -> Outcome {
        let answer = match exchange::exchange(&self.http, call, deadline).await {
            Ok(answer) => answer,
            Err(lost) => return failure::unanswered(lost.handed_out, lost.why),
        };
        line.budget.heed(&answer.usage);
        let outcome = failure::sort(purpose, &answer.answered());
        if matches!(outcome, Outcome::NotSent { scope: Scope::Page, .. }) {
            line.budget.close(&answer.usage);
        }
        if let Outcome::Refused(Refused { code, subcode, .. }) = outcome {
            let what = purpose.word();
            if let Some(times) = seldom(&format!("refused {} {what} {code} {subcode}", line.page)) {
                tracing::info!(page = %line.page, code, subcode, times, "the platform refused {what}");
            }
        }
        outcome
    }
}

/// Waits for the page's allowance, if that can be waited for.
async fn admitted(line: &Line, weight: Weight, deadline: Instant) -> Result<(), Trouble> {
    let shut = |left: Duration, why: &str| Trouble::Later {
        after_ms: u64::try_from(left.as_millis()).unwrap_or(u64::MAX).max(1),
        scope: Scope::Page,
        why: why.into(),
    };
    loop {
        if let Some(left) = line.budget.closed() {
            return Err(shut(left, "the platform closed the page"));
        }
        let Err(wait) = line.budget.start(weight) else {
            return Ok(());
        };
        if wait > PATIENCE || Instant::now() + wait >= deadline {
            return Err(shut(wait, "the page's allowance is used up"));
        }
        tokio::time::sleep(wait).await;
    }
}

/// An answer or a refusal to answer, which is an answer too.
fn refused_as<T>(result: Result<T, Trouble>, none: T, made: fn(T) -> Outcome) -> Outcome {
    match result {
        Ok(answer) => made(answer),
        Err(Trouble::Refused(_)) => made(none),
        Err(trouble) => trouble.into(),
    }
}

/// Whether a refusal speaks of missing permission, which fewer fields may not need.
fn lacks_permission(refused: &Refused) -> bool {
    let permission = matches!(refused.code, 10 | 200..=299 | 2_018_247);
    (permission || refused.subcode == 2_018_247) && refused.class == Refusal::Other
}
