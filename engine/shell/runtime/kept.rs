//! What of a draft is kept: the trace of its steps, what was learned of pages, and all of it as the changes the store
//! writes in one commit.

use std::collections::HashMap;

use baton_core::id::{ConversationId, PageId};

use super::draft::{Draft, Stepped, Writing};
use super::history;
use super::plan::Plan;
use super::worker::Worker;
use crate::store::{Changes, HistoryLine, NewEffect, PageRow, RowState, Written};

impl Writing<'_, '_> {
    pub(super) fn notes(&mut self, id: ConversationId, stepped: &mut Stepped) {
        let notes = std::mem::take(&mut stepped.notes);
        if notes.is_empty() {
            return;
        }
        history::tell(&stepped.conversation.page.id, &notes, &self.worker.board);
        self.draft.journal.extend(history::journal(&notes).map(|(n, fact)| (id, n, fact)));
        if self.worker.settings.history.is_none() {
            return;
        }
        let line = self.worker.writer.next_line();
        self.draft.history.push(HistoryLine {
            id: line,
            conversation: id,
            at: self.plan.now,
            previous: stepped.history,
            what: history::line(&notes),
        });
        stepped.history = Some(line);
    }

    /// What was learned of pages, as it is to be remembered.
    pub(super) fn pages(&mut self) {
        let mut rows: HashMap<PageId, PageRow> = HashMap::new();
        let now = self.plan.now;
        let mut change = |worker: &Worker, page: &PageId, change: &dyn Fn(&mut PageRow)| {
            let Some(state) = worker.pages.get(page) else { return };
            change(rows.entry(page.clone()).or_insert_with(|| state.row.clone()));
        };
        for (page, routing) in &self.plan.routing {
            change(self.worker, page, &|row| row.routing = Some((*routing, now)));
        }
        for (page, accepted) in &self.plan.takes {
            change(self.worker, page, &|row| {
                row.take_refused_at = (!accepted).then_some(now);
            });
        }
        for (page, row) in &self.worker.deaf {
            change(self.worker, page, &|to| to.gap = *row);
        }
        self.draft.pages = rows.into_values().collect();
    }
}

impl Draft {
    /// Everything the batch writes.
    pub(super) fn changes<'d>(&'d self, plan: &'d Plan<'_>, worker: &Worker) -> Changes<'d> {
        let claim = plan.now.plus_ms(worker.settings.claim);
        let changed = self.stepped.iter().filter(|stepped| !stepped.unchanged);
        let effects = self.stepped.iter().flat_map(|stepped| {
            stepped.rows.iter().map(|row| NewEffect {
                conversation: stepped.conversation.id,
                effect: &row.effect,
                state: row.state,
                deadline: (row.state == RowState::Claimed).then_some(claim),
                not_before: row.not_before,
            })
        });
        let over = plan.over.iter().map(|name| (name.conversation, name.sequence, name.stamp));
        let outbox = plan.changed.iter().chain(&self.claims).map(|(_, change)| change.clone());
        Changes {
            stamp: self.stamp,
            keys: if plan.must_open() { &[] } else { &plan.opening.keys },
            conversations: changed
                .map(|stepped| Written {
                    conversation: &stepped.conversation,
                    state: &stepped.state,
                    was: stepped.was,
                    history: stepped.history,
                })
                .collect(),
            settled: over.collect(),
            effects: effects.collect(),
            changed: outbox.collect(),
            timers: &self.timers,
            timers_over: &self.timers_over,
            history: &self.history,
            journal: &self.journal,
            parked: &plan.parked,
            unparked: &plan.unparked,
            quarantined: &plan.quarantined,
            resent: &plan.resent,
            pages: &self.pages,
            audit: &plan.audit,
        }
    }
}
