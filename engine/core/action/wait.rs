//! A pause that survives restarts. A word that fits nothing ends it; one that leads elsewhere drops the list.

use crate::conversation::FrameState;
use crate::duration::Duration;
use crate::language::{Key, Node, Shape, Site};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "wait",
    Shape::Duration,
    "Pauses before the next action; the pause survives a restart of the engine. A message that \
     leads elsewhere ends the list; one that fits nothing ends the pause.",
)
.example("wait: 10m");

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
    /// A length of time.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        site.pause(node, "`wait`").map(|pause| Self { pause })
    }
}

impl Wait {
    /// Sleeps until then.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let due = scene.now.plus_ms(self.pause.as_millis());
        Progress::Suspend(FrameState::Sleeping { due })
    }
}
