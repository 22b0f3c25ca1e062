//! A conversation test as it is written: who is in it, what services answer, and its steps.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::fake::{Fake, Request};
use super::fault::Planned;
use super::pattern::{Pattern, json_fits};
use super::person::{Person, Start};
use crate::duration::Duration;
use crate::event::{Attachment, Referral, SystemKind, Understood};
use crate::id::{AppId, ModuleId};
use crate::language::Spot;
use crate::value::Value;

/// One conversation test.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    /// What it shows, in the author's words.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) spot: Spot,
    /// Who the conversation is with.
    pub(crate) person: Person,
    /// When it begins.
    pub(crate) start: Start,
    /// What services answer in this test alone; tried before those of the file.
    pub(crate) fakes: Vec<Fake>,
    /// One of several that `each` makes: what one row does not call, another may.
    pub(crate) of_row: bool,
    /// What happens, in order.
    pub(crate) steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// All of it, from its first key to its last value.
    pub(crate) spot: Spot,
    /// What it is about: where a failure points.
    pub(crate) value: Spot,
    /// Made by `each` or `include`: what stands there serves several tests, and is not rewritten.
    pub(crate) shared: bool,
    /// What it does or expects.
    pub(crate) does: Does,
}

/// What a step does or expects.
#[derive(Debug, Clone)]
pub(crate) enum Does {
    /// Somebody does something, or time passes.
    Act(Act),
    /// Something has come of it.
    Expect(Expected),
}

/// What somebody does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// The person writes, and what the platform's language understanding finds in it.
    User(String, Option<Box<Understood>>),
    /// The person taps what has this label; `true`: in the menu beside the text field.
    Tap(String, bool),
    /// The person sends something, perhaps with a text.
    Sends(Option<Attachment>, String),
    /// The person comes by Get Started (`true`), a link or an ad.
    Opens(bool, Option<Referral>),
    /// Something the person did that is no word.
    Event(SystemKind, IndexMap<String, Value>),
    /// An agent writes.
    Agent { text: String, receiver: Option<AppId> },
    /// An agent gives the conversation back.
    PassesBack(Door),
    /// An agent takes the conversation.
    Takes(Door),
    /// An agent, or another app, asks for the conversation.
    Requests(Door),
    /// An operator brings the conversation back.
    OperatorReturns,
    /// The next calls of the platform fail.
    Fails(Planned),
    /// Time passes.
    Later(Duration),
    /// Time passes, and nothing happens in it.
    Quiet(Duration),
    /// The conversation of another person.
    As(String),
    /// The engine stops and starts again.
    Restart,
    /// An operator moves the conversation.
    GoTo(ModuleId),
}

/// Which app, and what it gives along.
#[derive(Debug, Clone, Default)]
pub(crate) struct Door {
    /// The app; `None`: whoever has the conversation, else the Page inbox.
    pub(crate) app: Option<AppId>,
    /// Given along.
    pub(crate) metadata: Option<String>,
}

/// What must have come of it.
#[derive(Debug, Clone)]
pub(crate) enum Expected {
    /// The bot says this.
    Said(Box<Saying>),
    /// Control moves.
    Control(Moves),
    /// A service is called.
    Called(Call),
    /// An event was told to the world outside.
    Emitted(EmitLook),
    /// The conversation stands at this module; `None`: nowhere.
    At(Option<ModuleId>),
    /// Variables have these values.
    Variables(Json),
    /// The contact carries exactly these tags.
    Tags(Vec<String>),
}

/// A message of the bot; what is `None` is not compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Saying {
    /// Its text, where one was written.
    pub(crate) text: Option<Pattern>,
    /// Where the text stands.
    pub(crate) text_spot: Option<Spot>,
    /// Labels of its quick replies.
    pub(crate) choices: Option<(Vec<Pattern>, Spot)>,
    /// Labels of its buttons.
    pub(crate) buttons: Option<(Vec<Pattern>, Spot)>,
    /// Its cards, in order.
    pub(crate) cards: Option<Vec<CardLook>>,
    /// Which approved template it is.
    pub(crate) template: Option<TemplateLook>,
    /// In whose name it is said: the id of a persona.
    pub(crate) persona: Option<Pattern>,
    /// What it shows: `image`, `video`, `audio` or `file`, and its address.
    pub(crate) media: Option<(crate::effect::Media, Pattern)>,
}

/// An approved template as it is expected.
#[derive(Debug, Clone, Default)]
pub(crate) struct TemplateLook {
    /// Its name at Meta.
    pub(crate) name: Option<Pattern>,
    /// Its language.
    pub(crate) language: Option<Pattern>,
    /// What is put into it.
    pub(crate) with: Option<Vec<Pattern>>,
}

/// A card as it is expected.
#[derive(Debug, Clone, Default)]
pub(crate) struct CardLook {
    /// Its title.
    pub(crate) title: Option<Pattern>,
    /// Its subtitle.
    pub(crate) subtitle: Option<Pattern>,
    /// The address of its picture.
    pub(crate) image: Option<Pattern>,
    /// Labels of its buttons.
    pub(crate) buttons: Option<Vec<Pattern>>,
}

/// A change of control by the bot.
#[derive(Debug, Clone)]
pub(crate) struct Moves {
    /// Given away (`true`) or taken.
    pub(crate) passes: bool,
    /// To whom.
    pub(crate) receiver: Option<AppId>,
    /// What goes along.
    pub(crate) metadata: Option<Pattern>,
}

/// An event for the world outside as it is expected.
#[derive(Debug, Clone)]
pub(crate) struct EmitLook {
    /// What happened.
    pub(crate) name: String,
    /// What is to be known of it: of named values those named.
    pub(crate) data: Option<Json>,
}

impl EmitLook {
    /// Whether an event is this one.
    pub(crate) fn fits(&self, (name, data): &(String, Json)) -> bool {
        self.name == *name && self.data.as_ref().is_none_or(|wanted| json_fits(wanted, data))
    }
}

/// A call of a service as it is expected.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Method, service and path.
    pub(crate) request: Request,
    /// What its body must be or hold.
    pub(crate) json: Option<Json>,
    /// What its headers must be.
    pub(crate) headers: Vec<(String, Pattern)>,
}
