//! What is checked once everything is read: one file a check.

mod calls;
mod claims;
mod endless;
mod ends;
mod handovers;
mod languages;
mod names;
mod order;
mod outcomes;
mod paths;
mod shadowed;
mod types;
mod unused;

use indexmap::IndexMap;

use super::diagnostic::Diagnostic;
use super::list;
use super::loading::{
    Claim, ExpressionUse, Loading, Role, Saved, SavedUse, Site, TemplateUse, Uses,
};
use super::module::ModuleSpots;
use super::source::Spot;
use super::variables::{self, Declared};
use crate::bot::{Bot, Module};
use crate::id::{ListId, ModuleId};

/// Where the parts of the bot stand, and what of it is no part of the bot itself.
pub(super) struct Parts {
    /// Modules, those too that could not be read.
    pub(super) modules: IndexMap<ModuleId, ModuleSpots>,
    /// Keywords, as the bot has them.
    pub(super) keywords: Vec<Spot>,
    /// The key `bot`, or the first key.
    pub(super) bot: Spot,
    /// A `fallback` is written.
    pub(super) has_fallback: bool,
    /// Declared variables.
    pub(super) declared: Declared,
}

/// Everything a check looks at.
struct Checked<'a> {
    bot: &'a Bot,
    parts: &'a Parts,
    loading: &'a Loading<'a>,
    uses: &'a Uses,
}

impl Checked<'_> {
    fn report(&self, found: Diagnostic) {
        self.loading.report(found);
    }

    /// Where an action stands.
    fn action(&self, list: &ListId, place: usize) -> Spot {
        let spots = self.loading.list_spots.borrow();
        spots.get(list).and_then(|spots| spots.get(place)).copied().unwrap_or_default()
    }

    /// Whether every action of a module could be read.
    fn is_whole(&self, module: &Module) -> bool {
        self.loading.is_whole(&module.id)
    }

    /// Where the key of a module stands.
    fn module(&self, id: &ModuleId) -> Spot {
        self.parts.modules.get(id).map(|spots| spots.key).unwrap_or_default()
    }
}

/// Checks the bot and completes what only the whole knows: its variables, and whether it reads
/// profiles.
pub(super) fn finish(mut bot: Bot, parts: Parts, loading: &Loading<'_>) -> Bot {
    let uses = loading.uses.take();
    // What leads nowhere may only seem so where something could not be read.
    let whole = !loading.incomplete.get() && !loading.has_errors();
    let checked = Checked { bot: &bot, parts: &parts, loading, uses: &uses };
    names::check(&checked);
    let variables = types::check(&checked);
    claims::check(&checked);
    outcomes::check(&checked);
    ends::stays(&checked);
    order::check(&checked);
    shadowed::check(&checked);
    let called = calls::called(&checked);
    calls::returns(&checked, &called);
    if !loading.incomplete.get() {
        endless::check(&checked);
        paths::fallback(&checked);
    }
    if whole {
        outcomes::failures(&checked);
        handovers::check(&checked);
        ends::dead(&checked, &called);
        // What a name of no module was meant for is not called unreachable on top of it.
        if !loading.has_errors() {
            paths::unreachable(&checked);
        }
        unused::check(&checked);
        languages::check(&checked);
    }
    // The language of the texts is the person's, which the profile tells.
    bot.uses_profile = types::uses_profile(&uses) || !bot.tongues.is_empty();
    bot.variables = variables;
    bot
}

/// Whether anything of this kind was found already, so that follow-up findings stay quiet.
fn is_known(parts: &Parts, id: &str) -> bool {
    parts.modules.contains_key(&ModuleId::new(id))
}
