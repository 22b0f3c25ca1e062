//! `extend_thread_control`: the owner keeps the thread longer, at most seven days.

use crate::control::Standing;
use crate::error::Refusal;
use crate::platform::{Platform, Spot};

/// The longest extension in seconds.
const LONGEST: i64 = 604_800;

impl Platform {
    /// Keeps the thread for so many seconds from now.
    pub(crate) fn extend(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        by: &str,
        seconds: i64,
    ) -> Result<(), Refusal> {
        if self.standing(now, spot, by)? != Standing::Owner {
            return Err(Refusal::parameter("Only the thread owner can extend thread control"));
        }
        if !(1..=LONGEST).contains(&seconds) {
            return Err(Refusal::parameter("duration must be between 1 and 604800 seconds"));
        }
        if let Some(thread) = self.thread_mut(spot) {
            thread.extend(now + seconds * 1000);
        }
        Ok(())
    }
}
