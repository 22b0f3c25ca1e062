//! The deadlines of a conversation that was stepped: whether one is true, and when its timer row is to fire. Invariant:
//! the row is at or before the earliest deadline.

use baton_core::id::{ConversationId, Timestamp};

use super::draft::{Stepped, Writing};

/// A deadline the core does not clear is looked at again after this, instead of at once and for
/// ever.
const STUCK: u64 = 1_000;

impl Writing<'_, '_> {
    /// Whether a deadline is true, and not to be held since we were deaf when it fell due: what an
    /// agent did meanwhile is still being redelivered.
    pub(super) fn is_due(&self, stepped: &Stepped) -> bool {
        let due = stepped.conversation.next_due();
        due.is_some_and(|due| due <= self.plan.now) && self.held_until(stepped).is_none()
    }

    fn held_until(&self, stepped: &Stepped) -> Option<Timestamp> {
        stepped.conversation.handover()?;
        let due = stepped.conversation.next_due()?;
        let settings = &self.worker.settings;
        let (from, until) = self.worker.pages.get(&stepped.conversation.page.id)?.row.gap?;
        let fell_in = from <= due && due <= until && until.ms_since(from) >= settings.outage;
        let hold = until.plus_ms(settings.hold);
        (fell_in && self.plan.now < hold).then_some(hold)
    }

    /// The timer row is at or before the earliest deadline: it is touched only when that moves
    /// earlier, or it fired.
    pub(super) fn timer(&mut self, id: ConversationId, fired: bool, stepped: &mut Stepped) {
        let mut due = stepped.conversation.next_due();
        if fired {
            if let Some(hold) = self.held_until(stepped) {
                due = Some(hold);
            } else if due.is_some_and(|due| due <= self.plan.now) {
                tracing::error!(conversation = id.0, "a deadline stays due after it was stepped");
                due = Some(self.plan.now.plus_ms(STUCK));
            }
        }
        match (due, stepped.timer) {
            (None, Some(_)) if fired => {
                self.draft.timers_over.push(id);
                stepped.timer = None;
            }
            (Some(due), before) if fired || before.is_none_or(|before| before > due) => {
                self.draft.timers.push((id, due));
                stepped.timer = Some(due);
            }
            (Some(_) | None, _) => {}
        }
    }
}
