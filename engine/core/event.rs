//! What happened: the only thing that moves a conversation. One closed list, spurious kinds included.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::effect::Send;
use crate::id::{AppId, EffectId, ModuleId, Timestamp};
use crate::value::Value;

/// What happened to a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The person wrote, sent or tapped something.
    Word(Word),
    /// The person opened the conversation: Get Started, or a link or ad.
    Opening(Opening),
    /// A message of the page, reported back by the platform: ours, an agent's, another app's.
    Echo(Echo),
    /// Thread control moved.
    Control(Control),
    /// An app asks for the thread.
    Requested {
        /// The app that asks.
        app: AppId,
        /// What it gave along.
        metadata: Option<String>,
        /// When, by the platform's clock.
        sent_at: Timestamp,
    },
    /// The person wrote, sent, tapped or opened something that could not be run, however often it was
    /// tried, and was put aside for good.
    Lost {
        /// When, by the platform's clock.
        sent_at: Timestamp,
    },
    /// Something the person did that is no word: a reaction, an opt-in, feedback, an account link.
    System(System),
    /// A send was refused for good. An accepted send reports nothing.
    Sent {
        /// Which send.
        effect: EffectId,
        /// Why.
        refused: Refused,
        /// What was to be said, where it can be said later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unsaid: Option<Box<Send>>,
    },
    /// A pass of control has ended.
    Passed {
        /// Which pass.
        effect: EffectId,
        /// How.
        settled: Settled,
    },
    /// A take of control has ended.
    Took {
        /// Which take.
        effect: EffectId,
        /// How.
        settled: Settled,
    },
    /// The platform's answer to "who owns this thread?".
    OwnerIs {
        /// Which question.
        effect: EffectId,
        /// The answer.
        owner: Owner,
    },
    /// A service answered, or did not.
    Answer {
        /// Which call.
        effect: EffectId,
        /// What came back.
        answer: Answer,
    },
    /// The person's profile, or that there is none to be had.
    ProfileIs {
        /// Which question.
        effect: EffectId,
        /// The profile; `None` when the platform does not give it.
        profile: Option<Profile>,
    },
    /// Time has passed: look whether a deadline of the conversation is due.
    Due,
    /// A person at the controls of the server asks for something.
    Operator(Operator),
}

/// Where an event came from within the webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum Arrived {
    /// `messaging`: the thread is ours, or nobody's.
    #[default]
    Messaging,
    /// `standby`: another app owns the thread and we only listen.
    Standby,
}

impl Arrived {
    /// What nearly every word is; not written down, since each is kept in the history.
    fn is_messaging(&self) -> bool {
        *self == Self::Messaging
    }
}

/// What the person said or tapped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Word {
    /// Where it arrived.
    #[serde(default, skip_serializing_if = "Arrived::is_messaging")]
    pub arrived: Arrived,
    /// When, by the platform's clock.
    pub sent_at: Timestamp,
    /// What was typed; for a tap the label.
    pub text: String,
    /// What was sent along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The tap, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press: Option<Press>,
    /// The link or ad it came through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
    /// What the platform's language understanding found in it, where it is switched on for the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub understood: Option<Box<Understood>>,
}

/// What the platform's language understanding found in a message (messenger-platform 2.6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Understood {
    /// What the person may want, the surest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intents: Vec<Guess>,
    /// What stands in the message, and its traits besides sentiment (`thanks`, `greetings`, `bye`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// `positive`, `neutral` or `negative`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentiment: Option<Guess>,
    /// The language it is written in, such as `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Something the platform takes to be so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// Its name.
    pub name: String,
    /// From 0 to 1.
    pub confidence: f64,
}

/// Something the platform found in a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its name, without the prefixes of older payloads: `datetime`, `amount_of_money`.
    pub name: String,
    /// What it is worth; where the platform does not tell, the words themselves.
    pub value: Value,
    /// From 0 to 1.
    pub confidence: f64,
}

/// A tap on a button, choice or menu entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// What the button carries; the platform withholds it on standby and from apps that did not send it.
    pub payload: Option<String>,
    /// The label.
    pub title: Option<String>,
}

/// A link or ad that led here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Referral {
    /// The `ref` of the link.
    pub reference: Option<String>,
    /// `SHORTLINK`, `ADS`, …
    pub source: Option<String>,
    /// The ad.
    pub ad_id: Option<String>,
}

