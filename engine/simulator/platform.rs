//! The platform itself: one value that holds the world, and the doors into it.
//!
//! Every door takes the time; the world never moves on its own.

use crate::chance::Chance;
use crate::delivery::{Delivery, Mail};
use crate::fault::{Faults, GraphFault, WebhookFault};
use crate::ledger::Ledger;
use crate::page::Page;
use crate::setup::{Limits, OtherApp, PAGE_INBOX, Setup, Traffic, Unsure};
use crate::thread::{Line, Profile, Thread};

/// The simulated Messenger platform.
pub struct Platform {
    pub(crate) app: String,
    pub(crate) may_take: bool,
    pub(crate) human_agent: bool,
    pub(crate) proof_required: bool,
    pub(crate) other_apps: Vec<OtherApp>,
    pub(crate) traffic: Traffic,
    pub(crate) unsure: Unsure,
    pub(crate) limits: Limits,
    pub(crate) pages: Vec<Page>,
    pub(crate) chance: Chance,
    pub(crate) faults: Faults,
    pub(crate) mail: Mail,
    pub(crate) ledger: Ledger,
}

/// A contact on a page; everything about threads is asked in these terms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'a> {
    pub(crate) page: usize,
    pub(crate) contact: &'a str,
}

impl Platform {
    /// A world as the setup says, in which nothing happened yet.
    pub fn new(setup: Setup) -> Self {
        Self {
            app: setup.app,
            may_take: setup.may_take,
            human_agent: setup.human_agent,
            proof_required: setup.proof_required,
            other_apps: setup.other_apps,
            traffic: setup.traffic,
            unsure: setup.unsure,
            limits: setup.limits,
            pages: setup.pages.into_iter().map(Page::new).collect(),
            chance: Chance::new(setup.seed),
            faults: Faults::new(setup.webhook_faults, setup.graph_faults),
            mail: Mail::new(setup.redelivery),
            ledger: Ledger::new(setup.recording),
        }
    }

    /// The webhooks that are due, each handed out once; every one must be [`Self::answered`].
    pub fn due(&mut self, now: i64) -> Vec<Delivery> {
        self.mail.due(now, usize::MAX)
    }

    /// Like [`Self::due`], at most so many.
    pub fn due_at_most(&mut self, now: i64, at_most: usize) -> Vec<Delivery> {
        self.mail.due(now, at_most)
    }

    /// Tells how our webhook answered: `ok` = status 200 in time. Anything else comes again; after
    /// an hour of failures our app is unsubscribed from the page.
    pub fn answered(&mut self, id: u64, ok: bool, now: i64) {
        if let Some(page) = self.mail.answered(id, ok, now) {
            self.pages[page].subscribed.clear();
        }
    }

    /// When the next webhook is due, Unix ms; `None` = nothing waits for its time.
    pub fn next_due(&self) -> Option<i64> {
        self.mail.next_due()
    }

    /// How many webhooks were not answered with 200 yet, those on the wire included.
    pub fn undelivered(&self) -> usize {
        self.mail.unanswered()
    }

    /// How many webhooks were answered with 200.
    pub fn delivered(&self) -> u64 {
        self.mail.delivered()
    }

    /// Everything that reached the platform.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Our app's id.
    pub fn app(&self) -> &str {
        &self.app
    }

    /// Adds a fault on the way to our webhook, behind those there are.
    pub fn add_webhook_fault(&mut self, fault: WebhookFault) {
        self.faults.add_webhook(fault);
    }

    /// Adds a fault of Graph calls, behind those there are.
    pub fn add_graph_fault(&mut self, fault: GraphFault) {
        self.faults.add_graph(fault);
    }

    /// Ends all faults; what they did already stays done.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Whether other apps and ours may take control: the business setting of our app.
    pub fn set_may_take(&mut self, may_take: bool) {
        self.may_take = may_take;
    }

    /// Makes the page's token run out: calls get 190/463 until a new one is set.
    pub fn expire_token(&mut self, page: &str) {
        if let Some(page) = self.page_mut(page) {
            page.token_expired = true;
        }
    }

    /// Gives the page a new token; the old one is refused from now on.
    pub fn set_token(&mut self, page: &str, token: &str) {
        if let Some(page) = self.page_mut(page) {
            page.token = token.to_owned();
            page.token_expired = false;
        }
    }

    /// Sets our app's subscription on the page.
    pub fn set_subscribed(&mut self, page: &str, fields: &[&str]) {
        if let Some(page) = self.page_mut(page) {
            page.subscribed = fields.iter().map(|field| (*field).to_owned()).collect();
        }
    }

    /// The fields our app is subscribed to on the page, sorted.
    pub fn subscribed(&self, page: &str) -> Vec<&str> {
        let page = self.pages.iter().find(|one| one.id == page);
        page.map(|page| page.subscribed.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    /// Gives a person a profile; without one a plain profile is made up from the id.
    pub fn set_profile(&mut self, page: &str, contact: &str, profile: Profile) {
        if let Some(page) = self.page_mut(page) {
            page.threads.entry(contact.to_owned()).or_default().profile = Some(profile);
        }
    }

    /// Who owns the thread at this time; `None` = idle or unknown.
    pub fn owner(&self, now: i64, page: &str, contact: &str) -> Option<&str> {
        let page = self.pages.iter().find(|one| one.id == page)?;
        page.threads.get(contact)?.owner(now)
    }

    /// The last messages of a thread (at most 25), oldest first, as the person sees them.
    pub fn lines(&self, page: &str, contact: &str) -> Vec<&Line> {
        let page = self.pages.iter().find(|one| one.id == page);
        let thread = page.and_then(|page| page.threads.get(contact));
        thread.map(|thread| thread.lines().collect()).unwrap_or_default()
    }

    pub(crate) fn page_index(&self, id: &str) -> Option<usize> {
        self.pages.iter().position(|page| page.id == id)
    }

    /// The default app of a page: it gets back what is given back. `None` where there is none.
    pub fn default_app(&self, page: &str) -> Option<&str> {
        self.pages.iter().find(|known| known.id == page)?.default_app()
    }

    fn page_mut(&mut self, id: &str) -> Option<&mut Page> {
        self.pages.iter_mut().find(|page| page.id == id)
    }

    pub(crate) fn thread(&self, spot: Spot<'_>) -> Option<&Thread> {
        self.pages[spot.page].threads.get(spot.contact)
    }

    pub(crate) fn thread_mut(&mut self, spot: Spot<'_>) -> Option<&mut Thread> {
        self.pages[spot.page].threads.get_mut(spot.contact)
    }

    /// Whether the app is connected to the pages at all.
    pub(crate) fn knows_app(&self, id: &str) -> bool {
        id == self.app || id == PAGE_INBOX || self.other_apps.iter().any(|app| app.id == id)
    }

    /// Whether the app may take threads that others own. People in the inbox always may.
    pub(crate) fn app_may_take(&self, id: &str) -> bool {
        if id == self.app {
            return self.may_take;
        }
        id == PAGE_INBOX || self.other_apps.iter().any(|app| app.id == id && app.may_take)
    }

    pub(crate) fn new_mid(&mut self) -> String {
        format!("m_{}", self.chance.word(28))
    }
}
