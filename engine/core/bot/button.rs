//! What can be tapped: labels, buttons, and what a tap does.

use super::{Bot, Carried, Leads};
use crate::condition::Phrase;
use crate::id::{ButtonId, ModuleId};
use crate::template::Template;

/// A label: a template, prepared for comparison in every language in which it has no names in it.
#[derive(Debug, Clone)]
pub struct Label {
    /// The text.
    pub text: Template,
    /// Ready to compare, one for each language whose text inserts nothing.
    pub phrases: Vec<Phrase>,
    /// In some language it must be rendered before it can be compared.
    pub varies: bool,
}

impl Label {
    /// Prepares a label.
    pub fn new(text: Template) -> Self {
        let plain = |text: &Template| text.as_plain().map(Phrase::new);
        let phrases: Vec<Phrase> = text.all().filter_map(plain).collect();
        let varies = text.all().any(|text| text.as_plain().is_none());
        Self { text, phrases, varies }
    }
}

/// A button under a text, on a card or in the menu.
#[derive(Debug, Clone)]
pub struct Button {
    /// Its owner: a module, or a bot-wide one.
    pub owner: ModuleId,
    /// Its id, unique within the owner.
    pub id: ButtonId,
    /// Its label.
    pub label: Label,
    /// What a tap does.
    pub does: Does,
    /// What its payload carries.
    pub carries: Carried,
}

/// What a tap on a button does.
#[derive(Debug, Clone)]
pub enum Does {
    /// What `presses` holds under the button's owner and id.
    Press,
    /// Opens an address.
    Url(Template),
    /// Calls a number.
    Phone(Template),
}

impl Does {
    /// Whether a tap comes back to the bot.
    pub fn is_press(&self) -> bool {
        matches!(self, Self::Press)
    }
}

/// Something that can be tapped, found by its payload.
#[derive(Debug, Clone)]
pub struct Press {
    /// Its label, for a tap that arrives without its payload.
    pub label: Label,
    /// What it does. A `set` of a button is the first action of its list.
    pub leads: Leads,
    /// Its `do` begins with `take_back`.
    pub takes_back: bool,
    /// It is a choice of its module: this one, by place.
    pub choice: Option<u16>,
}

impl Press {
    /// Whether anything stands behind a `take_back`, which then replaces the suspended list.
    pub fn leads_on(&self, bot: &Bot) -> bool {
        let behind = self.leads.list.as_ref().and_then(|list| bot.lists.get(list));
        self.leads.to.is_some() || behind.is_some_and(|list| list.actions.len() > 1)
    }
}