/// Something sent along with a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Where the platform keeps it; never fetched by us.
    pub url: Option<String>,
    /// Its file name or title.
    pub title: Option<String>,
    /// Latitude and longitude of a location.
    pub place: Option<(f64, f64)>,
}

/// Kinds of attachment a flow can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound or voice message.
    Audio,
    /// Any file.
    File,
    /// A sticker, the thumb included.
    Sticker,
    /// A place.
    Location,
    /// A contact card.
    Contact,
    /// A shared link, post, product or anything newer than this program.
    Other,
}

/// How the person opened the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Where it arrived.
    pub arrived: Arrived,
    /// When, by the platform's clock.
    pub sent_at: Timestamp,
    /// `true` for the Get Started button, `false` for a link or ad into a running thread.
    pub get_started: bool,
    /// The link or ad.
    pub referral: Option<Referral>,
}

/// A message of the page, as the platform reports it to every subscribed app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    /// The app that sent it; absent in some payloads.
    pub app: Option<AppId>,
    /// Ours, proven by our signed metadata.
    pub ours: bool,
    /// Whether any metadata came along.
    pub has_metadata: bool,
    /// Its text.
    pub text: Option<String>,
    /// When, by the platform's clock.
    pub sent_at: Timestamp,
}

/// Thread control moved from one app to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// Whether it was given or taken.
    pub moved: Moved,
    /// Who had it; `None` when nobody, or the payload does not say.
    pub from: Option<AppId>,
    /// Who has it; `None` when the payload does not say: then a pass is to us and a take is by another.
    pub to: Option<AppId>,
    /// What was given along.
    pub metadata: Option<String>,
    /// When, by the platform's clock.
    pub sent_at: Timestamp,
}

/// The two ways control moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moved {
    /// `pass_thread_control`.
    Passed,
    /// `take_thread_control`.
    Taken,
}

/// An event that is no word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct System {
    /// Which.
    pub kind: SystemKind,
    /// When, by the platform's clock.
    pub sent_at: Timestamp,
    /// What flows read under `event.*`.
    pub data: IndexMap<String, Value>,
}

/// Kinds of system event a flow can wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SystemKind {
    /// A reaction to a message of the page.
    Reaction,
    /// An opt-in.
    Optin,
    /// An answer to a feedback form.
    Feedback,
    /// An account was linked or unlinked.
    Linked,
}

/// How an effect that reports back has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settled {
    /// The platform accepted it.
    Accepted,
    /// The platform refused it for good.
    Refused(Refused),
    /// Nobody can tell.
    Unsettled,
    /// It was not tried: who may speak changed before its turn came.
    Dropped,
}

/// A refusal that trying again does not mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// What it means for the conversation.
    pub class: Refusal,
    /// The platform's code.
    pub code: i64,
    /// The platform's subcode; 0 when there is none.
    pub subcode: i64,
}

/// What a refusal means for a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Another app controls the thread (10/2018300, 100/2534037, 2018321).
    AnotherAppControls,
    /// The 24-hour window is closed (10/2018278 and its kin).
    OutsideWindow,
    /// The person does not receive our messages (551, 10/2018108, 200/1545041, 100/2018001).
    PersonGone,
    /// The message itself is not acceptable (100 and its kin).
    BadMessage,
    /// Anything else that stays refused.
    Other,
}

/// Who owns a thread, as far as the platform tells us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    /// Our own app.
    Us,
    /// Nobody.
    Idle,
    /// That app.
    Other(AppId),
    /// Some other app; the platform does not tell us which.
    Hidden,
    /// The question could not be answered.
    Failed,
}

/// What a service answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    /// Its headers, names in lower case, values cut to 1,000 characters.
    pub headers: IndexMap<String, String>,
    /// The body as JSON; `None` when there was none or it was no JSON.
    pub body: Option<serde_json::Value>,
    /// Why there is no usable answer, in a word: `timeout`, `refused`, `blocked`, `too_large`, `not_json`, `unknown`.
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

/// A person's profile, as far as the platform gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Profile {
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Like `da_DK`.
    pub locale: Option<String>,
    /// Hours from UTC.
    pub timezone: Option<f64>,
    /// Address of the picture; it expires.
    pub picture: Option<String>,
}

/// What a person at the controls can ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// Bring the conversation back to the bot.
    Return,
    /// Hand the conversation over now.
    Open {
        /// To which app; `None`: the inbox.
        receiver: Option<AppId>,
        /// What to give along.
        metadata: Option<String>,
    },
    /// Move the conversation to a module.
    Goto(ModuleId),
}
