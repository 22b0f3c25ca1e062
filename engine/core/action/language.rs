//! Sets the contact's language.

use crate::language::{Key, LANGUAGE, Node, Shape, Site};
use crate::limit;
use crate::run::Progress;
use crate::scene::Scene;
use crate::template::Template;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "language",
    Shape::Either(&[LANGUAGE, Shape::Template]),
    "Sets the language of the contact, from now on and whatever the profile says.",
)
.example("language: da");

/// Sets the contact's language from now on.
///
/// ```yaml
/// - language: da
/// ```
#[derive(Debug, Clone)]
pub struct Language {
    /// Its tag.
    pub tag: Template,
}

impl Language {
    /// A tag, or a text that inserts one.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let words = site.words(node, "`language`")?;
        let tag = site.template_of(&words, false)?;
        match tag.as_plain() {
            Some(_) => {
                let named = site.language(&words)?;
                site.loading.uses(|uses| uses.languages.push((named, words.spot)));
                Some(Self { tag })
            }
            None => Some(Self { tag }),
        }
    }

    /// Keeps it; what is no language is noted and changes nothing.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        match self.tag.render(scene, limit::LANGUAGE) {
            Ok(tag) if crate::language::is_tag(tag.trim()) => {
                scene.conversation.person.language = Some(tag.trim().to_owned());
            }
            Ok(tag) => scene.fault(format!("`{tag}` is no language")),
            Err(why) => scene.fault(format!("language: {why}")),
        }
        Progress::Next
    }
}
