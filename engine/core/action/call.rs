//! Runs another module as a part of this list: until its path ends, or says `return`.

use crate::calls;
use crate::id::ModuleId;
use crate::language::{Diagnostic, Key, Kind, Names, Node, Shape, Site, TARGETS};
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "call",
    Shape::Name(Names::Module),
    "Runs another module as a part of this list, with all it leads to, until its path ends or says `return`; then \
     goes on with the next action. `to: end` in the called module ends everything.",
)
.example("call: collect_address");

/// Runs another module and everything it leads to, then goes on here.
///
/// The called module asks, waits and hands over as ever, and its own connections stay within the call. A keyword of
/// the bot that leads elsewhere, and `to: end`, leave the call and what called it.
///
/// ```yaml
/// - call: collect_address
/// ```
#[derive(Debug, Clone)]
pub struct Call {
    /// The module.
    pub module: ModuleId,
}

impl Call {
    /// The id of a module.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        if let Kind::Map { .. } = node.kind {
            site.wrong_shape(
                node,
                "`call`",
                "write the id of a module: `- call: collect_address`; what it needs is kept in \
                 variables before, with `set`",
            );
            return None;
        }
        let words = site.words(node, "`call`")?;
        if TARGETS.contains(&words.text.as_str()) {
            let message = format!("`{}` is no module that could be called", words.text);
            site.report(Diagnostic::error("unknown-module", words.spot, message).help(format!(
                "it belongs beside the list, as `to: {}`; a called module goes back by `- return`",
                words.text
            )));
            return None;
        }
        let module = ModuleId::new(&words.text);
        site.loading.uses(|uses| uses.modules.push((words.text, words.spot)));
        Some(Self { module })
    }

    /// The called module runs on top; the list goes on when its path has ended.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let Some(frame) = scene.top() else { return Progress::Next };
        let named_by = scene.bot_of(frame);
        match calls::call(scene, named_by, &self.module) {
            Ok(()) => Progress::Next,
            Err(why) => Progress::Fault(why),
        }
    }
}
