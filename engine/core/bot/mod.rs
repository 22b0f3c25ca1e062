//! A bot as it runs: everything an author wrote, read, resolved and checked. A `Bot` in hand is a valid bot.

mod button;

pub use button::{Button, Does, Label, Press};

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::action::{Action, Handover, Say};
use crate::condition::{Connection, Keywords, Phrase};
use crate::conversation::Target;
use crate::default_text::DefaultText;
use crate::duration::Duration;
use crate::effect::Auth;
use crate::entry::{Entries, Greeting};
use crate::expression::Expression;
use crate::hours::Hours;
use crate::id::{AppId, BotHash, ButtonId, ListId, ModuleId};
use crate::moved::Moved;
use crate::session::Session;
use crate::template::Template;
use crate::tongue::{Tongue, Tongues};
use crate::value::{Type, Value};

/// A bot: modules, and what holds everywhere.
#[derive(Debug, Clone)]
pub struct Bot {
    /// Names this version: the hash of its files.
    pub hash: BotHash,
    /// The author's id of the bot.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The language of its texts (BCP 47).
    pub language: String,
    /// Every language people may write in, the main one first.
    pub languages: Vec<String>,
    /// The languages its texts are said in besides the main one.
    pub tongues: Vec<Tongue>,
    /// The engine's own texts that the author words otherwise.
    pub texts: Vec<(DefaultText, Template)>,
    /// A new conversation enters here.
    pub start: ModuleId,
    /// Declared variables, and those that actions save into.
    pub variables: IndexMap<String, Variable>,
    /// Connections that hold everywhere, in order; `any` is expanded.
    pub keywords: Keywords,
    /// What happens when nothing fits.
    pub fallback: Fallback,
    /// Where people come in.
    pub entries: Entries,
    /// The persistent menu.
    pub menu: Vec<Button>,
    /// What a Page says before anybody writes.
    pub greeting: Option<Greeting>,
    /// Questions a person can tap before the first word.
    pub ice_breakers: Vec<Button>,
    /// Names for app ids; `page_inbox` and `instagram_inbox` are among them.
    pub receivers: IndexMap<String, AppId>,
    /// What holds for every handover, and for those an agent starts.
    pub handover: Doors,
    /// The only systems that can be called.
    pub services: IndexMap<String, Service>,
    /// Opening hours by name.
    pub hours: IndexMap<String, Hours>,
    /// When a session is over, and what holds within and behind it.
    pub session: Session,
    /// What took the place of what is no longer here.
    pub moved: Moved,
    /// The modules, in the author's order.
    pub modules: IndexMap<ModuleId, Module>,
    /// Every list of actions: a module's own under its id, the list of a `do` under `owner#…`.
    pub lists: HashMap<ListId, List>,
    /// Everything that can be tapped, by owner and id.
    pub presses: HashMap<(ModuleId, ButtonId), Press>,
    /// Whether any text reads `user.*`, so that the profile must be asked for.
    pub uses_profile: bool,
}

impl Bot {
    /// The module of an id, or the one that took its place.
    pub fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.modules.get(id).or_else(|| self.modules.get(self.moved.module(id)?))
    }

    /// Whether the bot says its texts in the language of a tag, whatever the region.
    pub fn speaks(&self, tag: &str) -> bool {
        let base = |tag: &str| Tongue::of(tag).map(Tongue::base);
        base(tag).is_some_and(|asked| {
            base(&self.language) == Some(asked)
                || self.tongues.iter().any(|tongue| tongue.base() == asked)
        })
    }

    /// The languages its texts are looked for in, for a person who speaks this.
    pub fn tongues_for(&self, tag: &str) -> Tongues {
        let both = Tongue::of(tag).zip(Tongue::of(&self.language));
        both.filter(|_| !self.tongues.is_empty())
            .map_or(Tongues::default(), |(tag, main)| Tongues::of(tag, main, &self.tongues))
    }

    /// The author's own wording of one of the engine's texts.
    pub fn own_text(&self, which: DefaultText) -> Option<&Template> {
        self.texts.iter().find(|(own, _)| *own == which).map(|(_, text)| text)
    }
}

/// Owners of buttons that belong to no module. No module can be named so.
pub mod owner {
    /// The return button's.
    pub const HANDOVER: &str = "@handover";
    /// Buttons in the bot-wide `handover.say` (a handover action's belong to its module).
    pub const HANDOVER_SAY: &str = "@handover_say";
    /// Buttons in the bot-wide `say_on_return`.
    pub const ON_RETURN: &str = "@say_on_return";
    /// Buttons in `fallback.say`.
    pub const FALLBACK: &str = "@fallback";
    /// The persistent menu.
    pub const MENU: &str = "@menu";
    /// The ice breakers.
    pub const ICE_BREAKERS: &str = "@ice_breakers";
    /// Prefix of keywords' owners: `@keywords_<id>`.
    pub const KEYWORDS: &str = "@keywords";
    /// Prefix of entries' owners.
    pub const ENTRIES: &str = "@entries";
    /// The id of the return button.
    pub const RETURN: &str = "return";
}

