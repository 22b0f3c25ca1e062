//! A pause that survives restarts. A word that fits nothing ends it; one that leads elsewhere drops the list.

use crate::duration::Duration;

/// Pauses the list.
///
/// ```yaml
/// - wait: 10m
/// ```
#[derive(Debug, Clone)]
pub struct Wait {
    /// For so long.
    pub pause: Duration,
}
