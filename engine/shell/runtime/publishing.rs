//! The versions of the bot in memory: the newest, and older ones that conversations still stand in.
//! Invariant: a version is what its hash says; an older one is read again from the files that were
//! published with it.

use std::collections::HashSet;
use std::sync::Arc;

use arc_swap::ArcSwap;
use baton_core::bot::{Bot, Bots};
use baton_core::id::BotHash;
use baton_core::language::{self, SourceFile};

use crate::store::{Problem, Readers, Version};

/// The versions in memory.
#[derive(Debug)]
pub(crate) struct Versions {
    bots: ArcSwap<Bots>,
    /// Versions the table does not have, or that this program cannot read: looked for once.
    lost: HashSet<BotHash>,
}

impl Versions {
    pub(crate) fn new(newest: Arc<Bot>) -> Self {
        Self { bots: ArcSwap::from_pointee(Bots::only(newest)), lost: HashSet::new() }
    }

    /// All of them, as they are now.
    pub(crate) fn bots(&self) -> Arc<Bots> {
        self.bots.load_full()
    }

    /// Makes a version the newest; the others stay.
    pub(super) fn publish(&self, bot: Arc<Bot>) {
        let before = self.bots.load();
        let mut by_hash = before.by_hash.clone();
        by_hash.insert(bot.hash.clone(), Arc::clone(&bot));
        self.bots.store(Arc::new(Bots { newest: bot, by_hash }));
    }

    /// Whether a version must be read before a conversation that stands in it can be stepped.
    pub(crate) fn lacks(&self, hash: &BotHash) -> bool {
        self.bots.load().get(hash).is_none() && !self.lost.contains(hash)
    }

    /// Reads an older version from the files it was published with. Without it the conversation
    /// goes on by the core's rule for versions that are gone.
    pub(crate) async fn fetch(&mut self, hash: &BotHash, readers: &Readers) -> Result<(), Problem> {
        let bot = readers.version(hash).await?.and_then(read);
        let Some(bot) = bot.filter(|bot| bot.hash == *hash) else {
            tracing::warn!(%hash, "a conversation stands in a version of the bot that is gone");
            self.lost.insert(hash.clone());
            return Ok(());
        };
        let before = self.bots.load();
        let mut by_hash = before.by_hash.clone();
        by_hash.insert(hash.clone(), Arc::new(bot));
        let newest = Arc::clone(&before.newest);
        self.bots.store(Arc::new(Bots { newest, by_hash }));
        Ok(())
    }
}

/// A bot as it is published: its files go along, so that it can be read again.
pub(super) fn version(bot: &Bot, sources: Vec<SourceFile>) -> Version {
    let sources = sources.into_iter().map(|file| (file.path, file.text)).collect();
    Version { hash: bot.hash.clone(), name: bot.name.clone(), sources }
}

/// The bot of a version's files, if they are still read without a mistake.
fn read(version: Version) -> Option<Bot> {
    let file = |(path, text)| SourceFile { path, text };
    language::load(version.sources.into_iter().map(file).collect()).bot
}
