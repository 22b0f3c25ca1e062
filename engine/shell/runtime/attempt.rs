//! One attempt at a batch: plan, open, step, commit. Invariant: when it ends it is known whether
//! the batch was written; a doubt is resolved before anything else happens.

use std::convert::Infallible;
use std::time::Duration;

use baton_core::id::ConversationId;

use super::draft::{self, Draft, Poison};
use super::item::Item;
use super::plan::{self, Facts, Plan};
use super::worker::Worker;
use crate::store::{Changes, CommitProblem, Key, Opened, Problem};

/// After a redelivery so many batches ask which of their events are new, before they step them.
const CAREFUL: u32 = 64;
/// A busy file is tried so often at once.
const BUSY_TRIES: u32 = 3;
/// Between two tries to go on with a database that fails.
const BROKEN_PAUSE: Duration = Duration::from_secs(1);
/// After so many failures in a row the database is left to the next process, and to whoever reads that we have ended.
const BROKEN_TRIES: u32 = 5;

/// How an attempt at a batch ended.
pub(super) enum Attempt {
    /// It is committed, or there was nothing to commit.
    Done(Box<Draft>, Facts),
    /// Some of it cannot be stepped; nothing was written.
    Poisoned(Poison),
    /// The database does not take it; nothing was written.
    Refused(String),
    /// The database cannot be written now.
    Later(String),
}

impl Worker {
    /// Tries a batch until it is known what became of it.
    pub(super) async fn attempt(&mut self, items: &[Item], stamp: i64) -> Attempt {
        self.note_deafness();
        let mut tries = 0;
        loop {
            let mut plan = plan::plan(self, items, stamp);
            plan.opens |= self.careful > 0;
            let hoped = !plan.must_open();
            match self.try_once(&mut plan, items).await {
                Ok(Ok(draft)) => return Attempt::Done(Box::new(draft), plan.facts()),
                Ok(Err(_)) if hoped && !plan.opening.keys.is_empty() => {
                    // It may be poison that was put away before: then it is a redelivery and not
                    // run at all.
                    self.careful = CAREFUL;
                }
                Ok(Err(poison)) => return Attempt::Poisoned(poison),
                Err(CommitProblem::Busy) if tries < BUSY_TRIES => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(CommitProblem::Full) => {
                    self.board.reserve.spend();
                    return Attempt::Later(CommitProblem::Full.to_string());
                }
                Err(problem @ CommitProblem::Busy) => {
                    return Attempt::Later(problem.to_string());
                }
                Err(CommitProblem::Refused(_)) if hoped && !plan.opening.keys.is_empty() => {
                    // One of its events has been taken in before: ask which. Others will follow.
                    self.careful = CAREFUL;
                }
                Err(CommitProblem::Refused(error)) => return Attempt::Refused(error.to_string()),
                Err(CommitProblem::Damaged(error)) => {
                    match self.stand_still(&format!("the database is damaged: {error}")).await {}
                }
                Err(CommitProblem::Doubt(error)) => {
                    // In doubt before the commit: nothing was written, and the file is reopened.
                    self.resolve(stamp, &[], &[], &error).await;
                    tokio::time::sleep(BROKEN_PAUSE).await;
                }
            }
        }
    }

