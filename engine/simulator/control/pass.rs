//! `pass_thread_control`: the owner gives the thread to another app; on an idle thread anybody may.

use crate::control::Standing;
use crate::error::Refusal;
use crate::platform::{Platform, Spot};

impl Platform {
    /// Passes the thread to `to`, or to the default app when none is named.
    pub(crate) fn pass(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        by: &str,
        to: Option<&str>,
        metadata: Option<&str>,
    ) -> Result<(), Refusal> {
        let page = &self.pages[spot.page];
        let shared = page.default_app().is_none();
        let target = to.or(page.default_app()).map(str::to_owned);
        let standing = self.standing(now, spot, by)?;
        let Some(target) = target else {
            return Err(Refusal::parameter("The parameter target_app_id is required"));
        };
        if !self.knows_app(&target) {
            let text = "target_app_id is not an app of this Page";
            return Err(Refusal::new(100, Some(2_018_164), text));
        }
        if standing == Standing::Elsewhere {
            return Err(Refusal::parameter("Only the thread owner can pass thread control"));
        }
        // Claiming a thread by passing it to oneself exists without a default app only.
        if target == by && !shared {
            return Err(Refusal::parameter("An app can not pass thread control to itself"));
        }
        let previous = self.give(now, spot, &target);
        self.tell_pass(now, spot, previous.as_deref(), &target, metadata);
        Ok(())
    }
}
