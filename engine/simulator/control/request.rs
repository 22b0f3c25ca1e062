//! `request_thread_control`: asks the owner; an idle thread without a default app is given at once.

use crate::control::Standing;
use crate::error::Refusal;
use crate::platform::{Platform, Spot};

impl Platform {
    /// Asks for the thread by the API, which a page with a default app does not support.
    pub(crate) fn request(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        by: &str,
        metadata: Option<&str>,
    ) -> Result<(), Refusal> {
        if self.pages[spot.page].default_app().is_some() {
            let text = "Requesting thread control is not supported with a default app";
            return Err(Refusal::parameter(text));
        }
        self.ask_for(now, spot, by, metadata)
    }

    /// Asks for the thread as an agent does ("Move to inbox" tells the owner on every page).
    pub(crate) fn ask_for(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        by: &str,
        metadata: Option<&str>,
    ) -> Result<(), Refusal> {
        let standing = self.standing(now, spot, by)?;
        let shared = self.pages[spot.page].default_app().is_none();
        match standing {
            Standing::Owner => Err(Refusal::parameter("The app controls this thread already")),
            Standing::Idle if shared => {
                let previous = self.give(now, spot, by);
                self.tell_pass(now, spot, previous.as_deref(), by, metadata);
                Ok(())
            }
            Standing::Idle | Standing::Elsewhere => {
                self.tell_request(now, spot, by, metadata);
                Ok(())
            }
        }
    }
}
