//! The picture of a bot: its modules, every way from one to the next, and every way in.
//!
//! [`Graph::of`] reads it from a bot, a layout gives everything its place, and the writers make an SVG, JSON, Mermaid
//! or DOT of it. Invariant: the same bot gives the same bytes, and every connection of it stands in each.

mod act;
mod dot;
mod entrance;
mod json;
mod layout;
mod lead;
mod measure;
mod mermaid;
mod read;
mod svg;
mod words;

#[cfg(test)]
mod tests;

pub use dot::dot;
pub use json::json;
pub use mermaid::mermaid;
pub use svg::svg;

use crate::id::ModuleId;

/// Modules and ways of a bot.
#[derive(Debug, Clone)]
pub struct Graph {
    /// The id of the bot.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The modules, in the author's order.
    pub nodes: Vec<Node>,
    /// Every way that leads on from a module, in the order in which they are tried.
    pub ways: Vec<Way>,
    /// Every way in from everywhere: the start, entries, keywords, menu, fallback.
    pub entrances: Vec<Way>,
}

/// A module.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its id.
    pub id: ModuleId,
    /// Its label for people; the id where it has none.
    pub name: String,
    /// What it is before all else.
    pub kind: NodeKind,
    /// The first text it says of its own accord; empty where it says none.
    pub says: String,
    /// What its actions do besides, each in words.
    pub does: Vec<String>,
    /// Its own handover.
    pub handing: Option<Handing>,
    /// Whether it waits for the person, an event or time.
    pub waits: bool,
    /// Whether anything leads to it.
    pub reached: bool,
    /// Where it stands: file, and line from 1.
    pub place: Option<(String, usize)>,
}

/// What a module is before all else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// It passes the conversation to people.
    Handover,
    /// It asks and waits for an answer.
    Question,
    /// It calls a service.
    Service,
    /// It offers choices or buttons.
    Menu,
    /// It says something.
    Message,
    /// It does something silently.
    Steps,
}

impl NodeKind {
    /// All of them, as a legend lists them.
    pub const ALL: [Self; 6] =
        [Self::Message, Self::Menu, Self::Question, Self::Service, Self::Handover, Self::Steps];

    /// One word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Handover => "handover",
            Self::Question => "question",
            Self::Service => "service",
            Self::Menu => "menu",
            Self::Message => "message",
            Self::Steps => "steps",
        }
    }
}

/// A handover in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handing {
    /// Who gets the conversation: `page_inbox`, a name from `receivers`, or the number of an app.
    pub receiver: String,
    /// The same for people.
    pub to: String,
    /// The opening hours it asks for.
    pub hours: Option<String>,
    /// Every way back besides the receiver's own, in words.
    pub back: Vec<String>,
    /// Given along, as the author wrote it.
    pub metadata: Option<String>,
}

/// One way: a connection, choice, button, call, or a way in.
#[derive(Debug, Clone)]
pub struct Way {
    /// Stays the same while the bot's parts keep their ids: letters, digits, `-`, `_` and `.` alone, unless the
    /// author's own id of a button has others.
    pub id: String,
    /// From which module; `None`: from everywhere.
    pub from: Option<usize>,
    /// What it is.
    pub kind: WayKind,
    /// When it is taken, in words.
    pub words: String,
    /// What its `do` does, each in words.
    pub does: Vec<String>,
    /// To whom its `do` hands over.
    pub hands: Option<Handing>,
    /// Where it leads.
    pub to: To,
    /// How a step notes that it was taken: [`crate::note::Note::Followed`] with its `from` and `index`. `None`
    /// where it is not noted.
    pub taken: Option<(String, u16)>,
    /// Where it stands: file, and line from 1.
    pub place: Option<(String, usize)>,
}

/// Where a way leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// To a module, by its place among the nodes.
    Module(usize),
    /// The path ends.
    End,
    /// Nowhere: the conversation stays.
    Stay,
    /// To the module that waited before.
    Back,
    /// The open question is asked again.
    Again,
    /// On to the module's own connections.
    On,
    /// Out of the conversation: an address, a telephone.
    Away,
}

impl To {
    /// The module it leads to.
    pub fn module(&self) -> Option<usize> {
        let Self::Module(place) = self else { return None };
        Some(*place)
    }

    /// A word for what is no module.
    pub fn word(&self) -> Option<&'static str> {
        match self {
            Self::Module(_) => None,
            Self::End => Some("end"),
            Self::Stay => Some("stay"),
            Self::Back => Some("back"),
            Self::Again => Some("again"),
            Self::On => Some("on"),
            Self::Away => Some("away"),
        }
    }
}

/// What a way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayKind {
    /// A quick reply.
    Choice,
    /// A button under a message.
    Button,
    /// Something in a message.
    Word,
    /// Any message.
    Open,
    /// An event that is no word.
    Event,
    /// A silence.
    Silence,
    /// An action ended well.
    Good,
    /// An action ended badly.
    Bad,
    /// What is known decides.
    Given,
    /// Nothing decides: it goes on.
    Then,
    /// A module as a part of this one.
    Call,
    /// A jump that is due later.
    Reminder,
    /// A new conversation.
    Start,
    /// Get started, a link or ad, a thread that is passed, an ice breaker.
    Entry,
    /// The persistent menu.
    Menu,
    /// A word that holds everywhere.
    Keyword,
    /// Nothing fitted.
    Fallback,
    /// A conversation that an agent took over by himself came back.
    AfterAgent,
    /// A button of a text that belongs to the whole bot.
    BotButton,
}

impl WayKind {
    /// One word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Button => "button",
            Self::Word => "word",
            Self::Open => "open",
            Self::Event => "event",
            Self::Silence => "silence",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Given => "if",
            Self::Then => "then",
            Self::Call => "call",
            Self::Reminder => "reminder",
            Self::Start => "start",
            Self::Entry => "entry",
            Self::Menu => "menu",
            Self::Keyword => "keyword",
            Self::Fallback => "fallback",
            Self::AfterAgent => "after_agent",
            Self::BotButton => "bot_button",
        }
    }
}

impl Graph {
    /// All ways: those in first, then those of the modules.
    pub fn all(&self) -> impl Iterator<Item = &Way> {
        self.entrances.iter().chain(&self.ways)
    }
}

impl Way {
    /// When it is taken and what it does, in one sentence.
    pub fn sentence(&self) -> String {
        let mut text = self.words.clone();
        if !self.does.is_empty() {
            text += &format!(": {}", self.does.join(", "));
        }
        text
    }
}
