//! What became of modules and buttons that are no longer in a bot: old conversations and old buttons find their
//! successors.

use std::collections::HashMap;

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
