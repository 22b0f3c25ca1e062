//! What a simulated world is made of before anything happens: pages, apps, routing, switches.
//!
//! Where Meta's pages contradict each other or say nothing, there is a switch here, and its
//! default is the newest public statement.

use serde::{Deserialize, Serialize};

use crate::fault::{GraphFault, WebhookFault};

/// App id of the Page inbox (Messenger and Business Suite): who answers there is a human.
pub const PAGE_INBOX: &str = "263902037430900";

/// The whole simulated world at its beginning.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Setup {
    /// App id of the app under test: the one whose webhooks are delivered and whose calls arrive
    /// at [`crate::Platform::graph`].
    pub app: String,
    /// Whether our app has the business setting "Take control of conversations".
    pub may_take: bool,
    /// Whether our app passed the review for the tag `HUMAN_AGENT`.
    pub human_agent: bool,
    /// Whether calls without the parameter `appsecret_proof` are refused (its value is checked by
    /// nobody here: the model knows no secret).
    pub proof_required: bool,
    /// The pages our app is connected to.
    pub pages: Vec<PageSetup>,
    /// Every other app connected to these pages. The Page inbox is always there and needs no entry.
    pub other_apps: Vec<OtherApp>,
    /// Which events the platform sends beside the people's messages.
    pub traffic: Traffic,
    /// Choices where the documentation is unsure.
    pub unsure: Unsure,
    /// How many calls per second a page may make.
    pub limits: Limits,
    /// When an unanswered or refused webhook comes again.
    pub redelivery: Redelivery,
    /// What the ledger keeps.
    pub recording: Recording,
    /// Faults on the way to our webhook, from the first event on.
    pub webhook_faults: Vec<WebhookFault>,
    /// Faults of Graph calls, from the first call on.
    pub graph_faults: Vec<GraphFault>,
    /// Where all chance (message ids, faults with a probability) comes from.
    pub seed: u64,
}

impl Setup {
    /// One page with our app as its default app, everything in order, no faults.
    pub fn one_page(app: &str, page: &str, token: &str) -> Self {
        Self {
            app: app.to_owned(),
            may_take: true,
            human_agent: false,
            proof_required: false,
            pages: vec![PageSetup::new(page, token, Routing::DefaultApp(app.to_owned()))],
            other_apps: Vec::new(),
            traffic: Traffic::default(),
            unsure: Unsure::default(),
            limits: Limits::none(),
            redelivery: Redelivery::default(),
            recording: Recording::Entries,
            webhook_faults: Vec::new(),
            graph_faults: Vec::new(),
            seed: 1,
        }
    }
}

/// One Facebook Page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PageSetup {
    /// Page id: `entry[].id` of every webhook.
    pub id: String,
    /// Name shown by `GET /me?fields=name`.
    pub name: String,
    /// The Page access token our app must present; anything else is answered with error 190.
    pub token: String,
    /// Who gets idle threads.
    pub routing: Routing,
    /// `subscribed_fields` of our app on this page. Events of other fields do not flow.
    pub subscribed: Vec<String>,
}

impl PageSetup {
    /// A page with every field subscribed that Baton asks for.
    pub fn new(id: &str, token: &str, routing: Routing) -> Self {
        Self {
            id: id.to_owned(),
            name: format!("Page {id}"),
            token: token.to_owned(),
            routing,
            subscribed: FIELDS.iter().map(|field| (*field).to_owned()).collect(),
        }
    }
}

/// The webhook fields the simulator can send events of.
pub const FIELDS: [&str; 10] = [
    "messages",
    "messaging_postbacks",
    "messaging_referrals",
    "messaging_handovers",
    "standby",
    "message_echoes",
    "message_deliveries",
    "message_reads",
    "message_reactions",
    "messaging_optins",
];

/// Conversation routing of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Routing {
    /// The named app owns every idle thread a person writes into. Ours: Baton's `default_app`;
    /// another app: Baton's `other_default`.
    DefaultApp(String),
    /// "Zero config": everybody gets everything and may answer (Baton's `shared`).
    NoDefault,
}

