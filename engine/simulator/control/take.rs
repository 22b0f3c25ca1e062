//! `take_thread_control`: an idle thread may be taken; another's only with the setting.

use crate::control::Standing;
use crate::error::Refusal;
use crate::platform::{Platform, Spot};

impl Platform {
    /// Takes the thread for `by`. Without a default app nobody can (error 27).
    pub(crate) fn take(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        by: &str,
        metadata: Option<&str>,
    ) -> Result<(), Refusal> {
        let standing = self.standing(now, spot, by)?;
        if self.pages[spot.page].default_app().is_none() {
            let text = "Taking thread control is not available without a default app";
            return Err(Refusal::new(27, None, text));
        }
        match standing {
            // Not documented for the owner; nothing changes hands, so nobody is told.
            Standing::Owner => return Ok(()),
            Standing::Idle => {}
            Standing::Elsewhere if self.app_may_take(by) => {}
            Standing::Elsewhere => {
                let text = "This app may not take control of conversations of this Page";
                return Err(Refusal::new(10, None, text));
            }
        }
        let previous = self.give(now, spot, by);
        self.tell_take(now, spot, previous.as_deref(), by, metadata);
        Ok(())
    }
}
