//! Takes a reminder away before it fires.

use crate::language::{Key, Names, Node, Shape, Site};
use crate::reminders;
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "forget_reminder",
    Shape::Several(Names::Reminder),
    "Takes a reminder, or each of a list, away by its id. One that is not set is no fault.",
)
.example("forget_reminder: visit");

/// Takes reminders away.
///
/// ```yaml
/// - forget_reminder: visit
/// ```
#[derive(Debug, Clone)]
pub struct ForgetReminder {
    /// Their ids.
    pub ids: Vec<String>,
}

impl ForgetReminder {
    /// One id or a list of them.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let words = site.several(node, "`forget_reminder`");
        let named = words.iter().map(|words| (words.text.clone(), words.spot));
        site.loading.uses(|uses| uses.forgotten.extend(named));
        let ids: Vec<String> = words.into_iter().map(|words| words.text).collect();
        (!ids.is_empty()).then_some(Self { ids })
    }

    /// Forgets them.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        for id in &self.ids {
            reminders::forget(scene, id);
        }
        Progress::Next
    }
}