/// An app beside ours.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OtherApp {
    /// App id, decimal digits.
    pub id: String,
    /// Name shown by `secondary_receivers`.
    pub name: String,
    /// Whether it has the setting "Take control of conversations".
    pub may_take: bool,
}

impl OtherApp {
    /// An app that may take control.
    pub fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), may_take: true }
    }
}

/// Which events flow beside messages, taps and handovers. The subscription filters on top of it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Traffic {
    /// An echo for every message the page sends.
    pub echoes: bool,
    /// A `delivery` for every message the page sends.
    pub deliveries: bool,
    /// A `read` for every message the page sends.
    pub reads: bool,
}

impl Default for Traffic {
    fn default() -> Self {
        Self { echoes: true, deliveries: false, reads: false }
    }
}

/// Where echoes go of which our app does not own the thread (documented nowhere, seen in standby).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EchoChannel {
    /// Under `standby[]`, as seen in production.
    Standby,
    /// Under `messaging[]` like any echo.
    Messaging,
    /// Not at all.
    Nowhere,
}

/// Who is told of `take_thread_control`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeTold {
    /// Only the app that loses the thread (the reference page).
    Loser,
    /// Every subscribed app, the taker included (the routing page of 2025).
    Everyone,
}

/// Behaviour the documentation leaves open or contradicts itself about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Unsure {
    /// Channel of echoes in threads that are not ours.
    pub echo_elsewhere: EchoChannel,
    /// Receivers of the take event.
    pub take_told: TakeTold,
    /// Whether the inbox's taking over by merely writing is told by a take event.
    pub takeover_told: bool,
    /// Without a default app: whether answering alone makes an app the owner.
    pub answer_claims: bool,
    /// Without a default app: whether a thread that was passed is closed to all other apps.
    pub owner_excludes: bool,
    /// Whether standby copies of taps carry the payload (the documentation says no).
    pub standby_payload: bool,
}

impl Default for Unsure {
    fn default() -> Self {
        Self {
            echo_elsewhere: EchoChannel::Standby,
            take_told: TakeTold::Everyone,
            takeover_told: true,
            answer_claims: false,
            owner_excludes: true,
            standby_payload: false,
        }
    }
}

/// Calls per second of a page; `None` = no limit. Above it: error 613.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Limits {
    /// Text, templates, pictures and files.
    pub messages: Option<u32>,
    /// Audio and video.
    pub media: Option<u32>,
}

impl Limits {
    /// No limits: for benchmarks, and where limits are not the subject.
    pub const fn none() -> Self {
        Self { messages: None, media: None }
    }

    /// Meta's published figures for the Send API: 300 a second, 10 for audio and video.
    pub const fn documented() -> Self {
        Self { messages: Some(300), media: Some(10) }
    }
}

/// When a webhook that was not answered with 200 comes again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Redelivery {
    /// So many attempts follow each other without a pause, the first one included.
    pub at_once: u32,
    /// Pauses in ms before the attempts after that; the last one repeats.
    pub pauses: Vec<i64>,
    /// After so many ms of failures without one success the app is unsubscribed from the page
    /// (Meta: one hour). `None` = never.
    pub unsubscribe_after: Option<i64>,
    /// Whether deliveries of one contact wait for each other as long as nothing fails.
    /// Off, they are handed out as soon as they are due and may overtake each other.
    pub in_order: bool,
}

impl Default for Redelivery {
    fn default() -> Self {
        Self {
            at_once: 3,
            pauses: vec![1_000, 2_000, 5_000, 10_000, 30_000, 60_000],
            unsubscribe_after: Some(3_600_000),
            in_order: true,
        }
    }
}

/// What the ledger keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recording {
    /// Every call with its body, for ever.
    Entries,
    /// Only numbers per kind: for benchmarks.
    Counts,
}
