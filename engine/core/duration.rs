//! Durations (stand-in until the words room lands).
use serde::{Deserialize, Serialize};

/// Milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Duration(pub u64);

impl Duration {
    /// That many seconds.
    pub const fn seconds(n: u64) -> Self {
        Self(n * 1_000)
    }
    /// That many minutes.
    pub const fn minutes(n: u64) -> Self {
        Self::seconds(n * 60)
    }
    /// That many hours.
    pub const fn hours(n: u64) -> Self {
        Self::minutes(n * 60)
    }
    /// That many days.
    pub const fn days(n: u64) -> Self {
        Self::hours(n * 24)
    }
}
