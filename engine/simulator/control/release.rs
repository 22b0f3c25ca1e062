//! `release_thread_control`: the owner lets go; the thread is idle, and nobody is told.

use crate::control::Standing;
use crate::error::Refusal;
use crate::platform::{Platform, Spot};

impl Platform {
    /// Makes the thread idle.
    pub(crate) fn release(&mut self, now: i64, spot: Spot<'_>, by: &str) -> Result<(), Refusal> {
        if self.standing(now, spot, by)? != Standing::Owner {
            return Err(Refusal::parameter("Only the thread owner can release thread control"));
        }
        if let Some(thread) = self.thread_mut(spot) {
            thread.release();
        }
        Ok(())
    }
}