    async fn try_once(
        &mut self,
        plan: &mut Plan<'_>,
        items: &[Item],
    ) -> Result<Result<Draft, Poison>, CommitProblem> {
        let opened = if plan.must_open() {
            self.writer.open(&plan.opening).await?
        } else {
            // Nearly always all events are new, and the commit would refuse one that is not.
            plan.opening.hope()
        };
        self.fetch_versions(plan, &opened).await;
        self.lay_crumbs(plan);
        let is_new = !opened.fresh.is_empty();
        self.careful = self.careful.saturating_sub(1);
        let carried = draft::carry_out(self, plan, opened, items);
        self.sweep_crumbs();
        let draft = match carried {
            Ok(draft) => draft,
            Err(poison) => {
                self.writer.roll_back().await;
                return Ok(Err(poison));
            }
        };
        let changes = draft.changes(plan, self);
        if changes.is_empty() && !is_new {
            self.writer.roll_back().await;
            return Ok(Ok(draft));
        }
        match self.commit(&changes).await {
            Ok(()) => {
                self.board.outage.sound();
                Ok(Ok(draft))
            }
            Err(CommitProblem::Doubt(error)) => {
                let written = changes.conversations.iter();
                let ids: Vec<_> = written.map(|written| written.conversation.id).collect();
                let keys = &plan.opening.keys;
                let written = self.resolve(draft.stamp, &ids, keys, &error).await;
                if written { Ok(Ok(draft)) } else { Err(CommitProblem::Busy) }
            }
            Err(problem) => Err(problem),
        }
    }

    /// Finds out whether a batch in doubt was written. Nothing else happens until that is known.
    async fn resolve(
        &mut self,
        stamp: i64,
        ids: &[ConversationId],
        keys: &[Key],
        error: &Problem,
    ) -> bool {
        self.board.set_trouble(Some(format!("the database fails: {error}")));
        self.in_trouble = true;
        self.cache.clear();
        while self.board.outage.failed() <= BROKEN_TRIES {
            match self.writer.resolve(stamp, ids, keys).await {
                Ok(written) => {
                    tracing::warn!(written, "a doubtful commit is resolved");
                    return written;
                }
                Err(problem) if problem.is_damage() => {
                    match self.stand_still(&problem.to_string()).await {}
                }
                Err(problem) => {
                    tracing::error!(%problem, "the database cannot be reopened");
                    tokio::time::sleep(BROKEN_PAUSE).await;
                }
            }
        }
        match self.stand_still(&format!("the database fails again and again: {error}")).await {}
    }

    /// Ends here for good: whatever was done next could be built on what is not there. The process is told, and what is
    /// on disk is whole for the next one.
    pub(super) async fn stand_still(&self, why: &str) -> Infallible {
        tracing::error!("nothing more is written: {why}");
        self.board.break_down(why);
        std::future::pending().await
    }

    #[cfg(not(test))]
    async fn commit(&mut self, changes: &Changes<'_>) -> Result<(), CommitProblem> {
        self.writer.commit(changes).await
    }

    /// Loses the answer to a commit where a test asks for it.
    #[cfg(test)]
    async fn commit(&mut self, changes: &Changes<'_>) -> Result<(), CommitProblem> {
        let lost = self.settings.losses.next();
        if lost == Some(super::settings::Loss::BeforeCommit) {
            return Err(CommitProblem::lost());
        }
        self.writer.commit(changes).await?;
        if lost == Some(super::settings::Loss::AfterCommit) {
            return Err(CommitProblem::lost());
        }
        Ok(())
    }

    /// Versions of the bot that conversations of this batch stand in and nobody has read yet.
    async fn fetch_versions(&mut self, plan: &Plan<'_>, opened: &Opened) {
        let loaded = opened.loaded.iter().filter_map(|stored| stored.conversation.as_ref().ok());
        let missing: Vec<_> = loaded
            .flat_map(|conversation| conversation.bots())
            .filter(|hash| self.versions.lacks(hash))
            .cloned()
            .collect();
        for hash in missing {
            if let Err(problem) = self.versions.fetch(&hash, &self.readers).await {
                tracing::error!(%problem, %hash, batch = plan.opening.stamp, "reading a version");
            }
        }
    }

    fn lay_crumbs(&mut self, plan: &Plan<'_>) {
        let keys = plan.opening.keys.iter().map(|key| &key.key);
        if let Err(error) = self.crumbs.lay(keys) {
            tracing::warn!(%error, "breadcrumbs cannot be written");
        }
    }

    fn sweep_crumbs(&mut self) {
        if let Err(error) = self.crumbs.sweep() {
            tracing::warn!(%error, "breadcrumbs cannot be cleared");
        }
    }
}
