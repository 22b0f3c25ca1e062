//! What is checked once everything is read: one file a check.

use super::loading::Loading;
use super::module::ModuleSpots;
use super::source::Spot;
use super::variables::Declared;
use crate::bot::Bot;
use crate::id::ModuleId;
use indexmap::IndexMap;

/// Where the parts of the bot stand.
pub(super) struct Parts {
    /// Modules, those too that could not be read.
    pub(super) modules: IndexMap<ModuleId, ModuleSpots>,
    /// Keywords, as the bot has them.
    pub(super) keywords: Vec<Spot>,
    /// The key `fallback`.
    pub(super) fallback: Option<Spot>,
    /// The key `handover`.
    pub(super) handover: Option<Spot>,
    /// The key `menu`.
    pub(super) menu: Option<Spot>,
    /// Declared variables.
    pub(super) declared: Declared,
}

/// Checks the bot and completes what only the whole knows.
pub(super) fn finish(bot: Bot, _parts: Parts, _loading: &Loading<'_>) -> Bot {
    bot
}
