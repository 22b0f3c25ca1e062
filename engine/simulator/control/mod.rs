//! Thread control: who may pass, take, request, release and extend (messenger-platform 3.3, 3.4).
//!
//! One rule a file. The same rules hold for our Graph calls and for what agents do.

mod extend;
mod pass;
mod release;
mod request;
mod take;

#[cfg(test)]
mod tests;

use crate::error::Refusal;
use crate::platform::{Platform, Spot};

/// Who has the thread, seen from one app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The app owns the thread.
    Owner,
    /// Nobody does.
    Idle,
    /// Somebody else does.
    Elsewhere,
}

impl Platform {
    /// How the app stands to the thread; unknown threads are an error.
    pub(crate) fn standing(
        &self,
        now: i64,
        spot: Spot<'_>,
        app: &str,
    ) -> Result<Standing, Refusal> {
        let thread = self.thread(spot).ok_or_else(Refusal::no_such_person)?;
        Ok(match thread.owner(now) {
            Some(owner) if owner == app => Standing::Owner,
            Some(_) => Standing::Elsewhere,
            None => Standing::Idle,
        })
    }

    /// Gives the thread to an app and says who had it before.
    pub(crate) fn give(&mut self, now: i64, spot: Spot<'_>, app: &str) -> Option<String> {
        self.thread_mut(spot).and_then(|thread| thread.give(app, now))
    }
}
