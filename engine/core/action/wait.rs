//! A pause that survives restarts. A word that fits nothing ends it; one that leads elsewhere drops the list.

use crate::conversation::FrameState;
use crate::duration::Duration;
use crate::run::Progress;
use crate::scene::Scene;

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

impl Wait {
    /// Sleeps until then.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let due = scene.now.plus_ms(self.pause.as_millis());
        Progress::Suspend(FrameState::Sleeping { due })
    }
}