/// A declared variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// What it holds.
    pub kind: Type,
    /// What it holds before anything was saved.
    pub default: Option<Value>,
    /// Forgotten with the session.
    pub session: bool,
    /// Never logged, shown or put into metadata.
    pub secret: bool,
}

/// What happens when nothing fits.
#[derive(Debug, Clone)]
pub struct Fallback {
    /// Said at each miss; the default text where the author wrote none.
    pub say: Say,
    /// After so many misses in a row `to` is taken.
    pub give_up_after: u8,
    /// Where to; `None`: keep saying.
    pub to: Option<Target>,
}

/// What a connection, button or entry does when it is taken.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Leads {
    /// Its `do`.
    pub list: Option<ListId>,
    /// Its `to`.
    pub to: Option<Target>,
    /// What `item` is in its `do`: set when something made from a list is tapped.
    pub item: Option<Value>,
}

/// A system that can be called.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its address.
    pub url: String,
    /// How it is authorised.
    pub auth: Auth,
    /// How long a try may take, unless the call says otherwise.
    pub timeout: Duration,
    /// How often a try is repeated, unless the call says otherwise.
    pub retries: u8,
}

/// Bot-wide `handover`: defaults, and the doors an agent opens.
#[derive(Debug, Clone)]
pub struct Doors {
    /// What a handover without settings of its own is.
    pub base: Handover,
    /// Whether an app that asks for the thread gets it.
    pub grant: bool,
    /// Whether an agent's word silences the bot.
    pub pause: bool,
    /// Texts of automatic answers of an inbox, which are no agent's word.
    pub not_agents: Vec<Phrase>,
    /// Entered when a handover that an agent began ends.
    pub after: Option<ModuleId>,
}

/// A module.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its id, the key under `modules`.
    pub id: ModuleId,
    /// Its label for people.
    pub name: String,
    /// Whether it waits for the person, an event or time after its actions.
    pub waits: bool,
    /// Which bot keywords hold here; `None`: as section 7 says.
    pub keywords: Option<KeywordsHere>,
    /// Quick replies on its last message, standing before its connections.
    pub choices: Vec<Choice>,
    /// The list they are made from; then `choices` holds their pattern alone.
    pub each: Option<Each>,
    /// The action (by place) whose last message carries the choices or is the question.
    pub question_at: Option<u16>,
    /// Its connections, top to bottom; `any` is expanded; the short `to` is the last, marked so.
    pub connections: Vec<Connection>,
}

impl Module {
    /// The list of the module's own actions.
    pub fn list(&self) -> ListId {
        ListId::new(self.id.as_str())
    }
}

/// Which bot keywords hold in a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeywordsHere {
    /// All.
    All,
    /// Those that match the whole message.
    Exact,
    /// None.
    None,
}

/// A list of actions.
#[derive(Debug, Clone)]
pub struct List {
    /// The module it belongs to; `None` for bot-wide ones.
    pub module: Option<ModuleId>,
    /// Its actions in order.
    pub actions: Vec<Action>,
}

/// A quick reply of a module.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its id, the author's or made from the label.
    pub id: ButtonId,
    /// Its label.
    pub label: Label,
    /// What `save_as` keeps; `None`: the label.
    pub value: Option<Tree>,
    /// What it does.
    pub leads: Leads,
    /// A small picture.
    pub image: Option<Template>,
    /// What its payload carries.
    pub carries: Carried,
}

impl Choice {
    /// A way out of a question: it leads elsewhere and answers nothing.
    pub fn is_way_out(&self) -> bool {
        self.leads.to.is_some() && self.value.is_none()
    }
}

/// What the choices of a module are made from.
#[derive(Debug, Clone)]
pub struct Each {
    /// The list.
    pub list: Expression,
    /// Sent in place of the message when the list has nothing in it.
    pub if_empty: Option<Say>,
}

/// What the payload of a choice or button carries of the item it was made from: what its `set`, `do`
/// and `value` read of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Carried {
    /// Nothing; also where it was made from no list.
    #[default]
    Nothing,
    /// These members.
    Members(Vec<String>),
    /// All of it.
    All,
}

/// A value that is partly written and partly made from templates.
#[derive(Debug, Clone)]
pub enum Tree {
    /// As written.
    Value(Value),
    /// A template; exactly one `{{name}}` keeps the type of `name`.
    Text(Template),
    /// A list.
    List(Vec<Tree>),
    /// A map.
    Map(IndexMap<String, Tree>),
}

/// The versions a step may need.
#[derive(Debug, Clone)]
pub struct Bots {
    /// What new conversations, keywords, entries, fallback and buttons use.
    pub newest: std::sync::Arc<Bot>,
    /// Every version at hand, the newest among them.
    pub by_hash: HashMap<BotHash, std::sync::Arc<Bot>>,
}

impl Bots {
    /// Only this version.
    pub fn only(bot: std::sync::Arc<Bot>) -> Self {
        Self { by_hash: HashMap::from([(bot.hash.clone(), bot.clone())]), newest: bot }
    }

    /// That version, if it is at hand.
    pub fn get(&self, hash: &BotHash) -> Option<&Bot> {
        if self.newest.hash == *hash {
            return Some(&self.newest);
        }
        self.by_hash.get(hash).map(AsRef::as_ref)
    }
}
