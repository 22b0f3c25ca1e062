//! What became of modules and buttons that are no longer in a bot: old conversations and old buttons find their
//! successors.

use std::collections::HashMap;

use crate::bot::{Bot, Press};
use crate::id::{ButtonId, ModuleId};

/// The last successors of what is gone; each is in the bot.
#[derive(Debug, Clone, Default)]
pub struct Moved {
    /// Modules.
    pub modules: HashMap<ModuleId, ModuleId>,
    /// Buttons, choices and menu entries, by owner and id.
    pub buttons: HashMap<(ModuleId, ButtonId), (ModuleId, ButtonId)>,
}

impl Moved {
    /// The module that took the place of one that is gone.
    pub fn module(&self, gone: &ModuleId) -> Option<&ModuleId> {
        self.modules.get(gone)
    }

    /// The button that took the place of one that is gone; a module that moved takes its buttons along.
    pub fn button(&self, owner: &ModuleId, id: &ButtonId) -> Option<(ModuleId, ButtonId)> {
        let own = self.buttons.get(&(owner.clone(), id.clone())).cloned();
        own.or_else(|| {
            let owner = self.module(owner)?;
            let within = self.buttons.get(&(owner.clone(), id.clone())).cloned();
            Some(within.unwrap_or_else(|| (owner.clone(), id.clone())))
        })
    }
}

impl Bot {
    /// What can be tapped under an owner and an id, or what took its place; with where it is found.
    pub fn press(&self, owner: &ModuleId, id: &ButtonId) -> Option<((ModuleId, ButtonId), &Press)> {
        let mut at = (owner.clone(), id.clone());
        if !self.presses.contains_key(&at) {
            at = self.moved.button(owner, id)?;
        }
        let press = self.presses.get(&at)?;
        Some((at, press))
    }
}

impl Press {
    /// Whether a tap is more than its label, typed.
    pub(crate) fn acts(&self) -> bool {
        self.leads.list.is_some() || self.leads.to.is_some() || self.choice.is_some()
    }
}
